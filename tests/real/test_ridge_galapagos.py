"""The ridge filter on a real survey whose lineations run east-west, beside chance."""

import numpy as np
import pytest

from lma_qgis.core.detection.ridge import DEFAULT_THRESHOLD, ridge_scores
from lma_qgis.geo import raster
from tests import data


@pytest.fixture(scope="module")
def scored():
    info = raster.inspect(data.path("galapagos_sc_west/ref_grid_1km.tif"))
    return info, *ridge_scores(raster.read(info), info.grid)


def test_high_scores_run_east_west(scored):
    """Ten kilometres along strike a high score is mostly met again, ten kilometres across by chance."""
    _, crest, trough = scored
    high = crest > DEFAULT_THRESHOLD
    valid = np.isfinite(crest)

    def met_again(rows, cols):
        here = high[: high.shape[0] - rows, : high.shape[1] - cols]
        there, known = high[rows:, cols:], valid[rows:, cols:]
        return there[here & known].mean()

    assert met_again(0, 10) > 0.7
    assert met_again(10, 0) < 0.45
    assert met_again(0, 10) > 2 * high[valid].mean()


def test_crests_and_troughs_share_the_map(scored):
    _, crest, trough = scored
    both = (crest > DEFAULT_THRESHOLD) & (trough > DEFAULT_THRESHOLD)
    assert np.nanmean(both) < 0.01
    assert 0.05 < (crest > DEFAULT_THRESHOLD).sum() / np.isfinite(crest).sum() < 0.35
    assert 0.05 < (trough > DEFAULT_THRESHOLD).sum() / np.isfinite(trough).sum() < 0.35
