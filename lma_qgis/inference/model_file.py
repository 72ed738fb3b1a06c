"""Model files: looked into, and refused where they could do more than compute, before a runtime sees them.

The runtime is given the very bytes that were checked, without a path, so that nothing can be exchanged in
between and no other file can be reached. Field numbers are those of ``onnx.proto``.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ..core.detection.card import KEY, ModelCard
from ..core.errors import LmaError
from .protobuf import encode, fields, spans

LARGEST = 256 * 2**20  # bytes
DOMAINS = ("", "ai.onnx", "ai.onnx.ml")
_DEEPEST = 8
# ModelProto
_GRAPH, _OPSET_IMPORT, _METADATA, _TRAINING, _FUNCTIONS = 7, 8, 14, 20, 25
# GraphProto, NodeProto, AttributeProto
_NODE, _INITIALIZER, _SPARSE_INITIALIZER = 1, 5, 15
_OP_TYPE, _ATTRIBUTE, _DOMAIN = 4, 5, 7
_TENSOR, _SUBGRAPH, _TENSORS, _SUBGRAPHS, _SPARSE_TENSOR, _SPARSE_TENSORS = 5, 6, 10, 11, 22, 23
# TensorProto, StringStringEntryProto
_EXTERNAL_DATA, _DATA_LOCATION = 13, 14
_ENTRY_KEY, _ENTRY_VALUE = 1, 2


@dataclass(frozen=True)
class ModelFile:
    """A checked model.

    Parameters
    ----------
    name : str
        File name without extension.
    data : bytes
        The whole file.
    card : ModelCard
    """

    name: str
    data: bytes
    card: ModelCard


def load(path):
    """Read and check a model file.

    Parameters
    ----------
    path : str or pathlib.Path

    Returns
    -------
    ModelFile

    Raises
    ------
    LmaError
        If it is no local ONNX file, is too large, refers to other files, uses operators of its own, or has
        no valid card.
    """
    path = Path(path)
    data = _read(path)
    try:
        metadata = inspect(data)
    except (ValueError, UnicodeDecodeError) as error:
        raise LmaError("The file {} is not an ONNX model ({}); choose another file.", path.name, error) from error
    except LmaError as error:
        raise LmaError("The model {} is refused: {}", path.name, error) from error
    if KEY not in metadata:
        raise LmaError(
            "The model {} has no model card, so its input is unknown; add one with “python tools/add_card.py "
            "MODEL.onnx CARD.json” from the plugin's repository.",
            path.name,
        )
    return ModelFile(path.stem, data, ModelCard.from_json(metadata[KEY]))


def inspect(data):
    """Check the bytes of a model and return its metadata.

    Parameters
    ----------
    data : bytes

    Returns
    -------
    dict of str to str

    Raises
    ------
    ValueError
        If the bytes are not an ONNX model.
    LmaError
        If the model could do more than compute.
    """
    metadata, has_graph = {}, False
    for number, value in fields(memoryview(data)):
        if number == _GRAPH:
            has_graph = True
            _check_graph(_message(value), 0)
        elif number == _OPSET_IMPORT:
            _check_domain(_text_field(_message(value), 1), "imports operators")
        elif number == _METADATA:
            entry = _message(value)
            metadata[_text_field(entry, _ENTRY_KEY)] = _text_field(entry, _ENTRY_VALUE)
        elif number in (_FUNCTIONS, _TRAINING):
            raise LmaError("it brings functions of its own; export it with these inlined.")
    if not has_graph:
        raise ValueError("it has no graph")
    return metadata


def embed_card(data, card):
    """Return a model's bytes with its card put in or replaced.

    Parameters
    ----------
    data : bytes
        An ONNX model.
    card : ModelCard

    Returns
    -------
    bytes
    """
    view = memoryview(data)
    kept = bytearray()
    for number, value, start, stop in spans(view):
        if not (number == _METADATA and _text_field(value, _ENTRY_KEY) == KEY):
            kept += view[start:stop]
    entry = encode(_ENTRY_KEY, KEY.encode()) + encode(_ENTRY_VALUE, card.to_json().encode())
    return bytes(kept) + encode(_METADATA, entry)


def _read(path):
    if path.suffix.lower() != ".onnx":
        raise LmaError("The model {} does not end with .onnx; choose an ONNX file.", path.name)
    try:
        if not path.is_file():
            raise LmaError("The model {} is not a file on this computer; download it or choose another one.", path)
        if path.stat().st_size > LARGEST:
            raise LmaError("The model {} is larger than {} MiB; choose a smaller one.", path.name, LARGEST // 2 ** 20)
        with path.open("rb") as stream:
            data = stream.read(LARGEST + 1)
    except OSError as error:
        raise LmaError("The model {} cannot be read: {}; check its permissions.", path.name, error.strerror) from error
    if len(data) > LARGEST:
        raise LmaError("The model {} is larger than {} MiB; choose a smaller one.", path.name, LARGEST // 2 ** 20)
    return data


def _check_graph(graph, depth):
    if depth > _DEEPEST:
        raise LmaError("its graphs are nested too deeply; export a plain one.")
    for number, value in fields(graph):
        if number == _NODE:
            _check_node(_message(value), depth)
        elif number == _INITIALIZER:
            _check_tensor(_message(value))
        elif number == _SPARSE_INITIALIZER:
            _check_sparse(_message(value))


def _check_node(node, depth):
    operator, domain = "", ""
    for number, value in fields(node):
        if number == _OP_TYPE:
            operator = _text(value)
        elif number == _DOMAIN:
            domain = _text(value)
        elif number == _ATTRIBUTE:
            _check_attribute(_message(value), depth)
    _check_domain(domain, f"uses the operator {operator}")


def _check_attribute(attribute, depth):
    for number, value in fields(attribute):
        if number in (_TENSOR, _TENSORS):
            _check_tensor(_message(value))
        elif number in (_SUBGRAPH, _SUBGRAPHS):
            _check_graph(_message(value), depth + 1)
        elif number in (_SPARSE_TENSOR, _SPARSE_TENSORS):
            _check_sparse(_message(value))


def _check_sparse(tensor):
    for number, value in fields(tensor):
        if number in (1, 2):
            _check_tensor(_message(value))


def _check_tensor(tensor):
    for number, value in fields(tensor):
        if number == _EXTERNAL_DATA or (number == _DATA_LOCATION and value != 0):
            raise LmaError("it keeps weights in another file; export it with the weights inside.")


def _check_domain(domain, what):
    if domain not in DOMAINS:
        raise LmaError("it {} of “{}”, which are not standard; export it with standard operators.", what, domain)


def _message(value):
    if not isinstance(value, memoryview):
        raise ValueError("a number stands where a message should")
    return value


def _text_field(message, wanted):
    return next((_text(value) for number, value in fields(_message(message)) if number == wanted), "")


def _text(value):
    return bytes(_message(value)).decode("utf-8")
