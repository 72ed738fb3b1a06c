"""Help pages: Markdown in ``resources/help``, HTML in the dialogs."""

from __future__ import annotations

import re

from qgis.PyQt.QtGui import QTextDocument

from ..paths import resource
from .translation import translated_file

# Pixels; what the side panel of a dialog that has just opened shows.
PICTURE_WIDTH = 210


def page(name):
    """Return the path of a help page, in the user's language where that is translated."""
    return translated_file("help", f"{{}}/{name}.md") or resource("help", f"{name}.md")


def url(name):
    """Return the address of a help page for a browser; a checkout has only the Markdown."""
    source = page(name)
    rendered = source.with_suffix(".html")
    return (rendered if rendered.is_file() else source).as_uri()


def summary(algorithm_id):
    """Return the first paragraph of a help page as plain text."""
    for block in _markdown(algorithm_id).split("\n\n"):
        if block.strip() and not block.lstrip().startswith(("#", "!")):
            return re.sub(r"[*`]", "", " ".join(block.split()))
    return ""


def html(algorithm_id):
    """Return a help page as the HTML that Processing shows, with a title of its own, beside the parameters."""
    folder = page(algorithm_id).parent.as_uri()
    untitled = re.sub(r"\A# .*\n", "", _markdown(algorithm_id))
    linked = re.sub(r"\]\((\w+)\.md\)", lambda link: f"]({url(link.group(1))})", untitled)
    text = re.sub(r"\]\((?!\w+:)([^)]+)\)", rf"]({folder}/\1)", linked)
    document = QTextDocument()
    document.setMarkdown(text)
    body = re.search(r"<body[^>]*>(.*)</body>", document.toHtml(), re.DOTALL).group(1)
    # The panel has its own font and colours; keep the structure, drop Qt's.
    body = re.sub(r'<(p|h\d|ul|ol|li|td)( style="[^"]*")', r"<\1", body)
    body = re.sub(r"font-size:[^;\"]*;?", "", body).strip()
    body = body.replace("<img ", f'<img width="{PICTURE_WIDTH}" ')
    # The dialog makes a paragraph of every line, which would take tables apart.
    body = re.sub(r"<pre.*?</pre>", lambda block: block.group(0).replace("\n", "<br>"), body, flags=re.DOTALL)
    return body.replace("\n", " ")


def _markdown(algorithm_id):
    return page(algorithm_id).read_text(encoding="utf-8")
