"""Scan the unpacked zip as the QGIS plugin repository does on every upload.

    tools/scan_package.py             exit status 1 and one line per finding
    tools/scan_package.py --release   also what keeps this version from being uploaded

Bandit with the repository's selection of tests, detect-secrets, flake8 at 120 columns, and the rules on
what a zip may hold.
"""

import configparser
import json
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REQUIRED = (
    "name", "description", "version", "qgisMinimumVersion", "author", "email", "about", "tracker", "repository",
)
SKIPPED_BY_THE_REPOSITORY = "B404,B410,B411"
LIMIT_BYTES = 25 * 1024 * 1024
NOT_ALLOWED = (".pyc", "__pycache__", ".git", "__MACOSX", "\\", "..", "requirements.txt")
PROGRAMS = (".so", ".dll", ".dylib", ".pyd", ".exe", ".whl", ".jar", ".zip", ".sh", ".bat")
ADDRESSES = ("tracker", "repository", "homepage")


def metadata_of(archive):
    """Return the section of ``metadata.txt`` in a zip."""
    top = archive.namelist()[0].split("/")[0]
    parser = configparser.ConfigParser(interpolation=None)
    parser.read_string(archive.read(f"{top}/metadata.txt").decode("utf-8"))
    return parser["general"]


def layout_problems(archive, size):
    """Return what the repository would refuse about the zip itself."""
    names = archive.namelist()
    problems = [f"too large: {size} bytes"] if size > LIMIT_BYTES else []
    tops = {name.split("/")[0] for name in names}
    if len(tops) != 1 or not next(iter(tops)).isidentifier():
        problems.append(f"one folder with a Python name expected, found {sorted(tops)}")
    top = next(iter(tops))
    missing = [name for name in ("__init__.py", "metadata.txt", "LICENSE") if f"{top}/{name}" not in names]
    problems += [f"{name} is missing" for name in missing]
    problems += [f"not allowed: {name}" for name in names if any(part in name for part in NOT_ALLOWED)]
    problems += [f"a program: {name}" for name in names if name.endswith(PROGRAMS)]
    problems += [f"hidden: {name}" for name in names if any(part.startswith(".") for part in name.split("/"))]
    problems += [f"executable: {item.filename}" for item in archive.infolist() if (item.external_attr >> 16) & 0o111]
    if "metadata.txt" not in missing:
        problems += metadata_problems(metadata_of(archive), {name[len(top) + 1:] for name in names})
    return problems


def metadata_problems(general, files):
    """Return what the repository would refuse about ``metadata.txt``; ``files`` are those of the plugin folder."""
    problems = [f"metadata.txt lacks {key}" for key in REQUIRED if not general.get(key)]
    if not re.fullmatch(r"\d+(\.\d+)*", general.get("version", "")):
        problems.append("the version must be numbers and dots")
    if "plugin" in general.get("name", "").lower():
        problems.append("the name must not repeat 'plugin'")
    if general.get("icon") not in files:
        problems.append(f"the icon is missing: {general.get('icon')}")
    low, high = (tuple(map(int, general.get(f"qgis{end}Version", "0").split("."))) for end in ("Minimum", "Maximum"))
    if low > high:
        problems.append("qgisMinimumVersion is above qgisMaximumVersion")
    if general.get("hasProcessingProvider") != "yes":
        problems.append("hasProcessingProvider must be yes: qgis_process would not load the provider")
    return problems


def release_problems(general, changelog):
    """Return what must be done before this version is uploaded, by ``metadata.txt`` and ``CHANGELOG.md``."""
    given = {key: general.get(key, "") for key in (*ADDRESSES, "email")}
    problems = [f"{key} is a placeholder: {value}" for key, value in given.items() if "example.org" in value]
    if f"## {general['version']}\n" not in changelog:
        problems.append(f"CHANGELOG.md has no section {general['version']}")
    return problems


def tool(*arguments, folder):
    """Run a scanner; return its output."""
    done = subprocess.run([sys.executable, "-m", *arguments], cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        raise SystemExit(f"{arguments[0]} failed: {done.stderr}")
    return done.stdout


def scan(path):
    """Return all findings about a zip."""
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(path) as archive:
        problems = layout_problems(archive, Path(path).stat().st_size)
        archive.extractall(folder)
        arguments = ("bandit", "-q", "-r", ".", "-f", "json", "-s", SKIPPED_BY_THE_REPOSITORY)
        bandit = json.loads(tool(*arguments, folder=folder))
        for found in bandit["results"]:
            place = f"{found['filename']}:{found['line_number']}"
            problems.append(f"bandit {found['test_id']} {place} {found['issue_text']}")
        problems += [f"bandit could not read {e['filename']}" for e in bandit["errors"]]
        secrets = json.loads(tool("detect_secrets", "scan", "--all-files", folder=folder))
        for name, found in secrets["results"].items():
            problems += [f"detect-secrets {name}:{item['line_number']} {item['type']}" for item in found]
        problems += tool("flake8", "--isolated", "--max-line-length", "120", ".", folder=folder).splitlines()
    return problems


def main(arguments):
    """Scan the newest zip in ``dist``."""
    path = max((ROOT / "dist").glob("*.zip"), key=lambda p: p.stat().st_mtime)
    problems = scan(path)
    for problem in problems:
        print(problem)
    print(f"{path.name}: {len(problems)} findings (bandit, detect-secrets, flake8, layout)")
    with zipfile.ZipFile(path) as archive:
        left = release_problems(metadata_of(archive), (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))
    for problem in left:
        print(f"before an upload: {problem}")
    return 1 if problems or (left and "--release" in arguments) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
