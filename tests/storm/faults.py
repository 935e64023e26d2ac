"""Deliberate faults: each restores a known way to a false green, and the storm must find it.

A fault names what it replaces by module and name, because it patches the product's internals. It has to follow when they are
renamed: a fault whose target is missing raises an error instead of passing as found.
"""

from __future__ import annotations

import importlib
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

from pytest_contentjobs.gate.lines import LineObjections
from tests.storm.case import Case
from tests.storm.drawing import draw
from tests.storm.run import Outcome, Storm, storm
from tests.storm.shrink import find_kind, shrink_case

__all__ = ["FAULTS", "Fault", "Found", "find", "put_back"]

#: Takes the original and returns its replacement.
Replace = Callable[[Any], Any]


@dataclass(frozen=True)
class Fault:
    """``patches`` are places like ``gate.job_checks:check_job`` in the product's package, each with its replacement."""

    what: str
    patches: dict[str, Replace]


def _returns(value: Any) -> Replace:
    """Always return the same value."""
    return lambda _: lambda *_, **__: value


def _instead(value: Any) -> Replace:
    return lambda _: value


def _first_argument(_: Any) -> Any:
    return lambda text, *_, **__: text


def _last_archive_only(_: Any) -> Any:
    def only_member(file: Any, *_: Any) -> Any:
        return next(member for member in zipfile.ZipFile(file).infolist() if not member.is_dir())

    return only_member


def _without_numbers(original: Any) -> Any:
    def mask_drift(entry: Any) -> Any:
        text = re.sub(r"[0-9a-f]*\d[0-9a-f-]*", "<n>", original(entry)[0])
        return text, text

    return mask_drift


def _accepts_any_line(original: Any) -> Any:
    def lost_lines(log: Any, max_unparsed: Any, **named: Any) -> Any:
        is_allowed = max_unparsed and max_unparsed.allows(log.unexplained_lines, log.lines)
        return LineObjections() if is_allowed else original(log, max_unparsed, **named)

    return lost_lines


def _only_whole_folders(_: Any) -> Any:
    return lambda store: tuple(sorted(child.parent for child in store.folder.glob("*/run.json")))


def _plain_words(original: Any) -> Any:
    """Know the words of only one language, and no marks."""
    return lambda text: (
        text.isascii() and bool(re.search(r"error|warn|fail|fatal", text, re.IGNORECASE) and original(text))
    )


_SPLIT_SEVERITY = tuple(
    f"joblog.formats.{name}:split_severity" for name in ("parts.inner", "parts.row_outcomes", "jsonl", "logfmt")
)
_PERMISSIVE_RUN = re.compile(r"(?:\[?[0-9-]{10}[ T][0-9:,.]+ INFO[ ][^\n]*\n)+")

