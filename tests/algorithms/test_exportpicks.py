"""Export picks: only what was reviewed and seen, in files that others read."""

import os
import subprocess
from pathlib import Path

import numpy as np
import pytest
from osgeo import ogr
from qgis.core import QgsFeature, QgsGeometry, QgsPointXY, QgsProject, QgsRectangle, QgsVectorLayer

from . import pick_scene as scene

ID = "lma:exportpicks"
ROOT = Path(__file__).resolve().parents[2]
PYGPLATES = Path(os.environ.get("LMA_PYGPLATES", ROOT / ".venv-pygplates" / "bin" / "python"))
FIELDS = (
    "&field=pick_id:string&field=kind:string&field=status:string&field=quality:integer&field=chron:string"
    "&field=chron_end:string&field=chron_source:string&field=reference:string&field=support:double"
)
NORTH = 150_000.0


def pick(north=NORTH, kind="crest", status="accepted", chron="C5n.2n", end=None, origin=None, reference=None):
    return [(420_000, north), (480_000, north)], (f"p{north:g}", kind, status, 1, chron, end, origin, reference, 0.7)


def picks(*rows):
    return scene.line_layer([row[0] for row in rows], fields=FIELDS, attributes=[row[1] for row in rows], name="picks")


def tracks(crest=NORTH + 800.0, columns=(430_000.0, 450_000.0, 470_000.0)):
    """Return north-south tracks that show a crest a little north of the line, and troughs 10 km from it."""
    layer = QgsVectorLayer(
        f"Point?crs={scene.SYSTEM}&field=survey_id:string&field=line_id:string&field=mag_res_nt:double",
        "tracks",
        "memory",
    )
    features = []
    for number, east in enumerate(columns):
        for north in np.arange(NORTH - 40_000, NORTH + 40_000, 400.0):
            feature = QgsFeature(layer.fields())
            feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(east, north)))
            feature.setAttributes(["V2222", f"l{number}", float(100 * np.cos(2 * np.pi * (north - crest) / 20_000))])
            features.append(feature)
    layer.dataProvider().addFeatures(features)
    return layer


@pytest.fixture
def export(run_algorithm, tmp_path):
    def run(form="gsfml", cancel_at=None, **parameters):
        parameters.setdefault("OUTPUT", str(tmp_path / ("p.gmt" if form == "gsfml" else "l.shp")))
        return run_algorithm(ID, {"FORMAT": form, **parameters}, cancel_at)

    return run


def read(path):
    source = ogr.Open(str(path))
    return [feature.items() for feature in source.GetLayer(0)]


def test_points_where_tracks_show_the_crest(export):
    results, ok, feedback = export(INPUT=picks(pick(reference="Doe++_2020_JGR 10.1029/2020JB1")), TRACKS=tracks())
    assert ok, feedback.errors
    assert (results["COUNT"], results["OMITTED"]) == (3, 0)
    for row in read(results["OUTPUT"]):
        assert (row["Chron"], row["AnomalyEnd"], row["AnomEndQua"], row["CruiseName"]) == ("C5n.2n", "c", 1, "V2222")
        assert (row["Reference"], row["DOI"]) == ("Doe++_2020_JGR", "10.1029/2020JB1")
        assert row["IDMethod"] == "Automatic, reviewed, offset 0.8 km"
        # Gee & Kent 2007: C5n.2n lies between 9.92 and 10.949 Ma.
        assert row["GeeK2007"] == pytest.approx((9.92 + 10.949) / 2, abs=0.01)


def test_what_may_not_be_published_is_left_out_and_counted(export):
    layer = picks(
        pick(),
        pick(NORTH + 100, status="predicted"),
        pick(NORTH + 200, status="rejected"),
        pick(NORTH + 300, chron=None),
        pick(NORTH + 8_000),
        pick(NORTH + 400, kind="trough"),
    )
    results, ok, feedback = export(INPUT=layer, TRACKS=tracks())
    assert ok, feedback.errors
    assert (results["COUNT"], results["OMITTED"]) == (3, 5)
    log = " ".join(feedback.infos)
    assert "2 picks left out: neither accepted nor edited" in log and "1 picks left out: reviewed but without" in log


@pytest.mark.parametrize(
    ("end", "origin", "written"),
    [("y", None, "y"), ("y", "assignchrons: cande", "c"), ("c", None, "c"), (None, None, "c")],
)
def test_end_is_the_centre_unless_a_person_picked_the_boundary(export, end, origin, written):
    results, ok, feedback = export(INPUT=picks(pick(end=end, origin=origin)), TRACKS=tracks())
    assert ok, feedback.errors
    assert {row["AnomalyEnd"] for row in read(results["OUTPUT"])} == {written}


def test_points_need_tracks_and_status(export):
    _, ok, feedback = export(INPUT=picks(pick()))
    assert not ok and "Track points" in feedback.errors[-1]
    plain = scene.line_layer([pick()[0]])
    _, ok, feedback = export(INPUT=plain, TRACKS=tracks())
    assert not ok and "status" in feedback.errors[-1]


