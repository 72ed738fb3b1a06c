"""A QGIS without a window for the scripts of this folder: Processing, our provider, timed steps."""

import os
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROCESSING = ("/usr/share/qgis/python/plugins", os.environ.get("QGIS_PROCESSING_PATH", ""))


@contextmanager
def headless(plugins=ROOT):
    """Start QGIS with the provider of the plugin below ``plugins``; yield ``run``.

    Parameters
    ----------
    plugins : pathlib.Path
        Folder that holds ``lma_qgis``: a checkout or ``build/plugins``.

    Yields
    ------
    callable
        ``run(algorithm_id, on_info=None, **parameters)`` returns the results; it raises
        QgsProcessingException with one sentence on failure.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    profile = tempfile.TemporaryDirectory(prefix="lma-profile-")
    os.environ["QGIS_CUSTOM_CONFIG_PATH"] = profile.name
    os.environ.setdefault("XDG_RUNTIME_DIR", profile.name)
    sys.path[:0] = [str(plugins)]
    sys.path.extend(folder for folder in PROCESSING if folder and Path(folder).is_dir())
    from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingFeedback, QgsProject

    app = QgsApplication([], True)
    app.initQgis()
    import processing
    from processing.core.Processing import Processing

    from lma_qgis.algorithms.provider import LmaProvider

    Processing.initialize()
    provider = LmaProvider()
    QgsApplication.processingRegistry().addProvider(provider)

    class Feedback(QgsProcessingFeedback):
        def __init__(self, on_info):
            super().__init__(False)
            self.on_info = on_info

        def pushInfo(self, text):
            if self.on_info:
                self.on_info(text)

        def setProgressText(self, text):
            self.pushInfo(text)

        def pushWarning(self, text):
            print(f"  note: {text}")

        def reportError(self, text, fatalError=False):
            print(f"  error: {text}", file=sys.stderr)

    def run(algorithm_id, on_info=None, **parameters):
        context = QgsProcessingContext()
        context.setProject(QgsProject.instance())
        # Only then does a model say which child it runs and how long each took.
        context.setLogLevel(QgsProcessingContext.LogLevel.Verbose)
        return processing.run(algorithm_id, parameters, feedback=Feedback(on_info), context=context)

    try:
        yield run
    finally:
        app.exitQgis()
        profile.cleanup()


class Stopwatch:
    """Collects the wall seconds of named steps."""

    def __init__(self):
        self.seconds = {}

    @contextmanager
    def step(self, name):
        """Time one step."""
        start = time.perf_counter()
        yield
        self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - start
