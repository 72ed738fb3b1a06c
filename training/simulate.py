"""One simulated survey: crust, clutter, ships, and the axes that are really there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lma_qgis.core.grid import Grid
from lma_qgis.core.tracks.observations import Observations

from . import clutter, labels, plate, tracks

#: Cells simulated around the map, so that its edge is like its middle.
MARGIN = 16
#: Largest standard deviation of the isochrons' irregularity, metres.
MAX_WOBBLE = 2000.0
KINDS = ("spreading", "shifted", "quiet", "seamounts", "fractal")


@dataclass(frozen=True)
class Survey:
    """A simulated survey and the truth below it.

    Parameters
    ----------
    kind : str
        One of :data:`KINDS`; only ``spreading`` has axes.
    grid : Grid
        Of the map.
    observations : Observations
        What the ships brought home.
    truth : numpy.ndarray
        Noise-free total anomaly, nT.
    crests, troughs : numpy.ndarray, shape (n, 4)
        Row, column, strike, number of the axis.
    rate : float
        Half spreading rate, mm/yr.
    spacing : float
        Median distance between neighbouring crests, cells; of the crust below, where tracks were shifted; NaN
        without any.
    """

    kind: str
    grid: Grid
    observations: Observations
    truth: np.ndarray
    crests: np.ndarray
    troughs: np.ndarray
    rate: float
    spacing: float


def simulate(rng, settings, timescales, geometry=None):
    """Draw a survey.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of randomness.
    settings : dict
        ``size`` cells; ``kinds`` {kind: weight}; ``rates`` mm/yr (two bounds); ``cell`` metres (two bounds);
        ``quality`` {name: two bounds}; ``line_spacing`` cells (two bounds); ``transits`` (two bounds);
        ``layouts`` {survey, transits, both, real: weight}; ``wobble`` km of irregularity of the isochrons per km/Myr
        of rate and ``patchiness``, relative variation of the magnetisation along strike (two bounds each).
    timescales : dict
        ``c`` and ``m``: TimeScale of the Cenozoic-Cretaceous and of the Mesozoic sequence.
    geometry : list of numpy.ndarray, optional
        Lines of a real survey, for the layout ``real``.

    Returns
    -------
    Survey
    """
    while True:
        kind = _choose(rng, settings["kinds"])
        survey = _attempt(rng, kind, settings, timescales, geometry)
        if survey is not None and (kind != "spreading" or len(survey.crests) + len(survey.troughs) >= 60):
            return survey


def _choose(rng, weights):
    names = sorted(weights)
    share = np.array([weights[name] for name in names], dtype=float)
    return names[rng.choice(len(names), p=share / share.sum())]


def _log_uniform(rng, bounds):
    return float(np.exp(rng.uniform(*np.log(bounds))))


def _attempt(rng, kind, settings, timescales, geometry):
    """Return a survey, or None where the draw cannot be measured (no track, field along a weak strike)."""
    size = settings["size"]
    rate = _log_uniform(rng, settings["rates"])
    cell = float(np.clip(1000.0 * rate / _log_uniform(rng, (6.0, 18.0)), *settings["cell"]))
    wide = Grid(0.0, 0.0, cell, cell, size + 2 * MARGIN, size + 2 * MARGIN)
    extent = wide.cols * cell
    crust = _draw_crust(rng, kind, timescales, rate, extent)
    directions = _draw_directions(rng)
    top = rng.uniform(1500.0, 5500.0) if rate > 15 else rng.uniform(1500.0, 3500.0)
    layer = (top, top + rng.uniform(500.0, 1200.0))
    wobble = min(rng.uniform(*settings["wobble"]) * rate * 1000.0, MAX_WOBBLE)
    patchiness = rng.uniform(*settings["patchiness"])
    lineated = plate.plate_field(rng, crust, wide, layer, directions, wobble, patchiness)
    if kind == "seamounts" or kind == "fractal":
        lineated = np.zeros(wide.shape)
    truth = lineated + _draw_clutter(rng, kind, wide, directions, layer[1], lineated.std())
    inner = (slice(MARGIN, -MARGIN),) * 2
    if kind in ("spreading", "shifted") and lineated[inner].std() < 15.0:
        return None
    observations = sail(rng, settings, wide, truth, crust.strike_deg, geometry)
    if observations is None:
        return None
    grid = Grid(wide.west + MARGIN * cell, wide.north - MARGIN * cell, cell, cell, size, size)
    observations = observations.where(grid.cell_of(observations.easting, observations.northing) >= 0)
    if len(observations) < 200:
        return None
    crests, troughs = (inside(axes, size) for axes in _axes(lineated, crust, grid))
    spacing = line_spacing(crests, crust.strike_deg)
    if kind == "shifted":
        observations = tracks.roll_along(rng, observations)
    if kind != "spreading":
        crests, troughs = crests[:0], troughs[:0]
    return Survey(kind, grid, observations, truth[inner], crests, troughs, rate, spacing)


def _draw_crust(rng, kind, timescales, rate, extent):
    if kind == "quiet":
        name, ages = ("c", (92.0, 112.0))
    elif rng.random() < 0.8:
        name, ages = ("c", (0.0, 0.0)) if rng.random() < 0.35 else ("c", (2.0, 75.0))
    else:
        name, ages = ("m", (127.0, 157.0))
    if kind == "quiet":
        rate = max(rate, extent / 2000.0 / 8.0)
    return plate.draw_plate(rng, timescales[name], rate, extent, ages)


def _draw_directions(rng):
    """Return (inclination, declination) of the present field and of the remanence."""
    inclination = np.degrees(np.arctan(2 * np.tan(np.radians(rng.uniform(-70.0, 70.0)))))
    remanence = np.clip(inclination + rng.normal(0.0, 25.0), -90.0, 90.0)
    return (inclination, rng.uniform(-20.0, 20.0)), (remanence, rng.uniform(-40.0, 40.0))


def _draw_clutter(rng, kind, grid, directions, depth, spread):
    """Return everything that is not lineated, nT; ``spread`` is the lineations' standard deviation."""
    numbers = rng.uniform(15, 60), rng.uniform(0, 5), rng.uniform(0.0, 12.0) * (rng.random() < 0.5)
    number = {"seamounts": numbers[0], "fractal": numbers[1]}.get(kind, numbers[2])
    roughness = rng.uniform(40.0, 150.0), rng.uniform(15.0, 80.0), rng.uniform(0.05, 0.35) * spread
    rough = {"fractal": roughness[0], "quiet": roughness[1]}.get(kind, roughness[2])
    if kind == "seamounts":
        rough = rng.uniform(10.0, 60.0)
    mounts = clutter.seamounts(rng, grid, number, directions, depth)
    return mounts + clutter.rough_crust(rng, grid, rough) + clutter.regional(rng, grid, rng.uniform(0.0, 60.0))


