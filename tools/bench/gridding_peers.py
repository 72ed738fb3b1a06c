"""Other gridders under one roof: each takes a task folder and gives a grid and its CPU seconds.

Command-line programs are charged with everything their process does. Python peers (verde, QGIS)
run in a process of their own and report the CPU time of the work alone, without imports.
"""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
from pathlib import Path

import numpy as np
from osgeo import gdal, ogr

from tools.bench.stripes import SIZE, STRIKE

gdal.UseExceptions()
ROOT = Path(__file__).resolve().parents[2]
VERDE_PYTHON = Path(os.environ.get("LMA_VERDE_PYTHON", ROOT / ".venv-verde" / "bin" / "python"))
PATIENCE = 240
"""CPU seconds after which a process is given up."""


class Missing(Exception):
    """A peer that is not installed."""


class TooSlow(Exception):
    """A peer that did not finish in time, or was stopped for want of memory."""


def write_points(obs, folder):
    """Write the points in the form that each program reads."""
    table = np.column_stack((obs.easting, obs.northing, obs.value))
    table.tofile(folder / "points.bin")
    np.save(folder / "points.npy", table)
    driver = ogr.GetDriverByName("ESRI Shapefile")
    target = folder / "points.shp"
    if target.exists():
        driver.DeleteDataSource(str(target))
    dataset = driver.CreateDataSource(str(target))
    layer = dataset.CreateLayer("points", geom_type=ogr.wkbPoint)
    layer.CreateField(ogr.FieldDefn("z", ogr.OFTReal))
    for x, y, z in table:
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetField(0, z)
        point = ogr.Geometry(ogr.wkbPoint)
        point.AddPoint_2D(x, y)
        feature.SetGeometry(point)
        layer.CreateFeature(feature)


def gmt(tension):
    """Return GMT's ``blockmedian | surface`` at one tension."""
    return lambda folder, cells: gmt_surface(folder, f"-R0/{SIZE}/0/{SIZE} -I{SIZE / cells}", tension)


def gmt_surface(folder, region, tension):
    """Grid ``points.bin`` by GMT over a region (its options -R and -I), cells as pixels."""
    box = f"{region} -r -bi3d"
    command = (
        f"gmt blockmedian points.bin {box} -bo3d > blocks.bin && gmt surface blocks.bin {box} -T{tension} -Ggmt.nc=nf"
    )
    seconds = _shell(command, folder, "gmt")
    return _read(folder / "gmt.nc"), seconds


def grass(angle=None):
    """Return GRASS v.surf.rst of GMT's block medians, isotropic or told the true strike as an angle.

    With its default ``npmin=300`` it takes 70 s for 512 x 512 cells and is 2 % truer.
    """
    extra = "" if angle is None else f" theta={angle} scalex=0.07"

    def run(folder, cells):
        if shutil.which("gmt") is None:
            raise Missing("gmt")
        script = (
            f"g.region n={SIZE} s=0 e={SIZE} w=0 rows={cells} cols={cells} --q && "
            "v.in.ascii -z -t -b input=blocks.txt output=p separator=space x=1 y=2 z=3 --q && "
            f"v.surf.rst input=p npmin=150 elevation=e{extra} --q && "
            "r.out.gdal --o -f input=e output=grass.tif type=Float32 format=GTiff createopt=PROFILE=BASELINE --q"
        )
        (folder / "job.sh").write_text(script, encoding="utf-8")
        box = f"-R0/{SIZE}/0/{SIZE} -I{SIZE / cells} -r -bi3d"
        blocks = f"gmt blockmedian points.bin {box} --IO_COL_SEPARATOR=space > blocks.txt"
        seconds = _shell(f"{blocks} && grass --tmp-location XY --exec sh job.sh", folder, "grass")
        return _read(folder / "grass.tif"), seconds

    return run


def saga(folder, cells):
    """Run SAGA's multilevel B-spline."""
    half = SIZE / cells / 2
    command = (
        "saga_cmd -f=s --cores=1 grid_spline 4 -SHAPES points.shp -FIELD z -TARGET_DEFINITION 0 "
        f"-TARGET_USER_SIZE {SIZE / cells} -TARGET_USER_XMIN {half} -TARGET_USER_XMAX {SIZE - half} "
        f"-TARGET_USER_YMIN {half} -TARGET_USER_YMAX {SIZE - half} -TARGET_USER_FITS 0 "
        "-TARGET_OUT_GRID saga.sdat"
    )
    seconds = _shell(command, folder, "saga_cmd")
    return _read(folder / "saga.sdat"), seconds


