"""Tiny ONNX models whose answers are known, built with the package onnx."""

import json

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

CARD = {
    "name": "Known answer",
    "version": "1.0",
    "licence": "CC0",
    "training_data": "none: built by a test",
    "preprocessing": "none",
    "outputs": ["crest", "trough"],
    "threshold": 0.5,
    "tile": 64,
    "margin": 8,
}


def mean_kernel(size):
    return np.full((size, size), 1.0 / size**2, np.float32)


def convolution(kernels, side=None, batch=None, opset=17, card=CARD, **changes):
    """Return a model that convolves its one channel with each kernel, as bytes.

    ``side`` and ``batch`` fix the shape; ``card`` None leaves the card out; more names change card fields.
    """
    weight = np.stack(kernels)[:, np.newaxis]
    size = weight.shape[-1]
    node = helper.make_node("Conv", ["x", "w"], ["y"], pads=[size // 2] * 4)
    shape = [batch or "n", 1, side or "height", side or "width"]
    graph = helper.make_graph(
        [node],
        "known",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, shape)],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, [shape[0], len(kernels), *shape[2:]])],
        [numpy_helper.from_array(weight, "w")],
    )
    return finish(graph, opset, card, changes)


def weighted(*outputs, size=1, **changes):
    """Return a model whose outputs are sums over its planes and over squares, the weights of each in one tuple."""
    weight = np.array(outputs, np.float32)[:, :, np.newaxis, np.newaxis].repeat(size, 2).repeat(size, 3)
    graph = helper.make_graph(
        [helper.make_node("Conv", ["x", "w"], ["y"], pads=[size // 2] * 4)],
        "weighted",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["n", weight.shape[1], "height", "width"])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, ["n", len(outputs), "height", "width"])],
        [numpy_helper.from_array(weight, "w")],
    )
    return finish(graph, changes=changes)


def finish(graph, opset=17, card=CARD, changes=None):
    """Return a graph as the bytes of a model with a card."""
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=8)
    onnx.checker.check_model(model)
    if card is not None:
        helper.set_model_props(model, {"lma.card": json.dumps({**card, **(changes or {})})})
    return model.SerializeToString()


def identity(**changes):
    """Return a model whose crest is the field and whose trough its negative."""
    one = np.ones((1, 1), np.float32)
    return convolution([one, -one], **changes)


def blur(size=5, **changes):
    """Return a model that takes means over squares."""
    return convolution([mean_kernel(size), -mean_kernel(size)], **changes)


def deep(layers, channels=16, **changes):
    """Return a model of many convolutions, as slow as wished; it can be stopped between layers, as real nets."""
    wide = numpy_helper.from_array(np.full((channels, 1, 3, 3), 1 / 9, np.float32), "wide")
    inner = numpy_helper.from_array(np.full((channels, channels, 3, 3), 1 / 9 / channels, np.float32), "inner")
    last = numpy_helper.from_array(np.full((2, channels, 1, 1), 1 / channels, np.float32), "last")
    pads = {"pads": [1] * 4}
    nodes = [helper.make_node("Conv", ["x", "wide"], ["h0"], **pads)]
    nodes += [helper.make_node("Conv", [f"h{k}", "inner"], [f"h{k + 1}"], **pads) for k in range(layers)]
    nodes.append(helper.make_node("Conv", [f"h{layers}", "last"], ["y"]))
    graph = helper.make_graph(
        nodes,
        "deep",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["n", 1, "h", "w"])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, ["n", 2, "h", "w"])],
        [wide, inner, last],
    )
    return finish(graph, changes=changes)


def one_output(size=1, **changes):
    """Return a model of one output, the mean over squares."""
    return convolution([mean_kernel(size)], outputs=["crest"], **changes)


def operator(name, domain="", **attributes):
    """Return the bytes of a model of one operator, unchecked, with a card."""
    node = helper.make_node(name, ["x"], ["y"], domain=domain, **attributes)
    shape = ["n", 1, "height", "width"]
    graph = helper.make_graph(
        [node],
        "one",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, shape)],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, shape)],
    )
    imports = [helper.make_opsetid("", 17)] + ([helper.make_opsetid(domain, 1)] if domain else [])
    model = helper.make_model(graph, opset_imports=imports, ir_version=8)
    helper.set_model_props(model, {"lma.card": json.dumps({**CARD, "outputs": ["crest"]})})
    return model.SerializeToString()
