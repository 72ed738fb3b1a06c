"""The measurements of the network that sees the evidence."""

from functools import partial

import numpy as np
import pytest
from scipy import ndimage

from training import evidence, labels, trial_tables

from .test_judge import maps as judged_maps

NAMES = ("guided", "evidence")


def beside(survey):
    """Return a map with evidence, and the same for its shifted copy."""
    known = np.full(survey["guided"].shape, 0.5, np.float32)
    return {**survey, "evidence": known, "null_evidence": -known}


def labelled(survey, shifted=False, belief=0.0):
    """Draw the labels of a map, and so much of them on its shifted copy."""
    lines = [labels.rasterise(survey[kind], survey["guided"].shape)[0] for kind in ("crests", "troughs")]
    ridges = [3.0 * ndimage.gaussian_filter(line.astype(np.float32), 1.2) for line in lines]
    return np.stack(ridges) * (belief if shifted else 1.0)


@pytest.fixture(scope="module")
def results():
    surveys = [beside(survey) for survey in judged_maps()]
    maps = {"test": surveys, "Azores": surveys[:2], "Shatsky": surveys[:1]}
    detectors = {"seeing": labelled, "blind": partial(labelled, belief=1.0)}
    return {name: evidence.measured(some, surveys, maps, ["test"], NAMES) for name, some in detectors.items()}


def test_regimes_and_regions_are_put_together_apart(results):
    judged, zoomed = results["seeing"]
    assert list(judged) == ["test", "Azores", "Shatsky", trial_tables.TOGETHER, evidence.REGIONS]
    assert len(judged[trial_tables.TOGETHER].kind) == len(judged[evidence.REGIONS].kind) == 3
    assert [entry["maps"] for entry in zoomed] == [2, 2] and zoomed[0]["f1_zoomed"] > 0.9
    assert judged["Azores"].scores()[2] == 0.0 and results["blind"][0]["Azores"].scores()[2] == 1.0


def test_the_real_survey_is_compared_with_the_mean_of_its_copies():
    first, *_ = [beside(survey) for survey in judged_maps()]
    flat = {**first, "crests": first["crests"][:0], "troughs": first["troughs"][:0]}
    km, share = evidence.shares(labelled, 0.2, {2000.0: [first, first, flat]}, "guided")[0].split("; ")
    assert int(km) > 0 and float(share) == pytest.approx(0.5)
    assert evidence.shares(labelled, 0.2, {2000.0: []}, "guided") == ["–"]


def test_every_row_has_as_many_cells_as_its_heading(results):
    real = {"cells": ["2"], "seeing": ["500; 0.01"], "blind": ["400; 0.18"]}
    tables = evidence.markdown(results, real, ["test"], {"Azores": "0.50; -0.50"}).split("\n\n")
    assert len(tables) == 3
    for table in tables:
        assert len({line.count("|") for line in table.splitlines()}) == 1
    assert "| all three | seeing − blind | +0.000 (+0.000 … +0.000) |" in tables[2]
    assert tables[0].splitlines()[2].startswith("| seeing | ") and "500; 0.01" in tables[1]
    assert "| evidence, median | 0.50; -0.50 | – | – | – |" in tables[1]
    assert "Azores (2)" in tables[1] and "Azores" not in tables[0]


def test_the_evidence_of_maps_is_told_from_that_of_their_copies():
    assert evidence.alone([beside(survey) for survey in judged_maps()]) == "0.50; -0.50"
