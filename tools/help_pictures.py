"""The pictures of the help pages, drawn by the plugin's own styles from the results of ``make demo``.

    make help-pictures          after `make demo`; writes resources/help/images/*.png

Each picture is a row of maps of one stretch of the sample survey, small enough for the side panel of a dialog.
"""

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))

from headless import headless

RESULTS = ROOT / "out"
TRUTH = ROOT / "resources" / "sample" / "truth.gpkg"
IMAGES = ROOT / "resources" / "help" / "images"
# The middle of the pictures, metres from that of the survey: lineations, the fracture zone, tracks of all five cruises.
SHIFT_M = (-50_000, 20_000)
METRES_PER_PIXEL, CROWDED_M, ROW_M = 500, 340, 600
CROWDED = {"assignchrons", "importtracks", "leveltracks", "exportpicks"}
WIDTH, HEIGHT, GAP, BAR_KM, COLOURS = 440, 294, 6, 50, 160
INK = "#1f3a5f"
LAYERS = {
    "tracks": ("tracks.gpkg", "tracks"),
    "levelled": ("levelled.gpkg", "tracks"),
    "crossovers": ("crossovers.gpkg", "crossovers"),
    "wiggles": ("wiggles.gpkg", "wiggles"),
    "wiggle_lines": ("wiggle_lines.gpkg", "wiggle_lines"),
    "anomaly": ("anomaly.tif", "anomaly"),
    "enhanced": ("enhanced.tif", "anomaly"),
    "support": ("support.tif", "support"),
    "evidence": ("evidence.tif", "evidence"),
    "score": ("score.tif", "score"),
    "picks": ("picks.gpkg", "picks"),
}
PICTURES = {
    "importtracks": (("tracks",),),
    "leveltracks": (("crossovers", "levelled"),),
    "wiggles": (("wiggle_lines", "wiggles"),),
    "gridtracks": (("tracks", "anomaly"),),
    "anisotropicdiffusion": (("anomaly",), ("enhanced",), ("support",)),
    "crossvalidate": (("wiggle_lines", "evidence"),),
    "predictlineations": (("enhanced",), ("score",)),
    "extractpicks": (("picks", "enhanced"),),
    "assignchrons": (("named", "isochrons"),),
    "comparepicks": (("compared", "lineations"),),
    "exportpicks": (("points", "picks", "tracks"),),
    "exporttrainingdata": (("enhanced",), ("labels",)),
    "trackstogrid": (("tracks",), ("enhanced",)),
    "trackstopicks": (("tracks",), ("enhanced",), ("picks", "enhanced")),
    "rastertopicks": (("anomaly",), ("picks", "enhanced")),
}


def load(path, style=None):
    """Return a layer, styled as a result of the plugin is."""
    from qgis.core import QgsProject, QgsRasterLayer, QgsVectorLayer

    from lma_qgis.algorithms.anomaly_style import stretch_about_zero
    from lma_qgis.algorithms.styling import apply_style

    layer = QgsRasterLayer(path, "raster") if path.endswith(".tif") else QgsVectorLayer(path, "layer", "ogr")
    if not layer.isValid():
        raise SystemExit(f"{path} cannot be opened; run `make demo` first")
    if style:
        apply_style(layer, style)
    if style == "anomaly":
        stretch_about_zero(layer)
    QgsProject.instance().addMapLayer(layer, False)
    return layer


def line_symbol(colour, width, **more):
    """Return a plain line."""
    from qgis.core import QgsLineSymbol

    return QgsLineSymbol.createSimple({"line_color": colour, "line_width": str(width), **more})


def label_by(layer, expression):
    """Write the value of an expression along each line."""
    from qgis.core import QgsPalLayerSettings, QgsTextBufferSettings, QgsTextFormat, QgsVectorLayerSimpleLabeling
    from qgis.PyQt.QtGui import QColor, QFont

    settings, text, buffer = QgsPalLayerSettings(), QgsTextFormat(), QgsTextBufferSettings()
    text.setFont(QFont("DejaVu Sans"))
    text.setSize(8)
    text.setColor(QColor(INK))
    buffer.setEnabled(True)
    buffer.setSize(0.8)
    text.setBuffer(buffer)
    settings.setFormat(text)
    settings.fieldName, settings.isExpression = expression, True
    settings.placement = QgsPalLayerSettings.Placement.Line
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)


def derived(run, folder):
    """Make what the demo does not: names, comparison, export; return the layers."""
    from qgis.core import QgsMarkerSymbol, QgsSingleSymbolRenderer, edit

    picks, isochrons, lineations = str(RESULTS / "picks.gpkg"), f"{TRUTH}|layername=isochrons", \
        f"{TRUTH}|layername=lineations"
    run("lma:assignchrons", INPUT=picks, ISOCHRONS=isochrons, CHRON_FIELD="chron", OUTPUT=f"{folder}/named.gpkg")
    run("lma:comparepicks", INPUT=picks, REFERENCE=lineations, OUTPUT=f"{folder}/compared.gpkg")
    made = {
        "named": load(f"{folder}/named.gpkg", "picks"),
        "isochrons": load(isochrons, "isochrons"),
        "compared": load(f"{folder}/compared.gpkg"),
        "lineations": load(lineations),
        "labels": load(picks),
    }
    label_by(made["named"], "chron")
    made["lineations"].setRenderer(QgsSingleSymbolRenderer(line_symbol("#b8bec6", 2.4)))
    half = "'#2b6cb0', '#d97706'"
    compared = line_symbol("#2b6cb0", 0.7)
    paint(compared, f'if("match_share" >= 0.5, {half})')
    made["compared"].setRenderer(QgsSingleSymbolRenderer(compared))
    labels = line_symbol("#c8102e", 2.0, capstyle="round")
    paint(labels, "if(\"kind\" = 'crest', '#c8102e', '#2b6cb0')")
    made["labels"].setRenderer(QgsSingleSymbolRenderer(labels))
    with edit(made["named"]):
        status = made["named"].fields().lookupField("status")
        for feature in made["named"].getFeatures():
            made["named"].changeAttributeValue(feature.id(), status, "accepted")
    run("lma:exportpicks", INPUT=f"{folder}/named.gpkg", TRACKS=str(RESULTS / "levelled.gpkg"), FORMAT="gsfml",
        OUTPUT=f"{folder}/picks.gmt")
    made["points"] = load(f"{folder}/picks.gmt")
    symbol = {"name": "circle", "color": "#f2b134", "outline_color": INK, "size": "2.4"}
    made["points"].setRenderer(QgsSingleSymbolRenderer(QgsMarkerSymbol.createSimple(symbol)))
    return made


