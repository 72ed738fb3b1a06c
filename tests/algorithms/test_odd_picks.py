"""Pick tools on what layers of this world hold: NULL, Z, other types, other names, the date line, their own output."""

import numpy as np
import pytest
from osgeo import ogr, osr
from qgis.core import NULL, QgsFeature, QgsGeometry, QgsPointXY, QgsProject, QgsVectorFileWriter, QgsVectorLayer

from lma_qgis.core.grid import Grid

from . import pick_scene as scene


def load(path):
    layer = QgsVectorLayer(str(path), "layer", "ogr")
    assert layer.isValid(), path
    return layer


def layer_of(geometries, kind="LineString", system=scene.SYSTEM, fields="", attributes=None):
    """Return a memory layer of WKT geometries, None among them."""
    layer = QgsVectorLayer(f"{kind}?crs={system}{fields}", "odd", "memory")
    features = []
    for number, wkt in enumerate(geometries):
        feature = QgsFeature(layer.fields())
        if wkt is not None:
            feature.setGeometry(QgsGeometry.fromWkt(wkt))
        if attributes:
            feature.setAttributes(list(attributes[number]))
        features.append(feature)
    assert layer.dataProvider().addFeatures(features)[0]
    layer.updateExtents()
    return layer


def wkt(north, west=400_000, east=500_000):
    return f"LineString ({west} {north}, {(west + east) / 2} {north}, {east} {north})"


@pytest.fixture
def run(run_algorithm, tmp_path):
    """Return ``run(name, **parameters) -> results`` that demands success, or the one sentence of failure."""

    def call(name, **parameters):
        parameters.setdefault("OUTPUT", str(tmp_path / "out.gpkg"))
        results, ok, feedback = run_algorithm(f"lma:{name}", parameters)
        if ok:
            return results
        assert len(feedback.errors) == 1, feedback.errors
        text = feedback.errors[0]
        assert "Traceback" not in text and "Error" not in text and text.rstrip().endswith("."), text
        return text

    return call


def values(layer, name):
    return [feature[name] for feature in layer.getFeatures()]


# --- extract ------------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", [(1, 1), (1, 40), (2, 3), (40, 2)])
def test_rasters_too_small_for_a_ridge_give_no_picks(run, tmp_path, shape):
    grid = Grid(400_000.0, 250_000.0, 1000.0, 1000.0, *shape)
    raster = scene.write(tmp_path / "s.tif", [np.ones(shape)] * 2, metadata={"LMA_THRESHOLD": "0.5"}, grid=grid)
    assert run("extractpicks", INPUT=raster)["COUNT"] == 0


def test_a_raster_of_nothing_gives_no_picks(run, tmp_path):
    empty = [np.full(scene.GRID.shape, np.nan)] * 2
    assert run("extractpicks", INPUT=scene.score(tmp_path, bands=empty))["COUNT"] == 0


def test_inputs_of_nothing_leave_attributes_null(run, tmp_path):
    nothing = {name: scene.constant(tmp_path, name, np.nan) for name in ("anomaly", "evidence", "support")}
    results = run("extractpicks", INPUT=scene.score(tmp_path), **{k.upper(): v for k, v in nothing.items()})
    layer = load(results["OUTPUT"])
    assert layer.featureCount() == 5
    for name in ("support", "evidence", "amplitude_nt", "position_sd_km"):
        assert values(layer, name) == [NULL] * 5


def test_a_null_level_that_is_no_number_is_no_level(run, tmp_path):
    evidence = scene.constant(tmp_path, "evidence", 0.1, {"LMA_NULL_P95": "nan"})
    layer = load(run("extractpicks", INPUT=scene.score(tmp_path), EVIDENCE=evidence)["OUTPUT"])
    rules = {rule.label(): rule for rule in layer.renderer().rootRule().children()}
    weak = next(rule for label, rule in rules.items() if label.startswith("Weak"))
    layer.setSubsetString("")
    assert {feature["quality"] for feature in layer.getFeatures()} == {2}
    assert not list(layer.getFeatures(weak.filterExpression()))


def previous(geometries, kind="LineString", system=scene.SYSTEM, extra="", attributes=None):
    fields = "&field=pick_id:string&field=kind:string&field=status:string" + extra
    attributes = attributes or [(f"p{n}", "crest", "accepted") for n in range(len(geometries))]
    return layer_of(geometries, kind, system, fields, attributes)


CREST = "LineString{} (402000 216350{z}, 450000 219950{z}, 498000 222350{z})"


