"""The demo's map: enhanced anomaly, wiggles, picks by kind and support; degrees, legend, scale and north."""

import math
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsLayoutExporter,
    QgsLayoutItemLabel,
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
    QgsLayoutItemMapGrid,
    QgsLayoutItemPicture,
    QgsLayoutItemScaleBar,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsLegendRenderer,
    QgsLegendStyle,
    QgsLineSymbol,
    QgsMapLayerLegendUtils,
    QgsPrintLayout,
    QgsProject,
    QgsRasterLayer,
    QgsTextFormat,
    QgsUnitTypes,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QRectF
from qgis.PyQt.QtGui import QColor, QFont

MAP_MM, PANEL_MM, MARGIN_MM, TITLE_MM, SEGMENT_MM, DPI = 190.0, 66.0, 12.0, 18.0, 20.0, 200
WGS84 = "EPSG:4326"
ARROW = ":/images/north_arrows/layout_default_north_arrow.svg"
MILLIMETRES = QgsUnitTypes.LayoutUnit.LayoutMillimeters
LAYERS = (
    ("picks.gpkg", "Picks", None),
    ("wiggle_lines.gpkg", "Tracks and wiggles", "wiggle_lines"),
    ("wiggles.gpkg", "Positive anomaly along track", "wiggles"),
    ("enhanced.tif", "Enhanced anomaly", "anomaly"),
)


def load(out, name, title, style):
    """Return a styled layer of the output folder; picks bring their own style, with the evidence floor of their run."""
    from lma_qgis.algorithms.styling import apply_style

    path = str(out / name)
    layer = QgsRasterLayer(path, title) if name.endswith(".tif") else QgsVectorLayer(path, title, "ogr")
    if not layer.isValid():
        raise SystemExit(f"{path} cannot be opened")
    if style:
        apply_style(layer, style)
    return layer


def quieten(layers):
    """Let the picks stand out: a pale anomaly, wiggles in grey, only the rules that draw something."""
    from lma_qgis.algorithms.anomaly_style import stretch_about_zero

    picks, lines, fills, raster = layers
    stretch_about_zero(raster)
    raster.setOpacity(0.62)
    fills.renderer().symbol().setColor(QColor(40, 48, 58, 120))
    lines.renderer().symbol().setColor(QColor(40, 48, 58, 170))
    lines.renderer().symbol().setWidth(0.12)
    seen = {(feature["status"], feature["kind"]) for feature in picks.getFeatures()}
    root = picks.renderer().rootRule()
    for rule in root.children():
        if rule.label().lower() not in {f"{status} {kind}" for status, kind in seen}:
            root.removeChild(rule)


def font(size, bold=False):
    """Return the font of the map's texts."""
    made = QFont("DejaVu Sans", size)
    made.setBold(bold)
    return made


def place(item, layout, x, y, width=None, height=None):
    """Put an item on the page, millimetres."""
    layout.addLayoutItem(item)
    item.attemptMove(QgsLayoutPoint(x, y, MILLIMETRES))
    if width is not None:
        item.attemptResize(QgsLayoutSize(width, height, MILLIMETRES))


def label(layout, text, x, y, width, height, size, bold=False):
    """Put a text on the page."""
    item = QgsLayoutItemLabel(layout)
    item.setText(text)
    item.setFont(font(size, bold))
    place(item, layout, x, y, width, height)


def legend(layout, layers, linked_map, x, y):
    """Put the legend on the page; return its height."""
    item = QgsLayoutItemLegend(layout)
    item.setAutoUpdateModel(False)
    item.setLinkedMap(linked_map)
    root = item.model().rootGroup()
    root.clear()
    for layer in layers:
        node = root.addLayer(layer)
        if isinstance(layer, QgsRasterLayer):
            # The colours only: the line above them names the band, which the title does already.
            QgsMapLayerLegendUtils.setLegendNodeOrder(node, [1])
            item.model().refreshLayerLegend(node)
    styles = QgsLegendStyle.Style
    for style, size in ((styles.Title, 9), (styles.Group, 8), (styles.Subgroup, 8), (styles.SymbolLabel, 7)):
        item.setStyleFont(style, font(size, style == styles.Subgroup))
    item.setSymbolWidth(9)
    place(item, layout, x, y)
    # The item itself learns its size when it is painted.
    return QgsLegendRenderer(item.model(), item.legendSettings()).minimumSize().height()


def graticule(canvas, crs, extent):
    """Write degrees along the frame, with faint lines."""
    degrees = QgsCoordinateTransform(crs, QgsCoordinateReferenceSystem(WGS84), QgsProject.instance())
    box = degrees.transformBoundingBox(extent)
    step = round_length(max(box.width(), box.height()) / 3)
    grid = QgsLayoutItemMapGrid("degrees", canvas)
    grid.setCrs(QgsCoordinateReferenceSystem(WGS84))
    grid.setIntervalX(step)
    grid.setIntervalY(step)
    grid.setLineSymbol(QgsLineSymbol.createSimple({"line_color": "60,70,80,70", "line_width": "0.1"}))
    grid.setAnnotationEnabled(True)
    grid.setAnnotationFormat(QgsLayoutItemMapGrid.AnnotationFormat.DegreeMinutePadded)
    grid.setAnnotationPrecision(0)
    grid.setAnnotationFrameDistance(1.0)
    grid.setAnnotationTextFormat(QgsTextFormat.fromQFont(font(6)))
    modes, sides = QgsLayoutItemMapGrid.DisplayMode, QgsLayoutItemMapGrid.BorderSide
    for side, mode in ((sides.Left, modes.LatitudeOnly), (sides.Bottom, modes.LongitudeOnly),
                       (sides.Right, modes.HideAll), (sides.Top, modes.HideAll)):
        grid.setAnnotationDisplay(mode, side)
    canvas.grids().addGrid(grid)


