"""Write resources/styles/picks.qml: symbols, labels and edit form of line picks.

Run with the Python of QGIS, the oldest supported release, so that every later one reads the file:

    QT_QPA_PLATFORM=offscreen QT_HASH_SEED=0 python tools/make_pick_style.py
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from qgis.core import (
    QgsApplication,
    QgsAttributeEditorContainer,
    QgsAttributeEditorField,
    QgsDefaultValue,
    QgsEditFormConfig,
    QgsEditorWidgetSetup,
    QgsFieldConstraints,
    QgsLineSymbol,
    QgsMapLayer,
    QgsPalLayerSettings,
    QgsProperty,
    QgsReadWriteContext,
    QgsRuleBasedRenderer,
    QgsSimpleLineSymbolLayer,
    QgsSymbolLayer,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsUnitTypes,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtXml import QDomDocument

from lma_qgis.core.picks import weak

# A pick that only predicted data speak for: hidden until its rule is switched on. What core/picks/weak.py says.
FEW = f'coalesce("n_crossings", {weak.MANY_CROSSINGS}) < {weak.MANY_CROSSINGS}'
WEAK = (
    "\"status\" = 'predicted' AND ("
    f'coalesce("support", 1) < {weak.LOW_SUPPORT}'
    f' OR coalesce("n_crossings", {weak.FEW_CROSSINGS}) < {weak.FEW_CROSSINGS}'
    f' OR ({FEW} AND coalesce("track_angle_deg", 90) < {weak.PARALLEL_DEG})'
    f' OR coalesce("evidence", {weak.NO_EVIDENCE}) < coalesce(to_real(@lma_evidence_floor), {weak.NO_FLOOR})'
    f' + if({FEW}, {weak.EVIDENCE_MARGIN}, 0))'
)
COLOURS = {
    ("predicted", "crest"): "#c8102e",
    ("predicted", "trough"): "#2b6cb0",
    ("accepted", "crest"): "#7d0a1d",
    ("accepted", "trough"): "#173f6b",
    ("edited", "crest"): "#e07b00",
    ("edited", "trough"): "#6b46c1",
}
WIDTH = 'scale_linear(coalesce("score", 0.6), 0.2, 1, 0.5, 1.2)'
DASHES = "if(coalesce(\"support\", 1) < 0.6, 'dash', 'solid')"
# Lengths and azimuths on the ground, whatever the projection and the settings of the project: the run
# stores the scale and the direction of true north as cubics in the layer variables (geo/ground.py).
TERMS = ("1", "@u", "@v", "@u*@u", "@u*@v", "@v*@v", "@u*@u*@u", "@u*@u*@v", "@u*@v*@v", "@v*@v*@v")


def cubic(variable, otherwise):
    """Return an expression for a cubic in the middle of the line's chord."""
    value = "to_real(array_get(@n, {}))".format
    total = " + ".join(f"{value(3 + number)}*{term}" for number, term in enumerate(TERMS))
    middle = "({axis}(start_point($geometry)) + {axis}(end_point($geometry))) / 2"
    return (
        f"coalesce(with_variable('n', string_to_array(@{variable}), "
        f"with_variable('u', ({middle.format(axis='x')} - {value(0)}) / {value(2)}, "
        f"with_variable('v', ({middle.format(axis='y')} - {value(1)}) / {value(2)}, {total}))), {otherwise})"
    )


LENGTH = f"round(length($geometry) / {cubic('lma_scale', 1)} / 1000, 3)"
CHORD = "degrees(azimuth(start_point($geometry), end_point($geometry)))"
AZIMUTH = f"round({CHORD} - {cubic('lma_north', 0)} + 720, 2) % 180"
TEXTS = {
    "status": {"Predicted": "predicted", "Accepted": "accepted", "Edited": "edited", "Rejected": "rejected"},
    "kind": {"Crest": "crest", "Trough": "trough"},
    "chron_end": {"Young": "y", "Centre": "c", "Old": "o"},
    "quality": {"1 clear": "1", "2 usable": "2", "3 inferred": "3"},
}
ALIASES = {
    "pick_id": "Pick", "kind": "Kind", "score": "Score", "score_min": "Lowest score", "support": "Support",
    "support_min": "Lowest support", "evidence": "Evidence", "evidence_min": "Lowest evidence",
    "n_cruises": "Cruises", "n_crossings": "Crossing tracks", "track_angle_deg": "Angle to tracks (°)",
    "length_km": "Length (km)", "azimuth_deg": "Azimuth (°, true)", "amplitude_nt": "Amplitude (nT)",
    "position_sd_km": "Spread of position (km)", "chron": "Chron", "chron_end": "End",
    "chron_source": "Source of the chron", "timescale": "Time scale", "quality": "Quality", "status": "Status",
    "model": "Model", "run_id": "Run", "edited_by": "Edited by", "edited_at": "Edited at",
    "reference": "Reference", "comment": "Comment",
}
DECISION = ("status", "kind", "quality", "chron", "chron_end", "chron_source", "timescale", "reference", "comment")
REASONS = ("score", "support", "evidence", "n_crossings", "length_km", "amplitude_nt")
MEASURED = (
    "score_min", "support_min", "evidence_min", "n_cruises", "track_angle_deg", "azimuth_deg", "position_sd_km",
)
ORIGIN = ("pick_id", "model", "run_id", "edited_by", "edited_at")


