"""Texts for translators: extract them from the sources, keep ``.ts`` files up to date, compile complete ones.

    python3 tools/translations.py           resources/i18n/lma_qgis.ts and every language beside it
    python3 tools/translations.py de        also starts lma_qgis_de.ts

Qt's own lupdate and pylupdate know neither a plain function ``tr`` nor the sentences of ``LmaError``, so the sources
are read with ast: constants in ``tr``, ``marked`` and ``LmaError``, the constants ``NAME`` and ``TAGS`` of
algorithms, and the labels of the graphical models.
"""

import ast
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from string import Formatter

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "i18n"
HELP = ROOT / "resources" / "help"
TEMPLATE = FOLDER / "lma_qgis.ts"
CONTEXT = "Lma"
FUNCTIONS = {"tr", "marked", "LmaError"}
CONSTANTS = {"NAME", "TAGS"}
# Two words, or one that starts like a sentence.
PROSE = re.compile(r"[^\W\d_]{2,}[.,;:]? +[^\W\d_]{2,}|^[A-Z][a-z]{2,}\b")
# English in every language: reports, and what is written into files (names of bands, values of fields, GSFML columns).
ENGLISH_MODULES = {"algorithms/compare_report.py", "algorithms/validation_report.py"}
ENGLISH_TEXTS = {
    CONTEXT,
    "age order", " (age order)", "polygons: labels are complete inside", "whole raster",
    "magnetic anomaly", "enhanced magnetic anomaly", "data support", "azimuth of the lineations",
    "observations per cell", "distance to the nearest observation",
    "crest score", "trough score", "crest spread", "trough spread",
    "Chron", "Reference", "Automatic, reviewed, offset ",
}


def called(node):
    """Return the name of the function that a call calls."""
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def constants(node):
    """Return the texts in a node that is a constant or a tuple of constants."""
    parts = node.elts if isinstance(node, (ast.Tuple, ast.List)) else [node]
    values = [part.value for part in parts if isinstance(part, ast.Constant)]
    return [value for value in values if isinstance(value, str) and value]


def texts_of_module(text):
    """Yield the translatable texts of one Python module."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and called(node) in FUNCTIONS and node.args:
            yield from constants(node.args[0])
        elif isinstance(node, ast.Assign) and any(getattr(name, "id", "") in CONSTANTS for name in node.targets):
            yield from constants(node.value)


def texts_of_model(text):
    """Yield the name and the labels of a graphical model."""
    root = ElementTree.fromstring(text)
    for option in root.iter("Option"):
        if option.get("name") == "model_name":
            yield option.get("value")
        elif option.get("name") == "parameterDefinitions":
            for item in option.iterfind("Option/Option[@name='description']"):
                yield item.get("value")


def texts():
    """Return all translatable texts with the files that use them, in alphabetical order.

    Returns
    -------
    dict of str to list of str
    """
    found = {}
    for path in sorted((ROOT / "lma_qgis").rglob("*.py")):
        for text in texts_of_module(path.read_text(encoding="utf-8")):
            found.setdefault(text, set()).add(path.relative_to(ROOT).as_posix())
    for path in sorted((ROOT / "models").glob("*.model3")):
        for text in texts_of_model(path.read_text(encoding="utf-8")):
            found.setdefault(text, set()).add(path.relative_to(ROOT).as_posix())
    return {text: sorted(found[text]) for text in sorted(found)}


def document(language="", known=None):
    """Return a ``.ts`` file as text; without a language it is the template that translators start from.

    Parameters
    ----------
    language : str
        Such as ``de`` or ``pt_BR``.
    known : dict of str to str, optional
        Translations by text; texts without one are unfinished.
    """
    root = ElementTree.Element("TS", version="2.1", sourcelanguage="en")
    if language:
        root.set("language", language)
    context = ElementTree.SubElement(root, "context")
    ElementTree.SubElement(context, "name").text = CONTEXT
    for text, files in texts().items():
        message = ElementTree.SubElement(context, "message")
        for file in files:
            ElementTree.SubElement(message, "location", filename=f"../../{file}")
        ElementTree.SubElement(message, "source").text = text
        translation = ElementTree.SubElement(message, "translation")
        translation.text = (known or {}).get(text)
        if not translation.text:
            translation.set("type", "unfinished")
    ElementTree.indent(root, "    ")
    body = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{body}\n'


def translations(path):
    """Return the finished translations of a ``.ts`` file by text; one that loses a field in braces is not finished."""
    messages = ElementTree.parse(path).getroot().iter("message")
    pairs = ((item.findtext("source"), item.find("translation")) for item in messages)
    finished = {text: found.text for text, found in pairs if found.text and found.get("type") is None}
    return {text: found for text, found in finished.items() if fields(text) == fields(found)}


def fields(text):
    """Return how the values in a text are written, in any order; None when its braces do not match."""
    try:
        return sorted(f"{kind}:{form}" for _, name, form, kind in Formatter().parse(text) if name is not None)
    except ValueError:
        return None


def languages():
    """Return the ``.ts`` files of languages."""
    return sorted(FOLDER.glob("lma_qgis_*.ts"))


def update(new=()):
    """Write the template and every language; ``new`` are languages to begin."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    TEMPLATE.write_text(document(), encoding="utf-8")
    for path in sorted({*languages(), *(FOLDER / f"lma_qgis_{language}.ts" for language in new)}):
        known = translations(path) if path.exists() else {}
        path.write_text(document(language_of(path), known), encoding="utf-8")
        print(f"{path.name}: {len(texts().keys() & known.keys())} of {len(texts())} texts translated")