def verde(kind):
    """Return verde's block median with its Linear or Cubic interpolation."""
    code = f"""
import sys, time, numpy as np, verde
cells, size = int(sys.argv[1]), float(sys.argv[2])
e, n, z = np.load("points.npy").T
half = size / cells / 2
start = time.process_time()
chain = verde.Chain([("reduce", verde.BlockReduce(np.median, size / cells)), ("spline", verde.{kind}())])
chain.fit((e, n), z)
axis = np.linspace(half, size - half, cells)
grid = chain.predict(np.meshgrid(axis, axis[::-1]))
seconds = time.process_time() - start
np.save("verde.npy", grid)
print(seconds)
"""
    return lambda folder, cells: _python(VERDE_PYTHON, code, folder, cells, "verde")


def qgis_tin(folder, cells):
    """Run QGIS's linear TIN interpolation."""
    code = """
import sys, time, numpy as np
from qgis.core import QgsApplication, QgsFeedback, QgsRectangle, QgsVectorLayer
from qgis.analysis import QgsGridFileWriter, QgsInterpolator, QgsTinInterpolator
from osgeo import gdal
app = QgsApplication([], False)
app.initQgis()
cells, size = int(sys.argv[1]), float(sys.argv[2])
layer = QgsVectorLayer("points.shp", "p", "ogr")
data = QgsInterpolator.LayerData()
data.source, data.valueSource, data.interpolationAttribute = layer, QgsInterpolator.ValueAttribute, 0
data.sourceType = QgsInterpolator.SourcePoints
start = time.process_time()
layers, feedback = [data], QgsFeedback()
tin = QgsTinInterpolator(layers, QgsTinInterpolator.Linear)
writer = QgsGridFileWriter(tin, "qgis.asc", QgsRectangle(0, 0, size, size), cells, cells)
writer.writeFile(feedback)
seconds = time.process_time() - start
dataset = gdal.Open("qgis.asc")
band = dataset.GetRasterBand(1)
grid = band.ReadAsArray().astype(float)
grid[grid == band.GetNoDataValue()] = np.nan
np.save("qgis.npy", grid)
print(seconds, flush=True)
import os
os._exit(0)
"""
    return _python(Path("/usr/bin/python3"), code, folder, cells, "qgis")


PEERS = {
    "GMT surface -T0.25": gmt(0.25),
    "GMT surface -T0.01": gmt(0.01),
    "GRASS v.surf.rst": grass(),
    "GRASS v.surf.rst, true angle given": grass((90.0 - STRIKE) % 180.0),
    "SAGA multilevel B-spline": saga,
    "verde Linear": verde("Linear"),
    "verde Cubic": verde("Cubic"),
    "QGIS TIN": qgis_tin,
}


def versions():
    """Return the versions of the programs that are installed."""
    commands = {
        "GMT": "gmt --version",
        "GRASS": "grass --config version",
        "SAGA": "saga_cmd --version",
        "verde": f"{VERDE_PYTHON} -c 'import verde; print(verde.__version__)'",
    }
    found = []
    for name, command in commands.items():
        done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
        words = done.stdout.split()
        found.append(f"{name} {words[2 if name == 'SAGA' else 0] if done.returncode == 0 and words else 'missing'}")
    return ", ".join(found)


def _shell(command, folder, program):
    """Run a command line and return the CPU seconds of all its processes."""
    if shutil.which(program) is None:
        raise Missing(program)
    return _run(["/bin/sh", "-c", command], folder)[1]


def _python(interpreter, code, folder, cells, name):
    """Run code that saves ``<name>.npy`` and prints its CPU seconds."""
    if not interpreter.exists():
        raise Missing(name)
    said, _ = _run([str(interpreter), "-c", code, str(cells), str(SIZE)], folder)
    return np.load(folder / f"{name}.npy"), float(said.split()[-1])


def _run(command, folder):
    """Run a command; return what it said and its CPU seconds, or raise TooSlow where the system stopped it."""
    before = _children()
    done = subprocess.run(
        command,
        cwd=folder,
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (PATIENCE, PATIENCE)),
    )
    spent = _children() - before
    if -done.returncode in (signal.SIGKILL, signal.SIGXCPU):
        raise TooSlow(command[0])
    done.check_returncode()
    return done.stdout, spent


def _children():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _read(path):
    """Return a grid file north-up with NaN for nodata."""
    dataset = gdal.Open(str(path))
    band = dataset.GetRasterBand(1)
    grid = band.ReadAsArray().astype(float)
    if band.GetNoDataValue() is not None:
        grid[grid == band.GetNoDataValue()] = np.nan
    return grid[::-1] if dataset.GetGeoTransform()[5] > 0 else grid
