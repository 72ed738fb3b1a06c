#!/bin/bash
# Run the tests on several QGIS releases, each in a Debian tree of its own, and install the zip in each desktop.
#   tools/matrix.sh [TARGET...]        default: bookworm trixie trixie-backports
# Needs root (chroot), Debian or Ubuntu, mmdebstrap. A tree takes about 3 GB, minutes to make, and is kept in
# $MATRIX_DIR for $MATRIX_DAYS days; with the trees there a target costs the tests and four minutes of desktop.
#
#   target              QGIS     Python  numpy  GDAL    (November 2026)
#   bookworm            3.22.16  3.11    1.24   3.6
#   bookworm-backports  3.40.6   3.11    1.24   3.6
#   trixie              3.40.6   3.13    2.2    3.10
#   trixie-backports    3.44.15  3.13    2.2    3.10
#   sid                 3.44.15  3.14    2.4    3.13    (moves every day: may break)
# STEPS=tree,tests,zip chooses what is done.
set -euo pipefail
cd "$(dirname "$(realpath "$0")")/.."
dir=${MATRIX_DIR:-/var/tmp/qgis-matrix}
days=${MATRIX_DAYS:-14}
steps=${STEPS:-tree,tests,zip}
targets=("$@")
[ ${#targets[@]} -gt 0 ] || targets=(bookworm trixie trixie-backports)
packages=qgis,python3-qgis,qgis-providers,python3-numpy,python3-scipy,python3-gdal,python3-venv,ca-certificates
packages=$packages,xvfb,xdotool,fonts-dejavu-core,fonts-open-sans,git,qttools5-dev-tools

[ "$(id -u)" = 0 ] || { echo "matrix: root is needed" >&2; exit 2; }
command -v mmdebstrap >/dev/null ||
    apt-get install -y -q --no-install-recommends -o DPkg::Lock::Timeout=300 mmdebstrap >&2
# The mirror this machine already uses.
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep -v security |
    grep -E '/debian/?$' | head -1 || true)
mirror=${MATRIX_MIRROR:-${mirror:?set MATRIX_MIRROR to a Debian mirror}}

make_tree() {  # TARGET TREE
    local target=$1 tree=$2 base=${1%-backports}
    local lines=("deb $mirror $base main")
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
    mmdebstrap "${options[@]}" "$base" "$tree.part" "${lines[@]}" || return 1
    # The certificates of this machine, for pip in the tree.
    cp /etc/ssl/certs/ca-certificates.crt "$tree.part/etc/ssl/certs/"
    cp requirements-dev.txt "$tree.part/"
    in_tree "$tree.part" bash -c '
        set -e
        python3 -m venv --system-site-packages /venv
        python3 -c "import numpy; print(\"numpy==\" + numpy.__version__)" >/venv/constraints.txt
        /venv/bin/pip install -q --disable-pip-version-check -c /venv/constraints.txt -r /requirements-dev.txt onnxruntime' ||
        return 1
    mv "$tree.part" "$tree"
}

in_tree() {  # TREE COMMAND...   with its own mounts, gone when the command ends
    local tree=$1; shift
    unshare --mount --propagation private bash -c '
        mount -t proc proc "$0/proc" && mount --rbind /dev "$0/dev" || exit 1
        # Real surveys that lie beside the checkout, where the tests look for them.
        if [ -d ../shared/data ]; then mkdir -p "$0/shared/data" && mount --bind -o ro ../shared/data "$0/shared/data"; fi
        exec chroot "$0" env -i HOME=/tmp PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 \
            QT_QPA_PLATFORM=offscreen ${OMP_NUM_THREADS:+OMP_NUM_THREADS="$OMP_NUM_THREADS"} "$@"' "$tree" "$@"
}

copy_sources() {  # TREE   the project's own files only: no .venv, no build output
    rm -rf "$1/src" && mkdir "$1/src"
    if git rev-parse --is-inside-work-tree >/dev/null 2>&1; then
        git ls-files -z --cached --others --exclude-standard | tar c --null --ignore-failed-read -T - | tar x -C "$1/src"
    else
        tar c --exclude=.venv --exclude=out --exclude=__pycache__ . | tar x -C "$1/src"
    fi
    ln -s /venv "$1/src/.venv"
}

wanted() { [[ ,$steps, == *,$1,* ]]; }

run_tests() {  # TARGET TREE
    local log=$dir/$1.test.log rc=0 began=$SECONDS
    in_tree "$2" bash -c 'cd /src && /venv/bin/python tools/run_tests.py tests' >"$log" 2>&1 || rc=$?
    echo "$1: $(tail -1 "$log") (exit $rc, $((SECONDS - began)) s)"
    [ $rc = 0 ] || { grep -E '^(FAILED|ERROR)' "$log" || tail -20 "$log"; }
    return $rc
}

install_zip() {  # TARGET TREE   without a runtime, then with one; pictures and logs in $dir/TARGET-bare and TARGET-runtime
    local kind rc=0
    for kind in bare runtime; do
        local began=$SECONDS out=$dir/$1-$kind verdict
        rm -rf "$out"
        verdict=$(in_tree "$2" bash -c "cd /src && python3 tools/stage.py package >/dev/null && export NEW_PROFILE=1 &&
            { [ $kind = runtime ] || export WITHOUT_RUNTIME=1; } && tools/gui/shots.sh /tmp/$kind tools/gui/install_zip.py" 2>&1) || rc=1
        mv "$2/tmp/$kind" "$out"
        echo "$1: zip, $kind: ${verdict##*$'\n'} ($((SECONDS - began)) s)"
        sed 's/^/    /' "$out/session.log"
    done
    return $rc
}

mkdir -p "$dir"
failed=0
for target in "${targets[@]}"; do
    tree=$dir/$target
    if [ ! -d "$tree" ] || [ -n "$(find "$tree" -maxdepth 0 -mtime +"$days")" ]; then
        began=$SECONDS
        make_tree "$target" "$tree" >"$dir/$target.build.log" 2>&1 || {
            echo "$target: cannot build the tree, see $dir/$target.build.log" >&2
            tail -5 "$dir/$target.build.log" >&2; failed=1; continue; }
        echo "$target: tree built in $((SECONDS - began)) s, $(du -sh "$tree" | cut -f1)"
    fi
    copy_sources "$tree"
    in_tree "$tree" python3 -c "import qgis.core as q, sys, numpy; from osgeo import gdal
print('$target: QGIS', q.Qgis.QGIS_VERSION.split('-')[0], 'Python', sys.version.split()[0], 'numpy', numpy.__version__, 'GDAL', gdal.__version__)"
    if wanted tests; then run_tests "$target" "$tree" || failed=1; fi
    if wanted zip; then install_zip "$target" "$tree" || failed=1; fi
done
exit $failed
