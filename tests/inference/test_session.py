"""What device runs is what is reported; memory running out costs speed, not the result."""

import threading
import time

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from lma_qgis.core.detection.card import ModelCard
from lma_qgis.core.errors import LmaCancelled, LmaError
from lma_qgis.inference.model_file import ModelFile, inspect
from lma_qgis.inference.session import Session
from tests.inference import onnx_models
from tests.inference.fake_runtime import FakeRuntime

ort = pytest.importorskip("onnxruntime")
CUDA, CPU = "CUDAExecutionProvider", "CPUExecutionProvider"
TILES = np.random.default_rng(0).normal(size=(6, 1, 80, 80)).astype(np.float32)


def model(data):
    return ModelFile("known", data, ModelCard.from_json(inspect(data)["lma.card"]))


def session(device, runtime, data=None):
    log, warnings = [], []
    made = Session(model(data or onnx_models.identity()), device, runtime, log.append, warnings.append)
    return made, log, warnings


def test_auto_takes_cuda_when_it_works():
    runtime = FakeRuntime({CUDA: "works", CPU: "works"})
    made, log, warnings = session("auto", runtime)
    assert made.device == "cuda"
    assert runtime.opened == [CUDA]
    assert runtime.preloaded == 1
    assert any("Running on cuda" in line for line in log)
    assert not warnings


@pytest.mark.parametrize(
    ("behaviour", "reason"),
    [("missing libraries", "CUDA or cuDNN missing"), ("raises", "driver version"), ("fails warm-up", "CUDNN_STATUS")],
)
def test_auto_says_why_cuda_is_not_used(behaviour, reason):
    made, log, _ = session("auto", FakeRuntime({CUDA: behaviour, CPU: "works"}))
    assert made.device == "cpu"
    assert any("CUDA is not used" in line and reason in line for line in log)
    assert any("Running on cpu" in line for line in log)


@pytest.mark.parametrize("behaviour", ["missing libraries", "raises", "fails warm-up"])
def test_cuda_asked_for_and_not_working_is_an_error(behaviour):
    runtime = FakeRuntime({CUDA: behaviour, CPU: "works"})
    with pytest.raises(LmaError, match="CUDA does not work: .*choose the device cpu"):
        session("cuda", runtime)
    assert CPU not in runtime.opened


def test_cuda_asked_for_without_a_cuda_build_is_an_error():
    with pytest.raises(LmaError, match="built without CUDA.*NVIDIA GPU runtime"):
        session("cuda", FakeRuntime({CPU: "works"}))


def test_cpu_never_touches_cuda():
    runtime = FakeRuntime({CUDA: "works", CPU: "works"})
    made, _, _ = session("cpu", runtime)
    assert made.device == "cpu"
    assert runtime.opened == [CPU]


def test_out_of_memory_halves_the_batch_and_keeps_the_result():
    runtime = FakeRuntime({CUDA: 1, CPU: "works"})
    made, _, warnings = session("auto", runtime)
    scores = made.run(TILES)
    np.testing.assert_array_equal(scores, np.repeat(TILES, 2, axis=1))
    assert made.device == "cuda"
    assert made.batch == 1
    assert [line for line in warnings if "Out of memory" in line]


def test_out_of_memory_with_one_tile_falls_back_in_auto_only():
    made, _, warnings = session("auto", FakeRuntime({CUDA: 0, CPU: "works"}))
    np.testing.assert_array_equal(made.run(TILES), np.repeat(TILES, 2, axis=1))
    assert made.device == "cpu"
    assert any("going on with the CPU" in line for line in warnings)
    made, _, _ = session("cuda", FakeRuntime({CUDA: 0, CPU: "works"}))
    with pytest.raises(LmaError, match="Out of memory on cuda.*smaller tiles or the device cpu"):
        made.run(TILES)


def test_out_of_memory_on_the_cpu_names_the_next_step():
    made, _, _ = session("cpu", FakeRuntime({CPU: 0}))
    with pytest.raises(LmaError, match="choose smaller tiles"):
        made.run(TILES)


def test_another_failure_is_not_taken_for_lack_of_memory():
    def fails(batch):
        if batch.shape[-1] > 64:
            raise RuntimeError("shape mismatch in node 7\nlong trace")
        return np.repeat(batch, 2, axis=1)

    made, _, warnings = session("cpu", FakeRuntime({CPU: "works"}, answer=fails))
    with pytest.raises(LmaError, match="shape mismatch in node 7; choose another model"):
        made.run(TILES)
    assert not warnings


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda b: b, "returns shape"),
        (lambda b: np.repeat(b, 2, axis=1)[:, :, 1:], "returns shape"),
        (lambda b: np.full((1, 2, *b.shape[2:]), np.nan, np.float32), "not numbers"),
    ],
)
def test_a_model_that_does_not_keep_its_card_is_refused(answer, words):
    with pytest.raises(LmaError, match=words):
        session("cpu", FakeRuntime({CPU: "works"}, answer=answer))


