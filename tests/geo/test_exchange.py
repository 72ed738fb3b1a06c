"""Files come back from the readers of others as they were written."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from osgeo import ogr

from lma_qgis.core.errors import LmaError
from lma_qgis.geo.exchange import GSFML_COLUMNS, split_at_date_line, write_gplates, write_gsfml

METHOD = "Automatic, reviewed, offset 0.8 km"
ROW = ("C32n.1n", "c", 2, "V2222", "Wobbe++_2012_G3", "10.1029/2011GC003742", 71.338, METHOD)
VALUES = dict(zip(GSFML_COLUMNS, ROW))


def test_header_is_that_of_the_collection(tmp_path):
    write_gsfml(tmp_path / "p.gmt", [(-151.97998, -73.89936, VALUES), (-150.94748, -73.70616, VALUES)])
    assert (tmp_path / "p.gmt").read_text(encoding="utf-8").splitlines() == [
        "# @VGMT1.0 @GPOINT",
        "# @R-151.97998/-150.94748/-73.89936/-73.70616",
        '# @Jp"+proj=longlat +datum=WGS84 +no_defs "',
        r'# @Jw"GEOGCS[\"GCS_WGS_1984\",DATUM[\"WGS_1984\",SPHEROID[\"WGS_84\",6378137.0,298.257223563]],'
        r'PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.017453292519943295]]"',
        "# @NChron|AnomalyEnd|AnomEndQua|CruiseName|Reference|DOI|GeeK2007|IDMethod",
        "# @Tstring|string|integer|string|string|string|double|string",
        "# FEATURE_DATA",
        '# @DC32n.1n|c|2|V2222|Wobbe++_2012_G3|10.1029/2011GC003742|71.338|"Automatic, reviewed, offset 0.8 km"',
        "-151.97998\t-73.89936",
        '# @DC32n.1n|c|2|V2222|Wobbe++_2012_G3|10.1029/2011GC003742|71.338|"Automatic, reviewed, offset 0.8 km"',
        "-150.94748\t-73.70616",
    ]


def test_gdal_reads_the_points_back(tmp_path):
    values = {**VALUES, "Reference": 'A | B "C"', "GeeK2007": float("nan")}
    write_gsfml(tmp_path / "p.gmt", [(10.5, -20.25, VALUES), (-179.99999, 0.0, values)])
    layer = ogr.Open(str(tmp_path / "p.gmt"))
    points = list(layer.GetLayer(0))
    assert [f.GetGeometryRef().GetPoint_2D() for f in points] == [(10.5, -20.25), (-179.99999, 0.0)]
    assert {name: points[0].GetField(name) for name in GSFML_COLUMNS} == VALUES
    assert points[1].GetField("IDMethod") == VALUES["IDMethod"]
    assert layer.GetLayer(0).GetSpatialRef().IsGeographic()


def test_empty_collection_is_a_valid_file(tmp_path):
    write_gsfml(tmp_path / "p.gmt", [])
    assert ogr.Open(str(tmp_path / "p.gmt")).GetLayer(0).GetFeatureCount() == 0


def test_shapefile_and_its_encoding(tmp_path):
    line = np.array([[178.0, 10.0], [-178.0, 12.0]])
    record = {"PLATEID1": 901, "NAME": "C5n.2n", "FROMAGE": 10.5, "TOAGE": -999.0, "DESCR": "Höhe", "SUPPORT": None}
    write_gplates(tmp_path / "l.shp", [([line], record)])
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".cpg", ".dbf", ".prj", ".shp", ".shx"]
    source = ogr.Open(str(tmp_path / "l.shp"))
    feature = source.GetLayer(0).GetNextFeature()
    assert (feature.GetField("PLATEID1"), feature.GetField("FROMAGE"), feature.GetField("DESCR")) == (901, 10.5, "Höhe")
    assert feature.IsFieldNull("SUPPORT") or feature.GetField("SUPPORT") is None
    assert feature.GetGeometryRef().GetGeometryCount() == 2
    assert max(len(field.GetName()) for field in source.GetLayer(0).schema) <= 10


def test_failure_leaves_nothing(tmp_path):
    with pytest.raises((KeyError, LmaError)):
        write_gsfml(tmp_path / "p.gmt", [(0.0, 0.0, {})])
    with pytest.raises(LmaError, match="folder"):
        write_gplates(tmp_path / "absent" / "l.shp", [])
    assert not list(tmp_path.iterdir())


@given(st.lists(st.tuples(st.floats(-170, 170), st.floats(-80, 80)), min_size=2, max_size=6), st.floats(-180, 180))
def test_cut_lines_stay_within_and_keep_their_vertices(vertices, turn):
    turned = np.array([((x / 3 + turn + 180) % 360 - 180, y) for x, y in vertices])
    pieces = split_at_date_line(turned)
    assert all(np.abs(np.diff(piece[:, 0])).max() <= 180 for piece in pieces)
    kept = {tuple(point) for piece in pieces for point in piece.tolist()}
    assert {tuple(point) for point in turned.tolist()} <= kept
