"""Take pictures of the terminal from real runs, as SVG and as text, for the documentation.

Each screen is a run in a pseudo-terminal of its own width, or through a pipe, with the emulator where there is a job. Times,
ids and addresses are replaced by fixed ones, so that a picture changes only if the product does. ``--check`` takes all pictures
again and compares their text with the files; exits with 1 if one differs.
"""

from __future__ import annotations

import argparse
import difflib
import json
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pexpect
from rich.console import Console
from rich.text import Text

from pytest_contentjobs.emulator import ContentService

HERE = Path(__file__).resolve().parent
FOLDER = HERE / "_static"
PACKAGE = HERE.parent / "examples" / "packages" / "support-center"
WIDTHS = (60, 80, 120)
SECONDS = 300
BEGIN = "2026-11-23 10:00:00,000"
LOG = f"{BEGIN} INFO  [main] c.e.Import - Reading the content package\n"
FINDINGS = (
    "ERROR [main] c.e.Import - ART-104 article 'Billing/Refund' (articles[12]): content file 'content/refund.html' does not exist",
    "ERROR [main] c.e.Import - TOP-102 topic 'Getting started' (topics[2]): article 'Internet/Setup' is unknown",
    "WARN  [main] c.e.Import - ART-201 article 'Billing/Refund' (articles[12]): language 'en-UK' is not supported",
)
PYTEST = ("-m", "pytest")
QUIET = {"PYTEST_ADDOPTS": "-p no:randomly -p no:cacheprovider"}
SETTLED = {
    r"[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}": "FA639637-86C8-4E49-AB6C-1831FF090A8F",
    r"contentjobs-[0-9a-f]{12}": "contentjobs-b5ef89f70bd2",
    r"(?<!T)\b\d\d:\d\d:\d\d(?=[ ,+)\x1b\n]|$)": "10:15:30",
    r"in \d+\.\d\ds": "in 0.25s",
    r"127\.0\.0\.1:\d{4,5}": "127.0.0.1:8080",
    r"platform linux.*": "platform linux -- Python 3.13, pytest-9",
    r"plugins: .*": "plugins: contentjobs",
}


@dataclass(frozen=True)
class Screen:
    """A picture: its name, the widths of its terminal, and what a run in a folder shows on one."""

    name: str
    take: Callable[[Path, int | None], str]
    widths: Sequence[int | None] = (80,)
    is_moving: bool = False


def run(folder: Path, width: int | None, *arguments: str, **environment: str) -> str:
    """Return what a pytest run in the folder shows, with escape sequences; without a width, what it writes to a pipe."""
    with started(folder, width, PYTEST, arguments, environment) as child:
        child.expect(pexpect.EOF)
        return str(child.before)


@contextmanager
def started(
    folder: Path, width: int | None, program: Sequence[str], arguments: Sequence[str], environment: dict[str, str]
) -> Iterator[pexpect.spawn[str]]:
    """Start a run; its output begins with the command that a reader would enter."""
    variables = {
        key: value for key, value in os.environ.items() if not key.startswith(("PYTEST", "COLUMNS", "NO_COLOR"))
    }
    command, given = sys.executable, [*program, *arguments]
    if width is None:
        command, given = "/bin/sh", ["-c", '"$@" | cat', "sh", sys.executable, *given]
    child = pexpect.spawn(
        command,
        given,
        cwd=str(folder),
        env=variables | QUIET | environment | {"TERM": "xterm-256color", "TZ": "UTC"},
        dimensions=(50, width or 300),
        encoding="utf-8",
        # On Ctrl-C, the terminal drops what it has not shown yet, also in the middle of a character.
        codec_errors="replace",
        timeout=SECONDS,
    )
    try:
        yield child
    finally:
        child.close(force=True)


