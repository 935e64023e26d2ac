"""Describes findings, checks and runs in words that are safe to show, for all reports."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime

from pytest_contentjobs.boundary.sanitize import sanitize_block, sanitize_line, sanitize_url
from pytest_contentjobs.findings.rule_slug import find_own_rule
from pytest_contentjobs.model import (
    Check,
    Comparison,
    ContentRun,
    Entity,
    Finding,
    JudgementOutcome,
    LogStatistics,
    PastRun,
    Severity,
    Source,
    Verdict,
)
from pytest_contentjobs.model.job import JobStatus

__all__ = [
    "describe_candidates",
    "describe_comparison",
    "describe_deciding_files",
    "describe_details",
    "describe_duration",
    "describe_entity",
    "describe_finding",
    "describe_history",
    "describe_moment",
    "describe_outcome",
    "describe_progress",
    "describe_rules",
    "describe_skip",
    "describe_source",
    "describe_title",
    "name_checks",
]
_CANDIDATES_SHOWN = 5
# A letter in JSON, which may be a pair; not a backslash in front of a u.
_ESCAPES = re.compile(r"(?<!\\)(?:\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4})")

_OUTCOMES = {
    JudgementOutcome.CLEAN: "the content is clean",
    JudgementOutcome.FINDINGS: "the content has findings",
    JudgementOutcome.NOT_JUDGED: "the content could not be judged",
}


def describe_finding(finding: Finding) -> str:
    """Return the finding in one line with rule, message and item, since some reports show nothing else."""
    code = find_own_rule(finding)
    rule = f"{code}: " if code else ""
    entity = f" ({describe_entity(finding.entity)})" if finding.entity else ""
    return sanitize_line(f"{rule}{finding.message.strip() or f'{finding.severity} without a text'}{entity}")


def describe_skip(verdict: Verdict) -> str:
    """Return a finding that does not fail in one line, with the reason first, since long lines are cut at their end."""
    return sanitize_line(f"{verdict.decided_by} - {describe_finding(verdict.finding)}")


def describe_rules(verdicts: Iterable[Verdict]) -> str:
    """Return the number of findings of each severity and rule, one rule per line, the most frequent first."""
    found = Counter((verdict.severity, verdict.finding.rule or "no rule") for verdict in verdicts)
    order = sorted(found.items(), key=lambda item: (tuple(Severity).index(item[0][0]), -item[1], item[0][1]))
    return "\n".join(f"{severity} {sanitize_line(rule)}: {number:,}" for (severity, rule), number in order)


def describe_details(verdict: Verdict, log: LogStatistics) -> str:
    """Return all that is known of a finding, one fact per line.

    What an editor needs comes first: where the content item is, what is wrong with it, and where to correct it. What decided, and
    the lines of the log, come last.
    """
    finding = verdict.finding
    code = find_own_rule(finding)
    facts = [
        *_locate_item(finding.entity),
        sanitize_line(f"{verdict.severity}{f' {code}' if code else ''}: {finding.message}"),
    ]
    if finding.file:
        position = "".join(f":{number}" for number in (finding.line, finding.column) if number is not None)
        facts.append(f"file: {sanitize_line(finding.file)}{position}")
    if finding.source:
        facts.append(f"source: {describe_source(finding.source)}")
    elif finding.source_candidates:
        facts.append(f"source: {describe_candidates(finding)}")
    facts += [f"edit: {sanitize_url(finding.entity_url)}"] if finding.entity_url else []
    facts += [f"hint: {sanitize_line(finding.hint)}"] if finding.hint else []
    facts += [f"rule: {rule}"] if (rule := _describe_rule(finding)) else []
    facts += [f"owner: {sanitize_line(finding.owner)}"] if finding.owner else []
    facts += [f"since: {verdict.since:%Y-%m-%d %H:%M} UTC"] if verdict.since else []
    facts += [
        f"decided by: {sanitize_line(verdict.decided_by)}",
        f"log: {sanitize_line(log.location)} line {finding.log_line}",
        *(f"  | {_decode_escapes(line)}" for line in finding.raw),
    ]
    return sanitize_block("\n".join(facts))


def _describe_rule(finding: Finding) -> str:
    """Return the title of a rule and the address of its page, as far as they are known."""
    title = sanitize_line(finding.rule_title) if finding.rule_title else ""
    return f"{title} {sanitize_url(finding.rule_url) if finding.rule_url else ''}".strip()


def _decode_escapes(line: str) -> str:
    """Return a line of a log with the letters that JSON's escapes stand for; those that would not be seen remain escapes."""
    return _ESCAPES.sub(_decode, line)


def _decode(match: re.Match[str]) -> str:
    code = bytes.fromhex(match[0].replace("\\u", ""))
    try:
        letters = code.decode("utf-16-be")
    except UnicodeDecodeError:
        return match[0]
    return letters if letters.isprintable() and not letters.isascii() else match[0]


