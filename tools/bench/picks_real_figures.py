"""Figures of the real survey: picks beside published lineations, and each of its worst picks.

    python tools/bench/picks_real.py --out FOLDER
    python tools/bench/picks_real_figures.py FOLDER [--data ../shared/data]

Needs matplotlib; writes docs/figures/picks_cande.png and docs/figures/picks_worst.png.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

import matplotlib

matplotlib.use("Agg")
import matplotlib.patheffects
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.lines import Line2D
from osgeo import gdal, ogr, osr
from picks_real import SURVEY, ranked, shown_by_default
from PIL import Image

from lma_qgis.core.picks.polyline import distance_along, resample
from lma_qgis.core.sampling import bilinear

gdal.UseExceptions()
COLOURS = {"crest": "#c8102e", "trough": "#2b6cb0"}
FIGURES = ROOT / "docs" / "figures"
CLIP_NT = 250.0
plt.rcParams.update({"font.size": 8, "font.family": "DejaVu Sans", "axes.titlesize": 9})


class Scene:
    """Rasters, tracks and references of one run, in kilometres of its projection."""

    def __init__(self, out, data):
        source = gdal.Open(str(out / "enhanced.tif"))
        self.anomaly = source.ReadAsArray()
        west, dx, _, north, _, dy = source.GetGeoTransform()
        self.west, self.north, self.dx, self.dy = west / 1e3, north / 1e3, dx / 1e3, -dy / 1e3
        rows, cols = self.anomaly.shape
        self.extent = (self.west, self.west + cols * self.dx, self.north - rows * self.dy, self.north)
        self.anomaly[self.anomaly == source.GetRasterBand(1).GetNoDataValue()] = np.nan
        evidence = gdal.Open(str(out / "evidence.tif"))
        self.floor = float(evidence.GetMetadataItem("LMA_NULL_P95"))
        self.evidence, self.support = evidence.ReadAsArray(), gdal.Open(str(out / "support.tif")).ReadAsArray()
        self.evidence[self.evidence == evidence.GetRasterBand(1).GetNoDataValue()] = np.nan
        metres, degrees = osr.SpatialReference(source.GetProjection()), osr.SpatialReference()
        degrees.ImportFromEPSG(4326)
        for system in (metres, degrees):
            system.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
        self.from_degrees = osr.CoordinateTransformation(degrees, metres)
        self.picks, self.tracks = str(out / "picks.gpkg"), self._tracks(out / "lev.gpkg")
        labels = str(data / SURVEY / "labels.gpkg")
        self.cande, self.points = read(labels, "cande1989_lineations"), read(labels, "picks")
        for row in (*self.cande, *self.points):
            row["xy"] = np.array(self.from_degrees.TransformPoints(row["xy"].tolist()))[:, :2] / 1e3

    def _tracks(self, path):
        rows = read(str(path), None, ("line_id",))
        names = np.array([row["line_id"] for row in rows])
        xy = np.concatenate([row["xy"] for row in rows])
        if np.abs(xy).max() <= 360:
            xy = np.array(self.from_degrees.TransformPoints(xy.tolist()))[:, :2]
        xy /= 1e3
        breaks = np.flatnonzero((names[1:] != names[:-1]) | (np.hypot(*np.diff(xy, axis=0).T) > 5)) + 1
        return np.split(xy, breaks)

    def along(self, raster, line):
        """Return a raster along a line in kilometres."""
        return bilinear(raster, (self.north - line[:, 1]) / self.dy - 0.5, (line[:, 0] - self.west) / self.dx - 0.5)

    def shown(self):
        """Return the picks that the default style shows."""
        source = ogr.Open(self.picks)
        layer = source.GetLayer("picks")
        layer.SetAttributeFilter(shown_by_default(self.picks, self.floor))
        rows = [rows_of(feature) for feature in layer]
        for row in rows:
            row["xy"] = row["xy"] / 1e3
        return rows

    def paint(self, axes, alpha):
        """Draw anomaly and tracks."""
        axes.imshow(self.anomaly, extent=self.extent, cmap="RdBu_r", vmin=-CLIP_NT, vmax=CLIP_NT, alpha=alpha)
        for track in self.tracks:
            axes.plot(*track.T, color="0.35", lw=0.5)


def rows_of(feature, names=None):
    """Return attributes and vertices of a feature."""
    row = feature.items() if names is None else {name: feature.GetField(name) for name in names}
    geometry = feature.GetGeometryRef()
    while geometry.GetGeometryCount():
        geometry = geometry.GetGeometryRef(0)
    return {**row, "xy": np.array(geometry.GetPoints())[:, :2]}


def read(path, layer, names=None):
    """Return the features of a layer."""
    source = ogr.Open(path)
    return [rows_of(feature, names) for feature in (source.GetLayer(layer) if layer else source.GetLayer(0))]


def graticule(axes, scene, extent):
    """Label degrees at the frame; meridians and parallels are nearly straight here."""
    wests, norths = range(-93, -87), range(-1, 7)
    x = [scene.from_degrees.TransformPoint(degree, 2.0)[0] / 1e3 for degree in wests]
    y = [scene.from_degrees.TransformPoint(-90.0, degree)[1] / 1e3 for degree in norths]
    axes.set_xticks(x, [f"{-degree}° W" for degree in wests])
    axes.set_yticks(y, [f"{degree}°" for degree in norths])
    axes.grid(color="0.7", lw=0.3)
    axes.set_axisbelow(True)
    axes.set_xlim(extent[0], extent[1])
    axes.set_ylim(extent[2], extent[3])
    axes.set_aspect("equal")


def draw_picks(axes, rows, scale=1.0):
    """Draw picks as the style does: colour by kind, width by score, dashes where support is below 0.6."""
    for row in rows:
        style = (0, (4, 1.5)) if row["support"] < 0.6 else "-"
        width = scale * (0.9 + 1.6 * row["score"])
        axes.plot(*row["xy"].T, color="white", lw=width + 1.2, solid_capstyle="round")
        axes.plot(*row["xy"].T, color=COLOURS[row["kind"]], lw=width, ls=style)


def save(figure, path):
    """Write a figure with few colours, which makes it a third as large."""
    figure.savefig(path, dpi=110, bbox_inches="tight")
    Image.open(path).convert("RGB").quantize(96).save(path, optimize=True)


def beside(scene, rows, path):
    """Write picks and published lineations side by side."""
    west, east, south, north = scene.extent
    extent = (west - 4, east, south + 20, north)
    figure, (left, right) = plt.subplots(1, 2, figsize=(9.6, 10.4), sharey=True)
    figure.subplots_adjust(left=0.05, right=0.99, bottom=0.09, top=0.97, wspace=0.03)
    for axes, alpha in ((left, 0.75), (right, 0.45)):
        scene.paint(axes, alpha)
        graticule(axes, scene, extent)
    draw_picks(left, rows)
    left.set_title("Picks shown by default", loc="left")
    draw_picks(right, rows, 0.45)
    halo = [matplotlib.patheffects.withStroke(linewidth=2.2, foreground="white")]
    for row in scene.cande:
        right.plot(*row["xy"].T, color="black", lw=1.6)
        inside = row["xy"][(row["xy"][:, 0] > extent[0]) & (row["xy"][:, 0] < extent[1])]
        if len(inside):
            right.annotate(row["anomaly"], inside[-1], xytext=(-2, 3), textcoords="offset points", ha="right",
                           fontsize=7, fontweight="bold", path_effects=halo, annotation_clip=True)
    where = np.concatenate([row["xy"] for row in scene.points])
    right.plot(*where.T, "o", ms=4, mfc="#2e9e4f", mec="white", mew=0.6)
    right.set_title("Published: Cande et al. 1989 (lines), GSFML and others (points)", loc="left")
    handles = [
        Line2D([], [], color=COLOURS["crest"], lw=2.2, label="crest, width by score"),
        Line2D([], [], color=COLOURS["trough"], lw=2.2, label="trough"),
        Line2D([], [], color="0.3", lw=2.2, ls=(0, (4, 1.5)), label="support below 0.6"),
        Line2D([], [], color="0.35", lw=0.6, label="ship track"),
        Line2D([], [], color="black", lw=1.6, label="lineation of 1989, with its number"),
        Line2D([], [], ls="", marker="o", ms=5, mfc="#2e9e4f", mec="white", label="published pick of a reversal"),
    ]
    bar = figure.colorbar(left.images[0], cax=figure.add_axes([0.06, 0.045, 0.26, 0.012]), orientation="horizontal")
    bar.set_label("enhanced anomaly (nT)")
    figure.legend(handles=handles, loc="lower right", ncol=3, frameon=False, bbox_to_anchor=(0.99, 0.005))
    save(figure, path)


def panel(axes, profile, scene, row, number):
    """Draw one pick: the map around it turned along the pick, and evidence and support along it."""
    line = resample(row["xy"], 1.0)
    chord = line[-1] - line[0]
    along_unit = chord / np.hypot(*chord)
    across_unit = np.array([-along_unit[1], along_unit[0]])
    middle = (line[0] + line[-1]) / 2
    half = np.hypot(*chord) / 2 + 12

    def turned(xy):
        return np.column_stack([(xy - middle) @ along_unit, (xy - middle) @ across_unit])

    u, v = np.meshgrid(np.arange(-half, half, 0.5), np.arange(-20, 20, 0.5))
    places = middle + u.ravel()[:, None] * along_unit + v.ravel()[:, None] * across_unit
    image = scene.along(scene.anomaly, places).reshape(u.shape)
    axes.imshow(image, extent=(-half, half, -20, 20), origin="lower", cmap="RdBu_r", vmin=-CLIP_NT, vmax=CLIP_NT,
                alpha=0.75, aspect="auto")
    for track in scene.tracks:
        axes.plot(*turned(track).T, color="0.2", lw=0.7)
    axes.plot(*turned(line).T, color="white", lw=3)
    axes.plot(*turned(line).T, color=COLOURS[row["kind"]], lw=1.6)
    axes.set(xlim=(-half, half), ylim=(-20, 20), xticks=[], yticks=[-10, 0, 10])
    axes.set_title(f"{number}  {row['pick_id'][:8]}, {row['kind']}, {row['length_km']:.0f} km", loc="left")
    start = -distance_along(line)[-1] / 2
    place = start + distance_along(line)
    profile.axhspan(-1, scene.floor, color="0.92")
    profile.plot(place, scene.along(scene.evidence, line), color="#7a3e9d", lw=1.2)
    profile.plot(place, scene.along(scene.support, line), color="#3f7f3f", lw=1.0, ls=(0, (3, 1)))
    profile.set(xlim=(-half, half), ylim=(-0.2, 1.0), yticks=[0, 0.5, 1])


def worst(scene, rows, path, count=10):
    """Write one panel for each of the worst picks."""
    figure, grid = plt.subplots(
        count, 2, figsize=(9.6, 11.5), gridspec_kw={"height_ratios": [2, 1] * (count // 2)}, constrained_layout=True
    )
    for place, row in enumerate(ranked(rows)[:count]):
        line, column = 2 * (place // 2), place % 2
        panel(grid[line, column], grid[line + 1, column], scene, row, place + 1)
    for axes in grid[-1]:
        axes.set_xlabel("km along the pick, west to east")
    handles = [
        Line2D([], [], color="#7a3e9d", lw=1.4, label="evidence (grey: what chance gives)"),
        Line2D([], [], color="#3f7f3f", lw=1.2, ls=(0, (3, 1)), label="support"),
        Line2D([], [], color="0.2", lw=0.8, label="ship track; ±20 km of the pick, across strike enlarged"),
    ]
    figure.legend(handles=handles, loc="upper center", ncol=3, frameon=False, bbox_to_anchor=(0.5, 1.03))
    save(figure, path)


def main():
    """Draw both figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    options = parser.parse_args()
    scene = Scene(options.folder, options.data)
    rows = scene.shown()
    beside(scene, rows, FIGURES / "picks_cande.png")
    worst(scene, rows, FIGURES / "picks_worst.png")


if __name__ == "__main__":
    main()