@pytest.mark.parametrize(
    ("geometry", "kind"),
    [
        (CREST.format(" Z", z=" 5"), "LineStringZ"),
        ("MultiLineStringZ ((402000 216350 1, 450000 219950 2), (460000 219950 3, 498000 222350 4))",
         "MultiLineStringZ"),
        (CREST.format("", z=""), "MultiLineString"),
        ("CircularString (402000 216350, 450000 219950, 498000 222350)", "CompoundCurve"),
    ],
    ids=["Z", "multi Z", "single in multi", "curve"],
)
def test_touched_picks_of_any_geometry_type_are_kept(run, tmp_path, geometry, kind):
    results = run("extractpicks", INPUT=scene.score(tmp_path), PREVIOUS=previous([geometry], kind))
    kept = [f for f in load(results["OUTPUT"]).getFeatures() if f["pick_id"] == "p0"]
    assert len(kept) == 1 and kept[0]["status"] == "accepted"
    original = QgsGeometry.fromWkt(geometry)
    assert kept[0].geometry().length() == pytest.approx(original.length(), rel=1e-3)
    assert kept[0].geometry().hausdorffDistance(original) < 60


def test_touched_picks_without_a_line_are_kept_too(run, tmp_path):
    odd = previous([None, "LineString EMPTY", "LineString (410000 200000, 410000 200000)"])
    layer = load(run("extractpicks", INPUT=scene.score(tmp_path), PREVIOUS=odd)["OUTPUT"])
    assert {"p0", "p1", "p2"} <= set(values(layer, "pick_id"))
    assert layer.featureCount() == 8


def test_a_status_of_null_is_a_persons(run, tmp_path):
    odd = previous([CREST.format("", z="")], attributes=[("p0", "crest", NULL)])
    assert "p0" in values(load(run("extractpicks", INPUT=scene.score(tmp_path), PREVIOUS=odd)["OUTPUT"]), "pick_id")


def test_values_of_previous_fields_of_another_type_survive(run, tmp_path):
    """Shapefiles and spreadsheets give numbers as text, whole numbers as reals, and other capitals."""
    extra = "&field=N_CROSSINGS:double&field=support:string&field=edited_at:string&field=quality:string(20)"
    odd = previous(
        [CREST.format("", z="")], extra=extra,
        attributes=[("p0", "crest", "accepted", 4.0, "0.75", "2020-02-03T04:05:06", "2")],
    )
    layer = load(run("extractpicks", INPUT=scene.score(tmp_path), PREVIOUS=odd)["OUTPUT"])
    kept = next(f for f in layer.getFeatures() if f["pick_id"] == "p0")
    assert (kept["n_crossings"], kept["support"], kept["quality"]) == (4, 0.75, 2)
    assert kept["edited_at"].toString("yyyy-MM-dd HH:mm:ss") == "2020-02-03 04:05:06"
    assert [name.lower() for name in layer.fields().names()].count("n_crossings") == 1


def test_a_previous_value_that_does_not_fit_is_not_lost_in_silence(run, tmp_path):
    odd = previous(
        [CREST.format("", z="")], extra="&field=n_crossings:string",
        attributes=[("p0", "crest", "accepted", "about four")],
    )
    text = run("extractpicks", INPUT=scene.score(tmp_path), PREVIOUS=odd)
    assert isinstance(text, str) and "n_crossings" in text


# --- compare ------------------------------------------------------------------------------------


def test_compared_picks_may_have_any_fields(run, tmp_path):
    fields = "&field=support:string&field=Match_Share:double&field=FID:string&field=status:integer"
    own = layer_of([wkt(100_000), wkt(130_000)], fields=fields, attributes=[("high", 3.0, "a", 1), (NULL,) * 4])
    other = layer_of([wkt(101_000)], fields="&field=chron:double&field=fid:integer", attributes=[(5.0, 7)])
    results = run("comparepicks", INPUT=own, REFERENCE=other, UNMATCHED=str(tmp_path / "u.gpkg"))
    assert isinstance(results, dict), results
    out = load(results["OUTPUT"])
    assert values(out, "match_share") == [1, 0]
    assert [name.lower() for name in out.fields().names()].count("match_share") == 1
    assert results["COMPLETENESS"] == 1


def test_lines_without_length_are_no_lines(run):
    own = layer_of([None, wkt(100_000), "LineString EMPTY", "LineString (400000 1, 400000 1)"])
    results = run("comparepicks", INPUT=own, REFERENCE=layer_of([wkt(100_500), None]))
    assert results["CORRECTNESS"] == 1 and load(results["OUTPUT"]).featureCount() == 4


def test_points_without_a_place_are_left_out(run):
    points = layer_of(["Point (450000 100500)", None], "Point")
    results = run("comparepicks", INPUT=layer_of([wkt(100_000)]), REFERENCE=points)
    assert results["COMPLETENESS"] == 1


def across_the_date_line(latitude, wrapped):
    lon = np.linspace(179.5, 180.5, 11)
    lon = (lon + 180) % 360 - 180 if wrapped else lon
    return "LineString (" + ", ".join(f"{x:.6f} {latitude:.6f}" for x in lon) + ")"


@pytest.mark.parametrize("wrapped", [(False, True), (True, False), (True, True)])
def test_the_date_line_is_no_border(run, tmp_path, wrapped):
    own = layer_of([across_the_date_line(-40.0, wrapped[0])], system="EPSG:4326")
    other = layer_of([across_the_date_line(lat, wrapped[1]) for lat in (-40.01, -41.0)], system="EPSG:4326")
    missed = tmp_path / "missed.gpkg"
    results = run("comparepicks", INPUT=own, REFERENCE=other, UNMATCHED=str(missed))
    assert results["CORRECTNESS"] == 1 and results["COMPLETENESS"] == pytest.approx(0.5, abs=0.02)
    (left,) = load(missed).getFeatures()
    longitude = np.array([(v.x(), v.y()) for v in left.geometry().vertices()])[:, 0]
    assert np.abs(np.diff(longitude)).max() < 1


