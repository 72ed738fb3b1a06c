"""Make simulated surveys: ``python -m training.generate training/configs/ship.toml [split ...]``."""

from __future__ import annotations

import time

import numpy as np

from lma_qgis.core.evidence.null import shift_tracks

from . import pipeline, plate, simulate, tracks
from .config import ROOT, config_parser
from .regions import read_survey_lines

#: Distances are stored in half precision and capped here, metres.
FARTHEST = 60_000.0


def timescales():
    """Return the two reversal sequences of the plugin's own tables."""
    folder = ROOT / "resources" / "data" / "timescales"
    return {"c": plate.read_timescale(folder / "gts2020.csv"), "m": plate.read_timescale(folder / "gts2012.csv")}


def make(number, seed, settings, scales, geometry, inputs):
    """Return one survey as arrays ready to store; the same number and seed give the same survey.

    With ``null`` set, there is also the support, and what :func:`shifted` returns.

    Parameters
    ----------
    number, seed : int
        Of the survey and of its split.
    settings : dict
        See :func:`training.simulate.simulate`.
    scales : dict
        Time scales.
    geometry : list or None
        Lines of a real survey.
    inputs : tuple of str
        Which inputs to compute.

    Returns
    -------
    dict of numpy.ndarray
    """
    rng = np.random.default_rng([seed, number])
    survey = simulate.simulate(rng, settings, scales, geometry)
    chain = pipeline.draw_chain(rng, survey.grid.cell_size, settings.get("default_chain", 0.5))
    judged = settings.get("null", False)
    arrays = pipeline.run_chain(survey.observations, survey.grid, chain, inputs, with_support=judged)
    if judged:
        arrays.update(shifted(survey, chain, inputs, rng))
    return storable(survey, arrays)


def shifted(survey, chain, inputs, rng):
    """Return what a survey looks like with its tracks shifted along themselves by the plugin's own function.

    Parameters
    ----------
    survey : Survey
        As it was measured.
    chain : Chain
        Settings.
    inputs : tuple of str
        Inputs of the survey: the first becomes ``null``, what a network may see beside it ``null_support`` and so on.
    rng : numpy.random.Generator
        Source of randomness.

    Returns
    -------
    dict of numpy.ndarray
    """
    moved = shift_tracks(survey.observations, rng)
    beside = tuple(name for name in inputs if name in pipeline.WITNESSES)
    null = pipeline.run_chain(moved, survey.grid, chain, (inputs[0], *beside))
    return {"null": null[inputs[0]], **{f"null_{name}": null[name] for name in beside}}


def storable(survey, arrays):
    """Return a survey and its inputs as arrays in half precision, ready to store.

    Parameters
    ----------
    survey : Survey
        With its truth.
    arrays : dict of numpy.ndarray
        From :func:`training.pipeline.run_chain`.

    Returns
    -------
    dict of numpy.ndarray
    """
    arrays["second"] = tracks.second_track_distance(survey.observations, survey.grid)
    for name in ("distance", "second"):
        arrays[name] = np.minimum(arrays[name], FARTHEST)
    stored = {name: value.astype(np.float16) for name, value in arrays.items()}
    cells = survey.grid.cell_of(survey.observations.easting, survey.observations.northing)
    stored.update(
        crests=survey.crests.astype(np.float32), troughs=survey.troughs.astype(np.float32),
        kind=np.array(survey.kind), cell=np.array(survey.grid.cell_size), spacing=np.array(survey.spacing),
        density=np.array(len(np.unique(cells[cells >= 0])) / (survey.grid.rows * survey.grid.cols)),
        truth=survey.truth.astype(np.float16),
    )
    return stored


def settings_of(config, name):
    """Return the settings of the surveys of a split, and the lines of a real survey that they need, or None."""
    split = config["splits"][name]
    changes = config["splits"][split["like"]] if "like" in split else split
    settings = {**config["simulation"], **changes.get("simulation", {})}
    return settings, read_survey_lines(settings["geometry"]) if "real" in settings["layouts"] else None


def write(folder, number, arrays):
    """Write one survey into a folder of the cache, under its final name only when complete."""
    temporary = folder / f"{number:05d}.part"
    with temporary.open("wb") as handle:
        np.savez_compressed(handle, **arrays)
    temporary.rename(folder / f"{number:05d}.npz")


def main():
    """Write the splits that the configuration names and that are not complete yet."""
    parser = config_parser(__doc__)
    parser.add_argument("splits", nargs="*")
    arguments = parser.parse_args()
    config = arguments.config
    scales = timescales()
    for name, split in config["splits"].items():
        if not split["count"]:
            continue
        if arguments.splits and name not in arguments.splits:
            continue
        settings, geometry = settings_of(config, name)
        folder = ROOT / config["cache"] / name
        folder.mkdir(parents=True, exist_ok=True)
        start = time.process_time()
        missing = [n for n in range(split["count"]) if not (folder / f"{n:05d}.npz").exists()]
        for number in missing:
            arrays = make(number, split["seed"], settings, scales, geometry, tuple(config["inputs"]))
            write(folder, number, arrays)
        seconds = (time.process_time() - start) / max(len(missing), 1)
        print(f"{name}: {split['count']} surveys, {len(missing)} new, {seconds:.2f} CPU s each", flush=True)


if __name__ == "__main__":
    main()
