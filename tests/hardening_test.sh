#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Plan (S25, S26): what is shipped is position-independent, binds its symbols at once, keeps its tables
# read-only and its stack not executable, checks its stack and its buffers, and looks for libraries in
# no folder of its own; a plugin exports one symbol.
#   tests/hardening_test.sh FILE...       exit 77: skipped, with the reason
set -euo pipefail
fail() { echo "FAILED: $1" >&2; exit 1; }
for tool in readelf nm; do
    command -v "$tool" >/dev/null || { echo "skipped: $tool is not installed"; exit 77; }
done
[ $# -gt 0 ] || fail "no file is given"
for file in "$@"; do
    name=$(basename "$file")
    header=$(readelf --file-header --wide "$file")
    grep -qE 'Type: +DYN' <<<"$header" || fail "$name is not position-independent"
    dynamic=$(readelf --dynamic --wide "$file")
    grep -qE 'BIND_NOW|Flags:.* NOW' <<<"$dynamic" || fail "the symbols of $name are not bound at once"
    ! grep -qE 'TEXTREL' <<<"$dynamic" || fail "the code of $name is written when it is loaded"
    ! grep -qE 'RPATH|RUNPATH' <<<"$dynamic" || fail "$name looks for libraries in a folder of its own"
    segments=$(readelf --segments --wide "$file")
    grep -q GNU_RELRO <<<"$segments" || fail "the tables of $name stay writable"
    grep -qE 'GNU_STACK .* RW +0x' <<<"$segments" || fail "the stack of $name is executable"
    ! grep -qE 'LOAD .* RWE ' <<<"$segments" || fail "$name has memory that is writable and executable"
    symbols=$(nm --dynamic "$file")
    grep -q __stack_chk_fail <<<"$symbols" || fail "$name does not check its stack"
    grep -qE '__(memcpy|snprintf|vsnprintf|fprintf|memmove)_chk' <<<"$symbols" ||
        fail "$name does not check its buffers"
    if [[ "$name" == *.so ]]; then
        exported=$(nm --dynamic --defined-only "$file" | awk '{ print $3 }' | sed 's/@.*//' | sort -u)
        [ "$exported" = wms_plugin_entry_v1 ] || fail "$name exports $exported"
    fi
    echo "$name is hardened"
done
