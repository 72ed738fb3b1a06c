"""The simulator: physical, seeded, and silent where there are no lineations."""

import numpy as np
import pytest

from lma_qgis.core.grid import Grid
from lma_qgis.core.tracks.observations import Observations
from training import generate, plate, simulate, tracks


def test_same_seed_same_survey_other_seed_another(config, scales):
    first, again, other = (
        simulate.simulate(np.random.default_rng(seed), config["simulation"], scales) for seed in (5, 5, 6)
    )
    assert np.array_equal(first.truth, again.truth) and np.array_equal(first.crests, again.crests)
    assert np.array_equal(first.observations.value, again.observations.value)
    assert first.truth.shape != other.truth.shape or not np.array_equal(first.truth, other.truth)


@pytest.mark.parametrize("kind", simulate.KINDS)
def test_only_spreading_maps_have_axes(kind, config, scales):
    settings = {**config["simulation"], "kinds": {kind: 1.0}}
    survey = simulate.simulate(np.random.default_rng(1), settings, scales)
    assert (len(survey.crests) > 0) == (kind == "spreading")
    assert np.isfinite(survey.truth).all() and len(survey.observations) >= 200


def test_crests_are_higher_than_their_flanks(config, scales):
    settings = {**config["simulation"], "kinds": {"spreading": 1.0}}
    survey = simulate.simulate(np.random.default_rng(3), settings, scales)
    truth = survey.truth
    inner = (survey.crests[:, :2] > 6).all(axis=1) & (survey.crests[:, :2] < truth.shape[0] - 7).all(axis=1)
    row, col, strike = survey.crests[inner, :3].T
    across = np.column_stack((np.sin(np.radians(strike)), np.cos(np.radians(strike))))
    def at(shift):
        place = np.round(np.column_stack((row, col)) + shift * across).astype(int)
        return truth[place[:, 0], place[:, 1]]
    reach = min(0.4 * survey.spacing, 5.0)
    assert np.mean((at(0) > at(reach)) & (at(0) > at(-reach))) > 0.7


def test_rolling_keeps_values_and_geometry_but_moves_them():
    rng = np.random.default_rng(0)
    n = 300
    track = np.repeat([0, 1, 2], 100).astype(np.int32)
    observations = Observations(np.arange(n) * 1.0, np.zeros(n), rng.normal(size=n), track, ("a", "b", "c"))
    rolled = tracks.roll_along(rng, observations)
    assert np.array_equal(rolled.easting, observations.easting)
    for number in range(3):
        member = track == number
        assert np.array_equal(np.sort(rolled.value[member]), np.sort(observations.value[member]))
        assert np.mean(rolled.value[member] == observations.value[member]) < 0.1


def test_second_track_distance_is_that_of_the_other_track():
    grid = Grid(0.0, 0.0, 1000.0, 1000.0, 5, 21)
    easting = np.array([2500.0] * 5 + [12500.0] * 5)
    northing = np.tile(-np.arange(5) * 1000.0 - 500.0, 2)
    observations = Observations.from_labels(easting, northing, np.zeros(10), ["a"] * 5 + ["b"] * 5)
    second = tracks.second_track_distance(observations, grid)
    assert np.allclose(second[2], np.maximum(np.abs(np.arange(21) - 2), np.abs(np.arange(21) - 12)) * 1000.0)
    alone = observations.where(observations.track == 0)
    assert np.isinf(tracks.second_track_distance(alone, grid)).all()


def test_magnetisation_is_symmetric_about_the_axis_of_a_symmetric_plate(scales):
    distance = np.arange(-50e3, 50e3 + 1, 200.0)
    even = scales["c"].polarity(np.abs(distance) / 25e3)
    crust = plate.Plate(20.0, 0.0, 0.0, (), distance, even)
    s = np.linspace(-40e3, 40e3, 101)
    values = crust.magnetization(s, np.zeros_like(s))
    assert np.allclose(values, values[::-1])


def test_a_fracture_zone_shifts_the_crust_beyond_it():
    distance = np.arange(-50e3, 50e3 + 1, 200.0)
    crust = plate.Plate(0.0, 0.0, 0.0, ((0.0, 0.0, 0.0, 10e3),), distance, distance)
    assert crust.magnetization(np.array(5e3), np.array(-1.0)) == pytest.approx(5e3)
    assert crust.magnetization(np.array(5e3), np.array(1.0)) == pytest.approx(-5e3)


def test_a_stored_survey_does_not_depend_on_those_before_it(config, scales):
    one = generate.make(3, 9, config["simulation"], scales, None, ("guided",))
    again = generate.make(3, 9, config["simulation"], scales, None, ("guided",))
    assert all(np.array_equal(one[name], again[name], equal_nan=one[name].dtype.kind == "f") for name in one)
