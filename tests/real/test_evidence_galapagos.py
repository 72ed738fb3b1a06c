"""Leave-one-track-out on a real survey beside its shifted copies."""

import numpy as np
import pytest

from lma_qgis.core.evidence.fold_levels import fold_offsets
from lma_qgis.core.evidence.validation import cross_validate
from tests import data


@pytest.fixture(scope="module")
def found():
    data.path("galapagos_sc_west/tracks.csv.gz")
    from tools.bench import surveys

    survey = surveys.real()
    return cross_validate(survey.obs, survey.grid, offsets=fold_offsets(survey.obs), null_draws=2)


def test_tracks_predict_each_other(found):
    assert found.correlation >= 0.45


def test_shifted_tracks_do_not(found):
    assert np.abs(found.null_correlation).max() < 0.25
    assert abs(found.null_correlation.mean()) < 0.12
    assert found.null_correlation_p95 < 0.25


def test_evidence_beyond_chance_covers_most_of_the_survey(found):
    known = found.evidence[np.isfinite(found.evidence)]
    assert 0.15 < found.null_evidence_p95 < 0.45
    assert np.mean(known > found.null_evidence_p95) > 0.5