def line_symbol(colour, width=0.6):
    """Return a line on a white casing; its width follows the score, its dashes the support."""
    symbol = QgsLineSymbol.createSimple({"line_color": colour, "line_width": str(width), "capstyle": "round"})
    line = symbol.symbolLayer(0)
    line.setDataDefinedProperty(QgsSymbolLayer.Property.PropertyStrokeWidth, QgsProperty.fromExpression(WIDTH))
    line.setDataDefinedProperty(QgsSymbolLayer.Property.PropertyStrokeStyle, QgsProperty.fromExpression(DASHES))
    casing = QgsSimpleLineSymbolLayer(QColor(255, 255, 255, 235))
    casing.setPenCapStyle(Qt.PenCapStyle.RoundCap)
    casing.setDataDefinedProperty(
        QgsSymbolLayer.Property.PropertyStrokeWidth, QgsProperty.fromExpression(f"{WIDTH} + 0.9")
    )
    symbol.insertSymbolLayer(0, casing)
    return symbol


def renderer():
    """Return the rules: by status and kind, rejected ones faint, weak ones switched off."""
    root = QgsRuleBasedRenderer.Rule(None)
    root.setRuleKey("picks")
    for (status, kind), colour in COLOURS.items():
        expression = f"\"status\" = '{status}' AND \"kind\" = '{kind}'"
        if status == "predicted":
            expression += f" AND NOT ({WEAK})"
        root.appendChild(rule(line_symbol(colour), f"{status.capitalize()} {kind}", expression))
    grey = QgsLineSymbol.createSimple({"line_color": "#9a9a9a", "line_width": "0.3", "line_style": "dot"})
    root.appendChild(rule(grey, "Rejected", "\"status\" = 'rejected'"))
    weak = QgsLineSymbol.createSimple({"line_color": "#c9a227", "line_width": "0.4", "line_style": "dash"})
    hidden = rule(weak, "Weak, hidden by default", WEAK)
    hidden.setActive(False)
    root.appendChild(hidden)
    others = QgsLineSymbol.createSimple({"line_color": "#555555", "line_width": "0.5"})
    root.appendChild(rule(others, "Other", "ELSE"))
    return QgsRuleBasedRenderer(root)


def rule(symbol, label, expression):
    """Return one rule of the renderer."""
    made = QgsRuleBasedRenderer.Rule(symbol, 0, 0, expression, label)
    made.setRuleKey("".join(letter for letter in label.lower() if letter.isalpha())[:24])
    return made


def labeling():
    """Return labels along the lines that have a chron."""
    text, halo = QgsTextFormat(), QgsTextBufferSettings()
    halo.setEnabled(True)
    halo.setSize(0.8)
    text.setBuffer(halo)
    text.setSize(8)
    text.setColor(QColor("#222222"))
    settings = QgsPalLayerSettings()
    settings.setFormat(text)
    settings.isExpression = True
    settings.fieldName = "\"chron\" || coalesce(\"chron_end\", '')"
    settings.placement = QgsPalLayerSettings.Placement.Curved
    settings.dist, settings.distUnits = 0.5, QgsUnitTypes.RenderUnit.RenderMillimeters
    return QgsVectorLayerSimpleLabeling(settings)


