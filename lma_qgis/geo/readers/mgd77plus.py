"""MGD77+, the netCDF form of MGD77 that GMT writes."""

from __future__ import annotations

import io

import numpy as np
from scipy.io import netcdf_file

from ...core.errors import LmaError
from ...core.tracks.navigation import position_sd
from ...core.tracks.records import Records

MAGIC = b"CDF"
HDF_MAGIC = b"\x89HDF"
_SMALLEST = 1e-30
_EARLIEST, _LATEST = np.array(["1800", "2200"], dtype="datetime64[s]").astype(float)


def read(content, name):
    """Read the records of an MGD77+ file (netCDF-3).

    Parameters
    ----------
    content : bytes
        The file.
    name : str
        Name of the file without extension, used when the file does not name its survey.

    Returns
    -------
    records : Records
    notes : list of str

    Raises
    ------
    LmaError
        If the file is damaged or lacks positions and magnetic values.
    """
    if content.startswith(HDF_MAGIC):
        raise LmaError("{} is netCDF-4; convert it with “nccopy -3 in.nc out.nc” and import the copy.", name)
    try:
        with netcdf_file(io.BytesIO(content), mmap=False) as data:
            found = {key: _variable(data, key) for key in ("lon", "lat", "time", "mtf1", "mtf2", "mag", "depth")}
            survey = _text(data.variables["id"].data) if "id" in data.variables else ""
            flagged = any(key.startswith("MGD77_flags") for key in data.variables)
            instrument = _text(getattr(data, "Navigation_Instrumentation", b""))
    except Exception as error:
        # scipy raises whatever the damaged bytes lead it to: TypeError, IndexError, MemoryError, ...
        raise LmaError("{} is a damaged netCDF file; get it again.", name) from error
    count = max((len(values) for values in found.values() if values is not None), default=0)
    usable = {key: values for key, values in found.items() if values is not None and len(values) == count}
    if count == 0 or "lon" not in usable or "lat" not in usable or not {"mtf1", "mag"} & set(usable):
        raise LmaError("{} holds no lon, lat and mtf1 or mag along one time axis; is it an MGD77+ file?", name)
    nothing = np.full(count, np.nan)
    time = usable.get("time", nothing)
    time = np.where((time >= _EARLIEST) & (time <= _LATEST), time, np.nan)
    first = usable.get("mtf1", nothing)
    records = Records.of(
        usable["lon"],
        usable["lat"],
        survey=survey or name,
        time=time,
        depth=usable.get("depth", nothing),
        total=np.where(np.isfinite(first), first, usable.get("mtf2", nothing)),
        residual=usable.get("mag", nothing),
        position_sd=position_sd(time, instrument),
    )
    return records, ["error bits of the file (MGD77_flags) are not applied"] if flagged else []


def _variable(data, key):
    """Return a variable along the records in its units, NaN for fill values; None when absent or a constant."""
    if key not in data.variables:
        return None
    variable = data.variables[key]
    raw = np.atleast_1d(np.array(variable.data))
    if raw.ndim != 1 or not variable.dimensions:
        return None
    values = raw.astype(float)
    if ((values != 0.0) & (np.abs(values) < _SMALLEST)).any():
        # Nobody measures that little: a byte is missing or too many, and every number after it is made of two halves.
        raise ValueError(key)
    for attribute in ("_FillValue", "missing_value"):
        if hasattr(variable, attribute):
            values[raw == getattr(variable, attribute)] = np.nan
    values = values * _factor(variable, "scale_factor", 1.0) + _factor(variable, "add_offset", 0.0)
    values[~np.isfinite(values)] = np.nan
    return values


def _factor(variable, attribute, default):
    """Return a scale as it was meant: 0.1 where single precision made it 0.10000000149."""
    return float(str(np.ravel(getattr(variable, attribute, default))[0]))


def _text(raw):
    content = raw if isinstance(raw, bytes) else np.asarray(raw).tobytes()
    return content.decode("latin-1").strip("\x00 ")
