"""lma:importtracks as the Toolbox, a model and a cancelling user run it."""

import gzip

import pytest
from qgis.core import NULL, QgsVectorLayer
from qgis.PyQt.QtCore import QDateTime, Qt

from tests import data

CSV = (
    "survey_id,utc,lon,lat,depth_m,mag_total_nt,mag_res_nt\n"
    "A1,1979-06-06T13:27:00Z,-88.7500,1.8200,3000,32655.0,-443.0\n"
    "A1,1979-06-06T13:28:00Z,-88.7500,1.8230,,32664.0,-432.0\n"
    "A1,1979-06-06T13:29:00Z,-88.7500,1.8260,,32677.0,\n"
    "A1,1979-06-06T13:30:00Z,-88.7500,1.8290,,,\n"
    "A1,1979-06-06T13:31:00Z,-88.7500,95.0000,,32677.0,-400.0\n"
    "B2,1979-06-07T13:31:00Z,-88.6500,1.7000,,32677.0,-400.0\n"
)
FIELDS = {"survey_id", "line_id", "utc", "depth_m", "mag_total_nt", "mag_res_nt", "use", "flag"}


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "cruise.csv"
    path.write_text(CSV, encoding="utf-8")
    return str(path)


def rows(results):
    layer = QgsVectorLayer(results["OUTPUT"], "out", "ogr")
    assert layer.isValid() and layer.crs().authid() == "EPSG:4326"
    return list(layer.getFeatures())


def test_run_writes_fields_report_and_counts_that_add_up(run_algorithm, table, tmp_path):
    outputs = {"OUTPUT": str(tmp_path / "out.gpkg"), "REPORT": str(tmp_path / "report.html")}
    results, ok, feedback = run_algorithm("lma:importtracks", {"INPUT": [table], **outputs})
    assert ok and not feedback.errors
    assert (results["COUNT"], results["REJECTED"]) == (4, 1)
    found = rows(results)
    assert set(found[0].fields().names()) >= FIELDS
    first, third = found[0], found[2]
    assert (first["survey_id"], first["line_id"], first["use"]) == ("A1", "A1-001", 1)
    assert first["utc"].toUTC() == QDateTime(1979, 6, 6, 13, 27, 0, 0, Qt.TimeSpec.UTC)
    assert (first["depth_m"], first["mag_total_nt"], first["mag_res_nt"]) == (3000.0, 32655.0, -443.0)
    assert first.geometry().asPoint().x() == -88.75
    assert (third["mag_res_nt"], third["use"]) == (NULL, 0) and "no anomaly" in third["flag"]
    assert found[3]["line_id"] == "B2-001"
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "1 position impossible" in text and "<svg" in text and "B2" in text


@pytest.mark.parametrize(("mode", "source"), [(0, "archived"), (1, "IGRF-14"), (2, "IGRF-14")])
def test_the_anomaly_comes_from_where_the_user_says(run_algorithm, table, tmp_path, mode, source):
    results, ok, _ = run_algorithm(
        "lma:importtracks", {"INPUT": [table], "ANOMALY": mode, "OUTPUT": str(tmp_path / "out.gpkg")}
    )
    assert ok and results["COUNT"] == 4
    first, _, third, _ = rows(results)
    assert first["mag_source"] == source
    assert (third["mag_res_nt"] == NULL) == (mode == 0)
    if mode:
        # The cruise's own reference field of 1975 differed little from IGRF-14 here.
        assert first["mag_res_nt"] == pytest.approx(-443.0, abs=60.0) and first["mag_res_nt"] != -443.0


def test_several_compressed_files_and_a_header_go_into_one_layer(run_algorithm, table, tmp_path):
    other = tmp_path / "x.m77t.gz"
    heading = "SURVEY_ID\tTIMEZONE\tDATE\tTIME\tLAT\tLON\tPOS_TYPE\tNAV_QUALCO\tBAT_TTIME\tCORR_DEPTH\tBAT_CPCO\t"
    heading += "BAT_TYPCO\tBAT_QUALCO\tMAG_TOT\tMAG_TOT2\tMAG_RES\n"
    other.write_bytes(
        gzip.compress((heading + "C3\t4\t19780408\t1336.5\t-54.1\t179.9\t\t\t\t\t\t\t\t35153\t\t-4\n").encode())
    )
    header = tmp_path / "x.h77t"
    header.write_text("SURVEY_ID\tFORMAT_77\tNAV_INSTR\nC3\tMGD77T\tSeapath GPS\n", encoding="utf-8")
    results, ok, feedback = run_algorithm(
        "lma:importtracks", {"INPUT": [table, str(other), str(header)], "OUTPUT": str(tmp_path / "out.gpkg")}
    )
    assert ok and results["COUNT"] == 5
    last = rows(results)[-1]
    assert last["survey_id"] == "C3"
    assert last["utc"].toUTC().toString(Qt.DateFormat.ISODate) == "1978-04-08T17:36:30Z"
    assert any("header" in info for info in feedback.infos)


def test_in_a_model_and_into_the_next_algorithm(run_in_model, table):
    results, ok, feedback = run_in_model("lma:importtracks", {"INPUT": [table]}, ["OUTPUT"])
    assert ok and not feedback.errors
    [layer] = [feedback.context.getMapLayer(value) for value in results.values() if isinstance(value, str)][:1]
    layer = layer or QgsVectorLayer(next(iter(results.values())), "out", "ogr")
    assert layer.featureCount() == 4


def test_cancel_leaves_nothing_behind(run_algorithm, table, tmp_path):
    target, report = tmp_path / "out.gpkg", tmp_path / "report.html"
    results, _, _ = run_algorithm(
        "lma:importtracks", {"INPUT": [table] * 3, "OUTPUT": str(target), "REPORT": str(report)}, cancel_at=20
    )
    assert results == {} and not target.exists() and not report.exists()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.csv", b"", "empty"),
        ("binary.csv", bytes(range(256)) * 10, "not a text file"),
        ("cut.csv.gz", gzip.compress(CSV.encode() * 50)[:-20], "cut off"),
        ("names.csv", b"a,b,c\n1,2,3\n", "no longitude and latitude"),
        ("metres.csv", b"x,y,mag_res\n500000,4500000,12\n500100,4500000,13\n", "Coordinate system"),
        ("none.csv", b"lon,lat,mag_res\n1,2,\n", "No record"),
    ],
)
def test_a_bad_file_gives_one_sentence_and_no_output(run_algorithm, tmp_path, name, content, words):
    path, target = tmp_path / name, tmp_path / "out.gpkg"
    path.write_bytes(content)
    _, ok, feedback = run_algorithm("lma:importtracks", {"INPUT": [str(path)], "OUTPUT": str(target)})
    assert not ok and words in " ".join(feedback.errors)
    assert not target.exists()


def test_the_two_pacific_cruises_cross_the_date_line(run_algorithm, tmp_path):
    files = [str(data.path(f"cruises_mgd77/{name}.m77t.gz")) for name in ("nbp0403", "nbp9908")]
    results, ok, _ = run_algorithm("lma:importtracks", {"INPUT": files, "OUTPUT": str(tmp_path / "out.gpkg")})
    assert ok and results["COUNT"] + results["REJECTED"] == 31258 + 28006
    longitudes = [feature.geometry().asPoint().x() for feature in rows(results)[::50]]
    assert min(longitudes) >= -180 and max(longitudes) <= 180 and min(longitudes) < -170 and max(longitudes) > 170
