"""From a case that fails to the least that still fails in the same way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, replace

from tests.storm.case import ALONE, STATUS, Case, Options
from tests.storm.layouts import Part, Plain
from tests.storm.truth import Finding

__all__ = ["kind_of", "shrunk"]

MOST_RUNS = 400
_PLAIN_MESSAGE, _PLAIN_RULE, _PLAIN_PATH = "has no title", "ART-101", "A"


def kind_of(problem: str) -> str:
    """Return what is common to problems of one kind: the words before the first colon."""
    return problem.partition(":")[0]


def shrunk(case: Case, fails: Callable[[Case], bool], most: int = MOST_RUNS) -> Case:
    """Leave out whatever can be left out while ``fails`` stays true, with so many runs at the most."""
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
    """Give cases with less, the larger steps first."""
    usual = Case("", ())
    for name in ("options", "damages", "lies", "sequence", "plan", "location", "disk", "stale", "saved_damage", "by_item"):
        if getattr(case, name) != getattr(usual, name):
            yield replace(case, **{name: getattr(usual, name)})
    for way in (ALONE, STATUS):
        if case.way not in {way, ALONE}:
            yield replace(case, way=way)
    for name in ("damages", "lies", "sequence"):
        whole = getattr(case, name)
        for place in range(len(whole) if len(whole) > 1 else 0):
            yield replace(case, **{name: whole[:place] + whole[place + 1 :]})
    for field in fields(Options):
        if getattr(case.options, field.name) != field.default:
            yield replace(case, options=replace(case.options, **{field.name: field.default}))
    if len(case.options.rules) > 1:
        for rule in case.options.rules:
            yield replace(case, options=replace(case.options, rules=(rule,)))
    yield from (replace(case, parts=parts, options=options) for parts, options in _fewer_parts(case))
    if case.layout != "log4j":
        yield replace(case, layout="log4j")
    for place, part in enumerate(case.parts):
        for plainer in _plainer(part):
            yield replace(case, parts=(*case.parts[:place], plainer, *case.parts[place + 1 :]))


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
    """Let the places of known findings follow, where findings before them are left out."""
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
        if part.number > 2:  # noqa: PLR2004 - half of two is one
            yield Plain(part.number // 2)
    if isinstance(part, Finding):
        for name, value in (
            ("message", _PLAIN_MESSAGE), ("rule", _PLAIN_RULE), ("path", _PLAIN_PATH), ("index", None), ("kind", "article"),
        ):  # fmt: skip
            if getattr(part, name) != value and (part.kind or name in {"message", "rule"}):
                yield replace(part, **{name: value})
