"""Stage the plugin folder, or pack it: the repository's parts in the layout that QGIS installs.

``python3 tools/stage.py stage`` makes ``build/plugins/lma_qgis``;
``python3 tools/stage.py package`` makes ``dist/lma_qgis-X.Y.Z.zip``.
"""

import configparser
import shutil
import sys
import zipfile
from pathlib import Path

import help_html
import translations

ROOT = Path(__file__).resolve().parent.parent
NAME = "lma_qgis"
LIMIT_BYTES = 25 * 1024 * 1024
# The same date in every archive of the same sources, so that two builds are the same bytes.
TIMESTAMP = (2026, 1, 1, 0, 0, 0)
FILES = ("metadata.txt", "LICENSE", "README.md", "CHANGELOG.md")
FOLDERS = ("resources", "models")
LEFT_OUT = {"__pycache__"}
SUFFIXES_LEFT_OUT = {".pyc", ".ts"}


def version():
    """Return the version in ``metadata.txt``."""
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(ROOT / "metadata.txt", encoding="utf-8")
    return parser.get("general", "version")


def sources():
    """Yield (file, path inside the plugin folder) of everything that is shipped."""
    compiled = ROOT / "build" / "i18n"
    shutil.rmtree(compiled, ignore_errors=True)
    whole, half = translations.compile_complete(compiled)
    for path in whole:
        yield path, Path("resources", "i18n", path.name)
    yield from help_pages(ROOT / "build" / "help", half)
    for name in FILES:
        yield ROOT / name, Path(name)
    for folder, inside in [(ROOT / NAME, Path()), *((ROOT / name, Path(name)) for name in FOLDERS)]:
        for path in sorted(folder.rglob("*")):
            place = inside / path.relative_to(folder)
            hidden = any(part.startswith(".") or part in LEFT_OUT for part in place.parts)
            if path.is_file() and not hidden and path.suffix not in SUFFIXES_LEFT_OUT and not in_language(place, half):
                yield path, place


def help_pages(built, languages):
    """Write the help pages for browsers into a folder; yield (file, path inside the plugin folder).

    Parameters
    ----------
    built : pathlib.Path
        Folder to be replaced.
    languages : sequence of str
        Translations that are not shipped.
    """
    shutil.rmtree(built, ignore_errors=True)
    for source in sorted((ROOT / "resources" / "help").rglob("*.md")):
        place = source.relative_to(ROOT).with_suffix(".html")
        if not in_language(place, languages):
            target = built / place
            target.parent.mkdir(parents=True, exist_ok=True)
            language = place.parts[2] if len(place.parts) > 3 else "en"
            target.write_text(help_html.page(source.read_text(encoding="utf-8"), language), encoding="utf-8")
            yield target, place


def in_language(place, languages):
    """Return whether a path inside the plugin folder is a help page in one of the languages."""
    return place.parts[:2] == ("resources", "help") and place.parts[2] in languages


def stage():
    """Copy the plugin to ``build/plugins/lma_qgis``; return the folder."""
    target = ROOT / "build" / "plugins" / NAME
    shutil.rmtree(target, ignore_errors=True)
    for source, inside in sources():
        destination = target / inside
        destination.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, destination)
    return target


def package():
    """Write ``dist/lma_qgis-X.Y.Z.zip``; return its path."""
    target = ROOT / "dist" / f"{NAME}-{version()}.zip"
    target.parent.mkdir(exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for source, inside in sources():
            entry = zipfile.ZipInfo(f"{NAME}/{inside.as_posix()}", TIMESTAMP)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, source.read_bytes())
    size = target.stat().st_size
    if size > LIMIT_BYTES:
        raise SystemExit(f"{target} has {size} bytes; the plugin repository takes at most {LIMIT_BYTES}")
    return target


if __name__ == "__main__":
    print({"stage": stage, "package": package}[sys.argv[1]]())
