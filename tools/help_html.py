"""The help pages as HTML for browsers, which show Markdown as its source.

Knows the Markdown that ``resources/help`` is written in: headings, paragraphs, lists of one level, tables, pictures,
links, emphasis and code. ``stage.py`` packs the result beside the sources, for the Help button of the dialogs.
"""

import html
import re

_TEMPLATE = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ font: 1rem/1.5 sans-serif; color: #1f2933; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }}
h1, h2 {{ color: #1f3a5f; line-height: 1.2; }} img {{ max-width: 100%; }}
table {{ border-collapse: collapse; }} th, td {{ padding: .3rem .8rem; border-bottom: 1px solid #d9e2ec; }}
th, td {{ text-align: left; vertical-align: top; }} code {{ background: #eef2f6; padding: 0 .2rem; }}
</style>
</head>
<body>
{body}
</body>
</html>
"""
_ITEM = re.compile(r"(?:-|(\d+)\.) +")


def page(markdown, language="en"):
    """Return a page of HTML.

    Parameters
    ----------
    markdown : str
        Text of a help page; its first heading becomes the title.
    language : str
        Code of the language for the browser.

    Returns
    -------
    str
    """
    title = re.search(r"^# (.*)$", markdown, re.MULTILINE)
    blocks = [block.strip("\n") for block in re.split(r"\n\s*\n", markdown.strip())]
    return _TEMPLATE.format(
        language=language, title=_inline(title.group(1)) if title else "", body="\n".join(map(_block, blocks))
    )


def _block(text):
    heading = re.match(r"(#+) (.*)\Z", text)
    if heading:
        level = len(heading.group(1))
        return f"<h{level}>{_inline(heading.group(2))}</h{level}>"
    if text.startswith("|"):
        return _table(text.splitlines())
    if _ITEM.match(text):
        return _list(text)
    return f"<p>{_inline(' '.join(text.split()))}</p>"


def _table(lines):
    head, _, *rows = ([cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines)
    return "<table>\n" + "\n".join(_row("td" if number else "th", row) for number, row in enumerate([head, *rows])) + (
        "\n</table>"
    )


def _row(tag, cells):
    return "<tr>" + "".join(f"<{tag}>{_inline(cell)}</{tag}>" for cell in cells) + "</tr>"


def _list(text):
    kind = "ol" if _ITEM.match(text).group(1) else "ul"
    items = [" ".join(item.split()) for item in re.split(r"^(?:-|\d+\.) +", text, flags=re.MULTILINE)[1:]]
    return f"<{kind}>\n" + "\n".join(f"<li>{_inline(item)}</li>" for item in items) + f"\n</{kind}>"


def _inline(text):
    """Return a line with its pictures, links, emphasis and code; what is code is left as it is."""
    escaped = html.escape(text, quote=False)
    codes = iter(re.findall(r"`([^`]*)`", escaped))
    text = re.sub(r"`[^`]*`", "\0", escaped)
    text = re.sub(r"!\[([^\]]*)\]\(([^)]+)\)", r'<img src="\2" alt="\1">', text)
    text = re.sub(r"\[([^\]]+)\]\((?!\w+:)([^)]+)\.md\)", r'<a href="\2.html">\1</a>', text)
    text = re.sub(r"\[([^\]]+)\]\(([^)]+)\)", r'<a href="\2">\1</a>', text)
    text = re.sub(r"\*\*([^*]+)\*\*", r"<b>\1</b>", text)
    text = re.sub(r"\*([^*]+)\*", r"<i>\1</i>", text)
    return re.sub("\0", lambda _: f"<code>{next(codes)}</code>", text)
