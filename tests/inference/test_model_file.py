"""Hostile and broken model files are refused with one sentence, before a runtime sees them."""

import contextlib
import json

import numpy as np
import onnx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from onnx import TensorProto, helper, numpy_helper

from lma_qgis.core.detection.card import ModelCard
from lma_qgis.core.errors import LmaError
from lma_qgis.inference import model_file
from tests.inference import onnx_models


def saved(tmp_path, data, name="model.onnx"):
    path = tmp_path / name
    path.write_bytes(data)
    return path


def refused(tmp_path, data, words, name="model.onnx"):
    with pytest.raises(LmaError, match=words) as caught:
        model_file.load(saved(tmp_path, data, name))
    text = str(caught.value)
    assert "\n" not in text
    assert len(text) < 400


def test_a_good_model_is_loaded_with_its_card(tmp_path):
    data = onnx_models.identity(threshold=0.3)
    loaded = model_file.load(saved(tmp_path, data))
    assert loaded.name == "model"
    assert loaded.data == data
    assert loaded.card.threshold == 0.3


def test_the_metadata_are_those_that_onnx_wrote():
    model = onnx.load_from_string(onnx_models.identity())
    helper.set_model_props(model, {"a": "é", "b": ""})
    assert model_file.inspect(model.SerializeToString()) == {"a": "é", "b": ""}


def test_a_model_without_card_is_refused_with_the_next_step(tmp_path):
    refused(tmp_path, onnx_models.identity(card=None), "no model card.*tools/add_card.py")


def test_a_card_is_put_in_and_replaced():
    bare = onnx_models.identity(card=None)
    first = ModelCard.from_json(json.dumps(onnx_models.CARD))
    second = ModelCard.from_json(json.dumps({**onnx_models.CARD, "name": "Renamed"}))
    twice = model_file.embed_card(model_file.embed_card(bare, first), second)
    onnx.checker.check_model(onnx.load_from_string(twice))
    assert model_file.inspect(twice) == {"lma.card": second.to_json()}
    assert model_file.embed_card(bare, second) == twice


@pytest.mark.parametrize("data", [b"", b"not a model", b"\x00" * 100, b"\x08\x08", bytes(range(256)), b"\xff" * 50])
def test_what_is_not_a_model_is_refused(tmp_path, data):
    refused(tmp_path, data, "not an ONNX model")


def test_a_cut_model_is_refused(tmp_path):
    data = onnx_models.identity()
    refused(tmp_path, data[: len(data) // 2], "not an ONNX model|no model card")


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_crash_the_inspection(data):
    with contextlib.suppress(ValueError, LmaError):
        model_file.inspect(data)


@settings(max_examples=200, deadline=None)
@given(place=st.integers(0, 10_000), value=st.integers(0, 255))
def test_no_changed_byte_crashes_the_inspection(place, value):
    data = bytearray(onnx_models.identity())
    data[place % len(data)] = value
    with contextlib.suppress(ValueError, LmaError):
        model_file.inspect(bytes(data))


def test_external_weights_are_refused(tmp_path):
    model = onnx.load_from_string(onnx_models.identity())
    tensor = model.graph.initializer[0]
    tensor.data_location = TensorProto.EXTERNAL
    entry = tensor.external_data.add()
    entry.key, entry.value = "location", "../../etc/passwd"
    refused(tmp_path, model.SerializeToString(), "weights in another file")


def test_external_weights_inside_an_attribute_of_a_subgraph_are_refused(tmp_path):
    hidden = numpy_helper.from_array(np.ones(3, np.float32), "t")
    hidden.data_location = TensorProto.EXTERNAL
    inner = helper.make_graph([helper.make_node("Constant", [], ["c"], value=hidden)], "inner", [], [])
    refused(tmp_path, onnx_models.operator("If", then_branch=inner, else_branch=inner), "weights in another file")


@pytest.mark.parametrize("domain", ["com.microsoft", "com.microsoft.extensions", "my.own", "ai.onnx.preview.training"])
def test_operators_of_other_domains_are_refused(tmp_path, domain):
    refused(tmp_path, onnx_models.operator("PyOp", domain=domain), "not standard")


def test_operators_hidden_in_a_subgraph_are_refused(tmp_path):
    node = helper.make_node("PyOp", ["x"], ["y"], domain="evil")
    inner = helper.make_graph([node], "inner", [], [])
    refused(tmp_path, onnx_models.operator("Loop", body=inner), "PyOp of “evil”")


def test_functions_of_its_own_are_refused(tmp_path):
    model = onnx.load_from_string(onnx_models.identity())
    model.functions.add().name = "f"
    refused(tmp_path, model.SerializeToString(), "functions of its own")


def test_deep_nesting_is_refused(tmp_path):
    graph = helper.make_graph([helper.make_node("Identity", ["a"], ["b"])], "g", [], [])
    for _ in range(12):
        graph = helper.make_graph([helper.make_node("If", ["c"], ["d"], then_branch=graph)], "g", [], [])
    refused(tmp_path, onnx_models.operator("Loop", body=graph), "nested too deeply")


def test_paths_that_are_no_local_onnx_file_are_refused(tmp_path):
    refused(tmp_path, onnx_models.identity(), "does not end with .onnx", "model.pth")
    (tmp_path / "folder.onnx").mkdir()
    for path in (tmp_path / "folder.onnx", tmp_path / "absent.onnx", "https://example.org/model.onnx"):
        with pytest.raises(LmaError, match="not a file on this computer"):
            model_file.load(path)


def test_a_file_over_the_limit_is_refused_without_reading_it(tmp_path, monkeypatch):
    monkeypatch.setattr(model_file, "LARGEST", 2**20)
    path = tmp_path / "huge.onnx"
    with path.open("wb") as stream:
        stream.truncate(2**20 + 1)
    with pytest.raises(LmaError, match="larger than 1 MiB"):
        model_file.load(path)
