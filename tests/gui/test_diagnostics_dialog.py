"""The report names versions, devices and one inference, and no home folder."""

from pathlib import Path

import pytest

from lma_qgis.core.errors import LmaError
from lma_qgis.inference import diagnostics, runtime


def test_the_report_can_be_copied(qgis_app):
    from qgis.PyQt.QtWidgets import QApplication

    from lma_qgis.gui.diagnostics_dialog import DiagnosticsDialog

    dialog = DiagnosticsDialog()
    dialog.copy.click()
    text = QApplication.clipboard().text()
    for words in ("QGIS: 3.", "numpy: ", "scipy: ", "Default model: ", "Runtime folder: ", "Inference on cpu: "):
        assert words in text
    assert str(Path.home()) not in text or len(str(Path.home())) < 2


def test_the_tiny_inference_works_here(tmp_path):
    pytest.importorskip("onnxruntime")
    text = diagnostics.report(tmp_path, {"Plugin": "1"})
    assert "Inference on cpu: works" in text


def test_without_a_runtime_the_next_step_is_named(tmp_path, monkeypatch):
    def absent(home):
        raise LmaError("No inference runtime is installed; set it up.")

    monkeypatch.setattr(runtime, "load", absent)
    assert "No inference runtime is installed; set it up." in diagnostics.report(tmp_path, {})


@pytest.mark.parametrize(
    ("home", "text", "redacted"),
    [
        ("/home/ann", "in /home/ann/x and /usr", "in ~/x and /usr"),
        ("C:\\Users\\ann", "C:\\Users\\ann\\x C:/Users/ann/y", "~\\x ~/y"),
        ("/", "/usr/bin", "/usr/bin"),
    ],
)
def test_home_is_redacted(home, text, redacted):
    assert diagnostics.redact(text, home) == redacted
