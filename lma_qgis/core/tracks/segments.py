"""Cutting a survey's observations into lines: nearly straight runs without gaps."""

from __future__ import annotations

import numpy as np

EARTH_RADIUS = 6_371_000.0
MAX_GAP = 5_000.0
MAX_PAUSE = 3_600.0
MAX_TURN = 40.0
TURN_WINDOW = 3_000.0
_STEPS_PER_WINDOW = 3.0


def unroll(longitude, latitude):
    """Lay a track out in metres so that every step keeps its length and its heading.

    The steps are summed, so distant parts of a long track are out of place against each other;
    what happens from one observation to the next is right everywhere, across 180° too.

    Parameters
    ----------
    longitude, latitude : array_like, shape (n,)
        Degrees, in the order of the track.

    Returns
    -------
    easting, northing : numpy.ndarray of float64, shape (n,)
        Metres from the first observation.
    """
    longitude = np.asarray(longitude, dtype=float)
    latitude = np.asarray(latitude, dtype=float)
    step = (np.diff(longitude) + 180.0) % 360.0 - 180.0
    middle = np.radians((latitude[1:] + latitude[:-1]) / 2)
    east = np.radians(step) * np.cos(middle) * EARTH_RADIUS
    north = np.radians(np.diff(latitude)) * EARTH_RADIUS
    start = np.zeros(min(len(longitude), 1))
    return np.concatenate((start, np.cumsum(east))), np.concatenate((start, np.cumsum(north)))


def split_lines(
    easting,
    northing,
    time=None,
    survey_codes=None,
    *,
    max_gap=MAX_GAP,
    max_pause=MAX_PAUSE,
    max_turn=MAX_TURN,
    turn_window=TURN_WINDOW,
):
    """Give every observation the code of the line it lies on.

    A line ends where the survey changes, at a gap in distance or in time, where time runs
    backwards, and where the heading over ``turn_window`` behind differs from that ahead by more
    than ``max_turn``. Jitter of the positions does not cut: two runs that meet without a gap and
    head the same way as a whole are joined again.

    Parameters
    ----------
    easting, northing : array_like, shape (n,)
        Metres, in the order in which the observations were taken.
    time : array_like, shape (n,), optional
        Seconds; NaN where unknown.
    survey_codes : array_like of int, shape (n,), optional
        A new line begins wherever the code changes.
    max_gap : float
        Metres. A survey sampled more coarsely is cut at four times its median spacing.
    max_pause : float
        Seconds. A survey sampled more coarsely is cut at four times its median interval.
    max_turn : float
        Degrees.
    turn_window : float
        Metres on either side over which a heading is measured; at least three steps of the ship.

    Returns
    -------
    numpy.ndarray of int32, shape (n,)
        0, 1, 2 … in the order of the observations.
    """
    easting = np.asarray(easting, dtype=float)
    northing = np.asarray(northing, dtype=float)
    count = len(easting)
    if count == 0:
        return np.zeros(0, dtype=np.int32)
    survey = np.zeros(count, dtype=np.int64) if survey_codes is None else np.asarray(survey_codes)
    begins = np.zeros(count, dtype=bool)
    begins[0] = True
    new_survey = np.flatnonzero(survey[1:] != survey[:-1]) + 1
    begins[new_survey] = True
    for start, stop in _runs(np.concatenate(([0], new_survey)), count):
        begins[start + 1: stop] |= _gaps(easting[start:stop], northing[start:stop], max_gap)
        if time is not None:
            begins[start + 1: stop] |= _pauses(np.asarray(time, dtype=float)[start:stop], max_pause)
    for start, stop in _runs(np.flatnonzero(begins), count):
        turns = _turns(easting[start:stop], northing[start:stop], max_turn, turn_window)
        begins[start + turns] = True
    return (np.cumsum(begins) - 1).astype(np.int32)


def _runs(starts, count):
    return zip(starts.tolist(), np.append(starts[1:], count).tolist())


