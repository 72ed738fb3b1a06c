"""Menu entries: styles of reference tables, and the arrangement of the chain's results."""

from unittest import mock

import numpy as np
import pytest
from osgeo import gdal, osr
from qgis.core import (
    QgsFeature,
    QgsGeometry,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor

from lma_qgis.gui.actions import add_isochron_style, arrange_project
from lma_qgis.gui.layer_roles import role_of
from lma_qgis.gui.project_template import LAYOUT, arrange
from tests import data
from tests.gui.review.layers import pick_layer, track_layer


def vector(kind, fields, rows, name="layer"):
    layer = QgsVectorLayer(f"{kind}?crs=EPSG:32616&{fields}", name, "memory")
    for wkt, values in rows:
        feature = QgsFeature(layer.fields())
        feature.setGeometry(QgsGeometry.fromWkt(wkt))
        feature.setAttributes(values)
        layer.dataProvider().addFeature(feature)
    layer.updateExtents()
    return layer


def raster(path, name):
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), 40, 30, 1, gdal.GDT_Float32)
    dataset.SetGeoTransform((500_000, 1000, 0, 130_000, 0, -1000))
    system = osr.SpatialReference()
    system.ImportFromEPSG(32616)
    dataset.SetProjection(system.ExportToWkt())
    dataset.GetRasterBand(1).WriteArray(np.random.default_rng(1).normal(0, 200, (30, 40)).astype(np.float32))
    dataset = None
    return QgsRasterLayer(str(path), name)


@pytest.fixture
def iface(qgis_app):
    from qgis.gui import QgsMapCanvas

    canvas = QgsMapCanvas()
    made = mock.Mock()
    made.mapCanvas.return_value = canvas
    made.layerTreeView().selectedLayers.return_value = []
    yield made
    canvas.deleteLater()


def drawn(layer):
    """Return the colours in a picture of a layer."""
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(layer.crs())
    settings.setExtent(QgsRectangle(499_000, 99_000, 511_000, 111_000))
    settings.setOutputSize(QSize(240, 240))
    settings.setBackgroundColor(QColor("white"))
    settings.setFlag(QgsMapSettings.Flag.Antialiasing, False)
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage()
    return {QColor(image.pixel(x, y)).name() for x in range(240) for y in range(240)}


LINE = "LineString (500000 {0}, 510000 {0})"
OLD_AND_YOUNG = {"#dde318", "#453781"}


@pytest.mark.parametrize(
    ("kind", "fields", "young", "old", "role"),
    [
        ("LineString", "field=age_ma:double&field=plate_id:integer", [4.0, 1], [135.0, 1], "isochrons"),
        ("LineString", "field=FROMAGE:double&field=NAME:string", [4.0, "a"], [135.0, "b"], "isochrons"),
        ("LineString", "field=anomaly:string&field=plate:string", ["3", "a"], ["M15 ?", "b"], "lineations"),
        ("Point", "field=chron:string&field=anomaly_end:string&field=age_ma:double",
         ["C3n.1n", "y", 4.2], ["M15r", "o", 136.5], "magnetic_picks"),
        ("Point", "field=NChron:string&field=AnomalyEnd:string&field=GeeK2007:double",
         ["C3n.1n", "y", 4.2], ["M15r", "o", 136.5], "magnetic_picks"),
    ],
)
def test_every_layout_is_coloured_by_age(iface, kind, fields, young, old, role):
    places = ["Point (503000 103000)", "Point (507000 107000)"] if kind == "Point" else [
        LINE.format(103_000), LINE.format(107_000)
    ]
    layer = vector(kind, fields, [(places[0], young), (places[1], old)])
    iface.activeLayer.return_value = layer
    assert role_of(layer) == role
    assert add_isochron_style(iface) == [layer]
    assert drawn(layer) >= OLD_AND_YOUNG


def test_fracture_zones_by_kind(iface):
    layer = vector("LineString", "field=code:string&field=kind:string&field=label:string", [
        (LINE.format(103_000), ["FZ", "fracture zone", "x"]), (LINE.format(107_000), ["ER", "extinct ridge", "y"]),
    ])
    iface.activeLayer.return_value = layer
    assert add_isochron_style(iface) == [layer]
    assert drawn(layer) >= {"#3d3d3d", "#0f766e"}


