"""Labels are right by construction."""

import numpy as np
import pytest

from training import labels


def plane_wave(size, wavelength, strike_deg):
    """Return cos of the distance across strike from the centre, rows from the north."""
    angle = np.radians(strike_deg)
    row, col = np.indices((size, size)) - (size - 1) / 2
    return np.cos(2 * np.pi * (col * np.cos(angle) + row * np.sin(angle)) / wavelength)


@pytest.mark.parametrize("strike", [0.0, 30.0, 77.0, 90.0, 145.0])
def test_crests_of_a_plane_wave_lie_where_they_must(strike):
    axes = labels.crest_axes(plane_wave(96, 16.0, strike), strike, prominence=0.5)
    angle = np.radians(strike)
    offset = axes[:, :2] - 47.5
    across = offset[:, 1] * np.cos(angle) + offset[:, 0] * np.sin(angle)
    assert len(axes) > 300
    assert np.abs(across - 16.0 * np.round(across / 16.0)).max() < 0.1
    turn = np.abs(axes[:, 2] - strike) % 180
    assert np.minimum(turn, 180 - turn).max() < 1.0


def test_strike_follows_the_axis_when_the_start_is_ten_degrees_off():
    axes = labels.crest_axes(plane_wave(128, 20.0, 40.0), 50.0, prominence=0.5)
    assert np.median(np.abs(axes[:, 2] - 40.0)) < 1.0


def test_a_low_crest_is_no_crest_and_a_flat_field_has_none():
    assert len(labels.crest_axes(0.2 * plane_wave(64, 16.0, 10.0), 10.0, prominence=0.5)) == 0
    assert len(labels.crest_axes(np.zeros((64, 64)), 10.0, prominence=0.5)) == 0


def test_axes_are_cut_where_told():
    cut = np.zeros((96, 96), bool)
    cut[46:50] = True
    axes = labels.crest_axes(plane_wave(96, 24.0, 0.0), 0.0, prominence=0.5, cut=cut)
    assert not cut[np.round(axes[:, 0]).astype(int), np.round(axes[:, 1]).astype(int)].any()
    for number in np.unique(axes[:, 3]):
        rows = axes[axes[:, 3] == number, 0]
        assert rows.max() < 48 or rows.min() > 48


def test_short_axes_are_dropped():
    field = np.zeros((64, 64))
    field[30:36, 32] = 1.0
    assert len(labels.crest_axes(field, 0.0, prominence=0.5)) == 0


def test_rasterise_marks_the_nearest_cells_with_their_strike():
    axes = np.array([[3.2, 4.9, 12.0, 0.0], [-2.0, 1.0, 12.0, 0.0]])
    line, strike = labels.rasterise(axes, (8, 8))
    assert line.sum() == 1 and line[3, 5] and strike[3, 5] == 12.0