def take_demo(folder: Path, width: int | None) -> str:
    """Gate a job with the seeded defects of the sample package, which is beside it."""
    shutil.copytree(PACKAGE, folder / "support-center")
    with ContentService(speed=100_000) as service:
        job = service.start_validation(service.upload_package(PACKAGE))
        return run(
            folder,
            width,
            f"--content-job=validation={job}",
            "--content-package=support-center",
            "--content-junit=content.xml",
            "--content-show=5",
            **service.environment,
        )


def take_many(folder: Path, width: int | None) -> str:
    """Gate a log with 30,000 findings."""
    texts = (
        "content file 'a.html' does not exist",
        "required field 'content' is missing",
        "language 'en-UK' is not supported",
    )
    lines = [
        f"{BEGIN} {'WARN ' if number % 3 == 2 else 'ERROR'} [main] c.e.Import - ART-10{number % 3} article "  # noqa: PLR2004 - every third
        f"'{('Billing', 'Internet', 'Mobile')[number % 7 % 3]}/Article {number}' (articles[{number}]): {texts[number % 3]}\n"
        for number in range(30_000)
    ]
    (folder / "log.txt").write_text(LOG + "".join(lines), encoding="utf-8")
    return run(folder, width, "--content-log=validation=log.txt", "--content-show=3")


def take_baseline(folder: Path, width: int | None) -> str:
    """Gate a log with two findings that a baseline has, and one new."""
    log = folder / "log.txt"
    log.write_text(LOG + "".join(f"{BEGIN} {line}\n" for line in FINDINGS[1:]), encoding="utf-8")
    options = ("--content-log=validation=log.txt", "--content-baseline=baseline.json")
    run(folder, width, *options, "--content-update-baseline")
    log.write_text(LOG + "".join(f"{BEGIN} {line}\n" for line in FINDINGS), encoding="utf-8")
    return run(folder, width, *options)


def take_not_judged(folder: Path, width: int | None) -> str:
    """Gate a log that has fewer findings than its job counts."""
    (folder / "log.txt").write_text(LOG + f"{BEGIN} {FINDINGS[0]}\n", encoding="utf-8")
    counts = {"successful": 117, "warnings": 4, "errors": 7}
    status = {"status": "Successful", "jobType": "Validation", "results": counts}
    status["progress"] = {"processed": 128, "total": 128, "percentage": 100}
    (folder / "status.json").write_text(json.dumps(status), encoding="utf-8")
    return run(folder, width, "--content-log=validation=log.txt", "--content-status=status.json")


def take_two_jobs(folder: Path, width: int | None) -> str:
    """Gate two jobs, of which one is clean."""
    with ContentService(speed=100_000) as service:
        jobs = {
            name: service.start_validation(service.upload_package(PACKAGE.parent / package, name))
            for name, package in {"articles": "support-center", "portal": "clean"}.items()
        }
        options = (f"--content-job={name}={job}" for name, job in jobs.items())
        return run(folder, width, *options, "--content-show=3", **service.environment)


@contextmanager
def waiting(folder: Path, width: int | None) -> Iterator[pexpect.spawn[str]]:
    """Start a run that waits for a job, and let its bar move."""
    end = datetime.now(UTC) + timedelta(seconds=60)
    response = {
        "status": "In Progress",
        "jobType": "Validation",
        "progress": {"processed": 1840, "total": 5000, "percentage": 36.8},
        "currentOperation": "Processing content items",
        "estimatedCompletion": end.isoformat(),
    }
    with ContentService() as service:
        job = service.add_job([response])
        arguments = (f"--content-job=validation={job}", "--content-save=runs")
        with started(folder, width, PYTEST, arguments, service.environment) as child:
            child.expect(r"~\d+ %")
            time.sleep(8)
            yield child


def take_waiting(folder: Path, width: int | None) -> str:
    """Wait for a job."""
    with waiting(folder, width) as child:
        # The last frame that is whole.
        return str(child.read_nonblocking(1_000_000, 1).split("\x1b[2K")[-2])


