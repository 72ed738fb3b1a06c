"""Levels without the held-out track."""

import numpy as np

from lma_qgis.core.evidence.fold_levels import fold_offsets
from lma_qgis.core.tracks.observations import Observations


def crossing(bias):
    """Return four tracks each way that cross over a flat field, with one level error each."""
    steps = np.arange(0.0, 40_000.0, 500.0)
    easting = np.concatenate([np.full(len(steps), 5_000.0 + 10_000 * k) for k in range(4)] + [steps + 200] * 4)
    northing = np.concatenate([steps + 200] * 4 + [np.full(len(steps), 5_000.0 + 10_000 * k) for k in range(4)])
    track = np.repeat(np.arange(8), len(steps))
    return Observations.from_labels(easting, northing, np.asarray(bias)[track], track)


def test_level_errors_are_found_without_the_held_out_track():
    bias = np.array([60.0, -40.0, 0.0, 20.0, 0.0, 0.0, -30.0, 10.0])
    offsets = fold_offsets(crossing(bias))
    for held_out in range(8):
        others = np.arange(8) != held_out
        levelled = (bias + offsets[held_out])[others]
        assert np.ptp(levelled) < 0.35 * np.ptp(bias[others])


def test_a_fold_does_not_depend_on_its_own_track():
    bias = np.array([60.0, -40.0, 0.0, 20.0, 0.0, 0.0, -30.0, 10.0])
    other = bias.copy()
    other[3] = 900.0
    first, second = fold_offsets(crossing(bias)), fold_offsets(crossing(other))
    np.testing.assert_allclose(first[3], second[3], atol=1e-9)
    assert not np.allclose(first[2], second[2], atol=1.0)


def test_tracks_that_never_cross_stay_as_they_are():
    obs = crossing(np.arange(8.0) * 10)
    parallel = obs.where(obs.track < 4)
    np.testing.assert_array_equal(fold_offsets(parallel), 0.0)
