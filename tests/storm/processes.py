"""Cases as real processes: pytest and the command line, when they are killed, or lose their output or their disk."""

from __future__ import annotations

import os
import random
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tests.storm.case import ALONE, JOB, STATUS, Case, Options
from tests.storm.checks import OLD_JSON, OLD_JUNIT
from tests.storm.drawing import draw
from tests.storm.run import Ended, Outcome, Storm, judge
from tests.storm.serving import Served
from tests.storm.words import finding
from tests.support import REPOSITORY

__all__ = ["ProcessOutcome", "draw_process", "run_process"]

_HANG_SECONDS = 60
# syrupy cannot be loaded if standard output is closed, and the runs need no snapshots.
_PYTEST = (
    sys.executable,
    "-m",
    "pytest",
    "-p",
    "no:cacheprovider",
    "-p",
    "no:randomly",
    "-p",
    "no:syrupy",
    "-p",
    "no:hypothesispytest",
    "-p",
    "no:anyio",
)
_REPORT = (sys.executable, "-m", "pytest_contentjobs.cli", "report")
_SIGNALS = {"TERM": signal.SIGTERM, "INT": signal.SIGINT, "KILL": signal.SIGKILL}
#: Exit statuses of a process that handles a signal, or is killed by it.
_ENDS = {"TERM": {143}, "INT": {2}, "KILL": {-9}}
_SOURCE = "pytest_contentjobs"


@dataclass(frozen=True)
class Process:
    """What happens to a process: ``kind`` names it, ``face`` is ``pytest`` or ``report``."""

    kind: str
    face: str
    case: Case


@dataclass(frozen=True)
class ProcessOutcome:
    """The outcome of a process. ``line`` says how it was drawn."""

    line: str
    problems: tuple[str, ...]
    false_red: str = ""


_KINDS = ("plain",) * 12 + tuple(
    f"{when}-{name}" for when in ("wait", "fetch") for name in _SIGNALS
) + ("full-output", "closed-output", "full-disk")  # fmt: skip


def draw_process(seed: str, index: int) -> Process:
    """Draw the process with this number; the first ones are one of each kind."""
    random_ = random.Random(f"{seed}:process:{index}")  # noqa: S311 - to be repeated, not to be secret
    kinds = tuple(dict.fromkeys(_KINDS))
    kind = kinds[index] if index < len(kinds) else random_.choice(_KINDS)
    face = random_.choice(("pytest", "pytest", "report"))
    if kind == "plain":
        case = draw(f"{seed}:process", index)
        # Time does not pass by itself here, and the runs within a process do not sleep.
        if case.mode == JOB:
            case = replace(case, sequence=("scheduled", "progress")[: len(case.sequence)], plan=("whole", 0.0))
        return Process(kind, face, replace(case, disk=""))
    bad = finding(random_, is_plain=True)
    mode = JOB if kind.startswith(("wait", "fetch")) else random_.choice((ALONE, STATUS))
    return Process(kind, face, Case("log4j", (bad,), mode=mode, stale=True, options=Options()))


def run_process(runner: Storm, seed: str, index: int) -> ProcessOutcome:
    """Run a process to its end, and check its results."""
    process = draw_process(seed, index)
    with runner.folder() as folder:
        if process.kind == "plain":
            outcome = _plain(runner, process, folder)
            problems, false_red = outcome.problems, outcome.false_red
        elif process.kind.startswith(("wait", "fetch")):
            problems, false_red = tuple(_killed(runner, process, folder)), ""
        else:
            problems, false_red = tuple(_hindered(runner, process, folder)), ""
    line = f"STORM_PROCESS={seed}:{index} ({process.kind}, {process.face})"
    if process.kind == "plain":
        line += f" STORM_CASE={shlex.quote(process.case.line())}"
    return ProcessOutcome(line, problems, false_red)


def _environment(own: dict[str, str], folder: Path) -> dict[str, str]:
    """Return the environment of a process: no settings, and its own folder for temporary files."""
    (folder / "tmp").mkdir(exist_ok=True)
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("CONTENTJOBS_", "EGAIN_", "AWS_", "PYTEST", "GITHUB", "CI", "STORM_"))
    }
    usual = {
        "AWS_EC2_METADATA_DISABLED": "true",
        "CONTENTJOBS_POLL_INTERVAL": "0.05",
        # On a full disk, what Python compiles would be cut off, and break every later run of this checkout.
        "PYTHONDONTWRITEBYTECODE": "1",
        "TMPDIR": str(folder / "tmp"),
    }
    return {**kept, **usual, "PYTHONPATH": str(REPOSITORY), **own}


