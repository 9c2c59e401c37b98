#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Plan: the packages of a build are made, one for each edition, the mock host and the C interface, twice and
# with the same bytes, and installed by dpkg into an empty root; each has what its readers need with safe modes,
# its sum, its licences and the list of what it is made of, in which nothing is missing that was linked or
# included; no file names a folder of who built it; the plugins are small, hardened and export one symbol; the
# day of trade runs from there; and once they are removed no file is left.
#   tests/package_test.sh BUILD_FOLDER       exit 77: skipped, with the reason
# The packages stay in BUILD_FOLDER/packages.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
build=$(cd "${1:?the folder of a build}" && pwd)
plugin_bytes_max=10000000

fail() { echo "FAILED: $1" >&2; exit 1; }
for tool in cpack dpkg dpkg-deb dpkg-shlibdeps file readelf sha256sum; do
    command -v "$tool" >/dev/null || { echo "skipped: $tool is not installed"; exit 77; }
done
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
packages=$build/packages
rm -rf "$packages"
cd "$build"
# Of one moment, also where somebody commits between the two.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$here" log -1 --format=%ct 2>/dev/null || echo 1767225600)}
export SOURCE_DATE_EPOCH
for made_in in "$packages" "$folder/again"; do
    cpack -B "$made_in" >"$folder/cpack.log" 2>&1 || { cat "$folder/cpack.log"; fail "cpack"; }
    rm -rf "$made_in/_CPack_Packages"
done
cd "$packages"
diff --recursive --brief . "$folder/again" || fail "packaged twice, and not the same bytes"

editions=()
for manifest in "$here"/../plugins/*/manifest.json; do
    editions+=("$(basename "$(dirname "$manifest")")")
done
names=("${editions[@]/#/sage-connector-}" sage-connector-mock-host wms-host-api-dev)
for name in "${names[@]}"; do
    [ "$(ls "$name"_*.deb "$name"-*.tar.gz 2>/dev/null | wc -l)" = 2 ] || fail "$name is not there as .deb and .tar.gz"
done
made=(*.deb *.tar.gz)
[ ${#made[@]} = $((2 * ${#names[@]})) ] || fail "there are other packages than ${names[*]}: ${made[*]}"
for package in "${made[@]}"; do
    sha256sum --check --strict --quiet "$package.sha256" || fail "the sum of $package is another one"
done

# A root with nothing in it: what else the packages need is this machine's.
root=$folder/root
# CPack has the packages call ldconfig, which has nothing to do with this root.
mkdir "$folder/bin"
printf '#!/bin/sh\n' >"$folder/bin/ldconfig"
chmod +x "$folder/bin/ldconfig"
in_root=(env PATH="$folder/bin:$PATH" dpkg --root="$root" --force-depends --force-not-root --force-script-chrootless)
mkdir -p "$root/var/lib/dpkg/info" "$root/var/lib/dpkg/updates"
touch "$root/var/lib/dpkg/status" "$root/var/lib/dpkg/available"
"${in_root[@]}" --install ./*.deb >"$folder/dpkg.log" 2>&1 || { cat "$folder/dpkg.log"; fail "dpkg"; }

cd "$root"
common=(LICENSE bill-of-materials.cdx.json)
of_plugin=(INSTALL.md OPERATIONS.md ERRORS.md SECURITY.md THIRD-PARTY.md)
expected=(usr/bin/mock-host usr/bin/sage-simulator usr/include/wms/wms_plugin.h
    usr/share/sage-connector/scenarios/{switches.json,promises.json,row-01-one-despatch-is-one-document.json}
    usr/share/doc/wms-host-api/samples/{c/sample_host.c,python/sample_host.py,nodejs/package.json}
    usr/share/doc/sage-connector-mock-host/{README.md,THIRD-PARTY.md})
for name in "${names[@]}"; do
    expected+=("${common[@]/#/usr/share/doc/${name%-dev}/}")
done
for edition in "${editions[@]}"; do
    expected+=("usr/lib/wms-plugins/sage_$edition".{so,json} "usr/share/doc/sage-connector/editions/$edition.md"
        "usr/share/doc/sage-connector-$edition/ERRORS-$edition.md"
        "${of_plugin[@]/#/usr/share/doc/sage-connector-$edition/}")
done
for path in "${expected[@]}"; do
    [ -s "$path" ] || fail "$path is in no package"
done
writable=$(find usr ! -type l -perm /022)
[ -z "$writable" ] || fail "others may write $writable"
built_in=$(grep -rlF -e "$(cd "$here/.." && pwd)" -e "$build" usr) || true
[ -z "$built_in" ] || fail "the folder it was built in is named by $built_in"
# The archive has what the package has.
for package in "$packages"/*.deb; do
    name=$(basename "${package%%_*}")
    dpkg-deb --fsys-tarfile "$package" | tar -t | grep -v '/$' | sed 's,^\./usr/,,' | LC_ALL=C sort >"$folder/deb"
    tar -tzf "$packages/$name"-*.tar.gz | grep -v '/$' | LC_ALL=C sort >"$folder/archive"
    cmp "$folder/deb" "$folder/archive" || fail "the archive of $name has other files than the package"
done

# depends NAME LIBRARY...: found by dpkg-shlibdeps.
depends() {
    local name=$1 all
    all=$(dpkg-query --admindir="$root/var/lib/dpkg" --show --showformat='${Depends}' "$name")
    shift
    for library in "$@"; do
        [[ $all == *"$library"* ]] || fail "$name does not depend on $library: $all"
    done
}
for edition in "${editions[@]}"; do
    depends "sage-connector-$edition" libpoconetssl80 libssl3 libpocodatasqlite80 libpq5 libstdc++6
    bytes=$(stat --format=%s "usr/lib/wms-plugins/sage_$edition.so")
    [ "$bytes" -lt $plugin_bytes_max ] || fail "the plugin $edition has $bytes bytes"
    echo "sage_$edition.so has $bytes bytes"
done
depends sage-connector-mock-host libpoconetssl80 libexpat1

"$here/hardening_test.sh" usr/lib/wms-plugins/*.so usr/bin/mock-host usr/bin/sage-simulator ||
    fail "the files are not as hard as they should be"

# lists NAME COMPONENT...: in the package's list of what it is made of.
lists() {
    local bill=usr/share/doc/$1/bill-of-materials.cdx.json
    shift
    python3 -m json.tool "$bill" >/dev/null 2>&1 || ! command -v python3 >/dev/null || fail "$bill is no JSON"
    for component in "$@"; do
        grep -q "\"name\":\"$component" "$bill" || fail "$bill lacks $component"
    done
}
lists sage-connector-intacct OpenSSL "Poco NetSSL" SQLite\" Boost valijson
lists sage-connector-sage50 "unixODBC driver manager"
lists sage-connector-mock-host CLI11 SQLiteC++ expat
! grep -q CLI11 usr/share/doc/sage-connector-intacct/*.cdx.json || fail "CLI11 is in no plugin, and listed"
! grep -q purl usr/share/doc/wms-host-api/*.cdx.json || fail "nothing is linked to the interface, and something listed"
grep -v libssl "$here/../packaging/components.txt" >"$folder/components.txt"
! COMPONENTS=$folder/components.txt "$here/../packaging/write-bill-of-materials" test 1 \
    usr/lib/wms-plugins/sage_intacct.so >/dev/null 2>&1 || fail "an unlisted library is let through"
! grep -q '"version":"unknown"' usr/share/doc/*/*.cdx.json || fail "a list of what is inside lacks a version"

