#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Plan: what ctest and GoogleTest write for every way a test can end is given to tests/count-results,
# and its three figures are compared with the count by hand, and the names of what failed.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/cases"
wrong=0

# add NAME COMMAND STATUS [MESSAGE]: one test as ctest saw it.
add() {
    printf '1: Test command: %s\n  Test #1: %s\n' "$2" "$1" >>"$folder/commands.txt"
    printf '\t<testcase name="%s" classname="%s" time="0" status="%s">\n' "$1" "$1" "$3" >>"$folder/ctest.xml"
    [ $# -lt 4 ] || printf '\t\t<skipped message="%s"/>\n' "$4" >>"$folder/ctest.xml"
}
# cases RUN FAILURES RESULT...: what one run of a GoogleTest program wrote.
cases() {
    local run=$1 failures=$2
    shift 2
    printf '<testsuites tests="%d" failures="%d" disabled="0" errors="0" name="AllTests">\n' $# "$failures" \
        >"$folder/cases/$run.xml"
    for result in "$@"; do
        printf '<testcase name="x" status="run" result="%s" classname="A" />\n' "$result" >>"$folder/cases/$run.xml"
    done
    # The last ones are those that failed, each with two expectations that did not hold.
    local failed
    for ((failed = 0; failed < failures; failed++)); do
        printf '<testcase name="f%d" status="run" result="completed" classname="A">\n' "$failed"
        printf '<failure message="one" type="">\n<failure message="two" type="">\n</testcase>\n'
    done >>"$folder/cases/$run.xml"
}
# expect WHAT FIGURES [NAMES]: the names of what failed, a comma behind each.
expect() {
    local found
    found=$("$root/tests/count-results" "$folder" 2>"$folder/names") || found="exit $?"
    [ $# -lt 3 ] || found="$found $(tr '\n' ',' <"$folder/names")"
    if [ "$found" != "$2${3:+ $3}" ]; then
        echo "$1: expected \"$2${3:+ $3}\", found \"$found\"" >&2
        wrong=1
    fi
    rm -f "$folder/ctest.xml" "$folder/commands.txt" "$folder"/cases/*
}

add unit /x/unit run
cases unit 0 completed completed skipped
expect "cases are counted, not programs" "2 0 1"

add unit /x/unit fail
cases unit 1 completed completed
expect "a failed case is counted once and named" "2 1 0" "unit: A.f0,"

add unit /x/unit fail
expect "a program that crashed is one failure" "0 1 0" "unit: ended badly itself,"

add unit /x/unit fail
cases unit 0 completed
expect "a program that failed at its end is one failure besides its cases" "1 1 0"

add one '/x/unit "--gtest_filter=A.*"' fail
add two '/x/unit "--gtest_filter=B.*"' fail
cases unit 1 completed
expect "of two runs of one program, one failed a case and one crashed" "1 2 0" "unit: A.f0,unit: ended badly itself,"

add one '/x/unit "a"' run
add two '/x/unit "b"' run
cases unit 0 completed
cases unit_1 0 completed
expect "two runs of one program both count" "2 0 0"

add unit /x/unit run
add unit_base /x/unit_base run
cases unit_base 0 completed completed
expect "a program whose name begins like another's counts for itself" "3 0 0"

add script '/bin/sh "x"' run
add skipped_script '/bin/sh "x"' notrun "SKIP_RETURN_CODE=77"
add missing '' notrun "Unable to find executable"
add disabled '/bin/sh "x"' disabled
expect "scripts count as themselves, a missing program as a failure" "1 1 2" "missing: not run,"

expect "nothing written is an error" "exit 1"

exit "$wrong"
