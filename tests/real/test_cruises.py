"""Whole cruises of the archives: counts by another parser, the date line, levelling."""

import csv
import functools
import gzip
import struct

import numpy as np
import pytest

from lma_qgis.core.tracks import igrf
from lma_qgis.core.tracks.intake import Options, take_in
from lma_qgis.core.tracks.levelling import level
from lma_qgis.core.tracks.observations import Observations
from lma_qgis.core.tracks.records import concatenate
from lma_qgis.geo import crs, readers
from lma_qgis.paths import resource
from tests import data

MGD77T = {
    "cruises_mgd77/wi933014.m77t.gz": 43_934,
    "cruises_mgd77/ew0007.m77t.gz": 32_520,
    "cruises_mgd77/ew0102.m77t.gz": 5_654,
    "cruises_mgd77/ew9704.m77t.gz": 1_833,
    "cruises_mgd77/nbp0403.m77t.gz": 31_258,
    "cruises_mgd77/nbp9908.m77t.gz": 28_006,
    "galapagos_sc_west/78123006_west.m77t.gz": 20_185,
    "nazca_chile_emag2/rc2107.m77t.gz": 6_815,
    "nazca_chile_emag2/v1707.m77t.gz": 766,
    "nazca_chile_emag2/elt03.m77t.gz": 1_535,
}


@pytest.fixture(scope="module")
def model():
    return igrf.parse_shc(resource("data", "igrf", "igrf14.shc").read_text(encoding="ascii"))


@functools.cache
def read(name):
    return readers.read(data.path(name))


def by_csv_module(path):
    """Count records with a total field or an anomaly with Python's own reader."""
    with gzip.open(path, "rt", encoding="ascii") as stream:
        rows = list(csv.reader(stream, delimiter="\t"))
    heading, rows = rows[0], rows[1:]
    total, residual = heading.index("MAG_TOT"), heading.index("MAG_RES")
    return sum(any(len(row) > at and row[at].strip() for at in (total, residual)) for row in rows)


@pytest.mark.parametrize("name", MGD77T)
def test_every_magnetic_record_of_a_cruise_is_kept_or_rejected(name, model):
    path = data.path(name)
    found = read(name)
    assert by_csv_module(path) == MGD77T[name]
    intake = take_in(found.records, model)
    assert len(intake.records) + intake.n_rejected == MGD77T[name]
    assert intake.n_rejected <= 0.005 * MGD77T[name]


def test_no_file_of_the_folder_is_left_out():
    counted = {"rc0402_01010006.nc", "legacy_sample.mgd77", *(name.partition("/")[2] for name in MGD77T)}
    folder = data.path("cruises_mgd77/nbp0403.h77t").parent
    assert {path.name for path in folder.iterdir()} - counted == {"README.md", "nbp0403.h77t", "nbp9908.h77t"}
    assert all(read(f"cruises_mgd77/{name}.h77t").kind == "header" for name in ("nbp0403", "nbp9908"))


def test_values_and_places_are_those_of_the_file(model):
    with gzip.open(data.path("cruises_mgd77/nbp9908.m77t.gz"), "rt", encoding="ascii") as stream:
        rows = [row for row in csv.reader(stream, delimiter="\t") if len(row) > 15 and row[15]][1:]
    expected = {(float(row[5]), float(row[4])): (float(row[13]), float(row[15])) for row in rows}
    intake = take_in(read("cruises_mgd77/nbp9908.m77t.gz").records, model)
    for i in range(0, len(intake.records), 7):
        place = (intake.records.longitude[i], intake.records.latitude[i])
        assert expected[place] == (intake.records.total[i], intake.anomaly[i])


def test_the_netcdf_cruise():
    content = data.path("cruises_mgd77/rc0402_01010006.nc").read_bytes()
    found = read("cruises_mgd77/rc0402_01010006.nc").records
    assert struct.unpack(">i", content[4:8])[0] == 866 == len(found)
    assert np.isfinite(found.total).sum() == 842 and np.isfinite(found.residual).sum() == 843
    assert found.time[0] == -214_855_740.0 and np.isfinite(found.time).all()


