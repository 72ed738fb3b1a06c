"""Bad habits of other plugins that no other test would see here."""

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "lma_qgis").rglob("*.py"))


def test_importing_every_module_changes_nothing_outside(qgis_app):
    names = [".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for path in SOURCES]
    code = f"""
import importlib, json, logging, os, sys, threading, warnings
sys.path.insert(0, {str(ROOT)!r})
import numpy, scipy.ndimage, osgeo.gdal, qgis.core, qgis.gui, qgis.PyQt.QtWidgets, processing
state = lambda: [list(sys.path), dict(os.environ), os.getcwd(), len(logging.root.handlers), logging.root.level,
                 len(warnings.filters), sorted(t.name for t in threading.enumerate()), osgeo.gdal.GetUseExceptions()]
before = state()
for name in {names!r}:
    importlib.import_module(name)
after = state()
print(json.dumps([repr(pair) for pair in zip(before, after) if pair[0] != pair[1]]))
print(json.dumps(sorted(n for n in sys.modules if n.split('.')[0] in ('onnxruntime', 'torch', 'subprocess_', 'pip'))))
"""
    paths = [path for path in sys.path if path.endswith("python/plugins")]
    code = f"import sys; sys.path += {paths!r}\n" + code
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    changed, loaded = map(json.loads, done.stdout.strip().splitlines()[-2:])
    assert changed == [] and loaded == []


def test_no_release_of_python_is_named_in_a_path():
    release = re.compile(r"(python|py|cp)3[.\d]*\d\b")
    found = []
    for path in SOURCES:
        texts = (node.value for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if hasattr(node, "value"))
        found += [f"{path.name}: {text}" for text in texts if isinstance(text, str) and release.search(text)]
    assert release.search("lib/python3.12/site-packages") and found == []


def test_zip_holds_every_file_that_the_sources_name(unpacked):
    folder = unpacked / "lma_qgis"
    missing = []
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "resource":
                parts = [part.value for part in node.args if isinstance(part, ast.Constant)]
                if len(parts) == len(node.args) and not folder.joinpath("resources", *parts).exists():
                    missing.append("/".join(parts))
    assert missing == []


def test_session_options_reach_onnxruntime():
    ort = pytest.importorskip("onnxruntime")
    from lma_qgis.core.detection.card import ModelCard
    from lma_qgis.inference.model_file import ModelFile, inspect
    from lma_qgis.inference.session import Session
    from tests.inference import onnx_models

    opened = []

    class Watched:
        """The runtime with its sessions kept."""

        def __getattr__(self, name):
            return getattr(ort, name)

        def InferenceSession(self, *arguments, **named):
            opened.append(ort.InferenceSession(*arguments, **named))
            return opened[-1]

    data = onnx_models.identity()
    card = ModelCard.from_json(inspect(data)["lma.card"])
    Session(ModelFile("known", data, card), "cpu", Watched(), [].append, [].append)
    options = opened[0].get_session_options()
    assert options.log_severity_level == 4
    assert options.get_session_config_entry("session.intra_op.allow_spinning") == "0"
