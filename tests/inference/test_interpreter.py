"""The Python of QGIS is found in the layouts of Linux, Windows and macOS, and QGIS itself never taken for it."""

import pytest

from lma_qgis.core.errors import LmaError
from lma_qgis.inference.interpreter import find_interpreter


def touch(root, *paths):
    made = []
    for path in paths:
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("")
        made.append(file)
    return made


def test_linux_system_python(tmp_path):
    python, _ = touch(tmp_path, "usr/bin/python3", "usr/bin/qgis")
    assert find_interpreter(str(python), [str(tmp_path / "usr")], (3, 11)) == python


def test_linux_qgis_as_executable(tmp_path):
    qgis, _, exact = touch(tmp_path, "usr/bin/qgis", "usr/bin/python3", "usr/bin/python3.11")
    assert find_interpreter(str(qgis), [str(tmp_path / "usr")], (3, 11)) == exact


def test_windows_osgeo4w(tmp_path):
    qgis, python = touch(tmp_path, "bin/qgis-ltr-bin.exe", "apps/Python39/python.exe")
    assert find_interpreter(str(qgis), [str(tmp_path / "apps/Python39")], (3, 9)) == python


def test_windows_python3_exe(tmp_path):
    qgis, python = touch(tmp_path, "bin/qgis-bin.exe", "apps/Python312/python3.exe")
    assert find_interpreter(str(qgis), [str(tmp_path / "apps/Python312")], (3, 12)) == python


def test_macos_bundle(tmp_path):
    qgis, python = touch(tmp_path, "QGIS.app/Contents/MacOS/QGIS", "QGIS.app/Contents/MacOS/bin/python3")
    assert find_interpreter(str(qgis), [str(tmp_path / "QGIS.app/Contents/MacOS")], (3, 9)) == python


def test_macos_bundle_with_a_foreign_prefix(tmp_path):
    qgis, python = touch(tmp_path, "QGIS.app/Contents/MacOS/QGIS", "QGIS.app/Contents/MacOS/python3.12")
    assert find_interpreter(str(qgis), [str(tmp_path / "Frameworks")], (3, 12)) == python


def test_virtual_environment(tmp_path):
    (python,) = touch(tmp_path, "venv/bin/python")
    assert find_interpreter(str(python), [str(tmp_path / "venv"), str(tmp_path / "usr")], (3, 11)) == python


@pytest.mark.parametrize("executable", ["", None, "bin/qgis-bin.exe", "bin/pythonw-launcher.exe"])
def test_qgis_is_not_python(tmp_path, executable):
    touch(tmp_path, "bin/qgis-bin.exe", "bin/pythonw-launcher.exe")
    path = str(tmp_path / executable) if executable else executable
    with pytest.raises(LmaError, match="cannot be found.*README"):
        find_interpreter(path, [str(tmp_path / "apps")], (3, 9))
