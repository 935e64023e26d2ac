"""The lines of a log that nothing explains: objections to them, and what to paste so that the next run is settled."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pytest_contentjobs.model import LogStatistics, Objection, UnexplainedLines
from pytest_contentjobs.model.quantity import plural
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.settings.options.log import LOG_FORMAT, LOG_HARMLESS, LOG_PATTERN, MAX_UNPARSED
from pytest_contentjobs.settings.parsing import Threshold

__all__ = ["LineObjections", "describe_unexplained", "object_to_lines"]

_TEMPLATES_SHOWN = 20
_LONGEST = 200
# A word in brackets, before a colon or in capitals may be a level.
# The methods of HTTP begin lines that are about requests.
_METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))
_LEVEL_LIKE = re.compile(
    r"\W{0,3}(?:(?P<capitals>[^\W\d_]{3,20})[\s|]|\[(?P<bracketed>[^\W\d_]{2,20})\]|(?P<colon>[^\W\d_]{2,20}):(?!/))"
)


@dataclass(frozen=True, slots=True)
class LineObjections:
    """Objections to unexplained lines.

    ``always`` are those that no run can be judged with, ``if_green`` those that a run which is red for its findings can be
    judged with: the job counts exactly these findings, or the lines seem to continue them.
    """

    always: Sequence[Objection] = ()
    if_green: Sequence[Objection] = ()


def object_to_lines(log: LogStatistics, max_unparsed: Threshold | None, *, is_accounted: bool) -> LineObjections:
    """Object to the lines that nothing explains.

    ``is_accounted`` says that the job counts some findings, and exactly those that the log has. Lines that may only be accepted
    in a run that is red for these findings are red by themselves in a run whose findings a policy or a baseline accepts.
    """
    continuing = sum(each.lines for each in log.unexplained if each.follows_entry)
    lost = log.unexplained_lines - continuing
    understood = log.entry_lines + log.continuation_lines + log.informational_lines - log.blank_lines + continuing
    # Lost lines are accepted only in a log that is understood otherwise: no limit makes a log of another file.
    if understood <= 0 or (lost > understood and not is_accounted):
        return LineObjections([*_object_to_levels(log), _object_to_log(log, understood)])
    if max_unparsed is not None and lost <= understood:
        return LineObjections(
            [] if max_unparsed.allows(lost, log.lines) else [_object_to_limit(log, lost, max_unparsed)]
        )
    objections = [*_object_to_levels(log), *_object_to_number(log, lost or continuing)]
    return LineObjections(if_green=objections) if is_accounted or not lost else LineObjections(always=objections)


def describe_unexplained(log: LogStatistics) -> Iterator[str]:
    """Give for each template of unexplained lines the number of its lines, the first of them, and what to paste."""
    for each in log.unexplained[:_TEMPLATES_SHOWN]:
        like = "line" if each.lines == 1 else f"{_lines(each.lines)} like line"
        doubt = ", perhaps findings" if each.is_suspicious else ""
        yield f"not explained{doubt}, {like} {each.sample.number}: {each.sample.text[:_LONGEST]}"
        yield from (f"  {line}" for line in _propose(each))
    for each in log.left[:_TEMPLATES_SHOWN]:
        if each.pattern is not None:
            yield f"not done, line {each.sample.number}: {each.sample.text[:_LONGEST]}"
            yield f"  if it is harmless: {LOG_HARMLESS.key} = {each.pattern}"
    if len(log.unexplained) > _TEMPLATES_SHOWN:
        rest = sum(each.lines for each in log.unexplained[_TEMPLATES_SHOWN:])
        yield f"not explained: {rest:,} more lines, of {len(log.unexplained) - _TEMPLATES_SHOWN:,} other kinds"


def _propose(lines: UnexplainedLines) -> Iterator[str]:
    """Give the settings that say what lines are: levels or a pattern first, harmless last."""
    if lines.level is not None:
        yield f'content_log_levels = "{lines.level}=error" (or warning, or info)'
        return
    level = _LEVEL_LIKE.match(lines.sample.text)
    word = level[level.lastgroup or 0] if level else ""
    if level and word not in _METHODS and (level["capitals"] is None or word.isupper()):
        yield f'if {word} is a level: content_log_levels = "{word}=error" (or warning, or info)'
    if lines.pattern is not None:
        yield f"if they are findings: {LOG_PATTERN.key} = (?P<message>{lines.pattern})"
        yield f"if they are harmless: {LOG_HARMLESS.key} = {lines.pattern}"


def _object_to_log(log: LogStatistics, understood: int) -> Objection:
    share = "No line of the log is recognised"
    if understood > 0:
        share = f"Only {understood:,} of {_lines(log.lines)} are recognised in the log (read as {log.format!r})"
    return Objection(
        reason=Reason.LOG_UNRECOGNISED,
        text=f"{share}, so its findings are not known. Check that it is the job's "
        f"log; if it is, declare its format with {LOG_FORMAT.name}, or say what its lines are, as shown below.",
    )


def _object_to_limit(log: LogStatistics, lost: int, limit: Threshold) -> Objection:
    return Objection(
        reason=Reason.UNPARSED_LIMIT,
        text=f"Not explained: {lost:,} of {_lines(log.lines)}; {MAX_UNPARSED.name} allows {limit.text}. Say what these "
        "lines are, as shown below.",
    )


def _object_to_number(log: LogStatistics, number: int) -> Iterator[Objection]:
    if number:
        perhaps = f", of which {log.suspicious_lines:,} look like it" if log.suspicious_lines else ""
        yield Objection(
            reason=Reason.LINES_UNEXPLAINED,
            text=f"Not known to be findings or harmless: {_lines(number)} of the log{perhaps}. Say what they are, as shown below.",
        )


def _object_to_levels(log: LogStatistics) -> Iterator[Objection]:
    """Object to the words in the place of a level that are not known levels."""
    unknown = [each for each in log.unexplained if each.level is not None]
    if unknown:
        words = ", ".join(f"{each.level!r} ({_lines(each.lines)})" for each in unknown[:_TEMPLATES_SHOWN])
        yield Objection(
            reason=Reason.LEVEL_UNKNOWN,
            text=f"Not a known level, but in its place: {words}. Say what it means, as shown below.",
        )


def _lines(number: int) -> str:
    return plural(number, "line")
