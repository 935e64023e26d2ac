"""What a session writes at its end: the reports that were asked for, and the baseline."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pytest_contentjobs.boundary.atomic_write import replace_file
from pytest_contentjobs.boundary.repository import find_repository
from pytest_contentjobs.boundary.sanitize import sanitize_line
from pytest_contentjobs.errors import ContentJobsError, ReportError
from pytest_contentjobs.gate.baseline import update_baseline
from pytest_contentjobs.gate.facts import Failure
from pytest_contentjobs.gate.judge import fail_session
from pytest_contentjobs.model import ContentRun, EarlierFinding, JudgementOutcome
from pytest_contentjobs.model.quantity import plural
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.pipeline.baseline_file import (
    apply_decisions,
    read_baseline,
    read_older_decisions,
    write_baseline,
)
from pytest_contentjobs.pipeline.github import append_summary, is_on_github
from pytest_contentjobs.pipeline.history_file import append_runs
from pytest_contentjobs.reports.annotations import list_annotations
from pytest_contentjobs.reports.cases import Layout, Scope, make_cases
from pytest_contentjobs.reports.code_quality import render_code_quality
from pytest_contentjobs.reports.html.page import render_html
from pytest_contentjobs.reports.json_document import render_json
from pytest_contentjobs.reports.junit import render_junit
from pytest_contentjobs.reports.markdown import render_markdown
from pytest_contentjobs.reports.review import render_rdjsonl
from pytest_contentjobs.reports.sarif import render_sarif
from pytest_contentjobs.reports.spreadsheet import render_csv
from pytest_contentjobs.reports.view import SessionView, make_view
from pytest_contentjobs.settings.options import Option
from pytest_contentjobs.settings.options.policy import BASELINE, UPDATE_BASELINE
from pytest_contentjobs.settings.options.reports import (
    CODE_QUALITY,
    CSV,
    HTML,
    JSON,
    JUNIT,
    MARKDOWN,
    MAX_CASES,
    OWNER,
    RDJSONL,
    SARIF,
)
from pytest_contentjobs.settings.resolve import Settings

__all__ = [
    "REPORTS",
    "Output",
    "Report",
    "fail_for",
    "has_printed",
    "is_printed",
    "list_reports",
    "rewrite_reports",
    "write_outputs",
    "write_report",
]


@dataclass(frozen=True, slots=True)
class Report:
    """A report: what it is called, the option for its file, and the pure function from the view to the pieces of its text.

    ``can_print`` says that ``-`` instead of a file is the standard output of a command.
    """

    title: str
    option: Option
    render: Callable[[SessionView], Iterable[str]]
    can_print: bool = False


#: By the name of the setting that has the report's file.
REPORTS: Mapping[str, Report] = {
    "junit": Report("JUnit report", JUNIT, lambda view: render_junit(view.sources, view.scope)),
    "json": Report("JSON report", JSON, render_json),
    "html": Report("HTML report", HTML, render_html),
    "sarif": Report("SARIF report", SARIF, render_sarif),
    "codequality": Report("Code Quality report", CODE_QUALITY, render_code_quality),
    "csv": Report("CSV report", CSV, render_csv),
    "rdjsonl": Report("rdjsonl report", RDJSONL, render_rdjsonl),
    "markdown": Report("Markdown report", MARKDOWN, render_markdown, can_print=True),
}


@dataclass(frozen=True, slots=True)
class Output:
    """A text for the user about a file that was written or not. With a ``reason`` it is a failure, which fails the session.

    A document is a whole report instead, which is written to the standard output as it is; so is a command for GitHub, which must
    begin its line.
    """

    text: str
    reason: Reason | None = None
    is_document: bool = False
    is_command: bool = False

    @property
    def is_failure(self) -> bool:
        """Whether the session fails for it."""
        return self.reason is not None

    @property
    def line(self) -> str:
        """The text as it is shown: that of a failure ends with its code."""
        return self.text if self.reason is None else f"{self.text} ({self.reason})"


def list_reports(settings: Settings) -> list[tuple[Report, Path]]:
    """Return the reports that were asked for, each with its file; without those for the standard output."""
    files = ((report, getattr(settings, name)) for name, report in REPORTS.items())
    return [(report, file) for report, file in files if file is not None and not is_printed(report, file)]


def is_printed(report: Report, file: Path) -> bool:
    """Whether a report is for the standard output instead of a file."""
    return report.can_print and str(file) == "-"


def has_printed(settings: Settings) -> bool:
    """Whether a report was asked for that is for the standard output."""
    return any(_list_printed(settings))


def _list_printed(settings: Settings) -> Iterator[Report]:
    for name, report in REPORTS.items():
        file: Path | None = getattr(settings, name)
        if file is not None and is_printed(report, file):
            yield report


def write_report(report: Report, view: SessionView, file: Path) -> None:
    """Write a report as UTF-8, whole or not at all; folders that are missing are made.

    Raises:
        ReportError: the file cannot be written.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with replace_file(file) as written:
            written.writelines(piece.encode() for piece in report.render(view))
    except OSError as error:
        raise ReportError(
            f"Cannot write the {report.title} {str(file)!r}: {error.strerror or error}.",
            next_step=f"Set {report.option.name} to a file in a folder that can be written to.",
        ) from error


