"""Crust made by a spreading axis along a profile: ages, polarity blocks, anomaly."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..errors import LmaError
from .blocks import block_anomaly
from .timescale import TimeScale

_MARGIN_KM = 100.0


@dataclass(frozen=True)
class Block:
    """A piece of crust of one polarity.

    Parameters
    ----------
    left_km, right_km : float
        Its edges on the profile.
    polarity : int
        +1 normal, −1 reversed.
    name : str
        Its chron.
    """

    left_km: float
    right_km: float
    polarity: int
    name: str


@dataclass(frozen=True)
class Spreading:
    """Constant spreading about one axis.

    Parameters
    ----------
    scale : TimeScale
        Polarity through time.
    half_rate : float
        Mean of the two flanks' half-rates, km/My = mm/yr.
    asymmetry : float
        Right flank faster by this fraction, left flank slower by it, −0.9 to 0.9.
    axis_km : float
        Position of the axis on the profile.
    top_km, thickness_km : float
        Depth of the magnetised layer below the sensor and its thickness.
    magnetization : float
        A/m.
    skewness_deg : float
        θ, degrees.

    Raises
    ------
    LmaError
        If a flank does not spread.
    """

    scale: TimeScale
    half_rate: float = 30.0
    asymmetry: float = 0.0
    axis_km: float = 0.0
    top_km: float = 2.5
    thickness_km: float = 0.5
    magnetization: float = 5.0
    skewness_deg: float = 0.0

    def __post_init__(self):
        """Refuse a flank without spreading."""
        if not (self.half_rate > 0 and abs(self.asymmetry) < 1):
            raise LmaError("Both flanks must spread: take a half-rate above zero and an asymmetry between −1 and 1.")

    def rate(self, right):
        """Return the half-rate of the right or the left flank, km/My."""
        return self.half_rate * (1 + self.asymmetry if right else 1 - self.asymmetry)

    def age(self, x_km):
        """Return the age of the crust, Ma.

        Parameters
        ----------
        x_km : array_like
            Positions on the profile.

        Returns
        -------
        numpy.ndarray of float64
        """
        distance = np.asarray(x_km, dtype=float) - self.axis_km
        return np.where(distance >= 0, distance / self.rate(True), -distance / self.rate(False))

    def position(self, age_ma, right):
        """Return where crust of an age lies on one flank, km.

        Parameters
        ----------
        age_ma : float
        right : bool

        Returns
        -------
        float
        """
        return self.axis_km + (self.rate(True) if right else -self.rate(False)) * age_ma

    def blocks(self, left_km, right_km):
        """Return the polarity blocks of a stretch of the profile from left to right.

        Parameters
        ----------
        left_km, right_km : float
            The stretch; blocks are cut at its ends.

        Returns
        -------
        list of Block
        """
        found = []
        for index, name in enumerate(self.scale.names):
            young, old = self.scale.young_ma[index], self.scale.old_ma[index]
            flanks = [(self.position(old, False), self.position(young, False)),
                      (self.position(young, True), self.position(old, True))]
            if young == 0:
                flanks = [(flanks[0][0], flanks[1][1])]
            for west, east in flanks:
                if east > left_km and west < right_km:
                    polarity = int(self.scale.sign[index])
                    found.append(Block(float(max(west, left_km)), float(min(east, right_km)), polarity, name))
        return sorted(found, key=lambda block: block.left_km)

    def anomaly(self, x_km):
        """Return the anomaly along the profile, nT.

        Parameters
        ----------
        x_km : array_like, shape (n,)
            Positions.

        Returns
        -------
        numpy.ndarray of float64, shape (n,)
            Zero where neither the positions nor the crust within 100 km have a polarity in the time scale.
        """
        x = np.asarray(x_km, dtype=float)
        if not x.size:
            return np.zeros(0)
        blocks = self.blocks(x.min() - _MARGIN_KM, x.max() + _MARGIN_KM)
        if not blocks:
            return np.zeros(x.shape)
        edges = [blocks[0].left_km]
        signs = [blocks[0].polarity]
        for block in blocks:
            # A gap of the time scale keeps the polarity before it; crust beyond the scale extends its end.
            if block.polarity != signs[-1]:
                edges.append(block.left_km)
                signs.append(block.polarity)
        return block_anomaly(
            1000.0 * x,
            1000.0 * np.array(edges[1:]),
            self.magnetization * np.array(signs, dtype=float),
            1000.0 * self.top_km,
            1000.0 * (self.top_km + self.thickness_km),
            self.skewness_deg,
        )


def crest_polarity(skewness_deg):
    """Return the polarity of crust under a crest: +1 normal, −1 reversed.

    Parameters
    ----------
    skewness_deg : float
        θ, degrees. Beyond 90° the anomaly over normal crust is a trough.

    Returns
    -------
    int
    """
    return 1 if np.cos(np.radians(skewness_deg)) >= 0 else -1
