"""Turns the findings of a run into tests: one each, one per content item, or one per rule, up to a maximum."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pytest_contentjobs.boundary.sanitize import MAXIMUM_BLOCK, MAXIMUM_LINE, sanitize_block, sanitize_line
from pytest_contentjobs.findings.identity import GENERAL, make_class_name, make_entity_name
from pytest_contentjobs.findings.names import make_name
from pytest_contentjobs.model import ContentRun, LogStatistics, Severity, Source, Verdict, VerdictOutcome
from pytest_contentjobs.model.quantity import plural
from pytest_contentjobs.reports.describe import describe_details, describe_finding, describe_rules, describe_skip
from pytest_contentjobs.settings.options.reports import JSON, MAX_CASES, OWNER
from pytest_contentjobs.settings.owner_file import NO_OWNER

__all__ = ["ContentCase", "Layout", "Scope", "make_cases", "split_by_owner"]


_MORE_CLASS, _RULES_CLASS = "more", "rules"
_NO_ITEM = "findings that name no content item"
_MORE_NAME = f"findings over {MAX_CASES.name}"
_OTHERS_NAME = "findings of other owners"
_SEVERITIES = tuple(Severity)
# Characters for the line that says how many findings a text does not list.
_ROOM = 100


@dataclass(frozen=True, slots=True)
class Layout:
    """How findings become tests.

    ``group`` is ``finding``, ``entity`` or ``rule``; ``maximum`` is None for no limit. ``owner`` is whose findings have tests of
    their own, None for all.
    """

    group: str = "finding"
    maximum: int | None = None
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """What reports know beside the runs.

    ``not_run`` is how many findings had no test, by the name of the run; ``root`` is the root of the repository, if this is one.
    """

    layout: Layout = field(default_factory=Layout)
    not_run: Mapping[str, int] = field(default_factory=dict)
    root: Path | None = None

    def relate(self, source: Source) -> str:
        """Return the path of a source from the root of the repository, as readers expect it that annotate files."""
        if self.root is None or source.root is None:
            return source.path
        # Links are kept as they are, as in the names of the files that the repository has.
        path = Path(os.path.abspath(source.path))  # noqa: PTH100 - resolves ".." alone
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else source.path


@dataclass(frozen=True, slots=True)
class ContentCase:
    """A test for some findings of a run. Class name and name are equal in the next run for the same findings.

    ``remark`` says why the test is the one for many findings that would have tests of their own otherwise; empty if it is not.
    """

    run: ContentRun
    class_name: str
    name: str
    verdicts: tuple[Verdict, ...]
    remark: str = ""

    @property
    def is_more(self) -> bool:
        """Whether it is one test for all that is over the limit, or of other owners."""
        return bool(self.remark)

    @property
    def node_id(self) -> str:
        """The id that pytest knows the test by."""
        return f"{self.run.name}::{self.class_name}::{self.name}"

    @property
    def fails(self) -> bool:
        """Whether one of the findings fails."""
        return any(verdict.outcome is VerdictOutcome.FAILS for verdict in self.verdicts)

    @property
    def severity(self) -> Severity:
        """The worst severity of the findings that fail, or of all if none fails."""
        failing = [verdict for verdict in self.verdicts if verdict.outcome is VerdictOutcome.FAILS]
        return min((verdict.severity for verdict in failing or self.verdicts), key=_SEVERITIES.index)

    @property
    def message(self) -> str:
        """The test in one safe line."""
        if len(self.verdicts) == 1 and not self.is_more:
            verdict = self.verdicts[0]
            return describe_finding(verdict.finding) if self.fails else describe_skip(verdict)
        return sanitize_line(self._summary)

    @property
    def body(self) -> str:
        """All that is known of the findings, in safe lines."""
        log = self.run.log
        if log is None:
            raise ValueError("findings without a log")
        if self.is_more:
            return sanitize_block(f"{self._summary}\n{describe_rules(self.verdicts)}")
        if len(self.verdicts) == 1:
            return describe_details(self.verdicts[0], log)
        return sanitize_block("\n\n".join(self._list_samples(log)))

    def _list_samples(self, log: LogStatistics) -> Iterator[str]:
        """Give the summary and as many findings as fit in a report, failing ones first."""
        yield sanitize_line(self._summary)
        left = MAXIMUM_BLOCK - MAXIMUM_LINE - _ROOM
        order = sorted(self.verdicts, key=lambda verdict: verdict.outcome is not VerdictOutcome.FAILS)
        for position, verdict in enumerate(order):
            body = describe_details(verdict, log)
            left -= len(body) + 2
            if left < 0:
                yield f"… and {plural(len(order) - position, 'more finding')}, see {JSON.name}"
                return
            yield body

    @property
    def _summary(self) -> str:
        outcomes: Counter[Severity | VerdictOutcome] = Counter(
            (verdict.severity if verdict.outcome is VerdictOutcome.FAILS else verdict.outcome)
            for verdict in self.verdicts
        )
        counts = [plural(outcomes[severity], severity) for severity in Severity if outcomes[severity]]
        counts += [f"{outcomes[outcome]:,} {outcome}" for outcome in VerdictOutcome if outcomes[outcome]]
        what = "" if self.is_more else f" in {self._title}"
        more = f"; {self.remark}, {JSON.name} contains all" if self.is_more else ""
        return f"{', '.join(counts)}{what}{more}"

    @property
    def _title(self) -> str:
        """The name of the group in words, with its folder."""
        entity = self.verdicts[0].finding.entity
        is_in_folder = entity is not None and entity.folder is not None and self.class_name != _RULES_CLASS
        return f"{self.class_name}/{self.name}" if is_in_folder else self.name


def make_cases(run: ContentRun, layout: Layout) -> tuple[ContentCase, ...]:
    """Return the tests of a run's findings in the order in which the log names them first.

    Findings above the maximum share one more test at the end. Failing findings get a test of their own before others, and
    errors before warnings. Findings of other owners share a test too, so that the session fails for them as well.
    """
    own, others = split_by_owner(run.verdicts, layout.owner)
    made = _make_own_cases(run, own, layout)
    if not others:
        return made
    remark = f"they are not of the owner that {OWNER.name} names"
    return *made, ContentCase(run, _MORE_CLASS, _OTHERS_NAME, tuple(others), remark)


def split_by_owner(verdicts: Sequence[Verdict], owner: str | None) -> tuple[Sequence[Verdict], Sequence[Verdict]]:
    """Return the verdicts on findings of an owner, which may be the words for none, and all others; without one, all and none."""
    if owner is None:
        return verdicts, ()
    own = [verdict for verdict in verdicts if (verdict.finding.owner or NO_OWNER) == owner]
    return own, [verdict for verdict in verdicts if (verdict.finding.owner or NO_OWNER) != owner]


def _make_own_cases(run: ContentRun, own: Sequence[Verdict], layout: Layout) -> tuple[ContentCase, ...]:
    if layout.group == "finding":
        made = [ContentCase(run, verdict.finding.class_name, verdict.finding.name, (verdict,)) for verdict in own]
    else:
        grouped = _by_entity(own) if layout.group == "entity" else _by_rule(own)
        made = [ContentCase(run, *names, tuple(verdicts)) for names, verdicts in grouped.items()]
    if layout.maximum is None or len(made) <= layout.maximum:
        return tuple(made)
    ranked = sorted(range(len(made)), key=lambda position: _rank(made[position]))
    kept, rest = sorted(ranked[: layout.maximum]), sorted(ranked[layout.maximum :])
    over = [verdict for position in rest for verdict in made[position].verdicts]
    return (
        *(made[position] for position in kept),
        ContentCase(run, _MORE_CLASS, _MORE_NAME, tuple(over), f"{MAX_CASES.name} is reached"),
    )


def _by_entity(verdicts: Sequence[Verdict]) -> dict[tuple[str, str], list[Verdict]]:
    groups: defaultdict[tuple[str, str], list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        entity = verdict.finding.entity
        names = (make_class_name(entity), make_entity_name(entity)) if entity else (GENERAL, _NO_ITEM)
        groups[names].append(verdict)
    return groups


def _by_rule(verdicts: Sequence[Verdict]) -> dict[tuple[str, str], list[Verdict]]:
    groups: defaultdict[tuple[str, str], list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        groups[_RULES_CLASS, make_name(verdict.finding.rule or verdict.finding.severity)].append(verdict)
    return groups


def _rank(case: ContentCase) -> tuple[bool, int]:
    return not case.fails, _SEVERITIES.index(case.severity)
