#!/usr/bin/env bash
# Makes .venv from the lock, and on Debian as root installs the system packages it needs.
set -euo pipefail
cd "$(dirname "$0")/.."
. tools/packages.sh

# Qt's libraries, offscreen and in a window.
packages=(
  libegl1 libgl1 libxkbcommon0 libdbus-1-3 libfontconfig1 libglib2.0-0
  libxcb-cursor0 libxkbcommon-x11-0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0
)
# A real keyring on a bus of its own, for the tests.
packages+=(dbus gnome-keyring)
# Fails or stops the program at a chosen call of the system, for the tests.
packages+=(strace)

python=$(command -v python3.11 || command -v python3)
"$python" -c 'import ensurepip, venv' 2>/dev/null || packages+=(python3-venv)

need "${packages[@]}"

# The lock names every package there is to install, so nothing is left to be resolved.
[ -x .venv/bin/pip ] || "$python" -m venv --clear .venv
.venv/bin/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
.venv/bin/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
