"""A small wheel that stands for onnxruntime, and a Python that has none."""

import sys
import sysconfig
import zipfile
from pathlib import Path

import pip
import pytest

TAG = f"cp{sys.version_info[0]}{sys.version_info[1]}"
PLATFORM = sysconfig.get_platform().replace("-", "_").replace(".", "_")
GOOD = """
__version__ = "1.20.0"
def get_available_providers():
    return ["CPUExecutionProvider"]
class InferenceSession:
    def __init__(self, data, providers):
        assert data.startswith(b"\\x08")
    def run(self, outputs, feed):
        return [feed["x"]]
"""


def wheel(folder, code=GOOD, name="onnxruntime", python=TAG, platform=PLATFORM):
    path = folder / f"{name}-1.20.0-{python}-{python}-{platform}.whl"
    info = f"{name}-1.20.0.dist-info"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("onnxruntime/__init__.py", code)
        facts = f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.20.0\nRequires-Dist: numpy\n"
        archive.writestr(f"{info}/METADATA", facts)
        tag = f"{python}-{python}-{platform}"
        archive.writestr(f"{info}/WHEEL", f"Wheel-Version: 1.0\nRoot-Is-Purelib: false\nTag: {tag}\n")
        archive.writestr(f"{info}/RECORD", "")
    return path


def python_without_runtime(folder):
    """Return a Python like QGIS's: numpy and pip, no onnxruntime."""
    base = Path(sys.base_prefix, "bin", f"python3.{sys.version_info[1]}")
    if not base.is_file():
        pytest.skip("no Python without onnxruntime here")
    packages = folder / "packages"
    packages.mkdir()
    (packages / "pip").symlink_to(Path(pip.__file__).parent)
    program = folder / "python3"
    # The first argument is -I, which would hide the folder with pip.
    program.write_text(f'#!/bin/sh\nshift\nPYTHONPATH="{packages}" exec "{base}" "$@"\n')
    program.chmod(0o755)
    return program
