"""A report to paste into a bug report: versions, paths, devices, one tiny inference."""

from __future__ import annotations

import importlib
import platform
import sys
import time
from pathlib import Path

import numpy as np

from ..core.errors import LmaError
from . import installation, models, runtime
from .demo_model import demo_model
from .session import PROVIDERS

_PACKAGES = ("numpy", "scipy", "osgeo.gdal", "onnxruntime", "torch")


def report(home, facts):
    """Return the report as plain text.

    Parameters
    ----------
    home : str or pathlib.Path
        Folder of the user's QGIS profile.
    facts : dict of str to str
        What only QGIS knows: its version, that of the plugin, Qt.

    Returns
    -------
    str
        The user's home folder is written as ``~``.
    """
    lines = ["Linear magnetic anomalies: diagnostics", ""]
    lines += [f"{name}: {value}" for name, value in facts.items()]
    lines += [
        f"Python: {platform.python_version()} ({sys.executable})",
        f"System: {platform.platform()}",
        f"Prefix: {sys.prefix}",
        "",
        *_runtime_lines(home),
        "",
        *_model_lines(),
        "",
        *(_package_line(name) for name in _PACKAGES),
    ]
    return redact("\n".join(lines))


def redact(text, home=None):
    """Return a text with the user's home folder written as ``~``."""
    home = str(home or Path.home())
    for spelling in {home, home.replace("\\", "/")}:
        # A home of "/" (some containers) would eat every slash.
        if len(spelling) > 1:
            text = text.replace(spelling, "~")
    return text


def _runtime_lines(home):
    own = installation.installed(home)
    lines = [f"Runtime folder: {runtime.folder(home)} ({' '.join(own) if own else 'empty'})"]
    try:
        module = runtime.load(home)
    except LmaError as error:
        return [*lines, f"Runtime: {error}"]
    lines.append(f"Runtime: onnxruntime {module.__version__} ({module.__file__})")
    lines.append(f"Providers offered: {', '.join(module.get_available_providers())}")
    return lines + [f"Inference on {device}: {_try(module, device)}" for device in PROVIDERS]


def _try(module, device):
    """Run the smallest model on a device; return what happened."""
    provider = PROVIDERS[device]
    if provider not in module.get_available_providers():
        return "not offered by this runtime"
    settings = module.SessionOptions()
    settings.log_severity_level = 4
    try:
        began = time.perf_counter()
        session = module.InferenceSession(demo_model(), sess_options=settings, providers=[provider])
        used = session.get_providers()[0]
        answer = session.run(None, {"x": np.array([1, 2], np.float32)})[0]
    except Exception as error:
        return f"fails: {str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__}"
    if used != provider:
        return f"does not work, {used} ran instead (CUDA or cuDNN missing, or of another version)"
    if answer.tolist() != [1.0, 2.0]:
        return "computes wrongly"
    return f"works ({1000 * (time.perf_counter() - began):.0f} ms)"


def _model_lines():
    try:
        default = f"{models.default(True)} with an evidence raster, {models.default(False)} without"
    except LmaError as error:
        default = str(error)
    return [f"Models: {', '.join(models.choices()[1:])}", f"Default model: {default}"]


def _package_line(name):
    if name == "torch" and name not in sys.modules:
        return "torch: not loaded (never needed)"
    try:
        module = importlib.import_module(name)
    except Exception as error:
        return f"{name}: cannot be imported ({error})"
    version = getattr(module, "__version__", "?")
    return f"{name}: {version} ({getattr(module, '__file__', '?')})"
