from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from pytest_contentjobs.boundary.validation import Fault, first_fault

COUNTS = TypeAdapter(dict[str, int])


def fault(document: object) -> Fault:
    with pytest.raises(ValidationError) as invalid:
        COUNTS.validate_python(document)
    return first_fault(invalid.value)


def test_the_first_error_is_named_with_its_place_and_without_the_input() -> None:
    found = fault({"a": 1, "b": "quiet", "c": "x"})

    assert (found.location, found.kind) == (("b",), "int_parsing")
    assert found.describe("it").startswith("b: ")
    assert "quiet" not in found.describe("it")


def test_an_error_of_the_whole_document_is_named_so() -> None:
    assert fault([]).describe("the document").startswith("the document: ")


def test_keys_are_shown_safely() -> None:
    text = fault({"\x1b[31m\u202e\n": "x"}).describe("it")

    assert text.isprintable()
    assert text.isascii()
