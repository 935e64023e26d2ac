"""Which tests a run's findings become: one each, one for each item of the content, or one for each rule, up to a number."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from pytest_contentjobs.joblog.identity import plain_label
from pytest_contentjobs.model import ContentRun, Severity, Verdict, VerdictOutcome
from pytest_contentjobs.options import MAX_CASES
from pytest_contentjobs.reports.describe import counted, finding_body, finding_line, rules_text, skip_line
from pytest_contentjobs.reports.text import safe_block, safe_line

__all__ = ["ContentCase", "Layout", "cases"]

_MORE_CLASS = "more"
_MORE_NAME = f"findings over {MAX_CASES.name}"
_SEVERITIES = tuple(Severity)


@dataclass(frozen=True, slots=True)
class Layout:
    """How findings become tests: ``group`` is ``entry``, ``entity`` or ``rule``; ``maximum`` is None for no limit."""

    group: str = "entry"
    maximum: int | None = None


@dataclass(frozen=True, slots=True)
class ContentCase:
    """A test for some findings of a run. Class name and name are ASCII, and equal in the next run for the same findings."""

    run: ContentRun
    class_name: str
    name: str
    verdicts: tuple[Verdict, ...]

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
        """The worst severity of the findings that fail, or of all where none does."""
        failing = [verdict for verdict in self.verdicts if verdict.outcome is VerdictOutcome.FAILS]
        return min((verdict.severity for verdict in failing or self.verdicts), key=_SEVERITIES.index)

    @property
    def message(self) -> str:
        """The test in one safe line."""
        if len(self.verdicts) == 1 and not self.is_more:
            verdict = self.verdicts[0]
            return finding_line(verdict.finding) if self.fails else skip_line(verdict)
        return safe_line(self._summary)

    @property
    def body(self) -> str:
        """All that is to be said of the findings, in safe lines."""
        log = self.run.log
        if log is None:
            raise ValueError("findings without a log")
        if self.is_more:
            return safe_block(f"{self._summary}\n{rules_text(self.verdicts)}")
        bodies = [finding_body(verdict, log) for verdict in self.verdicts]
        return bodies[0] if len(bodies) == 1 else safe_block("\n\n".join([self._summary, *bodies]))

    @property
    def is_more(self) -> bool:
        """Whether this is the one test for all that is over the limit."""
        return self.class_name == _MORE_CLASS and self.name == _MORE_NAME

    @property
    def _summary(self) -> str:
        outcomes: Counter[Severity | VerdictOutcome] = Counter(
            (verdict.severity if verdict.outcome is VerdictOutcome.FAILS else verdict.outcome)
            for verdict in self.verdicts
        )
        counts = [counted(outcomes[severity], severity) for severity in Severity if outcomes[severity]]
        counts += [f"{outcomes[outcome]:,} {outcome}" for outcome in VerdictOutcome if outcomes[outcome]]
        what = "" if self.is_more else f" in {self.name}"
        more = f"; {MAX_CASES.name} lets no more tests be made, and --content-json has all" if self.is_more else ""
        return f"{', '.join(counts)}{what}{more}"


def cases(run: ContentRun, layout: Layout) -> tuple[ContentCase, ...]:
    """Return the tests of a run's findings in the order in which the log names them first.

    What is over the maximum is in one more test at the end, never left out: those that fail come before those that do not,
    and errors before warnings.
    """
    if layout.group == "entry":
        made = [
            ContentCase(run, verdict.finding.class_name, verdict.finding.name, (verdict,)) for verdict in run.verdicts
        ]
    else:
        groups: defaultdict[tuple[str, str], list[Verdict]] = defaultdict(list)
        for verdict in run.verdicts:
            groups[_group(verdict, layout.group)].append(verdict)
        made = [ContentCase(run, *names, tuple(verdicts)) for names, verdicts in groups.items()]
    if layout.maximum is None or len(made) <= layout.maximum:
        return tuple(made)
    ranked = sorted(range(len(made)), key=lambda position: _rank(made[position]))
    kept, rest = sorted(ranked[: layout.maximum]), sorted(ranked[layout.maximum :])
    over = [verdict for position in rest for verdict in made[position].verdicts]
    return (*(made[position] for position in kept), ContentCase(run, _MORE_CLASS, _MORE_NAME, tuple(over)))


def _group(verdict: Verdict, group: str) -> tuple[str, str]:
    """Return class name and name of the group that a finding belongs to."""
    finding = verdict.finding
    if group == "entity":
        return "items", finding.class_name
    return "rules", plain_label(finding.rule or finding.severity)


def _rank(case: ContentCase) -> tuple[bool, int]:
    return not case.fails, _SEVERITIES.index(case.severity)
