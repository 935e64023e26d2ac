"""How a log was read, and the settings that make every later run read it like that."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from pytest_contentjobs.boundary.sanitize import sanitize_line
from pytest_contentjobs.model import ContentRun, LogLayout, LogLine, LogStatistics
from pytest_contentjobs.model.quantity import plural
from pytest_contentjobs.settings.options.log import LOG_END, LOG_FORMAT, LOG_HARMLESS, LOG_PATTERN
from pytest_contentjobs.settings.project_edit import Value, format_setting

__all__ = [
    "Explanation",
    "LineClass",
    "Proposal",
    "describe_explanation",
    "explain_log",
    "list_comments",
    "render_explanation",
]

_SHOWN = 160  # characters of a line of the log
_LEVELS, _HARMLESS = "log_levels", "log_harmless"


@dataclass(frozen=True, slots=True)
class LineClass:
    """Lines that were read alike: what they are, their number, and one of them; ``level`` is an unknown word in its place."""

    name: str
    lines: int
    sample: LogLine | None
    level: str | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A setting that only a person can decide on, and the question."""

    key: str
    value: Value
    question: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Explanation:
    """How a log was read.

    ``explained`` is the number of lines that a class other than the unexplained one has. ``settings`` pin this reading and let
    nothing pass that is red now; ``proposals`` would, and so need a person.
    """

    run: str
    log: str
    format: str
    lines: int
    explained: int
    layout: LogLayout | None
    classes: tuple[LineClass, ...]
    stated_errors: int | None
    stated_warnings: int | None
    settings: Mapping[str, Value]
    proposals: tuple[Proposal, ...]


def explain_log(run: ContentRun, log: LogStatistics, given: Mapping[str, str]) -> Explanation:
    """Explain how the log of a run was read; ``given`` are the settings that a project file has already, as texts by key."""
    return Explanation(
        run=run.name,
        log=log.location,
        format=log.format,
        lines=log.lines,
        explained=log.lines - log.unexplained_lines,
        layout=log.layout,
        classes=tuple(_classify(run, log)),
        stated_errors=log.stated_errors,
        stated_warnings=log.stated_warnings,
        settings=dict(_find_settings(log, given)),
        proposals=tuple(_find_proposals(log, given)),
    )


def _classify(run: ContentRun, log: LogStatistics) -> Iterator[LineClass]:
    findings = [verdict.finding for verdict in run.verdicts]
    first = min(findings, key=lambda finding: finding.log_line, default=None)
    yield LineClass("with findings", log.entry_lines, LogLine(first.log_line, first.raw[0]) if first else None)
    longer = next((finding for finding in findings if len(finding.raw) > 1), None)
    second = LogLine(longer.log_line + 1, longer.raw[1]) if longer else None
    yield LineClass("continuing", log.continuation_lines, second)
    yield LineClass("informational", log.informational_lines - log.blank_lines, log.first_informational)
    yield LineClass("blank", log.blank_lines, None)
    unknown = 0
    for lines in log.unexplained:
        unknown += lines.lines
        yield LineClass("not explained", lines.lines, lines.sample, lines.level)
    if log.unexplained_lines > unknown:
        yield LineClass("not explained", log.unexplained_lines - unknown, None)


def _find_settings(log: LogStatistics, given: Mapping[str, str]) -> Iterator[tuple[str, Value]]:
    if log.layout is not None and log.layout.patterns:
        yield LOG_PATTERN.field, list(log.layout.patterns)
    elif log.format in LOG_FORMAT.choices and log.unexplained_lines < log.lines - log.blank_lines:
        yield LOG_FORMAT.field, log.format
    levels = [lines.level for lines in log.unexplained if lines.level is not None]
    if levels:
        declared = [text for text in [given.get(_LEVELS, "").strip()] if text]
        # The worst meaning lets nothing pass. Whoever knows better corrects it.
        yield _LEVELS, ", ".join([*declared, *(f"{level}=error" for level in dict.fromkeys(levels))])


def _find_proposals(log: LogStatistics, given: Mapping[str, str]) -> Iterator[Proposal]:
    patterns: dict[str, bool] = {}
    # Those that look like findings come last.
    for lines in sorted(log.unexplained, key=lambda each: each.is_suspicious):
        if lines.pattern and lines.level is None:
            patterns.setdefault(lines.pattern, lines.is_suspicious)
    if patterns:
        declared = given.get(LOG_HARMLESS.field, "").splitlines()
        doubtful = sum(patterns.values())
        doubt = f"; the last {doubtful:,} match lines that look like findings" if doubtful else ""
        question = f"if lines that match these are harmless{doubt}"
        yield Proposal(LOG_HARMLESS.field, list(dict.fromkeys([*declared, *patterns])), question)
    if not log.ends_whole:
        yield Proposal(LOG_END.field, "any", "if whole logs of this kind end without a line end")


def describe_explanation(explanation: Explanation) -> Iterator[str]:
    """Yield the lines that tell it to people."""
    share = explanation.explained * 100 / explanation.lines if explanation.lines else 0
    is_read = any(each.lines for each in explanation.classes if each.name not in {"not explained", "blank"})
    reading = f"read as {explanation.format!r}" if is_read else "of no layout that is known"
    yield sanitize_line(f"{explanation.log}: {plural(explanation.lines, 'line')}, {reading}")
    yield f"explained: {plural(explanation.explained, 'line')} ({share:.1f} %)"
    yield from _describe_layout(explanation.layout)
    for lines in explanation.classes:
        if lines.lines:
            level = f", with {lines.level!r} in the place of the level" if lines.level is not None else ""
            yield f"  {lines.lines:,} {lines.name}{sanitize_line(level)}"
            if lines.sample is not None:
                yield f"    line {lines.sample.number:,}: {sanitize_line(lines.sample.text[:_SHOWN])}"
    stated = {"error": explanation.stated_errors, "warning": explanation.stated_warnings}
    numbers = [plural(number, what) for what, number in stated.items() if number is not None]
    yield f"the log itself states {' and '.join(numbers) or 'no totals'}"
    if explanation.settings:
        yield "settings that pin this reading:"
        yield from (f"  {line}" for key, value in explanation.settings.items() for line in _format_lines(key, value))
    if explanation.proposals:
        yield "settings that only you can decide on:"
        yield from (f"  {line}" for line in list_comments(explanation))


def _describe_layout(layout: LogLayout | None) -> Iterator[str]:
    if layout is None:
        yield "layout: as you set it"
        return
    yield f"layout: explains {layout.explained:,} of the first {plural(layout.sampled, 'line')}"
    if layout.levels:
        words = (f"{each.word} is {each.severity or 'unknown'} ({each.lines:,})" for each in layout.levels)
        yield sanitize_line(f"levels in their place: {', '.join(words)}")


def _format_lines(key: str, value: Value) -> Iterator[str]:
    for line in format_setting(key, value).split("\n"):
        indent = line[: len(line) - len(line.lstrip(" "))]
        yield indent + sanitize_line(line)


def list_comments(explanation: Explanation) -> Sequence[str]:
    """Return the proposals as comments of a project file, in which they have no effect."""
    return [
        line
        for proposal in explanation.proposals
        for line in (f"{proposal.question}:", *_format_lines(proposal.key, proposal.value))
    ]


def render_explanation(explanation: Explanation) -> str:
    """Return it as JSON text."""
    document: dict[str, Any] = asdict(explanation)
    return json.dumps(document, ensure_ascii=False, indent=1)
