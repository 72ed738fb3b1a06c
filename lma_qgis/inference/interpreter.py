"""Find the Python program that belongs to the running QGIS.

Inside QGIS ``sys.executable`` may be QGIS itself (Windows, macOS): started with ``-m pip`` it would open a
second window.
"""

from __future__ import annotations

import re
from pathlib import Path

from ..core.errors import LmaError

_PYTHON = re.compile(r"python(\d+(\.\d+)?)?(\.exe)?$", re.IGNORECASE)


def find_interpreter(executable, prefixes, version):
    """Return the Python program.

    Parameters
    ----------
    executable : str or None
        ``sys.executable``.
    prefixes : sequence of str
        ``sys.prefix``, ``sys.exec_prefix``, ``sys.base_prefix``.
    version : tuple of int
        Major and minor version of the running Python.

    Returns
    -------
    pathlib.Path

    Raises
    ------
    LmaError
        If there is none.
    """
    if executable and _PYTHON.match(Path(executable).name) and Path(executable).is_file():
        return Path(executable)
    names = [f"python{version[0]}.{version[1]}", f"python{version[0]}", "python"]
    # Linux and macOS keep programs in bin; Windows (OSGeo4W, the stand-alone installer) beside the prefix.
    places = [(folder, name) for name in names for folder in ("bin", "")]
    places += [(folder, f"{name}.exe") for name in names[1:] for folder in ("", "bin")]
    beside = [str(Path(executable).parent)] if executable else []
    for prefix in dict.fromkeys([*prefixes, *beside]):
        for folder, name in places:
            candidate = Path(prefix, folder, name)
            if candidate.is_file():
                return candidate
    raise LmaError(
        "The Python program of this QGIS cannot be found; install onnxruntime with the command in the plugin's README."
    )
