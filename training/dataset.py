"""Simulated surveys on disk, and the crops a network sees."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

from lma_qgis.core.detection.planes import known_planes, sharpen
from lma_qgis.core.detection.tiling import reflect

from . import labels, pipeline

#: Labels farther than this many cells from an observation neither teach nor score.
MAX_CELLS = 8.0
#: A distance in cells at which nothing counts.
FARTHEST_CELLS = 10.0 * MAX_CELLS
#: Closest lineations that a crop may show after zooming, cells.
CLOSEST = 7.5
#: Rasters whose gaps mean something: a plane of values, zero in the gaps, then a plane that is one outside them.
MASKED = ("tracks", "evidence")
#: Channels in units of the local spread, which an augmentation by contrast multiplies together.
ANOMALIES = (*pipeline.INPUTS, "tracks")
#: Channels with lines one cell wide, which no resampling leaves as they are.
SPARSE = ("tracks",)


def load(folder, names=("guided",)):
    """Return the surveys of a folder, in the order of their numbers.

    Parameters
    ----------
    folder : str or pathlib.Path
        Written by ``training.generate``.
    names : tuple of str
        Inputs to read.

    Returns
    -------
    list of dict
        ``kind``, ``cell``, ``spacing``, ``crests``, ``troughs``, ``distance`` and one array per input; ``null``,
        ``support``, ``labelled`` and the ``null_…`` of the inputs where the survey has them.
    """
    optional = ("null", "support", *(f"null_{name}" for name in names))
    surveys = []
    for path in sorted(Path(folder).glob("*.npz")):
        with np.load(path, allow_pickle=False) as stored:
            survey = {name: stored[name].astype(np.float32) for name in (*names, "distance", "crests", "troughs")}
            survey.update(kind=str(stored["kind"]), cell=float(stored["cell"]), spacing=float(stored["spacing"]))
            survey.update({name: stored[name].astype(np.float32) for name in optional if name in stored})
            if "labelled" in stored:
                survey["labelled"] = stored["labelled"] > 0
            survey.update(density=float(stored["density"]), name=path.stem)
        surveys.append(survey)
    return surveys


def valid_cells(survey, name):
    """Return the cells that have an input, are labelled, and lie near enough to an observation to count."""
    valid = np.isfinite(survey[name]) & (survey["distance"] <= MAX_CELLS * survey["cell"])
    return valid & survey["labelled"] if "labelled" in survey else valid


def load_splits(cache, splits, names=("guided",)):
    """Return the surveys of several folders of a cache, one after the other; names as for :func:`load`."""
    return [survey for split in splits for survey in load(cache / split, names)]


def to_image(array):
    """Return the network's input channel: nodata filled by the plugin's own mirror rule (zero on an empty map)."""
    values = np.asarray(array, dtype=np.float32)
    return reflect(values) if np.isfinite(values).any() else np.zeros_like(values)


def count_planes(names):
    """Return how many planes some channels have."""
    return sum(2 if name in MASKED else 1 for name in names)


def planes(survey, names, shifted=False):
    """Return what a network sees of a map: the anomaly, and beside it planes that say what it rests on.

    Parameters
    ----------
    survey : dict
        From :func:`load`.
    names : tuple of str
        An input, filled by :func:`to_image`, then any of :data:`training.pipeline.WITNESSES`, which are zero where
        they hold nothing.
    shifted : bool
        Whether those of the copy with shifted tracks.

    Returns
    -------
    numpy.ndarray of float32, shape (count_planes(names), rows, cols)
    """
    return np.concatenate([_planes_of(name, survey[stored_name(name, shifted)]) for name in names])


def _planes_of(name, raster):
    if name in pipeline.INPUTS:
        return to_image(raster)[None]
    return known_planes(raster)[: count_planes((name,))]


def stored_name(name, shifted):
    """Return the name under which a survey holds a channel, of itself or of its copy with shifted tracks."""
    if not shifted:
        return name
    return "null" if name in pipeline.INPUTS else f"null_{name}"


class Crops:
    """Draws augmented crops: the eight symmetries, zoom, contrast.

    Parameters
    ----------
    surveys : list of dict
        From :func:`load`.
    names : str or tuple of str
        Which input, or the channels of :func:`planes`.
    crop : int
        Side of a crop, cells.
    zoom : tuple of float
        Bounds of the zoom. With 1 for both, crops are whole cells copied, not interpolated.
    kinds : tuple of str
        Axes that become targets.

    Raises
    ------
    ValueError
        If tracks are a channel and would be zoomed.
    """

    def __init__(self, surveys, names, crop=128, zoom=(0.4, 1.6), kinds=("crests", "troughs")):
        names = (names,) if isinstance(names, str) else tuple(names)
        self.crop, self.zoom, self.whole = crop, zoom, tuple(zoom) == (1.0, 1.0)
        if not self.whole and set(names) & set(SPARSE):
            raise ValueError("Tracks one cell wide cannot be zoomed: set zoom = [1.0, 1.0].")
        self.images = torch.from_numpy(np.stack([planes(survey, names) for survey in surveys]))
        valid = np.stack([valid_cells(survey, names[0]) for survey in surveys])
        self.valid = torch.from_numpy(valid.astype(np.float32))
        ends = np.cumsum([count_planes((name,)) for name in names])
        #: Planes of the masks; the one before each holds the values.
        self.masks = [int(end) - 1 for name, end in zip(names, ends, strict=True) if name in MASKED]
        self.contrasted = np.concatenate([[name in ANOMALIES, False][:count_planes((name,))] for name in names])
        self.axes = [tuple(survey[kind] for kind in kinds) for survey in surveys]
        # Surveys without lineations are zoomed like those with them: scale must not tell them apart.
        spacing = np.array([survey["spacing"] for survey in surveys])
        known = spacing[np.isfinite(spacing)]
        borrowed = np.resize(known, len(spacing)) if len(known) else spacing
        self.spacing = np.where(np.isfinite(spacing), spacing, borrowed)

    def __len__(self):
        """Return the number of surveys."""
        return len(self.images)

    def _draw_zoom(self, rng, index):
        low, high = self.zoom
        if np.isfinite(self.spacing[index]):
            low = min(max(low, CLOSEST / self.spacing[index]), high)
        return float(np.exp(rng.uniform(np.log(low), np.log(high))))

    def draw(self, rng, index):
        """Return (image, target, weight) of one crop; shapes (planes, c, c), (kinds, c, c), (1, c, c).

        Parameters
        ----------
        rng : numpy.random.Generator
            Source of randomness.
        index : int
            Which survey.
        """
        size = self.images.shape[-1]
        zoom = self._draw_zoom(rng, index)
        matrix = _symmetry(rng) / zoom
        reach = 0.5 * self.crop / zoom
        play = max(0.5 * size - reach, 0.0)
        shift = rng.uniform(-play, play, 2)
        centre = (size - 1) / 2 + (np.round(shift) if self.whole else shift)
        image = self.image(index, matrix, centre)
        weight = (self.warp(self.valid[index], matrix, centre, "zeros") > 0.99).float()
        contrast = float(np.exp(rng.normal(0.0, 0.15)))
        target = np.stack([self._target(axes, matrix, centre) for axes in self.axes[index]])
        image[self.contrasted] *= contrast
        return image, torch.from_numpy(target), weight

    def image(self, index, matrix, centre):
        """Return the planes of a survey sampled like :meth:`warp`, gaps by the plugin's own rule."""
        image = self.warp(self.images[index], matrix, centre, "reflection")
        for mask in self.masks:
            sharpen(image[mask - 1].numpy(), image[mask].numpy())
        return image

    def warp(self, plane, matrix, centre, outside):
        """Sample planes at matrix·(cell − crop centre) + centre (rows, columns); shape (planes, c, c)."""
        size, crop = plane.shape[-1], self.crop
        # affine_grid counts x before y, from −1 to 1 between the outer edges.
        scale = matrix[::-1, ::-1] * (crop / size)
        shift = (2 * np.asarray(centre)[::-1] + 1) / size - 1
        theta = torch.from_numpy(np.column_stack((scale, shift)).astype(np.float32))[None]
        where = functional.affine_grid(theta, [1, 1, crop, crop], align_corners=False)
        mode = "nearest" if self.whole else "bilinear"
        return functional.grid_sample(plane.reshape(1, -1, size, size), where, mode, outside, align_corners=False)[0]

    def _target(self, axes, matrix, centre):
        """Return axes drawn three cells wide in the crop."""
        moved = (axes[:, :2] - centre) @ np.linalg.inv(matrix).T + (self.crop - 1) / 2
        line, _ = labels.rasterise(_densify(moved, axes[:, 3]), (self.crop, self.crop))
        wide = functional.max_pool2d(torch.from_numpy(line).float()[None], 3, stride=1, padding=1)
        return wide[0].numpy()

    def batch(self, rng, size):
        """Return a batch of crops of surveys drawn at random."""
        drawn = [self.draw(rng, int(index)) for index in rng.integers(0, len(self), size)]
        return tuple(torch.stack(parts) for parts in zip(*drawn, strict=True))


def _symmetry(rng):
    """Return one of the eight symmetries of the square as a matrix on (row, column)."""
    matrix = np.linalg.matrix_power(np.array([[0.0, -1.0], [1.0, 0.0]]), int(rng.integers(4)))
    return matrix @ np.diag([1.0, rng.choice([-1.0, 1.0])])


def _densify(points, number):
    """Return points with the midpoints between neighbours of one axis, as columns row, column, 0, 0."""
    same = number[1:] == number[:-1]
    middle = 0.5 * (points[1:] + points[:-1])[same]
    both = np.concatenate((points, middle))
    return np.column_stack((both, np.zeros((len(both), 2))))
