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


def default():
    """Return what ``auto`` means: the name in ``models/default.txt``.

    Raises
    ------
    LmaError
        If the file is missing or names no model.
    """
    path = models() / "default.txt"
    name = path.read_text(encoding="utf-8").strip() if path.is_file() else ""
    if name not in choices()[1:]:
        raise LmaError("The default model “{}” is missing; reinstall the plugin or choose a model by name.", name)
    return name


def resolve(name):
    """Return the name of a model, ``auto`` replaced by the default.

    Parameters
    ----------
    name : str

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
    return default() if name == AUTO else name


def path_of(name):
    """Return the file of a shipped network."""
    return models() / f"{name}.onnx"
