"""Set up the inference runtime, without widgets: what to run, what to make of the answers.

One wheel, without dependencies, into a folder of the plugin's own: never a second numpy, nothing that QGIS
has is replaced. The new folder takes its place only after a child process has imported the runtime and run
a model with it.
"""

from __future__ import annotations

import json
import platform
import re
import shutil
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

from ..core.errors import LmaError
from .demo_model import demo_model
from .interpreter import find_interpreter
from .runtime import folder

CPU, GPU = "onnxruntime", "onnxruntime-gpu"
DOWNLOAD_MB = {CPU: 30, GPU: 260}  # wheels of 2026; the GPU wheel comes without CUDA and cuDNN
_OLDEST = "1.14"
# What another Python, conda or OSGeo4W may have set and the child must not see.
SCRUBBED = ("PYTHONHOME", "PYTHONPATH", "PYTHONSTARTUP", "PYTHONUSERBASE", "PIP_TARGET", "PIP_PREFIX", "PIP_USER",
            "GDAL_DATA", "PROJ_LIB", "VIRTUAL_ENV", "CONDA_PREFIX")
_PROBE = (
    "import json, sys\n"
    "try:\n    import pip\n    found = pip.__version__\nexcept ImportError:\n    found = ''\n"
    "print(json.dumps({'version': list(sys.version_info[:2]), 'prefix': sys.prefix, 'pip': found}))\n"
)
_VERIFY = (
    "import json, sys\n"
    "import numpy\n"
    "sys.path.append(sys.argv[1])\n"
    "import onnxruntime\n"
    "session = onnxruntime.InferenceSession(bytes.fromhex(sys.argv[2]), providers=['CPUExecutionProvider'])\n"
    "answer = session.run(None, {'x': numpy.array([1, 2], 'float32')})[0].tolist()\n"
    "print(json.dumps({'version': onnxruntime.__version__, 'file': onnxruntime.__file__, 'answer': answer,\n"
    "                  'numpy': numpy.__file__, 'providers': onnxruntime.get_available_providers()}))\n"
)


@dataclass(frozen=True)
class Step:
    """One call of the child process.

    Parameters
    ----------
    title : str
        Shown to the user.
    arguments : tuple of str
        For the Python program.
    """

    title: str
    arguments: tuple


