"""Real maps: the ship survey and its shifted copies, the land survey, the EMAG2 tiles; what is drawn on them.

Lines are traced and compared with published lineations by the plugin's own functions. The lineations do not say
whether they are crests or troughs, so both are drawn together.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy import ndimage

from lma_qgis.core.detection.preprocessing import standardise
from lma_qgis.core.diffusion.coherence_enhancing import diffuse
from lma_qgis.core.evidence.null import shift_tracks
from lma_qgis.core.grid import Grid
from lma_qgis.core.picks.scoring import compare_lines
from lma_qgis.core.tracks.observations import Observations

from . import dataset, evaluate, generate, geopackage, kilometres, pipeline, rasters, regions

SURVEY, CONTROL = "galapagos_sc_west", "negative_control_rio"
NULL_DRAWS = 4
#: A drawn line farther than this from every lineation is in an area without labels, metres.
LABEL_REACH = 30_000.0
EMAG2 = {"nazca_chile_emag2": "emag2v3_nazca_chile.tif", "south_pacific_emag2": "emag2v3_south_pacific.tif"}


@dataclass(frozen=True)
class RealMap:
    """A real map as the scores want it.

    Parameters
    ----------
    survey : dict
        ``cell``, ``distance`` and one array per input; ``labelled`` where only a part counts.
    grid : Grid
        Metres about the centre.
    centre : tuple of float
        Longitude and latitude of the projection, degrees.
    lines : list of numpy.ndarray, shape (n, 2)
        Published lineations on counted cells, easting and northing, metres.
    observations : Observations or None
        What it was gridded from.
    """

    survey: dict
    grid: Grid
    centre: tuple
    lines: list
    observations: Observations | None = None


def survey_grid(observations, cell):
    """Return the grid over a survey's extent."""
    east, north = observations.easting, observations.northing
    return Grid.covering(east.min(), north.min(), east.max(), north.max(), cell)


def ship_survey(name, cell, cache, inputs=("guided",), draws=NULL_DRAWS):
    """Return a survey and copies of it with shifted tracks, gridded and enhanced with the plugin's defaults.

    Parameters
    ----------
    name : str
        Folder of the survey below the data folder.
    cell : float
        Metres.
    cache : pathlib.Path
        Folder of maps; see :func:`rasters_of`.
    inputs : tuple of str
        See :func:`training.pipeline.run_chain`; those of a copy come from its own shifted observations.
    draws : int
        Number of shifted copies.

    Returns
    -------
    list of RealMap
        The survey first; empty without the data.
    """
    if not (regions.DATA / name).exists():
        return []
    observations, centre = regions.read_observations(name)
    copies = [shift_tracks(observations, np.random.default_rng([7, draw])) for draw in range(draws)]
    grid, folder = survey_grid(observations, cell), cache / f"{name}_{cell:.0f}"
    maps = []
    for number, some in enumerate((observations, *copies)):
        survey = {**rasters_of(some, grid, inputs, folder, number), "cell": grid.cell_size}
        lines = lineations(name, centre, grid, dataset.valid_cells(survey, "guided"))
        maps.append(RealMap(survey, grid, centre, lines, some))
    return maps


def land_survey(cell, cache, inputs=("guided",)):
    """Return the airborne survey over land, where there are no lineations of sea-floor spreading.

    Parameters
    ----------
    cell, cache, inputs : float, pathlib.Path, tuple of str
        See :func:`ship_survey`.
    """
    observations, centre = regions.read_control()
    grid, folder = survey_grid(observations, cell), cache / f"{CONTROL}_{cell:.0f}"
    survey = {**rasters_of(observations, grid, inputs, folder, 0), "cell": grid.cell_size}
    return RealMap(survey, grid, centre, [], observations)


def rasters_of(observations, grid, inputs, folder, number):
    """Return the rasters of real observations, made with the plugin's defaults once and then kept.

    Parameters
    ----------
    observations, grid, inputs : Observations, Grid, tuple of str
        See :func:`training.pipeline.run_chain`.
    folder, number : pathlib.Path, int
        Where they are kept; delete the folder to have them made by another version of the plugin.

    Returns
    -------
    dict of numpy.ndarray
    """
    path = folder / f"{number:05d}.npz"
    if path.exists():
        with np.load(path, allow_pickle=False) as stored:
            if {*inputs}.issubset(stored):
                return dict(stored)
    arrays = pipeline.run_chain(observations, grid, pipeline.Chain(), inputs)
    folder.mkdir(parents=True, exist_ok=True)
    generate.write(folder, number, arrays)
    return arrays


