"""Touched picks are counted in any file, and a file comes back when its replacement fails."""

import pytest
from osgeo import ogr

from lma_qgis.geo.pick_files import restored_on_failure, touched_picks


def write(path, states, layers=("picks",), fields=("pick_id", "status")):
    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    for name in layers:
        layer = source.CreateLayer(name, None, ogr.wkbLineString)
        for field in fields:
            layer.CreateField(ogr.FieldDefn(field, ogr.OFTString))
        for state in states:
            feature = ogr.Feature(layer.GetLayerDefn())
            if state and "status" in fields:
                feature.SetField("status", state)
            layer.CreateFeature(feature)
    return path


def test_counts(tmp_path):
    assert touched_picks(write(tmp_path / "a.gpkg", ["predicted", "accepted", "edited", None])) == {"picks": 3}
    assert touched_picks(write(tmp_path / "b.gpkg", ["predicted"])) == {}
    assert touched_picks(write(tmp_path / "c.gpkg", ["rejected"], ("x", "y"))) == {"x": 1, "y": 1}


def test_other_files_hold_no_picks(tmp_path):
    (tmp_path / "text.gpkg").write_text("no database", encoding="utf-8")
    assert touched_picks(tmp_path / "text.gpkg") == touched_picks(tmp_path / "absent.gpkg") == {}
    assert touched_picks(write(tmp_path / "roads.gpkg", ["open"], fields=("name",))) == {}


def test_failure_restores_and_success_keeps_the_new(tmp_path):
    target = tmp_path / "picks.gpkg"
    target.write_text("old", encoding="utf-8")
    with pytest.raises(RuntimeError), restored_on_failure(target):
        target.write_text("half", encoding="utf-8")
        raise RuntimeError
    assert target.read_text(encoding="utf-8") == "old"
    with restored_on_failure(target):
        target.write_text("new", encoding="utf-8")
    assert target.read_text(encoding="utf-8") == "new"
    assert [path.name for path in tmp_path.iterdir()] == ["picks.gpkg"]
    with restored_on_failure(None):
        pass