def _gaps(easting, northing, max_gap):
    step = np.hypot(np.diff(easting), np.diff(northing))
    typical = np.median(step) if len(step) else 0.0
    return step > max(max_gap, 4 * typical)


def _pauses(time, max_pause):
    interval = np.diff(time)
    known = interval[np.isfinite(interval)]
    typical = np.median(known) if len(known) else 0.0
    return (interval > max(max_pause, 4 * typical)) | (interval < 0)


def _turns(easting, northing, max_turn, window):
    """Return the indices at which a run without gaps turns."""
    knots = thin(easting, northing, window / 6)
    if len(knots) < 3:
        return np.zeros(0, dtype=np.int64)
    x, y = easting[knots], northing[knots]
    window = max(window, _STEPS_PER_WINDOW * float(np.median(np.hypot(np.diff(x), np.diff(y)))))
    along = np.concatenate(([0.0], np.cumsum(np.hypot(np.diff(x), np.diff(y)))))
    behind_x, behind_y = np.interp(along - window, along, x), np.interp(along - window, along, y)
    ahead_x, ahead_y = np.interp(along + window, along, x), np.interp(along + window, along, y)
    turn = _angle(x - behind_x, y - behind_y, ahead_x - x, ahead_y - y)
    cuts = _peaks(turn, along, max_turn, window)
    return knots[_without_jitter(cuts, x, y, max_turn, window)]


def thin(easting, northing, spacing):
    """Return indices of points that lie at least a distance from the one kept before: a ship on station adds none.

    Parameters
    ----------
    easting, northing : numpy.ndarray, shape (n,)
        Metres, at least one point.
    spacing : float
        Metres.

    Returns
    -------
    numpy.ndarray of int64
        Always begins with 0.
    """
    east, north = easting.tolist(), northing.tolist()
    kept = [0]
    at_east, at_north, limit = east[0], north[0], spacing * spacing
    for index in range(1, len(east)):
        step_east, step_north = east[index] - at_east, north[index] - at_north
        if step_east * step_east + step_north * step_north >= limit:
            kept.append(index)
            at_east, at_north = east[index], north[index]
    return np.array(kept, dtype=np.int64)


def _angle(x0, y0, x1, y1):
    """Return the unsigned angle between two vectors, degrees; 0 where one has no length."""
    return np.degrees(np.abs(np.arctan2(x0 * y1 - y0 * x1, x0 * x1 + y0 * y1)))


def _peaks(turn, along, max_turn, window):
    """Return the sharpest knots above ``max_turn``, no two closer than ``window``."""
    taken = []
    candidates = np.flatnonzero(turn > max_turn)
    blocked = np.zeros(len(turn), dtype=bool)
    for index in candidates[np.argsort(-turn[candidates], kind="stable")].tolist():
        if not blocked[index] and 0 < index < len(turn) - 1:
            taken.append(index)
            near = np.searchsorted(along, (along[index] - window, along[index] + window))
            blocked[near[0]: near[1]] = True
    return np.array(sorted(taken), dtype=np.int64)


def _without_jitter(cuts, x, y, max_turn, window):
    """Drop the cuts whose two sides, taken whole, head the same way, and short doglegs between such sides."""
    cuts = cuts.tolist()
    while cuts:
        ends = np.array([0, *cuts, len(x) - 1])
        dx, dy = np.diff(x[ends]), np.diff(y[ends])
        turn = _angle(dx[:-1], dy[:-1], dx[1:], dy[1:])
        mildest = int(np.argmin(turn))
        if turn[mildest] <= max_turn:
            del cuts[mildest]
            continue
        across = np.where(np.hypot(dx, dy)[1:-1] < window, _angle(dx[:-2], dy[:-2], dx[2:], dy[2:]), np.inf)
        if len(across) == 0 or across.min() > max_turn:
            break
        dogleg = int(np.argmin(across))
        del cuts[dogleg: dogleg + 2]
    return np.array(cuts, dtype=np.int64)
