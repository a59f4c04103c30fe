#!/usr/bin/env bash
# Makes the Debian package and the portable folder in dist/, on Debian.
set -euo pipefail
cd "$(dirname "$0")/.."
. ship/prepare.sh
need dpkg-dev xz-utils desktop-file-utils appstream

home=usr/lib/so-thiet-bi
root=build/ship/root
rm -rf build/ship/out "$root"
"$tools/bin/pyinstaller" --log-level ERROR --noconfirm --distpath build/ship/out \
  --workpath build/ship/work ship/sothietbi.spec
bundle=build/ship/out/so-thiet-bi
"$tools/bin/python" ship/licences.py "$bundle/LICENCES.txt"

install -d "$root/DEBIAN" "$root/$home" "$root/usr/bin" "$root/usr/share/"{applications,metainfo} \
  "$root/usr/share/mime/packages" "$root/usr/share/doc/so-thiet-bi" \
  "$root/usr/share/icons/hicolor/scalable/apps"
cp -r "$bundle/." "$root/$home"
ln -s "/$home/sothietbi" "$root/usr/bin/sothietbi"
mv "$root/$home/LICENCES.txt" "$root/usr/share/doc/so-thiet-bi/copyright"
install -m 644 ship/debian/*.desktop "$root/usr/share/applications"
install -m 644 ship/debian/so-thiet-bi.xml "$root/usr/share/mime/packages"
install -m 644 resources/icons/app.svg "$root/usr/share/icons/hicolor/scalable/apps/so-thiet-bi.svg"
for picture in build/ship/icon/*.png; do
  size=$(basename "$picture" .png)
  install -D -m 644 "$picture" "$root/usr/share/icons/hicolor/${size}x$size/apps/so-thiet-bi.png"
done
metainfo=$root/usr/share/metainfo/vn.sothietbi.SoThietBi.metainfo.xml
sed "s/@VERSION@/$version/; s/@DATE@/$(git log -1 --format=%cs)/" \
  ship/debian/vn.sothietbi.SoThietBi.metainfo.xml > "$metainfo"
sed "s/@VERSION@/$version/; s/@SIZE@/$(du -sk "$root/usr" | cut -f1)/" \
  ship/debian/control > "$root/DEBIAN/control"

desktop-file-validate "$root"/usr/share/applications/*.desktop
appstreamcli validate --no-net "$metainfo"

mkdir -p dist
dpkg-deb --root-owner-group -Zxz --threads-max=0 -b "$root" "dist/so-thiet-bi_${version}_amd64.deb"
tar --create --xz --owner 0 --group 0 --directory build/ship/out \
  --file "dist/so-thiet-bi-$version-linux.tar.xz" so-thiet-bi
ls -l dist