def test_any_other_layer_is_left_alone_and_the_user_told(iface):
    layer = vector("LineString", "field=name:string", [(LINE.format(103_000), ["road"])])
    before = layer.renderer().type()
    iface.activeLayer.return_value = layer
    assert add_isochron_style(iface) == []
    assert layer.renderer().type() == before
    assert "Select a layer" in iface.messageBar().pushMessage.call_args[0][1]
    iface.activeLayer.return_value = None
    assert add_isochron_style(iface) == []


@pytest.mark.parametrize(
    ("source", "role"),
    [
        ("labels_global/seton2012_isochrons.gpkg", "isochrons"),
        ("labels_global/cande1989_lineations.gpkg", "lineations"),
        ("labels_global/gsfml_seafloor_fabric.gpkg", "seafloor_fabric"),
        ("galapagos_sc_west/labels.gpkg|layername=picks", "magnetic_picks"),
    ],
)
def test_published_tables_are_recognised(qgis_app, source, role):
    name, _, rest = source.partition("|")
    layer = QgsVectorLayer("|".join([str(data.path(name)), rest] if rest else [str(data.path(name))]), "t", "ogr")
    assert layer.isValid() and role_of(layer) == role


def test_results_are_grouped_ordered_styled_and_framed(iface, tmp_path):
    project = QgsProject.instance()
    layers = [
        raster(tmp_path / "a.tif", "Anomaly"), raster(tmp_path / "b.tif", "Support"), track_layer(), pick_layer(),
        raster(tmp_path / "c.tif", "Enhanced anomaly"), raster(tmp_path / "d.tif", "Lineation score"),
        vector("LineString", "field=age_ma:double", [(LINE.format(103_000), [4.0])], "isochrons"),
    ]
    project.addMapLayers(layers)
    arranged = arrange_project(iface)
    assert [role_of(layer) for layer in arranged] == [
        "picks", "isochrons", "tracks", "support", "score", "enhanced", "anomaly"
    ]
    root = project.layerTreeRoot()
    assert [group.name() for group in root.findGroups()] == ["Picks", "References", "Tracks", "Rasters"]
    assert len(root.findLayers()) == len(layers)
    shown = {role_of(node.layer()) for node in root.findLayers() if node.isVisible()}
    assert shown == {"picks", "isochrons", "support", "enhanced"}
    assert all(layer.renderer().type() not in ("singlebandgray", "singleSymbol") for layer in arranged)
    assert project.crs().authid() == "EPSG:32616"
    assert len(arrange(project)) == len(layers)
    assert len(root.findLayers()) == len(layers) and len(root.findGroups()) == 4


def test_a_style_of_the_user_survives(iface, tmp_path):
    from qgis.core import QgsLineSymbol, QgsSingleSymbolRenderer

    picks = pick_layer()
    project = QgsProject.instance()
    isochrons = vector("LineString", "field=age_ma:double", [(LINE.format(103_000), [4.0])], "isochrons")
    from qgis.core import QgsCategorizedSymbolRenderer, QgsRendererCategory

    own = QgsCategorizedSymbolRenderer("age_ma", [QgsRendererCategory(4.0, QgsLineSymbol(), "mine")])
    isochrons.setRenderer(own)
    assert isinstance(picks.renderer(), QgsSingleSymbolRenderer)
    project.addMapLayers([picks, isochrons])
    arrange_project(iface)
    assert isochrons.renderer().type() == "categorizedSymbol"
    assert picks.renderer().type() == "RuleRenderer"


def test_a_folder_of_results_is_loaded_once(iface, tmp_path):
    raster(tmp_path / "anomaly.tif", "x")
    raster(tmp_path / "support.tif", "x")
    assert len(arrange_project(iface, str(tmp_path))) == 2
    assert len(arrange_project(iface, str(tmp_path))) == 2
    assert len(QgsProject.instance().mapLayers()) == 2


def test_nothing_to_arrange_is_said(iface):
    with mock.patch("lma_qgis.gui.actions.QFileDialog.getExistingDirectory", return_value=""):
        assert arrange_project(iface) == []
    assert "No result" in iface.messageBar().pushMessage.call_args[0][1]


def test_the_layout_names_shipped_styles_only(qgis_app):
    from lma_qgis.paths import resource

    missing = {style for _, _, style, _ in LAYOUT if style and not resource("styles", f"{style}.qml").is_file()}
    assert missing <= {"evidence"}
