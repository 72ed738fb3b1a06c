#!/bin/bash
# Run the tests on several QGIS releases, each in its own Debian tree.
#   tools/matrix.sh [TARGET...]        default: all but sid
# Needs root (chroot), Debian or Ubuntu, mmdebstrap. A tree takes about 2 GB and
# is kept in $MATRIX_DIR for $MATRIX_DAYS days; with the trees there, one target
# costs only the tests. WITH_GUI=1 adds the desktop (qgis, xvfb) to the trees.
#
#   target              QGIS     Python  numpy  GDAL    (November 2026)
#   bookworm            3.22.16  3.11    1.24   3.6
#   bookworm-backports  3.40.6   3.11    1.24   3.6
#   trixie              3.40.6   3.13    2.2    3.10
#   trixie-backports    3.44.15  3.13    2.2    3.10
#   sid                 3.44.15  3.14    2.4    3.13    (moves every day: may break)
set -euo pipefail
cd "$(dirname "$(realpath "$0")")/.."
root=$PWD
dir=${MATRIX_DIR:-/var/tmp/qgis-matrix}
days=${MATRIX_DAYS:-14}
targets=("$@")
[ ${#targets[@]} -gt 0 ] || targets=(bookworm bookworm-backports trixie trixie-backports)
packages=python3-qgis,qgis-providers,python3-numpy,python3-scipy,python3-gdal,python3-venv,ca-certificates
[ -z "${WITH_GUI:-}" ] || packages=$packages,qgis,xvfb,xauth,xdotool,imagemagick

[ "$(id -u)" = 0 ] || { echo "matrix: root is needed" >&2; exit 2; }
command -v mmdebstrap >/dev/null ||
    apt-get install -y -q --no-install-recommends -o DPkg::Lock::Timeout=300 mmdebstrap >&2
# The mirror this machine already uses.
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep -v security |
    grep -E '/debian/?$' | head -1 || true)
mirror=${MATRIX_MIRROR:-${mirror:?set MATRIX_MIRROR to a Debian mirror}}

make_tree() {  # TARGET TREE
    local target=$1 tree=$2 base=${1%-backports} lines
    lines=("deb $mirror $base main")
    local options=(
        --variant=minbase --include="$packages"
        --aptopt='Acquire::Check-Valid-Until "false"'   # sid on a mirror that lags
        --aptopt='Acquire::Languages "none"' --aptopt='Acquire::Retries "3"'
        --aptopt='APT::Install-Recommends "false"'
        --dpkgopt=force-unsafe-io
        --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*'
    )
    if [ "$base" != "$target" ]; then
        lines+=("deb $mirror $target main")
        options+=(--aptopt="APT::Default-Release \"$target\"")
    fi
    rm -rf "$tree.part" "$tree"
    mmdebstrap "${options[@]}" "$base" "$tree.part" "${lines[@]}" >"$dir/$target.build.log" 2>&1 || return 1
    # The certificates and the resolver of this machine, for pip in the tree.
    cp /etc/ssl/certs/ca-certificates.crt "$tree.part/etc/ssl/certs/"
    in_tree "$tree.part" bash -c "
        set -e
        python3 -m venv --system-site-packages /venv
        python3 -c 'import numpy; print(\"numpy==\" + numpy.__version__)' >/venv/constraints.txt
        /venv/bin/pip install -q --disable-pip-version-check -c /venv/constraints.txt \
            $(tr '\n' ' ' <requirements-dev.txt | sed 's/[<>]/\\&/g') onnxruntime" >>"$dir/$target.build.log" 2>&1 || return 1
    mv "$tree.part" "$tree"
}

in_tree() {  # TREE COMMAND...   with its own mounts, gone when the command ends
    local tree=$1; shift
    unshare --mount --propagation private bash -c '
        mount -t proc proc "$0/proc" && mount --bind /dev "$0/dev" && exec chroot "$0" env -i HOME=/tmp \
            PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 QT_QPA_PLATFORM=offscreen "$@"' "$tree" "$@"
}

mkdir -p "$dir"
failed=0
for target in "${targets[@]}"; do
    tree=$dir/$target
    t0=$SECONDS
    if [ ! -d "$tree" ] || [ -n "$(find "$tree" -maxdepth 0 -mtime +"$days")" ]; then
        make_tree "$target" "$tree" || {
            echo "$target: cannot build the tree, see $dir/$target.build.log" >&2
            tail -5 "$dir/$target.build.log" >&2; failed=1; continue; }
    fi
    t1=$SECONDS
    rm -rf "$tree/src" && mkdir "$tree/src"
    # The project's own files only: no .venv, no build output.
    if git rev-parse --is-inside-work-tree >/dev/null 2>&1; then
        git ls-files -z --cached --others --exclude-standard | tar c --null -T - | tar x -C "$tree/src"
    else
        tar c --exclude=.venv --exclude=out --exclude=__pycache__ . | tar x -C "$tree/src"
    fi
    version=$(in_tree "$tree" python3 -c 'import qgis.core as q, sys, numpy; from osgeo import gdal
print("QGIS", q.Qgis.QGIS_VERSION.split("-")[0], "Python", sys.version.split()[0], "numpy", numpy.__version__, "GDAL", gdal.__version__)')
    rc=0
    in_tree "$tree" bash -c 'cd /src && /venv/bin/python tools/run_tests.py tests' >"$dir/$target.test.log" 2>&1 || rc=$?
    echo "$target: $version: $(tail -1 "$dir/$target.test.log") (exit $rc, tree $((t1 - t0)) s, tests $((SECONDS - t1)) s)"
    [ $rc = 0 ] || { failed=1; grep -E '^(FAILED|ERROR)' "$dir/$target.test.log" || tail -20 "$dir/$target.test.log"; }
done
exit $failed