FAULTS: dict[str, Fault] = {
    "cut-off": Fault("a log without its last line end is complete", {"gate.reconcile:_find_damage": _returns([])}),
    "continued-prose": Fault(
        "an indented line below an informational one is routine",
        {"joblog.ledger:is_stack_frame": _returns(True), "joblog.ledger:may_report_itself": _returns(False)},
    ),
    "shortcut": Fault(
        "a run of lines with INFO is skipped, whatever their messages say",
        {
            "joblog.formats.text:LevelledText.routine_run": _instead(_PERMISSIVE_RUN),
            "joblog.shortcut:_Obstacles.nearest": lambda _: lambda self, _position: len(self._text),
        },
    ),
    "no-items": Fault(
        "a job without counts and progress validated everything",
        {"gate.job_checks:_counts_nothing": _returns(False)},
    ),
    "half-saved": Fault(
        "incomplete runs in a folder of saved runs are skipped",
        {"pipeline.saved_runs:RunStore._find": _only_whole_folders},
    ),
    "last-archive": Fault(
        "of two concatenated archives, the last is read",
        {"joblog.unpacking:_find_only_member": _last_archive_only},
    ),
    "flags": Fault(
        "an invalid element is harmless",
        {
            "joblog.formats.parts.json_findings:read_flags": _returns([]),
            "joblog.formats.parts.json_outcomes:read_flags": _returns([]),
        },
    ),
    "inner-level": Fault(
        "a level at the start of an informational message is prose",
        {**dict.fromkeys(_SPLIT_SEVERITY, lambda _: lambda message: (None, message))},
    ),
    "equal-keys": Fault(
        "the last of a status's equal keys counts",
        {"model.job:decode": lambda _: lambda data: (json.loads(data), [])},
    ),
    "odd-counts": Fault(
        "wrong types and unknown counts of a status are ignored", {"model.job:find_oddities": _returns(())}
    ),
    "look-alikes": Fault(
        "a word that looks like Successful is one",
        {
            "model.job:JobStatus.state": lambda _: property(
                lambda self: _state("Successful" if "ucc" in self.status else self.status)
            )
        },
    ),
    "other-languages": Fault(
        "an unknown line without an English word is routine",
        {
            "joblog.doubtful_lines:looks_like_a_finding": _plain_words,
            "joblog.formats.parts.levels:looks_like_a_finding": _plain_words,
            "joblog.stated_totals:StatedTotals.note": _returns({}),
            "joblog.ledger:Ledger.add_unexplained": lambda original: (
                lambda self, line, **_: (
                    self.skip(1) if not re.search("error|warn|fail", line, re.IGNORECASE) else original(self, line)
                )
            ),
        },
    ),
    "any-unparsed": Fault(
        "--content-max-unparsed accepts a file that is not a log",
        {
            "gate.reconcile:object_to_lines": _accepts_any_line,
            "joblog.line_reader:recognise_other_file": _returns(None),
        },
    ),
    "stated-totals": Fault(
        "the numbers that a log states are not compared", {"joblog.stated_totals:StatedTotals.note": _returns({})}
    ),
    "numbers-merge": Fault(
        "findings that differ by a number are equal", {"findings.identity:mask_drift": _without_numbers}
    ),
    "any-reading": Fault(
        "counts may agree by finding or by item, whatever the numbers of items say",
        {"gate.counting:_find_flaw": _returns("")},
    ),
    "titles-rule": Fault(
        "JSON in a title replaces what its line says",
        {
            "joblog.json_in_text:_is_worse": _returns(True),
            "joblog.json_in_text:is_summed_up_by": _returns(True),
            "joblog.json_in_text:_is_announcement": _returns(True),
        },
    ),
    "no-counts": Fault(
        "the job's counts are not compared", {"gate.reconcile:compare_counts": _returns(("Counts agree.", []))}
    ),
    "old-reports": Fault(
        "reports of an earlier run are kept until this one ends", {"pipeline.earlier_reports:_replace": _returns(None)}
    ),
    "foreign-secrets": Fault(
        "credentials of third parties are shown", {"boundary.redaction:hide_foreign_credentials": _first_argument}
    ),
}


def _state(word: str) -> Any:
    states = importlib.import_module("pytest_contentjobs.model.job").JobState
    return next((state for state in states if state.value.casefold() == word.casefold()), states.UNKNOWN)


@contextmanager
def put_back(fault: Fault) -> Iterator[None]:
    """Patch a fault into the product; raises LookupError if what it replaces is missing."""
    with ExitStack() as stack:
        for place, change in fault.patches.items():
            module, _, path = place.partition(":")
            *owners, name = path.split(".")
            try:
                owner: Any = importlib.import_module(f"pytest_contentjobs.{module}")
                for part in owners:
                    owner = getattr(owner, part)
                original = vars(owner)[name]
            except (ImportError, AttributeError, KeyError) as error:
                raise LookupError(f"there is no {place}") from error
            stack.callback(setattr, owner, name, original)
            setattr(owner, name, change(original))
        yield


@dataclass(frozen=True)
class Found:
    """The number of runs after which a fault was found, and the case that found it; empty if none did."""

    runs: int
    problem: str = ""
    line: str = ""


def find(name: str, seed: str, most: int, *, first: int = 0) -> Found:
    """Run the storm with a fault until a run fails only because of it; raises LookupError as ``put_back``."""
    fault = FAULTS[name]
    with storm() as runner:
        for index in range(first, first + most):
            case = draw(seed, index)
            outcome = _with(fault, runner, case)
            if not outcome.problems:
                continue
            kinds = {find_kind(problem) for problem in outcome.problems}
            kinds -= {find_kind(problem) for problem in runner.run(case).problems}
            if kinds:
                kind = min(kinds, key=lambda kind: (kind != "false green", kind))
                least = shrink_case(case, lambda simpler, kind=kind: _shows(fault, runner, simpler, kind))  # type: ignore[misc]
                problem = next(text for text in _with(fault, runner, least).problems if find_kind(text) == kind)
                return Found(index - first + 1, problem, least.line())
    return Found(most)


def _with(fault: Fault, runner: Storm, case: Case) -> Outcome:
    with put_back(fault):
        return runner.run(case)


def _shows(fault: Fault, runner: Storm, case: Case, kind: str) -> bool:
    """Whether a case still fails with the fault, and only with it."""
    if kind not in {find_kind(problem) for problem in _with(fault, runner, case).problems}:
        return False
    return kind not in {find_kind(problem) for problem in runner.run(case).problems}
