"""The tutorial's blocks, run literally."""

import re
from pathlib import Path

TUTORIAL = Path(__file__).resolve().parents[2] / "docs" / "guide" / "tutorial.md"


def test_tutorial_runs(processing_run, provider, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"```python\n(.*?)```", TUTORIAL.read_text(encoding="utf-8"), re.DOTALL)
    names = {}
    for block in blocks:
        exec(compile(block, str(TUTORIAL), "exec"), names)
    assert names["level"]["RMS_AFTER"] < names["level"]["RMS_BEFORE"]
    assert names["checked"]["CORRELATION"] > names["checked"]["NULL_CORRELATION_P95"]
    assert names["result"]["F1"] > names["result"]["CHANCE_F1"] + 0.1
    assert names["named"]["ASSIGNED"] > 0
    assert len(capsys.readouterr().out.splitlines()) == 6
