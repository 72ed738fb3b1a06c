"""What is in the zip, and that it works where only the zip is."""

import configparser
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))


def test_layout_is_what_the_repository_takes(archive):
    from scan_package import layout_problems

    with zipfile.ZipFile(archive) as zipped:
        assert layout_problems(zipped, archive.stat().st_size) == []


def test_layout_check_sees_what_is_wrong(archive, tmp_path):
    from scan_package import layout_problems

    broken = tmp_path / "broken.zip"
    with zipfile.ZipFile(archive) as zipped, zipfile.ZipFile(broken, "w") as out:
        for name in zipped.namelist():
            if not name.endswith("LICENSE"):
                out.writestr(name, zipped.read(name))
        for name in ("__pycache__/x.pyc", ".hidden", "lib/x.so"):
            out.writestr(f"lma_qgis/{name}", b"")
    with zipfile.ZipFile(broken) as zipped:
        problems = layout_problems(zipped, 26 * 2**20)
    for word in ("LICENSE", "pyc", "hidden", "a program", "too large"):
        assert any(word in problem for problem in problems), word


@pytest.mark.parametrize(
    ("key", "value", "problem"),
    [
        ("about", "", "lacks about"),
        ("version", "1.0-beta", "numbers and dots"),
        ("name", "LMA plugin", "must not repeat"),
        ("icon", "icon.png", "icon is missing"),
        ("qgisMaximumVersion", "3.16", "above"),
        ("hasProcessingProvider", "no", "qgis_process"),
    ],
)
def test_metadata_check_sees(archive, key, value, problem):
    from scan_package import metadata_of, metadata_problems

    with zipfile.ZipFile(archive) as zipped:
        general = metadata_of(zipped)
        files = {name.partition("/")[2] for name in zipped.namelist()}
    assert metadata_problems(general, files) == []
    general[key] = value
    assert [found for found in metadata_problems(general, files) if problem in found]


def test_placeholders_keep_a_version_from_being_uploaded():
    from scan_package import release_problems

    general = {"version": "1.2", "email": "maintainers@example.org"}
    general.update(dict.fromkeys(("tracker", "repository", "homepage"), "https://example.org/x"))
    found = release_problems(general, "# Changelog\n\n## 1.1\n")
    assert [problem.split()[0] for problem in found] == ["tracker", "repository", "homepage", "email", "CHANGELOG.md"]
    general.update(dict.fromkeys(("tracker", "repository", "homepage", "email"), "a@b.org"))
    assert release_problems(general, "## 1.2\n\nFirst.") == []


def test_two_builds_are_the_same_bytes(archive):
    from stage import package

    first = archive.read_bytes()
    assert package().read_bytes() == first


def test_metadata_is_complete():
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(ROOT / "metadata.txt", encoding="utf-8")
    general = parser["general"]
    assert general["hasProcessingProvider"] == "yes" and general["qgisMinimumVersion"] == "3.22"
    assert (ROOT / general["icon"]).is_file()
    assert f"## {general['version']}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_plugin_starts_and_stops_without_a_window(unpacked):
    code = f"""
import sys
sys.path.insert(0, {str(unpacked)!r})
from qgis.core import QgsApplication
app = QgsApplication([], False); app.initQgis()
import lma_qgis
plugin = lma_qgis.classFactory(None)
plugin.initProcessing(); plugin.initProcessing()
registry = QgsApplication.processingRegistry()
provider = registry.providerById("lma")
print(len(provider.algorithms()), lma_qgis.__file__)
for algorithm in provider.algorithms():
    if not algorithm.shortHelpString() or algorithm.icon().isNull():
        raise SystemExit(f"{{algorithm.id()}} has no help or icon")
plugin.unload()
print(registry.providerById("lma"))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert str(unpacked) in done.stdout and done.stdout.strip().endswith("None")


def test_zip_works_without_onnxruntime_and_names_a_missing_scipy(unpacked):
    code = f"""
import sys
sys.path.insert(0, {str(unpacked)!r})
for name in sys.argv[1:]: sys.modules[name] = None
from qgis.core import QgsApplication
app = QgsApplication([], False); app.initQgis()
import lma_qgis
plugin = lma_qgis.classFactory(None)
plugin.initProcessing()
provider = QgsApplication.processingRegistry().providerById("lma")
print(len(provider.algorithms()), provider.warningMessage())
"""
    run = [sys.executable, "-c", code]
    without_runtime = subprocess.run([*run, "onnxruntime"], capture_output=True, text=True, timeout=120)
    assert without_runtime.returncode == 0 and int(without_runtime.stdout.split()[0]) > 10, without_runtime.stderr
    without_scipy = subprocess.run([*run, "scipy"], capture_output=True, text=True, timeout=120)
    assert without_scipy.returncode == 0, without_scipy.stderr
    assert without_scipy.stdout.startswith("0 ") and "scipy" in without_scipy.stdout


@pytest.mark.parametrize("name", ["requirements.txt", "resources_rc.py"])
def test_zip_leaves_out(archive, name):
    with zipfile.ZipFile(archive) as zipped:
        assert not any(entry.endswith(name) for entry in zipped.namelist())


def test_every_help_page_is_packed_for_browsers(archive):
    with zipfile.ZipFile(archive) as zipped:
        pages = {name[:-3] for name in zipped.namelist() if name.endswith(".md") and "/help/" in name}
        rendered = {name[:-5] for name in zipped.namelist() if name.endswith(".html")}
        assert "<table>" in zipped.read("lma_qgis/resources/help/gridtracks.html").decode()
    assert pages and pages == rendered


def test_help_buttons_of_the_installed_plugin_open_pages_for_browsers(unpacked):
    code = f"""
import sys
sys.path.insert(0, {str(unpacked)!r})
from qgis.core import QgsApplication
app = QgsApplication([], False); app.initQgis()
import lma_qgis
plugin = lma_qgis.classFactory(None)
plugin.initProcessing()
for made in QgsApplication.processingRegistry().providerById("lma").algorithms():
    print(made.helpUrl())
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    addresses = done.stdout.split()
    assert len(addresses) > 10, done.stderr
    for address in addresses:
        assert address.startswith("file:///") and address.endswith(".html")
        assert Path(address.replace("file://", "", 1)).is_file()
