"""What vector files already hold: picks that a person has touched."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from pathlib import Path

from osgeo import ogr

from ..core.errors import LmaError

ogr.UseExceptions()

PREDICTED = "predicted"
SHAPEFILE_PARTS = (".shx", ".dbf", ".prj", ".cpg", ".qpj", ".qix")


def touched_picks(path):
    """Count the picks of a file that are not merely predicted.

    Parameters
    ----------
    path : str or pathlib.Path
        A vector file; it may be absent.

    Returns
    -------
    dict of str to int
        Features with another status than ``predicted``, by layer; layers without any are left out.
    """
    if not Path(path).is_file():
        return {}
    try:
        source = ogr.Open(str(path))
    except RuntimeError:
        return {}
    if source is None:
        return {}
    counts = {}
    for number in range(source.GetLayerCount()):
        layer = source.GetLayer(number)
        definition = layer.GetLayerDefn()
        if definition.GetFieldIndex("status") < 0 or definition.GetFieldIndex("pick_id") < 0:
            continue
        layer.SetAttributeFilter(f"status IS NULL OR status <> '{PREDICTED}'")
        if layer.GetFeatureCount():
            counts[layer.GetName()] = layer.GetFeatureCount()
    return counts


@contextlib.contextmanager
def restored_on_failure(path):
    """Put a file back as it was when the block fails, with what belongs to it.

    Parameters
    ----------
    path : str, pathlib.Path or None
        Nothing is done for None; of a file that does not exist nothing is left.

    Raises
    ------
    LmaError
        If the file cannot be copied aside.
    """
    target = Path(path) if path else None
    if target is None:
        yield
        return
    folder = None
    try:
        # SQLite makes the shared memory anew from the log; a copy of it would be out of step.
        before = [file for file in _files_of(target) if not file.name.endswith("-shm")]
        if before:
            folder = Path(tempfile.mkdtemp(prefix=f".{target.stem}.", dir=target.parent))
        for file in before:
            shutil.copy2(file, folder / file.name)
    except OSError as error:
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)
        raise LmaError("The file {} cannot be secured before it is replaced: {}; free space.", target, error) from error
    try:
        yield
    except BaseException:
        for file in _files_of(target):
            file.unlink()
        for file in before:
            os.replace(folder / file.name, file)
        raise
    finally:
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)


def _files_of(target):
    """Return the existing files of a vector file: itself, SQLite's logs, the parts of a shapefile."""
    names = [target.name, f"{target.name}-wal", f"{target.name}-shm"]
    if target.suffix.lower() == ".shp":
        names += [f"{target.stem}{suffix}" for suffix in SHAPEFILE_PARTS]
    return [file for file in map(target.with_name, names) if file.is_file()]