def set_fields(layer):
    """Set aliases, widgets, defaults and constraints."""
    index = layer.fields().lookupField
    for name, alias in ALIASES.items():
        layer.setFieldAlias(index(name), alias)
    for name, values in TEXTS.items():
        options = {"map": [{label: value} for label, value in values.items()]}
        layer.setEditorWidgetSetup(index(name), QgsEditorWidgetSetup("ValueMap", options))
    for name in ("n_crossings", "n_cruises"):
        layer.setEditorWidgetSetup(index(name), QgsEditorWidgetSetup("TextEdit", {}))
    layer.setEditorWidgetSetup(
        index("edited_at"),
        QgsEditorWidgetSetup(
            "DateTime",
            {"display_format": "yyyy-MM-dd HH:mm", "field_format": "yyyy-MM-dd HH:mm:ss", "allow_null": True},
        ),
    )
    on_change = True
    # Whatever a person changes on a predicted pick makes it an edited one, which later runs keep.
    touched = "if(coalesce(\"status\", 'predicted') = 'predicted', 'edited', \"status\")"
    for name, expression, again in (
        ("status", touched, on_change),
        ("kind", "'crest'", False),
        ("pick_id", "substr(replace(uuid(), '-', ''), 2, 8) || '-' || substr(replace(uuid(), '-', ''), 2, 8)", False),
        ("quality", "2", False),
        ("length_km", LENGTH, on_change),
        ("azimuth_deg", AZIMUTH, on_change),
        ("edited_by", "@user_account_name", on_change),
        ("edited_at", "now()", on_change),
    ):
        layer.setDefaultValueDefinition(index(name), QgsDefaultValue(expression, again))
    set_constraints(layer, index)


def set_constraints(layer, index):
    """Set what a pick must satisfy before it can be saved."""
    hard = QgsFieldConstraints.ConstraintStrength.ConstraintStrengthHard
    soft = QgsFieldConstraints.ConstraintStrength.ConstraintStrengthSoft
    kinds = QgsFieldConstraints.Constraint
    for name in ("status", "kind", "pick_id"):
        layer.setFieldConstraint(index(name), kinds.ConstraintNotNull, hard)
    # Unique: QGIS then gives the second half of a split line a name of its own.
    layer.setFieldConstraint(index("pick_id"), kinds.ConstraintUnique, hard)
    for name, expression, text, strength in (
        ("status", "\"status\" IN ('predicted','accepted','edited','rejected')", "One of the four states", hard),
        ("kind", "\"kind\" IN ('crest','trough')", "Crest or trough", hard),
        ("quality", '"quality" IS NULL OR "quality" IN (1, 2, 3)', "1, 2 or 3", hard),
        (
            "chron",
            "\"chron\" IS NULL OR regexp_match(\"chron\", '^(C|M|CM)[0-9]+[A-Z]*[nr]?([.][0-9]+[nr])?') > 0",
            "A chron such as C5n.2n or M10r",
            soft,
        ),
    ):
        layer.setConstraintExpression(index(name), expression, text)
        layer.setFieldConstraint(index(name), kinds.ConstraintExpression, strength)


def set_form(layer):
    """Lay out the edit form: what a person decides beside the reasons, the rest read-only behind it."""
    form = layer.editFormConfig()
    form.clearTabs()
    form.setLayout(QgsEditFormConfig.EditorLayout.TabLayout)
    lookup = layer.fields().lookupField
    for title, groups in (
        ("Pick", (("Decision", DECISION), ("What speaks for it", REASONS))),
        ("More", (("Measured", MEASURED), ("Origin", ORIGIN))),
    ):
        tab = QgsAttributeEditorContainer(title, form.invisibleRootContainer())
        tab.setIsGroupBox(False)
        for heading, names in groups:
            group = QgsAttributeEditorContainer(heading, tab)
            group.setIsGroupBox(True)
            for name in names:
                group.addChildElement(QgsAttributeEditorField(name, lookup(name), group))
            tab.addChildElement(group)
        form.addTab(tab)
    for name in (*REASONS, *MEASURED, *ORIGIN):
        form.setReadOnly(layer.fields().lookupField(name), True)
    layer.setEditFormConfig(form)
    layer.setDisplayExpression("coalesce(\"chron\", \"kind\") || ' ' || \"pick_id\"")


def main():
    """Write the style."""
    from lma_qgis.algorithms.pick_table import pick_fields

    application = QgsApplication([], False)
    application.initQgis()
    layer = QgsVectorLayer("LineString?crs=EPSG:32616", "picks", "memory")
    layer.dataProvider().addAttributes(list(pick_fields()))
    layer.updateFields()
    layer.setRenderer(renderer())
    layer.setLabeling(labeling())
    layer.setLabelsEnabled(True)
    set_fields(layer)
    set_form(layer)
    wanted = QgsMapLayer.StyleCategory
    document = QDomDocument("qgis")
    layer.exportNamedStyle(
        document,
        QgsReadWriteContext(),
        QgsMapLayer.StyleCategories(
            wanted.Symbology | wanted.Labeling | wanted.Fields | wanted.Forms | wanted.AttributeTable
            | wanted.CustomProperties
        ),
    )
    target = ROOT / "resources" / "styles" / "picks.qml"
    target.write_text(document.toString(1), encoding="utf-8")
    del layer
    application.exitQgis()


if __name__ == "__main__":
    main()
