"""Names of lines and the report of an intake."""

import numpy as np
import pytest

from lma_qgis.core.tracks import igrf, report
from lma_qgis.core.tracks.intake import Options, summaries, take_in
from lma_qgis.core.tracks.lines import name_lines
from lma_qgis.core.tracks.records import Records, concatenate
from lma_qgis.paths import resource


def leg(survey, longitude, count=300, line=""):
    latitude = 10 + np.arange(count) * 0.003
    value = 200 * np.sin(np.arange(count) / 15)
    return Records.of(np.full(count, longitude), latitude, survey=survey, line=line, residual=value)


def test_lines_are_numbered_within_their_survey():
    _, names, along = name_lines(concatenate([leg("A", 1.0), leg("A", 2.0), leg("B", 3.0)]))
    assert list(dict.fromkeys(names)) == ["A-001", "A-002", "B-001"]
    assert (np.diff(along) > 0).all() and along[299] == pytest.approx(299 * 0.003 * 111_195, rel=1e-3)


def test_names_from_the_file_are_kept_and_not_doubled():
    code, names, _ = name_lines(concatenate([leg("A", 1.0, line="T7"), leg("A", 1.0, line="A-12"), leg("A", 5.0)]))
    assert list(dict.fromkeys(names)) == ["A-T7", "A-12", "A-001"] and code.max() == 2


def test_no_records_give_no_lines():
    assert [len(part) for part in name_lines(leg("A", 1.0, 0))] == [0, 0, 0]


def test_the_report_is_complete_and_escapes_names():
    model = igrf.parse_shc(resource("data", "igrf", "igrf14.shc").read_text(encoding="ascii"))
    records = leg("<b>&", 1.0)
    records.residual[100] = 2000.0
    intake = take_in(records, model, Options(highpass=50_000.0))
    page = report.page(
        "Import", {"Anomaly": "Archived"}, [("a<.csv", "table", 300, 300, ["note & more"])], summaries(intake)
    )
    assert "&lt;b&gt;&amp;" in page and "<b>&" not in page and "a&lt;.csv" in page and "note &amp; more" in page
    assert "1 spike" in page and "<circle" in page and page.endswith("</html>") and "http" not in page
    assert "not comparable" in page


def test_a_survey_without_anomaly_has_no_sketch():
    assert "No anomaly" in report.sketch(np.arange(3.0), np.full(3, np.nan), np.zeros(3, dtype=bool))
