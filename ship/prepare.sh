# Sourced by what packs: the tools to pack with, the program as a wheel, its version and its icon.
. tools/packages.sh
need python3-venv python3-dev gcc binutils

python=$(command -v python3.11 || command -v python3)
tools=build/ship/.venv
quiet=(--quiet --disable-pip-version-check)
[ -x "$tools/bin/pip" ] || "$python" -m venv --clear "$tools"
"$tools/bin/pip" install "${quiet[@]}" --no-deps --require-hashes -r ship/requirements.lock
# From a copy of what is in git: a build folder beside the source may hold links to anywhere.
rm -rf build/ship/source build/ship/wheel
mkdir -p build/ship/source
git archive HEAD | tar -x -C build/ship/source
"$tools/bin/pip" wheel "${quiet[@]}" --no-deps --no-build-isolation --wheel-dir build/ship/wheel \
  build/ship/source
"$tools/bin/pip" install "${quiet[@]}" --no-deps --force-reinstall build/ship/wheel/*.whl
version=$("$tools/bin/python" -c 'from importlib.metadata import version; print(version("so-thiet-bi"))')
QT_QPA_PLATFORM=offscreen PYTHONPATH=. "$tools/bin/python" ship/icon.py build/ship/icon
