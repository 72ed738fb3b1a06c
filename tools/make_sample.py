"""Make ``resources/sample``: a synthetic survey and the lines that are truly in it.

Run from the repository root: ``python -m tools.make_sample``. The seed is fixed, the result always the same.
"""

from __future__ import annotations

import gzip
import io
from pathlib import Path

import numpy as np
from osgeo import gdal, ogr, osr

from lma_qgis import paths
from lma_qgis.core.tracks import igrf
from tools.synthetic import Cruise, Crust, zigzag

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "sample"
CENTRE_EASTING, CENTRE_NORTHING, EPSG = 500_000.0, 6_020_000.0, 32729
COLUMNS = "survey_id,utc,lon,lat,depth_m,mag_total_nt,mag_res_nt"


def cruises(size, strike):
    """Return the five cruises of the sample."""
    across = strike + 90.0
    survey = zigzag(across, np.linspace(-0.40, 0.40, 8) * size, 0.86 * size)
    oblique = zigzag(across + 28.0, np.array([-0.22, 0.02, 0.27]) * size, 0.88 * size)
    steep = zigzag(across - 40.0, np.array([-0.12, 0.2]) * size, 0.9 * size)
    infill = zigzag(across + 4.0, np.array([-0.34, -0.17, 0.06, 0.23]) * size, 0.80 * size)
    along = np.vstack((zigzag(strike, [0.13 * size], 0.9 * size), zigzag(across - 12.0, [-0.3 * size], 0.8 * size)))
    return (
        Cruise("SYN01", "1998-03-04T06:00:00", survey, 5.0, 14.0),
        Cruise("SYN02", "1987-11-19T13:30:00", oblique, 8.0, -27.0, 1200.0),
        Cruise("SYN03", "2004-01-28T22:10:00", steep, 6.0, 9.0),
        Cruise("SYN04", "1979-08-02T01:45:00", infill, 8.0, -18.0, 1500.0),
        Cruise("SYN05", "1993-05-15T17:20:00", along, 6.0, 24.0),
    )


def to_degrees():
    """Return a function from local metres to longitude and latitude."""
    metres, degrees = osr.SpatialReference(), osr.SpatialReference()
    metres.ImportFromEPSG(EPSG)
    degrees.ImportFromEPSG(4326)
    for system in (metres, degrees):
        system.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    transform = osr.CoordinateTransformation(metres, degrees)

    def convert(easting, northing):
        points = np.column_stack((np.asarray(easting) + CENTRE_EASTING, np.asarray(northing) + CENTRE_NORTHING))
        return np.array(transform.TransformPoints(points.tolist()))[:, :2].T

    return convert


def write_tracks(path, crust, convert):
    """Write the samples of all cruises as compressed CSV; return how many there are."""
    grid, anomaly = crust.anomaly()
    rng = np.random.default_rng(crust.seed)
    model = igrf.parse_shc(paths.resource("data", "igrf", "igrf14.shc").read_text(encoding="ascii"))
    text = io.StringIO()
    text.write(COLUMNS + "\n")
    count = 0
    for cruise in cruises(crust.size, crust.strike):
        seconds, easting, northing, value = cruise.sail(grid, anomaly, rng)
        lon, lat = convert(easting, northing)
        depth = 2600.0 + 350.0 * np.sqrt(crust.age(easting, northing)) + rng.normal(0.0, 25.0, len(value))
        utc = np.datetime64(cruise.start) + np.round(seconds).astype("timedelta64[s]")
        total = igrf.total_field(lon, lat, 0.0, igrf.decimal_year(utc.astype(float)), model) + value
        for row in zip(utc.astype(str), lon, lat, depth, total, value):
            text.write("{},{}Z,{:.5f},{:.5f},{:.0f},{:.1f},{:.1f}\n".format(cruise.name, *row))
        count += len(value)
    with path.open("wb") as raw, gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) as file:
        file.write(text.getvalue().encode("ascii"))
    return count


def write_lines(path, crust, convert):
    """Write the truth: layers lineations, isochrons and fracture_zones, in degrees."""
    path.unlink(missing_ok=True)
    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    degrees = osr.SpatialReference()
    degrees.ImportFromEPSG(4326)
    degrees.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    tables = {
        "lineations": ({"kind": ogr.OFTString}, [((kind,), *xy) for kind, *xy in crust.lineations()]),
        "isochrons": (
            {"chron": ogr.OFTString, "chron_end": ogr.OFTString, "age_ma": ogr.OFTReal},
            [((name, end, age), *xy) for name, end, age, *xy in crust.isochrons()],
        ),
        "fracture_zones": ({"name": ogr.OFTString}, [(("Synthetic fracture zone",), *crust.fracture_line())]),
    }
    counts = {}
    for name, (fields, lines) in tables.items():
        layer = source.CreateLayer(name, degrees, ogr.wkbLineString)
        for key, kind in fields.items():
            layer.CreateField(ogr.FieldDefn(key, kind))
        for values, easting, northing in lines:
            feature = ogr.Feature(layer.GetLayerDefn())
            for key, value in zip(fields, values):
                feature.SetField(key, value)
            geometry = ogr.Geometry(ogr.wkbLineString)
            for lon, lat in zip(*convert(easting, northing)):
                geometry.AddPoint_2D(round(lon, 6), round(lat, 6))
            feature.SetGeometry(geometry)
            layer.CreateFeature(feature)
        counts[name] = len(lines)
    return counts


def main():
    """Write the folder and say what is in it."""
    ogr.UseExceptions()
    osr.UseExceptions()
    gdal.SetConfigOption("OGR_CURRENT_DATE", "2026-01-01T00:00:00.000Z")
    FOLDER.mkdir(parents=True, exist_ok=True)
    crust = Crust()
    convert = to_degrees()
    points = write_tracks(FOLDER / "tracks.csv.gz", crust, convert)
    counts = write_lines(FOLDER / "truth.gpkg", crust, convert)
    print(f"{points} samples; lines: {counts}; {sum(f.stat().st_size for f in FOLDER.iterdir()) / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
