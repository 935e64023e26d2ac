"""What reports show: a frozen view of a session's judged runs, of which every report is a pure function.

``make_view`` prepares it once. Each text in it is safe to show in one line (``sanitize_line``) or, where its name ends with
``block``, in several; a report only escapes it for its own format. Findings are in the order of the log. Numbers and words
are made here, so that all reports agree:

- ``SessionView``: the outcome of all runs together, the exit status, the version of this program, and a view of each run;
- ``RunView``: the verdict line, the checks, and the findings in numbers and one by one;
- ``FindingView``: a finding with its place, links, owner and hint, and since when it is there;
- ``Group`` (``groups.py``): the findings of one rule, folder or owner in numbers.

**A run that is not judged looks red in every report**: ``RunView.is_judged`` is false, its verdict line says so, and at least
one of its checks is bad, even where there is no finding; what is fixed is not known then. The place of what has no source is
the line of the log, and the place of a check is the log or, without one, the name of the run.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version

from pytest_contentjobs.boundary.sanitize import sanitize_block, sanitize_line, sanitize_url
from pytest_contentjobs.findings.rule_slug import find_own_rule
from pytest_contentjobs.gate.exit_status import ExitStatus, exit_status
from pytest_contentjobs.model import (
    CheckOutcome,
    Comparison,
    ContentRun,
    EarlierFinding,
    JudgementOutcome,
    Severity,
    Source,
    Verdict,
    VerdictOutcome,
)
from pytest_contentjobs.reports.cases import Scope
from pytest_contentjobs.reports.describe import describe_entity, describe_title, name_checks
from pytest_contentjobs.reports.groups import Group, count_group, make_groups
from pytest_contentjobs.reports.overview import find_top_folder
from pytest_contentjobs.reports.verdict_line import describe_verdict
from pytest_contentjobs.settings.owner_file import NO_OWNER

__all__ = [
    "NO_OWNER",
    "CheckView",
    "FindingView",
    "Group",
    "Place",
    "RunView",
    "SessionView",
    "make_view",
    "view_source",
]

_OUTCOMES = tuple(JudgementOutcome)


@dataclass(frozen=True, slots=True)
class Place:
    """A file, or the address of the log, with line and column from 1 if known."""

    file: str
    line: int | None = None
    column: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class FindingView:
    """A finding, ready to be shown.

    ``severity`` is the policy's. ``rule`` is the code that the log states, or what was made of the message; ``code`` is None if
    the log states none. ``item`` is the content item in words, ``item_title`` the same without its folder, whose path is
    ``folder``. ``source`` is the place in the content package, as it can be opened, ``source_from_root`` its file from the root
    of the repository, as annotations need it; ``log_place`` is that in the log, ``place`` the better of them. ``is_new`` is None
    if there is nothing to compare with, ``since`` if no history is kept. ``verdict`` has what no text is made of.
    """

    verdict: Verdict
    fingerprint: str
    class_name: str
    name: str
    severity: Severity
    outcome: VerdictOutcome
    rule: str
    code: str | None
    rule_title: str | None
    rule_url: str | None
    message: str
    message_block: str
    item: str | None
    item_title: str | None
    folder: str | None
    top_folder: str
    edit_url: str | None
    source: Place | None
    source_from_root: str | None
    log_place: Place
    log_block: str
    owner: str | None
    hint: str | None
    is_new: bool | None
    since: datetime | None
    decided_by: str

    @property
    def fails(self) -> bool:
        """Whether the finding fails the run."""
        return self.outcome is VerdictOutcome.FAILS

    @property
    def place(self) -> Place:
        """The place in the content package, or else in the log."""
        return self.source or self.log_place

    @property
    def place_from_root(self) -> Place:
        """The same with a file of the content package named from the root of the repository, as readers expect it that annotate."""
        if self.source is None or self.source_from_root is None:
            return self.log_place
        return Place(self.source_from_root, self.source.line, self.source.column)


@dataclass(frozen=True, kw_only=True, slots=True)
class CheckView:
    """A check that is not about one finding; ``is_bad`` says that the run is red for it."""

    name: str
    outcome: CheckOutcome
    is_bad: bool
    line: str
    text_block: str
    codes: tuple[str, ...]
    place: Place


@dataclass(frozen=True, kw_only=True, slots=True)
class RunView:
    """A judged run, ready to be shown.

    ``run`` has what no text is made of. ``total`` are all findings in numbers; ``rules``, ``folders`` (the top ones) and
    ``owners`` the same by group, those with most errors first. ``new`` and ``fixed`` are by the baseline or, without one, by the
    saved run to compare with: None if there is neither, and ``fixed`` also if a run of the session was not judged.
    ``not_run`` is how many findings had no test in this session. ``judged_at``, ``job_started_at`` and ``job_ended_at`` are in UTC.
    """

    run: ContentRun
    name: str
    outcome: JudgementOutcome
    verdict_line: str
    reason_blocks: tuple[str, ...]
    codes: tuple[str, ...]
    judged_at: datetime | None
    job_started_at: datetime | None
    job_ended_at: datetime | None
    checks: tuple[CheckView, ...]
    total: Group
    rules: tuple[Group, ...]
    folders: tuple[Group, ...]
    owners: tuple[Group, ...]
    new: int | None
    fixed: tuple[EarlierFinding, ...] | None
    dropped: Mapping[str, int]
    not_run: int
    findings: tuple[FindingView, ...]

    @property
    def is_judged(self) -> bool:
        """Whether job and log could be trusted; if not, the run is red whatever its findings are."""
        return self.outcome is not JudgementOutcome.NOT_JUDGED

    @property
    def is_red(self) -> bool:
        """Whether the run does not pass."""
        return self.outcome is not JudgementOutcome.CLEAN

    @property
    def bad_checks(self) -> tuple[CheckView, ...]:
        """The checks for which the run is red; there is at least one if it is not judged."""
        bad = tuple(check for check in self.checks if check.is_bad)
        if bad or self.is_judged:
            return bad
        return tuple(check for check in self.checks if check.outcome is CheckOutcome.NOT_MADE)


@dataclass(frozen=True, kw_only=True, slots=True)
class SessionView:
    """All runs of a session, ready to be shown, in their order.

    ``outcome`` and ``exit_status`` are those of the worst run: the content decides them, and what failed after it was judged, but
    not other tests of the session.
    ``version`` is that of this program. ``sources`` and ``scope`` are what the view was made of.
    """

    version: str
    outcome: JudgementOutcome
    exit_status: int
    runs: tuple[RunView, ...]
    sources: tuple[ContentRun, ...]
    scope: Scope

    @property
    def is_red(self) -> bool:
        """Whether a run does not pass."""
        return self.outcome is not JudgementOutcome.CLEAN


def make_view(runs: Sequence[ContentRun], scope: Scope) -> SessionView:
    """Prepare judged runs for reports."""
    return SessionView(
        version=version("pytest-contentjobs"),
        outcome=max((run.judgement.outcome for run in runs), key=_OUTCOMES.index, default=JudgementOutcome.NOT_JUDGED),
        exit_status=exit_status(runs) if runs else ExitStatus.NOT_JUDGED,
        runs=tuple(_view_run(run, scope) for run in runs),
        sources=tuple(runs),
        scope=scope,
    )


def _view_run(run: ContentRun, scope: Scope) -> RunView:
    status = run.status
    log = sanitize_line(run.log.location) if run.log else ""
    comparison = _choose_comparison(run)
    findings = tuple(_view_finding(verdict, log, scope) for verdict in run.verdicts)
    return RunView(
        run=run,
        name=run.name,
        outcome=run.judgement.outcome,
        verdict_line=describe_verdict(run, not_run=scope.not_run.get(run.name, 0)),
        reason_blocks=tuple(map(sanitize_block, run.judgement.reasons)),
        codes=tuple(run.judgement.codes),
        judged_at=run.judged_at,
        job_started_at=status.start_time if status else None,
        job_ended_at=(status.completion_time or status.failure_time) if status else None,
        checks=tuple(
            CheckView(
                name=name,
                outcome=check.outcome,
                is_bad=check.outcome.is_bad,
                line=sanitize_line(check.text),
                text_block=sanitize_block(check.text),
                codes=check.codes,
                place=Place(log or run.name),
            )
            for name, check in name_checks(run).items()
        ),
        total=count_group("", run.verdicts),
        rules=make_groups(run.verdicts, lambda finding: finding.rule or ""),
        folders=make_groups(run.verdicts, lambda finding: find_top_folder(finding.entity)),
        owners=make_groups(run.verdicts, lambda finding: finding.owner or NO_OWNER),
        new=comparison.new if comparison else None,
        fixed=comparison.fixed if comparison else None,
        dropped=_sum_by_safe_name(run.dropped),
        not_run=scope.not_run.get(run.name, 0),
        findings=findings,
    )


def _view_finding(verdict: Verdict, log: str, scope: Scope) -> FindingView:
    finding = verdict.finding
    entity = finding.entity
    code = find_own_rule(finding)
    message = finding.message.strip() or f"{finding.severity} without a text"
    return FindingView(
        verdict=verdict,
        fingerprint=finding.fingerprint,
        class_name=finding.class_name,
        name=finding.name,
        severity=verdict.severity,
        outcome=verdict.outcome,
        rule=sanitize_line(finding.rule or ""),
        code=_line(code),
        rule_title=_line(finding.rule_title),
        rule_url=sanitize_url(finding.rule_url) if finding.rule_url else None,
        message=sanitize_line(message),
        message_block=sanitize_block(message),
        item=describe_entity(entity) if entity else None,
        item_title=describe_title(entity) if entity else None,
        folder=_line(entity.folder) if entity else None,
        top_folder=sanitize_line(find_top_folder(entity)),
        edit_url=sanitize_url(finding.entity_url) if finding.entity_url else None,
        source=view_source(finding.source) if finding.source else None,
        source_from_root=sanitize_line(scope.relate(finding.source)) if finding.source else None,
        log_place=Place(log, finding.log_line),
        log_block=sanitize_block("\n".join(finding.raw)),
        owner=_line(finding.owner),
        hint=_line(finding.hint),
        is_new=verdict.is_new,
        since=verdict.since,
        decided_by=sanitize_line(verdict.decided_by),
    )


def view_source(source: Source) -> Place:
    """Return a place in the content package, ready to be shown; a number that is no position is left out."""
    return Place(sanitize_line(source.path), _keep_position(source.line), _keep_position(source.column))


def _keep_position(number: int | None) -> int | None:
    return number if number is not None and number > 0 else None


def _choose_comparison(run: ContentRun) -> Comparison | None:
    """Return the comparison that says what is new: with the baseline, or else with a saved run."""
    return min(run.comparisons, key=lambda each: each.name != "baseline", default=None)


def _sum_by_safe_name(numbers: Mapping[str, int]) -> dict[str, int]:
    """Return the numbers by safe names; several names can become equal."""
    found: Counter[str] = Counter()
    for name, number in numbers.items():
        found[sanitize_line(name)] += number
    return dict(found)


def _line(text: str | None) -> str | None:
    return sanitize_line(text) if text else None
