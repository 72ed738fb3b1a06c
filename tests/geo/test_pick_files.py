"""Touched picks are counted in any file, and a file comes back when its replacement fails."""

import contextlib
import sqlite3

import pytest
from osgeo import ogr

from lma_qgis.geo.pick_files import restored_on_failure, touched_picks


def write(path, states, layers=("picks",), fields=("pick_id", "status")):
    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    for name in layers:
        layer = source.CreateLayer(name, None, ogr.wkbLineString, ["SPATIAL_INDEX=NO"])
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


def test_nothing_is_left_of_what_was_not_there(tmp_path):
    target = tmp_path / "picks.gpkg"
    with pytest.raises(RuntimeError), restored_on_failure(target):
        target.write_text("half", encoding="utf-8")
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []


def statuses(path):
    with contextlib.closing(sqlite3.connect(path)) as database:
        return [row[0] for row in database.execute("SELECT status FROM picks ORDER BY fid")]


def test_what_was_saved_but_lies_beside_the_file_is_restored_too(tmp_path):
    """QGIS saves edits of an open GeoPackage to a write-ahead log first."""
    target = write(tmp_path / "picks.gpkg", ["predicted", "predicted"])
    with contextlib.closing(sqlite3.connect(target)) as desktop:
        desktop.execute("PRAGMA journal_mode = WAL")
        desktop.execute("PRAGMA wal_autocheckpoint = 0")
        desktop.execute("UPDATE picks SET status = 'accepted' WHERE fid = 1")
        desktop.commit()
        assert (tmp_path / "picks.gpkg-wal").stat().st_size > 0
        with pytest.raises(RuntimeError), restored_on_failure(target):
            for path in tmp_path.glob("picks.gpkg*"):
                path.unlink()
            write(target, ["predicted"])
            raise RuntimeError
    assert statuses(target) == ["accepted", "predicted"]


def test_all_files_of_a_shapefile_are_restored(tmp_path):
    folder = tmp_path / "shape"
    folder.mkdir()
    source = ogr.GetDriverByName("ESRI Shapefile").CreateDataSource(str(folder / "picks.shp"))
    layer = source.CreateLayer("picks", None, ogr.wkbLineString)
    layer.CreateField(ogr.FieldDefn("status", ogr.OFTString))
    feature = ogr.Feature(layer.GetLayerDefn())
    feature.SetField("status", "accepted")
    layer.CreateFeature(feature)
    del feature, layer, source
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert {"picks.shp", "picks.shx", "picks.dbf"} <= set(before)
    with pytest.raises(RuntimeError), restored_on_failure(folder / "picks.shp"):
        for name in before:
            (folder / name).write_bytes(b"half")
        raise RuntimeError
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
