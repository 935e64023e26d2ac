"""Reduce a case that fails to the smallest one that still fails in the same way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from typing import Any, TypeVar

from tests.storm.case import ALONE, STATUS, Case, Options
from tests.storm.layouts import Part, Plain
from tests.storm.truth import Finding

__all__ = ["find_kind", "shrink_case"]

_Value = TypeVar("_Value", Case, Options, Finding)

MOST_RUNS = 400
_PLAIN_MESSAGE, _PLAIN_RULE, _PLAIN_PATH = "has no title", "ART-101", "A"


def find_kind(problem: str) -> str:
    """Return what problems of one kind have in common: the words before the first colon."""
    return problem.partition(":")[0]


def shrink_case(case: Case, fails: Callable[[Case], bool], most: int = MOST_RUNS) -> Case:
    """Remove whatever can be removed while ``fails`` stays true, within this number of runs."""
    left = most
    while left > 0:
        for simpler in _simpler(case):
            left -= 1
            if fails(simpler):
                case = simpler
                break
            if left <= 0:
                break
        else:
            return case
    return case


def _simpler(case: Case) -> Iterator[Case]:
    """Yield simpler cases, the larger steps first."""
    yield from _without_whole_fields(case)
    yield from _without_elements(case)
    yield from (replace(case, options=options) for options in _fewer_options(case.options))
    yield from (replace(case, parts=parts, options=options) for parts, options in _fewer_parts(case))
    if case.layout != "log4j":
        yield replace(case, layout="log4j")
    for place, part in enumerate(case.parts):
        for plainer in _plainer(part):
            yield replace(case, parts=(*case.parts[:place], plainer, *case.parts[place + 1 :]))


def _without_whole_fields(case: Case) -> Iterator[Case]:
    usual = Case("", ())
    for field in fields(Case):
        if field.name not in {"layout", "parts", "way"} and getattr(case, field.name) != getattr(usual, field.name):
            yield _with(case, field.name, getattr(usual, field.name))
    yield from (replace(case, mode=mode) for mode in (ALONE, STATUS) if case.mode not in {mode, ALONE})


def _without_elements(case: Case) -> Iterator[Case]:
    for name in ("damages", "lies", "sequence"):
        whole = getattr(case, name)
        for place in range(len(whole) if len(whole) > 1 else 0):
            yield _with(case, name, whole[:place] + whole[place + 1 :])


def _fewer_options(options: Options) -> Iterator[Options]:
    for field in fields(Options):
        if getattr(options, field.name) != field.default:
            yield _with(options, field.name, field.default)
    if len(options.rules) > 1:
        yield from (replace(options, rules=(rule,)) for rule in options.rules)


def _with(value: _Value, name: str, part: object) -> _Value:
    changes: dict[str, Any] = {name: part}
    return replace(value, **changes)


def _fewer_parts(case: Case) -> Iterator[tuple[tuple[Part, ...], Options]]:
    size = len(case.parts) // 2
    while size:
        for start in range(0, len(case.parts), size):
            gone = case.parts[start : start + size]
            parts = case.parts[:start] + case.parts[start + size :]
            if parts:
                yield parts, _without(case, start, gone)
        size //= 2


def _without(case: Case, start: int, gone: tuple[Part, ...]) -> Options:
    """Adjust the positions of known findings if findings before them are removed."""
    known = case.options.known
    if known is None:
        return case.options
    first = sum(isinstance(part, Finding) for part in case.parts[:start])
    number = sum(isinstance(part, Finding) for part in gone)
    kept = [place for place in known if not first <= place < first + number]
    return replace(case.options, known=tuple(place - number if place >= first else place for place in kept))


def _plainer(part: Part) -> Iterator[Part]:
    if isinstance(part, Plain) and part.number > 1:
        yield Plain(1)
        if part.number > 2:
            yield Plain(part.number // 2)
    if isinstance(part, Finding):
        for name, value in (
            ("message", _PLAIN_MESSAGE), ("rule", _PLAIN_RULE), ("path", _PLAIN_PATH), ("index", None), ("kind", "article"),
        ):  # fmt: skip
            if getattr(part, name) != value and (part.kind or name in {"message", "rule"}):
                yield _with(part, name, value)
