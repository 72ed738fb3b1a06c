"""The smallest model that proves a runtime: one Identity node, written by hand.

Opset 13 and IR version 7, which every supported onnxruntime reads.
"""

from __future__ import annotations

from .protobuf import encode, encode_number

_FLOAT = 1


def demo_model():
    """Return the bytes of a model that returns its input, float32 of shape (2,)."""
    dimension = encode(1, encode_number(1, 2))
    tensor = encode_number(1, _FLOAT) + encode(2, dimension)
    # TypeProto.tensor_type is field 1 and ValueInfoProto.type field 2; TensorTypeProto.shape is field 2.
    kind = encode(2, encode(1, tensor))
    node = encode(1, b"x") + encode(2, b"y") + encode(4, b"Identity")
    graph = encode(1, node) + encode(2, b"demo")
    graph += encode(11, encode(1, b"x") + kind) + encode(12, encode(1, b"y") + kind)
    return encode_number(1, 7) + encode(7, graph) + encode(8, encode_number(2, 13))
