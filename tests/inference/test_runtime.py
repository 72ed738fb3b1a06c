"""The runtime is found or the next step is named; it can add a package and never replace one."""

import sys
from types import ModuleType

import pytest

from lma_qgis.core.errors import LmaError
from lma_qgis.inference import runtime


@pytest.fixture
def no_runtime(monkeypatch):
    """Hide the onnxruntime of this Python, and restore the search path."""
    monkeypatch.setattr(sys, "path", [entry for entry in sys.path if "site-packages" not in entry])
    hidden = {name: sys.modules.pop(name) for name in list(sys.modules) if name.split(".")[0] == "onnxruntime"}
    yield
    for name in [name for name in sys.modules if name.split(".")[0] == "onnxruntime"]:
        del sys.modules[name]
    sys.modules.update(hidden)


def put(folder, text):
    package = folder / "onnxruntime"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(text)


def test_nothing_installed_names_the_next_step(no_runtime, tmp_path):
    with pytest.raises(LmaError, match="No inference runtime.*Set up inference runtime.*ridge"):
        runtime.load(tmp_path)


def test_the_plugin_s_folder_is_appended(no_runtime, tmp_path):
    own = runtime.folder(tmp_path)
    put(own, "__version__ = '1.20.0'")
    assert runtime.load(tmp_path).__version__ == "1.20.0"
    assert sys.path[-1] == str(own)
    assert sys.path.count(str(own)) == 1


def test_what_the_host_has_wins(no_runtime, tmp_path, monkeypatch):
    host = ModuleType("onnxruntime")
    host.__version__ = "1.16.3"
    monkeypatch.setitem(sys.modules, "onnxruntime", host)
    put(runtime.folder(tmp_path), "__version__ = '1.99.0'")
    assert runtime.load(tmp_path) is host


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("__version__ = '1.13.1'", "1.13.1 is too old, 1.14 is needed"),
        ("pass", "unknown version is too old"),
        ("import absent_dependency", "lacks the package absent_dependency"),
        ("raise ImportError('DLL load failed while importing x')", "DLL load failed"),
        ("raise OSError('bad image')", "cannot be loaded: bad image"),
    ],
)
def test_unusable_runtimes_are_one_sentence(no_runtime, tmp_path, text, words):
    put(runtime.folder(tmp_path), text)
    with pytest.raises(LmaError, match=words) as caught:
        runtime.load(tmp_path)
    assert "\n" not in str(caught.value)


def test_the_windows_cause_is_named(no_runtime, tmp_path, monkeypatch):
    monkeypatch.setattr(runtime.platform, "system", lambda: "Windows")
    put(runtime.folder(tmp_path), "raise ImportError('DLL load failed while importing x')")
    with pytest.raises(LmaError, match="Visual C"):
        runtime.load(tmp_path)


def test_the_folder_changes_with_the_python(tmp_path, monkeypatch):
    here = runtime.folder(tmp_path)
    assert here.parent == tmp_path / "lma_qgis" / "runtime"
    monkeypatch.setattr(sys, "prefix", "/another/qgis")
    assert runtime.folder(tmp_path) != here
