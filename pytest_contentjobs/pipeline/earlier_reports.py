"""Replaces what an earlier run left in the report files, before anything else can go wrong.

From the moment at which the settings are known until the content is judged, each report says that the run did not end. A
report that says otherwise was written by a run that did, however this one ends.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pytest_contentjobs.boundary.file_locks import InUseError, lock
from pytest_contentjobs.download.location import FileLocation, parse_user_location
from pytest_contentjobs.errors import ContentJobsError, LogError, ReportError, SettingsError
from pytest_contentjobs.gate.facts import Facts, Failure
from pytest_contentjobs.gate.judge import Criteria, invalidate, judge
from pytest_contentjobs.model import ContentRun, JudgementOutcome
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.pipeline.outputs import REPORTS, Report, is_printed, list_reports, write_report
from pytest_contentjobs.pipeline.saved_runs import RunStore
from pytest_contentjobs.reports.cases import Scope
from pytest_contentjobs.reports.view import make_view
from pytest_contentjobs.settings.options import Option
from pytest_contentjobs.settings.options.jobs import LOG, STATUS
from pytest_contentjobs.settings.options.policy import BASELINE, COMPARE, POLICY
from pytest_contentjobs.settings.options.reports import HISTORY, PACKAGE, SAVE
from pytest_contentjobs.settings.project_file import FILE_NAMES, ProjectFile, find_project_file
from pytest_contentjobs.settings.requests import split_name
from pytest_contentjobs.settings.resolve import Settings, resolve, resolve_value

__all__ = ["Places", "hold_reports", "mark_unfinished", "void_reports"]

_UNFINISHED = Failure(
    "The run did not end: it was stopped, or failed with an error. Look at its output, then run it again.",
    (Reason.RUN_UNFINISHED,),
)
_HUB, _LIST = "knowledgehub", "articles/articles.json"
_HUB_PARTS = ("articles", _LIST, "knowledgehub.json", "knowledge.json")


@dataclass(frozen=True, kw_only=True)
class Places:
    """Where settings come from, as look-ups for ``resolve``, and with them the files that a run reads.

    ``folders`` are those that may have the project file, the first of them first; ``files`` are further files that are read,
    each with the option or the words that name it.
    """

    option: Callable[[str], object]
    environment: Mapping[str, str]
    ini: Callable[[str], object]
    folders: Sequence[Path]
    files: Sequence[tuple[str, Path]] = ()

    @cached_property
    def _found(self) -> ProjectFile | SettingsError | None:
        # A file that cannot be used is not read again for each setting, which could take long.
        try:
            return find_project_file(self.folders)
        except SettingsError as error:
            return error

    @property
    def project(self) -> ProjectFile | None:
        """The project file, None if there is none; raises SettingsError if it cannot be used."""
        if isinstance(self._found, SettingsError):
            raise self._found
        return self._found

    def resolve(self) -> Settings:
        """Decide and check every setting; raises SettingsError."""
        return resolve(self.option, self.environment, self.ini, self.project)

    def value(self, setting: Option) -> str | None:
        """Return the text of a setting, None if it is not set; raises SettingsError if the project file cannot be used."""
        return resolve_value(setting, self.option, self.environment, self.ini, self.project)

    def path(self, setting: Option) -> Path | None:
        """Return the path that an option is set to, as far as the files can be used; None if it is not set."""
        try:
            text = self.value(setting)
        except SettingsError:
            text = resolve_value(setting, self.option, self.environment, self.ini)
        return Path(text) if text and text.strip() else None

    def inputs(self) -> Iterator[tuple[str, Path]]:
        """Give the files that a run reads, each with the option or the words that name it."""
        yield from self.files
        logs = self.option(LOG.key)
        for text in logs if isinstance(logs, list | tuple) else ():
            with suppress(LogError):
                location = parse_user_location(split_name(str(text))[1])
                if isinstance(location, FileLocation):
                    yield from ((LOG.name, path) for path in RunStore(location.path).files())
        for setting in (STATUS, POLICY, BASELINE, HISTORY):
            if path := self.path(setting):
                yield setting.name, path
        if path := self.path(COMPARE):
            yield from ((COMPARE.name, part) for part in RunStore(path).files())
        if path := self.path(PACKAGE):
            yield from ((PACKAGE.name, part) for part in _of_package(path))
        yield from (("the project file", folder / name) for folder in self.folders for name in FILE_NAMES)
        if token := self.environment.get("CONTENTJOBS_TOKEN_FILE"):
            yield "the variable CONTENTJOBS_TOKEN_FILE", Path(token)


@contextmanager
def hold_reports(settings: Settings, places: Places, *, is_run: bool = True) -> Iterator[None]:
    """Lock the report files of a run for this process, and replace what an earlier run left in them.

    Without ``is_run`` nothing is to be judged, and the files stay as they are.

    Raises:
        SettingsError: a report is not a file, is one that the run reads or saves, or is locked by another process.
    """
    reports = list_reports(settings)
    names = [request.name for request in (*settings.jobs, *settings.logs)]
    inputs = list(places.inputs())
    if settings.save is not None:
        inputs += [(SAVE.name, file) for file in RunStore(settings.save).files_of(names)]
    with ExitStack() as locks:
        for report, path in reports:
            _require_own(report.option, path, inputs)
            _lock(report.option, path, locks)
        if is_run:
            for report, path in reports:
                _replace(report, path, names)
        yield


def void_reports(places: Places) -> None:
    """Replace what an earlier run left in the reports of a run whose settings cannot be used, as far as that is safe.

    A report that is missing stays missing: it cannot be mistaken for one of this run. Raises nothing, since there is another
    error to report.
    """
    inputs = list(places.inputs())
    for report in REPORTS.values():
        path = places.path(report.option)
        with suppress(ContentJobsError, OSError, ValueError), ExitStack() as locks:
            if path is None or is_printed(report, path) or not path.exists():
                continue
            _require_own(report.option, path, inputs)
            _lock(report.option, path, locks)
            _replace(report, path, ["content"])


def mark_unfinished(run: ContentRun) -> ContentRun:
    """Return a run with all that was found, but not judged: its session did not end."""
    if run.judgement.outcome is JudgementOutcome.NOT_JUDGED:
        return run
    return invalidate(run, _UNFINISHED)


def _replace(report: Report, path: Path, names: Sequence[str]) -> None:
    runs = judge([Facts(name=name, failure=_UNFINISHED) for name in names], Criteria())
    try:
        write_report(report, make_view(runs, Scope()), path)
    except ReportError:
        # Reported at the end, if the report itself cannot be written; until then no report is better than the old one.
        with suppress(OSError):
            path.unlink()


def _lock(option: Option, path: Path, locks: ExitStack) -> None:
    try:
        locks.callback(lock(path))
    except InUseError as error:
        raise SettingsError(
            f"Another run is writing the report {str(path)!r}.",
            next_step=f"Wait until it ends, or set {option.name} to another file.",
            reason=Reason.REPORT_IN_USE,
        ) from error


def _require_own(option: Option, path: Path, inputs: Sequence[tuple[str, Path]]) -> None:
    other = f"Set {option.name} to a file of its own."
    if not _is_file(path):
        raise SettingsError(
            f"{option.name} {str(path)!r} is not a file.", next_step=other, reason=Reason.REPORT_UNUSABLE
        )
    for what, read in inputs:
        if _is_within(path, read):
            raise SettingsError(
                f"{option.name} would replace {str(path)!r}, which this run reads or saves ({what}).",
                next_step=other,
                reason=Reason.REPORT_UNUSABLE,
            )


def _is_file(path: Path) -> bool:
    """Whether a path is, or can become, a regular file, and not standard output, a device, a pipe or a folder."""
    folder = Path(os.path.realpath(path.parent))
    # Their entries are not files, though they may lead to one, as a redirected /dev/stdout does.
    if str(path) == "-" or folder == Path("/dev") or folder.is_relative_to("/proc"):
        return False
    try:
        return path.is_file() or not path.exists()
    except OSError:
        return True


def _is_within(path: Path, read: Path) -> bool:
    """Whether two paths lead to the same file, through any links, or the first into the folder that is the second."""
    try:
        # Path.resolve raises errors at links that lead to themselves.
        real, other = Path(os.path.realpath(path)), Path(os.path.realpath(read))
        return real == other or (other.is_dir() and real.is_relative_to(other)) or real.samefile(other)
    except (OSError, ValueError):
        return False


def _of_package(path: Path) -> Iterator[Path]:
    """Give the files of a content package: a zip file, or what declares the content and the folder of its articles."""
    if not path.is_dir():
        yield path
        return
    for hub in (path / _HUB, path, *path.glob(f"*/{_HUB}")):
        if (hub / _LIST).is_file():
            yield from (hub / name for name in _HUB_PARTS)
