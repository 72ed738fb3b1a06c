"""What a track file says, before anything is judged."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np


@dataclass(frozen=True)
class Records:
    """Navigation and magnetic records of one or more surveys, in the order of the files.

    Parameters
    ----------
    survey : numpy.ndarray of object (str), shape (n,)
        Name of the survey of each record.
    time : numpy.ndarray of float64, shape (n,)
        Seconds since 1970, UTC; NaN where unknown.
    longitude, latitude : numpy.ndarray of float64, shape (n,)
        Degrees, WGS 84; NaN where unreadable.
    depth : numpy.ndarray of float64, shape (n,)
        Water depth, metres.
    total, residual : numpy.ndarray of float64, shape (n,)
        Total field and archived anomaly, nT; NaN where absent.
    line : numpy.ndarray of object (str), shape (n,)
        Name of the line where the file names lines, else empty.
    position_sd : numpy.ndarray of float64, shape (n,)
        Standard deviation of the position, metres; NaN where unknown.
    doubtful : numpy.ndarray of bool, shape (n,)
        True where the file may be cut off inside this record.
    """

    survey: np.ndarray
    time: np.ndarray
    longitude: np.ndarray
    latitude: np.ndarray
    depth: np.ndarray
    total: np.ndarray
    residual: np.ndarray
    line: np.ndarray
    position_sd: np.ndarray
    doubtful: np.ndarray

    @classmethod
    def of(cls, longitude, latitude, **columns):
        """Build records from the columns that a file has; the others are empty.

        Parameters
        ----------
        longitude, latitude : array_like, shape (n,)
            Degrees.
        **columns
            Any other field of the class; ``survey`` and ``line`` may be a single name.

        Returns
        -------
        Records
        """
        count = len(longitude)
        made = {"longitude": np.asarray(longitude, dtype=float), "latitude": np.asarray(latitude, dtype=float)}
        for name in ("time", "depth", "total", "residual", "position_sd"):
            made[name] = np.asarray(columns.get(name, np.full(count, np.nan)), dtype=float)
        for name in ("survey", "line"):
            made[name] = np.empty(count, dtype=object)
            made[name][:] = columns.get(name, "")
        made["doubtful"] = np.asarray(columns.get("doubtful", np.zeros(count)), dtype=bool)
        return cls(**made)

    def __len__(self):
        """Return the number of records."""
        return len(self.longitude)

    @property
    def magnetic(self):
        """Mask of the records with a finite magnetic value: a total field or an anomaly."""
        return np.isfinite(self.total) | np.isfinite(self.residual)

    def where(self, choice):
        """Return the records of a boolean mask or in an order of indices."""
        return Records(**{field.name: getattr(self, field.name)[choice] for field in fields(self)})

    def replaced(self, **columns):
        """Return the records with other columns."""
        return Records(**{field.name: columns.get(field.name, getattr(self, field.name)) for field in fields(self)})


def concatenate(parts):
    """Return the records of several tables, one after the other.

    Parameters
    ----------
    parts : sequence of Records
        At least one.

    Returns
    -------
    Records
    """
    return Records(
        **{field.name: np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(Records)}
    )