def _command(process: Process, arguments: Sequence[str]) -> list[str]:
    return [*(_PYTEST if process.face == "pytest" else _REPORT), *arguments]


def _plain(runner: Storm, process: Process, folder: Path) -> Outcome:
    case, prepared = runner.lay_out(process.case, folder)
    command = _command(process, [*prepared.arguments, *prepared.reports])
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env=_environment(prepared.environment, folder),
            capture_output=True,
            timeout=_HANG_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return judge(case, Ended(-1, "", "it hung"), prepared, folder)
    output = (done.stdout + done.stderr).decode("utf-8", "replace")
    return judge(case, Ended(done.returncode, output), prepared, folder)


def _killed(runner: Storm, process: Process, folder: Path) -> Iterator[str]:
    """Send a signal to a process that waits for a job or downloads its log."""
    when, _, name = process.kind.partition("-")
    case = replace(process.case, sequence=("forever",)) if when == "wait" else process.case
    case, prepared = runner.lay_out(case, folder)
    served = prepared.served or Served()
    if when == "fetch":
        served.plan = "stall"
    runner.serve(served)
    command = _command(process, [*prepared.arguments, *prepared.reports])
    environment = _environment(prepared.environment, folder)
    with (
        (folder / "out").open("wb") as out,
        subprocess.Popen(command, cwd=folder, env=environment, stdout=out, stderr=subprocess.STDOUT) as child,
    ):
        event = served.was_asked if when == "wait" else served.was_fetched
        if not event.wait(_HANG_SECONDS):
            child.kill()
            yield "hang: it never asked"
            return
        child.send_signal(_SIGNALS[name])
        try:
            status = child.wait(_HANG_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            yield f"hang: it ignores SIG{name}"
            return
        finally:
            served.is_over.set()
    output = (folder / "out").read_text(encoding="utf-8", errors="replace")
    if status not in _ENDS[name]:
        yield f"signal: exit status {status} after SIG{name}, but expected {_ENDS[name]}"
    if name != "KILL" and "Traceback (most" in output:
        yield f"traceback after SIG{name}"
    left = [path.name for path in (folder / "tmp").rglob("*") if path.is_file()]
    if name != "KILL" and left:
        yield f"temporary files after SIG{name}: {left[:3]}"
    yield from _old_reports(folder, f"SIG{name} in the {when}")


def _old_reports(folder: Path, when: str) -> Iterator[str]:
    for file, old in (("o.json", OLD_JSON), ("o.xml", OLD_JUNIT)):
        if (folder / file).exists() and (folder / file).read_bytes() == old:
            yield f"old report: {file} of an earlier green run is left after {when}"


def _hindered(runner: Storm, process: Process, folder: Path) -> Iterator[str]:
    """Run with a standard output or a disk that accepts nothing; the content has a finding."""
    case, prepared = runner.lay_out(process.case, folder)
    command = _command(process, [*prepared.arguments, *prepared.reports])
    before = {"full-disk": "ulimit -f 1; ", "closed-output": "exec 1>&-; ", "full-output": "exec 1>/dev/full; "}
    script = ["sh", "-c", f'{before[process.kind]}exec "$@"', "sh", *command]
    try:
        done = subprocess.run(
            script,
            cwd=folder,
            env=_environment(prepared.environment, folder),
            capture_output=True,
            timeout=_HANG_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        yield f"hang: with {process.kind}"
        return
    output = (done.stdout + done.stderr).decode("utf-8", "replace")
    if done.returncode == 0:
        yield f"false green: 0 with {process.kind}, although the content has a finding"
    if process.face == "report" and done.returncode not in prepared.allowed:
        yield f"wrong status: {done.returncode} with {process.kind}, but expected {sorted(prepared.allowed)}"
    tail = output.rpartition("Traceback (most")
    if tail[1] and _SOURCE in tail[2]:
        yield f"traceback of ours with {process.kind}: {tail[2].strip().splitlines()[-1][:100]}"
    yield from _old_reports(folder, process.kind)
    if process.kind != "full-disk":
        ended = Ended(done.returncode, output.replace("Traceback (most", ""))
        yield from (
            text for text in judge(case, ended, prepared, folder).problems if text.startswith(("JSON", "JUnit"))
        )
