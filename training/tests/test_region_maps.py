"""Maps to learn from real regions: none that a test uses, and nothing labelled where tracks were shifted."""

import numpy as np
import pytest

from training import region_maps, semisynthetic
from training.config import ROOT, read_config

#: Widest that a window reaches beyond the bounds of its region, degrees: the margin of the simulation.
REACH = 0.8


@pytest.fixture(scope="module")
def plans():
    """Return the configuration of the regions to learn from and to test on."""
    folder = ROOT / "training" / "configs"
    return {**read_config(folder / "regions.toml"), **read_config(folder / "ship_wide.toml")}


def test_no_region_to_learn_from_touches_one_to_test_on(plans):
    for name, learnt in plans["region_maps"]["regions"].items():
        west, east, south, north = learnt["bounds"]
        for other, tested in plans["semisynthetic"]["regions"].items():
            w, e, s, n = tested["bounds"]
            apart = west - REACH > e or east + REACH < w or south - REACH > n or north + REACH < s
            assert apart, (name, other)


def test_windows_stay_inside_their_region(plans):
    for region in plans["region_maps"]["regions"].values():
        place, others = region_maps.settings_of(plans, region, 1.0)
        half = 0.5 * np.degrees(others["size"] * place["cell"] / 6.371e6)
        west, east, south, north = place["bounds"]
        for lon, lat in semisynthetic.windows(place["bounds"], others["size"] * place["cell"]):
            wide = half / np.cos(np.radians(lat))
            assert west - 0.1 < lon - wide and lon + wide < east + 0.1, (lon, lat)
            assert south - 0.1 < lat - half and lat + half < north + 0.1, (lon, lat)


def test_cells_keep_to_what_the_card_takes(plans):
    for scale in (0.1, 1.0, 10.0):
        place, others = region_maps.settings_of(plans, {"bounds": [0, 1, 0, 1], "cell": 2000.0}, scale)
        assert plans["cell_size"]["least"] <= place["cell"] <= plans["cell_size"]["most"]
        assert others["cell"] == place["cell"] and others["line_spacing"]


def test_a_shifted_copy_has_the_other_map_and_no_label():
    arrays = {
        "guided": np.zeros((4, 4)), "null": np.ones((4, 4)), "crests": np.ones((5, 4)), "troughs": np.ones((6, 4)),
        "kind": np.array("spreading"), "spacing": np.array(12.0), "labelled": np.ones((4, 4), bool),
    }
    moved = region_maps.shifted(arrays)
    assert (moved["guided"] == 1).all() and "null" not in moved and str(moved["kind"]) == "shifted"
    assert moved["crests"].shape == moved["troughs"].shape == (0, 4)
    assert moved["spacing"] == arrays["spacing"] and moved["labelled"] is arrays["labelled"]
    assert len(arrays["crests"]) == 5
