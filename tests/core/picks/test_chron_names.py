"""Names of chrons."""

import numpy as np
import pytest

from lma_qgis.core.picks.chron_names import chron_age, chron_of_age, parse_chron

NAMES = ("C1n", "C1r", "C5n.1n", "C5n.1r", "C5n.2n", "C34n", "M0r")
YOUNG = np.array([0.0, 0.8, 9.8, 9.94, 9.98, 83.0, 120.6])
OLD = np.array([0.8, 9.8, 9.94, 9.98, 11.05, 120.6, 121.0])
NORMAL = np.array([True, False, True, False, True, True, False])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("C5n.2n", ("C5n.2n", "")),
        ("C13ny", ("C13n", "y")),
        ("C13n(o)", ("C13n", "o")),
        ("C1r.2r-1n", ("C1r.2r-1n", "")),
        ("CM10Nn.1ry", ("M10Nn.1r", "y")),
        ("M10N", ("M10Nr", "")),
        ("M2", ("M2n", "")),
        ("5", ("C5n", "")),
        ("2A ?", ("C2An", "")),
        ("33R", ("C33r", "")),
        ("24-1", ("C24n.1n", "")),
        ("11(6)", ("", "")),
        ("303", ("", "")),
        ("", ("", "")),
        ("LAPU-LAPU", ("", "")),
    ],
)
def test_spellings_in_use(text, expected):
    assert parse_chron(text) == expected


def test_an_age_becomes_the_nearest_edge_of_a_normal_chron_or_of_a_reversed_one_in_the_m_sequence():
    def edge(age):
        return chron_of_age(age, NAMES, YOUNG, OLD, NORMAL)

    assert edge(10.95) == ("C5n.2n", "o")
    assert edge(83.1) == ("C34n", "y")
    assert edge(121.05) == ("M0r", "o")
    assert edge(30.0) == ("", "")
    assert edge(float("nan")) == ("", "")


def test_age_of_a_chron_without_sub_chron_spans_all_of_them():
    assert chron_age("C5n", "y", NAMES, YOUNG, OLD) == 9.8
    assert chron_age("C5n", "o", NAMES, YOUNG, OLD) == 11.05
    assert chron_age("C5n", "", NAMES, YOUNG, OLD) == pytest.approx(0.5 * (9.8 + 11.05))
    assert np.isnan(chron_age("C99n", "y", NAMES, YOUNG, OLD))
    assert np.isnan(chron_age("", "", NAMES, YOUNG, OLD))
