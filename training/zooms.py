"""F1 on larger cells: one network for every resolution."""

from __future__ import annotations

import numpy as np

from . import dataset, evaluate

ZOOMS = (1.5, 2.5)


def zoomed(survey, name, zoom):
    """Return a survey on cells ``zoom`` times as large."""
    crops = dataset.Crops([survey], name, crop=round(survey[name].shape[0] / zoom))
    size = survey[name].shape[0]
    centre = np.full(2, (size - 1) / 2)
    image = crops.warp(crops.images[0], np.eye(2) * zoom, centre, "reflection")[0].numpy()
    valid = crops.warp(crops.valid[0], np.eye(2) * zoom, centre, "zeros")[0].numpy() > 0.99
    moved = {}
    for kind in ("crests", "troughs"):
        axes = survey[kind].copy()
        axes[:, :2] = (axes[:, :2] - (size - 1) / 2) / zoom + (crops.crop - 1) / 2
        inside = (axes[:, :2] > -0.5).all(axis=1) & (axes[:, :2] < crops.crop - 0.5).all(axis=1)
        moved[kind] = axes[inside]
    image[~valid] = np.nan
    return {**survey, **moved, name: image, "distance": np.where(valid, 0.0, np.inf), "cell": survey["cell"] * zoom}


def zoom_scores(score_of, threshold, surveys, name):
    """Return F1 at every zoom, on the maps whose lineations stay at least 7.5 cells apart, beside that at ×1."""
    result = {}
    for zoom in ZOOMS:
        fit = [s for s in surveys if s["kind"] == "spreading" and s["spacing"] / zoom >= dataset.CLOSEST]
        if not fit:
            continue
        f1 = []
        for some in (fit, [zoomed(survey, name, zoom) for survey in fit]):
            curves = [evaluate.curve_of_scores(score_of(s[name], s["cell"]), s, name) for s in some]
            f1.append(evaluate.pooled(curves).at(threshold)[2])
        result[str(zoom)] = {"maps": len(fit), "f1_native": f1[0], "f1_zoomed": f1[1]}
    return result
