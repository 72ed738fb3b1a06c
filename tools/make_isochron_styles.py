"""Write the styles of isochrons, lineations, published picks, the seafloor fabric and comparisons to resources/styles.

Run with the Python of QGIS, the oldest supported release, so that every later one reads the files:

    QT_QPA_PLATFORM=offscreen QT_HASH_SEED=0 python tools/make_isochron_styles.py
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from qgis.core import (
    QgsApplication,
    QgsCategorizedSymbolRenderer,
    QgsGraduatedSymbolRenderer,
    QgsLineSymbol,
    QgsMapLayer,
    QgsMarkerSymbol,
    QgsPalLayerSettings,
    QgsReadWriteContext,
    QgsRendererCategory,
    QgsRendererRange,
    QgsRuleBasedRenderer,
    QgsSimpleLineSymbolLayer,
    QgsSingleSymbolRenderer,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsUnitTypes,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtXml import QDomDocument

# Upper age (Ma) and colour: viridis, young crust yellow. Red and blue belong to crests and troughs.
AGES = (
    (2.6, "#fde725"), (5.3, "#dde318"), (11, "#b5de2b"), (20, "#86d549"), (33, "#5ac864"), (47, "#35b779"),
    (56, "#20a386"), (68, "#238a8d"), (84, "#2d708e"), (121, "#39568c"), (140, "#453781"), (160, "#481f70"),
    (400, "#440154"),
)
AGE_FIELDS = ("age_ma", "FROMAGE", "fromage", "GeeK2007", "age", "AGE")
CHRON_FIELDS = ("chron", "NChron", "anomaly")
END_FIELDS = ("chron_end", "anomaly_end", "AnomalyEnd", "anomaly_en")
FABRIC = (
    ("FZ", "Fracture zone", "#3d3d3d", "0.45", "solid"),
    ("FZLC", "Fracture zone, less certain", "#3d3d3d", "0.35", "dash"),
    ("DZ", "Discordant zone", "#8a6d3b", "0.45", "solid"),
    ("VANOM", "V-shaped anomaly", "#7c3aed", "0.45", "solid"),
    ("UNCV", "V-shaped anomaly, unclassified", "#7c3aed", "0.35", "dash"),
    ("PR", "Propagating ridge", "#b45309", "0.55", "solid"),
    ("ER", "Extinct ridge", "#0f766e", "0.6", "dash dot"),
)
# Shares of a compared pick that lie along the reference.
MATCHES = (
    ("at least half lies along the reference", '"match_share" >= 0.5', "#2b6cb0"),
    ("less than half", '"match_share" < 0.5', "#d97706"),
    ("not scored", '"match_share" IS NULL', "#9aa5b1"),
)
MISSED = "#7c3aed"


def first_of(names):
    """Return an expression for the first of some fields that a layer has; no error where none exists."""
    return "coalesce(" + ", ".join(f"attribute($currentfeature, '{name}')" for name in names) + ")"


def age_of_anomaly():
    """Return an expression for the age of old anomaly numbers, from the shipped time scale."""
    from lma_qgis.core.picks.chron_names import chron_age, parse_chron
    from lma_qgis.geo import timescales

    scale = timescales.load("gee_kent_2007")
    letters = ("", "A", "B", "C", "D", "E", "AA", "N", "R")
    labels = [f"{m}{n}{letter}" for m, top in (("", 34), ("M", 38)) for n in range(top + 1) for letter in letters]
    pairs = []
    for label in labels:
        age = chron_age(*parse_chron(label), scale.names, scale.young_ma, scale.old_ma)
        if age == age:
            pairs.append(f"'{label}',{age:.2f}")
    return f"map_get(map({','.join(pairs)}), regexp_replace({first_of(('anomaly',))}, '[ ?*]', ''))"


def by_age(make_symbol, age):
    """Return a renderer with one colour per span of ages."""
    ranges, low = [], 0.0
    for high, colour in AGES:
        label = f"{low:g} - {high:g} Ma" if high < 400 else f"older than {low:g} Ma"
        ranges.append(QgsRendererRange(low, high, make_symbol(colour), label))
        low = high
    return QgsGraduatedSymbolRenderer(age, ranges)


def line(colour, width="0.5", style="solid"):
    """Return a line with a dark casing, which sets references apart from picks and from any raster."""
    ends = {"capstyle": "round", "joinstyle": "round"}
    symbol = QgsLineSymbol.createSimple({"line_color": "#262626", "line_width": f"{float(width) + 0.35:.2f}", **ends})
    symbol.appendSymbolLayer(
        QgsSimpleLineSymbolLayer.create({"line_color": colour, "line_width": width, "line_style": style, **ends})
    )
    return symbol


def plain(colour, width, style):
    """Return a line without casing."""
    return QgsLineSymbol.createSimple({"line_color": colour, "line_width": width, "line_style": style})


def marker(colour):
    """Return a small circle with a thin dark rim."""
    return QgsMarkerSymbol.createSimple(
        {"name": "circle", "color": colour, "size": "1.9", "outline_color": "#262626", "outline_width": "0.25"}
    )


def labels(expression, smallest_scale, along):
    """Return haloed labels that appear below a scale."""
    text, halo = QgsTextFormat(), QgsTextBufferSettings()
    halo.setEnabled(True)
    halo.setSize(0.8)
    text.setBuffer(halo)
    text.setSize(7.5)
    text.setColor(QColor("#333333"))
    settings = QgsPalLayerSettings()
    settings.setFormat(text)
    settings.isExpression = True
    settings.fieldName = expression
    placement = QgsPalLayerSettings.Placement
    settings.placement = placement.Curved if along else placement.OrderedPositionsAroundPoint
    settings.dist, settings.distUnits = 0.6, QgsUnitTypes.RenderUnit.RenderMillimeters
    settings.scaleVisibility = True
    settings.minimumScale = smallest_scale
    return QgsVectorLayerSimpleLabeling(settings)


def by_match():
    """Return a renderer of compared picks: how much of each has a counterpart."""
    root = QgsRuleBasedRenderer.Rule(None)
    for text, rule, colour in MATCHES:
        root.appendChild(QgsRuleBasedRenderer.Rule(line(colour), 0, 0, rule, text))
    return QgsRuleBasedRenderer(root)


def write(name, geometry, renderer, labeling=None):
    """Write one style file."""
    layer = QgsVectorLayer(f"{geometry}?crs=EPSG:4326", name, "memory")
    layer.setRenderer(renderer)
    layer.setLabeling(labeling)
    layer.setLabelsEnabled(labeling is not None)
    document = QDomDocument("qgis")
    wanted = QgsMapLayer.StyleCategory
    layer.exportNamedStyle(
        document, QgsReadWriteContext(), QgsMapLayer.StyleCategories(wanted.Symbology | wanted.Labeling)
    )
    (ROOT / "resources" / "styles" / f"{name}.qml").write_text(document.toString(1), encoding="utf-8")


def main():
    """Write all styles."""
    application = QgsApplication([], False)
    application.initQgis()
    age = f"to_real({first_of(AGE_FIELDS)})"
    write(
        "isochrons", "LineString", by_age(line, age), labels(f"format_number({age}, 1) || ' Ma'", 12_000_000, True)
    )
    number = age_of_anomaly()
    write("lineations", "LineString", by_age(line, number), labels(first_of(("anomaly",)), 8_000_000, True))
    chron = f"{first_of(CHRON_FIELDS)} || coalesce({first_of(END_FIELDS)}, '')"
    write("magnetic_picks", "Point", by_age(marker, age), labels(chron, 2_500_000, False))
    categories = [QgsRendererCategory(code, plain(*rest), text) for code, text, *rest in FABRIC]
    write(
        "seafloor_fabric", "LineString", QgsCategorizedSymbolRenderer("code", categories),
        labels("\"label\"", 5_000_000, True),
    )
    write("compared", "LineString", by_match())
    write("unmatched_lines", "LineString", QgsSingleSymbolRenderer(plain(MISSED, "0.8", "dot")))
    write("unmatched_points", "Point", QgsSingleSymbolRenderer(marker(MISSED)))
    application.exitQgis()


if __name__ == "__main__":
    main()
