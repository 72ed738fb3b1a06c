"""The guide's blocks, run literally."""

import re
import shutil
from pathlib import Path

from tests import data

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "guide"


def run_blocks(page, names):
    path = GUIDE / page
    for block in re.findall(r"```python\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL):
        exec(compile(block, str(path), "exec"), names)
    return names


def test_a_folder_of_cruises_is_imported_one_by_one(processing_run, provider, tmp_path, capsys):
    (tmp_path / "in").mkdir()
    for name in ("elt03", "v1707"):
        shutil.copy(data.path(f"nazca_chile_emag2/{name}.m77t.gz"), tmp_path / "in")
    run_blocks("scripts.md", {"cruises": tmp_path / "in", "folder": tmp_path})
    assert {path.name for path in tmp_path.glob("*.gpkg")} == {"elt03.gpkg", "v1707.gpkg"}
    assert len(capsys.readouterr().out.splitlines()) == 2


def test_tutorial_runs(processing_run, provider, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    names = run_blocks("tutorial.md", {})
    assert names["level"]["RMS_AFTER"] < names["level"]["RMS_BEFORE"]
    assert names["checked"]["CORRELATION"] > names["checked"]["NULL_CORRELATION_P95"]
    assert names["result"]["F1"] > names["result"]["CHANCE_F1"] + 0.1
    assert names["named"]["ASSIGNED"] > 0
    assert len(capsys.readouterr().out.splitlines()) == 6
