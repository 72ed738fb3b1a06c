#!/usr/bin/env bash
# A real QGIS window on a virtual screen, driven by shots.py; screenshots and done.txt in OUT_DIR.
#   tools/gui/shots.sh OUT_DIR [SCRIPT]      after `make stage` and `make demo`
# NEW_PROFILE=1: a profile that has never seen the plugin; WITHOUT_RUNTIME=1: no onnxruntime on the path.
set -euo pipefail
root=$(cd "$(dirname "$(realpath "$0")")/../.." && pwd)
mkdir -p "$1"; out=$(realpath "$1")
script=$(realpath "${2:-$root/tools/gui/shots.py}")
for program in qgis Xvfb; do
    command -v "$program" >/dev/null || { echo "$program is missing: run WITH_GUI=1 tools/setup.sh" >&2; exit 2; }
done

work=$(mktemp -d)
profile="$work/profiles/default"
mkdir -p "$profile/QGIS" "$profile/python/plugins" "$work/run"; chmod 700 "$work/run"
if [ -z "${NEW_PROFILE:-}" ]; then
    cp -r "$root/build/plugins/lma_qgis" "$profile/python/plugins/"
    printf '[PythonPlugins]\nlma_qgis=true\nprocessing=true\n\n' >"$profile/QGIS/QGIS3.ini"
fi
cat >>"$profile/QGIS/QGIS3.ini" <<'INI'
[qgis]
checkVersion=false
showTips=false

[app]
projections\unknownCrsBehavior=NoAction

[locale]
overrideFlag=true
userLocale=en_US
INI

rm -f "$out/done.txt" "$out/modal.log" "$out/session.log"
display=:$((90 + RANDOM % 400))
Xvfb "$display" -screen 0 1600x1000x24 -nolisten tcp >"$work/xvfb.log" 2>&1 &
server=$!
trap 'kill $server 2>/dev/null || true; rm -rf "$work"' EXIT
sleep 1
unset QT_QPA_PLATFORM
# QGIS's own Python finds onnxruntime where the project's environment has it.
[ -n "${WITHOUT_RUNTIME:-}" ] || for site in "$root"/.venv/lib/python3*/site-packages; do export PYTHONPATH=$site; done
code=0
DISPLAY=$display XDG_RUNTIME_DIR="$work/run" LC_ALL=C.UTF-8 QT_LOGGING_RULES="*.debug=false" \
    SHOT_DIR="$out" LMA_ROOT="$root" timeout "${SHOT_SECONDS:-240}" qgis --nologo --noversioncheck --profiles-path "$work" \
    --code "$script" >"$out/qgis.log" 2>&1 || code=$?
cat "$out/done.txt" 2>/dev/null || { echo "the window closed early, exit $code"; tail -20 "$out/qgis.log"; exit 1; }
exit $code