def test_the_legacy_file_by_columns():
    lines = data.path("cruises_mgd77/legacy_sample.mgd77").read_text(encoding="ascii").splitlines()
    records = [line for line in lines if line.startswith("5")]
    expected = [
        (int(line[27:35]) / 1e5, int(line[35:44]) / 1e5, int(line[60:66]) / 10, int(line[72:78]) / 10)
        for line in records
        if line[60:66] != "999999"
    ]
    found = read("cruises_mgd77/legacy_sample.mgd77").records
    magnetic = found.where(found.magnetic)
    assert len(found) == 24 and len(expected) == 19
    columns = np.column_stack((magnetic.latitude, magnetic.longitude, magnetic.total, magnetic.residual))
    assert columns == pytest.approx(np.array(expected))


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("galapagos_sc_west/tracks.csv.gz", 10_612),
        ("nazca_chile_emag2/tracks.csv.gz", 9_116),
        ("negative_control_rio/rio_aeromag.csv.gz", 37_718),
    ],
)
def test_tables_reconcile(name, count, model):
    intake = take_in(read(name).records, model)
    assert len(intake.records) + intake.n_rejected == count and intake.n_rejected < 20


def test_the_record_at_longitude_zero_is_rejected_and_bathymetry_is_no_loss(model):
    records = read("cruises_mgd77/wi933014.m77t.gz").records
    intake = take_in(records, model)
    assert len(records) == 49_299 and intake.rejected["WI933014"]["speed impossible"] == 1
    assert not (np.abs(intake.records.longitude) < 1).any()


def test_tie_lines_of_the_aircraft_are_named(model):
    intake = take_in(read("negative_control_rio/rio_aeromag.csv.gz").records, model)
    names = set(intake.line_name)
    assert sum(name.startswith("rio_aeromag-T") for name in names) == 9 and len(names) == 137


def observations(names, model, mode=0):
    records = concatenate([read(name).records for name in names])
    intake = take_in(records, model, Options(mode))
    use, records = intake.use, intake.records
    wkt = crs.working_crs(records.longitude[use], records.latitude[use], "EPSG:4326")
    east, north = crs.transform(records.longitude[use], records.latitude[use], "EPSG:4326", wkt)
    return Observations.from_labels(
        east, north, intake.anomaly[use], intake.line_name[use], records.time[use], records.position_sd[use]
    )


def test_one_reference_field_brings_two_cruises_across_the_date_line_together(model):
    names = ["cruises_mgd77/nbp0403.m77t.gz", "cruises_mgd77/nbp9908.m77t.gz"]
    archived, recomputed = (level(observations(names, model, mode)) for mode in (0, 1))
    assert len(archived.crossovers) >= 1
    assert recomputed.rms_before < 0.4 * archived.rms_before


def test_levelling_a_cruise_with_many_crossings(model):
    levelled = level(observations(["galapagos_sc_west/78123006_west.m77t.gz"], model))
    assert len(levelled.crossovers) > 100
    assert levelled.rms_after < 0.4 * levelled.rms_before


def test_biases_put_on_real_lines_are_found_by_the_tie_lines(model):
    obs = observations(["negative_control_rio/rio_aeromag.csv.gz"], model)
    clean = level(obs)
    given = np.random.default_rng(1).normal(0, 20.0, obs.n_tracks)
    biased = level(obs.with_value(obs.value + given[obs.track]))
    crossed = biased.crossings > 1
    left = (biased.bias - clean.bias - given)[crossed]
    assert np.median(np.abs(left - np.median(left))) < 5.0
    before, after = (np.median(np.abs(error)) for error in (biased.crossovers.error, biased.error_after))
    assert after < 0.5 * before


def test_spikes_are_rare_in_a_good_survey_with_steep_anomalies_and_put_there_are_found(model):
    records = read("galapagos_sc_west/tracks.csv.gz").records
    rng = np.random.default_rng(0)
    place = rng.choice(len(records) - 20, 60, replace=False) + 10
    spiked = records.residual.copy()
    spiked[place] += rng.choice([-1, 1], 60) * rng.uniform(150, 400, 60)
    plain, found = (take_in(table, model) for table in (records, records.replaced(residual=spiked)))
    assert np.mean(["spike" in flags for flags in plain.flags]) < 0.005
    assert np.mean(["spike" in found.flags[index] for index in place]) > 0.9
    assert plain.use.all() and found.use.all()