def north_arrow(layout, canvas, x, y):
    """Put an arrow to true north on the page."""
    item = QgsLayoutItemPicture(layout)
    item.setPicturePath(ARROW)
    item.setLinkedMap(canvas)
    item.setNorthMode(QgsLayoutItemPicture.NorthMode.TrueNorth)
    place(item, layout, x, y, 11, 14)


def scale_bar(layout, canvas, scale, x, y):
    """Put a scale bar on the page; ``scale`` is in millimetres per metre."""
    bar = QgsLayoutItemScaleBar(layout)
    bar.setStyle("Single Box")
    bar.setLinkedMap(canvas)
    bar.setUnits(QgsUnitTypes.DistanceUnit.DistanceKilometers)
    bar.setUnitLabel("km")
    bar.setUnitsPerSegment(round_length(SEGMENT_MM / scale / 1000))
    bar.setNumberOfSegments(2)
    bar.setNumberOfSegmentsLeft(0)
    bar.setHeight(2)
    bar.setTextFormat(QgsTextFormat.fromQFont(font(7)))
    place(bar, layout, x, y)


def headings(out, title):
    """Return title and subtitle: what the map shows, its surveys, points and cells."""
    points = QgsVectorLayer(str(out / "levelled.gpkg"), "points", "ogr")
    surveys = sorted(points.uniqueValues(points.fields().lookupField("survey_id")))
    names = f"Survey {surveys[0]}" if len(surveys) == 1 else f"{len(surveys)} surveys, {surveys[0]} to {surveys[-1]}"
    cells = QgsRasterLayer(str(out / "enhanced.tif"), "grid").rasterUnitsPerPixelX() / 1000
    return f"Linear magnetic anomalies: {title}", (
        f"{names}; {points.featureCount():,} observations, cells of {cells:g} km. Picks are proposals until reviewed."
    )


def round_length(kilometres):
    """Return the largest 1, 2 or 5 times a power of ten that is not longer."""
    power = 10.0 ** math.floor(math.log10(kilometres))
    return max(step * power for step in (1, 2, 5) if step * power <= kilometres)


def draw(out, title):
    """Write ``map.png`` into the output folder.

    Parameters
    ----------
    out : pathlib.Path
        Folder with the results of the chain.
    title : str
        What the map shows.
    """
    project = QgsProject.instance()
    layers = [load(out, *row) for row in LAYERS]
    project.addMapLayers(layers, False)
    raster = layers[-1]
    quieten(layers)
    extent = raster.extent().buffered(0.02 * max(raster.extent().width(), raster.extent().height()))
    scale = MAP_MM / max(extent.width(), extent.height())
    width, height = max(extent.width() * scale, 110.0), max(extent.height() * scale, 110.0)
    layout = QgsPrintLayout(project)
    layout.initializeDefaults()
    page = layout.pageCollection().page(0)
    page_width, page_height = width + PANEL_MM + 3 * MARGIN_MM, height + TITLE_MM + 2 * MARGIN_MM
    page.setPageSize(QgsLayoutSize(page_width, page_height, MILLIMETRES))
    canvas = QgsLayoutItemMap(layout)
    canvas.setRect(QRectF(0, 0, width, height))
    place(canvas, layout, MARGIN_MM, TITLE_MM + MARGIN_MM / 2, width, height)
    canvas.setCrs(raster.crs())
    canvas.setLayers(layers)
    canvas.zoomToExtent(extent)
    canvas.setFrameEnabled(True)
    canvas.setBackgroundColor(QColor("#f7f7f5"))
    graticule(canvas, raster.crs(), extent)
    for text, y, size in zip(headings(out, title), (5, 12), (13, 8)):
        label(layout, text, MARGIN_MM, y, page_width - 2 * MARGIN_MM, 8, size, y == 5)
    panel, top = width + 2 * MARGIN_MM - 4, TITLE_MM + MARGIN_MM / 2
    below = top + legend(layout, layers, canvas, panel - 2, top - 2)
    reading = "Wider: higher score. Dashed: support below 0.6.\nWeak picks are hidden."
    label(layout, reading, panel, below + 2, PANEL_MM, 12, 7)
    north_arrow(layout, canvas, panel, below + 15)
    scale_bar(layout, canvas, scale, panel + 14, below + 18)
    label(layout, raster.crs().description() or "Local coordinates", panel, below + 33, PANEL_MM, 6, 6)
    settings = QgsLayoutExporter.ImageExportSettings()
    settings.dpi = DPI
    result = QgsLayoutExporter(layout).exportToImage(str(out / "map.png"), settings)
    project.clear()
    if result != QgsLayoutExporter.ExportResult.Success:
        raise SystemExit(f"{out / 'map.png'} cannot be written")

