#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Plan: the header compiles alone, as C11 and C++11 and with every compiler at hand, without a
# warning or padding; every function pointer names the calling convention; the frozen copy is whole.
#   header_alone.sh SOURCE_DIR
set -euo pipefail
header=$1/host-api/include/wms/wms_plugin.h
frozen=$1/tests/abi/wms_plugin_v1_0.h
extension=$1/host-api/include/wms/wms_authorize.h
warnings=(-Wall -Wextra -Wpedantic -Wpadded -Wconversion -Wshadow -Wundef -Werror
    -I"$1/host-api/include")
compiled=0
for file in "$header" "$frozen" "$extension"; do
    for compiler in gcc clang; do
        command -v "$compiler" >/dev/null || continue
        for standard in c11 c17; do
            "$compiler" -x c "-std=$standard" "${warnings[@]}" -fsyntax-only "$file"
            compiled=$((compiled + 1))
        done
    done
    for compiler in g++ clang++; do
        command -v "$compiler" >/dev/null || continue
        for standard in c++11 c++20; do
            "$compiler" -x c++ "-std=$standard" "${warnings[@]}" -fsyntax-only "$file"
            compiled=$((compiled + 1))
        done
    done
done
echo "compiled $compiled times"
[ "$compiled" -ge 12 ]

if grep -nE '\(\*' "$header" "$frozen" "$extension"; then
    echo "a function pointer without WMS_CALL"
    exit 1
fi
echo "$(sed -n 's/^wms_plugin_v1_0.h //p' "$1/tests/abi/frozen.txt")  $frozen" | sha256sum --check --quiet
