from __future__ import annotations

import io
import re
from datetime import datetime, timedelta, timezone

import pytest

from pytest_contentjobs.model.job import JobStatus
from pytest_contentjobs.reports.progress import LineWatch, LiveWatch, SilentWatch
from tests.builders import JOB_ID, status

SCHEDULED, DONE = status("Scheduled"), status("Successful", progress={"processed": 9, "total": 9, "percentage": 100})
NOON = datetime(2024, 3, 1, 12, tzinfo=timezone(timedelta(hours=1)))
TIME = "12:00:00+0100"
WAITING = f"{TIME} content: waiting for job {JOB_ID}"


def running(processed: int) -> JobStatus:
    return status("In Progress", progress={"processed": processed, "total": 9})


def lines(*reports: tuple[float, JobStatus]) -> list[str]:
    """Return the lines that a wait writes whose statuses came at these times."""
    written: list[str] = []
    now = 0.0
    watch = LineWatch(written.append, clock=lambda: now, now=lambda: NOON)
    with watch.job("content", JOB_ID) as wait:
        for moment, each in reports:
            now = moment
            wait.report(each)
    return written


@pytest.mark.parametrize(
    ("reports", "expected"),
    [
        pytest.param([], [], id="no answer"),
        pytest.param([(0, SCHEDULED)], ["Scheduled"], id="the first at once"),
        pytest.param([(-1000, SCHEDULED)], ["Scheduled"], id="the first, on a clock that begins below 0"),
        pytest.param([(0, DONE)], ["Successful, 9 of 9 items (100 %)"], id="finished at the first question"),
        pytest.param(
            [(0, SCHEDULED), (30, SCHEDULED), (600, SCHEDULED)], ["Scheduled"], id="nothing new is nothing to say"
        ),
        pytest.param(
            [(0, SCHEDULED), (29, running(1)), (30, running(2)), (59, running(3)), (60, running(4)), (61, DONE)],
            [
                "Scheduled",
                "In Progress, 2 of 9 items",
                "In Progress, 4 of 9 items",
                "Successful, 9 of 9 items (100 %)",
            ],
            id="changes at most each 30 s, the end at once",
        ),
        pytest.param(
            [(0, SCHEDULED), (100, SCHEDULED), (101, running(1)), (102, running(2)), (131, running(3)), (132, DONE)],
            [
                "Scheduled",
                "In Progress, 1 of 9 items",
                "In Progress, 3 of 9 items",
                "Successful, 9 of 9 items (100 %)",
            ],
            id="a change after a long silence",
        ),
        pytest.param(
            [(0, SCHEDULED), (10, running(1)), (20, running(2))],
            ["Scheduled", "In Progress, 2 of 9 items"],
            id="the last of a wait that ended unfinished",
        ),
        pytest.param(
            [(0, SCHEDULED), (10, running(1)), (20, SCHEDULED)], ["Scheduled"], id="the last is the one that is shown"
        ),
        pytest.param([(0, status("::error::\x1b"))], [": :error::\\x1b"], id="awkward text"),
    ],
)
def test_plain_lines(reports: list[tuple[float, JobStatus]], expected: list[str]) -> None:
    assert lines(*reports) == [WAITING, *(f"{TIME} content: {text}" for text in expected)]


def test_the_last_status_is_written_when_a_wait_breaks_off() -> None:
    written: list[str] = []

    def break_off() -> None:
        with LineWatch(written.append, clock=lambda: 0, now=lambda: NOON).job("main", JOB_ID) as wait:
            wait.report(SCHEDULED)
            wait.report(running(5))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        break_off()
    assert written == [
        f"{TIME} main: {text}" for text in (f"waiting for job {JOB_ID}", "Scheduled", "In Progress, 5 of 9 items")
    ]


def test_each_job_has_its_own_lines() -> None:
    written: list[str] = []
    watch = LineWatch(written.append, clock=lambda: 0, now=lambda: NOON)

    for name in ("a", "b"):
        with watch.job(name, JOB_ID) as wait:
            wait.report(SCHEDULED)

    assert written == [
        f"{TIME} {name}: {text}" for name in ("a", "b") for text in (f"waiting for job {JOB_ID}", "Scheduled")
    ]


def test_nobody_is_told_by_silence(capfd: pytest.CaptureFixture[str]) -> None:
    with SilentWatch().job("content", JOB_ID) as wait:
        wait.report(SCHEDULED)
        wait.report(DONE)

    assert capfd.readouterr() == ("", "")


class Terminal(io.StringIO):
    """A file that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE", "LINES"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "120")


def screen(raw: str) -> list[str]:
    """Return the states of the line, one after the other, without escapes and bar."""
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", raw)
    return [" ".join(re.sub("[━╌·]+", "", line).split()) for line in re.split(r"[\r\n]+", plain) if line.strip()]


@pytest.mark.usefixtures("wide")
@pytest.mark.parametrize("color", [True, False])
def test_a_live_line_ends_with_the_last_status(color: bool) -> None:
    terminal = Terminal()

    with LiveWatch(terminal, color=color, now=lambda: NOON).job("content", JOB_ID) as wait:
        wait.report(SCHEDULED)
        wait.report(running(4))
        wait.report(DONE)

    raw = terminal.getvalue()
    assert screen(raw)[-1] == "content Successful, 9 of 9 items (100 %), after 0 s"
    assert raw.count("\x1b[?25l") == raw.count("\x1b[?25h") == 1
    assert bool(re.search(r"\x1b\[[0-9;]*3\d", raw)) is color


@pytest.mark.usefixtures("wide")
def test_a_live_line_shows_remote_text_as_it_is() -> None:
    terminal = Terminal()
    odd = status("[red]x[/red] {task} :smile: \x1b[2J", progress={"processed": 12, "total": 9})

    with LiveWatch(terminal, color=True, now=lambda: NOON).job("content", JOB_ID) as wait:
        wait.report(odd)

    assert (
        screen(terminal.getvalue())[-1]
        == "content [red]x[/red] {task} :smile: \\x1b[2J, 12 of 9 items, wait ended after 0 s"
    )
    assert "\x1b[2J" not in terminal.getvalue()


@pytest.mark.usefixtures("wide")
def test_a_live_line_without_an_answer_says_what_is_waited_for() -> None:
    terminal = Terminal()

    with pytest.raises(KeyboardInterrupt), LiveWatch(terminal, color=False, now=lambda: NOON).job("content", JOB_ID):
        raise KeyboardInterrupt

    assert screen(terminal.getvalue())[-1] == f"content waiting for job {JOB_ID}"
    assert terminal.getvalue().count("\x1b[?25h") == 1


@pytest.mark.usefixtures("wide")
def test_a_file_that_is_no_terminal_gets_the_last_state_alone() -> None:
    file = io.StringIO()

    with LiveWatch(file, color=False, now=lambda: NOON).job("content", JOB_ID) as wait:
        wait.report(SCHEDULED)
        wait.report(DONE)

    assert "\x1b" not in file.getvalue()
    assert screen(file.getvalue()) == ["content Successful, 9 of 9 items (100 %), after 0 s"]


@pytest.mark.usefixtures("wide")
def test_a_narrow_terminal_gets_one_line_that_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    file = io.StringIO()

    with LiveWatch(file, color=False, now=lambda: NOON).job("content", JOB_ID) as wait:
        wait.report(status("Reading all of the content items " * 9))

    (line,) = file.getvalue().splitlines()
    assert len(line) <= 50
    assert line.startswith("content Reading ")
    assert "…" in line
