"""One way for texts of the user interface: constants in the sources, one context in the translations."""

from __future__ import annotations

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, QTranslator

from ..core.errors import LmaError
from ..paths import resource

CONTEXT = "Lma"


def translated_file(folder, pattern):
    """Return the file of a folder of resources that speaks the user's language.

    Parameters
    ----------
    folder : str
        Folder under ``resources``.
    pattern : str
        Path in it, with ``{}`` for the language.

    Returns
    -------
    pathlib.Path or None
        That of ``de_CH`` before that of ``de``; None when there is neither.
    """
    locale = QgsApplication.locale()
    paths = [resource(folder, pattern.format(language)) for language in (locale, locale.split("_")[0])]
    return next((path for path in paths if path.is_file()), None)


def install_translator():
    """Make Qt speak the user's language as far as the plugin goes.

    Returns
    -------
    qgis.PyQt.QtCore.QTranslator or None
        To be kept while the plugin is in use and handed to ``QCoreApplication.removeTranslator`` afterwards;
        None where there is no translation.
    """
    path = translated_file("i18n", "lma_qgis_{}.qm")
    translator = QTranslator()
    if path is None or not translator.load(str(path)):
        return None
    QCoreApplication.installTranslator(translator)
    return translator


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
