"""Run a case in this process through the command line's own code, and check all its results."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from functools import cache, partial
from pathlib import Path
from types import FrameType
from typing import NoReturn

import httpx._transports.default as httpx_transports
from botocore.loaders import JSONFileLoader
from click.testing import CliRunner

from pytest_contentjobs.cli import common, main
from pytest_contentjobs.joblog import formats
from pytest_contentjobs.pipeline import run
from tests.storm.case import REPLAY, Case
from tests.storm.catalogue import LAYOUTS
from tests.storm.checks import OLD_JSON, OLD_JUNIT, problems_of
from tests.storm.damaged import join_lines
from tests.storm.layouts import Plain
from tests.storm.preparing import Prepared, prepare, write_known_log
from tests.storm.serving import Host, Served, serving
from tests.storm.truth import CLEAN, FINDINGS, NOT_JUDGED, USAGE, counts

__all__ = ["Outcome", "Storm", "storm"]

HANG_SECONDS = 60
#: What is the same in all runs of a process, and takes longer than the rest of a run.
_READ_ONCE = ((formats, "entry_points"), (httpx_transports, "create_ssl_context"))
_LIMITS = {"tiny": 64, "small": 1500}


class HangError(BaseException):
    """A run took too long. No part of the product catches it."""


@dataclass(frozen=True)
class Outcome:
    """The outcome of a case. ``problems`` must be empty; ``false_red`` is why it was red although it need not be."""

    case: Case
    status: int
    allowed: frozenset[int]
    problems: tuple[str, ...]
    false_red: str = ""
    misread: str = ""
    seconds: float = 0.0


@dataclass
class _Clock:
    """Time that passes by sleeping, and a little by itself, so that no wait takes long and none is endless."""

    slept: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def now(self) -> float:
        return time.monotonic() + self.slept

    def sleep(self, seconds: float) -> None:
        with self.lock:
            self.slept += seconds


@dataclass(frozen=True)
class Ended:
    """How a run ended: its exit status, all of its output, and the exception that escaped."""

    status: int
    output: str
    escaped: str = ""


@contextmanager
def _no_longer_than(seconds: int) -> Iterator[None]:
    def too_long(_: int, __: FrameType | None) -> NoReturn:
        raise HangError

    if sys.platform == "win32" or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, too_long)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def _largest_file(size: int) -> Iterator[None]:
    """Limit the size of files, as on a full disk; Windows has no such limit."""
    if sys.platform == "win32":
        yield
        return
    import resource  # noqa: PLC0415 - not there on Windows

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


class Storm:
    """Runs cases one after the other, each in its own folder, which is removed afterwards."""

    def __init__(self, host: Host, folder: Path) -> None:
        self._host = host
        self._folder = folder
        self._runner = CliRunner()
        self._number = 0

    def run(self, case: Case) -> Outcome:
        """Run a case and check its results."""
        start = time.perf_counter()
        with self.folder() as folder:
            outcome = self._run(case, folder)
        return replace(outcome, seconds=time.perf_counter() - start)

    @contextmanager
    def folder(self) -> Iterator[Path]:
        """Create a folder, change to it, and remove it at the end."""
        self._number += 1
        folder = self._folder / str(self._number)
        folder.mkdir()
        before = Path.cwd()
        os.chdir(folder)
        try:
            yield folder
        finally:
            os.chdir(before)
            shutil.rmtree(folder, ignore_errors=True)

    def serve(self, served: Served) -> None:
        """Serve this from now on."""
        self._host.serve(served)

    def _run(self, case: Case, folder: Path) -> Outcome:
        case, prepared = self.lay_out(case, folder)
        ended = self.call([*prepared.arguments, *prepared.reports], prepared.environment, _LIMITS.get(case.disk))
        return judge(case, ended, prepared, folder)

    def lay_out(self, case: Case, folder: Path) -> tuple[Case, Prepared]:
        """Write the files of a case to the current folder, and create what earlier runs leave there.

        Returns the case without what no earlier run could create.
        """
        prepared = prepare(case, self._host.address)
        if not self._before(case, prepared, folder):
            case = replace(case, options=replace(case.options, known=None))
            prepared = prepare(case, self._host.address)
        for name, data in prepared.files.items():
            (folder / name).write_bytes(data)
        if prepared.served is not None:
            self._host.serve(prepared.served)
        if case.mode == REPLAY:
            prepared = self._saved(case, prepared, folder)
        if case.disk == "no-folder":
            prepared.reports = ["--content-json=missing/deep/o.json", "--content-junit=missing/o.xml"]
        elif case.disk == "is-folder":
            (folder / "o.json").mkdir()
        if case.stale and not case.disk:
            (folder / "o.json").write_bytes(OLD_JSON)
            (folder / "o.xml").write_bytes(OLD_JUNIT)
        prepared.arguments += ["--content-save=kept"] if case.options.save else []
        return case, prepared

    def call(self, arguments: Sequence[str], environment: dict[str, str], limit: int | None = None) -> Ended:
        """Call ``contentjobs report`` with time that passes by sleeping."""
        clock = _Clock()
        gate = partial(run.gate, clock=clock.now, sleep=clock.sleep)
        with ExitStack() as stack:
            stack.enter_context(_patched(common, "gate", gate))
            stack.enter_context(_no_longer_than(HANG_SECONDS))
            stack.enter_context(_largest_file(limit) if limit else nullcontext())
            try:
                result = self._runner.invoke(main, ["report", *arguments], env=environment)
            except HangError:
                return Ended(-1, "", "it hung")
        escaped = ""
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            escaped = f"{type(result.exception).__name__}: {result.exception}"[:300]
        return Ended(result.exit_code, result.output, escaped)

    def _before(self, case: Case, prepared: Prepared, folder: Path) -> bool:
        """Create the baseline or the run to compare with; False if the case's log cannot be judged by itself."""
        if case.options.known is None:
            return True
        if not LAYOUTS[case.layout].is_known or case.mode == REPLAY:
            return False
        (folder / "known.txt").write_bytes(write_known_log(case))
        arguments = ["--content-log=content=known.txt"]
        arguments += (
            ["--content-save=before"]
            if case.options.known_by == "compare"
            else ["--content-baseline=known.json", "--content-update-baseline"]
        )
        ended = self.call(arguments, prepared.environment)
        return ended.status in {CLEAN, FINDINGS}

    def _saved(self, case: Case, prepared: Prepared, folder: Path) -> Prepared:
        """Save two runs, damage the first, and return the arguments that judge both again."""
        source = [text for text in prepared.arguments if text.startswith(("--content-log=", "--content-status="))]
        others = [text for text in prepared.arguments if text not in source]
        self.call([*source, *others, "--content-save=saved"], prepared.environment)
        (folder / "fine.txt").write_bytes(join_lines(LAYOUTS[case.layout].write([Plain(2)], 23)).data)
        self.call(["--content-log=fine=fine.txt", "--content-save=saved"], prepared.environment)
        own = folder / "saved" / "content"
        if not (own / "run.json").exists():
            # Wrong usage: there is nothing to judge again.
            return prepared
        statuses = prepared.allowed
        if case.saved_damage and damage_saved(own, case.saved_damage):
            is_open = case.saved_damage in {"other-name", "no-status"}
            statuses = frozenset({USAGE, NOT_JUDGED}) | (statuses if is_open or case.disk else frozenset())
        return replace(prepared, arguments=["--content-log=saved", *others], allowed=statuses)


