"""The rules of the house, read from the sources; each takes a text so that it can be shown to fail."""

import ast
import re
import statistics
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "lma_qgis"
MODULES = sorted(PACKAGE.rglob("*.py"))
STDLIB = sys.stdlib_module_names | {"__future__"}
HOST = STDLIB | {"numpy", "scipy"}
GEO = HOST | {"osgeo"}
ALLOWED = {
    "core": HOST,
    "geo": GEO,
    "inference": HOST | {"onnxruntime"},
    "algorithms": GEO | {"qgis.core", "qgis.PyQt.QtCore", "qgis.PyQt.QtGui", "qgis.PyQt.QtXml"},
    "gui": GEO | {"qgis", "processing"},
    "plugin.py": STDLIB | {"qgis"},
    "paths.py": STDLIB,
    "__init__.py": STDLIB,
}
INTERNAL = {
    "core": {"core"},
    "geo": {"core", "geo", "paths"},
    "inference": {"core", "inference", "paths"},
    "algorithms": {"core", "geo", "inference", "paths", "algorithms"},
    "gui": {"core", "geo", "inference", "paths", "algorithms", "gui"},
    "plugin.py": {"algorithms", "gui"},
    "paths.py": set(),
    "__init__.py": {"plugin"},
}
BANNED_MODULES = {"subprocess", "pickle", "marshal", "shelve", "urllib", "requests", "xml.etree", "xml.sax"}
BANNED_CALLS = {"print", "eval", "exec", "compile", "__import__"}


def room(path):
    return path.relative_to(PACKAGE).parts[0]


def imports(text, path):
    """Yield (name, line) of absolute imports and ('.room', line) of imports from the plugin itself."""
    package = ["lma_qgis", *path.relative_to(PACKAGE).parts[:-1]]
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node.lineno
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            if node.module in ("qgis", "qgis.PyQt"):
                for alias in node.names:
                    yield f"{node.module}.{alias.name}", node.lineno
            else:
                yield node.module, node.lineno
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1]
            for target in [node.module] if node.module else [alias.name for alias in node.names]:
                yield "." + ".".join([*base, target]).removeprefix("lma_qgis").lstrip("."), node.lineno


def import_problems(text, path):
    place = room(path)
    problems = []
    for name, line in imports(text, path):
        if name.startswith("."):
            if name[1:].split(".")[0] not in INTERNAL[place]:
                problems.append(f"{path}:{line}: {place} must not import {name[1:]}")
        elif not any(name == allowed or name.startswith(allowed + ".") for allowed in ALLOWED[place]):
            problems.append(f"{path}:{line}: {place} must not import {name}")
        if any(name == banned or name.startswith(banned + ".") for banned in BANNED_MODULES):
            problems.append(f"{path}:{line}: {name} is not allowed in shipped code")
    return problems


def runtime_import_problems(text, path):
    """onnxruntime is imported only inside functions."""
    tree = ast.parse(text)
    return [
        f"{path}:{node.lineno}: import onnxruntime inside a function"
        for node in tree.body
        if isinstance(node, (ast.Import, ast.ImportFrom)) and "onnxruntime" in ast.dump(node)
    ]


def construct_problems(text, path):
    problems = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Assert):
            problems.append(f"{path}:{node.lineno}: assert")
        if isinstance(node, ast.ExceptHandler):
            if node.type is None:
                problems.append(f"{path}:{node.lineno}: bare except")
            if all(isinstance(step, (ast.Pass, ast.Continue)) for step in node.body):
                problems.append(f"{path}:{node.lineno}: exception swallowed")
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in BANNED_CALLS:
            problems.append(f"{path}:{node.lineno}: {node.func.id}()")
    marker = re.compile(r"#\s*(no" + r"qa|no" + r"sec|type:\s*ignore|pragma)")
    problems += [f"{path}:{n}: silenced check" for n, line in enumerate(text.splitlines(), 1) if marker.search(line)]
    return problems


def widget_problems(text, path):
    """Widgets only in gui and plugin.py."""
    if room(path) in ("gui", "plugin.py"):
        return []
    return [
        f"{path}:{line}: {name}"
        for name, line in imports(text, path)
        if name.startswith(("qgis.gui", "qgis.PyQt.QtWidgets", "qgis.utils"))
    ]


