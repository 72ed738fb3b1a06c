"""Put what the commands found into the document: ``python -m training.document docs/model.md [part ...]``.

Every command leaves its tables as ``<part>.md`` in the folder of its run; each replaces what stands between
``<!-- <name> begin -->`` and ``<!-- <name> end -->`` under a name of :data:`PARTS`.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from .config import ROOT

RUNS = ROOT / "training" / "runs"
#: What stands between the marks of each name: run / part.
PARTS = {
    "scores": "ship/scores", "regions": "ship/regions", "tiles": "ship/tiles", "calibration": "ship/calibration",
    "scores_evidence": "ship_evidence/scores", "regions_evidence": "ship_evidence/regions",
    "calibration_evidence": "ship_evidence/calibration", "finetune": "finetune/finetune",
    "comparison": "compare/comparison", "channels": "channels/channels", "evidence": "evidence/evidence",
    "sizes": "ship/sizes", "wrong_tracks": "ship_evidence/wrong_tracks",
}


def publish(folder, part, text):
    """Print the tables of a part and leave them in the folder of its run.

    Parameters
    ----------
    folder : pathlib.Path
        Of the run.
    part : str
        Second half of one of :data:`PARTS`.
    text : str
        Markdown.
    """
    (folder / f"{part}.md").write_text(text + "\n", encoding="utf-8")
    print(text)


def update(path, part):
    """Insert a part into a document that has its marks, if it has been computed, and return in words what was done."""
    source = RUNS / f"{PARTS[part]}.md"
    if not source.exists():
        return "not computed yet, left as it was"
    if f"<!-- {part} begin -->" not in path.read_text(encoding="utf-8"):
        return f"no marks for it in {path}"
    insert(path, part, source.read_text(encoding="utf-8").rstrip())
    return "inserted"


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
        print(f"{part}: {update(arguments.document, part)}")


if __name__ == "__main__":
    main()
