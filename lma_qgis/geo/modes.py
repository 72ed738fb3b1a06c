"""How GDAL's bindings report errors, set for the length of a block only.

The switches are global to the process: other plugins rely on what they found.
"""

from __future__ import annotations

from contextlib import ExitStack, contextmanager

from osgeo import gdal, ogr, osr


@contextmanager
def raising():
    """Make GDAL, OGR and OSR raise ``RuntimeError`` inside the block, and print nothing."""
    with ExitStack() as undo:
        for module in (gdal, ogr, osr):
            # GDAL keeps one stack of handlers: what was switched on last must go off first.
            if not module.GetUseExceptions():
                module.UseExceptions()
                undo.callback(module.DontUseExceptions)
        gdal.PushErrorHandler("CPLQuietErrorHandler")
        undo.callback(gdal.PopErrorHandler)
        yield
