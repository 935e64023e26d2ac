"""What was done with the item of a row, and what in the row raises a doubt about it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pytest_contentjobs.joblog.formats.base import worst
from pytest_contentjobs.joblog.formats.parts.bad_members import is_bad_text
from pytest_contentjobs.joblog.formats.parts.bad_words import looks_like_a_finding, says_what_is_wrong
from pytest_contentjobs.joblog.formats.parts.column_names import COLUMNS
from pytest_contentjobs.joblog.formats.parts.inner import split_severity
from pytest_contentjobs.joblog.formats.parts.levels import MARKS
from pytest_contentjobs.joblog.formats.parts.recent import remember_names
from pytest_contentjobs.joblog.formats.parts.table_headers import (
    EVENT,
    FLAGS,
    HTTP_STATUS,
    OF_OUTCOMES,
    Header,
    normalise_name,
)
from pytest_contentjobs.joblog.formats.parts.totals import find_bad_part
from pytest_contentjobs.joblog.vocabulary import Kind, Vocabulary
from pytest_contentjobs.joblog.vocabulary.item_outcomes import may_count_items, read_item_outcome
from pytest_contentjobs.joblog.vocabulary.levels import normalise_word
from pytest_contentjobs.model import Severity

__all__ = [
    "NO_FAULT",
    "find_contradiction",
    "find_item_outcome",
    "has_bad_cell",
    "has_doubt",
    "read_event",
    "read_flag",
    "read_http_status",
    "strip_signs",
]

# Columns that name an item, which may be about an error itself: "Error codes".
_NAMES = frozenset(("article", "topic", "portal", "resource", "package", "item", "folder", "id", "file"))
#: What stands in a column for faults if there is none.
NO_FAULT = frozenset(("", "none", "no", "null", "false", "ok", "nothing", "n/a"))
# Columns that say whether all is well, and columns that name what is not.
_YES, _NO = frozenset(("true", "yes", "y", "1")), frozenset(("false", "no", "n", "0"))
_FAULTS = frozenset(
    ("error", "problem", "warning", "failure", "violation", "exception", "fault", "reason", "errormessage", "errorstring",
     "warningmessage", "warningstring", "warningtext")
)  # fmt: skip
# https://learn.microsoft.com/sql/integration-services/performance/integration-services-ssis-logging
_ROUTINE_EVENTS = frozenset(
    ("PackageStart", "PackageEnd", "OnInformation", "OnProgress", "OnPreExecute", "OnPostExecute", "OnPreValidate",
     "OnPostValidate", "OnExecStatusChanged", "OnVariableValueChanged", "Diagnostic", "DiagnosticEx",
     "PipelineExecutionTrees", "PipelineExecutionPlan", "PipelineInitialization", "BufferSizeTuning")
)  # fmt: skip
# The words that contradict a good row wherever they are.
_IN_ANY_COLUMN = (Kind.LEVEL, Kind.LANGUAGE, Kind.OUTCOME)
_MARK = re.compile("|".join(map(re.escape, MARKS)))
_GOOD_STATUS = range(200, 400)
# People put symbols before the word, or emphasis around it.
_EDGES = re.compile(r"\A[\W\d_\u2139]+|[\W\d_\u2139]+\Z")


def strip_signs(cell: str) -> str:
    """Return a cell without the signs around its words."""
    return _EDGES.sub("", cell)


def find_item_outcome(cell: str, cells: Sequence[str], header: Header) -> Severity | None:
    """Return what a cell says that was done with the item of the row; None if another cell makes a good outcome doubtful."""
    place = header.places.get("severity")
    is_outcome = place is not None and header.normal_names[place] in OF_OUTCOMES
    outcome = read_item_outcome(strip_signs(cell)) if is_outcome else None
    is_doubtful = outcome is Severity.INFO and (has_doubt(cells, header) or _may_count_items(cells, header))
    return None if is_doubtful else outcome


def read_http_status(cell: str, cells: Sequence[str], header: Header, vocabulary: Vocabulary) -> Severity | None:
    """Return how bad the status of a request is, of which only those below 400 are good; None if it is none, or doubtful."""
    place = header.places.get("severity")
    if place is None or header.normal_names[place] not in HTTP_STATUS or not cell.isdecimal():
        return None
    if int(cell[:6]) not in _GOOD_STATUS:
        return Severity.ERROR
    # A number may be the depth of a page.
    word = cells[header.places["level"]].strip("0123456789 ") if "level" in header.places else ""
    level = vocabulary.find(strip_signs(word)) if word else Severity.INFO
    return None if level is Severity.INFO and has_doubt(cells, header) else level


def read_flag(cell: str, cells: Sequence[str], header: Header) -> Severity | None:
    """Return what the answer in a column such as ``valid`` says; None if it is no answer, or the text of the row doubts it."""
    place = header.places.get("severity")
    if place is None or header.normal_names[place] not in FLAGS:
        return None
    answer, message = cell.lower(), header.places["message"]
    if answer in _YES:
        text = cells[message]
        is_doubted = looks_like_a_finding(text) or says_what_is_wrong(text) or is_bad_text(header.names[message], text)
        return None if is_doubted else Severity.INFO
    return Severity.ERROR if answer in _NO else None


def read_event(cell: str, header: Header) -> Severity | None:
    """Return ``Severity.INFO`` for a routine event of a package of SQL Server, whose bad ones are named like levels."""
    place = header.places.get("severity")
    return Severity.INFO if place is not None and header.names[place] == EVENT and cell in _ROUTINE_EVENTS else None


def find_contradiction(cells: Sequence[str], header: Header, vocabulary: Vocabulary) -> tuple[Severity | None, str]:
    """Return the worst severity that contradicts a row that calls itself good, and the fault that a cell names.

    That is a level, a mark, an outcome, or what stands in a column for faults.
    """
    named = {place for part, place in header.places.items() if part not in {"severity", "message"}}
    found: list[Severity | None] = []
    text, declared = "", vocabulary.declared
    for place, cell in enumerate(cells):
        found += [MARKS[mark] for mark in _MARK.findall(cell)]
        found.append(_find_own_severity(cell))
        if place in named:
            continue
        word, name = strip_signs(cell), header.normal_names[place]
        found.append(vocabulary.find_word(cell, *_IN_ANY_COLUMN) if len(word) > 1 else None)
        if name in FLAGS and cell.lower() in _NO:
            found.append(Severity.ERROR)
        fault = declared.get(normalise_word(header.names[place])) if declared else None
        if name in _FAULTS:
            fault = Severity.WARNING if name.startswith("warning") else Severity.ERROR
        if fault is not None and word.lower() not in NO_FAULT and place != header.places.get("message"):
            found.append(fault)
            text = text or cell
    return worst(found), text


@remember_names
def _find_own_severity(cell: str) -> Severity | None:
    return split_severity(cell)[0]


def has_doubt(cells: Sequence[str], header: Header) -> bool:
    """Whether a cell of a row that calls itself good, other than its names, may say that something is wrong nevertheless."""
    names = {place for part, place in header.places.items() if part in _NAMES}
    texts = [cell for place, cell in enumerate(cells) if place not in names]
    return any(looks_like_a_finding(text) or says_what_is_wrong(text) for text in texts)


def has_bad_cell(cells: Sequence[str], header: Header) -> bool:
    """Whether a cell in a column of no known meaning says that something is wrong: a bad outcome beside a good level.

    The message beside an outcome is a remark, which may say so without a verb: "no title".
    """
    level, message = header.places.get("severity"), header.places.get("message")
    if level is not None and message is not None and normalise_name(header.names[level]) in OF_OUTCOMES:
        name = normalise_name(header.names[message])
        if name in COLUMNS["message"] and is_bad_text("remark", cells[message]):
            return True
    known = set(header.places.values())
    named = zip(header.names, cells, strict=True)
    return any(cell and place not in known and is_bad_text(name, cell) for place, (name, cell) in enumerate(named))


def _may_count_items(cells: Sequence[str], header: Header) -> bool:
    known = set(header.places.values()) - {header.places.get("message")}
    named = zip(header.names, cells, strict=True)
    others = ((name, cell) for place, (name, cell) in enumerate(named) if place not in known)
    return any(
        cell.strip("0 ") if find_bad_part(name) else may_count_items(normalise_name(name), cell)
        for name, cell in others
    )
