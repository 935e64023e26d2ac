"""What a session writes at its end: the reports that were asked for, and the baseline."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pytest_contentjobs.boundary.atomic_write import replace_file
from pytest_contentjobs.boundary.repository import find_repository
from pytest_contentjobs.boundary.sanitize import sanitize_line
from pytest_contentjobs.errors import ContentJobsError, ReportError
from pytest_contentjobs.gate.baseline import update_baseline
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

__all__ = ["REPORTS", "Output", "Report", "has_printed", "is_printed", "list_reports", "write_outputs", "write_report"]


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
    """A line for the user about a file that was written or not. A failure fails the session; its line ends with a code.

    A document is a whole report instead, which is written to the standard output as it is; so is a command for GitHub, which must
    begin its line.
    """

    text: str
    is_failure: bool
    is_document: bool = False
    is_command: bool = False


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
    scope = Scope(Layout(settings.group, settings.max_cases, settings.owner), not_run, find_repository(Path()))
    outputs = list(_list_saved(runs, settings))
    reports, printed = list_reports(settings), list(_list_printed(settings))
    is_shown_on_github = is_run and settings.github == "auto" and is_on_github(os.environ)
    # To prepare a view takes as long as to write a report.
    view = make_view(runs if reports or printed or is_shown_on_github else (), scope)
    for report, file in reports:
        try:
            write_report(report, view, file)
            outputs.append(Output(f"{report.title}: {sanitize_line(str(file))}", is_failure=False))
        except ContentJobsError as error:
            outputs.append(Output(error.explain(), is_failure=True))
    if settings.history is not None and is_run:
        try:
            damaged = append_runs(runs, settings.history, days=settings.history_days)
            passed_over = f" ({plural(damaged, 'line')} cannot be read)" if damaged else ""
            outputs.append(Output(f"history: {sanitize_line(str(settings.history))}{passed_over}", is_failure=False))
        except ContentJobsError as error:
            outputs.append(Output(error.explain(), is_failure=True))
    if settings.update_baseline and settings.baseline is not None:
        is_filtered = is_filtered or any(not_run.values())
        try:
            text = _update(runs, settings.baseline, scope.layout, is_filtered=is_filtered)
            outputs.append(Output(text, is_failure=False))
        except ContentJobsError as error:
            outputs.append(Output(error.explain(), is_failure=True))
    if is_shown_on_github:
        outputs += _show_on_github(view)
    outputs += [Output("".join(report.render(view)), is_failure=False, is_document=True) for report in printed]
    return tuple(outputs)


def _show_on_github(view: SessionView) -> Iterator[Output]:
    problem = append_summary("".join(render_markdown(view)), os.environ)
    if problem:
        yield Output(problem, is_failure=False)
    for command in list_annotations(view):
        yield Output(command, is_failure=False, is_command=True)


def _list_saved(runs: Sequence[ContentRun], settings: Settings) -> Iterator[Output]:
    for run in runs:
        if settings.save is not None and Reason.RUN_NOT_SAVED not in run.judgement.codes:
            yield Output(f"saved run: {sanitize_line(str(settings.save / run.name))}", is_failure=False)


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
