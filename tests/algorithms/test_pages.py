import pytest

from lma_qgis.algorithms import pages
from lma_qgis.paths import resource

pytestmark = pytest.mark.usefixtures("qgis_app")


@pytest.fixture
def page(monkeypatch, tmp_path):
    (tmp_path / "demo.md").write_text("# Title\n\nFirst *words* of\nthe `page`.\n\n## More\n\n- one\n- two\n\n![a](figures/a.png)\n[x](https://x.org)\n")
    monkeypatch.setattr(pages, "resource", lambda *parts: tmp_path.joinpath(*parts[1:]) if len(parts) > 1 else tmp_path)
    return tmp_path


def test_summary_is_the_first_paragraph(page):
    assert pages.summary("demo") == "First words of the page."


def test_html_keeps_structure_and_finds_pictures(page):
    text = pages.html("demo")
    assert "Title" not in text and "<h2>" in text and text.count("<li>") == 2
    assert f'{page.as_uri()}/figures/a.png' in text and 'href="https://x.org"' in text
    assert "font-size" not in text and "\n" not in text


def test_pictures_of_all_pages_exist():
    import re

    for path in resource("help").glob("*.md"):
        for target in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", path.read_text(encoding="utf-8")):
            assert (path.parent / target).is_file(), f"{path.name}: {target}"


def test_pictures_fit_beside_the_parameters(page):
    assert f'<img width="{pages.PICTURE_WIDTH}" ' in pages.html("demo")


def test_every_algorithm_has_a_picture(provider):
    for made in provider.algorithms():
        assert f"images/{made.name()}.png" in made.shortHelpString(), made.id()


def test_help_button_opens_what_a_browser_can_show(page):
    assert pages.url("demo") == (page / "demo.md").as_uri()
    (page / "demo.html").write_text("<p>")
    assert pages.url("demo") == (page / "demo.html").as_uri()


def test_links_beside_the_parameters_open_what_a_browser_can_show(page):
    (page / "demo.html").write_text("<p>")
    (page / "other.md").write_text("# Other\n\nSee [demo](demo.md).\n")
    assert f'href="{(page / "demo.html").as_uri()}"' in pages.html("other")
