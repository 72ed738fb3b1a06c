"""While an algorithm runs nothing that existed before is collected: QGIS holds its dialog by a cycle only."""

import contextlib
import gc
import weakref

import pytest
from qgis.core import QgsProcessingContext, QgsProcessingException, QgsProcessingFeedback

from lma_qgis.algorithms.base import LmaAlgorithm
from lma_qgis.core.errors import LmaCancelled, LmaError


class Dialog:
    """Held by nothing but itself, like a closed Processing dialog."""

    def __init__(self):
        self.slot = lambda: self


class Run(LmaAlgorithm):
    ID, NAME, GROUP = "gridtracks", "Run", "gridding"

    def initAlgorithm(self, configuration=None):
        """No parameters."""

    def prepare(self, parameters, context, feedback):
        if parameters.get("refuse"):
            raise LmaError("No.")

    def compute(self, parameters, context, feedback):
        gc.collect()
        parameters["alive"].append(parameters["dialog"]() is not None)
        if parameters.get("error"):
            raise parameters["error"]
        return {"DONE": 1}


@pytest.fixture()
def closed_dialog():
    gc.collect()
    dialog = Dialog()
    return weakref.ref(dialog)


def start(algorithm, parameters):
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback()
    algorithm.prepareAlgorithm(parameters, context, feedback)
    return context, feedback


def collected(dialog):
    gc.collect()
    return dialog() is None


def test_a_closed_dialog_lives_until_its_run_has_ended(qgis_app, closed_dialog):
    alive, run = [], Run()
    parameters = {"dialog": closed_dialog, "alive": alive}
    context, feedback = start(run, parameters)
    assert run.processAlgorithm(parameters, context, feedback) == {"DONE": 1}
    assert alive == [True]
    assert not collected(closed_dialog)
    run.postProcessAlgorithm(context, feedback)
    assert collected(closed_dialog)


@pytest.mark.parametrize("error", [LmaCancelled(), LmaError("No."), MemoryError(), ValueError()])
def test_it_is_let_go_however_the_run_ends(qgis_app, closed_dialog, error):
    run = Run()
    parameters = {"dialog": closed_dialog, "alive": [], "error": error}
    context, feedback = start(run, parameters)
    with contextlib.suppress(QgsProcessingException, ValueError):
        run.processAlgorithm(parameters, context, feedback)
    assert collected(closed_dialog)


def test_it_is_kept_until_the_last_of_several_runs_has_ended(qgis_app, closed_dialog):
    first, second = Run(), Run()
    parameters = {"dialog": closed_dialog, "alive": []}
    ends = [(run, start(run, parameters)) for run in (first, second)]
    for run, (context, feedback) in ends:
        assert not collected(closed_dialog)
        run.processAlgorithm(parameters, context, feedback)
        run.postProcessAlgorithm(context, feedback)
    assert collected(closed_dialog)


def test_a_refused_run_keeps_nothing(qgis_app, closed_dialog):
    with pytest.raises(QgsProcessingException):
        start(Run(), {"refuse": True})
    assert collected(closed_dialog)
