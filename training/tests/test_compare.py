"""The comparison: rows from what is complete, differences over the seeds that both sides have."""

import numpy as np
import pytest

from training import compare, scoring

PLAN = {"inputs": ["guided", "raw"], "seeds": [0, 1, 2], "labelled": [8], "source_steps": 1, "scratch_steps": 1,
        "transfer_steps": 1}


def counts(share, maps=5):
    """Return counts of maps on which so large a share is drawn right, at every threshold."""
    full = np.full((maps, len(scoring.THRESHOLDS)), 100.0)
    return np.stack((full, share * full, full, share * full), axis=1)


def store(folder, name, share):
    (folder / name).mkdir(parents=True)
    np.savez_compressed(folder / name / "counts.npz", counts=counts(share), threshold=np.array(0.5))


def test_only_complete_runs_are_compared_and_only_on_common_seeds(tmp_path):
    for seed, share in ((0, 0.8), (1, 0.6), (2, 0.1)):
        store(tmp_path, f"guided_transfer_8_{seed}", share)
    for seed, share in ((0, 0.5), (1, 0.3)):
        store(tmp_path, f"raw_transfer_8_{seed}", share)
    np.savez_compressed(tmp_path / "guided_ridge.npz", counts=counts(0.4), threshold=np.array(0.5))
    table = compare.read_runs(tmp_path, PLAN)
    assert set(table) == {("guided", "transfer", 8), ("raw", "transfer", 8), ("guided", compare.RIDGE, 0)}
    text = compare.markdown(table, PLAN, 5)
    assert "| guided | transfer | 8 | 3 | 0.500 (0.100–0.800) |" in text
    assert "| guided − raw, transfer, 8 maps | +0.300 | +0.300 … +0.300 |" in text
    assert "| transfer − ridge filter, guided, 8 maps | +0.100 |" in text


@pytest.mark.parametrize("seed", range(6))
def test_every_seed_has_its_labelled_maps_inside_the_split(seed):
    first, last = compare.labelled_maps(seed, 8, 40)
    assert first >= 0 and last <= 40 and last - first == 8
    assert compare.labelled_maps(seed, 40, 40) == (0, 40)
    assert seed > 3 or first == 8 * seed
