#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Plan: the packages of a build are installed into a bare Debian 12 that has no network, used there by a user
# without rights, removed and installed once more (tests/bare_system/inside says what is demanded).
#   tests/bare_system_test.sh BUILD_FOLDER       exit 77: skipped, with the reason
# BUILD_FOLDER/packages holds the packages (tests/package_test.sh). The bare Debian and what the packages depend on
# come from the mirrors that this machine's apt is configured with, and stay in BUILD_FOLDER/bare_system: remove that
# folder to have them fetched again.
# It takes minutes the first time, and root: with SAGE_RELEASE_TESTS alone (tests/run --release).
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
build=$(cd "${1:?the folder of a build}" && pwd)
release=bookworm

fail() { echo "FAILED: $1" >&2; exit 1; }
skip() { echo "skipped: $1"; exit 77; }
[ -n "${SAGE_RELEASE_TESTS:-}" ] || skip "a bare Debian takes minutes to make: tests/run --release does"
[ "$(id -u)" -eq 0 ] || skip "only root can make a root"
for tool in debootstrap apt-get unshare ip; do
    command -v "$tool" >/dev/null || skip "$tool is not installed (packaging/install-packages release)"
done
unshare --mount --pid --net --fork true 2>/dev/null || skip "this machine gives no namespaces"
[ -n "$(ls "$build"/packages/*.deb 2>/dev/null)" ] || skip "no packages in $build/packages (tests/package_test.sh makes them)"

# The mirrors as apt knows them, one a line: address, release, part.
mirrors=$(apt-get indextargets --format '$(REPO_URI) $(CODENAME) $(COMPONENT)' 'Created-By: Packages' |
    awk -v release=$release '$2 == release || $2 ~ "^" release "-(updates|security)$"' | sort -u)
mirror=$(awk -v release=$release '$2 == release && $3 == "main" { print $1; exit }' <<<"$mirrors")
mirror=${mirror%/}
[ -n "$mirror" ] || skip "this machine's apt knows no mirror of Debian 12"

kept=$build/bare_system
mkdir -p "$kept/archives"
root=$(mktemp -d "$kept/root.XXXXXX")
trap 'rm -rf --one-file-system "$root"' EXIT

# in_root COMMAND...: with processes, mounts and /proc of its own, so that nothing of it is left.
in_root() {
    unshare --mount --pid --fork --kill-child --mount-proc --root="$root" \
        env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@" </dev/null
}

make_bare_system() {
    local proxy
    proxy=$(apt-config dump --format '%v' Acquire::http::Proxy)
    /usr/lib/apt/apt-helper download-file "$mirror/dists/$release/InRelease" "$kept/InRelease" >/dev/null 2>&1 ||
        skip "the mirror that apt is configured with does not answer"
    env ${proxy:+http_proxy="$proxy"} debootstrap --variant=minbase "$release" "$root" "$mirror" >"$kept/debootstrap.log" 2>&1 ||
        { tail -n 20 "$kept/debootstrap.log"; fail "debootstrap"; }
    awk '{ print "deb", $0 }' <<<"$mirrors" >"$root/etc/apt/sources.list"
    apt-config dump 'Acquire::http' Acquire::https Acquire::Check-Valid-Until Acquire::Check-Date Acquire::Retries \
        >"$root/etc/apt/apt.conf.d/90as-the-machine"
    # As an installer writes it.
    printf '127.0.0.1 localhost\n' >"$root/etc/hosts"
    in_root apt-get update -qq
    in_root useradd --system --home-dir /var/lib/wms --create-home wms
    rm -f "$root"/var/cache/apt/archives/*.deb
    tar -C "$root" --one-file-system -cf "$kept/new.tar" .
    mv "$kept/new.tar" "$kept/debian-12.tar"
}
if [ -f "$kept/debian-12.tar" ]; then
    tar -C "$root" -xpf "$kept/debian-12.tar"
else
    make_bare_system
fi

# What they depend on, first and with the network: what comes after is the packages' own doing, without one.
chmod 0755 "$root"
cp /etc/resolv.conf "$root/etc/resolv.conf"
mkdir "$root/packages"
cp "$build"/packages/*.deb "$root/packages"
cp "$here/bare_system/inside" "$root/packages"
find "$kept/archives" -name '*.deb' -exec cp -t "$root/var/cache/apt/archives" {} +
install_dependencies() {
    in_root bash -ec '
        mapfile -t wanted < <(apt-get install --simulate /packages/*.deb |
            awk "/^Inst / { print \$2 }" | grep -vE "^(sage-connector-|wms-host-api)")
        [ ${#wanted[@]} -gt 0 ]
        apt-get install -y -qq --no-install-recommends "${wanted[@]}"
        apt-mark auto "${wanted[@]}"' >"$kept/dependencies.log" 2>&1
}
install_dependencies || { in_root apt-get update -qq && install_dependencies; } ||
    { tail -n 20 "$kept/dependencies.log"; fail "what the packages depend on cannot be installed"; }
find "$root/var/cache/apt/archives" -name '*.deb' -exec cp -n -t "$kept/archives" {} +

export -f in_root
root=$root unshare --net bash -c 'ip link set lo up && in_root bash /packages/inside' || fail "in the bare Debian 12"
