"""The set-up dialog with a real child process: fresh profile, wrong wheel, offline wheel, closing while busy."""

import time

import pytest

from lma_qgis.core.errors import LmaError
from lma_qgis.inference import installation, runtime
from tests.inference.wheels import python_without_runtime, wheel


@pytest.fixture
def dialog(qgis_app, tmp_path, monkeypatch):
    """Open the dialog on a fresh profile, in a Python without a runtime."""
    from lma_qgis.gui import runtime_dialog

    def absent(home):
        raise LmaError("No inference runtime (onnxruntime) is installed.")

    monkeypatch.setattr(runtime_dialog.runtime, "load", absent)
    made = runtime_dialog.RuntimeDialog(home=str(tmp_path / "profile"))
    yield made
    made.done(0)


def wait(dialog, seconds=60):
    from qgis.PyQt.QtWidgets import QApplication

    end = time.monotonic() + seconds
    while dialog.is_busy() and time.monotonic() < end:
        QApplication.processEvents()
    assert not dialog.is_busy()


def test_a_fresh_profile_offers_and_does_nothing(dialog, tmp_path):
    assert "No inference runtime" in dialog.state.text()
    assert "MB" in dialog.cpu.text()
    assert "MB" in dialog.gpu.text()
    assert not dialog.remove.isEnabled()
    assert not (tmp_path / "profile").exists()


def test_offline_wheel_then_remove(dialog, tmp_path):
    dialog.start(wheel=str(wheel(tmp_path)), interpreter=python_without_runtime(tmp_path))
    assert dialog.is_busy()
    assert not dialog.install.isEnabled()
    wait(dialog)
    assert "onnxruntime 1.20.0 works" in dialog.log.toPlainText()
    assert installation.installed(tmp_path / "profile") == ("onnxruntime", "1.20.0")
    assert "onnxruntime 1.20.0" in dialog.state.text()
    dialog.remove.click()
    assert installation.installed(tmp_path / "profile") is None
    assert not dialog.remove.isEnabled()


def test_a_wrong_wheel_is_one_line_and_starts_nothing(dialog, tmp_path):
    dialog.start(wheel=str(wheel(tmp_path, python="cp27")))
    assert not dialog.is_busy()
    assert "is for Python cp27" in dialog.log.toPlainText()
    assert not (tmp_path / "profile").exists()


def test_a_broken_wheel_leaves_nothing(dialog, tmp_path):
    dialog.start(wheel=str(wheel(tmp_path, "raise ImportError('no')")), interpreter=python_without_runtime(tmp_path))
    wait(dialog)
    assert "does not start and was removed" in dialog.log.toPlainText()
    assert list(runtime.folder(tmp_path / "profile").parent.iterdir()) == []
    assert dialog.install.isEnabled()


def test_a_program_that_is_not_there_is_one_line(dialog, tmp_path):
    dialog.start(interpreter=tmp_path / "absent")
    wait(dialog)
    assert "cannot be started" in dialog.log.toPlainText()


def test_closing_while_busy_leaves_nothing(dialog, tmp_path):
    slow = tmp_path / "python3"
    slow.write_text("#!/bin/sh\nexec sleep 60\n")
    slow.chmod(0o755)
    dialog.start(interpreter=slow)
    began = time.monotonic()
    dialog.done(0)
    assert time.monotonic() - began < 3
    assert not dialog.is_busy()
    assert list(runtime.folder(tmp_path / "profile").parent.iterdir()) == []


def test_the_proxy_of_qgis_is_used(qgis_app):
    from qgis.core import QgsSettings

    from lma_qgis.gui.runtime_dialog import proxy_of_qgis

    assert proxy_of_qgis() == ""
    settings = QgsSettings()
    values = {"Enabled": True, "Host": "proxy.example.org", "Port": "3128", "User": "me", "Password": "a@b:c"}
    for name, value in values.items():
        settings.setValue(f"proxy/proxy{name}", value)
    try:
        assert proxy_of_qgis() == "http://me:a%40b:c@proxy.example.org:3128"
    finally:
        settings.remove("proxy")
