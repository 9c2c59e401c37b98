#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Plan (R8): in a copy of the project, the folder of an edition is copied under another name and
# built. One new folder has to be all that git sees, and the new plugin has to be a whole one: its
# manifest beside it, one exported symbol, known to the simulator program.
#   tests/probe_edition.sh [EDITION]      exit 77: skipped, with the reason
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
edition=${1:-intacct}
name=probe

skip() { echo "skipped: $1"; exit 77; }
fail() { echo "FAILED: $1" >&2; exit 1; }
command -v git >/dev/null || skip "git is not installed"
git -C "$root" rev-parse --is-inside-work-tree >/dev/null 2>&1 || skip "$root is not a git checkout"
[ -f "$root/plugins/$edition/entry.cpp" ] || skip "there is no edition $edition"

copy=$(mktemp -d)
server=
finish() {
    [ -z "$server" ] || kill "$server" 2>/dev/null || true
    rm -rf "$copy"
}
trap finish EXIT
# What git tracks or would: a file that was removed but not yet from the index is left out.
(cd "$root" && git ls-files --cached --others --exclude-standard -z |
    while IFS= read -r -d '' file; do [ ! -e "$file" ] || printf '%s\0' "$file"; done |
    xargs -0 cp --parents -t "$copy")
# As cloned and built by somebody whose umask lets a group write: nothing may come of it.
umask 0002
chmod -R g+w "$copy"
cd "$copy"
git init -q .
git add -A
git -c user.name=probe -c user.email=probe@example.com commit -q -m "Before the probe"

cp -r "plugins/$edition" "plugins/$name"
title=${edition^}
find "plugins/$name" -type f -print0 | xargs -0 sed -i "s/$edition/$name/g; s/$title/Probe/g"
find "plugins/$name" -depth -name "*$edition*" | while IFS= read -r path; do
    mv "$path" "$(dirname "$path")/$(basename "$path" | sed "s/$edition/$name/g")"
done

# The compiler cache then knows every file but those of the probe.
export CCACHE_BASEDIR=$copy
cmake --preset release -DBUILD_TESTING=OFF >configure.log 2>&1 || { cat configure.log; fail "configure"; }
mv configure.log build/
cmake --build --preset release --target "sage_$name" sage-simulator >build/build.log 2>&1 ||
    { tail -n 40 build/build.log; fail "build"; }

changed=$(git status --porcelain)
[ "$changed" = "?? plugins/$name/" ] || fail "git sees more than one new folder: $changed"
library=build/release/plugins/sage_$name.so
[ -f "$library" ] || fail "there is no $library"
cmp "plugins/$name/manifest.json" "build/release/plugins/sage_$name.json" || fail "the manifest"
# The folder and what a host would load from it; below it lie objects of the build.
writable=$(find build/release/plugins -maxdepth 1 \( -path build/release/plugins -o ! -type d \) -perm /022)
[ -z "$writable" ] || fail "others may change $writable"
exported=$(nm --dynamic --defined-only "$library" | awk '{ print $3 }' | sed 's/@.*//' | sort -u)
[ "$exported" = "wms_plugin_entry_v1" ] || fail "exported symbols: $exported"

mkdir build/data
mkfifo build/first_line
build/release/bin/sage-simulator --edition "$name" --listen 127.0.0.1:0 --data "$copy/build/data" \
    >build/first_line 2>build/simulator.log </dev/null &
server=$!
read -r line <build/first_line || { cat build/simulator.log; fail "the simulator did not start"; }
[[ "$line" == *"\"edition\":\"$name\""* ]] || fail "the simulator said $line"
echo "one new folder, one plugin, one simulator"