@pytest.mark.parametrize("name", ["TRACKS", "BARRIERS"])
def test_an_input_of_the_extraction_is_never_replaced(run, tmp_path, name):
    kind, place = ("Point", "Point (450000 200000)") if name == "TRACKS" else ("LineString", wkt(100_000))
    mine = str(tmp_path / "mine.gpkg")
    options = QgsVectorFileWriter.SaveVectorOptions()
    QgsVectorFileWriter.writeAsVectorFormatV3(
        layer_of([place], kind), mine, QgsProject.instance().transformContext(), options
    )
    before = (tmp_path / "mine.gpkg").read_bytes()
    text = run("extractpicks", INPUT=scene.score(tmp_path), OUTPUT=mine, **{name: mine})
    assert isinstance(text, str) and "mine.gpkg" in text
    assert (tmp_path / "mine.gpkg").read_bytes() == before


@pytest.mark.parametrize("name", ["INPUT", "REFERENCE"])
def test_an_input_of_the_comparison_is_never_replaced(run, tmp_path, name):
    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(tmp_path / "mine.gpkg"))
    system = osr.SpatialReference()
    system.ImportFromEPSG(32616)
    layer = source.CreateLayer("mine", system, ogr.wkbLineString)
    feature = ogr.Feature(layer.GetLayerDefn())
    feature.SetGeometry(ogr.CreateGeometryFromWkt(wkt(100_000)))
    layer.CreateFeature(feature)
    del feature, layer, source
    before = (tmp_path / "mine.gpkg").read_bytes()
    both = {"INPUT": layer_of([wkt(100_000)]), "REFERENCE": layer_of([wkt(100_000)])}
    both[name] = str(tmp_path / "mine.gpkg")
    text = run("comparepicks", **both, OUTPUT=str(tmp_path / "mine.gpkg"))
    assert isinstance(text, str) and "mine.gpkg" in text
    assert (tmp_path / "mine.gpkg").read_bytes() == before


# --- export -------------------------------------------------------------------------------------


def reviewed(lines, system="EPSG:4326", chron="C5n.2n"):
    fields = "&field=pick_id:string&field=kind:string&field=status:string&field=chron:string&field=support:string"
    rows = [(f"p{n}", "crest", "accepted", chron, "0,7") for n in range(len(lines))]
    return layer_of(lines, system=system, fields=fields, attributes=rows)


def test_a_vertex_on_the_date_line_is_no_obstacle(run, tmp_path):
    lines = [
        "LineString (179 0, 180 1, -179 2)",
        "LineString (179 0, 180 1, -180 1, -179 2)",
        "LineString (-180 0, 180 1, 179 2)",
        "LineString (181 0, 180 1, 179 2)",
    ]
    results = run("exportpicks", INPUT=reviewed(lines), FORMAT="gplates", OUTPUT=str(tmp_path / "l.shp"))
    assert isinstance(results, dict), results
    assert results["COUNT"] == 4
    source = ogr.Open(str(tmp_path / "l.shp"))
    for feature in source.GetLayer(0):
        geometry = feature.GetGeometryRef()
        assert geometry.Length() == pytest.approx(2 * np.sqrt(2), abs=1.01)
        west, east, _, _ = geometry.GetEnvelope()
        assert west >= -180 and east <= 180


def test_an_export_never_replaces_its_input(run, tmp_path):
    mine = str(tmp_path / "mine.shp")
    run("exportpicks", INPUT=reviewed(["LineString (10 0, 11 1)"]), FORMAT="gplates", OUTPUT=mine)
    before = (tmp_path / "mine.dbf").read_bytes()
    text = run("exportpicks", INPUT=mine, FORMAT="gplates", OUTPUT=mine)
    assert isinstance(text, str) and "mine.shp" in text
    assert (tmp_path / "mine.dbf").read_bytes() == before


def test_labels_for_training_are_lines_whatever_they_were(run, tmp_path):
    fields = "&field=pick_id:string&field=kind:string&field=status:string"
    row = ("p", "crest", "accepted")
    curve = layer_of(
        ["CircularString (402000 216350, 450000 219950, 498000 222350)", None, "CompoundCurve EMPTY"], "CompoundCurve",
        fields=fields, attributes=[row] * 3,
    )
    folder = tmp_path / "set"
    results = run("exporttrainingdata", INPUT=scene.anomaly(tmp_path), PICKS=curve, OUTPUT=str(folder))
    assert isinstance(results, dict), results
    assert results["COUNT"] == 1
    (line,) = load(folder / "picks.gpkg").getFeatures()
    assert line.geometry().length() > 95_000 and isinstance(line.geometry().asPolyline()[0], QgsPointXY)
