"""Check every Qt name in the sources against Qt 6, without a Qt 6 build of QGIS.

Needs PyQt6 beside the Qt 5 of QGIS, which is never loaded here::

    .venv/bin/python tools/check_qt6.py lma_qgis

Reads the sources with ast (nothing is imported or run): each name imported
from qgis.PyQt.* and each attribute chain on it (Qt.MouseButton.LeftButton) must
exist in PyQt6. Knows the few names that QGIS's own qgis.PyQt adds back.
Exit status 1 and one line per problem.
"""
import ast
import importlib
import pathlib
import sys

# What qgis.PyQt itself provides on Qt 6 beside the PyQt6 names.
MOVED = {("QtWidgets", "QAction"), ("QtWidgets", "QActionGroup"), ("QtWidgets", "QShortcut")}
# QGIS adds these to QVariant on Qt 6.
QVARIANT_TYPES = {
    "Invalid", "Bool", "Int", "UInt", "LongLong", "ULongLong", "Double", "Char", "Map", "List",
    "String", "StringList", "ByteArray", "BitArray", "Date", "Time", "DateTime", "Url",
}


def chain(node):
    """Attribute(Attribute(Name a, b), c) -> [a, b, c]; None if not a plain chain."""
    parts = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return [node.id] + parts[::-1] if isinstance(node, ast.Name) else None


def check(path):
    """Return (line, problem) of one file."""
    text = path.read_text()
    tree = ast.parse(text, str(path))
    names = {}
    problems = []
    for node in ast.walk(tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            module = getattr(node, "module", None) or ""
            plain = [a.name for a in node.names] if isinstance(node, ast.Import) else [module]
            for name in plain:
                if name.split(".")[0] in ("PyQt5", "PyQt6", "PySide2", "PySide6"):
                    problems.append((node.lineno, f"import {name}: use qgis.PyQt"))
            if module.startswith("qgis.PyQt."):
                sub = module.split(".")[2]
                qt = importlib.import_module(f"PyQt6.{sub}")
                for alias in node.names:
                    target = getattr(qt, alias.name, None)
                    if (sub, alias.name) in MOVED:
                        target = getattr(importlib.import_module("PyQt6.QtGui"), alias.name)
                    if target is None:
                        problems.append((node.lineno, f"{module}.{alias.name} is not in PyQt6"))
                    else:
                        names[alias.asname or alias.name] = target
    seen = set()
    for node in ast.walk(tree):
        if not isinstance(node, ast.Attribute) or id(node) in seen:
            continue
        for inner in ast.walk(node):
            seen.add(id(inner))
        parts = chain(node)
        if not parts or parts[0] not in names:
            continue
        target = names[parts[0]]
        for i, part in enumerate(parts[1:], 1):
            if target.__name__ == "QVariant" and part in QVARIANT_TYPES:
                break
            if not hasattr(target, part):
                problems.append((node.lineno, f"{'.'.join(parts[: i + 1])} is not in PyQt6"))
                break
            target = getattr(target, part)
            if not isinstance(target, type):
                break  # a method or an enum member: the rest is about instances
    return problems


def main(roots):
    """Check files and folders; return the number of problems."""
    bad = 0
    for root in roots:
        root = pathlib.Path(root)
        for path in sorted(root.rglob("*.py")) if root.is_dir() else [root]:
            for line, text in sorted(set(check(path))):
                print(f"{path}:{line}: {text}")
                bad += 1
    print(f"{bad} problem(s)")
    return bad


if __name__ == "__main__":
    sys.exit(1 if main(sys.argv[1:]) else 0)
