"""Crops: image and target move together, nodata never teaches."""

import numpy as np
import pytest

from training import dataset, labels


def wave_survey(size=96, wavelength=16.0, strike=20.0):
    """Return a survey of a plane wave with its exact crests and troughs."""
    angle = np.radians(strike)
    row, col = np.indices((size, size)) - (size - 1) / 2
    field = np.cos(2 * np.pi * (col * np.cos(angle) + row * np.sin(angle)) / wavelength)
    return {
        "kind": "spreading", "cell": 1000.0, "spacing": wavelength, "guided": field.astype(np.float32),
        "distance": np.zeros((size, size), np.float32),
        "crests": labels.crest_axes(field, strike, 0.5), "troughs": labels.crest_axes(-field, strike, 0.5),
    }


@pytest.mark.parametrize("seed", range(6))
def test_targets_lie_on_the_crests_and_troughs_of_the_crop(seed):
    crops = dataset.Crops([wave_survey()], "guided", crop=64, zoom=(0.7, 1.6))
    image, target, weight = crops.draw(np.random.default_rng(seed), 0)
    inside = weight[0].numpy() > 0
    inside[:4] = inside[-4:] = False
    inside[:, :4] = inside[:, -4:] = False
    values = image[0].numpy() / np.abs(image[0].numpy()).max()
    assert target.shape == (2, 64, 64)
    assert values[(target[0].numpy() > 0) & inside].min() > 0.3
    assert values[(target[1].numpy() > 0) & inside].max() < -0.3


def test_the_same_seed_draws_the_same_batch():
    crops = dataset.Crops([wave_survey(), wave_survey(strike=70.0)], "guided", crop=48)
    first, again = (crops.batch(np.random.default_rng(4), 3) for _ in range(2))
    assert all(bool((a == b).all()) for a, b in zip(first, again, strict=True))


def test_cells_far_from_observations_have_no_weight():
    survey = wave_survey()
    survey["distance"][:, 48:] = 9 * survey["cell"]
    crops = dataset.Crops([survey], "guided", crop=96, zoom=(1.0, 1.0))
    _, _, weight = crops.draw(np.random.default_rng(0), 0)
    assert 0.4 < float(weight.mean()) < 0.52


def test_zoom_never_brings_lineations_too_close_together():
    crops = dataset.Crops([wave_survey(wavelength=10.0)], "guided", crop=64, zoom=(0.4, 1.6))
    zooms = [crops._draw_zoom(np.random.default_rng(seed), 0) for seed in range(50)]
    assert min(zooms) >= dataset.CLOSEST / 10.0 - 1e-9 and max(zooms) <= 1.6


def test_a_map_without_lineations_is_zoomed_like_one_with_them():
    empty = {**wave_survey(), "kind": "fractal", "spacing": float("nan")}
    crops = dataset.Crops([wave_survey(wavelength=10.0), empty], "guided", crop=64)
    assert crops.spacing[1] == crops.spacing[0]
