#!/bin/sh
# Makes the virtual environment named by the first argument with Python 3.11 or newer (PYTHON names one).
set -eu
folder=$1

say() { echo "✗ $*" >&2; exit 1; }

new_enough() { command -v "$1" >/dev/null 2>&1 && "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
    for name in ${PYTHON:-python3.11 python3.12 python3.13 python3 python}; do
        if new_enough "$name"; then echo "$name"; return; fi
    done
}

make_venv() { "$python" -m venv "$folder" >"$folder.log" 2>&1; }

python=$(find_python)
[ -n "$python" ] || say "Python 3.11 was not found${PYTHON:+ under PYTHON=$PYTHON}: install it, or name its program: make run PYTHON=/path/to/python3.11"

if ! make_venv; then
    # Debian keeps venv's other half (ensurepip) in a package of its own.
    package="$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        echo "Installing $package…"
        { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -q -y "$package"; } </dev/null >>"$folder.log" 2>&1 || true
    fi
    rm -rf "$folder"
    make_venv || { rm -rf "$folder"; say "$python cannot make a virtual environment (install $package; see $folder.log)."; }
fi
rm -f "$folder.log"
