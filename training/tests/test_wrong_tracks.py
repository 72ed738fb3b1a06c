"""Wrong lines: as many as asked for, the others untouched, the fewer among the more."""

import numpy as np
import pytest

from lma_qgis.core.tracks.observations import Observations
from training.wrong_tracks import with_wrong_lines

LINES, POINTS = 10, 50


@pytest.fixture
def observations():
    track = np.repeat(np.arange(LINES), POINTS)
    rng = np.random.default_rng(0)
    position = rng.normal(size=(2, LINES * POINTS))
    return Observations(*position, rng.normal(size=LINES * POINTS), track, tuple(map(str, range(LINES))))


def wrong(observations, share):
    moved = with_wrong_lines(observations, share, np.random.default_rng(3))
    changed = (moved.value != observations.value).reshape(LINES, POINTS).any(axis=1)
    return moved, set(np.flatnonzero(changed))


@pytest.mark.parametrize("share", [0.0, 0.2, 0.5, 1.0])
def test_the_share_of_lines_is_shifted_and_keeps_its_values(observations, share):
    moved, lines = wrong(observations, share)
    assert len(lines) == round(share * LINES)
    for before, after in zip(observations.value.reshape(LINES, -1), moved.value.reshape(LINES, -1), strict=True):
        np.testing.assert_array_equal(np.sort(before), np.sort(after))


def test_the_fewer_are_among_the_more(observations):
    few, many = (wrong(observations, share)[1] for share in (0.2, 0.5))
    assert few < many
