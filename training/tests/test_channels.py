"""Channels: built right by construction, cropped like the map, and one channel is what it always was."""

import copy

import numpy as np
import pytest
import torch

from lma_qgis.core.detection.preprocessing import REACH, standardise
from lma_qgis.core.grid import Grid
from lma_qgis.core.tracks.observations import Observations
from training import channels, dataset, detectors, generate, pipeline, train, zooms
from training.config import ROOT, read_config
from training.network import LineationNet

from .test_dataset import wave_survey

EVERY = ("guided", "support", "tracks", "evidence")


def witnessed(size=96, **changes):
    """Return a plane wave with tracks in every eighth column and support and evidence beside it."""
    survey = {**wave_survey(size=size), **changes}
    rng = np.random.default_rng(0)
    tracks = np.full((size, size), np.nan, np.float32)
    tracks[:, ::8] = survey["guided"][:, ::8] + 1.0
    evidence = rng.uniform(-1, 1, (size, size)).astype(np.float32)
    evidence[:, : size // 3] = np.nan
    return {**survey, "tracks": tracks, "evidence": evidence,
            "support": rng.uniform(0.1, 1, (size, size)).astype(np.float32)}


def lines_over(field, grid, columns):
    """Return what ships measure that follow the middle of some columns, one observation per cell."""
    row = np.tile(np.arange(grid.rows), len(columns))
    col = np.repeat(columns, grid.rows)
    return Observations.from_labels(grid.easting[col], grid.northing[row], field[row, col], col)


def stripes(grid, wavelength):
    """Return east-west stripes, nT."""
    return 100 * np.cos(2 * np.pi * grid.northing / wavelength)[:, None] * np.ones(grid.shape)


def test_tracks_are_the_observed_cells_in_the_units_of_the_map():
    grid = Grid(0.0, 0.0, 2000.0, 2000.0, 80, 80)
    field = stripes(grid, 30e3).astype(np.float32)
    observations = lines_over(field, grid, np.array([5, 21, 22, 60]))
    tracks = pipeline.observed(observations, grid, field)
    occupied = np.zeros(grid.shape, bool)
    occupied[:, [5, 21, 22, 60]] = True
    assert np.array_equal(np.isfinite(tracks), occupied)
    assert np.array_equal(tracks[occupied], standardise(field, grid)[occupied])


def test_a_crop_of_the_tracks_is_the_tracks_of_a_crop():
    grid = Grid(0.0, 0.0, 5000.0, 5000.0, 170, 170)
    inner = Grid(20 * 5000.0, -20 * 5000.0, 5000.0, 5000.0, 130, 130)
    field = stripes(grid, 60e3).astype(np.float32)
    observations = lines_over(field, grid, np.arange(0, 170, 7))
    whole = pipeline.observed(observations, grid, field)[20:150, 20:150]
    part = pipeline.observed(observations, inner, field[20:150, 20:150])
    assert np.array_equal(np.isfinite(whole), np.isfinite(part))
    far = slice(int(REACH / 5000) + 1, -int(REACH / 5000) - 1)
    assert np.isfinite(whole[far, far]).sum() > 50
    assert np.allclose(whole[far, far], part[far, far], atol=1e-5, equal_nan=True)


@pytest.mark.parametrize("name", EVERY)
def test_planes_of_a_crop_are_the_crop_of_the_planes(name):
    survey = witnessed()
    crop = {key: survey[key][10:70, 20:90] for key in EVERY}
    assert np.array_equal(dataset.planes(crop, (name,)), dataset.planes(survey, (name,))[:, 10:70, 20:90])


def test_masks_are_one_where_something_is_known_and_values_zero_where_not():
    survey = witnessed()
    planes = dataset.planes(survey, EVERY)
    assert planes.shape == (dataset.count_planes(EVERY), 96, 96) == (6, 96, 96)
    for value, mask, name in ((2, 3, "tracks"), (4, 5, "evidence")):
        known = np.isfinite(survey[name])
        assert np.array_equal(planes[mask], known.astype(np.float32))
        assert np.array_equal(planes[value][known], survey[name][known]) and not planes[value][~known].any()


def test_crops_copy_whole_cells_and_contrast_touches_anomalies_only():
    survey = witnessed()
    crops = dataset.Crops([survey], EVERY, crop=48, zoom=(1.0, 1.0))
    for seed in range(8):
        guided, support, tracks, mask, evidence, known = crops.draw(np.random.default_rng(seed), 0)[0].numpy()
        assert set(np.unique(mask)) == {0.0, 1.0} and mask.sum() == 6 * 48
        contrast = np.median((tracks - guided)[mask == 1])
        assert np.allclose((tracks - guided)[mask == 1], contrast, atol=1e-5) and 0.5 < contrast < 2.0
        assert np.isin(support, survey["support"]).all()
        assert np.isin(evidence[known == 1], survey["evidence"]).all()


def test_what_stands_beside_the_map_changes_nothing_of_the_map():
    one = dataset.Crops([witnessed(), witnessed(cell=2000.0)], "guided", crop=48, zoom=(1.0, 1.0))
    more = dataset.Crops([witnessed(), witnessed(cell=2000.0)], EVERY, crop=48, zoom=(1.0, 1.0))
    (image, *rest), (images, *others) = (crops.batch(np.random.default_rng(2), 5) for crops in (one, more))
    assert torch.equal(image[:, 0], images[:, 0])
    assert all(torch.equal(a, b) for a, b in zip(rest, others, strict=True))


def test_tracks_cannot_be_zoomed():
    with pytest.raises(ValueError, match="zoom"):
        dataset.Crops([witnessed()], ("guided", "tracks"), crop=48, zoom=(0.7, 1.4))


def test_zoomed_evidence_keeps_its_values_and_sharp_edges():
    evidence = np.full((96, 96), 0.8, np.float32)
    evidence[:, :32] = np.nan
    survey = {**witnessed(), "evidence": evidence}
    crops = dataset.Crops([survey], ("guided", "evidence"), crop=64, zoom=(0.4, 2.0))
    for seed in range(8):
        _, value, known = crops.draw(np.random.default_rng(seed), 0)[0].numpy()
        assert set(np.unique(known)) <= {0.0, 1.0} and known.any()
        assert np.allclose(value[known == 1], 0.8, atol=1e-5) and not value[known == 0].any()
    larger = zooms.zoomed(survey, ("guided", "evidence"), 1.5)
    there = np.isfinite(larger["evidence"])
    assert larger["guided"].shape == there.shape == (64, 64) and abs(there.mean() - 2 / 3) < 0.03
    assert np.allclose(larger["evidence"][there], 0.8, atol=1e-5)
    alone = zooms.zoomed(survey, ("guided",), 1.5)
    assert np.array_equal(alone["guided"], larger["guided"], equal_nan=True)


def test_a_network_made_wider_is_blind_to_what_is_new():
    narrow, wide = LineationNet(1, 4, 4).eval(), LineationNet(3, 4, 4).eval()
    wide.load_state_dict(channels.widened(narrow.state_dict(), 3))
    image = torch.randn(1, 3, 48, 48)
    assert torch.allclose(wide(image), narrow(image[:, :1]), atol=1e-6)
    assert torch.equal(channels.widened(narrow.state_dict(), 1)["fine.0.weight"], narrow.fine[0].weight)


def test_evidence_is_high_on_stripes_and_absent_with_one_track():
    grid = Grid(0.0, 0.0, 2000.0, 2000.0, 80, 48)
    field = stripes(grid, 24e3)
    chain = pipeline.Chain()
    arrays = pipeline.run_chain(lines_over(field, grid, np.arange(2, 48, 6)), grid, chain, ("guided", "evidence"))
    found = arrays["evidence"]
    assert np.isfinite(found).mean() > 0.5 and np.nanmedian(found) > 0.9
    alone = lines_over(field, grid, np.array([20]))
    assert np.isnan(pipeline.evidence(alone, grid, chain, np.zeros(grid.shape))).all()


def test_the_shifted_copy_has_the_same_tracks_and_other_values(config, scales):
    settings = {**config["simulation"], "null": True, "size": 64, "kinds": {"spreading": 1.0}}
    stored = generate.make(1, 5, settings, scales, None, EVERY)
    here, there = stored["tracks"], stored["null_tracks"]
    assert np.array_equal(np.isfinite(here), np.isfinite(there)) and np.isfinite(here).any()
    assert not np.allclose(here, there, equal_nan=True)
    survey = {name: stored[name].astype(np.float32) for name in stored if stored[name].dtype == np.float16}
    assert dataset.planes(survey, EVERY, shifted=True).shape == (6, 64, 64)
    plain = generate.make(1, 5, settings, scales, None, ("guided",))
    assert all(np.array_equal(plain[name], stored[name], equal_nan=plain[name].dtype.kind == "f") for name in plain)


def test_without_a_choice_there_is_one_channel(config, tmp_path):
    ship = read_config(ROOT / "training" / "configs" / "ship.toml")
    assert channels.names_of(config) == channels.names_of(ship) == ("guided",)
    assert train.Run(config, tmp_path).network.settings == {**config["network"], "channels": 1}

def test_a_network_learns_from_all_channels_and_comes_back(config, tmp_path):
    for split in ("train", "validation"):
        (tmp_path / split).mkdir()
        stored = {**witnessed(size=64), "density": 0.1}
        generate.write(tmp_path / split, 0, {name: np.asarray(value) for name, value in stored.items()})
    settings = {**copy.deepcopy(config), "channels": list(EVERY), "cache": str(tmp_path)}
    settings["network"].update(base=4, fine=4)
    settings["train"].update(batch=2, crop=48, steps=2, zoom=[1.0, 1.0], splits=["train"])
    run = train.train(settings, tmp_path / "run")
    gradient = run.network.fine[0].weight.grad
    assert gradient.shape[1] == 6 and all(gradient[:, plane].abs().sum() > 0 for plane in range(6))
    survey, stored = dataset.load(tmp_path / "train", EVERY)[0], detectors.load(run.checkpoint)
    assert stored.names == EVERY
    again, before = stored(survey), detectors.Network(run.mean.module, EVERY)(survey)
    assert np.allclose(again, before, atol=1e-5) and np.isfinite(again).all()
