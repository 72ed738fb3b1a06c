"""The road of a translation, shown with a language in which every text stands in brackets."""

import sys
from pathlib import Path
from unittest import mock

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))
import translations

PACKAGE = ROOT / "lma_qgis"
INTERFACE = [
    path.relative_to(PACKAGE).as_posix()
    for path in sorted([*PACKAGE.glob("algorithms/**/*.py"), *PACKAGE.glob("gui/**/*.py"), PACKAGE / "plugin.py"])
]


@pytest.mark.parametrize("path", INTERFACE)
def test_every_text_of_the_interface_is_translatable(path):
    assert translations.problems((PACKAGE / path).read_text(encoding="utf-8"), path) == []


@pytest.mark.parametrize("room", ["core", "geo", "inference"])
def test_errors_are_constants(room):
    for path in sorted((PACKAGE / room).rglob("*.py")):
        found = translations.problems(path.read_text(encoding="utf-8"), path.name)
        assert not [problem for problem in found if "takes a constant" in problem]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('label = "Track points"', "not translatable"),
        ('box.setText("Open file: " + name)', "not translatable"),
        ('feedback.pushInfo(f"{n} points used.")', "not translatable"),
        ('tr(f"{n} points used.")', "takes a constant"),
        ('raise LmaError(f"No file {name}.")', "takes a constant"),
        ('tr("{} points used.").format(n)', ""),
        ('raise LmaError("No file {}; choose one.", name)', ""),
        ('name = "track_field"', ""),
        ('"""Not shown to anybody."""', ""),
        ('label.setText("<b style=\'color:red\'>{}</b>".format(x))', ""),
    ],
)
def test_check_sees_what_translators_would_not(text, found):
    problems = translations.problems(text, "algorithms/x.py")
    assert bool(problems) == bool(found) and (not found or any(found in problem for problem in problems))


def test_texts_for_translators_are_fresh():
    assert translations.TEMPLATE.read_text(encoding="utf-8") == translations.document(), "run `make i18n`"


def test_finished_translations_survive_an_update_and_others_do_not(tmp_path):
    text = next(text for text in translations.texts() if "{" not in text)
    path = tmp_path / "lma_qgis_xx.ts"
    path.write_text(translations.document("xx", {text: "done", "gone": "old"}), encoding="utf-8")
    assert translations.translations(path) == {text: "done"}


@pytest.mark.parametrize(
    ("translated", "taken"),
    [("{1} von {0:.1f}", True), ("{:.1f} / {}", True), ("{} von {}", False), ("{:.1f}", False), ("{:.1f} {", False)],
)
def test_a_translation_must_keep_the_fields(tmp_path, monkeypatch, translated, taken):
    monkeypatch.setattr(translations, "texts", lambda: {"{:.1f} of {}": ["a.py"]})
    path = tmp_path / "lma_qgis_xx.ts"
    path.write_text(translations.document("xx", {"{:.1f} of {}": translated}), encoding="utf-8")
    assert bool(translations.translations(path)) is taken


def brackets():
    return {text: f"[{text}]" for text in translations.texts()}


@pytest.mark.skipif(translations.lrelease() is None, reason="lrelease is not installed (Debian: qttools5-dev-tools)")
def test_half_a_language_is_not_shipped(tmp_path, monkeypatch):
    monkeypatch.setattr(translations, "FOLDER", tmp_path)
    monkeypatch.setattr(translations, "HELP", tmp_path / "help")
    path = tmp_path / "lma_qgis_xx.ts"
    known = brackets()
    path.write_text(translations.document("xx", dict(list(known.items())[1:])), encoding="utf-8")
    assert translations.compile_complete(tmp_path / "qm") == ([], ["xx"])
    path.write_text(translations.document("xx", known), encoding="utf-8")
    assert translations.compile_complete(tmp_path / "qm") == ([tmp_path / "qm" / "lma_qgis_xx.qm"], [])
    (tmp_path / "help").mkdir()
    (tmp_path / "help" / "index.md").write_text("# Help")
    assert translations.compile_complete(tmp_path / "qm") == ([], ["xx"])


def test_help_pages_of_half_a_language_are_not_shipped(monkeypatch):
    import stage

    monkeypatch.setattr(stage.translations, "compile_complete", lambda target: ([], ["help"]))
    places = [place.as_posix() for _, place in stage.sources()]
    assert "resources/help/gridtracks.md" in places
    assert stage.in_language(Path("resources/help/xx/gridtracks.md"), ["xx"])
    assert not stage.in_language(Path("resources/help/gridtracks.md"), ["xx"])
    assert not stage.in_language(Path("models/xx/a.onnx"), ["xx"])


