#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Plan (S29): the sources are built and packaged twice, in two folders with paths of different lengths
# and without the compiler's cache; plugins, programs and both packages are equal byte for byte.
# Takes several minutes: by hand and before a release.
#   tests/reproducible_test.sh      exit 77: skipped, with the reason
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
fail() { echo "FAILED: $1" >&2; exit 1; }
for tool in git cpack dpkg-shlibdeps; do
    command -v "$tool" >/dev/null || { echo "skipped: $tool is not installed"; exit 77; }
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export SOURCE_DATE_EPOCH=1767225600 CCACHE_DISABLE=1

for name in a another-folder-with-a-longer-name; do
    mkdir "$work/$name"
    (cd "$root" && git ls-files -z | xargs -0 cp --parents -t "$work/$name")
    (cd "$work/$name" && cmake --preset release -DBUILD_TESTING=OFF &&
        cmake --build --preset release --target programs &&
        cd build/release && cpack -B "$work/$name.packages") >"$work/$name.log" 2>&1 ||
        { tail -n 30 "$work/$name.log"; fail "the build in $name"; }
done
first=$work/a second=$work/another-folder-with-a-longer-name
compared=0
for file in $(cd "$first/build/release" && ls plugins/*.so bin/*); do
    cmp "$first/build/release/$file" "$second/build/release/$file" || fail "$file differs"
    compared=$((compared + 1))
done
for file in $(cd "$first.packages" && ls -- *.deb *.tar.gz); do
    cmp "$first.packages/$file" "$second.packages/$file" || fail "$file differs"
    compared=$((compared + 1))
done
[ "$compared" -ge 5 ] || fail "only $compared files were compared"
echo "$compared files are equal byte for byte"