def damage_saved(folder: Path, name: str) -> bool:
    """Damage a saved run; False if there is nothing to damage."""
    run, log = folder / "run.json", folder / "log"
    if name == "no-run":
        run.unlink()
    elif name == "run-cut":
        run.write_bytes(run.read_bytes()[:-20])
    elif name == "run-empty":
        run.write_bytes(b"")
    elif name == "other-name":
        run.write_text(run.read_text(encoding="utf-8").replace('"content"', '"../../content"', 1), encoding="utf-8")
    elif name == "no-status":
        (folder / "status.json").unlink(missing_ok=True)
    elif not log.exists():
        return False
    elif name == "log-changed":
        log.write_bytes(log.read_bytes() + b"INFO: one more\n")
    elif name == "log-cut":
        log.write_bytes(log.read_bytes()[:-1])
    elif name == "log-gone":
        log.unlink()
    return True


@contextmanager
def _patched(module: object, name: str, value: object) -> Iterator[None]:
    before = getattr(module, name)
    setattr(module, name, value)
    try:
        yield
    finally:
        setattr(module, name, before)


def judge(case: Case, ended: Ended, prepared: Prepared, folder: Path) -> Outcome:
    """Compare how a run ended with what is right."""
    found, problems = problems_of(case, ended.status, ended.output, ended.escaped, folder)
    false_red = ""
    status, statuses = ended.status, prepared.allowed
    if not ended.escaped and status not in statuses:
        if status == CLEAN:
            problems.insert(0, f"false green: 0, but expected {_shown(statuses)}")
        elif status == NOT_JUDGED or (status == FINDINGS and (CLEAN in statuses or not LAYOUTS[case.layout].is_known)):
            false_red = ",".join(found.codes) or f"exit {status}"
        else:
            problems.append(f"wrong status: {status}, but expected {_shown(statuses)} ({','.join(found.codes)})")
    misread = ""
    own = prepared.log.readings[0] if prepared.log.readings else ()
    if prepared.is_certain and found.counts is not None and case.mode != REPLAY and found.counts != counts(own):
        misread = f"{case.layout}: {found.counts} instead of {counts(own)}"
    return Outcome(case, status, statuses, tuple(problems), false_red, misread)


def _shown(statuses: frozenset[int]) -> str:
    return " or ".join(map(str, sorted(statuses)))


@contextmanager
def storm() -> Iterator[Storm]:
    """Yield what runs cases, with a server, a folder, and no settings of the user."""
    variables = [name for name in os.environ if name.startswith(("CONTENTJOBS_", "EGAIN_", "AWS_"))]
    before = {name: os.environ.pop(name) for name in variables}
    os.environ["AWS_EC2_METADATA_DISABLED"] = "true"
    memory = Path("/dev/shm")  # noqa: S108 - a folder of a name that nobody knows is made in it
    root = memory if os.access(memory, os.W_OK) else None
    try:
        with ExitStack() as stack:
            host = stack.enter_context(serving())
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="storm-", dir=root))
            for module, name in _READ_ONCE:
                stack.enter_context(_patched(module, name, cache(getattr(module, name))))
            files, load = JSONFileLoader(), cache(JSONFileLoader.load_file)
            stack.enter_context(_patched(JSONFileLoader, "load_file", lambda _self, path: load(files, path)))
            yield Storm(host, Path(folder))
    finally:
        os.environ.pop("AWS_EC2_METADATA_DISABLED", None)
        os.environ.update(before)
