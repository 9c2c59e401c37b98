#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Plan: the packages of a build are made and unpacked somewhere else; what an operator needs is in
# them with safe modes, the plugin is hardened and exports one symbol, and the day of trade runs from
# there.
#   tests/package_test.sh BUILD_FOLDER       exit 77: skipped, with the reason
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
build=$(cd "${1:?the folder of a build}" && pwd)

fail() { echo "FAILED: $1" >&2; exit 1; }
for tool in cpack dpkg-deb dpkg-shlibdeps file readelf; do
    command -v "$tool" >/dev/null || { echo "skipped: $tool is not installed"; exit 77; }
done
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

cd "$build"
cpack -B "$folder/packages" >"$folder/cpack.log" 2>&1 || { cat "$folder/cpack.log"; fail "cpack"; }
packages=("$folder"/packages/*.deb)
[ -f "${packages[0]}" ] || fail "there is no .deb"
archives=("$folder"/packages/*.tar.gz)
[ -f "${archives[0]}" ] || fail "there is no .tar.gz"
dpkg-deb --extract "${packages[0]}" "$folder/root"
cd "$folder/root"

for path in usr/bin/mock-host usr/bin/sage-simulator usr/lib/wms-plugins/sage_intacct.so \
    usr/lib/wms-plugins/sage_intacct.json usr/include/wms/wms_plugin.h \
    usr/share/sage-connector/scenarios/{switches.json,promises.json,row-01-one-despatch-is-one-document.json} \
    usr/share/doc/sage-connector/editions/{intacct,sage200,sage50}.md \
    usr/share/doc/sage-connector/{INSTALL.md,OPERATIONS.md,ERRORS.md,SECURITY.md,THIRD-PARTY.md,LICENSE,bill-of-materials.cdx.json}; do
    [ -s "$path" ] || fail "$path is not in the package"
done
writable=$(find . ! -type l -perm /022)
[ -z "$writable" ] || fail "others may write $writable"
listed=$(tar -tzf "${archives[0]}" | grep -c 'sage_intacct.so$') || true
[ "$listed" = 1 ] || fail "the archive holds $listed plugins"

depends=$(dpkg-deb --field "${packages[0]}" Depends)
for library in libpoconetssl80 libssl3 libpocodatasqlite80 libpq5; do
    [[ "$depends" == *"$library"* ]] || fail "the package does not depend on $library: $depends"
done

"$here/hardening_test.sh" usr/lib/wms-plugins/*.so usr/bin/mock-host usr/bin/sage-simulator ||
    fail "the files are not as hard as they should be"

bill=usr/share/doc/sage-connector/bill-of-materials.cdx.json
for component in OpenSSL "Poco NetSSL" SQLite Boost valijson; do
    grep -q "\"name\":\"$component" "$bill" || fail "the list of components lacks $component"
done
grep -v libssl "$here/../packaging/components.txt" >"$folder/components.txt"
! COMPONENTS=$folder/components.txt "$here/../packaging/write-bill-of-materials" 1 \
    usr/lib/wms-plugins/sage_intacct.so >/dev/null 2>&1 || fail "an unlisted library is let through"

usr/bin/mock-host demo --plugin-directory "$folder/root/usr/lib/wms-plugins" >"$folder/demo.log" 2>&1 </dev/null ||
    { tail -n 30 "$folder/demo.log"; fail "the demo from the package"; }
usr/bin/mock-host scenario usr/share/sage-connector/scenarios/row-01-*.json \
    --plugin "$folder/root/usr/lib/wms-plugins/sage_intacct.so" >"$folder/scenario.log" 2>&1 </dev/null ||
    { tail -n 30 "$folder/scenario.log"; fail "a scenario from the package"; }
echo "$(basename "${packages[0]}") is whole"
