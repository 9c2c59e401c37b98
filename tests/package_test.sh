#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Plan: the packages of a build are made and unpacked somewhere else; what an operator needs is in
# them with safe modes, the plugin is hardened and exports one symbol, and the day of trade runs from
# there.
#   tests/package_test.sh BUILD_FOLDER       exit 77: skipped, with the reason
set -euo pipefail
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
    usr/share/doc/sage-connector/{INSTALL.md,OPERATIONS.md,THIRD-PARTY.md,LICENSE}; do
    [ -s "$path" ] || fail "$path is not in the package"
done
writable=$(find . ! -type l -perm /022)
[ -z "$writable" ] || fail "others may write $writable"
listed=$(tar -tzf "${archives[0]}" | grep -c 'sage_intacct.so$') || true
[ "$listed" = 1 ] || fail "the archive holds $listed plugins"

depends=$(dpkg-deb --field "${packages[0]}" Depends)
for library in libpoconetssl80 libssl3 libpocodatasqlite80; do
    [[ "$depends" == *"$library"* ]] || fail "the package does not depend on $library: $depends"
done

plugin=usr/lib/wms-plugins/sage_intacct.so
exported=$(nm --dynamic --defined-only "$plugin" | awk '{ print $3 }' | sed 's/@.*//' | sort -u)
[ "$exported" = wms_plugin_entry_v1 ] || fail "the plugin exports $exported"
dynamic=$(readelf --dynamic --wide "$plugin")
[[ "$dynamic" == *NOW* ]] || fail "the plugin's symbols are not bound at once"
[[ "$dynamic" != *PATH* ]] || fail "the plugin looks for libraries in a folder of its own"
segments=$(readelf --segments --wide "$plugin")
[[ "$segments" == *GNU_RELRO* ]] || fail "the plugin's tables stay writable"
grep -qE 'GNU_STACK .* RW +0x' <<<"$segments" || fail "the plugin's stack is executable"

usr/bin/mock-host demo --plugin-directory "$folder/root/usr/lib/wms-plugins" >"$folder/demo.log" 2>&1 </dev/null ||
    { tail -n 30 "$folder/demo.log"; fail "the demo from the package"; }
echo "$(basename "${packages[0]}") is whole"
