"""Find onnxruntime: the one that QGIS's Python has, or the one that the plugin's set-up put in its folder."""

from __future__ import annotations

import hashlib
import importlib
import platform
import re
import sys
import sysconfig
from pathlib import Path

from ..core.errors import LmaError

OLDEST = (1, 14)
NEXT_STEP = (
    "open “Linear magnetic anomalies → Set up inference runtime…”, or choose the model ridge, which needs no runtime"
)


def folder(home):
    """Return where the runtime of this very Python belongs.

    The name changes with Python version, platform and installation, so that an updated QGIS never loads
    libraries built for its predecessor.

    Parameters
    ----------
    home : str or pathlib.Path
        Folder of the user's QGIS profile.

    Returns
    -------
    pathlib.Path
    """
    tag = f"cp{sys.version_info[0]}{sys.version_info[1]}"
    machine = re.sub(r"[^a-z0-9]+", "_", sysconfig.get_platform().lower())
    place = hashlib.sha256(sys.prefix.encode()).hexdigest()[:8]
    return Path(home) / "lma_qgis" / "runtime" / f"{tag}-{machine}-{place}"


def load(home=None):
    """Import onnxruntime.

    Whatever the Python of QGIS can import wins; else the plugin's own folder is *appended* to the search
    path, so that it can add a package and never replace one.

    Parameters
    ----------
    home : str or pathlib.Path, optional
        Folder of the user's QGIS profile.

    Returns
    -------
    module

    Raises
    ------
    LmaError
        If there is none, it is too old or cannot be loaded; the sentence names the next step.
    """
    own = str(folder(home)) if home else ""
    if own and own not in sys.path and Path(own).is_dir():
        sys.path.append(own)
        importlib.invalidate_caches()
    try:
        module = importlib.import_module("onnxruntime")
    except ModuleNotFoundError as error:
        if error.name != "onnxruntime":
            raise LmaError("The inference runtime lacks the package {}; {}.", error.name, NEXT_STEP) from error
        raise LmaError("No inference runtime (onnxruntime) is installed; {}.", NEXT_STEP) from error
    except Exception as error:
        raise LmaError("The inference runtime cannot be loaded: {}; {}.", _cause(error), NEXT_STEP) from error
    version = getattr(module, "__version__", "")
    if _numbers(version) < OLDEST:
        raise LmaError(
            "onnxruntime {} is too old, {}.{} is needed; {}.",
            version or "of unknown version", OLDEST[0], OLDEST[1], NEXT_STEP,
        )
    return module


def _numbers(version):
    return tuple(int(number) for number in re.findall(r"\d+", version)[:2])


def _cause(error):
    text = str(error).strip().splitlines()
    first = text[0] if text else type(error).__name__
    if platform.system() == "Windows" and ("DLL" in first or "0xc" in first.lower()):
        return f"{first} (install the Microsoft Visual C++ Redistributable)"
    return first
