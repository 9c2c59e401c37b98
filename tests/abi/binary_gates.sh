#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Plan: what a compiler makes of the header today is what it made of it in version 1.0, as two tools see it that know
# nothing of our asserts: libabigail against the recorded wms_plugin_v1_0.abi, and abi-compliance-checker against the
# frozen header; and both see changes that would break a compiled plugin or host.
#   binary_gates.sh SOURCE_DIR C_COMPILER [--record]
# --record writes the baseline anew: with a new minor version, and only then.
set -euo pipefail
source_dir=$1 compiler=$2
for tool in abidw abidiff abi-compliance-checker; do
    command -v "$tool" >/dev/null || { echo "skipped: no $tool (apt-get install abigail-tools abi-compliance-checker)"; exit 77; }
done
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
failures=0
baseline=$source_dir/tests/abi/wms_plugin_v1_0.abi

# subject NAME HEADER: a library that exports the entry, with everything the header says in its debug information.
subject() {
    mkdir -p "$1"
    cp "$2" "$1/wms_plugin.h"
    cat >subject.c <<'C'
#include "wms_plugin.h"
static const wms_plugin table;
const wms_plugin* wms_plugin_entry_v1(void) { return &table; }
C
    "$compiler" -g -Og -fPIC -shared -I"$1" -fno-eliminate-unused-debug-types -o "$1/libsubject.so" subject.c
    printf '<version>%s</version>\n<headers>%s/wms_plugin.h</headers>\n<libs>%s/libsubject.so</libs>\n' \
        "$1" "$folder/$1" "$folder/$1" >"$1.xml"
}

# judge NAME: "same" or "changed", by each tool.
judge() {
    local abigail=same checker=same
    abidiff "$baseline" "$1/libsubject.so" >abidiff.txt || abigail=changed
    abi-compliance-checker -lang C -l subject -v1 1.0 -v2 today -old frozen.xml -new "$1.xml" -binary \
        -report-path report.html >checker.txt 2>&1 || checker=changed
    grep -q 'Total binary compatibility problems: 0, warnings: 0' checker.txt || checker=changed
    echo "libabigail: $abigail, abi-compliance-checker: $checker"
}

# expect SAME|CHANGED WHAT SED_EXPRESSION: of the header changed so.
expect() {
    local wanted="libabigail: $1, abi-compliance-checker: $1" found
    sed -E "$3" "$source_dir/host-api/include/wms/wms_plugin.h" >changed.h
    if [ "$1" = changed ] && cmp -s changed.h "$source_dir/host-api/include/wms/wms_plugin.h"; then
        echo "$2: the expression changes nothing"
        failures=$((failures + 1))
        return
    fi
    subject today changed.h
    found=$(judge today)
    echo "$2: $found"
    if [ "$found" != "$wanted" ]; then
        echo "    wanted: $wanted"
        cat abidiff.txt checker.txt
        failures=$((failures + 1))
    fi
}

subject frozen "$source_dir/tests/abi/wms_plugin_v1_0.h"
if [ "${3:-}" = --record ]; then
    abidw --no-comp-dir-path --no-corpus-path --no-show-locs frozen/libsubject.so >"$baseline"
    echo "recorded: $baseline"
    exit 0
fi
expect same "the header as it is" ''
expect changed "a member inserted" 's/^(    wms_str version; +)/    wms_str vendor;\n\1/'
expect changed "a member removed" '/^    wms_str product;/d'
expect changed "a field made wider" 's/uint32_t retry_after_ms/uint64_t retry_after_ms/'
expect changed "two functions exchanged" \
    's/\(WMS_CALL\* interrupt\)/(WMS_CALL* SWAP)/;s/\(WMS_CALL\* destroy\)/(WMS_CALL* interrupt)/;s/\(WMS_CALL\* SWAP\)/(WMS_CALL* destroy)/'
[ "$failures" -eq 0 ] || { echo "$failures expectations failed"; exit 1; }
