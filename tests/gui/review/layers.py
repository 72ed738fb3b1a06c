"""Layers for the tests of the review."""

import numpy as np
from qgis.core import QgsFeature, QgsGeometry, QgsVectorLayer

from lma_qgis.algorithms.pick_table import pick_feature, pick_fields


def pick_layer(count=6, crs="EPSG:32616", spacing=10_000.0, name="picks", scale=1.0, columns=1):
    """Return east-west picks in columns 45 km apart: scores rise to the north, every third is weak."""
    layer = QgsVectorLayer(f"LineString?crs={crs}", name, "memory")
    fields = pick_fields()
    layer.dataProvider().addAttributes(fields.toList())
    layer.updateFields()
    features = []
    for row in range(count):
        x = scale * (np.linspace(500_000, 540_000, 5) + 45_000 * (row % columns))
        y = np.full(5, scale * (100_000 + row // columns * spacing))
        features.append(pick_feature(fields, np.column_stack((x, y)), {
            "pick_id": f"p{row}", "kind": "crest" if row % 2 else "trough", "score": 0.3 + 0.6 * row / count,
            "evidence": 0.9 - 0.1 * (row % 7), "support": 0.2 if row % 3 == 2 else 0.8, "n_crossings": 3,
            "length_km": 40.0, "azimuth_deg": 90.0, "status": "predicted",
        }))
    assert layer.dataProvider().addFeatures(features)[0]
    layer.updateExtents()
    return layer


def track_layer(crs="EPSG:32616"):
    """Return north-south tracks 12 km apart over the picks, with a wave of 20 km as anomaly."""
    layer = QgsVectorLayer(
        f"Point?crs={crs}&field=line_id:string&field=mag_res_nt:double&field=utc:datetime&field=use:integer",
        "tracks", "memory",
    )
    features = []
    for track in range(4):
        for y in np.arange(60_000.0, 220_000.0, 500.0):
            feature = QgsFeature(layer.fields())
            feature.setGeometry(QgsGeometry.fromWkt(f"Point ({502_000 + 12_000 * track} {y})"))
            feature["line_id"] = f"L{track}"
            feature["mag_res_nt"] = float(200 * np.cos(2 * np.pi * (y - 100_000) / 20_000))
            feature["use"] = 1
            features.append(feature)
    layer.dataProvider().addFeatures(features)
    layer.updateExtents()
    return layer