def test_real_runtime_on_the_cpu_is_exact():
    made, log, _ = session("cpu", ort)
    scores = made.run(TILES)
    np.testing.assert_array_equal(scores[:, 0], TILES[:, 0])
    np.testing.assert_array_equal(scores[:, 1], -TILES[:, 0])
    assert any(ort.__version__ in line for line in log)


@pytest.mark.skipif(CUDA not in ort.get_available_providers(), reason="onnxruntime without CUDA")
def test_real_gpu_runtime_reports_what_really_runs():
    made, log, _ = session("auto", ort)
    assert made.device == {CUDA: "cuda", CPU: "cpu"}[made._session.get_providers()[0]]
    assert log


def test_models_of_fixed_size_and_batch():
    made, _, _ = session("cpu", ort, onnx_models.blur(side=64, batch=4))
    assert made.side == 64
    assert made.batch == 4
    assert made.run(TILES[:5, :, :64, :64]).shape == (5, 2, 64, 64)
    with pytest.raises(LmaError, match="takes tiles of 32 cells, its card says 64"):
        session("cpu", ort, onnx_models.blur(side=32))


def test_outputs_may_come_one_by_one():
    shape = ["n", 1, "h", "w"]
    graph = helper.make_graph(
        [helper.make_node("Identity", ["x"], ["a"]), helper.make_node("Neg", ["x"], ["b"])],
        "two",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, shape)],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name in "ab"],
    )
    made, _, _ = session("cpu", ort, onnx_models.finish(graph))
    np.testing.assert_array_equal(made.run(TILES)[:, 1], -TILES[:, 0])


@pytest.mark.parametrize(
    ("shape", "kind", "words"),
    [
        (["n", 3, "h", "w"], TensorProto.FLOAT, "takes 3 planes, the channels of its card have 1"),
        (["n", 1, 64, 32], TensorProto.FLOAT, "not square"),
        (["n", "h", "w"], TensorProto.FLOAT, "one float32 input"),
        (["n", 1, "h", "w"], TensorProto.DOUBLE, "one float32 input"),
    ],
)
def test_inputs_that_the_plugin_cannot_feed_are_refused(shape, kind, words):
    graph = helper.make_graph(
        [helper.make_node("Identity", ["x"], ["y"])],
        "odd",
        [helper.make_tensor_value_info("x", kind, shape)],
        [helper.make_tensor_value_info("y", kind, shape)],
    )
    with pytest.raises(LmaError, match=words):
        session("cpu", ort, onnx_models.finish(graph))


def test_a_model_that_the_runtime_cannot_load_is_one_sentence():
    data = onnx.load_from_string(onnx_models.identity())
    data.graph.node[0].input[1] = "absent"
    with pytest.raises(LmaError, match="cannot be loaded by onnxruntime") as caught:
        session("cpu", ort, data.SerializeToString())
    assert "\n" not in str(caught.value)


def test_a_running_model_stops_when_asked():
    """A loop of a billion steps ends within a second of stop()."""
    step = helper.make_graph(
        [
            helper.make_node("Identity", ["go_in"], ["go_out"]),
            helper.make_node("Sin", ["v_in"], ["v_out"]),
        ],
        "step",
        [
            helper.make_tensor_value_info("i", TensorProto.INT64, []),
            helper.make_tensor_value_info("go_in", TensorProto.BOOL, []),
            helper.make_tensor_value_info("v_in", TensorProto.FLOAT, None),
        ],
        [
            helper.make_tensor_value_info("go_out", TensorProto.BOOL, []),
            helper.make_tensor_value_info("v_out", TensorProto.FLOAT, None),
        ],
    )
    # The number of steps grows with the largest value: the warm-up on zeros is instant.
    nodes = [
        helper.make_node("ReduceMax", ["x"], ["m"], keepdims=0),
        helper.make_node("Cast", ["m"], ["steps"], to=TensorProto.INT64),
        helper.make_node("Loop", ["steps", "yes", "x"], ["v"], body=step),
        helper.make_node("Concat", ["v", "v"], ["y"], axis=1),
    ]
    graph = helper.make_graph(
        nodes,
        "long",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["n", 1, "h", "w"])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, ["n", 2, "h", "w"])],
        [numpy_helper.from_array(np.array(True), "yes")],
    )
    made, _, _ = session("cpu", ort, onnx_models.finish(graph))
    caught = []

    def work():
        try:
            made.run(np.full((1, 1, 64, 64), 1e9, np.float32))
        except LmaCancelled as error:
            caught.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    time.sleep(0.3)
    assert thread.is_alive()
    made.stop()
    thread.join(5)
    assert caught and not thread.is_alive()
