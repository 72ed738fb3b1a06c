"""Geomagnetic polarity time scale as arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..errors import LmaError


@dataclass(frozen=True)
class TimeScale:
    """Polarity intervals of a reversal time scale, youngest first.

    Intervals that are not listed have the polarity opposite to that of the next younger listed one, so
    a list of normal chrons (C-sequence) or of reversed chrons (M-sequence) is enough.

    Parameters
    ----------
    names : tuple of str
        Name of each chron, for example ``C5n.2n``.
    young_ma, old_ma : numpy.ndarray of float64, shape (n,)
        Younger and older end of each chron, Ma.
    sign : numpy.ndarray of int8, shape (n,)
        +1 for normal, −1 for reversed chrons.

    Raises
    ------
    LmaError
        If the table is empty, an interval has no duration or two intervals overlap.
    """

    names: tuple
    young_ma: np.ndarray
    old_ma: np.ndarray
    sign: np.ndarray

    @classmethod
    def from_arrays(cls, names, young_ma, old_ma, sign=None):
        """Build the time scale from unsorted columns.

        Parameters
        ----------
        names : sequence of str
            Chron names.
        young_ma, old_ma : array_like, shape (n,)
            Ends of each chron, Ma.
        sign : array_like of int, optional
            +1 normal, −1 reversed; all normal when left out.

        Returns
        -------
        TimeScale
        """
        young = np.asarray(young_ma, dtype=float)
        old = np.asarray(old_ma, dtype=float)
        signs = np.ones(len(young), np.int8) if sign is None else np.sign(np.asarray(sign)).astype(np.int8)
        if not len(young) or not np.all(old > young):
            raise LmaError("The time scale needs chrons whose older end is older than the younger one.")
        order = np.argsort(young, kind="stable")
        young, old, signs = young[order], old[order], signs[order]
        if np.any(young[1:] < old[:-1] - 1e-9):
            raise LmaError("Two chrons of the time scale overlap: correct their ages.")
        return cls(tuple(str(names[i]) for i in order), young, old, signs)

    @property
    def youngest_ma(self):
        """Younger end of the time scale, Ma."""
        return float(self.young_ma[0])

    @property
    def oldest_ma(self):
        """Older end of the time scale, Ma."""
        return float(self.old_ma[-1])

    def polarity(self, age_ma):
        """Return the polarity at given ages.

        Parameters
        ----------
        age_ma : array_like
            Ages, Ma; any shape.

        Returns
        -------
        numpy.ndarray of float64
            +1 normal, −1 reversed, 0 outside the time scale and where the age is NaN.
        """
        age = np.asarray(age_ma, dtype=float)
        index = np.clip(np.searchsorted(self.young_ma, age, side="right") - 1, 0, None)
        sign = np.where(age < self.old_ma[index], self.sign[index], -self.sign[index]).astype(float)
        inside = (age >= self.youngest_ma) & (age < self.oldest_ma)
        return np.where(inside, sign, 0.0)
