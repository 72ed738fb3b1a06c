"""Which models there are, and which one a name means."""

from __future__ import annotations

from ..core.errors import LmaError
from ..paths import models

AUTO = "auto"
RIDGE = "ridge"


def shipped():
    """Return the ids of the networks that come with the plugin, sorted."""
    return sorted(path.stem for path in models().glob("*.onnx"))


def choices():
    """Return the names that a user may choose from."""
    return [AUTO, RIDGE, *shipped()]


def default(has_evidence):
    """Return what ``auto`` means: ``models/default.txt`` names it, with the evidence raster first, then without.

    Parameters
    ----------
    has_evidence : bool
        Whether an evidence raster is at hand.

    Raises
    ------
    LmaError
        If the file is missing or names no model.
    """
    path = models() / "default.txt"
    names = path.read_text(encoding="utf-8").split() if path.is_file() else []
    name = "" if len(names) != 2 else names[0 if has_evidence else 1]
    if name not in choices()[1:]:
        raise LmaError("The default model “{}” is missing; reinstall the plugin or choose a model by name.", name)
    return name


def resolve(name, has_evidence):
    """Return the name of a model, ``auto`` replaced by the default.

    Parameters
    ----------
    name : str
    has_evidence : bool
        See :func:`default`.

    Returns
    -------
    str

    Raises
    ------
    LmaError
        If there is no such model.
    """
    if name not in choices():
        raise LmaError("There is no model “{}”; choose one of {}.", name, ", ".join(choices()))
    return default(has_evidence) if name == AUTO else name


def path_of(name):
    """Return the file of a shipped network."""
    return models() / f"{name}.onnx"
