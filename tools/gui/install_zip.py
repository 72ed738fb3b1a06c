"""A new user's first minutes in the real window: the zip installed by QGIS's own installer, the chain on the sample.

    NEW_PROFILE=1 tools/gui/shots.sh out/zip tools/gui/install_zip.py                     after `make package`
    NEW_PROFILE=1 WITHOUT_RUNTIME=1 tools/gui/shots.sh out/zip_bare tools/gui/install_zip.py

Writes session.log beside the screenshots. Without a runtime the network must refuse in one sentence that names the
set-up; with one it must run.
"""

import importlib.util
import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(os.environ["LMA_ROOT"]) / "tools" / "gui"))

from driver import OUT, ROOT, drive, note, shot, window
from qgis import utils
from qgis.core import Qgis, QgsApplication, QgsProcessingException, QgsProject
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QApplication, QDockWidget
from qgis.utils import iface

NAME = "lma_qgis"
RUNTIME = importlib.util.find_spec("onnxruntime") is not None
state = {}


def installed():
    """Return the plugin's folder in the profile."""
    return Path(QgsApplication.qgisSettingsDirPath()) / "python" / "plugins" / NAME


def provider():
    """Return the plugin's provider, None while it is not installed."""
    return QgsApplication.processingRegistry().providerById("lma")


def start():
    """Check that the profile knows nothing of the plugin."""
    window()
    if provider() is not None or installed().exists():
        raise RuntimeError("the plugin is there before it is installed")
    note(f"QGIS {Qgis.QGIS_VERSION}, onnxruntime {'found' if RUNTIME else 'not found'}")


def install():
    """Do what the button of the tab “Install from ZIP” does."""
    import pyplugin_installer

    archive = max((ROOT / "dist").glob(f"{NAME}-*.zip"), key=lambda path: path.stat().st_mtime)
    began = time.perf_counter()
    pyplugin_installer.instance().installFromZipFile(str(archive))
    if NAME not in utils.active_plugins or provider() is None:
        raise RuntimeError(f"{archive.name} is not active after the installation")
    note(f"{archive.name}, {archive.stat().st_size} bytes, installed in {time.perf_counter() - began:.1f} s: "
         f"{len(provider().algorithms())} algorithms")


def manager():
    """Show the plugin manager on the list of what is installed."""
    QTimer.singleShot(2500, manager_shot)
    iface.pluginManagerInterface().showPluginManager(1)


def manager_shot():
    """Take the picture and close the dialog, which is modal."""
    shot("manager")
    QApplication.activeModalWidget().close()


def chain():
    """Import the sample that came in the zip and run the chain on it."""
    import processing

    sample = installed() / "resources" / "sample" / "tracks.csv.gz"
    began = time.perf_counter()
    tracks = processing.run("lma:importtracks", {"INPUT": [str(sample)], "OUTPUT": str(OUT / "tracks.gpkg")})
    model = QgsApplication.processingRegistry().createAlgorithmById("lma:trackstopicks")
    files = {
        definition.name(): str(OUT / f"{definition.description().lower()}.{definition.defaultFileExtension()}")
        for definition in model.destinationParameterDefinitions()
    }
    survey = {"INPUT": tracks["OUTPUT"], "FIELD": "mag_res_nt", "TRACK_FIELD": "line_id", "CELL_SIZE": 2000}
    survey["MODEL"] = "auto" if RUNTIME else "ridge"
    processing.runAndLoadResults("lma:trackstopicks", {**survey, **files})
    # Older releases name a layer after its file, newer ones after the output.
    layers = {layer.name().lower(): layer for layer in QgsProject.instance().mapLayers().values()}
    picks, enhanced = layers["picks"], layers["enhanced"]
    note(f"import and tracks to picks in {time.perf_counter() - began:.1f} s: {picks.featureCount()} picks; "
         f"layers {', '.join(sorted(layers))}")
    if not picks.featureCount():
        raise RuntimeError("the chain drew no picks on the sample")
    iface.mapCanvas().setDestinationCrs(enhanced.crs())
    iface.mapCanvas().setExtent(enhanced.extent())
    state.update(INPUT=enhanced.source(), EVIDENCE=layers["evidence"].source())


def toolbox():
    """Show the plugin's group in the Toolbox beside the result."""
    dock = iface.mainWindow().findChild(QDockWidget, "ProcessingToolbox")
    dock.show()
    dock.raise_()
    dock.searchBox.setText("lma:")
    iface.mapCanvas().refresh()


def result_shot():
    """Take the picture of the result."""
    shot("result")


def networks():
    """Score with the shipped networks: they run, or say what to set up."""
    from lma_qgis.inference import models

    names = models.shipped()
    if not names:
        raise RuntimeError("the zip holds no network")
    for name in names:
        network(name)


def network(name):
    """Score with one network."""
    import processing

    work = {**state, "MODEL": name, "OUTPUT": str(OUT / f"{name}.tif")}
    began = time.perf_counter()
    try:
        done = processing.run("lma:predictlineations", work)
    except QgsProcessingException as error:
        note(f"{name} refuses: {error}")
        if RUNTIME or "Set up inference runtime" not in str(error):
            raise
        return
    if not RUNTIME:
        raise RuntimeError(f"{name} ran without a runtime")
    note(f"{done['MODEL_USED']} on {done['DEVICE_USED']} in {time.perf_counter() - began:.1f} s, {done['TILES']} tiles")


def again():
    """Reload, as after an update, then uninstall."""
    if not utils.reloadPlugin(NAME) or provider() is None:
        raise RuntimeError("the plugin does not survive a reload")
    if not utils.unloadPlugin(NAME) or provider() is not None:
        raise RuntimeError("the provider stays after the plugin is switched off")
    note("reloaded and switched off without a trace")


STEPS = [
    (start, 1500), (install, 1500), (manager, 3500), (chain, 3500), (toolbox, 3000), (result_shot, 300),
    (networks, 500), (again, 1500),
]

OUT.mkdir(parents=True, exist_ok=True)
QTimer.singleShot(2000, lambda: drive(STEPS))