# compiled_unlisted COMPONENTS: the source packages of headers that the shipped files were compiled with and that
# this list does not name. linux: the kernel's interface, of which no code comes along.
of_sources() { xargs -r dpkg-query --show --showformat='${source:Package}\n' 2>/dev/null | LC_ALL=C sort -u; }
if command -v ninja >/dev/null && [ -f "$build/.ninja_deps" ]; then
    ninja -C "$build" -t deps 2>/dev/null | awk '/^[^ ].*: #deps/ { ours = /^(plugins|sage-adapter|mock-host)\// }
        ours && /^    \/usr\/.*include\// { print $1 }' | sort -u | xargs readlink -f | sort -u >"$folder/headers"
    [ -s "$folder/headers" ] || fail "the build does not tell which headers it read"
    xargs dpkg-query --search <"$folder/headers" 2>/dev/null | cut -d: -f1 | sort -u | of_sources >"$folder/compiled"
fi
compiled_unlisted() {
    awk '$1 ~ /^(linked|compiled|program)$/ { print $3 }' "$1" | sort -u | of_sources |
        LC_ALL=C comm -23 "$folder/compiled" - | grep -vx linux || true
}
if [ -s "$folder/compiled" ]; then
    unlisted=$(compiled_unlisted "$here/../packaging/components.txt")
    [ -z "$unlisted" ] || fail "compiled in, and not in packaging/components.txt: $unlisted"
    grep -v valijson "$here/../packaging/components.txt" >"$folder/components.txt"
    [ "$(compiled_unlisted "$folder/components.txt")" = valijson ] || fail "an unlisted header is let through"
fi
# The page of licences: a row for each component, by its first word, and the text of what is inside.
while read -r how name; do
    grep -qF "| $name" usr/share/doc/sage-connector-intacct/THIRD-PARTY.md || fail "$name is not in THIRD-PARTY.md"
    [ "$how" = linked ] || grep -q "^## $name" usr/share/doc/sage-connector-intacct/THIRD-PARTY.md ||
        fail "THIRD-PARTY.md lacks the text of the licence of $name"
done < <(awk '$1 ~ /^(linked|compiled|program)$/ { match($0, /  +[^ ]+( [^ ]+)*$/); split(substr($0, RSTART), word)
    print $1, word[1] }' "$here/../packaging/components.txt" | sort -u)

cd "$folder"
"$root/usr/bin/mock-host" demo --plugin-directory "$root/usr/lib/wms-plugins" >demo.log 2>&1 </dev/null ||
    { tail -n 30 demo.log; fail "the demo from the packages"; }
"$root/usr/bin/mock-host" scenario "$root"/usr/share/sage-connector/scenarios/row-01-*.json \
    --plugin "$root/usr/lib/wms-plugins/sage_intacct.so" >scenario.log 2>&1 </dev/null ||
    { tail -n 30 scenario.log; fail "a scenario from the packages"; }

"${in_root[@]}" --purge "${names[@]}" >"$folder/dpkg.log" 2>&1 || { cat "$folder/dpkg.log"; fail "dpkg --purge"; }
left=$(find "$root" -path "$root/var/lib/dpkg" -prune -o ! -type d -print)
[ -z "$left" ] || fail "removed, and left: $left"
echo "${#names[@]} packages are whole, and go without a trace"