class Installation:
    """One run of the set-up: call :meth:`steps`, run each, give its answer to :meth:`check`, then :meth:`finish`.

    Parameters
    ----------
    home : str or pathlib.Path
        Folder of the user's QGIS profile.
    package : str
        :data:`CPU` or :data:`GPU`; ignored with a wheel.
    wheel : str or pathlib.Path, optional
        A wheel file on this computer, for machines without a network.
    interpreter : pathlib.Path, optional
        The Python program; found when left out.

    Raises
    ------
    LmaError
        If the package or the wheel does not suit this computer.
    """

    def __init__(self, home, package=CPU, wheel=None, interpreter=None):
        self.target = folder(home)
        self.staging = self.target.with_name(self.target.name + ".part")
        if wheel is not None:
            check_wheel(wheel)
        elif package not in packages():
            raise LmaError("{} does not exist for this system; choose {}.", package, CPU)
        self._source = ["--no-index", str(wheel)] if wheel is not None else ["--", f"{package}>={_OLDEST},<2"]
        prefixes = (sys.prefix, sys.exec_prefix, sys.base_prefix)
        self.interpreter = interpreter or find_interpreter(sys.executable, prefixes, sys.version_info[:2])

    def steps(self):
        """Return the calls in their order."""
        pip = ("-I", "-m", "pip", "install", "--no-deps", "--only-binary", ":all:", "--no-input", "--no-cache-dir",
               "--disable-pip-version-check", "--no-warn-script-location", "--progress-bar", "off",
               "--target", str(self.staging), *self._source)
        return [
            Step("Looking at the Python of QGIS", ("-I", "-c", _PROBE)),
            Step("Installing", pip),
            Step("Trying the runtime", ("-I", "-c", _VERIFY, str(self.staging), demo_model().hex())),
        ]

    def prepare(self):
        """Make an empty folder to install into."""
        self.abandon()
        try:
            self.staging.mkdir(parents=True)
        except OSError as error:
            raise LmaError(
                "The folder {} cannot be made: {}; check its permissions.", self.staging, error.strerror
            ) from error

    def check(self, number, exit_code, output):
        """Judge the answer of a step.

        Parameters
        ----------
        number : int
            Its place in :meth:`steps`.
        exit_code : int
        output : str
            Standard output and error.

        Returns
        -------
        str
            What it means, for the log.

        Raises
        ------
        LmaError
            If the set-up cannot go on.
        """
        return (self._check_probe, self._check_pip, self._check_verify)[number](exit_code, output)

    def finish(self):
        """Put the new runtime in its place; return what the user should know."""
        try:
            if self.target.exists():
                shutil.rmtree(self.target)
            self.staging.rename(self.target)
        except OSError as error:
            raise LmaError(
                "The old runtime cannot be replaced ({}): it is in use; restart QGIS and try again.", error.strerror
            ) from error
        return restart_note(self.target)

    def abandon(self):
        """Remove what an unfinished set-up has left."""
        shutil.rmtree(self.staging, ignore_errors=True)

    def _check_probe(self, exit_code, output):
        answer = _last_json(output)
        if exit_code or answer is None:
            raise LmaError("The program {} does not work as Python: {}.", self.interpreter, _tail(output))
        if tuple(answer["version"]) != sys.version_info[:2]:
            raise LmaError("The program {} is not the Python of this QGIS; use a wheel file by hand.", self.interpreter)
        if not answer["pip"]:
            raise LmaError("The Python of this QGIS has no pip; install it (Debian: apt install python3-pip) first.")
        return f"{self.interpreter}, pip {answer['pip']}"

    def _check_pip(self, exit_code, output):
        if exit_code == 0:
            return "installed"
        raise LmaError(_pip_trouble(output))

    def _check_verify(self, exit_code, output):
        answer = _last_json(output)
        if exit_code or answer is None:
            hint = "; install the Microsoft Visual C++ Redistributable" if "DLL load failed" in output else ""
            raise LmaError("The new runtime does not start and was removed: {}{}.", _tail(output), hint)
        if answer["answer"] != [1.0, 2.0]:
            raise LmaError("The new runtime computes wrongly and was removed; try another version from a wheel file.")
        if _within(answer["numpy"], self.staging) or not _within(answer["file"], self.staging):
            raise LmaError("Another onnxruntime of this QGIS goes before the new one; nothing was changed.")
        return f"onnxruntime {answer['version']} works; it offers {', '.join(answer['providers'])}"


def packages(system=None, machine=None):
    """Return the packages that exist for a system (``sys.platform``) and a machine; left out, for this computer."""
    system, machine = system or sys.platform, machine or platform.machine().lower()
    return (CPU, GPU) if system in ("linux", "win32") and machine in ("x86_64", "amd64") else (CPU,)


def installed(home):
    """Return name and version of what the set-up has installed, None without."""
    for info in sorted(folder(home).glob("onnxruntime*.dist-info")):
        match = re.match(r"(onnxruntime\w*)-([^-]+)\.dist-info", info.name)
        if match:
            return match.group(1).replace("_", "-"), match.group(2)
    return None


def remove(home):
    """Remove what the set-up has installed; return what the user should know."""
    target = folder(home)
    loaded = "onnxruntime" in sys.modules
    try:
        shutil.rmtree(target)
    except FileNotFoundError:
        return "There was nothing to remove."
    except OSError as error:
        raise LmaError(
            "The runtime is in use ({}); restart QGIS and remove it before any prediction.", error.strerror
        ) from error
    return "Removed." + (f" {restart_note(target)}" if loaded else "")


