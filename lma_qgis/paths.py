"""Where the files that come with the plugin are, in an installed plugin and in a checkout."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def _folder(name):
    inside = PACKAGE / name
    return inside if inside.is_dir() else PACKAGE.parent / name


def resource(*parts):
    """Return the path of a file under ``resources/``.

    Parameters
    ----------
    *parts : str
        Names of folders and file.

    Returns
    -------
    pathlib.Path
    """
    return _folder("resources").joinpath(*parts)


def models():
    """Return the folder of the shipped networks and graphical models."""
    return _folder("models")


def metadata():
    """Return the path of ``metadata.txt``."""
    inside = PACKAGE / "metadata.txt"
    return inside if inside.is_file() else PACKAGE.parent / "metadata.txt"