def paint(symbol, expression):
    """Colour a line by an expression."""
    from qgis.core import QgsProperty, QgsSymbolLayer

    symbol.symbolLayer(0).setDataDefinedProperty(
        QgsSymbolLayer.Property.PropertyStrokeColor, QgsProperty.fromExpression(expression)
    )


def drawn(layers, crs, window, width):
    """Return one map as an image."""
    from qgis.core import QgsMapRendererParallelJob, QgsMapSettings
    from qgis.PyQt.QtCore import QSize
    from qgis.PyQt.QtGui import QColor

    settings = QgsMapSettings()
    settings.setLayers(layers)
    settings.setDestinationCrs(crs)
    settings.setExtent(window)
    settings.setOutputSize(QSize(width, HEIGHT))
    settings.setOutputDpi(96)
    settings.setBackgroundColor(QColor("#fbfbf9"))
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    return job.renderedImage()


def picture(rows, layers, grid, metres):
    """Return the row of maps with a scale bar in the first."""
    from qgis.core import QgsPointXY, QgsRectangle
    from qgis.PyQt.QtCore import QRect, Qt
    from qgis.PyQt.QtGui import QColor, QFont, QImage, QPainter, QPen

    each = (WIDTH - GAP * (len(rows) - 1)) // len(rows)
    middle = grid.extent().center()
    x, y = middle.x() + SHIFT_M[0], middle.y() + SHIFT_M[1]
    window = QgsRectangle.fromCenterAndSize(QgsPointXY(x, y), each * metres, HEIGHT * metres)
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    for index, names in enumerate(rows):
        panel = drawn([layers[name] for name in names], grid.crs(), window, each)
        painter.drawImage(index * (each + GAP), 0, panel)
        painter.setPen(QPen(QColor("#9aa3ad"), 1))
        painter.drawRect(index * (each + GAP), 0, each - 1, HEIGHT - 1)
    length = round(BAR_KM * 1000 / metres)
    painter.fillRect(QRect(6, HEIGHT - 34, length + 12, 28), QColor(255, 255, 255, 225))
    painter.setPen(QPen(QColor(INK), 2))
    painter.drawLine(12, HEIGHT - 10, 12 + length, HEIGHT - 10)
    painter.setFont(QFont("DejaVu Sans", 11))
    painter.drawText(QRect(12, HEIGHT - 33, length, 20), Qt.AlignmentFlag.AlignCenter, f"{BAR_KM} km")
    painter.end()
    return image


def write(image, path):
    """Write an image with a palette of its own: a third of the bytes."""
    from osgeo import gdal
    from qgis.PyQt.QtCore import QBuffer, QByteArray

    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    gdal.FileFromMemBuffer("/vsimem/picture.png", bytes(data))
    source = gdal.Open("/vsimem/picture.png")
    bands = [source.GetRasterBand(number) for number in (1, 2, 3)]
    palette = gdal.ColorTable()
    gdal.ComputeMedianCutPCT(*bands, COLOURS, palette)
    target = gdal.GetDriverByName("MEM").Create("", source.RasterXSize, source.RasterYSize, 1)
    target.GetRasterBand(1).SetColorTable(palette)
    gdal.DitherRGB2PCT(*bands, target.GetRasterBand(1), palette)
    gdal.SetConfigOption("GDAL_PAM_ENABLED", "NO")
    gdal.GetDriverByName("PNG").CreateCopy(str(path), target, options=["ZLEVEL=9"])
    source = bands = None
    gdal.Unlink("/vsimem/picture.png")


def review_picture():
    """Shrink the picture of the review dock, which is taken in a real window."""
    from qgis.PyQt.QtCore import Qt
    from qgis.PyQt.QtGui import QImage

    image = QImage(str(ROOT / "docs" / "figures" / "review.png"))
    return image.scaledToWidth(2 * WIDTH, Qt.TransformationMode.SmoothTransformation)


def main():
    """Draw and write all pictures."""
    IMAGES.mkdir(exist_ok=True)
    with headless(ROOT / "build" / "plugins") as run, tempfile.TemporaryDirectory() as folder:
        from qgis.core import QgsProject

        layers = {name: load(str(RESULTS / file), style) for name, (file, style) in LAYERS.items()}
        layers.update(derived(run, folder))
        grid = layers["enhanced"]
        for name, rows in PICTURES.items():
            metres = ROW_M if len(rows) > 1 else CROWDED_M if name in CROWDED else METRES_PER_PIXEL
            write(picture(rows, layers, grid, metres), IMAGES / f"{name}.png")
        write(review_picture(), IMAGES / "review.png")
        layers.clear()
        QgsProject.instance().clear()
    size = sum(path.stat().st_size for path in IMAGES.glob("*.png"))
    print(f"{len(PICTURES) + 1} pictures, {size // 1024} KB in {IMAGES.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
