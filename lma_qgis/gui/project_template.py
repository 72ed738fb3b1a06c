"""Arranging the chain's results: groups, order, styles, what is shown at first."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsRasterLayer, QgsReferencedRectangle, QgsVectorLayer

from ..algorithms.anomaly_style import stretch_about_zero
from ..algorithms.styling import apply_style
from ..algorithms.translation import marked, tr
from ..paths import resource
from .layer_roles import role_of

PICKS, REFERENCES, TRACKS, RASTERS = marked("Picks"), marked("References"), marked("Tracks"), marked("Rasters")
# Group, role, style, shown at first; from the top of the map to its bottom.
LAYOUT = (
    (PICKS, "picks", "picks", True),
    (REFERENCES, "magnetic_picks", "magnetic_picks", True),
    (REFERENCES, "lineations", "lineations", True),
    (REFERENCES, "isochrons", "isochrons", True),
    (REFERENCES, "seafloor_fabric", "seafloor_fabric", True),
    (TRACKS, "wiggle_lines", "wiggle_lines", True),
    (TRACKS, "wiggles", "wiggles", True),
    (TRACKS, "tracks", "tracks", False),
    (RASTERS, "support", "support_veil", True),
    (RASTERS, "evidence", "evidence", False),
    (RASTERS, "score", "score", False),
    (RASTERS, "enhanced", "anomaly", True),
    (RASTERS, "anomaly", "anomaly", False),
    (RASTERS, "orientation", "orientation", False),
    (RASTERS, "coverage", "", False),
)
PLAIN_RENDERERS = ("singleSymbol", "singlebandgray", "multibandcolor")
# Saturated rasters and filled wiggles drown the lines that are to be judged.
OPACITY = {"anomaly": 0.6, "enhanced": 0.6, "wiggles": 0.3, "wiggle_lines": 0.6}
ALWAYS_STYLED = ("support",)
_RESULT_FILES = ("*.tif", "*.gpkg")


def load_results(folder, project):
    """Load the results of a folder that have a role in the chain.

    Parameters
    ----------
    folder : pathlib.Path
    project : qgis.core.QgsProject

    Returns
    -------
    list of qgis.core.QgsMapLayer
        The layers that were added; those already in the project are left out.
    """
    known = {layer.source().split("|")[0] for layer in project.mapLayers().values()}
    added = []
    for path in sorted(path for pattern in _RESULT_FILES for path in Path(folder).glob(pattern)):
        if str(path) in known:
            continue
        title = path.stem.replace("_", " ").capitalize()
        is_raster = path.suffix == ".tif"
        layer = QgsRasterLayer(str(path), title) if is_raster else QgsVectorLayer(str(path), title, "ogr")
        if layer.isValid() and role_of(layer):
            added.append(project.addMapLayer(layer, False))
            project.layerTreeRoot().addLayer(layer)
    return added


def arrange(project):
    """Group, order and style all layers of a project that have a role in the chain.

    Parameters
    ----------
    project : qgis.core.QgsProject

    Returns
    -------
    list of qgis.core.QgsMapLayer
        The layers that were arranged, from top to bottom; empty if none has a role.
    """
    roles = {}
    for layer in project.mapLayers().values():
        roles.setdefault(role_of(layer), []).append(layer)
    root = project.layerTreeRoot()
    arranged = []
    groups = {}
    has_enhanced = "enhanced" in roles
    for group_name, role, style, shown in LAYOUT:
        for layer in sorted(roles.get(role, []), key=lambda each: each.name()):
            if group_name not in groups:
                groups[group_name] = root.insertGroup(len(groups), tr(group_name))
            _move(root, groups[group_name], layer, shown or (role == "anomaly" and not has_enhanced))
            _style(layer, role, style)
            arranged.append(layer)
    for group in list(root.findGroups()):
        if not group.children():
            root.removeChildNode(group)
    _frame(project, roles)
    return arranged


def _move(root, group, layer, shown):
    node = root.findLayer(layer.id())
    copy = node.clone() if node is not None else None
    if copy is None:
        group.addLayer(layer)
        copy = group.findLayer(layer.id())
    else:
        group.addChildNode(copy)
        node.parent().removeChildNode(node)
    copy.setItemVisibilityChecked(shown)
    copy.setExpanded(False)


def _style(layer, role, style):
    """Style a layer that nobody styled yet; support becomes a veil whatever it was."""
    renderer = layer.renderer()
    plain = renderer is None or renderer.type() in PLAIN_RENDERERS
    if style and resource("styles", f"{style}.qml").is_file() and (plain or role in ALWAYS_STYLED):
        apply_style(layer, style)
        if style == "anomaly":
            stretch_about_zero(layer)
    layer.setOpacity(OPACITY.get(role, layer.opacity()))


def _frame(project, roles):
    """Show the survey in its own coordinate system."""
    for role in ("enhanced", "anomaly", "picks", "tracks"):
        for layer in roles.get(role, []):
            if layer.crs().isValid() and not layer.crs().isGeographic():
                project.setCrs(layer.crs())
                project.viewSettings().setDefaultViewExtent(QgsReferencedRectangle(layer.extent(), layer.crs()))
                return
