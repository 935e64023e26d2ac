"""What an earlier run left in the report files: it is replaced before anything else can go wrong.

From the moment at which the settings are known until the content is judged, each report says that the run did not come to
its end. So a file that says otherwise was written by a run that came to it, however this one ends.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from pytest_contentjobs.boundary.file_locks import InUseError, lock
from pytest_contentjobs.download.location import FileLocation, from_user
from pytest_contentjobs.errors import ContentJobsError, LogError, Reason, ReportError, SettingsError
from pytest_contentjobs.gate.judge import judge
from pytest_contentjobs.model import Check, CheckOutcome, ContentRun, JudgementOutcome
from pytest_contentjobs.reports.json_document import write_json
from pytest_contentjobs.reports.junit import write_junit
from pytest_contentjobs.settings.options import (
    BASELINE,
    COMPARE,
    JSON,
    JUNIT,
    LOG,
    PACKAGE,
    POLICY,
    SAVE,
    STATUS,
    Option,
)
from pytest_contentjobs.settings.policy_file import FILE_NAMES
from pytest_contentjobs.settings.requests import split_name
from pytest_contentjobs.settings.resolve import Settings, resolve_value

__all__ = ["Places", "give_up", "reports_of", "saved_files", "unfinished"]

_WRITERS: Mapping[str, Callable[[Sequence[ContentRun], Path], None]] = {JUNIT.key: write_junit, JSON.key: write_json}
_UNFINISHED = Check(
    CheckOutcome.BROKEN,
    "The run did not come to its end: it was stopped, or ended with an error. Look at its output, and run it again.",
    (Reason.RUN_UNFINISHED,),
)
_NOT_READ = Check(CheckOutcome.NOT_MADE, "The log was not read.", (Reason.LOG_NOT_READ,))
_HUB, _LIST = "knowledgehub", "articles/articles.json"
_HUB_PARTS = ("articles", _LIST, "knowledgehub.json", "knowledge.json")
_SAVED_FILES = ("run.json", "status.json", "log")


@dataclass(frozen=True, kw_only=True)
class Places:
    """Where settings come from, and with them the files that a run reads: look-ups as ``resolve`` takes them.

    ``files`` are further files that are read, each with what names it.
    """

    option: Callable[[str], object]
    environment: Mapping[str, str]
    ini: Callable[[str], object]
    root: Path
    files: Sequence[tuple[str, Path]] = ()

    def path(self, setting: Option) -> Path | None:
        """Return the path that a setting gives, None if it gives none."""
        text = resolve_value(setting, self.option, self.environment, self.ini)
        return Path(text) if text and text.strip() else None

    def inputs(self) -> Iterator[tuple[str, Path]]:
        """Give what a run reads, each with what names it."""
        yield from self.files
        logs = self.option(LOG.key)
        for text in logs if isinstance(logs, list | tuple) else ():
            with suppress(LogError):
                location = from_user(split_name(str(text))[1])
                if isinstance(location, FileLocation):
                    yield from ((LOG.name, path) for path in saved_files(location.path))
        for setting in (STATUS, POLICY, BASELINE):
            if path := self.path(setting):
                yield setting.name, path
        if path := self.path(COMPARE):
            yield from ((COMPARE.name, part) for part in saved_files(path))
        if path := self.path(PACKAGE):
            yield from ((PACKAGE.name, part) for part in _of_package(path))
        yield from (("the policy", self.root / name) for name in FILE_NAMES)
        if token := self.environment.get("CONTENTJOBS_TOKEN_FILE"):
            yield "the variable CONTENTJOBS_TOKEN_FILE", Path(token)


@contextmanager
def reports_of(settings: Settings, places: Places, *, is_run: bool = True) -> Iterator[None]:
    """Keep the report files of a run for this process, and replace what an earlier run left in them.

    Without ``is_run`` nothing is to be judged, and the files stay as they are.

    Raises:
        SettingsError: a report is no file, is one that the run reads or saves, or is another process's at this time.
    """
    reports = [(option, path) for option, path in ((JUNIT, settings.junit), (JSON, settings.json)) if path is not None]
    names = [request.name for request in (*settings.jobs, *settings.logs)]
    inputs = list(places.inputs())
    if settings.save is not None:
        inputs += [(SAVE.name, settings.save / name / file) for name in names for file in _SAVED_FILES]
    with ExitStack() as locks:
        for option, path in reports:
            _require_own(option, path, inputs)
            _take(option, path, locks)
        if is_run:
            for option, path in reports:
                _replace(option, path, names)
        yield


def give_up(places: Places) -> None:
    """Replace what an earlier run left in the reports of one whose settings cannot be used, as far as that is safe.

    A report that is not there stays so: nobody can take it for one of this run. Raises nothing: there is another error to tell of.
    """
    inputs = list(places.inputs())
    for option in (JUNIT, JSON):
        path = places.path(option)
        with suppress(ContentJobsError, OSError, ValueError), ExitStack() as locks:
            if path is None or not path.exists():
                continue
            _require_own(option, path, inputs)
            _take(option, path, locks)
            _replace(option, path, ["content"])


def unfinished(run: ContentRun) -> ContentRun:
    """Return a run as it is if the session ends before its end: everything that was found, and not judged."""
    if run.judgement.outcome is JudgementOutcome.NOT_JUDGED:
        return run
    return replace(
        run,
        job_check=_UNFINISHED,
        judgement=judge(_UNFINISHED, run.log_check, run.verdicts, run.policy_checks),
    )


def _placeholder(name: str) -> ContentRun:
    return ContentRun(
        name=name,
        job_id=None,
        status=None,
        log=None,
        verdicts=(),
        job_check=_UNFINISHED,
        log_check=_NOT_READ,
        judgement=judge(_UNFINISHED, _NOT_READ, ()),
    )


def _replace(option: Option, path: Path, names: Sequence[str]) -> None:
    try:
        _WRITERS[option.key]([_placeholder(name) for name in names], path)
    except ReportError:
        # Told of at the end, when the report itself cannot be written; until then nothing is better than the old one.
        with suppress(OSError):
            path.unlink()


def _take(option: Option, path: Path, locks: ExitStack) -> None:
    try:
        locks.callback(lock(path))
    except InUseError as error:
        raise SettingsError(
            f"Another run is writing the report {str(path)!r}.",
            next_step=f"Wait until it has ended, or set {option.name} to another file.",
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
    """Whether a path is, or can become, a regular file: neither standard output nor a device, pipe or folder."""
    folder = Path(os.path.realpath(path.parent))
    # What is in these is no file, though it may lead to one, as /dev/stdout does if that is redirected.
    if str(path) == "-" or folder == Path("/dev") or folder.is_relative_to("/proc"):
        return False
    try:
        return path.is_file() or not path.exists()
    except OSError:
        return True


def _is_within(path: Path, read: Path) -> bool:
    """Whether two paths lead to the same file, by whatever links, or the first one into a folder that is the second."""
    try:
        # Path.resolve raises errors at links that lead to themselves.
        real, other = Path(os.path.realpath(path)), Path(os.path.realpath(read))
        return real == other or (other.is_dir() and real.is_relative_to(other)) or real.samefile(other)
    except (OSError, ValueError):
        return False


def saved_files(path: Path) -> Iterator[Path]:
    """Give the files that a path means as a log or a saved run: itself, or those of the saved runs in a folder."""
    if path.name == _SAVED_FILES[0]:
        path = path.parent
    if not path.is_dir():
        yield path
        return
    for folder in (path, *(inner.parent for inner in path.glob(f"*/{_SAVED_FILES[0]}"))):
        yield from (folder / name for name in _SAVED_FILES)


def _of_package(path: Path) -> Iterator[Path]:
    """Give the files of a content package: a zip file, or what declares the content and the folder of its articles."""
    if not path.is_dir():
        yield path
        return
    for hub in (path / _HUB, path, *path.glob(f"*/{_HUB}")):
        if (hub / _LIST).is_file():
            yield from (hub / name for name in _HUB_PARTS)
