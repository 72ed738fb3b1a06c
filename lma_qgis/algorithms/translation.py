"""One way for texts of the user interface: constants in the sources, one context in the translations."""

from __future__ import annotations

from qgis.PyQt.QtCore import QCoreApplication

from ..core.errors import LmaError

CONTEXT = "Lma"


def tr(text):
    """Translate a text of the user interface.

    Parameters
    ----------
    text : str
        A constant, which ``tools/translations.py`` finds; values go in afterwards with ``.format``.

    Returns
    -------
    str
    """
    return QCoreApplication.translate(CONTEXT, text)


def marked(text):
    """Mark a constant of a module for the translators; :func:`tr` takes it where it is shown.

    Parameters
    ----------
    text : str

    Returns
    -------
    str
        The same text.
    """
    return text


def sentence(error):
    """Return the sentence of an error in the user's language.

    Parameters
    ----------
    error : LmaError

    Returns
    -------
    str
    """
    values = [sentence(value) if isinstance(value, LmaError) else value for value in error.values]
    return tr(error.sentence).format(*values) if values else tr(error.sentence)
