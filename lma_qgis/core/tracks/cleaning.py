"""Rejecting what cannot be, flagging what is unlikely.

Only impossible records are rejected: positions and values outside the Earth's range, duplicates, time running
backwards, speeds no ship has. Where times run backwards all along a survey, its clock column is at fault and not its
records: they stay, with interpolated times. Everything that is merely unusual keeps its place and gets a flag, because
limits on gradients hit good surveys near the magnetic equator as hard as bad ones elsewhere.
"""

from __future__ import annotations

import bisect
from collections import Counter
from dataclasses import dataclass

import numpy as np

from ..progress import silent
from .records import Records
from .segments import EARTH_RADIUS

# From all MGD77 data of 1952 to 2006 (Chandler and Wessel 2008, GMT's mgd77 tools), nT.
TOTAL_RANGE = (19_000.0, 72_000.0)
MAX_ANOMALY = 5_000.0
MAX_SPEED = 15.0
POSITION_TOLERANCE = 2_000.0
_UNTIMED_JUMP = 100_000.0
_SHORT_RUN = 20
_MISPLACED_LEG = 30
_SHUFFLED = 0.2
_SYSTEMATIC = 20
_LONGEST_FILL = 1_800.0

POSITION, VALUE = "position impossible", "value impossible"
TOTAL_OUTSIDE, ANOMALY_RANGE = "total field out of range", "anomaly out of range"
DUPLICATE, REVERSAL, SPEED = "duplicate", "time runs backwards", "speed impossible"


@dataclass(frozen=True)
class Kept:
    """The records that stay, survey by survey in the order in which they were taken.

    Parameters
    ----------
    records : Records
        Longitudes within ±180°, impossible values blanked.
    flags : list of set of str
        Remarks on each record.
    rejected : dict of str to collections.Counter
        Survey to reasons and their numbers.
    """

    records: Records
    flags: list
    rejected: dict


def reject_impossible(records, max_anomaly=MAX_ANOMALY, max_speed=MAX_SPEED, progress=silent):
    """Drop records without a magnetic value, and those that cannot be true.

    Parameters
    ----------
    records : Records
        As read; several files may hold parts of one survey.
    max_anomaly : float
        Largest credible anomaly, nT.
    max_speed : float
        Largest credible speed, m/s, beyond a position error of 2 km.
    progress : callable
        See :mod:`lma_qgis.core.progress`.

    Returns
    -------
    Kept
        ``len(records) + total of rejected`` is the number of records with a magnetic value.
    """
    records = records.where(records.magnetic)
    surveys = list(dict.fromkeys(records.survey))
    lookup = {survey: number for number, survey in enumerate(surveys)}
    code = np.array([lookup[survey] for survey in records.survey], dtype=int)
    order = np.argsort(code, kind="stable")
    read, code = records.where(order), code[order]
    screened, reason = _screen(read, max_anomaly)
    position, time = np.arange(len(read)), read.time.copy()
    for number in range(len(surveys)):
        progress(0.2 + 0.5 * number / len(surveys))
        mine = np.flatnonzero((code == number) & (reason == ""))
        position[mine] = _judge_survey(screened, time, mine, reason, max_speed)
    progress(0.7)
    rejected = {survey: Counter() for survey in surveys}
    for index in np.flatnonzero(reason != ""):
        rejected[read.survey[index]][reason[index]] += 1
    # Reordering moves records only among the places of their own survey.
    keep = position[reason[position] == ""]
    screened = screened.replaced(time=time)
    return Kept(screened.where(keep), _flags(read.where(keep), screened.where(keep)), rejected)


def _screen(records, max_anomaly):
    """Blank impossible values; return the records and the reason to reject each, empty for none."""
    longitude = np.where(np.abs(records.longitude) <= 360.0, records.longitude, np.nan)
    longitude = np.where(np.abs(longitude) <= 180.0, longitude, (longitude + 180.0) % 360.0 - 180.0)
    placed = np.isfinite(longitude) & (np.abs(records.latitude) <= 90.0)
    with np.errstate(invalid="ignore"):
        odd_total = (records.total < TOTAL_RANGE[0]) | (records.total > TOTAL_RANGE[1])
        odd_residual = np.abs(records.residual) > max_anomaly
    screened = records.replaced(
        longitude=longitude,
        total=np.where(odd_total, np.nan, records.total),
        residual=np.where(odd_residual, np.nan, records.residual),
    )
    reason = np.full(len(records), "", dtype=object)
    reason[~screened.magnetic] = VALUE
    reason[~placed] = POSITION
    return screened, reason


def _flags(read, kept):
    lost_time, new_time = np.isnan(kept.time), ~_same(read.time, kept.time)
    remarks = (
        (np.isnan(kept.total) & np.isfinite(read.total), TOTAL_OUTSIDE),
        (np.isnan(kept.residual) & np.isfinite(read.residual), ANOMALY_RANGE),
        (kept.doubtful, "may be cut off"),
        (new_time & ~lost_time, "time interpolated"),
        (new_time & lost_time, "time wrong"),
    )
    flags = [set() for _ in range(len(kept))]
    for mask, text in remarks:
        for index in np.flatnonzero(mask):
            flags[index].add(text)
    return flags


def _same(time, other):
    return (time == other) | (np.isnan(time) & np.isnan(other))


