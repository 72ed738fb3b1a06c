"""Generated pages are fresh, links lead somewhere."""

import re
import sys
from pathlib import Path

import pytest
from qgis.core import Qgis

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))
PAGES = [
    path for pattern in ("*.md", "docs/**/*.md", "resources/**/*.md", "training/*.md") for path in ROOT.glob(pattern)
]


@pytest.mark.skipif(Qgis.QGIS_VERSION_INT >= 32300, reason="the page is generated with the oldest QGIS")
def test_algorithm_reference_is_fresh(provider):
    from build_docs import PAGE, page

    assert PAGE.read_text(encoding="utf-8") == page(provider.algorithms()), "run `make docs`"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path):
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", path.read_text(encoding="utf-8")):
        if not re.match(r"\w+:", target):
            assert (path.parent / target).exists(), f"{path.name} links to {target}"