def restart_note(target):
    """Return whether the running QGIS holds a runtime that is not the one on disk."""
    if "onnxruntime" not in sys.modules:
        return "Ready: the next prediction uses it."
    return "This QGIS has loaded a runtime already; restart QGIS to use the new state."


def check_wheel(path):
    """Refuse a wheel that this Python cannot use.

    Parameters
    ----------
    path : str or pathlib.Path

    Raises
    ------
    LmaError
        One sentence with what is wrong and what is needed.
    """
    path = Path(path)
    parts = path.name[: -len(".whl")].split("-") if path.suffix == ".whl" else []
    if len(parts) not in (5, 6):
        raise LmaError("{} is not a wheel file; choose a file that ends with .whl.", path.name)
    if parts[0] not in ("onnxruntime", "onnxruntime_gpu"):
        raise LmaError("{} holds {}; choose a wheel of onnxruntime or onnxruntime_gpu.", path.name, parts[0])
    wanted = f"cp{sys.version_info[0]}{sys.version_info[1]}"
    if wanted not in parts[-3].split("."):
        raise LmaError(
            "{} is for Python {}; this QGIS needs a wheel with {} in its name.", path.name, parts[-3], wanted
        )
    if not platform_fits(parts[-1], sys.platform, platform.machine().lower()):
        raise LmaError(
            "{} is for {}; this QGIS needs a wheel for {}, {}.", path.name, parts[-1], sys.platform, platform.machine()
        )
    if not path.is_file() or not zipfile.is_zipfile(path):
        raise LmaError("{} is damaged or not there; download it again.", path.name)


def platform_fits(tags, system, machine):
    """Return whether a wheel's platform tags suit a system (``sys.platform``) and a machine (lower case)."""
    begins = {"linux": ("manylinux", "linux"), "darwin": ("macosx",), "win32": ("win",)}.get(system, ())
    ends = (machine, "universal2") if system == "darwin" else (machine,)
    return tags == "any" or any(tag.startswith(begins) and tag.endswith(ends) for tag in tags.split("."))


def child_environment(environment, proxy=""):
    """Return the environment of the child process.

    Parameters
    ----------
    environment : mapping of str to str
        That of QGIS.
    proxy : str, optional
        URL of the proxy that QGIS uses.

    Returns
    -------
    dict of str to str
    """
    clean = {name: value for name, value in environment.items() if name.upper() not in SCRUBBED}
    clean["PYTHONIOENCODING"] = "utf-8"
    if proxy:
        clean.update({"HTTPS_PROXY": proxy, "HTTP_PROXY": proxy})
    return clean


def _pip_trouble(output):
    causes = (
        ("No matching distribution", "there is no onnxruntime for this Python; use a newer QGIS or a wheel file"),
        ("407", "the proxy asks for a name and a password; set them in QGIS (Options, Network) or use a wheel file"),
        ("CERTIFICATE_VERIFY_FAILED", "the network replaces certificates; ask your administrator or use a wheel file"),
        ("No space left", "the disk is full; make room and try again"),
        ("ConnectionError", "the package server cannot be reached; check the network or use a wheel file"),
        ("NewConnectionError", "the package server cannot be reached; check the network or use a wheel file"),
        ("Temporary failure in name resolution", "there is no network; connect, or use a wheel file"),
        ("not a supported wheel", "the wheel does not fit this Python; choose another one"),
    )
    for sign, meaning in causes:
        if sign in output:
            return f"The runtime cannot be installed: {meaning}."
    return f"The runtime cannot be installed: {_tail(output)}; see the log, or use a wheel file."


def _last_json(output):
    for line in reversed(output.splitlines()):
        if line.startswith("{"):
            try:
                return json.loads(line)
            except ValueError:
                return None
    return None


def _tail(output):
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    return lines[-1].rstrip(".")[:200] if lines else "no answer"


def _within(path, parent):
    return Path(parent).resolve() in Path(path).resolve().parents
