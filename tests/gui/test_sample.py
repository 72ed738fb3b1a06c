"""The sample survey where a person finds it."""

from unittest import mock

import pytest
from qgis.core import QgsProject

from lma_qgis.gui.sample import copy_sample
from lma_qgis.paths import resource


@pytest.fixture
def iface(qgis_app):
    QgsProject.instance().clear()
    yield mock.Mock()
    QgsProject.instance().clear()


def message(iface):
    return iface.messageBar().pushMessage.call_args.args[1]


def test_tracks_are_copied_and_the_truth_waits_in_the_project(iface, tmp_path):
    layers = copy_sample(iface, str(tmp_path))
    assert [layer.name() for layer in layers] == ["true lineations", "true isochrons"]
    assert all(layer.isValid() and layer.featureCount() for layer in layers)
    assert (tmp_path / "tracks.csv.gz").read_bytes() == resource("sample", "tracks.csv.gz").read_bytes()
    assert str(tmp_path / "tracks.csv.gz") in message(iface)
    root = QgsProject.instance().layerTreeRoot()
    assert not any(root.findLayer(layer.id()).isVisible() for layer in layers)


def test_files_that_are_there_stay(iface, tmp_path):
    (tmp_path / "tracks.csv.gz").write_bytes(b"mine")
    copy_sample(iface, str(tmp_path))
    assert (tmp_path / "tracks.csv.gz").read_bytes() == b"mine"


def test_a_folder_that_cannot_be_written_to_is_named(iface, tmp_path):
    assert copy_sample(iface, str(tmp_path / "missing")) == []
    assert "missing" in message(iface)


def test_nothing_happens_when_the_person_stops(iface):
    with mock.patch("lma_qgis.gui.sample.QFileDialog") as dialog:
        dialog.getExistingDirectory.return_value = ""
        assert copy_sample(iface) == []
    assert not QgsProject.instance().mapLayers()
