"""The wire format of protocol buffers, as little of it as a look into a model file needs.

https://protobuf.dev/programming-guides/encoding/. The package ``onnx`` is no dependency of the plugin, and
a file must be looked into *before* a runtime is given it.
"""

from __future__ import annotations

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_VARINT_LONGEST = 10


def fields(message):
    """Yield number and value of the fields of a message; see :func:`spans`."""
    for number, value, _, _ in spans(message):
        yield number, value


def spans(message):
    """Yield the fields of a message in their order, and where each stands.

    Parameters
    ----------
    message : memoryview
        One encoded message.

    Yields
    ------
    number : int
        Field number.
    value : int or memoryview
        A number, or the bytes of a text, a message or packed numbers.
    start, stop : int
        The field's bytes within the message.

    Raises
    ------
    ValueError
        If the bytes are not a message.
    """
    position, end = 0, len(message)
    while position < end:
        start = position
        key, position = _varint(message, position)
        number, kind = key >> 3, key & 7
        if not 0 < number < 1 << 29:
            raise ValueError("impossible field number")
        if kind == _VARINT:
            value, position = _varint(message, position)
        elif kind in (_FIXED64, _FIXED32):
            size = 8 if kind == _FIXED64 else 4
            value, position = int.from_bytes(message[position:position + size], "little"), position + size
        elif kind == _BYTES:
            size, position = _varint(message, position)
            value, position = message[position:position + size], position + size
        else:
            raise ValueError("unknown kind of field")
        if position > end:
            raise ValueError("field longer than its message")
        yield number, value, start, position


def encode(number, content):
    """Return the bytes of one field that holds bytes."""
    return _encode_varint(number << 3 | _BYTES) + _encode_varint(len(content)) + content


def encode_number(number, value):
    """Return the bytes of one field that holds a number from 0."""
    return _encode_varint(number << 3 | _VARINT) + _encode_varint(value)


def _varint(message, position):
    result = 0
    for step in range(_VARINT_LONGEST):
        if position >= len(message):
            raise ValueError("message ends within a number")
        byte = message[position]
        position += 1
        result |= (byte & 0x7F) << (7 * step)
        if byte < 0x80:
            return result, position
    raise ValueError("number without an end")


def _encode_varint(value):
    encoded = bytearray()
    while value > 0x7F:
        encoded.append(value & 0x7F | 0x80)
        value >>= 7
    encoded.append(value)
    return bytes(encoded)
