#!/usr/bin/env bash
# Tries an installer in a fresh wine prefix: `ship/windows-test.sh BEFORE INSTALLER VERSION`.
# Pictures stay in build/windows/pictures.
set -euo pipefail
cd "$(dirname "$0")/.."
. ship/wine.sh
before=$1 installer=$2 version=$3
pictures=$PWD/build/windows/pictures
rm -rf "$pictures"
mkdir -p "$pictures"
new_prefix

fail() {
  echo "FAILED: $*" >&2
  exit 1
}
entry='HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\SoThietBi'
users=$WINEPREFIX/drive_c/users/$(id -un)
home=$users/AppData/Local/Programs/"So Thiet Bi"
book=$users/AppData/Roaming/SoThietBi
console() { wine "$home/sothietbi.exe" "$@"; }

echo "== The version before is installed, and a school begins its book"
wine "$before" /S
[ -f "$home/_internal/old.txt" ] || fail "nothing was installed"
console new --name "Trường Tiểu học Hoa Phượng"
lists=$home/_internal/resources/examples
console import people "$lists/nhan-su.csv" >/dev/null
console import classes "$lists/lop-hoc.csv" >/dev/null
console import devices "$lists/thiet-bi.csv"
console lend TB00001 --class 3A
[ -f "$book/book.db" ] || fail "the book is not where it belongs"

echo "== This version over it: the loan is still out, and comes back"
wine "$installer" /S
[ ! -e "$home/_internal/old.txt" ] || fail "a file of the version before stayed"
wine reg query "$entry" /v DisplayVersion | grep -q "$version" || fail "the version is not told"
wine reg query 'HKCU\Software\Classes\SoThietBi.Backup\shell\open\command' /ve |
  grep -q 'so-thiet-bi.exe' || fail "backups are not opened by it"
console loans --open
console take-back TB00001
console --json verify | grep -q '"ok": true' || fail "verify"

echo "== It tries itself, its window too"
xvfb-run -a -s '-screen 0 1366x768x24' bash -c '. ship/wine.sh; wine "$@"' - \
  "$home/sothietbi.exe" self-test --window "Z:${pictures//\//\\}"
echo "== A start of the command: $( { time console --help >/dev/null; } 2>&1 | grep real)"

echo "== Uninstalled: the program is gone, the book is kept"
wine "$home/uninstall.exe" /S "_?=C:\\users\\$(id -un)\\AppData\\Local\\Programs\\So Thiet Bi"
[ ! -e "$home/sothietbi.exe" ] || fail "the program stayed"
[ -f "$book/book.db" ] || fail "the book is gone"
echo "The installer works."