def enum_problems(text, path):
    """Qt 6 knows only scoped enums, and Qt itself only through qgis.PyQt."""
    problems = [f"{path}:{line}: {name}" for name, line in imports(text, path) if name.startswith(("PyQt", "PySide"))]
    unscoped = re.compile(
        r"\b(QgsProcessing\.Type[A-Z]|QgsWkbTypes\.(Point|LineString|Polygon|Unknown|MultiLineString)\b"
        r"|Qt\.(Left|Right|Align(?!mentFlag)|Key_|Horizontal|Vertical|Checked|Unchecked|UserRole|White|Dash|NoPen)"
        r"|QgsProcessingParameterNumber\.(Double|Integer)\b|QgsProcessingParameterDefinition\.Flag[A-Z]\w+"
        r"|Qgis\.(WkbType|GeometryType|ProcessingSourceType|ProcessingAlgorithmFlag|DistanceUnit)\b"
        r"|\.exec_\()"
    )
    for number, line in enumerate(text.splitlines(), 1):
        found = unscoped.search(line)
        if found and "Flag.Flag" not in line:
            problems.append(f"{path}:{number}: {found.group(0)}")
    return problems


def length_problems(text, path, most=400):
    lines = text.count("\n")
    return [f"{path}: {lines} lines, at most {most}"] if lines > most else []


CHECKS = [import_problems, runtime_import_problems, construct_problems, widget_problems, enum_problems, length_problems]
BREAKERS = {
    import_problems: ("core/x.py", "from osgeo import gdal\n"),
    runtime_import_problems: ("inference/x.py", "import onnxruntime\n"),
    construct_problems: ("geo/x.py", "assert True\n"),
    widget_problems: ("algorithms/x.py", "from qgis.PyQt.QtWidgets import QDialog\n"),
    enum_problems: ("gui/x.py", "flag = Qt.AlignLeft\n"),
    length_problems: ("core/x.py", "\n" * 401),
}


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_rule_holds(check):
    problems = [problem for path in MODULES for problem in check(path.read_text(encoding="utf-8"), path)]
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_rule_fails_when_broken(check):
    name, text = BREAKERS[check]
    assert check(text, PACKAGE / name)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("core/x.py", "from ..geo import raster\n"),
        ("core/tracks/x.py", "from ...algorithms import base\n"),
        ("algorithms/x.py", "from ..gui import desktop\n"),
        ("core/x.py", "import subprocess\n"),
        ("geo/x.py", "import numpy\nfrom qgis.core import QgsProject\n"),
    ],
)
def test_import_rule_sees(name, text):
    assert import_problems(text, PACKAGE / name)


@pytest.mark.parametrize(
    "text",
    [
        "try:\n    a = 1\nexcept:\n    a = 2\n",
        "try:\n    a = 1\nexcept ValueError:\n    pass\n",
        "print(1)\n",
        "x = 1  # no" + "qa\n",
    ],
)
def test_construct_rule_sees(text):
    assert construct_problems(text, PACKAGE / "core/x.py")


def test_files_are_short():
    lengths = [path.read_text(encoding="utf-8").count("\n") for path in MODULES if path.name != "__init__.py"]
    assert statistics.median(lengths) <= 200


def test_core_runs_without_qgis():
    """Every core module imports in a Python that can find neither QGIS, GDAL nor onnxruntime."""
    names = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for path in MODULES
        if room(path) == "core"
    ]
    code = (
        "import sys, importlib\n"
        "for banned in ('qgis', 'osgeo', 'onnxruntime', 'PyQt5'): sys.modules[banned] = None\n"
        f"sys.path.insert(0, {str(ROOT)!r})\n"
        f"[importlib.import_module(name) for name in {names!r}]\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_sources_are_python_39():
    for path in MODULES:
        ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 9))


def test_importing_the_package_imports_nothing():
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r}); before = set(sys.modules); import lma_qgis;"
        "new = {m.split('.')[0] for m in set(sys.modules) - before}; sys.exit(str(new) if new - {'lma_qgis'} else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_tests_mirror_the_modules():
    rooms = {path.name for path in (PACKAGE / "core").iterdir() if path.is_dir() and not path.name.startswith("__")}
    for name in rooms:
        assert list((ROOT / "tests" / "core" / name).glob("test_*.py")), f"no tests for core/{name}"


def test_every_algorithm_file_is_registered_once(qgis_app):
    from lma_qgis.algorithms.provider import algorithm_classes

    shared = {"base", "fields", "pages", "styling", "tables", "provider", "__init__"}
    classes = algorithm_classes()
    modules = [cls.__module__.rsplit(".", 1)[1] for cls in classes]
    assert len(set(modules)) == len(modules)
    for cls, module in zip(classes, modules):
        assert module == cls.ID
    files = {path.stem for path in (PACKAGE / "algorithms").glob("*.py")} - shared
    defining = {stem for stem in files if "(LmaAlgorithm)" in (PACKAGE / "algorithms" / f"{stem}.py").read_text()}
    assert defining == set(modules)
