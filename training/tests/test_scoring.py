"""The metric: exact on hand-made maps."""

import numpy as np
import pytest

from training import labels, scoring


def ridge_score(strike_deg, size=64, shift=0.0):
    """Return a score with one straight ridge through the centre, and its axis."""
    angle = np.radians(strike_deg)
    row, col = np.indices((size, size)) - (size - 1) / 2
    across = col * np.cos(angle) + row * np.sin(angle) - shift
    return np.exp(-0.5 * (across / 1.5) ** 2)


def line_label(strike_deg, size=64):
    angle = np.radians(strike_deg)
    t = np.arange(-30, 31, 0.5)
    row, col = 31.5 - t * np.cos(angle), 31.5 + t * np.sin(angle)
    axes = np.column_stack((row, col, np.full(t.size, strike_deg), np.zeros(t.size)))
    return labels.rasterise(axes, (size, size))


@pytest.mark.parametrize("strike", [0.0, 20.0, 45.0, 90.0, 160.0])
def test_thinning_finds_the_axis_and_its_strike(strike):
    axis, angle = scoring.thin(ridge_score(strike))
    core = axis & (ridge_score(strike) > 0.5)
    turn = np.abs(angle[core] - strike) % 180
    assert core.sum() >= 55
    assert np.median(np.minimum(turn, 180 - turn)) < 3.0


def test_a_perfect_score_scores_one_and_a_shifted_one_nothing():
    line, strike = line_label(30.0)
    everywhere = np.ones(line.shape, bool)
    good = scoring.score_map(ridge_score(30.0), line, strike, everywhere)
    precision, recall, f1 = good.at(0.5)
    assert recall > 0.97 and precision > 0.8 and f1 > 0.9
    off = scoring.score_map(ridge_score(30.0, shift=5.0), line, strike, everywhere)
    assert off.at(0.5)[2] == 0.0


def test_the_right_place_with_the_wrong_strike_does_not_count():
    line, strike = line_label(30.0)
    curve = scoring.score_map(ridge_score(30.0), line, (strike + 60.0) % 180, np.ones(line.shape, bool))
    assert curve.at(0.5)[2] == 0.0


def test_nothing_drawn_has_no_length_and_short_pieces_are_dropped():
    everywhere = np.ones((64, 64), bool)
    assert scoring.drawn_axes(np.zeros((64, 64)), everywhere, 0.5)[0].sum() == 0
    blob = ridge_score(0.0, shift=0.5)
    blob *= np.exp(-0.5 * ((np.arange(64)[:, None] - 31) / 3.0) ** 2)
    assert scoring.drawn_axes(blob, everywhere, 0.5)[0].sum() == 0
    assert 60 <= scoring.drawn_axes(ridge_score(0.0, shift=0.5), everywhere, 0.5)[0].sum() <= 66


def test_average_precision_is_one_for_a_perfect_ranking():
    n = len(scoring.THRESHOLDS)
    recall = np.linspace(1, 0.1, n)
    curve = scoring.Curve(100 * recall, 100 * recall, np.full(n, 100.0), 100 * recall)
    assert curve.average_precision == pytest.approx(1.0)


def test_bootstrap_of_equal_curves_is_zero():
    line, strike = line_label(10.0)
    curve = scoring.score_map(ridge_score(10.0), line, strike, np.ones(line.shape, bool))
    runs = [(scoring.stacked([curve] * 4), 0.5)]
    interval = scoring.bootstrap(runs, runs, draws=20)
    assert interval["f1"] == (0.0, 0.0) and interval["ap"] == (0.0, 0.0)


def test_bootstrap_averages_the_seeds_of_one_side():
    line, strike = line_label(10.0)
    everywhere = np.ones(line.shape, bool)
    good = scoring.stacked([scoring.score_map(ridge_score(10.0), line, strike, everywhere)] * 3)
    bad = scoring.stacked([scoring.score_map(ridge_score(10.0, shift=6.0), line, strike, everywhere)] * 3)
    both = scoring.bootstrap([(good, 0.5), (bad, 0.5)], [(bad, 0.5)], draws=20)["f1"]
    alone = scoring.bootstrap([(good, 0.5)], [(bad, 0.5)], draws=20)["f1"]
    assert both[0] == pytest.approx(0.5 * alone[0]) and alone[0] > 0.9