def lrelease():
    """Return Qt's compiler of translations, None when it is not installed."""
    return next(filter(None, map(shutil.which, ("lrelease", "lrelease-qt5", "/usr/lib/qt6/bin/lrelease"))), None)


def language_of(path):
    """Return the language of a ``.ts`` file."""
    return path.stem[len("lma_qgis_"):]


def compile_complete(target):
    """Compile the languages that are translated wholly; a half-translated one is not shipped.

    Parameters
    ----------
    target : pathlib.Path
        Folder of the ``.qm`` files.

    Returns
    -------
    compiled : list of pathlib.Path
        The ``.qm`` files.
    left_out : list of str
        Languages whose texts and help pages stay out.
    """
    compiled, left_out = [], []
    for path in languages():
        missing = missing_parts(path)
        if missing:
            print(f"{path.name} is left out: {missing}", file=sys.stderr)
            left_out.append(language_of(path))
        else:
            compiled.append(release(path, target / f"{path.stem}.qm"))
    return compiled, left_out


def missing_parts(path):
    """Return what a language lacks, in words; empty when it is complete."""
    texts_left = len(texts().keys() - translations(path).keys())
    pages = {page.name for page in HELP.glob("*.md")}
    pages_left = len(pages - {page.name for page in (HELP / language_of(path)).glob("*.md")})
    return f"{texts_left} texts and {pages_left} help pages are not translated" if texts_left or pages_left else ""


def release(source, target):
    """Compile one ``.ts`` file; return the ``.qm`` file."""
    tool = lrelease()
    if tool is None:
        raise SystemExit(f"{source.name} cannot be compiled: install lrelease (Debian: qttools5-dev-tools)")
    target.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run([tool, "-silent", str(source), "-qm", str(target)], check=True)
    return target


def is_prose(text):
    """Return whether a constant reads like something for people, tags of HTML aside."""
    return text not in ENGLISH_TEXTS and bool(PROSE.search(re.sub(r"<[^>]*>?", "", text)))


def problems(text, path):
    """Return texts of the user interface that no translator would see.

    Parameters
    ----------
    text : str
        A module of ``algorithms`` or ``gui``.
    path : str
        Its path inside the package, for the messages.
    """
    found = []

    def visit(node, safe):
        if isinstance(node, ast.Call) and called(node) in FUNCTIONS:
            first = node.args[0] if node.args else None
            if isinstance(first, (ast.JoinedStr, ast.BinOp)):
                found.append(f"{path}:{node.lineno}: {called(node)} takes a constant, values go in with .format")
            elif isinstance(first, ast.Constant):
                for other in [*node.args[1:], *node.keywords]:
                    visit(other, safe)
                return
        if isinstance(node, ast.Assign):
            safe = safe or any(getattr(target, "id", "") in CONSTANTS for target in node.targets)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            return
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and not safe and is_prose(node.value):
            found.append(f"{path}:{node.lineno}: not translatable: {node.value!r}")
        for child in ast.iter_child_nodes(node):
            visit(child, safe)

    visit(ast.parse(text), path in ENGLISH_MODULES)
    return found


if __name__ == "__main__":
    update(sys.argv[1:])
