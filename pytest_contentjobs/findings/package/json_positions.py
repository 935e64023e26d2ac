"""Read JSON with the position of each element, by starting the standard library's decoder at each element.

Libraries that keep positions build a tree of the complete document. Here only the path to the lists is parsed by hand, and
each element is decoded separately, so that 50 MB take about a second and no more memory than the text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping

__all__ = ["LineCounter", "decode", "read_document", "read_list", "read_object", "read_value"]

_SPACE = re.compile(r"[ \t\n\r]*")
_DECODER = json.JSONDecoder()


class LineCounter:
    """Counts lines and columns of a text, both from 1; a column counts characters.

    Offsets must not decrease, which keeps the total time linear, even for a single long line.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._offset = 0
        self._line = 1
        self._line_start = 0

    def locate(self, offset: int) -> tuple[int, int]:
        """Return line and column of an offset.

        Raises:
            ValueError: the offset is less than the one before.
        """
        if offset < self._offset:
            raise ValueError("offsets must not go back")
        line_ends = self._text.count("\n", self._offset, offset)
        if line_ends:
            self._line += line_ends
            self._line_start = self._text.rfind("\n", self._offset, offset) + 1
        self._offset = offset
        return self._line, offset - self._line_start + 1


def decode(data: bytes) -> str:
    """Return the text of JSON in any of its encodings, without a byte order mark.

    Raises:
        UnicodeDecodeError: the bytes are not in that encoding.
    """
    return data.decode(json.detect_encoding(data)).removeprefix("\ufeff")


def read_document(text: str, read: Callable[[int], int]) -> None:
    """Read a complete document: ``read`` takes the offset of its value and returns the offset after it.

    Raises:
        json.JSONDecodeError: the text is not one JSON value.
    """
    end = _skip_space(text, read(_skip_space(text, 0)))
    if end != len(text):
        raise json.JSONDecodeError("Extra data", text, end)


def read_object(text: str, start: int, readers: Mapping[str, Callable[[int], int]]) -> int:
    """Read an object: values of keys in ``readers`` are read by their readers, all others are skipped.

    A reader takes the offset of the value and returns the offset after it; so does this function. A value that is not an
    object is skipped.

    Raises:
        json.JSONDecodeError: the text is not JSON.
    """
    if text[start : start + 1] != "{":
        return read_value(text, start)[1]
    position = _skip_space(text, start + 1)
    if text[position : position + 1] == "}":
        return position + 1
    while True:
        if text[position : position + 1] != '"':
            raise json.JSONDecodeError("Expecting property name enclosed in double quotes", text, position)
        key, position = read_value(text, position)
        position = _skip_space(text, position)
        if text[position : position + 1] != ":":
            raise json.JSONDecodeError("Expecting ':' delimiter", text, position)
        position = _skip_space(text, position + 1)
        reader = readers.get(str(key))
        position = _skip_space(text, reader(position) if reader else read_value(text, position)[1])
        if text[position : position + 1] == "}":
            return position + 1
        position = _skip_comma(text, position)


def read_list(text: str, start: int, each: Callable[[int, int], int]) -> int:
    """Read a list: ``each`` takes the index and the offset of an element, and returns the offset after it.

    A value that is not a list is skipped.

    Raises:
        json.JSONDecodeError: the text is not JSON.
    """
    if text[start : start + 1] != "[":
        return read_value(text, start)[1]
    position = _skip_space(text, start + 1)
    if text[position : position + 1] == "]":
        return position + 1
    index = 0
    while True:
        position = _skip_space(text, each(index, position))
        if text[position : position + 1] == "]":
            return position + 1
        position = _skip_comma(text, position)
        index += 1


def read_value(text: str, start: int) -> tuple[object, int]:
    """Decode the value that starts at an offset; return it and the offset after it.

    Raises:
        json.JSONDecodeError: no JSON value starts there.
    """
    value: object
    value, end = _DECODER.raw_decode(text, start)
    return value, end


def _skip_space(text: str, position: int) -> int:
    return _SPACE.match(text, position).end()  # type: ignore[union-attr] # it matches nothing, too


def _skip_comma(text: str, position: int) -> int:
    if text[position : position + 1] != ",":
        raise json.JSONDecodeError("Expecting ',' delimiter", text, position)
    return _skip_space(text, position + 1)