@pytest.fixture
def bracketed(tmp_path, monkeypatch, provider):
    """Install the language of brackets as the plugin does, from a folder of its own."""
    if translations.lrelease() is None:
        pytest.skip("lrelease is not installed (Debian: qttools5-dev-tools)")
    from qgis.core import QgsApplication
    from qgis.PyQt.QtCore import QCoreApplication

    from lma_qgis.algorithms import translation

    source = tmp_path / "lma_qgis_xx.ts"
    source.write_text(translations.document("xx", brackets()), encoding="utf-8")
    translations.release(source, tmp_path / "i18n" / "lma_qgis_xx.qm")
    (tmp_path / "help" / "xx").mkdir(parents=True)
    (tmp_path / "help" / "xx" / "gridtracks.md").write_text("# [Grid]\n\n[First paragraph.]\n")
    monkeypatch.setattr(translation, "resource", lambda *parts: tmp_path.joinpath(*parts))
    monkeypatch.setattr(QgsApplication, "locale", lambda: "xx_YY")
    translator = translation.install_translator()
    yield translator
    QCoreApplication.removeTranslator(translator)


def is_bracketed(text):
    return text.startswith("[") and text.endswith("]")


def test_every_name_label_and_help_of_every_algorithm_is_translated(bracketed, provider):
    from qgis.core import QgsProcessingParameterEnum

    for registered in provider.algorithms():
        algorithm = registered.create()
        assert is_bracketed(algorithm.displayName()) and is_bracketed(algorithm.group())
        for definition in algorithm.parameterDefinitions():
            assert is_bracketed(definition.description()), (algorithm.id(), definition.name())
            assert not definition.help() or is_bracketed(definition.help()), (algorithm.id(), definition.name())
            if isinstance(definition, QgsProcessingParameterEnum) and not definition.usesStaticStrings():
                assert all(map(is_bracketed, definition.options())), (algorithm.id(), definition.name())
        declared = {definition.name() for definition in algorithm.destinationParameterDefinitions()}
        for output in algorithm.outputDefinitions():
            assert output.name() in declared or is_bracketed(output.description()), (algorithm.id(), output.name())


def test_errors_keep_their_values_in_another_language(bracketed):
    from lma_qgis.algorithms.translation import sentence
    from lma_qgis.core.errors import LmaError

    inner = LmaError("{} is empty; choose a file with track records.", "a.csv")
    assert str(inner) == "a.csv is empty; choose a file with track records."
    assert sentence(inner) == "[a.csv is empty; choose a file with track records.]"
    outer = LmaError("The model {} is refused: {}", "m.onnx", inner)
    assert sentence(outer) == "[The model m.onnx is refused: [a.csv is empty; choose a file with track records.]]"
    assert sentence(LmaError("50 % of {nothing}")) == "50 % of {nothing}"


def test_menu_and_dialogs_are_translated(bracketed):
    from qgis.PyQt.QtWidgets import QAbstractButton, QLabel, QMainWindow, QMenu

    from lma_qgis.gui.desktop import Desktop
    from lma_qgis.gui.runtime_dialog import RuntimeDialog

    window, plugins = QMainWindow(), QMenu()
    iface = mock.Mock()
    iface.mainWindow.return_value, iface.pluginMenu.return_value = window, plugins
    desktop = Desktop(iface)
    menu = plugins.actions()[0].menu()
    assert is_bracketed(menu.title())
    assert all(is_bracketed(action.text()) for action in menu.actions() if not action.isSeparator())
    desktop.remove()
    dialog = RuntimeDialog()
    assert is_bracketed(dialog.windowTitle())
    buttons = {button.text() for button in dialog.findChildren(QAbstractButton)}
    own = buttons - {"", "Close", "&Close"}
    assert own and all(map(is_bracketed, own))
    assert all(label.text().startswith(("[", "<")) for label in dialog.findChildren(QLabel) if label.text())


def test_help_page_in_the_users_language_goes_first(bracketed):
    from lma_qgis.algorithms import pages

    assert pages.summary("gridtracks") == "[First paragraph.]"
    assert pages.page("gridtracks").parent.name == "xx" and pages.page("wiggles").parent.name == "help"


def test_nothing_is_translated_after_the_plugin_is_gone(bracketed):
    from qgis.PyQt.QtCore import QCoreApplication

    from lma_qgis.algorithms.translation import tr

    assert tr("Grid track data") == "[Grid track data]"
    QCoreApplication.removeTranslator(bracketed)
    assert tr("Grid track data") == "Grid track data"
