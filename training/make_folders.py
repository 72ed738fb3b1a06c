"""Write the real surveys as folders of ``lma:exporttrainingdata``, with the plugin in a headless QGIS.

``.venv/bin/python training/make_folders.py training/cache/folders`` (the plugin's interpreter, not the one that
trains). The published lineations are tolerant labels: they name neither crest nor trough and are not complete, so the
area in which labels count is a strip of 5 km to either side of each; nothing outside it is taught as empty.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))

from headless import headless

DATA = ROOT.parent / "shared" / "data"
STRIP_M = 5000.0
SURVEY_CELL, TILE_CELL = 2000.0, 3700.0
SURVEY = "galapagos_sc_west"
TILES = {"nazca_chile_emag2": "emag2v3_nazca_chile.tif", "south_pacific_emag2": "emag2v3_south_pacific.tif"}
TEMPORARY = "TEMPORARY_OUTPUT"


def survey_anomaly(run):
    """Return the enhanced anomaly of the ship survey, its support and its evidence, through the plugin's stations."""
    tracks = run("lma:importtracks", INPUT=[str(DATA / SURVEY / "tracks.csv.gz")], OUTPUT=TEMPORARY)
    levelled = run("lma:leveltracks", INPUT=tracks["OUTPUT"], FIELD="mag_res_nt", TRACK_FIELD="line_id",
                   OUTPUT=TEMPORARY)
    gridded = run("lma:gridtracks", INPUT=levelled["OUTPUT"], FIELD="mag_res_nt_lev", TRACK_FIELD="line_id",
                  CELL_SIZE=SURVEY_CELL, OUTPUT=TEMPORARY, COVERAGE=TEMPORARY)
    checked = run("lma:crossvalidate", INPUT=levelled["OUTPUT"], FIELD="mag_res_nt_lev", TRACK_FIELD="line_id",
                  CELL_SIZE=SURVEY_CELL, EXTENT=gridded["OUTPUT"], TARGET_CRS=gridded["OUTPUT"], NULL_DRAWS=0,
                  OUTPUT=TEMPORARY, EVIDENCE=TEMPORARY)
    smoothed = run("lma:anisotropicdiffusion", INPUT=gridded["OUTPUT"], COVERAGE=gridded["COVERAGE"], OUTPUT=TEMPORARY,
                   SUPPORT=TEMPORARY)
    return {**smoothed, "EVIDENCE": checked["EVIDENCE"]}


def tile_anomaly(run, name):
    """Return a tile of EMAG2v3 in an equal-area projection about its centre, through the classical diffusion."""
    from qgis.core import QgsCoordinateReferenceSystem, QgsRasterLayer

    path = str(DATA / name / TILES[name])
    centre = QgsRasterLayer(path, name).extent().center()
    system = QgsCoordinateReferenceSystem.fromProj(f"+proj=laea +lon_0={centre.x():.3f} +lat_0={centre.y():.3f} "
                                                   "+datum=WGS84 +units=m +no_defs")
    warped = run("gdal:warpreproject", INPUT=path, TARGET_CRS=system, TARGET_RESOLUTION=TILE_CELL, RESAMPLING=1,
                 NODATA=-99999, DATA_TYPE=6, OUTPUT=TEMPORARY)
    return run("lma:anisotropicdiffusion", INPUT=warped["OUTPUT"], OUTPUT=TEMPORARY)


def export(run, name, enhanced, target):
    """Write one folder; return the number of labels."""
    from qgis.core import QgsRasterLayer

    raster = QgsRasterLayer(enhanced["OUTPUT"], name)
    lines = f"{DATA / name / 'labels.gpkg'}|layername=cande1989_lineations"
    moved = run("native:reprojectlayer", INPUT=lines, TARGET_CRS=raster.crs(), OUTPUT=TEMPORARY)["OUTPUT"]
    clipped = run("native:extractbyextent", INPUT=moved, EXTENT=raster.extent(), CLIP=True, OUTPUT=TEMPORARY)["OUTPUT"]
    strip = run("native:buffer", INPUT=clipped, DISTANCE=STRIP_M, END_CAP_STYLE=1, DISSOLVE=True, OUTPUT=TEMPORARY)
    beside = {key: enhanced[key] for key in ("SUPPORT", "EVIDENCE") if key in enhanced}
    result = run("lma:exporttrainingdata", INPUT=raster, **beside, PICKS=clipped, AREA=strip["OUTPUT"],
                 OUTPUT=str(target / name))
    return result["COUNT"]


def main(target):
    """Write the three folders."""
    target = Path(target).resolve()
    target.mkdir(parents=True, exist_ok=True)
    with headless(ROOT) as run:
        enhanced = {SURVEY: survey_anomaly(run), **{name: tile_anomaly(run, name) for name in TILES}}
        for name, results in enhanced.items():
            print(f"{name}: {export(run, name, results, target)} labels")


if __name__ == "__main__":
    main(sys.argv[1])
