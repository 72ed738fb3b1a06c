"""Tables: every number lands in its column, documents keep what stands outside the marks."""

from training import document, judge, tables

from .test_judge import maps, nothing, perfect


def test_tables_of_judged_maps_have_a_row_per_method_and_equal_columns():
    methods = {"ridge default": nothing, "ridge tuned": perfect, "network": perfect}
    splits = {"test": judge.of_split(methods, dict.fromkeys(methods, 0.2), maps(), "guided")}
    lines = tables.split_tables(splits)
    rows = [line for line in lines if line.startswith("| test")]
    assert len(rows) == 4 * len(methods)
    blocks, block = [], []
    for line in [*lines, ""]:
        if line.startswith("|"):
            block.append(line.count("|"))
        elif block:
            blocks.append(set(block))
            block = []
    assert len(blocks) == 4 and all(len(block) == 1 for block in blocks)
    assert len(tables.split_tables(splits, support=False)) < len(lines)
    assert rows[-1].endswith("| 0.00 |")


def test_only_what_stands_between_the_marks_is_replaced(tmp_path):
    path = tmp_path / "a.md"
    path.write_text("before <!-- a begin -->old<!-- a end --> after", encoding="utf-8")
    document.insert(path, "a", "new")
    assert path.read_text(encoding="utf-8") == "before <!-- a begin -->\nnew\n<!-- a end --> after"


def test_two_networks_stand_in_the_document_under_names_of_their_own(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(document, "RUNS", tmp_path)
    for run in ("ship", "ship_evidence"):
        (tmp_path / run).mkdir()
        document.publish(tmp_path / run, "scores", f"scores of {run}")
    path = tmp_path / "a.md"
    marks = "".join(f"<!-- {name} begin --><!-- {name} end -->" for name in ("scores", "scores_evidence"))
    path.write_text(marks, encoding="utf-8")
    for part in ("scores", "scores_evidence"):
        document.update(path, part)
    text = path.read_text(encoding="utf-8")
    assert "begin -->\nscores of ship\n<!-- scores end" in text
    assert "begin -->\nscores of ship_evidence\n<!-- scores_evidence end" in text
    (tmp_path / "ship" / "regions.md").write_text("regions", encoding="utf-8")
    assert document.update(path, "tiles") == "not computed yet, left as it was"
    assert "no marks" in document.update(path, "regions") and path.read_text(encoding="utf-8") == text
