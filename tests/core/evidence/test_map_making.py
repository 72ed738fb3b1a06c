"""Folds are made like the map, with reach and orientation twice as wide."""

import numpy as np

from lma_qgis.core.evidence.map_making import DEFAULTS, MapSettings
from tests.core.evidence.scenes import stripes


def test_widened_doubles_reach_and_averaging_only():
    made = MapSettings(max_distance=15_000.0, length=7000.0, integration_scale=9000.0).widened()
    assert made == MapSettings(max_distance=30_000.0, length=7000.0, integration_scale=18_000.0)


def test_map_is_blank_beyond_the_reach_and_without_length_the_gridded_one():
    obs, grid = stripes()
    near = MapSettings(max_distance=3000.0).draw(obs, grid).anomaly
    far = DEFAULTS.draw(obs, grid).anomaly
    assert np.isfinite(near).sum() < np.isfinite(far).sum()
    plain = MapSettings(length=0.0, iterations=1).draw(obs, grid).anomaly
    assert np.nanmax(np.abs(plain - far)) > 1
