#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Plan: install the contract alone to a folder of its own; build the host that stands in its README,
# found by CMake or by pkg-config; run it with the frozen plugin and see a document posted.
#   installed_contract.sh cmake|pkg-config BUILD_DIR C_COMPILER PLUGIN
set -euo pipefail
way=$1 build=$2 compiler=$3 plugin=$4
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

cmake --install "$build" --component wms_host_api --prefix "$folder/prefix" >/dev/null
files=$(cd "$folder/prefix" && find . -type f | sort)
for wanted in ./include/wms/wms_plugin.h ./share/wms-host-api/schemas/despatchAdvice.schema.json \
    ./share/wms-host-api/schemas/examples/despatchAdvice.json ./share/doc/wms-host-api/README.md; do
    grep -qxF "$wanted" <<<"$files" || { echo "not installed: $wanted"; exit 1; }
done
if grep -vE '^\./(include|share)/' <<<"$files"; then
    echo "installed beside the contract"
    exit 1
fi

mkdir "$folder/host" "$folder/data"
sed -n '/^```c$/,/^```$/p' "$folder/prefix/share/doc/wms-host-api/README.md" | sed '/^```/d' \
    >"$folder/host/host.c"
# The installed package is found at its new place after it was moved.
mv "$folder/prefix" "$folder/moved"
case "$way" in
    cmake)
        cat >"$folder/host/CMakeLists.txt" <<'TEXT'
cmake_minimum_required(VERSION 3.16)
project(host C)
find_package(wms_host_api 1.0 REQUIRED)
if(NOT EXISTS "${wms_host_api_SCHEMAS}/salesOrder.schema.json")
  message(FATAL_ERROR "no schemas in ${wms_host_api_SCHEMAS}")
endif()
add_executable(host host.c)
target_link_libraries(host PRIVATE wms::host_api ${CMAKE_DL_LIBS})
TEXT
        cmake -S "$folder/host" -B "$folder/host" -DCMAKE_C_COMPILER="$compiler" \
            -DCMAKE_C_FLAGS="-Wall -Wextra -Werror" -DCMAKE_PREFIX_PATH="$folder/moved" >/dev/null
        cmake --build "$folder/host" >/dev/null
        ;;
    pkg-config)
        export PKG_CONFIG_PATH=$folder/moved/share/pkgconfig
        pkg-config --exact-version=1.0.0 wms-host-api
        [ -e "$(pkg-config --variable=schemas wms-host-api)/salesOrder.schema.json" ]
        # shellcheck disable=SC2046
        "$compiler" -std=c11 -Wall -Wextra -Werror $(pkg-config --cflags wms-host-api) \
            "$folder/host/host.c" -o "$folder/host/host" -ldl
        ;;
esac

example=$folder/moved/share/wms-host-api/schemas/examples/despatchAdvice.json
printed=$("$folder/host/host" "$plugin" "$folder/data" "$example")
echo "$printed"
grep -q '"documentId":"DN-1001-1".*"state":"posted"' <<<"$printed"
# Handed over again it is a duplicate, and there is nothing new to tell.
printed=$("$folder/host/host" "$plugin" "$folder/data" "$example")
grep -q '"duplicate":true' <<<"$printed"
if grep -q eventId <<<"$printed"; then
    echo "an acknowledged event was told again"
    exit 1
fi
echo '{}' >"$folder/refused.json"
if "$folder/host/host" "$plugin" "$folder/data" "$folder/refused.json"; then
    echo "a refused document gave exit code 0"
    exit 1
fi
