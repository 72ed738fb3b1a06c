"""Semi-synthetic maps: real crustal ages under simulated ships.

``python -m training.semisynthetic training/configs/regions.toml``. A region is cut into windows; a window becomes a map
when its ages are known, its isochrons parallel and its lineations at least four cells apart. Crust of unknown age, and
crust beside fracture zones that the age grid smears, is unlabelled.
"""

from __future__ import annotations

import json

import numpy as np
from scipy import ndimage

from lma_qgis.core.forward.field import anomaly_field
from lma_qgis.core.grid import Grid
from lma_qgis.core.tracks import igrf

from . import agemap, clutter, generate, labels, noise, pipeline, plate, regions, simulate
from .config import ROOT, config_parser

YEAR = 1985.0
#: Samples per cell and direction for the polarity.
FINE = 3
LAYER = 700.0
WEAKEST = 15.0


def windows(bounds, extent):
    """Return the centres (longitude, latitude) of windows that tile a region, in a fixed random order.

    Parameters
    ----------
    bounds : list of float
        West, east, south, north, degrees.
    extent : float
        Side of a window, metres.
    """
    west, east, south, north = bounds
    high = np.degrees(extent / regions.EARTH_RADIUS)
    rows = max(int((north - south) // high), 1)
    centres = []
    for latitude in north - (np.arange(rows) + 0.5) * (north - south) / rows:
        wide = high / np.cos(np.radians(latitude))
        cols = max(int((east - west) // wide), 1)
        centres += [(west + (col + 0.5) * (east - west) / cols, float(latitude)) for col in range(cols)]
    return [centres[index] for index in np.random.default_rng(0).permutation(len(centres))]


def make(centre, region, settings, known, scale, rng):
    """Return one window as a survey with its labelled cells, or None, and a line for the list.

    Parameters
    ----------
    centre : tuple of float
        Longitude and latitude, degrees.
    region : dict
        ``cell`` metres; ``mounts`` and ``palaeo_latitude`` where they differ from the settings.
    settings : dict
        The tables ``semisynthetic`` and ``simulation``, merged.
    known : agemap.Labels
        Global labels.
    scale : TimeScale
        Polarity against age.
    rng : numpy.random.Generator
        Source of randomness.

    Returns
    -------
    tuple of Survey, numpy.ndarray of bool, dict
        The survey is None where the window is left out; the dictionary says why.
    """
    size, cell, margin = settings["size"], region["cell"], simulate.MARGIN
    side = size + 2 * margin
    half = 0.5 * side * cell
    fine = Grid(-half, half, cell / FINE, cell / FINE, side * FINE, side * FINE)
    ages = agemap.age_map(known, fine, centre, settings["pick_reach"])
    inner = (slice(margin, -margin),) * 2
    clear = _coarse(ages.clear.astype(float))[inner] > 0.99
    facts = {"centre": [round(x, 2) for x in centre], "known": round(float(clear.mean()), 2),
             "coherence": round(ages.coherence, 2), "rate": round(ages.rate, 1), "picks": ages.picks}
    if clear.mean() < settings["least_known"] or ages.coherence < settings["least_coherence"]:
        return None, clear, {**facts, "left_out": "age unknown or broken" if clear.mean() < settings["least_known"]
                             else "isochrons not parallel"}
    wide = Grid(-half, half, cell, cell, side, side)
    field, truth = _field(ages, wide, centre, region, settings, scale, rng)
    prominence = max(10.0, 0.5 * field[inner][clear].std())
    crests, troughs = (
        simulate.inside(_moved(labels.crest_axes(sign * field, ages.strike, prominence), margin), size)
        for sign in (1.0, -1.0)
    )
    spacing = simulate.line_spacing(crests, ages.strike)
    facts.update(spacing=round(spacing, 1), nT=round(float(field[inner].std()), 1))
    if field[inner][clear].std() < WEAKEST:
        return None, clear, {**facts, "left_out": f"anomaly below {WEAKEST:.0f} nT"}
    if not spacing >= settings["least_spacing"]:
        return None, clear, {**facts, "left_out": "lineations less than four cells apart, or none"}
    observations = simulate.sail(rng, settings, wide, truth, ages.strike)
    if observations is None:
        return None, clear, {**facts, "left_out": "no track"}
    grid = Grid(-half + margin * cell, half - margin * cell, cell, cell, size, size)
    observations = observations.where(grid.cell_of(observations.easting, observations.northing) >= 0)
    survey = simulate.Survey("spreading", grid, observations, truth[inner], crests, troughs, ages.rate, spacing)
    return survey, clear, facts


def _field(ages, grid, centre, region, settings, scale, rng):
    """Return the anomaly of the lineated crust, and that with everything else in it, nT."""
    age, shape, fine = ages.age, ages.age.shape, grid.cell_size / FINE
    longest = max(80e3 / fine, 0.4 * shape[0])
    wobble = min(rng.uniform(*settings["wobble"]) * ages.rate * 1000.0, simulate.MAX_WOBBLE)
    age = np.maximum(age + wobble / (1000.0 * ages.rate) * noise.fractal(rng, shape, 3.0, longest), 0.0)
    strength = rng.uniform(3.0, 6.0) + rng.uniform(0.0, 12.0) * np.exp(-age / rng.uniform(2.0, 8.0))
    strength *= np.clip(1.0 + rng.uniform(*settings["patchiness"]) * noise.fractal(rng, shape, 3.0, longest), 0.1, 2.5)
    source = np.where(ages.known & (age <= scale.old_ma[-1]), scale.polarity(np.minimum(age, scale.old_ma[-1])), 0.0)
    source = ndimage.gaussian_filter(source * strength, rng.uniform(500.0, 1500.0) / fine, mode="nearest")
    top = float(min(2600.0 + 350.0 * np.sqrt(np.median(age)), 6000.0))
    directions = field_directions(centre, region.get("palaeo_latitude"))
    lineated = anomaly_field(_coarse(source), grid.dx, grid.dy, top, top + LAYER, *directions)
    rough = rng.uniform(0.05, 0.35) * lineated.std()
    number = rng.uniform(*region.get("mounts", settings["mounts"]))
    other = clutter.seamounts(rng, grid, number, directions, top + LAYER) + clutter.rough_crust(rng, grid, rough)
    return lineated, lineated + other + clutter.regional(rng, grid, rng.uniform(0.0, 60.0))


def field_directions(centre, palaeo_latitude=None):
    """Return (inclination, declination) of the present field (IGRF) and of an axial dipole's remanence, degrees."""
    text = (ROOT / "resources" / "data" / "igrf" / "igrf14.shc").read_text(encoding="utf-8")
    place = (np.array([value]) for value in (*centre, 0.0, YEAR))
    north, east, down = (float(part[0]) for part in igrf.field(*place, igrf.parse_shc(text)))
    latitude = centre[1] if palaeo_latitude is None else palaeo_latitude
    present = np.degrees(np.arctan2(down, np.hypot(north, east))), np.degrees(np.arctan2(east, north))
    return present, (float(np.degrees(np.arctan(2.0 * np.tan(np.radians(latitude))))), 0.0)


def _coarse(values):
    """Return means over FINE × FINE samples."""
    rows, cols = values.shape
    return values.reshape(rows // FINE, FINE, cols // FINE, FINE).mean(axis=(1, 3))


def _moved(axes, margin):
    axes = axes.copy()
    axes[:, :2] -= margin
    return axes


def main():
    """Write the maps of every region and the list of windows with what became of them."""
    config = config_parser(__doc__).parse_args().config
    plan = config["semisynthetic"]
    settings = {**config["simulation"], **plan, "inputs": config["inputs"]}
    known = agemap.Labels.read()
    scale = plate.read_timescale(regions.DATA / "labels_global" / "gpts_gee_kent_2007.csv")
    cache = ROOT / plan["cache"]
    for name, region in plan["regions"].items():
        if not (cache / f"{name}.json").exists():
            facts = make_region(cache / name, region, {**settings, **region}, plan["seed"], known, scale)
            (cache / f"{name}.json").write_text(json.dumps(facts, indent=1), encoding="utf-8")


def make_region(folder, region, settings, seed, known, scale):
    """Write the maps of one region and return the list of its windows."""
    folder.mkdir(parents=True, exist_ok=True)
    table, done = [], 0
    for number, centre in enumerate(windows(region["bounds"], settings["size"] * region["cell"])):
        if done == settings["windows"]:
            break
        rng = np.random.default_rng([seed, number, int(region["cell"])])
        survey, clear, facts = make(centre, region, settings, known, scale, rng)
        table.append(facts)
        print(folder.name, json.dumps(facts), flush=True)
        if survey is not None:
            generate.write(folder, number, stored(survey, clear, rng, tuple(settings["inputs"])))
            done += 1
    return table


def stored(survey, clear, rng, inputs=("guided",)):
    """Return the arrays of a window, gridded and enhanced with the plugin's defaults, also from shifted tracks."""
    chain = pipeline.Chain(max_distance=max(20_000.0, 8 * survey.grid.cell_size))
    arrays = pipeline.run_chain(survey.observations, survey.grid, chain, inputs, with_support=True)
    arrays.update(generate.shifted(survey, chain, inputs, rng))
    return {**generate.storable(survey, arrays), "labelled": clear}


if __name__ == "__main__":
    main()
