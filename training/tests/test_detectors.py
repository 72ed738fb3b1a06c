"""Detectors: one shape for all, each map and each shifted copy seen as it is stored."""

import numpy as np
import pytest
import torch

from training import detectors
from training.network import LineationNet

from .test_channels import witnessed

BESIDE = ("guided", "evidence")


def copied(survey):
    """Return a survey whose shifted copy looks like it, turned upside down."""
    return {**survey, "null": survey["guided"][::-1], "null_evidence": survey["evidence"][::-1]}


def turned(survey):
    return {"cell": survey["cell"], "guided": survey["null"], "evidence": survey["null_evidence"]}


@pytest.mark.parametrize("names", [("guided",), BESIDE])
def test_the_shifted_copy_is_seen_with_its_own_rasters(names):
    torch.manual_seed(0)
    survey = copied(witnessed())
    planes = 1 if len(names) == 1 else 3
    for detector in (detectors.Network(LineationNet(planes, 4, 4), names), detectors.Ridge(widths=(2000.0, 4000.0))):
        here, there = detector(survey), detector(survey, shifted=True)
        assert here.shape == there.shape == (2, 96, 96) and not np.array_equal(here, there)
        assert np.array_equal(there, detector(turned(survey)))


def test_no_score_where_there_is_no_map_and_one_where_there_is_no_evidence():
    survey = witnessed()
    survey["guided"][:5] = np.nan
    scores = detectors.Network(LineationNet(3, 4, 4), BESIDE)(survey)
    assert np.isnan(scores[:, :5]).all() and np.isfinite(scores[:, 5:]).all()
    assert np.isnan(survey["evidence"][5:]).any()


def test_the_evidence_matters_to_a_network_that_sees_it():
    torch.manual_seed(0)
    survey, network = witnessed(), LineationNet(3, 4, 4)
    unknown = {**survey, "evidence": np.full_like(survey["evidence"], np.nan)}
    seeing, blind = detectors.Network(network, BESIDE), detectors.Network(LineationNet(1, 4, 4))
    assert not np.array_equal(seeing(survey), seeing(unknown)) and np.array_equal(blind(survey), blind(unknown))


@pytest.mark.parametrize("stored, planes, names", [(None, 1, ("guided",)), (["raw"], 1, ("raw",)), (BESIDE, 3, BESIDE)])
def test_a_checkpoint_says_what_it_sees(tmp_path, stored, planes, names):
    network, path = LineationNet(planes, 4, 4), tmp_path / "checkpoint.pt"
    told = {} if stored is None else {"channels": list(stored)}
    torch.save({"network": network.state_dict(), "settings": network.settings, **told}, path)
    assert detectors.load(path).names == names


def test_planes_without_names_are_refused(tmp_path):
    network, path = LineationNet(3, 4, 4), tmp_path / "checkpoint.pt"
    torch.save({"network": network.state_dict(), "settings": network.settings}, path)
    with pytest.raises(ValueError, match="does not say what its 3 planes are"):
        detectors.load(path)


def test_where_there_is_only_a_map_a_network_that_wants_more_is_refused():
    detectors.Network(LineationNet(1, 4, 4)).refuse_more_than_a_map("A tile")
    with pytest.raises(ValueError, match="A tile: a network that sees evidence beside the map cannot be used"):
        detectors.Network(LineationNet(3, 4, 4), BESIDE).refuse_more_than_a_map("A tile")
