"""Help pages for browsers say what their Markdown says."""

import re

import pytest

from lma_qgis.paths import resource
from tools import help_html

PAGES = sorted(resource("help").glob("*.md"))


def words(text):
    return re.sub(r"[\s￼]+", " ", text).strip()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_reads_as_qt_reads_the_markdown(qgis_app, path):
    from qgis.PyQt.QtGui import QTextDocument

    source = path.read_text(encoding="utf-8")
    ours, theirs = QTextDocument(), QTextDocument()
    ours.setHtml(help_html.page(source))
    theirs.setMarkdown(source)
    assert words(ours.toPlainText()) == words(theirs.toPlainText())


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_links_lead_to_pages_and_pictures(path):
    page = help_html.page(path.read_text(encoding="utf-8"))
    for target in re.findall(r'(?:href|src)="([^"]+)"', page):
        if "://" not in target:
            source = path.parent / target
            assert source.with_suffix(".md" if source.suffix == ".html" else source.suffix).is_file(), target


def test_keeps_structure_and_escapes():
    page = help_html.page(
        "# A & B\n\nText *with* `a*b*c`, **`d`** <and>\nmore.\n\n1. one\n2. **two**\n   on\n\n"
        "| a | b |\n|---|---|\n| 1 | 2 |\n"
    )
    assert "<title>A &amp; B</title>" in page and "<h1>A &amp; B</h1>" in page
    assert "<p>Text <i>with</i> <code>a*b*c</code>, <b><code>d</code></b> &lt;and&gt; more.</p>" in page
    assert "<ol>\n<li>one</li>\n<li><b>two</b> on</li>\n</ol>" in page
    assert "<tr><th>a</th><th>b</th></tr>\n<tr><td>1</td><td>2</td></tr>" in page
