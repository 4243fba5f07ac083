"""Numbers of a model as text of its file, the same on every machine."""

import base64
import sys
from array import array
from typing import Any


def packed(numbers: "array[Any]") -> str:
    return base64.b64encode(_turned(numbers).tobytes()).decode()


def unpacked(code: str, text: str) -> "array[Any]":
    """Numbers of the kind *code* (see `array`). Raises ValueError."""
    numbers: array[Any] = array(code)
    numbers.frombytes(base64.b64decode(text))
    return _turned(numbers)


def _turned(numbers: "array[Any]") -> "array[Any]":
    """From or to the order of bytes in a file, in which the smallest comes first."""
    if sys.byteorder == "big":
        numbers = numbers[:]
        numbers.byteswap()
    return numbers
