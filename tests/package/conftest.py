"""The plugin as users get it: staged, zipped, unpacked."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def make(target):
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "stage.py"), target], capture_output=True, text=True, check=True
    )
    return Path(done.stdout.strip().splitlines()[-1])


@pytest.fixture(scope="session")
def staged():
    """The folder that holds the staged plugin."""
    return make("stage").parent


@pytest.fixture(scope="session")
def archive():
    """The zip."""
    return make("package")


@pytest.fixture(scope="session")
def unpacked(archive, tmp_path_factory):
    """The folder that holds the unpacked plugin."""
    folder = tmp_path_factory.mktemp("unpacked")
    with zipfile.ZipFile(archive) as zipped:
        zipped.extractall(folder)
    return folder


class QgisProcess:
    """``qgis_process`` with one plugin folder and a profile of its own."""

    def __init__(self, plugins, work):
        # Debian's wrapper of 3.22 passes an option that the program does not know.
        self.program = shutil.which("qgis_process.bin") or shutil.which("qgis_process")
        profile = work / "profiles" / "default" / "QGIS"
        profile.mkdir(parents=True)
        (profile / "QGIS3.ini").write_text("[PythonPlugins]\nlma_qgis=true\n")
        self.environment = {
            **os.environ,
            "QGIS_PLUGINPATH": str(plugins),
            "QGIS_CUSTOM_CONFIG_PATH": str(work),
            "QT_QPA_PLATFORM": "offscreen",
            "PYTHONDONTWRITEBYTECODE": "1",
            "LC_ALL": "C.UTF-8",
        }

    def __call__(self, *arguments):
        """Run a command; return (exit code, standard output, standard error)."""
        done = subprocess.run(
            [self.program, *arguments], env=self.environment, capture_output=True, text=True, timeout=240
        )
        return done.returncode, done.stdout, done.stderr

    def run(self, algorithm, **parameters):
        """Run an algorithm; return (exit code, results, all text)."""
        pairs = [f"{name}={value}" for name, value in parameters.items()]
        code, out, error = self("run", algorithm, "--json", "--", *pairs)
        results = json.loads(out)["results"] if code == 0 else {}
        return code, results, out + error


@pytest.fixture(scope="session", params=["staged", "unpacked"])
def qgis_process(request, tmp_path_factory):
    """``qgis_process`` with the staged and with the unpacked plugin."""
    plugins = request.getfixturevalue(request.param)
    process = QgisProcess(plugins, tmp_path_factory.mktemp("profile"))
    if process.program is None:
        pytest.skip("qgis_process is not installed")
    return process