def sail(rng, settings, grid, field, strike_deg, geometry=None):
    """Return what ships measure over a field on a layout drawn from the settings; None where none passes.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of randomness.
    settings : dict
        ``layouts``, ``line_spacing``, ``transits``, ``quality``: see :func:`simulate`.
    grid : Grid
        Geometry of the field.
    field : numpy.ndarray
        Noise-free anomaly, nT.
    strike_deg : float
        Azimuth of the lineations, which most ships cross.
    geometry : list of numpy.ndarray, optional
        Lines of a real survey, for the layout ``real``.

    Returns
    -------
    Observations or None
    """
    extent = grid.cols * grid.dx
    heading = strike_deg + 90.0 + (rng.normal(0.0, 15.0) if rng.random() < 0.75 else rng.uniform(-90.0, 90.0))
    layout = _choose(rng, settings["layouts"])
    lines = []
    if layout in ("survey", "both"):
        lines += tracks.survey(rng, extent, _log_uniform(rng, settings["line_spacing"]) * grid.dx, heading)
    if layout in ("transits", "both"):
        lines += tracks.transits(rng, extent, round(_log_uniform(rng, settings["transits"])), heading)
    if layout == "real":
        lines += tracks.real_geometry(rng, geometry, extent, heading)
    quality = {name: float(rng.uniform(*bounds)) for name, bounds in settings["quality"].items()}
    return tracks.observe(rng, lines, field, grid, quality)


def _axes(lineated, crust, grid):
    """Return crests and troughs of the lineated field, rows and columns of the inner grid."""
    rows, cols = lineated.shape
    east = (np.arange(cols) + 0.5 - cols / 2) * grid.dx
    north = (rows / 2 - np.arange(rows) - 0.5) * grid.dy
    s, t = crust.frame(east[None, :], north[:, None])
    cut = crust.fault_distance(s, t) < 1.5 * grid.cell_size
    prominence = max(10.0, 0.5 * lineated.std())
    both = []
    for sign in (1.0, -1.0):
        axes = labels.crest_axes(sign * lineated, crust.strike_deg, prominence, cut)
        axes[:, :2] -= MARGIN
        both.append(axes)
    return both


def inside(axes, size):
    """Return the points of axes that lie on a map of so many rows and columns."""
    keep = (axes[:, :2] > -0.5).all(axis=1) & (axes[:, :2] < size - 0.5).all(axis=1)
    return axes[keep]


def line_spacing(axes, strike_deg):
    """Return the median distance across strike between neighbouring axes, cells; NaN without neighbours."""
    if not len(axes):
        return float("nan")
    angle = np.radians(strike_deg)
    across = axes[:, 1] * np.cos(angle) + axes[:, 0] * np.sin(angle)
    along = np.round(axes[:, 1] * np.sin(angle) - axes[:, 0] * np.cos(angle)).astype(int)
    order = np.lexsort((across, along))
    neighbours = (np.diff(along[order]) == 0) & (np.diff(axes[order, 3]) != 0)
    gap = np.diff(across[order])[neighbours]
    return float(np.median(gap)) if len(gap) else float("nan")
