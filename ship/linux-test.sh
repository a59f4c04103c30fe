#!/usr/bin/env bash
# Tries the Debian package in a clean root: `ship/linux-test.sh`, as root, after ship/linux.sh.
# Pictures stay in build/ship/pictures.
set -euo pipefail
cd "$(dirname "$0")/.."
. tools/packages.sh
need debootstrap
package=$(ls dist/so-thiet-bi_*_amd64.deb)
root=$(mktemp -d)
chmod 755 "$root"
trap 'umount -q "$root/proc" || true; rm -rf "$root"' EXIT

echo "== A clean Debian"
debootstrap --variant=minbase bookworm "$root" >/dev/null
mount -t proc proc "$root/proc"
cp "$package" "$root/tmp/package.deb"
inside() { chroot "$root" env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 "$@"; }

echo "== The package and what it depends on, and a screen to try it on"
inside sh -c 'apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
  --no-install-recommends /tmp/package.deb xvfb xauth dbus gnome-keyring' >/dev/null

echo "== The main job"
lists=/usr/lib/so-thiet-bi/_internal/resources/examples
inside sothietbi new --name "Trường Tiểu học Hoa Phượng"
inside sothietbi import people "$lists/nhan-su.csv" >/dev/null
inside sothietbi import classes "$lists/lop-hoc.csv" >/dev/null
inside sothietbi import devices "$lists/thiet-bi.csv"
inside sothietbi lend TB00001 --class 3A
inside sothietbi take-back TB00001
inside sothietbi verify

echo "== It tries itself, its window and a keyring too"
inside dbus-run-session -- sh -c 'printf "\n" | gnome-keyring-daemon --unlock \
  --components=secrets >/dev/null && exec xvfb-run -a -s "-screen 0 1366x768x24" \
  sothietbi self-test --window /tmp/pictures'
rm -rf build/ship/pictures
cp -r "$root/tmp/pictures" build/ship/pictures

echo "== Removed: the program is gone, the book is kept"
inside apt-get remove -y -qq so-thiet-bi >/dev/null
[ ! -e "$root/usr/bin/sothietbi" ]
[ -f "$root/root/.local/share/SoThietBi/book.db" ]
echo "The package works."
