"""What was measured around a pick: track points and a raster, cut along its section."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from qgis.core import Qgis, QgsProcessingFeedback, QgsRectangle

from ...algorithms.tables import read_observations
from ...algorithms.translation import sentence
from ...core.errors import LmaError
from ...core.forward.skewness import skewness_deg
from ...core.picks.section import crossings, cuts, frame_of
from ...core.sampling import bilinear
from ...core.tracks import igrf
from ...geo import crs as geo_crs
from ...paths import resource

TRACK_FIELDS = ("line_id", "track", "track_id", "survey_id", "line", "cruise")
DEFAULT_YEAR = 1990.0
STRIP_HALF_WIDTH_KM = 25.0
_SAMPLES = 481
_MOST_NEIGHBOURS = 60
_LARGEST_HOLE_KM = 5.0
_LARGEST_BLOCK = 1000
_WHOLE_WEIGHT = 1 - 1e-6


@dataclass(frozen=True)
class Neighbour:
    """Another pick that the section cuts."""

    fid: int
    across_km: float
    kind: str
    status: str
    chron: str


@dataclass(frozen=True)
class Section:
    """All that the profile panel draws of one pick.

    Parameters
    ----------
    frame : Frame
    half_length_km : float
    kind : str
        crest or trough.
    crossings : list of Crossing
    grid_km, grid_value : numpy.ndarray
        The raster along the section; NaN where it is empty. No entries without a raster.
    neighbours : list of Neighbour
    longitude, latitude, strike_true_deg : float
        For the direction of the field; the strike has +x on its right.
    year : float
        Decimal year of the survey.
    has_tracks : bool
        Whether there are observations at all.
    """

    frame: object
    half_length_km: float
    kind: str
    crossings: list
    grid_km: np.ndarray
    grid_value: np.ndarray
    neighbours: list = field(default_factory=list)
    longitude: float = 0.0
    latitude: float = 0.0
    strike_true_deg: float = 90.0
    year: float = DEFAULT_YEAR
    has_tracks: bool = False

    @property
    def observed(self):
        """Return (x, value) of the curve that is drawn behind a model: the raster, else the nearest track."""
        return (self.grid_km, self.grid_value) if np.isfinite(self.grid_value).any() else self.comparison

    @property
    def comparison(self):
        """Return (x, value) of what a model is compared with: the nearest track, else the raster."""
        if not self.crossings:
            return self.grid_km, self.grid_value
        order = np.argsort(self.crossings[0].across_km, kind="stable")
        return self.crossings[0].across_km[order], self.crossings[0].value[order]

    def resampled(self, x_km):
        """Return the comparison at other positions; NaN farther than a few samples from any."""
        x, value = self.comparison
        finite = np.isfinite(value)
        if finite.sum() < 2:
            return np.full(len(x_km), np.nan)
        x, value = x[finite], value[finite]
        right = np.clip(np.searchsorted(x, x_km), 1, len(x) - 1)
        nearest = np.minimum(np.abs(x_km - x[right - 1]), np.abs(x_km - x[right]))
        return np.where(nearest <= _LARGEST_HOLE_KM, np.interp(x_km, x, value), np.nan)


class Survey:
    """Track points and raster that belong to the picks under review."""

    def __init__(self):
        self.tracks = None
        self.anomaly_field = ""
        self.grid = None
        self.problem = ""
        self._observations = None
        self._read_for = None

    def set_tracks(self, layer, anomaly_field):
        """Take the observations from another point layer, or from none."""
        self.tracks, self.anomaly_field = layer, anomaly_field
        self._read_for = None

    def set_grid(self, layer):
        """Take the section from another raster layer, or from none."""
        self.grid = layer

    def must_read(self, session):
        """Return whether the next section reads the point layer, which takes seconds for large surveys."""
        return session.table is not None and self.tracks is not None and self._read_for != session.table.wkt

    def observations(self, wkt):
        """Return the observations in the working system, read once; None without usable ones."""
        if self._read_for != wkt:
            self._read_for, self._observations, self.problem = wkt, None, ""
            if self.tracks is not None and self.anomaly_field:
                names = {name.lower(): name for name in self.tracks.fields().names()}
                track_field = next((names[name] for name in TRACK_FIELDS if name in names), "")
                time_field = names.get("utc", "")
                if time_field and not self.tracks.fields().field(time_field).isDateOrTime():
                    time_field = ""
                try:
                    self._observations = read_observations(
                        self.tracks, self.anomaly_field, track_field, QgsProcessingFeedback(False), wkt, time_field
                    ).observations
                except LmaError as error:
                    self.problem = sentence(error)
        return self._observations

    def section(self, session, half_length_km):
        """Return the section of the session's current pick, None without one.

        Parameters
        ----------
        session : ReviewSession
        half_length_km : float

        Returns
        -------
        Section or None
        """
        line = session.line()
        if line is None:
            return None
        table = session.table
        frame = frame_of(line)
        observations = self.observations(table.wkt)
        found = []
        year = DEFAULT_YEAR
        if observations is not None:
            found = crossings(frame, observations, half_length_km, STRIP_HALF_WIDTH_KM)
            if observations.time is not None and np.isfinite(observations.time).any():
                year = float(igrf.decimal_year(np.nanmedian(observations.time)))
        x = np.linspace(-half_length_km, half_length_km, _SAMPLES) if self.grid is not None else np.zeros(0)
        value = sample(self.grid, *frame.points(x), table.wkt) if self.grid is not None else np.zeros(0)
        longitude, latitude = geo_crs.to_geographic([frame.easting], [frame.northing], table.wkt)
        north = geo_crs.true_north([frame.easting], [frame.northing], table.wkt)[0]
        return Section(
            frame, half_length_km, session.value("kind"), found, x, value, _neighbours(session, frame, half_length_km),
            float(longitude[0]), float(latitude[0]), float(frame.strike_deg - north), year, observations is not None,
        )


def _neighbours(session, frame, half_length_km):
    table = session.table
    vertices, owner = table.vertices()
    places = cuts(frame, vertices, owner, half_length_km, STRIP_HALF_WIDTH_KM / 2)
    places.pop(session.current, None)
    nearest = sorted(places.items(), key=lambda item: abs(item[1]))[:_MOST_NEIGHBOURS]
    return [
        Neighbour(
            int(table.fid[row]), across, table.columns["kind"][row], table.columns["status"][row],
            table.columns["chron"][row] + table.columns["chron_end"][row],
        )
        for row, across in sorted(nearest, key=lambda item: item[1])
        if table.columns["status"][row] != "rejected"
    ]


def sample(layer, easting, northing, wkt):
    """Return the first band of a raster layer at points, bilinear; NaN outside and beside empty cells.

    Parameters
    ----------
    layer : qgis.core.QgsRasterLayer
    easting, northing : numpy.ndarray, shape (n,)
        In the system ``wkt``.
    wkt : str
        An empty system of the layer counts as the same.

    Returns
    -------
    numpy.ndarray of float64, shape (n,)
    """
    own = layer.crs().toWkt()
    x, y = geo_crs.transform(easting, northing, wkt, own or wkt)
    extent, dx, dy = layer.extent(), layer.rasterUnitsPerPixelX(), layer.rasterUnitsPerPixelY()
    column, row = (x - extent.xMinimum()) / dx - 0.5, (extent.yMaximum() - y) / dy - 0.5
    inside = np.isfinite(column) & np.isfinite(row)
    inside &= (column >= -0.5) & (row >= -0.5) & (column <= layer.width() - 0.5) & (row <= layer.height() - 0.5)
    value = np.full(len(x), np.nan)
    if not inside.any():
        return value
    left, top = int(max(np.floor(column[inside].min()), 0)), int(max(np.floor(row[inside].min()), 0))
    right = int(min(np.ceil(column[inside].max()) + 1, layer.width()))
    bottom = int(min(np.ceil(row[inside].max()) + 1, layer.height()))
    window = QgsRectangle(
        extent.xMinimum() + left * dx, extent.yMaximum() - bottom * dy,
        extent.xMinimum() + right * dx, extent.yMaximum() - top * dy,
    )
    cols, rows = min(right - left, _LARGEST_BLOCK), min(bottom - top, _LARGEST_BLOCK)
    cells = _read(layer.dataProvider(), window, cols, rows)
    value[inside] = bilinear(
        cells,
        (row[inside] - top + 0.5) * rows / (bottom - top) - 0.5,
        (column[inside] - left + 0.5) * cols / (right - left) - 0.5,
        least_weight=_WHOLE_WEIGHT,
    )
    return value


def _read(provider, window, cols, rows):
    block = provider.block(1, window, cols, rows)
    if not block.convert(Qgis.DataType.Float64):
        return np.full((rows, cols), np.nan)
    cells = np.frombuffer(bytes(block.data()), dtype=np.float64).reshape(rows, cols).copy()
    if block.hasNoDataValue():
        cells[cells == block.noDataValue()] = np.nan
    return cells


@lru_cache(maxsize=1)
def _reference_field():
    return igrf.parse_shc(resource("data", "igrf", "igrf14.shc").read_text(encoding="utf-8"))


def automatic_skewness(section):
    """Return θ of a section from the reference field and an axial dipole remanence, degrees.

    Parameters
    ----------
    section : Section

    Returns
    -------
    float
        NaN where the year is outside the reference field.
    """
    vector = igrf.field(section.longitude, section.latitude, 0.0, section.year, _reference_field())
    north, east, down = (float(part[0]) for part in vector)
    inclination = np.degrees(np.arctan2(down, np.hypot(north, east)))
    declination = np.degrees(np.arctan2(east, north))
    dipole = np.degrees(np.arctan(2 * np.tan(np.radians(section.latitude))))
    return float(skewness_deg(section.strike_true_deg, inclination, declination, dipole, 0.0))
