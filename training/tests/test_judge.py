"""Scores of a set of maps: what is drawn on shifted tracks, by kind and density."""

import numpy as np
import pytest
from scipy import ndimage

from training import dataset, judge, labels

from .test_dataset import wave_survey


def maps():
    """Return one map with lineations, its copy with shifted tracks flat, and one without lineations."""
    wave = {**wave_survey(strike=0.0, wavelength=24.0), "density": 0.2, "null": np.zeros((96, 96), np.float32)}
    empty = np.zeros((0, 4), np.float32)
    quiet = {**wave, "kind": "quiet", "density": 0.1, "crests": empty, "troughs": empty}
    return [wave, {**wave, "density": 0.4}, quiet]


def perfect(survey, shifted=False):
    """Draw the labels of the wave wherever there is a wave."""
    image, wave = survey[dataset.stored_name("guided", shifted)], wave_survey(strike=0.0, wavelength=24.0)
    lines = [labels.rasterise(wave[kind], image.shape)[0] for kind in ("crests", "troughs")]
    ridges = [3.0 * ndimage.gaussian_filter(line.astype(np.float32), 1.2) for line in lines]
    return np.stack(ridges) * (np.abs(image).max() > 0)


def nothing(survey, shifted=False):
    return np.zeros((2, *survey["guided"].shape), np.float32)


def summary(score_of):
    methods, thresholds = {"network": score_of, "ridge tuned": score_of}, {"network": 0.2, "ridge tuned": 0.2}
    return judge.of_split(methods, thresholds, maps(), "guided")


def test_lines_on_a_map_without_lineations_cost_precision():
    entry = summary(perfect)["network"]
    assert entry["recall"] > 0.95 and entry["precision"] == pytest.approx(2 / 3, abs=0.08)
    assert entry["km_spreading"] == pytest.approx(entry["km_quiet"]) and entry["km_null"] == 0.0
    assert entry["worst_decile"] > 0.85


def test_equal_methods_do_not_differ_and_silence_finds_nothing():
    whole = summary(nothing)
    assert whole["network"]["recall"] == 0.0 and whole["network"]["km_quiet"] == 0.0
    assert whole["difference"]["f1"] == (0.0, 0.0) and whole["maps"] == 3