def _judge_survey(records, time, mine, reason, max_speed):
    """Mark the impossible records of one survey in ``reason``, mend its ``time``; return its records in order."""
    order, backwards = _in_time(time[mine])
    if np.count_nonzero(backwards) >= _SYSTEMATIC:
        time[mine[backwards]] = np.nan
    else:
        reason[mine[backwards]] = REVERSAL
    chain = mine[order]
    chain = chain[reason[chain] == ""]
    time[chain] = _fill(time[chain])
    again = _duplicates(records, time, chain)
    reason[chain[again]] = DUPLICATE
    chain = chain[~again]
    lost = _impossible_jumps(records.longitude[chain], records.latitude[chain], time[chain], max_speed)
    reason[chain[lost]] = SPEED
    return mine[order]


def _fill(time):
    """Return times with short gaps interpolated by the number of the record."""
    known = np.flatnonzero(np.isfinite(time))
    if len(known) < 2 or len(known) == len(time):
        return time
    place = np.arange(len(time))
    after = np.clip(np.searchsorted(known, place), 1, len(known) - 1)
    gap = time[known[after]] - time[known[after - 1]]
    inside = np.isnan(time) & (place > known[0]) & (place < known[-1]) & (gap >= 0) & (gap <= _LONGEST_FILL)
    return np.where(inside, np.interp(place, known, time[known]), time)


def _in_time(time):
    """Return the order of records in time and a mask of those that run backwards.

    The longest sequence of times that never decrease is right; a few records outside it are wrong,
    many in a row are a leg stored in the wrong place and are moved; a file in any other order than
    that of time is sorted.
    """
    count = len(time)
    known = np.flatnonzero(np.isfinite(time))
    backwards = np.zeros(count, dtype=bool)
    if len(known) < 2 or (np.diff(time[known]) >= 0).all():
        return np.arange(count), backwards
    outside = np.setdiff1d(known, known[_longest_rising(time[known])])
    runs = np.split(outside, np.flatnonzero(np.diff(outside) > 1) + 1)
    shuffled = len(outside) > _SHUFFLED * len(known)
    wrong = [run for run in runs if len(run) < _MISPLACED_LEG and not shuffled]
    if wrong:
        backwards[np.concatenate(wrong)] = True
    if len(wrong) == len(runs):
        return np.arange(count), backwards
    return np.argsort(np.interp(np.arange(count), known, time[known]), kind="stable"), backwards


def _longest_rising(values):
    """Return the indices of a longest subsequence that never decreases."""
    tails, tail_index, before = [], [], np.full(len(values), -1)
    for index, value in enumerate(values.tolist()):
        place = bisect.bisect_right(tails, value)
        before[index] = tail_index[place - 1] if place else -1
        if place == len(tails):
            tails.append(value)
            tail_index.append(index)
        else:
            tails[place], tail_index[place] = value, index
    path = [tail_index[-1]]
    while before[path[-1]] >= 0:
        path.append(before[path[-1]])
    return np.array(path[::-1])


def _duplicates(records, time, chain):
    """Mask the later ones of records at the same time and place; without a time, of identical records."""
    timed = np.isfinite(time[chain])
    keys = np.column_stack(
        (
            np.where(timed, time[chain], -1e18),
            records.longitude[chain],
            records.latitude[chain],
            np.where(timed, 0.0, np.nan_to_num(records.total[chain], nan=-1e9)),
            np.where(timed, 0.0, np.nan_to_num(records.residual[chain], nan=-1e9)),
        )
    )
    again = np.ones(len(chain), dtype=bool)
    if len(chain):
        again[np.unique(keys, axis=0, return_index=True)[1]] = False
    return again


def distances(longitude, latitude):
    """Return great-circle distances between neighbours, metres, shape (n − 1,)."""
    phi, lam = np.radians(latitude), np.radians(longitude)
    half = np.sin(np.diff(phi) / 2) ** 2 + np.cos(phi[:-1]) * np.cos(phi[1:]) * np.sin(np.diff(lam) / 2) ** 2
    return 2 * EARTH_RADIUS * np.arcsin(np.sqrt(np.clip(half, 0, 1)))


def _impossible_jumps(longitude, latitude, time, max_speed):
    """Mask short runs that no ship could reach and leave again."""
    count = len(longitude)
    lost = np.zeros(count, dtype=bool)
    if count < 3:
        return lost

    def reachable(start, stop):
        pair = [start, stop]
        interval = time[stop] - time[start]
        allowed = _UNTIMED_JUMP if np.isnan(interval) else max_speed * max(interval, 0.0) + POSITION_TOLERANCE
        return distances(longitude[pair], latitude[pair])[0] <= allowed

    interval = np.diff(time)
    with np.errstate(invalid="ignore"):
        allowed = np.where(np.isnan(interval), _UNTIMED_JUMP, max_speed * np.maximum(interval, 0) + POSITION_TOLERANCE)
    jumps = np.flatnonzero(distances(longitude, latitude) > allowed) + 1
    if not len(jumps):
        return lost
    bounds = np.concatenate(([0], jumps, [count]))
    block = 0
    if bounds[1] <= _SHORT_RUN and bounds[2] - bounds[1] > 5 * bounds[1]:
        lost[: bounds[1]] = True
        block = 1
    while block < len(bounds) - 2:
        end = bounds[block + 1] - 1
        beyond = next(
            (
                later
                for later in range(block + 2, min(block + 8, len(bounds) - 1))
                if bounds[later] - bounds[block + 1] <= _SHORT_RUN and reachable(end, bounds[later])
            ),
            None,
        )
        if beyond is not None:
            lost[bounds[block + 1]: bounds[beyond]] = True
            # What follows belongs to this run: judge the next jump from its end.
            block = beyond
        else:
            block += 1
    if bounds[-1] - bounds[-2] <= _SHORT_RUN and not lost[bounds[-2]] and bounds[-2] > 5 * (bounds[-1] - bounds[-2]):
        lost[bounds[-2]:] = True
    return lost
