"""Every reader finds the same records in files that say the same, and fails in one sentence."""

import gzip

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lma_qgis.core.errors import LmaError
from lma_qgis.core.tracks import igrf
from lma_qgis.core.tracks.intake import take_in
from lma_qgis.geo import readers
from lma_qgis.paths import resource
from tests.geo.readers import samples

ENCODINGS = ["utf-16", "utf-16-be", "utf-32", "cp500", "utf-7"]
FORMATS = ["a.m77t", "b.m77t", "c.mgd77", "d.mgd77", "e.csv", "f.tsv", "g.csv", "h.xyz", "i.xyz", "j.nc"]


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    return dict(samples.every(tmp_path_factory.mktemp("made")))


@pytest.fixture(scope="module")
def model():
    return igrf.parse_shc(resource("data", "igrf", "igrf14.shc").read_text(encoding="ascii"))


def read(folder, name, content, **more):
    path = folder / name
    path.write_bytes(content)
    return readers.read(path, **more)


@pytest.mark.parametrize("suffix", ["", ".gz"])
@pytest.mark.parametrize("name", FORMATS)
def test_all_formats_say_the_same(files, tmp_path, name, suffix):
    found = read(tmp_path, name + suffix, files[name + suffix]).records
    expected = np.array([row[2:] for row in samples.RECORDS])
    assert len(found) == len(expected)
    columns = np.column_stack((found.longitude, found.latitude, found.depth, found.total, found.residual))
    if name.endswith(".xyz"):
        assert np.isnan(columns[3, 2])
        columns[3, 2] = expected[3, 2]
        assert list(found.line[[0, 5, 6, 11]]) == ["10", "10", "T7", "T7"]
    else:
        seconds = samples.START.astype(int) + np.array([row[1] for row in samples.RECORDS])
        assert found.time == pytest.approx(seconds)
        assert set(found.survey) == {"A1"}
    assert columns == pytest.approx(expected, abs=1e-6)
    assert found.magnetic.all() and not found.doubtful.any()


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), name=st.sampled_from([*FORMATS, "a.m77t.gz", "j.nc.gz"]))
def test_damaged_files_give_one_sentence_or_records_that_reconcile(files, model, tmp_path_factory, data, name):
    content = files[name]
    kind = data.draw(st.sampled_from(["cut", "bytes", "insert", "swap", "noise", *ENCODINGS]))
    if kind == "cut":
        content = content[: data.draw(st.integers(0, len(content) - 1))]
    elif kind == "bytes":
        damaged = bytearray(content)
        for _ in range(data.draw(st.integers(1, 20))):
            damaged[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
        content = bytes(damaged)
    elif kind == "insert":
        at = data.draw(st.integers(0, len(content)))
        content = content[:at] + data.draw(st.binary(max_size=40)) + content[at:]
    elif kind == "swap":
        at, other = sorted(data.draw(st.tuples(*[st.integers(0, len(content))] * 2)))
        content = content[other:] + content[at:other] + content[:at]
    elif kind == "noise":
        content = data.draw(st.binary(max_size=2000))
    else:
        content = content.decode("latin-1").encode(kind, errors="replace")
    folder = tmp_path_factory.mktemp("damaged")
    try:
        records = read(folder, name, content).records
        if records is None:
            return
        intake = take_in(records, model)
    except LmaError as error:
        message = str(error)
        assert len(message) > 20 and "\n" not in message and "Traceback" not in message
        return
    assert len(intake.records) + intake.n_rejected == np.count_nonzero(records.magnetic)
    assert (np.abs(intake.records.latitude) <= 90).all() and (np.abs(intake.records.longitude) <= 180).all()
    known = intake.anomaly[np.isfinite(intake.anomaly)]
    assert (np.abs(known) <= 5000).all()


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_cut_anywhere_gives_no_wrong_number_in_use(files, model, tmp_path, name):
    whole = read(tmp_path, name, files[name]).records
    true = {(lon, lat): res for lon, lat, res in zip(whole.longitude, whole.latitude, whole.residual)}
    content = files[name]
    for length in range(len(content) - 260, len(content), 3):
        try:
            intake = take_in(read(tmp_path, name, content[:length]).records, model)
        except LmaError:
            continue
        used = np.flatnonzero(intake.use)
        # In a table nothing tells a cut number from a short one; its last record is left to the warning.
        tail = 1 if name.endswith((".csv", ".tsv", ".xyz")) else 0
        for index in used[: len(used) - tail]:
            place = (intake.records.longitude[index], intake.records.latitude[index])
            assert intake.anomaly[index] == pytest.approx(true[place])


def test_the_header_beside_the_data_names_the_navigation(files, tmp_path):
    (tmp_path / "a.h77t").write_text("SURVEY_ID\tFORMAT_77\tNAV_INSTR\nA1\tMGD77T\tLORAN C AND TRANSIT\n")
    header = readers.read(tmp_path / "a.h77t")
    assert header.kind == "header" and header.records is None
    assert set(read(tmp_path, "a.m77t", files["a.m77t"]).records.position_sd) == {1000.0}


def test_lines_without_trailing_tabs_and_with_them_are_equal(tmp_path):
    short = read(tmp_path, "s.m77t", samples.mgd77t()).records
    long = read(tmp_path, "l.m77t", samples.mgd77t(trailing=10)).records
    assert np.array_equal(short.residual, long.residual)


def test_records_without_magnetics_are_no_rejections(tmp_path, model):
    lines = samples.mgd77t().decode().splitlines()
    lines[3] = "\t".join(lines[3].split("\t")[:6])
    records = read(tmp_path, "n.m77t", ("\n".join(lines) + "\n").encode()).records
    intake = take_in(records, model)
    assert len(records) == 12 and len(intake.records) == 11 and intake.n_rejected == 0


def test_columns_are_found_by_name_and_can_be_given(tmp_path):
    table = b"X;Y;F;comment\n-10,5;40,25;45123,5;a\n-10,6;40,26;45124,5;b\n-10,7;40,27;45126,5;c\n"
    found = read(tmp_path, "t.csv", table, columns="longitude=X; latitude=Y; total=F").records
    assert found.longitude == pytest.approx([-10.5, -10.6, -10.7])
    assert found.total == pytest.approx([45123.5, 45124.5, 45126.5])
    with pytest.raises(LmaError, match="no column"):
        read(tmp_path, "t.csv", table, columns="longitude=Q")
    with pytest.raises(LmaError, match="not understood"):
        read(tmp_path, "t.csv", table, columns="length=X")


def test_metres_are_turned_into_degrees_with_their_system(tmp_path):
    found = read(tmp_path, "m.csv", b"easting,northing,mag\n500000,0,12\n500000,110574,-9\n", wkt="EPSG:32616").records
    assert found.longitude == pytest.approx([-87.0, -87.0], abs=1e-6)
    assert found.latitude == pytest.approx([0.0, 1.0], abs=1e-3)
    assert found.residual == pytest.approx([12.0, -9.0])


def test_a_bare_mag_column_is_judged_by_its_size(tmp_path):
    found = read(tmp_path, "m.csv", b"lon,lat,mag\n1,2,45000\n1,2.1,45010\n").records
    assert np.isfinite(found.total).all() and np.isnan(found.residual).all()


def test_gravity_is_not_taken_for_magnetics(tmp_path):
    with pytest.raises(LmaError, match="no magnetic column"):
        read(tmp_path, "g.csv", b"lon,lat,free_air_anomaly_mgal\n1,2,45\n1,2.1,46\n")


@pytest.mark.parametrize(
    ("header", "row", "expected"),
    [
        ("date,time", "1979-06-06,13:27:30", "1979-06-06T13:27:30"),
        ("date,time", "19790606,1327.5", "1979-06-06T13:27:30"),
        ("year,month,day,hour,minute", "1979,6,6,13,27.5", "1979-06-06T13:27:30"),
        ("utc", "1979-06-06T15:27:30+02:00", "1979-06-06T13:27:30"),
        ("utc", "1979-06-06 13:27:30.000", "1979-06-06T13:27:30"),
        ("timestamp", "297523650", "1979-06-06T13:27:30"),
        ("date", "25/06/1979", "1979-06-25T00:00:00"),
        ("date", "06/25/1979", "1979-06-25T00:00:00"),
        ("date", "05/06/1979", None),
        ("utc", "1979-02-30T00:00:00", None),
        ("utc", "yesterday", None),
    ],
)
def test_times_in_tables(tmp_path, header, row, expected):
    found = read(tmp_path, "t.csv", f"lon,lat,mag_res,{header}\n1,2,3,{row}\n".encode()).records
    wanted = np.nan if expected is None else np.datetime64(expected, "s").astype(float)
    assert found.time == pytest.approx([wanted], nan_ok=True)


def test_numbers_that_python_takes_and_people_do_not_are_no_numbers(tmp_path):
    found = read(tmp_path, "t.csv", b"lon,lat,mag_res\n1,2,1_000\n1,2.1,inf\n1,2.2,nan\n1,2.3,0x1F\n1,2.4,5\n").records
    assert np.isnan(found.residual[:4]).all() and found.residual[4] == 5.0


def test_a_gzip_bomb_or_a_broken_gzip_is_refused(tmp_path):
    with pytest.raises(LmaError, match="damaged|cut off"):
        read(tmp_path, "x.csv.gz", gzip.compress(b"lon,lat,mag_res\n1,2,3\n")[:12] + b"\xff" * 30)
    with pytest.raises(LmaError, match="cannot be opened"):
        readers.read(tmp_path / "absent.csv")


@pytest.mark.parametrize("place", [200, 368, 600])
@pytest.mark.parametrize("change", [b"\x00", b""])
def test_a_netcdf_file_with_a_byte_too_many_or_missing_is_damaged(files, tmp_path, place, change):
    content = files["j.nc"]
    with pytest.raises(LmaError, match="damaged"):
        read(tmp_path, "j.nc", content[:place] + change + content[place + (not change):])


def test_netcdf_4_is_named_with_its_next_step(tmp_path):
    with pytest.raises(LmaError, match="nccopy"):
        read(tmp_path, "x.nc", b"\x89HDF\r\n\x1a\n" + bytes(100))


def test_a_damaged_header_does_not_stop_its_data(files, tmp_path):
    (tmp_path / "a.h77t").write_bytes(bytes(range(256)))
    assert len(read(tmp_path, "a.m77t", files["a.m77t"]).records) == 12


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("blanks.txt", "lon lat mag_res\n1.5 2.5 30\n1.6 2.6 -40.5\n"),
        ("gmt.txt", "# made by a script\n# lon lat mag_res\n1.5 2.5 30\n1.6 2.6 -40.5\n"),
        ("bars.txt", "Longitude|Latitude|Mag Anomaly (nT)\n1.5|2.5|30\n1.6|2.6|-40.5\n"),
        (
            "quoted.csv",
            '\ufeff"Longitude [deg]","Latitude [deg]","Magnetic anomaly [nT]","note"\n"1.5","2.5","30","a, b"\n'
            '1.6,2.6,-40.5,""\n',
        ),
        ("crlf.csv", "lat,lon,residual\r\n2.5,1.5,30\r\n2.6,1.6,-40.5\r\n"),
        ("mac.csv", "lat,lon,residual\r2.5,1.5,30\r2.6,1.6,-40.5"),
        ("comma.xyz", "/ X, Y, MAG\nLine 10\n1.5, 2.5, 30\nTie 4\n1.6, 2.6, -40.5\n"),
        ("short.xyz", "/\tx\ty\tmag_res\nL10\n1.5 2.5 30\nT4\n1.6 2.6 -40.5\n"),
        ("utf16.csv", "lon;lat;tfa\n1,5;2,5;30\n1,6;2,6;-40,5\n"),
    ],
)
def test_tables_as_people_write_them(tmp_path, name, content):
    encoding = "utf-16" if name.startswith("utf16") else "utf-8"
    found = read(tmp_path, name, content.encode(encoding)).records
    columns = np.column_stack((found.longitude, found.latitude, found.residual))
    assert columns == pytest.approx(np.array([[1.5, 2.5, 30], [1.6, 2.6, -40.5]]))
    if name.endswith(".xyz"):
        assert list(found.line) == ["10", "T4"]


def test_a_table_without_heading_takes_numbers_of_columns(tmp_path):
    content = b"1.5,2.5,9,30\n1.6,2.6,9,-40.5\n"
    found = read(tmp_path, "n.csv", content, columns="longitude=1; latitude=2; residual=4").records
    assert found.residual == pytest.approx([30, -40.5])
    with pytest.raises(LmaError, match="no longitude"):
        read(tmp_path, "n.csv", content)
