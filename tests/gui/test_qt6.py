"""The plugin's modules and widgets under real PyQt6, as far as that goes without a QGIS made for it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


def run(*arguments):
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-X", "faulthandler", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)


def test_modules_and_widgets_work_under_qt6():
    present = run("-c", "import PyQt6.QtWidgets, PyQt6.QtTest")
    if present.returncode:
        pytest.skip(f"PyQt6 cannot be imported: {present.stderr.strip().splitlines()[-1]}")
    done = run(str(Path(__file__).with_name("qt6_session.py")))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "modules imported, widgets used" in done.stdout
