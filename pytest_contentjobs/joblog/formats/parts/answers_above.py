"""Bad answers, and the lines below that say why they are bad."""

from __future__ import annotations

from collections.abc import Sequence

from pytest_contentjobs.joblog.formats.base import INFORMATIONAL, ParsedEntry
from pytest_contentjobs.joblog.formats.parts.answers import read_answer, read_reason
from pytest_contentjobs.joblog.formats.parts.labels import Labelled, Labels
from pytest_contentjobs.joblog.formats.parts.placed_entries import make_placed
from pytest_contentjobs.joblog.formats.parts.places import Place, read_place
from pytest_contentjobs.model import Severity

__all__ = ["AnswersAbove"]


class AnswersAbove:
    """Reads what a validator says of a file or a check as a whole, and the reasons below: a list, or one error.

    ``is_explained`` says that the last line is the error that says why the line above is bad.
    """

    def __init__(self, labels: Labels) -> None:
        self._labels = labels
        # The file with a bad answer directly above, and how many of its reasons are listed below it.
        self._refused: str | None = None
        self._reasons = 0
        self._lacks_reason = False
        self.is_explained = False

    def read_answer(self, line: str, failed_file: str | None) -> Sequence[ParsedEntry] | None:
        """Read an answer, ``kb/a.xml validates``; the errors of a failed file are above already."""
        answer = read_answer(line)
        if answer is None:
            return None
        self._refused, self._reasons = None if answer.is_good else answer.file, 0
        if answer.is_good or (answer.follows and failed_file == answer.file):
            return INFORMATIONAL
        self._lacks_reason = not answer.has_reason
        return (ParsedEntry(severity=answer.severity, message=line.strip(), file=answer.file),)

    def read_reason(self, line: str) -> Sequence[ParsedEntry] | None:
        """Read a line of the list below a bad answer: why it is bad."""
        reason = read_reason(line, self._reasons + 1) if self._refused is not None else None
        if reason is None:
            self._refused = None
            return None
        self._reasons += 1
        return make_placed(Labelled(Severity.ERROR, reason[1], reason[0]), Place(self._refused or "", None, None, 0))

    def explained_by(self, line: str) -> bool:
        """Whether a line is the error, about nothing else, that says why the answer directly above is bad."""
        lacks_reason, self._lacks_reason = self._lacks_reason, False
        labelled = self._labels.read(line.strip()) if lacks_reason else None
        is_error = labelled is not None and labelled.severity is Severity.ERROR
        self.is_explained = is_error and read_place(line) is None
        return self.is_explained