def take_interrupt(folder: Path, width: int | None) -> str:
    """Press Ctrl-C while waiting for a job."""
    with waiting(folder, width) as child:
        child.sendintr()
        child.expect(pexpect.EOF)
        return str(child.before)


SCREENS = (
    Screen("demo", take_demo, (*WIDTHS, None)),
    Screen("many", take_many),
    Screen("baseline", take_baseline),
    Screen("not-judged", take_not_judged),
    Screen("two-jobs", take_two_jobs),
    Screen("waiting", take_waiting, WIDTHS, is_moving=True),
    Screen("interrupt", take_interrupt, is_moving=True),
)


def settle(raw: str) -> str:
    """Return the last state of each line, with fixed times, ids and addresses; lines keep their colours, and lose their links."""
    text = re.sub(r"\x1b\]8;;[^\x1b]*\x1b\\", "", raw.replace("\r\n", "\n"))
    text = re.sub(r"\x1b\[\?25[lh]|\^C", "", text)
    # What was drawn over is not on the screen any more.
    text = "\n".join(re.split(r"\r|\x1b\[2K", line.rstrip("\r"))[-1] for line in text.split("\n"))
    for pattern, fixed in SETTLED.items():
        text = re.sub(pattern, fixed, text)
    return f"{text.rstrip()}\n"


def draw(text: str, width: int, title: str) -> str:
    """Return the picture of a terminal."""
    console = Console(
        record=True, width=width, file=StringIO(), force_terminal=True, color_system="truecolor", highlight=False
    )
    for line in map(Text.from_ansi, text.rstrip("\n").split("\n")):
        # As a terminal breaks a line: at its last column.
        for begin in range(0, max(len(line), 1), width):
            console.print(line[begin : begin + width], soft_wrap=True)
    return console.export_svg(title=title, unique_id=title.replace(" ", "-"))


def take(screen: Screen, width: int | None) -> str:
    """Return a screen as text with colours."""
    with tempfile.TemporaryDirectory(prefix="pictures-") as folder:
        raw = screen.take(Path(folder), width)
        # As a user who works in a project would see it.
        return settle(raw.replace(f"/private{folder}", folder).replace(folder, "/home/editor/content"))


def make_comparable(screen: Screen, text: str) -> str:
    """Return the text that must not change; how far a bar has moved may."""
    return re.sub(r"\d+", "0", re.sub("[━╌·]+", "━", text)) if screen.is_moving else text


def main() -> int:
    """Take the pictures, or compare them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help=f"one of {', '.join(screen.name for screen in SCREENS)}"
    )
    parser.add_argument("--show", action="store_true", help="print the screens at all widths instead of writing files")
    parser.add_argument("--check", action="store_true", help="compare with the files instead of writing them")
    options = parser.parse_args()
    differences = 0
    FOLDER.mkdir(exist_ok=True)
    for screen in SCREENS:
        if options.names and screen.name not in options.names:
            continue
        for width in (*WIDTHS, None) if options.show else screen.widths:
            colored = take(screen, width)
            plain = Text.from_ansi(colored).plain.rstrip() + "\n"
            name = f"{screen.name}-{width or 'piped'}"
            if options.show:
                print(f"[{name}]\n{colored}")
                continue
            file = FOLDER / f"{name}.txt"
            if options.check:
                old = file.read_text(encoding="utf-8") if file.is_file() else ""
                before, after = make_comparable(screen, old), make_comparable(screen, plain)
                changes = list(
                    difflib.unified_diff(before.splitlines(), after.splitlines(), str(file), "now", lineterm="")
                )
                differences += bool(changes)
                print("\n".join(changes) or f"{name}: as before")
                continue
            file.write_text(plain, encoding="utf-8")
            if width is not None:
                (FOLDER / f"{name}.svg").write_text(draw(colored, width, screen.name), encoding="utf-8")
            print(f"{name}: written")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