def tile(name, cell):
    """Return a tile of EMAG2v3 on square cells: as it is (``raw``), and after the plugin's classical diffusion.

    Parameters
    ----------
    name : str
        Folder below the data folder.
    cell : float
        Metres; where larger than the tile's own cells, values are averaged first.

    Returns
    -------
    RealMap
        Cells on crust of known age count.
    """
    source = rasters.read_raster(regions.DATA / name / EMAG2[name])
    rows, cols = source.values.shape
    centre = (source.west + 0.5 * cols * source.dx, source.north - 0.5 * rows * source.dy)
    ring = np.linspace(0.0, 1.0, 50)
    edge_x = np.concatenate((ring, ring, 0 * ring, 0 * ring + 1)) * cols * source.dx + source.west
    edge_y = source.north - np.concatenate((0 * ring, 0 * ring + 1, ring, ring)) * rows * source.dy
    x, y = regions.local_metres(edge_x, edge_y, centre)
    grid = Grid.covering(x.min(), y.min(), x.max(), y.max(), cell)
    native = source.dy * np.radians(1.0) * regions.EARTH_RADIUS
    averaged = _averaged(source, 0.4 * cell / native if cell > 1.5 * native else 0.0)
    lon, lat = regions.local_degrees(*np.meshgrid(grid.easting, grid.northing), centre)
    anomaly = averaged.sample(lon, lat).astype(np.float32)
    plain = diffuse(anomaly, grid, **pipeline.lengths(pipeline.Chain())).anomaly
    ocean = np.isfinite(known_age().sample(lon, lat))
    survey = {
        "cell": cell, "distance": np.zeros(grid.shape, np.float32), "labelled": ocean,
        "raw": standardise(anomaly, grid), "plain": standardise(plain, grid),
    }
    return RealMap(survey, grid, centre, lineations(name, centre, grid, ocean & np.isfinite(anomaly)))


def known_age():
    """Return the global age grid: NaN over land and where nothing is known."""
    return rasters.read_raster(regions.DATA / "labels_global" / "age_seton2020_6min.tif", 0.01)


def _averaged(source, sigma):
    """Return the raster smoothed over its known cells, ``sigma`` in its own cells."""
    if sigma <= 0.0:
        return source
    known = np.isfinite(source.values)
    weight = ndimage.gaussian_filter(known.astype(float), sigma)
    values = ndimage.gaussian_filter(np.where(known, source.values, 0.0), sigma) / np.maximum(weight, 1e-6)
    return rasters.Raster(np.where(known, values, np.nan), source.west, source.north, source.dx, source.dy)


def lineations(name, centre, grid, valid):
    """Return the published lineations of a folder, cut to the valid cells of a grid, metres."""
    kept = []
    for line in geopackage.read_lines(regions.DATA / name / "labels.gpkg", "cande1989_lineations"):
        metres = np.column_stack(regions.local_metres(line[:, 0], line[:, 1], centre))
        kept += kilometres.cut(metres, grid, valid)
    return kept


def seen(one, source, name="guided"):
    """Return a map on which detectors see another raster as their input."""
    return replace(one, survey={**one.survey, name: one.survey[source]})


def per_area(score_of, one, threshold, name="guided"):
    """Return the kilometres of thinned axes per 10⁴ km² of counted cells; 0 where none counts."""
    area = dataset.valid_cells(one.survey, name).sum() * (one.survey["cell"] / 1000.0) ** 2
    return 1e4 * evaluate.drawn_km(score_of, one.survey, name, threshold) / area if area else 0.0


def behind_mask(one):
    """Return a map of which only the cells on crust of known age count, as a mask of the sea floor leaves them."""
    lon, lat = regions.local_degrees(*np.meshgrid(one.grid.easting, one.grid.northing), one.centre)
    ocean = np.isfinite(known_age().sample(lon, lat))
    return replace(one, survey={**one.survey, "labelled": ocean})


def lines_of(scores, one, threshold, name="guided"):
    """Return the lines that the plugin traces in crest and trough scores, easting and northing, metres."""
    corner = np.array([one.grid.west, one.grid.north])
    return [line + corner for score in scores for line in kilometres.traced(score, one.survey, name, threshold)]


def against_lineations(score_of, one, threshold, name="guided", tolerances=(5000.0, 10_000.0)):
    """Compare the lines traced on a map with the published lineations.

    Parameters
    ----------
    score_of : callable
        See :mod:`training.detectors`.
    one : RealMap
        The map.
    threshold : float
        Of the scores.
    name : str
        Input.
    tolerances : tuple of float
        Metres.

    Returns
    -------
    dict
        ``km`` drawn, ``labelled_km``; ``within_15``, share of the drawn length within 30 km of a lineation that
        strikes within 15° of it; per tolerance in km: [F1, chance, completeness, correctness].
    """
    lines = lines_of(score_of(one.survey), one, threshold, name)
    near = compare_lines(lines, one.lines, LABEL_REACH, 90.0, chance=False)
    angle, length = near.picks.angle, near.pick_stretches.length
    known = np.isfinite(angle)
    share = float(length[known & (angle <= 15.0)].sum() / length[known].sum()) if known.any() else float("nan")
    result = {"km": near.pick_km, "labelled_km": near.reference_km, "within_15": share}
    for tolerance in tolerances:
        c = compare_lines(lines, one.lines, tolerance)
        result[f"{tolerance / 1000:g}"] = [c.f1, c.chance_f1, c.completeness, c.correctness]
    return result