def write_outputs(
    runs: Sequence[ContentRun],
    settings: Settings,
    *,
    not_run: Mapping[str, int],
    is_filtered: bool,
    is_run: bool = True,
) -> tuple[Output, ...]:
    """Write reports and baseline, and list them; one that cannot be written does not keep the others from being written.

    ``not_run`` is how many findings had no test in this session, by the name of the run; ``is_filtered`` says that some tests
    of the gate did not run at all, so that no baseline may be made of the session. Without ``is_run``, tests were only listed, and
    the history does not get what it will get of the session itself.
    """
    scope = _make_scope(settings, not_run)
    # What fails here turns the session red, which the reports have to show.
    others = _append_history(runs, settings) if is_run else []
    others += _update_baseline(runs, settings, scope.layout, is_filtered=is_filtered or any(not_run.values()))
    runs = fail_for(others, runs)
    reports, printed = list_reports(settings), list(_list_printed(settings))
    is_shown_on_github = is_run and settings.github == "auto" and is_on_github(os.environ)
    # To prepare a view takes as long as to write a report.
    view = make_view(runs if reports or printed or is_shown_on_github else (), scope)
    written = [_write(report, view, file) for report, file in reports]
    if any(output.is_failure for output in written) and not view.is_red:
        view = make_view(fail_for(written, runs), scope)
        written = [
            output if output.is_failure else _replace_green(report, view, file)
            for output, (report, file) in zip(written, reports, strict=True)
        ]
    outputs = [*_list_saved(runs, settings), *written, *others]
    outputs += _show_on_github(view) if is_shown_on_github else ()
    outputs += [Output("".join(report.render(view)), is_document=True) for report in printed]
    return tuple(outputs)


def rewrite_reports(
    runs: Sequence[ContentRun], settings: Settings, failure: Output, *, not_run: Mapping[str, int]
) -> tuple[Output, ...]:
    """Write reports once more if they are green, and the session has failed since; list those that cannot be written.

    ``runs`` are those that the reports show; the other arguments are those of ``write_outputs``.
    """
    reports, after = list_reports(settings), fail_for([failure], runs)
    if not reports or after == tuple(runs):
        return ()
    view = make_view(after, _make_scope(settings, not_run))
    written = [_replace_green(report, view, file) for report, file in reports]
    return tuple(output for output in written if output.is_failure)


def fail_for(outputs: Iterable[Output], runs: Sequence[ContentRun]) -> tuple[ContentRun, ...]:
    """Return runs with the failures among outputs, as reports and verdict lines show them."""
    return fail_session(runs, [Failure(each.text, (each.reason,)) for each in outputs if each.reason is not None])


def _make_scope(settings: Settings, not_run: Mapping[str, int]) -> Scope:
    return Scope(Layout(settings.group, settings.max_cases, settings.owner), not_run, find_repository(Path()))


def _write(report: Report, view: SessionView, file: Path) -> Output:
    try:
        write_report(report, view, file)
    except ContentJobsError as error:
        return _report_failure(error)
    return Output(f"{report.title}: {sanitize_line(str(file))}")


