"""Choose what scores a raster: names, files and devices of the user become one scorer."""

from __future__ import annotations

from . import models
from .scorers import RidgeScorer

DEVICES = ("auto", "cpu", "cuda")


def open_scorer(
    grid, *, model, model_file="", device="auto", tile=0, overlap=0, flips=False, has_support=False, inform, warn
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
    has_support : bool, optional
        Whether a support raster is at hand.
    inform, warn : callable
        Take one line each for the log.

    Returns
    -------
    object
        A scorer, see :mod:`.scorers`.

    Raises
    ------
    LmaError
        If the model or the device cannot be used; the sentence names the next step.
    """
    name = models.resolve(model)
    inform(f"Model {name}" + (" (the default)." if model == models.AUTO else "."))
    scorer = RidgeScorer(grid, flips)
    scorer.set_tiles(tile, overlap)
    return scorer
