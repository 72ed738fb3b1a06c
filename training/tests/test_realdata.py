"""Real maps: lines against lineations, masks, picks; on maps made by hand."""

import numpy as np
import pytest

from lma_qgis.core.grid import Grid
from lma_qgis.core.tracks.observations import Observations
from training import kilometres, pipeline, rasters, realdata, regional, regions, tiles

GRID = Grid(-100e3, 100e3, 2000.0, 2000.0, 100, 100)


def one_map(lines, labelled=None):
    """Return a map of which every cell counts unless told otherwise."""
    survey = {"cell": 2000.0, "distance": np.zeros(GRID.shape, np.float32), "guided": np.zeros(GRID.shape, np.float32)}
    survey["plain"] = survey["guided"]
    if labelled is not None:
        survey["labelled"] = labelled
    return realdata.RealMap(survey, GRID, (0.0, 0.0), lines)


def ridge_at(easting):
    """Return a detector that draws one north-south crest."""
    def score_of(survey, shifted=False):
        east = np.broadcast_to(GRID.easting, GRID.shape)
        return np.stack([np.exp(-0.5 * ((east - easting) / 2500.0) ** 2), np.zeros(GRID.shape)])
    return score_of


NORTH_SOUTH = [np.array([[0.0, -95e3], [0.0, 95e3]])]
EAST_WEST = [np.array([[-95e3, 0.0], [95e3, 0.0]])]


@pytest.mark.parametrize("lines, at_five, at_ten, within", [(NORTH_SOUTH, 0.0, 1.0, 1.0), (EAST_WEST, 0.0, 0.0, 0.0)])
def test_a_line_eight_kilometres_off_is_found_at_ten_if_it_strikes_right(lines, at_five, at_ten, within):
    result = realdata.against_lineations(ridge_at(8000.0), one_map(lines), 0.5)
    assert result["5"][0] == pytest.approx(at_five, abs=0.02) and result["10"][0] == pytest.approx(at_ten, abs=0.03)
    assert result["within_15"] == pytest.approx(within, abs=0.02)
    assert result["km"] == pytest.approx(200.0, rel=0.05) and result["labelled_km"] == pytest.approx(190.0, rel=0.01)


def test_behind_a_mask_nothing_is_drawn():
    free = realdata.per_area(ridge_at(0.0), one_map([]), 0.5)
    masked = realdata.per_area(ridge_at(0.0), one_map([], np.zeros(GRID.shape, bool)), 0.5)
    assert free == pytest.approx(1e4 * 200.0 / 200.0**2, rel=0.05) and masked == 0.0


def test_picks_on_the_line_are_found_and_random_places_by_the_width_of_the_strip():
    lines = realdata.lines_of(ridge_at(0.0)(None), one_map([]), 0.5)
    points = np.column_stack((np.full(50, 1000.0), np.linspace(-90e3, 90e3, 50)))
    found, chance = tiles.found_picks(lines, points, one_map([]), 5000.0)
    assert found == 1.0 and chance == pytest.approx(10.0 / 200.0, abs=0.02)


def test_averaging_keeps_blank_cells_blank_and_the_mean():
    values = np.full((40, 40), 5.0, np.float32)
    values[:, 30:] = np.nan
    smooth = realdata._averaged(rasters.Raster(values, 0.0, 0.0, 1.0, 1.0), 2.0)
    assert np.isnan(smooth.values[:, 30:]).all() and np.allclose(smooth.values[:, :30], 5.0, atol=1e-4)


def test_a_lineation_is_cut_to_the_valid_cells():
    valid = np.ones(GRID.shape, bool)
    valid[40:60] = False
    pieces = kilometres.cut(NORTH_SOUTH[0], GRID, valid)
    assert len(pieces) == 2 and all(len(piece) > 30 for piece in pieces)


def sailed(columns=6, rows=60, spacing=8000.0, step=1500.0):
    """Return north-south tracks over east-west stripes."""
    north = np.tile(np.arange(rows) * step, columns)
    track = np.repeat(np.arange(columns), rows)
    value = 100 * np.cos(2 * np.pi * north / 24e3)
    return Observations.from_labels(track * spacing, north, value, track)


@pytest.fixture
def surveyed(tmp_path, monkeypatch):
    """Return a cache, with a made-up survey in place of the data, and the inputs of each time a map is made."""
    made = []

    def run_chain(observations, grid, chain, inputs):
        made.append(tuple(inputs))
        return chained(observations, grid, chain, inputs)

    chained = pipeline.run_chain
    monkeypatch.setattr(pipeline, "run_chain", run_chain)
    monkeypatch.setattr(regions, "DATA", tmp_path)
    monkeypatch.setattr(regions, "read_observations", lambda name: (sailed(), (0.0, 0.0)))
    monkeypatch.setattr(realdata, "lineations", lambda *_: [])
    (tmp_path / "survey").mkdir()
    return tmp_path / "cache", made


def test_a_real_survey_and_its_copies_have_evidence_of_their_own_and_are_made_once(surveyed):
    cache, made = surveyed
    names = ("guided", "evidence")
    first, *copies = realdata.ship_survey("survey", 2000.0, cache, names, draws=2)
    assert len(copies) == 2 and np.nanmedian(first.survey["evidence"]) > 0.9
    assert all(np.nanmedian(one.survey["evidence"]) < 0.6 for one in copies)
    assert all(one.grid == first.grid and not np.array_equal(one.observations.value, first.observations.value)
               for one in copies)
    again = realdata.ship_survey("survey", 2000.0, cache, ("guided",), draws=2)
    assert made == [names] * 3
    assert all(np.array_equal(a.survey[name], b.survey[name], equal_nan=True)
               for a, b in zip(again, (first, *copies), strict=True) for name in (*names, "distance"))
    assert realdata.ship_survey("elsewhere", 2000.0, cache) == []


def test_rasters_that_are_not_kept_yet_are_made(surveyed):
    cache, made = surveyed
    realdata.ship_survey("survey", 2000.0, cache, draws=0)
    one, = realdata.ship_survey("survey", 2000.0, cache, ("guided", "evidence"), draws=0)
    assert made == [("guided",), ("guided", "evidence")] and "evidence" in one.survey


def test_another_raster_can_stand_in_as_the_input():
    one = one_map([])
    one.survey["plain"] = one.survey["guided"] + 1.0
    assert realdata.seen(one, "plain").survey["guided"].all() and not one.survey["guided"].any()


def test_regions_without_windows_are_left_out():
    plan = {"windows": 12, "regions": {"a": {}, "b": {"windows": 0}, "c": {"windows": 3}}}
    assert list(regional.made(plan)) == ["a", "c"]
