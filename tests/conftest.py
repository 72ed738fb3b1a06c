"""A headless QGIS with a profile of its own: nobody's settings change the tests, and vice versa."""

import atexit
import gc
import os
import shutil
import sys
import tempfile
from pathlib import Path

_SCRATCH = tempfile.mkdtemp(prefix="lma-test-")
atexit.register(shutil.rmtree, _SCRATCH, ignore_errors=True)
# All of this must be set before qgis or PyQt is imported.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_HASH_SEED", "0")
os.environ["QGIS_CUSTOM_CONFIG_PATH"] = str(Path(_SCRATCH) / "profile")
os.environ.setdefault("XDG_RUNTIME_DIR", _SCRATCH)

import pytest
from hypothesis import HealthCheck, settings

# The same examples on every machine; HYPOTHESIS_PROFILE=default searches anew.
settings.register_profile("suite", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))

for _folder in ("/usr/share/qgis/python/plugins", os.environ.get("QGIS_PROCESSING_PATH", "")):
    if _folder and Path(_folder).is_dir():
        sys.path.append(_folder)


@pytest.fixture(scope="session")
def qgis_app():
    """Start QGIS once, with widgets (offscreen)."""
    from qgis.core import QgsApplication

    QgsApplication.setOrganizationName("lma-tests")
    QgsApplication.setApplicationName("lma-tests")
    app = QgsApplication([], True)
    app.initQgis()
    yield app
    # exitQgis deletes the registries; Python objects that still point into them would crash.
    gc.collect()
    app.exitQgis()


@pytest.fixture(scope="session")
def processing_run(qgis_app):
    """Return ``processing.run`` with the native algorithms loaded."""
    import processing
    from processing.core.Processing import Processing

    Processing.initialize()
    return processing.run


@pytest.fixture(scope="session")
def provider(processing_run):
    """Register the provider; the reference keeps its Python side alive."""
    from qgis.core import QgsApplication

    from lma_qgis.algorithms.provider import LmaProvider

    registered = LmaProvider()
    assert QgsApplication.processingRegistry().addProvider(registered)
    yield registered
    QgsApplication.processingRegistry().removeProvider(registered)


@pytest.fixture(autouse=True)
def _clean_project(request):
    yield
    if "qgis_app" in request.fixturenames:
        from qgis.core import QgsProject

        QgsProject.instance().clear()


@pytest.fixture
def recorder(qgis_app):
    """Return a factory of feedbacks that record everything and can cancel at a percentage."""
    from qgis.core import QgsProcessingFeedback

    class Recorder(QgsProcessingFeedback):
        def __init__(self, cancel_at=None):
            super().__init__(False)
            self.errors, self.infos, self.warnings, self.progress_values = [], [], [], []
            self.cancel_at = cancel_at
            self.progressChanged.connect(self._on_progress)

        def _on_progress(self, value):
            self.progress_values.append(value)
            if self.cancel_at is not None and value >= self.cancel_at:
                self.cancel()

        def reportError(self, error, fatalError=False):
            self.errors.append(error)

        def pushWarning(self, warning):
            self.warnings.append(warning)

        def pushInfo(self, info):
            self.infos.append(info)

    return Recorder


@pytest.fixture
def run_algorithm(provider, recorder):
    """Return ``run(id, parameters, cancel_at=None) -> (results, ok, feedback)``, as the Toolbox runs it."""
    from qgis.core import QgsApplication, QgsProcessingContext, QgsProject

    def run(algorithm_id, parameters, cancel_at=None):
        algorithm = QgsApplication.processingRegistry().createAlgorithmById(algorithm_id)
        context = QgsProcessingContext()
        context.setProject(QgsProject.instance())
        feedback = recorder(cancel_at)
        results, ok = algorithm.run(parameters, context, feedback)
        return results, ok, feedback

    return run


@pytest.fixture
def run_in_model(provider, recorder):
    """Return ``run(id, parameters, outputs) -> (results, ok, feedback)`` for an algorithm as a model's only child.

    ``parameters`` hold plain values; ``outputs`` lists the destinations that become model outputs.
    """
    from qgis.core import (
        QgsProcessingContext,
        QgsProcessingModelAlgorithm,
        QgsProcessingModelChildAlgorithm,
        QgsProcessingModelChildParameterSource,
        QgsProcessingModelOutput,
        QgsProject,
    )

    def run(algorithm_id, parameters, outputs, cancel_at=None):
        model = QgsProcessingModelAlgorithm("one", "tests", "tests")
        child = QgsProcessingModelChildAlgorithm(algorithm_id)
        child.setChildId("child")
        for name, value in parameters.items():
            child.addParameterSources(name, [QgsProcessingModelChildParameterSource.fromStaticValue(value)])
        made = {}
        for name in outputs:
            output = QgsProcessingModelOutput(name, name)
            output.setChildId("child")
            output.setChildOutputName(name)
            made[name] = output
        child.setModelOutputs(made)
        model.addChildAlgorithm(child)
        model.updateDestinationParameters()
        context = QgsProcessingContext()
        context.setProject(QgsProject.instance())
        feedback = recorder(cancel_at)
        destinations = {d.name(): "TEMPORARY_OUTPUT" for d in model.destinationParameterDefinitions()}
        results, ok = model.run(destinations, context, feedback)
        # Keeps temporary layers alive for the assertions.
        feedback.context = context
        # Releases differ in how they spell the key of a model output; its description is what was asked for.
        titles = {d.name(): d.description() for d in model.destinationParameterDefinitions()}
        return {titles.get(key, key): value for key, value in results.items()}, ok, feedback

    return run
