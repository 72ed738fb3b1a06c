"""Shipped polarity time scales."""

import numpy as np
import pytest

from lma_qgis.core.errors import LmaError
from lma_qgis.geo import timescales
from tests import data


@pytest.mark.parametrize("name", timescales.LABELS)
def test_intervals_follow_each_other_without_gap_and_alternate(name):
    scale = timescales.load(name)
    assert scale.youngest_ma == 0.0
    np.testing.assert_allclose(scale.young_ma[1:], scale.old_ma[:-1], atol=1e-9)
    assert np.all(scale.sign[1:] == -scale.sign[:-1])
    assert scale.names[0] == "C1n" and scale.sign[0] == 1


@pytest.mark.parametrize(
    ("name", "chron", "young", "old"),
    [
        ("gts2020", "C5n.2n", 9.984, 11.056),
        ("gts2012", "C13n", 33.157, 33.705),
        ("gts2012", "M0r", 125.93, 126.3),
        ("gee_kent_2007", "C13n", 33.058, 33.545),
        ("gee_kent_2007", "M0r", 120.6, 121.0),
        ("cande_kent_1995", "C34n", 83.0, 118.0),
    ],
)
def test_published_ages(name, chron, young, old):
    scale = timescales.load(name)
    index = scale.names.index(chron)
    assert (scale.young_ma[index], scale.old_ma[index]) == (young, old)
    assert scale.sign[index] == (-1 if chron.endswith("r") else 1)


def test_cryptochrons_are_what_separates_gee_and_kent_from_cande_and_kent():
    newer, older = timescales.load("gee_kent_2007"), timescales.load("cande_kent_1995")
    cryptic = {name for name in newer.names if "-" in name}
    cenozoic = newer.old_ma <= 83.0
    normal = (newer.sign > 0) & cenozoic
    shared = [i for i in np.flatnonzero(normal) if newer.names[i] not in cryptic]
    assert [newer.names[i] for i in shared] == [
        name for name, sign in zip(older.names, older.sign) if sign > 0 and name != "C34n"
    ]
    for i in shared:
        j = older.names.index(newer.names[i])
        assert (newer.young_ma[i], newer.old_ma[i]) == (older.young_ma[j], older.old_ma[j])


def test_gee_and_kent_explains_the_ages_of_published_picks():
    table = np.genfromtxt(
        data.path("labels_global/gsfml_picks.csv.gz"), delimiter=",", names=True, dtype=None, encoding="utf-8",
        usecols=("chron", "anomaly_end", "age_ma"),
    )
    scale = timescales.load("gee_kent_2007")
    young, old = dict(zip(scale.names, scale.young_ma)), dict(zip(scale.names, scale.old_ma))
    checked = 0
    for chron, end, age in table[::97]:
        edge = {"y": young, "o": old}.get(end, {}).get(chron)
        if edge is not None and scale.names.count(chron) == 1:
            checked += 1
            assert abs(edge - age) < 0.01, (chron, end, age, edge)
    assert checked > 500


def test_unknown_name_is_refused():
    with pytest.raises(LmaError, match="gts2020"):
        timescales.load("gts1999")
