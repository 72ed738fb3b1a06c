"""Choose what scores a raster: names, files and devices of the user become one scorer."""

from __future__ import annotations

from ..core.detection.planes import EVIDENCE
from ..core.errors import LmaError
from . import model_file as files
from . import models, runtime
from .network_scorer import NetworkScorer
from .ridge_scorer import RidgeScorer
from .session import Session

DEVICES = ("auto", "cpu", "cuda")


def open_scorer(
    grid,
    *,
    model,
    model_file="",
    device="auto",
    tile=0,
    overlap=0,
    flips=False,
    has_support=False,
    has_evidence=False,
    home=None,
    inform,
    warn,
):
    """Return a scorer for a raster.

    Parameters
    ----------
    grid : Grid
        Geometry of the raster.
    model : str
        One of :func:`.models.choices`.
    model_file : str, optional
        Path of an ONNX file; goes before `model`.
    device : {"auto", "cpu", "cuda"}, optional
    tile, overlap : int, optional
        Cells; 0 = as the model asks.
    flips : bool, optional
        Also return the spread of the scores over mirror images, as bands 3 and 4.
    has_support, has_evidence : bool, optional
        Whether a support and an evidence raster are at hand.
    home : str or pathlib.Path, optional
        Folder of the user's QGIS profile, where a runtime may have been set up.
    inform, warn : callable
        Take one line each for the log.

    Returns
    -------
    object
        A scorer, see :mod:`.ridge_scorer`.

    Raises
    ------
    LmaError
        If the model or the device cannot be used; the sentence names the next step.
    """
    if device not in DEVICES:
        raise LmaError("There is no device “{}”; choose one of {}.", device, ", ".join(DEVICES))
    name = "" if model_file else models.resolve(model, has_evidence)
    chosen = f", the default {'with' if has_evidence else 'without'} an evidence raster."
    inform(f"Model {name or model_file}" + (chosen if name and model == models.AUTO else "."))
    if name == models.RIDGE:
        if device == "cuda":
            raise LmaError("The ridge filter runs on the CPU only; choose the device auto or cpu.")
        scorer = RidgeScorer(grid, flips)
    else:
        checked = files.load(model_file or models.path_of(name))
        for line in checked.card.summary():
            inform(line)
        _check_support(checked.card, has_support, warn)
        _check_evidence(checked.card, has_evidence)
        session = Session(checked, device, runtime.load(home), inform, warn)
        scorer = NetworkScorer(checked, session, grid, flips)
        if scorer.factors[0] != (1.0, 1.0):
            rows, cols = scorer.factors[0]
            inform(
                f"The model looks at cells of {grid.dy / rows:.4g} m: "
                f"rows are zoomed by {rows:.3g}, columns by {cols:.3g}."
            )
    if has_evidence and EVIDENCE not in scorer.channels:
        inform(f"The model {scorer.name} does not look at the evidence raster.")
    scorer.set_tiles(tile, overlap)
    return scorer


def shipped_cards():
    """Return the id of every shipped network with its card as lines of text, or with what is wrong with it."""
    cards = []
    for name in models.shipped():
        try:
            lines = files.load(models.path_of(name)).card.summary()
        except LmaError as error:
            lines = [str(error)]
        cards.append((name, lines))
    return cards


def _check_support(card, has_support, warn):
    if has_support or not card.min_support:
        return
    if card.support == "required":
        raise LmaError(
            "The model {} needs a support raster: give the one that “Anisotropic diffusion” made.", card.name
        )
    warn(f"The model {card.name} should not be trusted where support is below {card.min_support:g}, and none is given.")


def _check_evidence(card, has_evidence):
    if EVIDENCE in card.channels and not has_evidence:
        raise LmaError(
            "The model {} looks at the evidence raster too: run “Cross-validate tracks” on the same points and give "
            "its evidence raster, or choose a model that needs none.",
            card.name,
        )
