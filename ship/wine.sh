# Sourced: wine in a fresh prefix of its own, with stand-ins for what wine 8 lacks of Windows 10.
# A prefix links to the whole disk, so it never lies in the tree.
export WINEDEBUG=-all
PATH=$PATH:/usr/lib/wine  # where Debian puts wine64

wine() {
  # Its programs die of a plain file as their output.
  wine64 "$@" </dev/null 2>&1 | cat
  return "${PIPESTATUS[0]}"
}

new_prefix() {
  WINEPREFIX=$(mktemp -d)
  export WINEPREFIX
  trap 'wineserver -k || true; rm -rf "$WINEPREFIX"' EXIT
  wine wineboot -i >/dev/null
  wine reg add 'HKCU\Software\Wine' /v Version /d win10 /f >/dev/null
  local name
  for name in icuuc bcryptprimitives; do
    x86_64-w64-mingw32-gcc -shared -O1 -o "$WINEPREFIX/drive_c/windows/system32/$name.dll" \
      "ship/wine/$name.c" -ladvapi32
  done
}
