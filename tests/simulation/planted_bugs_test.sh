#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Plan: each of the twelve planted bugs is caught within so many seeds, the first that catches it is told;
# the core as it is shipped passes the same seeds; and the shipped libraries hold no trace of a switch.
#   planted_bugs_test.sh PROGRAM_WITH_BUGS PROGRAM PLUGIN_FOLDER [SEEDS]
set -euo pipefail
planted=$1 shipped=$2 plugins=$3 seeds=${4:-1000}
failed=0 furthest=0
for bug in $(seq 1 12); do
    if output=$("$planted" --plant "$bug" --first-seed 1 --seeds "$seeds" --until-failure); then
        echo "NOT CAUGHT: $(tail -n 1 <<<"$output")"
        failed=1
        continue
    fi
    seed=$(sed -n 's/^seed \([0-9]*\) .*/\1/p' <<<"$output" | head -n 1)
    what=$(sed -n 's/^seed [0-9]* //p' <<<"$output" | head -n 1)
    if [ -z "$seed" ]; then
        echo "NOT CAUGHT, but: $output"
        failed=1
        continue
    fi
    echo "$(sed -n 's/^planted: //p' <<<"$output"): caught at seed $seed $what"
    [ "$seed" -le "$furthest" ] || furthest=$seed
done
"$shipped" --first-seed 1 --seeds "$((furthest > 0 ? furthest : 1))" | tail -n 1 ||
    { echo "the core without planted bugs fails one of the same seeds"; failed=1; }
libraries=("$plugins"/*.so)
[ -f "${libraries[0]}" ] || { echo "no shipped library in $plugins"; failed=1; }
for library in "${libraries[@]}"; do
    if grep -qiE 'planted|SAGE_PLANTED' "$library"; then
        echo "$library holds a trace of planted bugs"
        failed=1
    fi
done
exit "$failed"
