"""What a layer of the project is in the chain, read from its fields, bands and name."""

from __future__ import annotations

from qgis.core import QgsRasterLayer, QgsVectorLayer, QgsWkbTypes

RASTER_WORDS = (
    ("orientation", ("orientation", "azimuth", "coherence")),
    ("coverage", ("coverage", "observations per cell")),
    ("support", ("support",)),
    ("evidence", ("evidence",)),
    ("score", ("score", "lineation")),
    ("enhanced", ("enhanced", "diffus", "smooth")),
    ("anomaly", ("anomaly", "magnetic", "mag_res", "emag")),
)
AGE_FIELDS = {"age_ma", "fromage", "geek2007", "age"}


def role_of(layer):
    """Return the role of a layer.

    Parameters
    ----------
    layer : qgis.core.QgsMapLayer

    Returns
    -------
    str
        ``picks``, ``tracks``, ``wiggles``, ``wiggle_lines``, ``magnetic_picks``, ``isochrons``, ``lineations``,
        ``seafloor_fabric``, a raster's role (``anomaly``, ``enhanced``, ``support``, ``evidence``, ``score``,
        ``coverage``, ``orientation``), or an empty text.
    """
    if isinstance(layer, QgsRasterLayer):
        return _raster_role(layer)
    return _vector_role(layer) if isinstance(layer, QgsVectorLayer) else ""


def _raster_role(layer):
    for text in (layer.name(), layer.bandName(1)):
        for role, words in RASTER_WORDS:
            if any(word in text.lower() for word in words):
                return role
    return ""


def _vector_role(layer):
    # Shapefiles keep ten letters of a name.
    names = {name.lower()[:10] for name in layer.fields().names()}
    geometry = layer.geometryType()
    kinds = QgsWkbTypes.GeometryType
    if geometry == kinds.PointGeometry:
        if names & {"chron", "nchron"} and names & ({"anomaly_en", "anomalyend"} | AGE_FIELDS):
            return "magnetic_picks"
        return "tracks" if any(name.startswith(("mag_", "anomaly")) for name in names) else ""
    if "wiggle" in layer.name().lower():
        return "wiggles" if geometry == kinds.PolygonGeometry else "wiggle_lines"
    if geometry != kinds.LineGeometry:
        return ""
    if {"status", "kind"} <= names:
        # A result of Compare picks has the fields of picks, too.
        return "" if "match_shar" in names else "picks"
    if "code" in names and names & {"kind", "label", "digitizer"}:
        return "seafloor_fabric"
    if names & AGE_FIELDS:
        return "isochrons"
    return "lineations" if "anomaly" in names else ""