def name_checks(run: ContentRun) -> dict[str, Check]:
    """Return the checks of a run by the names of their tests, which are direct children of the run in reports."""
    limits = {sanitize_line(limit.name): limit.check for limit in run.policy_checks}
    return {"job": run.job_check, "log": run.log_check, **limits}


def describe_source(source: Source) -> str:
    """Return a place in the content package as ``file:line:column``, as far as it is known."""
    position = "".join(f":{number}" for number in (source.line, source.column) if number is not None)
    return f"{sanitize_line(source.path)}{position}"


def describe_candidates(finding: Finding) -> str:
    """Return the places of which one has the item of a finding; empty if there are none."""
    places = [describe_source(source) for source in finding.source_candidates[:_CANDIDATES_SHOWN]]
    more = ", and more" if len(finding.source_candidates) > _CANDIDATES_SHOWN else ""
    return f"one of {', '.join(places)}{more}" if places else ""


def describe_entity(entity: Entity) -> str:
    """Return what a finding is about: kind, path or id, and index, as far as the log gives them."""
    return _name_entity(entity, entity.path)


def describe_title(entity: Entity) -> str:
    """Return what a finding is about as its folder lists it: ``describe_entity`` without the folder."""
    return _name_entity(entity, entity.name)


def _locate_item(entity: Entity | None) -> Iterator[str]:
    if entity is None:
        yield "item: none named"
        return
    if entity.name is not None and entity.folder:
        yield f"folder: {sanitize_line(entity.folder)}"
    yield f"item: {describe_title(entity)}"


def _name_entity(entity: Entity, name: str | None) -> str:
    names = [text for text in (name, entity.id) if text]
    index = f"index {entity.index}" if entity.index is not None else ""
    if not names:
        return sanitize_line(f"{entity.kind} {index}".strip())
    return sanitize_line(f"{entity.kind} {' '.join(names)}{f', {index}' if index else ''}")


def describe_outcome(run: ContentRun) -> str:
    """Return the outcome of a run in words: content with findings that do not fail is not called clean."""
    if run.judgement.outcome is JudgementOutcome.CLEAN and (run.verdicts or run.dropped):
        return "the content passes: none of its findings fails"
    return _OUTCOMES[run.judgement.outcome]


def describe_comparison(comparison: Comparison) -> str:
    """Return a comparison with a baseline or a saved run in one line."""
    is_baseline = comparison.name == "baseline"
    new, known = f"{comparison.new:,} new", f"{comparison.known:,} {'known' if is_baseline else 'unchanged'}"
    gone = "fixed" if is_baseline else "gone"
    fixed = comparison.fixed
    last = f"{gone} unknown" if fixed is None else f"{sum(item.count for item in fixed):,} {gone}"
    words = (known, new, last) if is_baseline else (new, known, last)
    return sanitize_line(f"{', '.join(words)} ({comparison.where})")


def describe_history(run: ContentRun, most: int = 5) -> str:
    """Return how the last runs of this name ended, oldest first, in one line; empty if there is none."""
    return sanitize_line(", ".join(f"{past.time:%Y-%m-%d} {_describe_past(past)}" for past in run.history[-most:]))


def _describe_past(past: PastRun) -> str:
    if past.outcome is JudgementOutcome.NOT_JUDGED:
        return "not judged"
    return f"{past.failing:,} failed" if past.failing else str(past.outcome)


def describe_deciding_files(run: ContentRun) -> str:
    """Return the files that decided, in one line; empty if none did."""
    return sanitize_line(", ".join(f"{kind.replace('_', ' ')} {file}" for kind, file in run.decided_by.items()))


def describe_progress(status: JobStatus, now: datetime) -> str:
    """Return one line on how far a job is; percentages are of items, and times are of the zone of ``now``."""
    parts = [status.status]
    progress = status.progress
    if progress and progress.total:
        share = progress.percentage
        percentage = f" ({share:.0f} %)" if share is not None else ""
        parts.append(f"{progress.processed or 0:,} of {progress.total:,} items{percentage}")
    if status.current_operation and not status.is_finished:
        parts.append(status.current_operation)
    if status.estimated_completion and not status.is_finished:
        parts.append(f"estimated end {describe_moment(status.estimated_completion, now)}")
    return sanitize_line(", ".join(parts))


def describe_moment(moment: datetime, now: datetime) -> str:
    """Return a moment in the zone of ``now``: the time of the day if it is today, or else also the date."""
    local = moment.astimezone(now.tzinfo)
    return f"{local:%H:%M:%S}" if local.date() == now.date() else f"{local:%Y-%m-%d %H:%M}"


def describe_duration(seconds: float) -> str:
    """Return a time in words, in seconds below a minute, and otherwise in minutes and hours, rounded up."""
    whole = max(math.ceil(seconds), 0)
    if whole < 60:  # noqa: PLR2004 - seconds of a minute
        return f"{whole} s"
    hours, minutes = divmod(math.ceil(whole / 60), 60)
    return " ".join(part for part in (f"{hours:,} h" if hours else "", f"{minutes} min" if minutes else "") if part)