@pytest.mark.parametrize(("form", "name", "wanted"), [("gsfml", "p.shp", ".gmt"), ("gplates", "p.gpkg", ".shp")])
def test_wrong_extension_is_refused(export, tmp_path, form, name, wanted):
    _, ok, feedback = export(form, INPUT=picks(pick()), TRACKS=tracks(), OUTPUT=str(tmp_path / name))
    assert not ok and wanted in feedback.errors[-1]
    assert not (tmp_path / name).exists()


def test_temporary_output_has_the_extension_of_the_format(export):
    results, ok, feedback = export("gplates", INPUT=picks(pick()), OUTPUT="TEMPORARY_OUTPUT")
    assert ok, feedback.errors
    assert results["OUTPUT"].endswith(".shp") and Path(results["OUTPUT"]).exists()


def test_lines_for_gplates(export):
    rows = (pick(), pick(NORTH + 9_000, chron=None, status="predicted"), pick(NORTH + 18_000, status="rejected"))
    results, ok, feedback = export("gplates", INPUT=picks(*rows), PLATE_ID="900 + 1", TIMESCALE="gts2012")
    assert ok, feedback.errors
    assert (results["COUNT"], results["OMITTED"]) == (2, 1)
    named, unnamed = sorted(read(results["OUTPUT"]), key=lambda row: row["FROMAGE"])
    assert named["GPGIM_TYPE"] == "gpml:MagneticAnomalyLineation"
    assert (named["PLATEID1"], named["NAME"], named["TOAGE"]) == (901, "C5n.2n", -999)
    # Ogg 2012: C5n.2n from 9.984 to 11.056 Ma.
    assert named["FROMAGE"] == pytest.approx((9.984 + 11.056) / 2, abs=0.01)
    assert unnamed["FROMAGE"] == 999 and not unnamed["NAME"]


def test_plates_under_the_picks_win(export):
    plates = QgsVectorLayer(f"Polygon?crs={scene.SYSTEM}&field=PLATEID1:integer", "plates", "memory")
    feature = QgsFeature(plates.fields())
    feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(400_000, 140_000, 500_000, 155_000)))
    feature.setAttributes([911])
    plates.dataProvider().addFeatures([feature])
    results, ok, feedback = export("gplates", INPUT=picks(pick(), pick(NORTH + 9_000)), PLATE_ID="802", PLATES=plates)
    assert ok, feedback.errors
    assert sorted(row["PLATEID1"] for row in read(results["OUTPUT"])) == [802, 911]


def test_bad_plate_expression(export):
    _, ok, feedback = export("gplates", INPUT=picks(pick()), PLATE_ID="1 +")
    assert not ok and "plate" in feedback.errors[-1].lower()


def test_cancel_leaves_nothing(export, tmp_path):
    results, _, feedback = export(cancel_at=20, INPUT=picks(pick()), TRACKS=tracks())
    assert feedback.isCanceled() and not results and not list(tmp_path.iterdir())


def test_inside_a_model(run_in_model):
    layer = picks(pick())
    QgsProject.instance().addMapLayer(layer)
    results, ok, feedback = run_in_model(ID, {"INPUT": layer.id(), "FORMAT": "gplates"}, ["OUTPUT"])
    assert ok, feedback.errors
    assert next(value for key, value in results.items() if key.endswith("OUTPUT")).endswith(".shp")


def test_an_empty_file_is_pointed_out(export):
    results, ok, feedback = export(INPUT=picks(pick(status="predicted")), TRACKS=tracks())
    assert ok and results["COUNT"] == 0 and any("Review picks" in line for line in feedback.warnings)
    results, ok, feedback = export("gplates", INPUT=picks(pick(status="rejected")))
    assert ok and results["COUNT"] == 0 and any("rejected" in line for line in feedback.warnings)
    results, ok, feedback = export("gplates", INPUT=picks(pick()))
    assert ok and results["COUNT"] == 1 and not feedback.warnings, feedback.errors + feedback.warnings


def test_pygplates_reads_lines_and_points(export, tmp_path):
    if not PYGPLATES.exists():
        pytest.skip(f"no Python with pygplates at {PYGPLATES} (set LMA_PYGPLATES)")
    lines = export("gplates", INPUT=picks(pick()), PLATE_ID="901")[0]["OUTPUT"]
    points = export(INPUT=picks(pick()), TRACKS=tracks())[0]["OUTPUT"]
    code = (
        "import sys, pygplates as g\n"
        "f = list(g.FeatureCollection(sys.argv[1]))[0]\n"
        "print(f.get_feature_type(), f.get_reconstruction_plate_id(), f.get_name(), *f.get_valid_time(), "
        "len(f.get_geometry().get_points()))\n"
        "p = list(g.FeatureCollection(sys.argv[2]))\n"
        "print(len(p), p[0].get_geometry().to_lat_lon())\n"
    )
    command = [str(PYGPLATES), "-c", code, lines, points]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    if "No module named" in done.stderr:
        pytest.skip(f"pygplates is not installed in {PYGPLATES}")
    assert done.returncode == 0, done.stderr
    line, point = done.stdout.splitlines()
    kind, plate, name, begin, end, vertices = line.split()
    assert (kind, plate, name, vertices) == ("gpml:MagneticAnomalyLineation", "901", "C5n.2n", "2")
    assert 9.5 < float(begin) < 11.5 and end in ("inf", "-inf", "0.0")
    assert point.startswith("3 (")
