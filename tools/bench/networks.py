"""Networks for timing: U-Nets with random weights, built with the package onnx."""

from __future__ import annotations

import json

import numpy as np
from onnx import TensorProto, helper, numpy_helper

CARD = {
    "name": "Random U-Net",
    "version": "0",
    "licence": "CC0",
    "training_data": "none: random weights, for timing",
    "preprocessing": {"name": "standardise", "version": 1},
    "outputs": ["crest", "trough"],
    "threshold": 0.5,
    "tile": 1024,
    "margin": 64,
    "multiple": 16,
}


def unet(base=16, depth=4, seed=0, **card):
    """Return a U-Net as bytes: per level two 3×3 convolutions, pooling and nearest upsampling by two.

    Parameters
    ----------
    base : int
        Channels of the first level, doubled at each further one.
    depth : int
        Levels below the first.
    seed : int
        Of the weights (He normal).
    **card
        Changes of the card.

    Returns
    -------
    bytes
    """
    build = _Builder(seed)
    level, skips = "x", []
    channels = 1
    for number in range(depth + 1):
        if number:
            level = build.node("MaxPool", [level], kernel_shape=[2, 2], strides=[2, 2])
        level = build.double(level, channels, base << number)
        channels = base << number
        skips.append(level)
    skips.pop()
    for number in reversed(range(depth)):
        level = build.node("Resize", [level, "", build.constant(np.array([1, 1, 2, 2], np.float32))], mode="nearest")
        level = build.node("Concat", [level, skips.pop()], axis=1)
        level = build.double(level, channels + (base << number), base << number)
        channels = base << number
    level = build.node("Sigmoid", [build.convolution(level, channels, 2, 1)])
    shape = ["n", 1, "height", "width"]
    graph = helper.make_graph(
        build.nodes,
        "unet",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, shape)],
        [helper.make_tensor_value_info(level, TensorProto.FLOAT, ["n", 2, "height", "width"])],
        build.weights,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    helper.set_model_props(model, {"lma.card": json.dumps({**CARD, **card})})
    return model.SerializeToString()


class _Builder:
    def __init__(self, seed):
        self.nodes, self.weights = [], []
        self._rng = np.random.default_rng(seed)

    def node(self, kind, inputs, **attributes):
        name = f"t{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [name], **attributes))
        return name

    def constant(self, values):
        name = f"w{len(self.weights)}"
        self.weights.append(numpy_helper.from_array(values, name))
        return name

    def convolution(self, level, channels_in, channels_out, size):
        scale = np.sqrt(2.0 / (channels_in * size * size))
        shape = (channels_out, channels_in, size, size)
        weight = self.constant((scale * self._rng.standard_normal(shape)).astype(np.float32))
        bias = self.constant(np.zeros(channels_out, np.float32))
        return self.node("Conv", [level, weight, bias], pads=[size // 2] * 4)

    def double(self, level, channels_in, channels_out):
        level = self.node("Relu", [self.convolution(level, channels_in, channels_out, 3)])
        return self.node("Relu", [self.convolution(level, channels_out, channels_out, 3)])
