"""Times of the review dock and of the chron assignment: ``.venv/bin/python tools/bench/review.py`` prints a table.

Medians of repeated runs on one core, offscreen, painting included.
"""

import statistics
import sys
import time
from pathlib import Path
from unittest import mock

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

from headless import headless

TRACK_POINTS = 100_000


def median_ms(function, repeats=15):
    """Return the median and the largest time of a call, milliseconds."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        function()
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times), max(times)


def survey(count):
    """Return a point layer of north-south tracks 1 km apart."""
    import numpy as np
    from qgis.core import QgsFeature, QgsGeometry, QgsPointXY, QgsVectorLayer

    layer = QgsVectorLayer("Point?crs=EPSG:32616&field=line_id:string&field=mag_res_nt:double", "tracks", "memory")
    per_track = 1000
    features = []
    for number in range(count):
        track, step = divmod(number, per_track)
        feature = QgsFeature(layer.fields())
        feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(500_000 + 1000 * track, 100_000 + 400 * step)))
        feature.setAttributes([f"L{track}", float(200 * np.cos(step / 8))])
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    layer.updateExtents()
    return layer


def window():
    """Return a stand-in for the QGIS window."""
    from qgis.gui import QgsMapCanvas, QgsMessageBar
    from qgis.PyQt.QtWidgets import QMainWindow

    main = QMainWindow()
    iface = mock.Mock()
    iface.mainWindow.return_value = main
    canvas, bar = QgsMapCanvas(main), QgsMessageBar(main)
    iface.mapCanvas.return_value, iface.messageBar.return_value = canvas, bar
    return iface


def dock_times():
    """Yield (what, median, largest) of the dock with 5000 picks and 100 000 observations."""
    from qgis.core import QgsProject
    from qgis.PyQt.QtCore import Qt

    from lma_qgis.gui.review import create_review_dock
    from tests.gui.review.layers import pick_layer

    QgsProject.instance().addMapLayers([pick_layer(5000, spacing=4000.0, columns=25), survey(TRACK_POINTS)])
    iface = window()
    dock = create_review_dock(iface)
    iface.mainWindow().addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
    iface.mainWindow().resize(1200, 900)
    iface.mainWindow().show()
    start = time.perf_counter()
    dock.refresh()
    dock.panel.grab()
    first = 1000 * (time.perf_counter() - start)
    yield f"first profile, {TRACK_POINTS} observations read", first, first

    def step():
        dock.session.go_next()
        dock.refresh()
        dock.panel.grab()

    for order in ("score", "evidence", "strike"):
        dock.session.set_order(order)
        yield f"next of 5000 picks by {order}, profile and model drawn", *median_ms(step)

    def accept():
        dock.session.accept()
        dock.refresh()
        dock.panel.grab()

    yield "accept and next", *median_ms(accept)
    values = iter(range(100, 900, 10))

    def slide():
        dock.model.rate.slider.setValue(next(values))
        dock.panel.grab()

    yield "half-rate slider, model redrawn", *median_ms(slide, 40)
    yield "fit of rate, asymmetry and axis", *median_ms(dock.fit_model, 3)
    dock.session.layer.rollBack()
    dock.session.set_layer(None)


def assignment_times(run):
    """Yield (what, median, largest) of lma:assignchrons."""
    from tests.gui.review.layers import pick_layer

    picks, references = pick_layer(1000, spacing=2000.0), pick_layer(200, spacing=9000.0)
    index = references.fields().lookupField("chron")
    references.dataProvider().changeAttributeValues(
        {feature.id(): {index: f"C{number % 33 + 1}n"} for number, feature in enumerate(references.getFeatures())}
    )
    yield "assign chrons, 1000 picks, 200 lines of 33 chrons", *median_ms(
        lambda: run("lma:assignchrons", INPUT=picks, ISOCHRONS=references, OUTPUT="memory:"), 3
    )


def main():
    """Print the table."""
    with headless() as run:
        print("| what | median ms | largest ms |\n|---|---|---|")
        for times in (dock_times(), assignment_times(run)):
            for what, middle, largest in times:
                print(f"| {what} | {middle:.0f} | {largest:.0f} |")


if __name__ == "__main__":
    main()