def _replace_green(report: Report, view: SessionView, file: Path) -> Output:
    """Write a report in place of a green one; no report is better than that."""
    output = _write(report, view, file)
    if output.is_failure:
        with suppress(OSError):
            file.unlink()
    return output


def _report_failure(error: ContentJobsError) -> Output:
    return Output(str(error), error.reason)


def _show_on_github(view: SessionView) -> Iterator[Output]:
    problem = append_summary("".join(render_markdown(view)), os.environ)
    if problem:
        yield Output(problem)
    for command in list_annotations(view):
        yield Output(command, is_command=True)


def _list_saved(runs: Sequence[ContentRun], settings: Settings) -> Iterator[Output]:
    for run in runs:
        if settings.save is not None and Reason.RUN_NOT_SAVED not in run.judgement.codes:
            yield Output(f"saved run: {sanitize_line(str(settings.save / run.name))}")


def _append_history(runs: Sequence[ContentRun], settings: Settings) -> list[Output]:
    if settings.history is None:
        return []
    try:
        damaged = append_runs(runs, settings.history, days=settings.history_days)
    except ContentJobsError as error:
        return [_report_failure(error)]
    passed_over = f" ({plural(damaged, 'line')} cannot be read)" if damaged else ""
    return [Output(f"history: {sanitize_line(str(settings.history))}{passed_over}")]


def _update_baseline(
    runs: Sequence[ContentRun], settings: Settings, layout: Layout, *, is_filtered: bool
) -> list[Output]:
    if not settings.update_baseline or settings.baseline is None:
        return []
    try:
        return [Output(_update(runs, settings.baseline, layout, is_filtered=is_filtered))]
    except ContentJobsError as error:
        return [_report_failure(error)]


def _update(runs: Sequence[ContentRun], file: Path, layout: Layout, *, is_filtered: bool) -> str:
    """Write the baseline, and return what was written in words.

    Raises:
        SettingsError: the baseline cannot be read.
        ReportError: the session does not have all findings, or the file cannot be written.
    """
    _require_all_findings(runs, file, layout, is_filtered=is_filtered)
    before = read_baseline(file, is_replaced=True)
    after = apply_decisions(update_baseline(before, runs), read_older_decisions(file))
    try:
        write_baseline(file, after)
    except OSError as error:
        raise ReportError(
            f"Cannot write the baseline {str(file)!r}: {error.strerror or error}.",
            next_step=f"Set {BASELINE.places} to a file that can be written to.",
            reason=Reason.FILE_NOT_WRITABLE,
        ) from error
    old, new = _count(before), _count(after)
    added = sum(max(count - old.get(fingerprint, 0), 0) for fingerprint, count in new.items())
    removed = sum(max(count - new.get(fingerprint, 0), 0) for fingerprint, count in old.items())
    return (
        f"The baseline {str(file)!r} was written: {plural(sum(new.values()), 'finding')}, {added:,} added and {removed:,} "
        f"removed. This run was judged by the previous one; run without {UPDATE_BASELINE.name} to be judged by this one."
    )


def _require_all_findings(runs: Sequence[ContentRun], file: Path, layout: Layout, *, is_filtered: bool) -> None:
    """Refuse to write the baseline of a session that may lack findings; raises ReportError."""
    if any(run.judgement.outcome is JudgementOutcome.NOT_JUDGED for run in runs):
        why, next_step = "the content could not be judged", "Fix that first."
    elif is_filtered:
        why = "not all tests of the gate ran (-k, -m, -x, --lf, --deselect or the like)"
        next_step = "Run without a selection."
    elif layout.owner is not None:
        why, next_step = f"{OWNER.name} is set", f"Run without {OWNER.name}."
    elif any(case.is_more for run in runs for case in make_cases(run, layout)):
        why = f"there are more findings than {MAX_CASES.name} {layout.maximum}"
        next_step = f"Run with {MAX_CASES.name} 0."
    else:
        return
    raise ReportError(
        f"The baseline {str(file)!r} was not written: {why}.", next_step=next_step, reason=Reason.BASELINE_NOT_UPDATED
    )


def _count(findings: Iterable[EarlierFinding]) -> dict[str, int]:
    return {item.fingerprint: item.count for item in findings}
