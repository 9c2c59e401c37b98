#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Plan: one seed is one world. Two runs in programs of their own write the same event log byte for byte,
# other seeds other logs; a range in one program and in two comes to the same figures; a seed that fails
# is told with the command that replays it.
#   replay_test.sh PROGRAM_WITH_BUGS PROGRAM
set -euo pipefail
planted=$1 shipped=$2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failed=0
fail() { echo "FAILED: $1"; failed=1; }
# Without the seconds, which differ.
run() { "$shipped" --repeat-every 0 "$@" | sed 's/, [0-9.]* s, /, /'; }
for seed in 3 4 5; do
    run --first-seed "$seed" --seeds 1 --log >"$folder/first.$seed"
    run --first-seed "$seed" --seeds 1 --log >"$folder/second.$seed"
    [ "$(wc -l <"$folder/first.$seed")" -gt 300 ] || fail "the log of seed $seed has hardly a line"
    cmp "$folder/first.$seed" "$folder/second.$seed" || fail "seed $seed wrote two logs"
done
! cmp -s "$folder/first.3" "$folder/first.4" || fail "two seeds wrote one log"
run --first-seed 1 --seeds 12 >"$folder/alone"
run --first-seed 1 --seeds 12 --jobs 2 >"$folder/shared"
cmp "$folder/alone" "$folder/shared" || fail "the figures depend on how the range is shared out"
if "$planted" --plant 2 --first-seed 1 --seeds 100 --until-failure >"$folder/failing"; then
    fail "a failing seed is no failure"
fi
seed=$(sed -n 's/^seed \([0-9]*\) .*/\1/p' "$folder/failing" | head -n 1)
grep -q "replay: tests/run --simulation --first-seed $seed --seeds 1\$" "$folder/failing" ||
    fail "the command that replays it is not told"
[ "$failed" -ne 0 ] || echo "the same seed, the same log"
exit "$failed"
