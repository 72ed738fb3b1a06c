"""Kilometres: what is drawn on the labels scores one, what is drawn elsewhere nothing."""

import numpy as np
import pytest

from training import kilometres, labels

from .test_dataset import wave_survey


def scored(shift=0, **changes):
    """Return the lengths of scores that copy the labels, moved by some columns."""
    survey = {**wave_survey(strike=0.0, wavelength=24.0), **changes}
    scores = []
    for kind in ("crests", "troughs"):
        line, _ = labels.rasterise(survey[kind] + [0.0, shift, 0.0, 0.0], survey["guided"].shape)
        scores.append(line.astype(np.float32))
    return kilometres.lengths(np.stack(scores), survey, "guided", 0.2), survey


def test_the_labels_themselves_score_one():
    result, survey = scored()
    correctness, completeness, f1 = result[3000.0].scores()
    assert correctness > 0.99 and completeness > 0.99 and f1 > 0.99
    kilometres_of_axes = sum(len(survey[kind]) for kind in ("crests", "troughs"))
    assert result[3000.0].labelled.sum() == pytest.approx(kilometres_of_axes, rel=0.03)


def test_lines_seven_kilometres_away_are_right_at_ten_only():
    result, _ = scored(shift=7)
    assert result[5000.0].scores()[2] == 0.0 and result[10_000.0].scores()[2] > 0.9


def test_chance_is_far_below_the_score_of_the_labels():
    result, _ = scored()
    assert 0.0 <= result[3000.0].chance_f1 < 0.6


def test_unlabelled_cells_count_for_neither_side():
    half = np.zeros((96, 96), bool)
    half[:, :48] = True
    result, _ = scored(labelled=half)
    whole, _ = scored()
    assert result[3000.0].labelled.sum() < 0.6 * whole[3000.0].labelled.sum()
    assert result[3000.0].drawn.sum() < 0.6 * whole[3000.0].drawn.sum()


def test_lengths_fall_into_the_classes_of_support():
    support = np.full((96, 96), 0.1, np.float32)
    support[48:] = 0.9
    result, _ = scored(support=support)
    drawn = result[5000.0].drawn
    assert drawn[0] == pytest.approx(drawn[2], rel=0.1) and drawn[1] == drawn[3] == 0.0
    table = kilometres.summary([result])
    assert set(table["tolerance"]) == {"3", "5", "10"} and table["support"][2][1] > 0.99


def test_nothing_drawn_has_an_f1_of_nothing():
    survey = wave_survey()
    result = kilometres.lengths(np.zeros((2, 96, 96), np.float32), survey, "guided", 0.5)
    assert result[5000.0].drawn.sum() == 0 and not result[5000.0].scores()[2] > 0
