"""The main job from start to end: track file -> points -> picks -> map, by the plugin in a headless QGIS.

``.venv/bin/python tools/demo.py OUT [TRACKS]``; without TRACKS the synthetic sample survey is used and
its picks are held against the truth.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))

from headless import Stopwatch, headless

SAMPLE = ROOT / "resources" / "sample"
CHAIN = "lma:trackstopicks"
TOLERANCE_M = 5000
WIGGLE_SCALE = 25.0
RESULTS = ("tracks.gpkg", "levelled.gpkg", "crossovers.gpkg", "wiggles.gpkg", "wiggle_lines.gpkg", "picks.gpkg",
           "anomaly.tif", "coverage.tif", "enhanced.tif", "support.tif", "evidence.tif", "score.tif", "map.png",
           "import.html", "comparison.gpkg", "comparison.html")
CHAIN_OUTPUTS = {"Anomaly": "anomaly.tif", "Coverage": "coverage.tif", "Enhanced": "enhanced.tif",
                 "Support": "support.tif", "Evidence": "evidence.tif", "Score": "score.tif", "Picks": "picks.gpkg"}


def chain_destinations(out):
    """Return the chain's outputs by the names that this QGIS gives them."""
    from qgis.core import QgsApplication

    model = QgsApplication.processingRegistry().createAlgorithmById(CHAIN)
    names = {definition.description(): definition.name() for definition in model.destinationParameterDefinitions()}
    return {names[key]: str(out / file) for key, file in CHAIN_OUTPUTS.items()}


class ChainLog:
    """Reads the time of each child from what a running model reports."""

    def __init__(self, stopwatch):
        self._stopwatch, self._child = stopwatch, ""

    def __call__(self, text):
        """Take one line of the log."""
        running = re.match(r"Running (.+?) \[\d+/\d+\]", text)
        if running:
            self._child = running.group(1)
        done = re.match(r"OK\. Execution took ([\d.]+)", text)
        if done:
            self._stopwatch.seconds[self._child] = float(done.group(1))


def summarise(layer):
    """Return counts and kilometres of a pick layer by kind, and of those shown by default."""
    kinds = {}
    for feature in layer.getFeatures():
        count, length = kinds.get(feature["kind"], (0, 0.0))
        kinds[feature["kind"]] = count + 1, length + feature["length_km"]
    return kinds


def run_chain(run, tracks, out, stopwatch):
    """Run import, levelling, the shipped chain and wiggles; return the results of each."""
    with stopwatch.step("Import tracks"):
        imported = run("lma:importtracks", INPUT=[str(tracks)], OUTPUT=str(out / "tracks.gpkg"),
                       REPORT=str(out / "import.html"))
    with stopwatch.step("Level tracks"):
        levelled = run("lma:leveltracks", INPUT=imported["OUTPUT"], FIELD="mag_res_nt", TRACK_FIELD="line_id",
                       OUTPUT=str(out / "levelled.gpkg"), CROSSOVERS=str(out / "crossovers.gpkg"))
    points = levelled["OUTPUT"]
    chain = run(CHAIN, ChainLog(stopwatch), INPUT=points, FIELD="mag_res_nt_lev", TRACK_FIELD="line_id",
                **chain_destinations(out))
    with stopwatch.step("Wiggles"):
        run("lma:wiggles", INPUT=points, FIELD="mag_res_nt_lev", TRACK_FIELD="line_id", SCALE=WIGGLE_SCALE,
            OUTPUT=str(out / "wiggles.gpkg"), LINES=str(out / "wiggle_lines.gpkg"))
    return imported, levelled, chain


def compare(run, out):
    """Hold the picks against the truth of the sample."""
    truth = f"{SAMPLE / 'truth.gpkg'}|layername=lineations"
    return run("lma:comparepicks", INPUT=str(out / "picks.gpkg"), REFERENCE=truth, TOLERANCE=TOLERANCE_M,
               OUTPUT=str(out / "comparison.gpkg"), REPORT=str(out / "comparison.html"))


def matching(out):
    """Return how many compared picks match the reference along half of their length or more, and how many there are."""
    from qgis.core import QgsVectorLayer

    layer = QgsVectorLayer(str(out / "comparison.gpkg"), "comparison", "ogr")
    shares = [feature["match_share"] for feature in layer.getFeatures()]
    return sum(share >= 0.5 for share in shares), len(shares)


def main(out, tracks=None):
    """Run everything and print the summary."""
    out = Path(out).resolve()
    out.mkdir(parents=True, exist_ok=True)
    for name in RESULTS:
        (out / name).unlink(missing_ok=True)
    sample = tracks is None
    tracks = SAMPLE / "tracks.csv.gz" if sample else Path(tracks).resolve()
    if not tracks.exists():
        raise SystemExit(f"There is no track file {tracks}.")
    stopwatch = Stopwatch()
    with headless(ROOT / "build" / "plugins") as run:
        from demo_map import draw
        from qgis.core import QgsRasterLayer, QgsVectorLayer

        imported, levelled, _ = run_chain(run, tracks, out, stopwatch)
        picks = QgsVectorLayer(str(out / "picks.gpkg"), "Picks", "ogr")
        grid = QgsRasterLayer(str(out / "anomaly.tif"), "Anomaly")
        print(f"\n{tracks.name}: {imported['COUNT']} points in, {imported['REJECTED']} rejected; "
              f"crossover RMS {levelled['RMS_BEFORE']:.1f} -> {levelled['RMS_AFTER']:.1f} nT")
        print(f"grid of {grid.height()} x {grid.width()} cells of {grid.rasterUnitsPerPixelX():.0f} m")
        for kind, (count, length) in sorted(summarise(picks).items()):
            print(f"{count} {kind} picks, {length:.0f} km")
        print(f"{shown(picks)} of {picks.featureCount()} are shown by default (support, evidence, two crossing tracks)")
        if sample:
            result = compare(run, out)
            matched, total = matching(out)
            print(f"{matched} of {total} picks ({100 * matched / total:.0f} %) lie on a true lineation, "
                  f"within {TOLERANCE_M / 1000:g} km along at least half of their length")
            print(f"against the truth at {TOLERANCE_M / 1000:g} km: "
                  f"{100 * result['CORRECTNESS']:.0f} % of the picked length is right, "
                  f"{100 * result['COMPLETENESS']:.0f} % of the true length is found; "
                  f"F1 {result['F1']:.2f} (chance {result['CHANCE_F1']:.2f})")
        with stopwatch.step("Map"):
            draw(out, "the sample survey" if sample else tracks.name.split(".")[0])
        picks = grid = None
    print("\nseconds per stage")
    for name, seconds in stopwatch.seconds.items():
        print(f"  {name:24} {seconds:6.1f}")
    print(f"\nLook at {out / 'map.png'}; open {out / 'picks.gpkg'} in QGIS to edit the picks.")


def shown(layer):
    """Return how many picks the default style draws."""
    from qgis.core import QgsExpressionContext, QgsExpressionContextUtils, QgsRenderContext

    context = QgsRenderContext()
    context.setExpressionContext(QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer)))
    renderer = layer.renderer().clone()
    renderer.startRender(context, layer.fields())
    count = 0
    for feature in layer.getFeatures():
        context.expressionContext().setFeature(feature)
        count += bool(renderer.willRenderFeature(feature, context))
    renderer.stopRender(context)
    return count


if __name__ == "__main__":
    main(*sys.argv[1:])
