"""F1 on larger cells: one network for every resolution."""

from __future__ import annotations

import numpy as np

from . import dataset, evaluate

ZOOMS = (1.5, 2.5)


def zoomed(survey, names, zoom):
    """Return a survey on cells ``zoom`` times as large, with the rasters named."""
    size = survey[names[0]].shape[0]
    crops = dataset.Crops([survey], names, crop=round(size / zoom))
    centre = np.full(2, (size - 1) / 2)
    planes = crops.image(0, np.eye(2) * zoom, centre).numpy()
    valid = crops.warp(crops.valid[0], np.eye(2) * zoom, centre, "zeros")[0].numpy() > 0.99
    moved = dict(zip(names, np.delete(planes, crops.masks, axis=0), strict=True))
    moved[names[0]][~valid] = np.nan
    for name, mask in zip((name for name in names if name in dataset.MASKED), crops.masks, strict=True):
        moved[name][planes[mask] == 0] = np.nan
    for kind in ("crests", "troughs"):
        axes = survey[kind].copy()
        axes[:, :2] = (axes[:, :2] - (size - 1) / 2) / zoom + (crops.crop - 1) / 2
        inside = (axes[:, :2] > -0.5).all(axis=1) & (axes[:, :2] < crops.crop - 0.5).all(axis=1)
        moved[kind] = axes[inside]
    return {**survey, **moved, "distance": np.where(valid, 0.0, np.inf), "cell": survey["cell"] * zoom}


def zoom_scores(score_of, threshold, surveys, names):
    """Return F1 at every zoom, on the maps whose lineations stay at least 7.5 cells apart, beside that at ×1.

    Parameters
    ----------
    score_of : callable
        See :mod:`training.detectors`.
    threshold : float
        Of the scores.
    surveys : list of dict
        From :func:`training.dataset.load`.
    names : tuple of str
        The input, and what the detector sees beside it.

    Returns
    -------
    dict
        {zoom: ``maps``, ``f1_native``, ``f1_zoomed``}.
    """
    result = {}
    for zoom in ZOOMS:
        fit = [s for s in surveys if s["kind"] == "spreading" and s["spacing"] / zoom >= dataset.CLOSEST]
        if not fit:
            continue
        f1 = []
        for some in (fit, [zoomed(survey, names, zoom) for survey in fit]):
            f1.append(evaluate.pooled(evaluate.curves(score_of, some, names[0])).at(threshold)[2])
        result[str(zoom)] = {"maps": len(fit), "f1_native": f1[0], "f1_zoomed": f1[1]}
    return result
