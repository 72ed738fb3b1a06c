#!/usr/bin/env bash
# Everything that `make demo` and `make test` need, from a bare Debian or Ubuntu.
# Safe to run again: the second time it only compares a stamp.
#   WITH_GPU=1   onnxruntime-gpu instead of onnxruntime
#   WITH_GUI=1   also a virtual screen for the window tests and screenshots
#   QGIS_PYTHON  a Python that can import qgis.core, when it is not the system's
set -euo pipefail
cd "$(dirname "$0")/.."
export QT_QPA_PLATFORM=offscreen

say() { echo "setup: $*" >&2; }
has_qgis() { [ -n "${1:-}" ] && command -v "$1" >/dev/null && "$1" -c 'import qgis.core' >/dev/null 2>&1; }

find_python() {
    # python3 on PATH is often a pyenv, conda or Homebrew Python without the QGIS bindings.
    for candidate in "${QGIS_PYTHON:-}" /usr/bin/python3 python3; do
        if has_qgis "$candidate"; then command -v "$candidate"; return 0; fi
    done
    return 1
}

[ -z "${QGIS_PYTHON:-}" ] || has_qgis "$QGIS_PYTHON" || say "$QGIS_PYTHON cannot import qgis.core; looking elsewhere"
packages="qgis python3-qgis qgis-providers python3-venv python3-numpy python3-scipy python3-gdal"
[ -z "${WITH_GUI:-}" ] || packages="$packages xvfb xdotool"

install_packages() {
    if ! command -v apt-get >/dev/null; then
        cat >&2 <<'TXT'
QGIS 3.22 or newer with its Python bindings was not found, and this is not Debian or Ubuntu, so it
cannot be installed for you. Install QGIS and scipy, then run the command again with QGIS_PYTHON set
to the Python that belongs to QGIS:
  Fedora    dnf install qgis python3-qgis python3-scipy   QGIS_PYTHON=/usr/bin/python3
  Arch      pacman -S qgis python-scipy                   QGIS_PYTHON=/usr/bin/python3
  conda     conda install -c conda-forge qgis scipy       QGIS_PYTHON=$CONDA_PREFIX/bin/python
  macOS     the QGIS installer (not tried)                QGIS_PYTHON=/Applications/QGIS.app/Contents/MacOS/bin/python3
  Windows   WSL with Debian or Ubuntu
This is for working on the plugin and for its tests; to use it, install its zip in any QGIS.
TXT
        exit 2
    fi
    local sudo=()
    if [ "$(id -u)" != 0 ]; then
        if ! sudo -n true 2>/dev/null; then
            say "QGIS is missing and this user may not install packages. Ask an administrator for:"
            say "  sudo apt-get install --no-install-recommends $packages"
            exit 2
        fi
        sudo=(sudo -n)
    fi
    say "installing QGIS with apt-get (about 2.5 GB on disk; one to six minutes)"
    local apt=("${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=600 -o Acquire::Retries=3)
    # The timeout covers dpkg's lock but not that of the lists, which an automatic update may hold.
    for _ in 1 2 3 4 5 6; do "${apt[@]}" update >&2 && break || sleep 10; done
    # shellcheck disable=SC2086  the list of packages is meant to be split
    "${apt[@]}" install -y --no-install-recommends $packages >&2 ||
        { say "apt-get failed: see above; without a network, install these packages another way: $packages"; exit 2; }
    # Compiles translations; without it one test is skipped.
    command -v lrelease >/dev/null || "${apt[@]}" install -y --no-install-recommends qttools5-dev-tools >&2 || true
}

python=$(find_python) || { install_packages; python=$(find_python) || { say "QGIS is installed, but no Python can import it; set QGIS_PYTHON"; exit 2; }; }
needed='import scipy, osgeo.gdal, venv, ensurepip'
"$python" -c "$needed" 2>/dev/null || install_packages
"$python" -c "$needed" || { say "$python lacks what the last line names; install it for that Python, or set QGIS_PYTHON"; exit 2; }
if [ -n "${WITH_GUI:-}" ]; then
    for program in qgis Xvfb xdotool; do command -v "$program" >/dev/null || { install_packages; break; }; done
fi
"$python" -c 'import sys, qgis.core as q
sys.exit(0 if q.Qgis.QGIS_VERSION_INT >= 32200 else "setup: QGIS 3.22 or newer is needed, this is " + q.Qgis.QGIS_VERSION)'

# GDAL and scipy were built for the system's numpy: a second numpy breaks both.
numpy=$("$python" -c 'import numpy; print(numpy.__version__)')
runtime=onnxruntime; [ -z "${WITH_GPU:-}" ] || runtime=onnxruntime-gpu
want="$python $("$python" -V) numpy==$numpy $runtime $(cksum <requirements-dev.txt)"
if [ "$(cat .venv/.stamp 2>/dev/null || true)" != "$want" ]; then
    say "making .venv from $python (numpy $numpy, $runtime)"
    rm -rf .venv
    "$python" -m venv --system-site-packages .venv
    echo "numpy==$numpy" >.venv/constraints.txt
    .venv/bin/pip install -q --disable-pip-version-check --retries 5 -c .venv/constraints.txt \
        -r requirements-dev.txt "$runtime" >&2 || {
        say "pip failed: see above. Behind a proxy set HTTPS_PROXY; without a network set PIP_NO_INDEX=1 and"
        say "PIP_FIND_LINKS to a folder of wheels (made elsewhere by: pip download -r requirements-dev.txt $runtime)."
        exit 2
    }
    .venv/bin/python -c 'import numpy, scipy, onnxruntime, osgeo.gdal_array, qgis.core'
    echo "$want" >.venv/.stamp
fi
