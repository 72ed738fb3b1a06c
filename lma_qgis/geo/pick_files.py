"""What vector files already hold: picks that a person has touched."""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path

from osgeo import ogr

from ..core.errors import LmaError

ogr.UseExceptions()

PREDICTED = "predicted"


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
    """Put a file back as it was when the block fails.

    Parameters
    ----------
    path : str, pathlib.Path or None
        Nothing is done for None and for a file that does not exist.

    Raises
    ------
    LmaError
        If the file cannot be copied aside.
    """
    target = Path(path) if path else None
    if target is None or not target.is_file():
        yield
        return
    aside = target.with_name(f".{target.name}.{os.getpid()}.before")
    try:
        shutil.copy2(target, aside)
    except OSError as error:
        raise LmaError("The file {} cannot be secured before it is replaced: {}; free space.", target, error) from error
    try:
        yield
    except BaseException:
        os.replace(aside, target)
        raise
    aside.unlink()
