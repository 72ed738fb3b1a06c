"""The real survey end to end: picks beside published lineations and points, and its worst picks.

    python tools/bench/picks_real.py [--model ridge] [--data ../shared/data] [--out FOLDER]

Runs the shipped chain on galapagos_sc_west and prints Markdown.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

import numpy as np
from headless import headless
from osgeo import gdal, ogr

from lma_qgis.core.picks.weak import is_weak

SURVEY = "galapagos_sc_west"
REFERENCES = (
    ("Cande et al. 1989, lines", "cande1989_lineations"),
    ("GSFML and others, points", "picks"),
)
SHOWN = (
    "kind", "length_km", "azimuth_deg", "support_min", "evidence", "evidence_min", "n_crossings", "position_sd_km",
)


def chain(run, data, out, model):
    """Run the chain; return the picks, the enhanced anomaly and the null's evidence."""
    tracks = run("importtracks", INPUT=[str(data / SURVEY / "78123006_west.m77t.gz")], OUTPUT=str(out / "tracks.gpkg"))
    level = run(
        "leveltracks", INPUT=tracks["OUTPUT"], FIELD="mag_res_nt", TRACK_FIELD="line_id", OUTPUT=str(out / "lev.gpkg"),
        CROSSOVERS=str(out / "crossovers.gpkg"),
    )
    values = {"INPUT": level["OUTPUT"], "FIELD": "mag_res_nt_lev", "TRACK_FIELD": "line_id", "CELL_SIZE": 1000}
    grid = run(
        "gridtracks", **values, EXTENT="-91.6,-88.75,-1,5 [EPSG:4326]", OUTPUT=str(out / "anomaly.tif"),
        COVERAGE=str(out / "coverage.tif"),
    )
    smooth = run(
        "anisotropicdiffusion", INPUT=grid["OUTPUT"], COVERAGE=grid["COVERAGE"], OUTPUT=str(out / "enhanced.tif"),
        SUPPORT=str(out / "support.tif"),
    )
    checked = run(
        "crossvalidate", **values, EXTENT=grid["OUTPUT"], TARGET_CRS=grid["OUTPUT"], OUTPUT=str(out / "predicted.gpkg"),
        EVIDENCE=str(out / "evidence.tif"),
    )
    score = run(
        "predictlineations", INPUT=smooth["OUTPUT"], SUPPORT=smooth["SUPPORT"], EVIDENCE=checked["EVIDENCE"],
        MODEL=model, OUTPUT=str(out / "score.tif"),
    )
    picks = run(
        "extractpicks", INPUT=score["OUTPUT"], ANOMALY=smooth["OUTPUT"], SUPPORT=smooth["SUPPORT"],
        EVIDENCE=checked["EVIDENCE"], TRACKS=level["OUTPUT"], OUTPUT=str(out / "picks.gpkg"),
    )
    floor = float(gdal.Open(checked["EVIDENCE"]).GetMetadataItem("LMA_NULL_P95"))
    return picks["OUTPUT"], smooth["OUTPUT"], floor


def mapped_area(raster, path):
    """Write the outline of a raster's valid cells and return its path."""
    data = gdal.Open(raster)
    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    layer = source.CreateLayer("area", data.GetSpatialRef(), ogr.wkbPolygon)
    mask = gdal.GetDriverByName("MEM").CreateCopy("", data)
    mask.GetRasterBand(1).WriteArray((data.GetRasterBand(1).GetMaskBand().ReadAsArray() > 0).astype("float32"))
    gdal.Polygonize(mask.GetRasterBand(1), mask.GetRasterBand(1), layer, -1)
    return str(path)


def select(picks, out, name, rule):
    """Write the picks that satisfy a rule of OGR SQL; return the file and the kilometres."""
    path = str(out / f"{name}.gpkg")
    gdal.VectorTranslate(path, picks, layers=["picks"], where=rule)
    source = ogr.Open(path)
    return path, sum(feature.GetField("length_km") for feature in source.GetLayer(0))


def shown_by_default(picks, floor):
    """Return a rule of OGR SQL for the picks that the style does not hide."""
    names = ("support", "evidence", "n_crossings", "track_angle_deg")
    source = ogr.Open(picks)
    rows = [feature.items() for feature in source.GetLayer("picks")]
    columns = [[np.nan if row[name] is None else row[name] for row in rows] for name in names]
    visible = [row["pick_id"] for row, weak in zip(rows, is_weak(*columns, floor)) if not weak]
    return "pick_id IN ({})".format(", ".join(f"'{name}'" for name in visible))


def percent(value):
    """Return a share as text, a dash for NULL."""
    return f"{100 * value:.0f} %" if isinstance(value, float) else "–"


def main():
    """Run everything and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", default="ridge")
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch, headless() as run_any:
        out = options.out or Path(scratch)
        out.mkdir(parents=True, exist_ok=True)

        def run(name, **parameters):
            return run_any(f"lma:{name}", **parameters)

        picks, enhanced, floor = chain(run, options.data, out, options.model)
        area = mapped_area(enhanced, out / "area.gpkg")
        visible = shown_by_default(picks, floor)
        sets = [("all", "1 = 1"), ("shown by default", visible)]
        sets += [(f"shown, {kind}s", f"{visible} AND kind = '{kind}'") for kind in ("crest", "trough")]
        print("| picks | km | reference | tolerance | completeness | correctness | F1 | chance F1 | median distance |")
        print("|---|---|---|---|---|---|---|---|---|")
        for number, (title, rule) in enumerate(sets):
            chosen, kilometres = select(picks, out, f"set{number}", rule)
            for reference, layer in REFERENCES:
                for tolerance in (5000, 10000):
                    found = run(
                        "comparepicks", INPUT=chosen, AREA=area, TOLERANCE=tolerance, OUTPUT=str(out / "compared.gpkg"),
                        REFERENCE=f"{options.data / SURVEY / 'labels.gpkg'}|layername={layer}",
                    )
                    shares = [percent(found[name]) for name in ("COMPLETENESS", "CORRECTNESS", "F1", "CHANCE_F1")]
                    distance = found["MEDIAN_DISTANCE"]
                    apart = f"{distance / 1000:.1f} km" if isinstance(distance, float) else "–"
                    cells = [title, f"{kilometres:.0f}", reference, f"{tolerance / 1000:g} km", *shares, apart]
                    print(f"| {' | '.join(cells)} |")
        worst(out / "set1.gpkg")


def ranked(rows):
    """Return picks, the one with the least evidence at its weakest place first."""
    return sorted(rows, key=lambda row: row["evidence_min"] if row["evidence_min"] is not None else -1)


def worst(path, count=10):
    """Print the shown picks with the least evidence at their weakest place."""
    source = ogr.Open(str(path))
    rows = ranked([feature.items() for feature in source.GetLayer(0)])
    print(f"\nThe {count} of {len(rows)} shown picks with the least evidence at their weakest place:\n")
    print(f"| pick | {' | '.join(SHOWN)} |\n|{'---|' * (len(SHOWN) + 1)}")
    for row in rows[:count]:
        cells = [f"{row[name]:.2f}" if isinstance(row[name], float) else str(row[name]) for name in SHOWN]
        print(f"| {row['pick_id']} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
