#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Plan: the packages of a build are made, one for each edition, the mock host and the C interface, and
# installed by dpkg into an empty root; each has what its readers need with safe modes, its sum, its
# licences and the list of what it is made of; the plugins are small, hardened and export one symbol; the
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
cpack -B "$packages" >"$folder/cpack.log" 2>&1 || { cat "$folder/cpack.log"; fail "cpack"; }
rm -rf "$packages/_CPack_Packages"
cd "$packages"

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
