"""Score rasters whose ridges are known exactly."""

import numpy as np


def straight(shape=(120, 160), angle_deg=20.0, through=(60.0, 80.0), width=2.0, height=1.0):
    """Return a Gaussian ridge along a straight line; the angle turns from the columns towards the rows."""
    row, col = np.indices(shape, dtype=float)
    angle = np.radians(angle_deg)
    across = (row - through[0]) * np.cos(angle) - (col - through[1]) * np.sin(angle)
    return (height * np.exp(-0.5 * (across / width) ** 2)).astype(np.float32)


def distance_to_straight(points, angle_deg=20.0, through=(60.0, 80.0)):
    """Return the distance of (row, column) points to the axis of :func:`straight`."""
    angle = np.radians(angle_deg)
    return np.abs((points[:, 0] - through[0]) * np.cos(angle) - (points[:, 1] - through[1]) * np.sin(angle))


def ring(size=200, radius=70.0, width=2.0):
    """Return a circular ridge around the centre of a square raster."""
    row, col = np.indices((size, size), dtype=float)
    return np.exp(-0.5 * ((np.hypot(row - size / 2, col - size / 2) - radius) / width) ** 2).astype(np.float32)
