#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Plan: change the header in each way that would break a compiled plugin or host; the layout asserts
# refuse all of them, in C and in C++, and accept the header as it is and one with a member appended.
#   layout_catches_changes.sh SOURCE_DIR C_COMPILER CXX_COMPILER
set -euo pipefail
source_dir=$1 c_compiler=$2 cxx_compiler=$3
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/wms"
failures=0

compiles() {
    "$c_compiler" -std=c11 -fsyntax-only -I"$folder" -I"$source_dir" \
        "$source_dir/tests/abi/layout_test.c" 2>/dev/null && local c=yes || local c=no
    "$cxx_compiler" -std=c++11 -fsyntax-only -I"$folder" -I"$source_dir" \
        "$source_dir/tests/abi/layout_cpp_test.cpp" 2>/dev/null && local cxx=yes || local cxx=no
    [ "$c" = "$cxx" ] && echo "$c" || echo "C: $c, C++: $cxx"
}

# expect yes|no WHAT SED_EXPRESSION...: what the asserts say of the header changed so.
expect() {
    local wanted=$1 what=$2 found
    shift 2
    sed -E "$@" "$source_dir/host-api/include/wms/wms_plugin.h" >"$folder/wms/wms_plugin.h"
    if [ "$what" != "nothing" ] &&
        cmp -s "$folder/wms/wms_plugin.h" "$source_dir/host-api/include/wms/wms_plugin.h"; then
        echo "$what: the expression changes nothing"
        failures=$((failures + 1))
        return
    fi
    found=$(compiles)
    [ "$found" = "$wanted" ] || failures=$((failures + 1))
    echo "$what: compiles: $found, wanted: $wanted"
}

expect yes "nothing" -e ''
expect no "a member inserted in the middle" -e 's/^(    wms_str version; +)/    wms_str vendor;\n\1/'
expect no "two members exchanged" \
    -e 's/^    int64_t deadline_ms;/    SWAP/;s/^    void\* host_data; .*own \*\/$/&/' \
    -e '/^typedef struct wms_op/,/^}/{s/^    SWAP.*/    void* host_data;/;t;s/^    void\* host_data;.*/    int64_t deadline_ms;/}'
expect no "a field made wider" -e 's/uint32_t retry_after_ms/uint64_t retry_after_ms/'
expect no "a field made signed" -e 's/uint32_t retry_after_ms/int32_t retry_after_ms/'
expect no "a callback's return type" -e 's/int32_t\(WMS_CALL\* is_cancelled\)/int64_t(WMS_CALL* is_cancelled)/'
expect no "a callback's argument" -e 's/uint32_t done, wms_str message/int32_t done, wms_str message/'
expect no "a function's order of arguments" -e 's/wms_str name, wms_str value,/wms_str name, wms_doc value,/'
expect no "a status renumbered" -e 's/WMS_E_BUSY 20/WMS_E_BUSY 29/'
expect no "a member removed" -e '/^    wms_str product;/d'
expect no "the entry renamed" -e 's/"wms_plugin_entry_v1"/"wms_plugin_entry"/'
expect no "another major" -e 's/WMS_ABI_MAJOR 1u/WMS_ABI_MAJOR 2u/'
expect no "a member appended without a new minor" -e 's/^(\} wms_host;)/    void* more;\n\1/'
expect yes "a member appended with a new minor" \
    -e 's/^(\} wms_host;)/    void* more;\n\1/;s/WMS_ABI_MINOR 0u/WMS_ABI_MINOR 1u/'

[ "$failures" -eq 0 ] || { echo "$failures expectations failed"; exit 1; }
