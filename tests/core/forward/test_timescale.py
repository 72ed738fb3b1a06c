"""Polarity from lists of chrons."""

import csv

import numpy as np
import pytest

from lma_qgis import paths
from lma_qgis.core.errors import LmaError
from lma_qgis.core.forward.timescale import TimeScale
from tests import data


def read(path):
    """Return the time scale of a CSV table with columns chron, polarity, young_ma, old_ma."""
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return TimeScale.from_arrays(
        [row["chron"] for row in rows],
        [float(row["young_ma"]) for row in rows],
        [float(row["old_ma"]) for row in rows],
        [int(row["polarity"]) for row in rows],
    )


def test_gaps_of_a_list_of_normal_chrons_are_reversed():
    scale = TimeScale.from_arrays(["b", "a"], [2.0, 0.0], [3.0, 1.0])
    assert scale.names == ("a", "b")
    ages = [0.0, 0.5, 1.0, 1.5, 2.5, 3.0, -1.0, np.nan]
    np.testing.assert_array_equal(scale.polarity(ages), [1, 1, -1, -1, 1, 0, 0, 0])


def test_gaps_of_a_list_of_reversed_chrons_are_normal():
    scale = TimeScale.from_arrays(["M0r", "M1r"], [125.93, 128.32], [126.3, 128.66], [-1, -1])
    np.testing.assert_array_equal(scale.polarity([126.0, 127.0, 128.5]), [-1, 1, -1])


@pytest.mark.parametrize("young, old", [([1.0], [1.0]), ([], []), ([0.0, 0.5], [1.0, 2.0])])
def test_impossible_tables_are_refused(young, old):
    with pytest.raises(LmaError):
        TimeScale.from_arrays(["x"] * len(young), young, old)


def test_shipped_time_scale_knows_the_brunhes_and_chron_13():
    scale = read(paths.resource("data", "timescales", "gts2020.csv"))
    np.testing.assert_array_equal(scale.polarity([0.5, 0.9, 33.5, 34.0, 50.9]), [1, -1, 1, -1, 1])
    assert np.all(scale.young_ma[1:] >= scale.old_ma[:-1])


def test_published_full_table_agrees_with_the_gap_rule():
    full = read(data.path("labels_global/gpts_gee_kent_2007.csv"))
    normal = full.sign > 0
    listed = TimeScale.from_arrays(np.array(full.names)[normal], full.young_ma[normal], full.old_ma[normal])
    age = np.random.default_rng(1).uniform(0, listed.oldest_ma - 0.01, 5000)
    np.testing.assert_array_equal(full.polarity(age), listed.polarity(age))
