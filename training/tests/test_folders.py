"""Folders of the plugin: labels where they lie, nothing learnt outside the area or near vague lines."""

import json
import sqlite3

import numpy as np
import pytest
import torch
from PIL import Image, TiffImagePlugin

from training import dataset, finetune, folders

from .test_regions import wkb

CELL = 1000.0


def write(folder, kind, cell=(CELL, CELL), version=1):
    """Write a folder of 60 × 40 cells with a north-south line at column 12 and an area of the western 30 columns."""
    folder.mkdir()
    rows, cols = 60, 40
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    tags[33550], tags[33922] = (*cell, 0.0), (0.0, 0.0, 0.0, 5000.0, 90_000.0, 0.0)
    tags.tagtype.update({33550: 12, 33922: 12})
    wave = np.cos(2 * np.pi * (np.arange(cols) - 12) / 12) * np.ones((rows, 1))
    Image.fromarray((100 * wave).astype(np.float32)).save(folder / "anomaly.tif", tiffinfo=tags)
    east, north = 5000.0 + 12.5 * CELL, 90_000.0
    line = [[east, north - 5 * CELL], [east, north - 55 * CELL]]
    ring = [[5000.0, 20_000.0], [35_000.0, 20_000.0], [35_000.0, 95_000.0], [5000.0, 95_000.0], [5000.0, 20_000.0]]
    for name, blob, value in (("picks", wkb(2, line), kind), ("area", wkb(3, ring), None)):
        with sqlite3.connect(folder / f"{name}.gpkg") as connection:
            connection.execute(f'CREATE TABLE "{name}" (geom BLOB, kind TEXT)')
            connection.execute(f'INSERT INTO "{name}" VALUES (?, ?)', (blob, value))
    meta = {"format": "lma-training-data", "version": version}
    (folder / "meta.json").write_text(json.dumps(meta), encoding="utf-8")
    return folder


def test_a_crest_is_an_exact_label_and_the_area_is_taught(tmp_path):
    survey = folders.read_folder(write(tmp_path / "a", "crest"))
    assert np.allclose(survey["crests"][:, 1], 12.0, atol=0.01) and len(survey["either"]) == 0
    turn = survey["crests"][:, 2] % 180
    assert np.allclose(np.minimum(turn, 180 - turn), 0.0)
    assert survey["labelled"][:, :30].all() and not survey["labelled"][:, 30:].any()
    assert survey["guided"][30, 12] > 1.0 > survey["guided"][30, 18]


def test_the_evidence_of_a_folder_is_read_and_unknown_where_it_has_none(tmp_path):
    folder = write(tmp_path / "a", "crest")
    assert np.isnan(folders.read_folder(folder)["evidence"]).all()
    (folder / "evidence.tif").write_bytes((folder / "anomaly.tif").read_bytes())
    survey = folders.read_folder(folder)
    assert survey["evidence"][30, 12] == pytest.approx(100.0)
    piece = folders.pieces(survey, 48)[0]["evidence"]
    assert np.array_equal(piece[:, :40], survey["evidence"][:48]) and np.isnan(piece[:, 40:]).all()


def test_a_line_of_unknown_kind_is_tolerant(tmp_path):
    survey = folders.read_folder(write(tmp_path / "a", None))
    assert len(survey["crests"]) == len(survey["troughs"]) == 0 and len(survey["either"]) == 51
    assert not survey["labelled"][30, 8:17].any() and survey["labelled"][30, :6].all()


def test_a_folder_is_judged_on_all_its_cells_with_all_its_lines(tmp_path):
    one = folders.as_map(write(tmp_path / "a", None))
    assert one.survey["labelled"].all() and len(one.lines) == 1
    assert np.allclose(one.lines[0][:, 0], 5000.0 + 12.5 * CELL)


@pytest.mark.parametrize("changes", [{"version": 2}, {"cell": (1000.0, 1500.0)}])
def test_what_cannot_be_read_rightly_is_refused(tmp_path, changes):
    with pytest.raises(ValueError):
        folders.read_folder(write(tmp_path / "a", "crest", **changes))


def test_pieces_are_square_keep_their_labels_and_teach_nothing_outside_the_map(tmp_path):
    survey = folders.read_folder(write(tmp_path / "a", "crest"))
    pieces = folders.pieces(survey, 48)
    assert all(piece["guided"].shape == (48, 48) for piece in pieces)
    first, lower = pieces[0], pieces[1]
    assert np.array_equal(first["guided"][:, :40], survey["guided"][:48])
    assert not dataset.valid_cells(first, "guided")[:, 40:].any()
    assert not dataset.valid_cells(lower, "guided")[36:].any() and len(lower["crests"]) == 31
    crops = dataset.Crops(pieces, "guided", 32, (1.0, 1.0), ("crests", "troughs", folders.EITHER))
    assert crops.draw(np.random.default_rng(0), 0)[1].shape == (3, 32, 32)


def test_tolerant_labels_are_met_by_either_kind_nearby_and_by_nothing_farther_off():
    lines = torch.zeros(1, 1, 20, 20)
    lines[..., 10] = 1
    def loss(kind, column):
        logits = torch.full((1, 2, 20, 20), -6.0)
        logits[:, kind, :, column] = 6.0
        return float(finetune.tolerant_loss(logits, lines))
    assert loss(0, 12) < 0.01 and loss(1, 8) < 0.01 and loss(0, 10) < 0.01
    assert loss(0, 14) > 5.0
    assert float(finetune.tolerant_loss(torch.zeros(1, 2, 20, 20), 0 * lines)) == 0.0
