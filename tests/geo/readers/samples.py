"""Small files of every format that all say the same."""

import gzip

import numpy as np
from scipy.io import netcdf_file

# survey, seconds after 1979-06-06T13:27Z, longitude, latitude, depth, total, residual
RECORDS = [
    ("A1", 60 * i, round(-88.75 - 0.0001 * i, 5), round(1.82 + 0.003 * i, 5), 3000.0 + i, 32655.0 + i, -443.5 + 2 * i)
    for i in range(12)
]
START = np.datetime64("1979-06-06T13:27", "s")
M77T = (
    "SURVEY_ID\tTIMEZONE\tDATE\tTIME\tLAT\tLON\tPOS_TYPE\tNAV_QUALCO\tBAT_TTIME\tCORR_DEPTH\tBAT_CPCO\tBAT_TYPCO\tBAT_QUALCO\t"
    "MAG_TOT\tMAG_TOT2\tMAG_RES\tMAG_RESSEN\tMAG_DICORR\tMAG_SDEPTH\tMAG_QUALCO\tGRA_OBS\tEOTVOS\tFREEAIR\tGRA_QUALCO\tLINEID\tPOINTID"
)


def moment(seconds):
    return str(START + np.timedelta64(int(seconds), "s"))


def mgd77t(heading=True, zone=0, trailing=0):
    lines = [M77T] if heading else []
    for name, seconds, lon, lat, depth, total, residual in RECORDS:
        local = moment(seconds - 3600 * zone)
        date, clock = local[:10].replace("-", ""), local[11:16].replace(":", "")
        fields = [name, str(zone), date, clock, lat, lon, 1, "", "", depth, "", "", "", total, "", residual]
        lines.append("\t".join(map(str, fields)) + "\t" * trailing)
    return ("\n".join(lines) + "\n").encode()


def _nines(width):
    return "9" * width


def mgd77(old=False, header=True):
    lines = []
    if header:
        lines = ["4A1      MGD77".ljust(78) + "01"] + [
            ("GPS" if n == 5 else "").ljust(78) + f"{n:02d}" for n in range(2, 25)
        ]
    for name, seconds, lon, lat, depth, total, residual in RECORDS:
        text = moment(seconds - 3600 * 3)
        stamp = text[5:7] + text[8:10] + text[11:13] + f"{int(text[14:16]) * 1000:05d}"
        zone = f"{'+0300'}{text[2:4]}" if old else f"+03{text[:4]}"
        line = f"{3 if old else 5}{name:<8}{zone}{stamp}{round(lat * 1e5):+08d}{round(lon * 1e5):+09d}1"
        line += f"{_nines(6)}{round(depth * 10):06d}{_nines(2)}1{round(total * 10):06d}"
        line += f"{_nines(6)}{round(residual * 10):+06d}"
        line += f"9+{_nines(4)}+{_nines(5)}{_nines(7)}+{_nines(5)}+{_nines(4)}{_nines(5)}{_nines(6)}9"
        assert len(line) == 120, len(line)
        lines.append(line)
    return ("\n".join(lines) + "\n").encode()


def mgd77plus(path):
    with netcdf_file(path, "w") as data:
        data.createDimension("time", len(RECORDS))
        data.createDimension("id_dim", 8)
        data.createVariable("id", "c", ("id_dim",))[:] = np.frombuffer(b"A1      ", dtype="S1")
        columns = {
            "time": [int(START.astype(int)) + r[1] for r in RECORDS],
            "lon": [r[2] for r in RECORDS],
            "lat": [r[3] for r in RECORDS],
            "depth": [r[4] for r in RECORDS],
            "mtf1": [r[5] for r in RECORDS],
        }
        for key, values in columns.items():
            data.createVariable(key, "d", ("time",))[:] = values
        residual = data.createVariable("mag", "h", ("time",))
        residual[:] = [round(r[6] * 10) for r in RECORDS]
        residual.scale_factor = 0.1
        residual._FillValue = np.int16(-32768)
    return path.read_bytes()


def csv(delimiter=",", comma=False):
    lines = [delimiter.join(("survey_id", "utc", "lon", "lat", "depth_m", "mag_total_nt", "mag_res_nt"))]
    for name, seconds, *numbers in RECORDS:
        texts = [str(number).replace(".", ",") if comma else str(number) for number in numbers]
        lines.append(delimiter.join((name, moment(seconds) + "Z", *texts)))
    return ("\n".join(lines) + "\n").encode()


def xyz(comma=False):
    lines = ["/ exported from a database", "/ LON LAT DEPTH MAG_TOT MAG_RES", "LINE 10"]
    for number, (_, _, *numbers) in enumerate(RECORDS):
        if number == 6:
            lines.append("TIE 7")
        texts = [str(value).replace(".", ",") if comma else str(value) for value in numbers]
        lines.append("  ".join(texts if number != 3 else [*texts[:2], "*", *texts[3:]]))
    return ("\n".join(lines) + "\n").encode()


def every(folder):
    """Yield (name, bytes) of every format, plain and compressed."""
    plain = {
        "a.m77t": mgd77t(),
        "b.m77t": mgd77t(heading=False, zone=5),
        "c.mgd77": mgd77(),
        "d.mgd77": mgd77(old=True),
        "e.csv": csv(),
        "f.tsv": csv("\t"),
        "g.csv": csv(";", comma=True),
        "h.xyz": xyz(),
        "i.xyz": xyz(comma=True),
        "j.nc": mgd77plus(folder / "made.nc"),
    }
    for name, content in plain.items():
        yield name, content
        yield name + ".gz", gzip.compress(content)
