"""Put what the commands found into the document: ``python -m training.document docs/model.md [part ...]``.

Every command leaves its tables as ``<part>.md`` in the folder of its run; each replaces what stands between
``<!-- <part> begin -->`` and ``<!-- <part> end -->``.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from .config import ROOT

RUNS = ROOT / "training" / "runs"
PARTS = {
    "scores": "ship", "regions": "ship", "tiles": "ship", "calibration": "ship", "finetune": "finetune",
    "comparison": "compare", "channels": "channels", "evidence": "evidence", "sizes": "ship",
}


def publish(folder, part, text):
    """Print the tables of a part and leave them in the folder of its run.

    Parameters
    ----------
    folder : pathlib.Path
        Of the run.
    part : str
        One of :data:`PARTS`.
    text : str
        Markdown.
    """
    (folder / f"{part}.md").write_text(text + "\n", encoding="utf-8")
    print(text)


def insert(path, part, text):
    """Replace what stands between the marks of a part.

    Parameters
    ----------
    path : pathlib.Path
        Markdown with both marks.
    part, text : str
        Name of the part, and its new contents.
    """
    before, rest = path.read_text(encoding="utf-8").split(f"<!-- {part} begin -->")
    _, after = rest.split(f"<!-- {part} end -->")
    path.write_text(f"{before}<!-- {part} begin -->\n{text}\n<!-- {part} end -->{after}", encoding="utf-8")


def main():
    """Insert the parts named, or every one, that have been computed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("document", type=Path)
    parser.add_argument("parts", nargs="*", default=PARTS, help="all by default: " + ", ".join(PARTS))
    arguments = parser.parse_args()
    for part in arguments.parts:
        source = RUNS / PARTS[part] / f"{part}.md"
        if source.exists():
            insert(arguments.document, part, source.read_text(encoding="utf-8").rstrip())
        print(f"{part}: {'inserted' if source.exists() else 'not computed yet, left as it was'}")


if __name__ == "__main__":
    main()
