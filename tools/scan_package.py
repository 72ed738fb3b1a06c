"""Scan the unpacked zip as the QGIS plugin repository does on every upload.

Bandit with the repository's selection of tests, detect-secrets, flake8 at 120 columns, and the rules on
what a zip may hold. Exit status 1 and one line per finding.
"""

import configparser
import json
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


def layout_problems(archive, size):
    """Return what the repository would refuse about the zip itself."""
    names = archive.namelist()
    problems = [f"too large: {size} bytes"] if size > LIMIT_BYTES else []
    tops = {name.split("/")[0] for name in names}
    if len(tops) != 1 or not next(iter(tops)).isidentifier():
        problems.append(f"one folder with a Python name expected, found {sorted(tops)}")
    top = next(iter(tops))
    for name in ("__init__.py", "metadata.txt", "LICENSE"):
        if f"{top}/{name}" not in names:
            problems.append(f"{name} is missing")
    bad = (".pyc", "__pycache__", ".git", "__MACOSX", "\\", "..", "requirements.txt")
    problems += [f"not allowed: {name}" for name in names if any(part in name for part in bad)]
    problems += [f"hidden: {name}" for name in names if any(part.startswith(".") for part in name.split("/"))]
    problems += [f"executable: {item.filename}" for item in archive.infolist() if (item.external_attr >> 16) & 0o111]
    parser = configparser.ConfigParser(interpolation=None)
    parser.read_string(archive.read(f"{top}/metadata.txt").decode("utf-8"))
    general = parser["general"]
    problems += [f"metadata.txt lacks {key}" for key in REQUIRED if not general.get(key)]
    if not all(part.isdigit() for part in general.get("version", "x").split(".")):
        problems.append("the version must be numbers and dots")
    if "plugin" in general.get("name", "").lower():
        problems.append("the name must not repeat 'plugin'")
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


def main():
    """Scan the newest zip in ``dist``."""
    path = max((ROOT / "dist").glob("*.zip"), key=lambda p: p.stat().st_mtime)
    problems = scan(path)
    for problem in problems:
        print(problem)
    print(f"{path.name}: {len(problems)} findings (bandit, detect-secrets, flake8, layout)")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
