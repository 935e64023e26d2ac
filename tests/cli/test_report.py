"""``contentjobs report``: the same outcome as pytest with the plugin, without pytest."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from pytest_contentjobs.cli import main
from pytest_contentjobs.emulator import ContentService, RawResponse, vendor_error
from pytest_contentjobs.settings.options import OPTIONS
from pytest_contentjobs.settings.options.reports import ITEMS
from tests.support import CLEAN_LOG, LOG, REPOSITORY, finished, junit_cases, reason_of

Program = Callable[..., tuple[int, str, str]]
Gate = Callable[..., pytest.RunResult]
COMMAND = [sys.executable, "-m", "pytest_contentjobs.cli", "report"]
PACKAGES = REPOSITORY / "examples" / "packages"


@dataclass(frozen=True)
class Case:
    """A job (its responses and its log), arguments, in which {job} stands for the job's id, and the exit status."""

    status: int
    arguments: Sequence[str]
    responses: Sequence[dict[str, object] | RawResponse] = ()
    log: str | None = None
    environment: dict[str, str] = field(default_factory=dict)


CLEAN, ERRORS = finished(0, 0), finished(2, 1)
CASES = {
    "clean job": Case(0, ["--content-job=main={job}"], [{"status": "In Progress"}, CLEAN], CLEAN_LOG),
    "job with findings": Case(1, ["--content-job={job}"], [ERRORS], LOG),
    "job and log disagree": Case(10, ["--content-job={job}"], [CLEAN], LOG),
    "failed job": Case(10, ["--content-job={job}"], [{"status": "Failed", "error": "disk full"}]),
    "failed job with findings": Case(10, ["--content-job={job}"], [{"status": "Failed", "error": "disk full"}], LOG),
    "no permission": Case(10, ["--content-job={job}"], [vendor_error("403-178", "VIEW")]),
    "no log": Case(10, ["--content-job={job}"], [CLEAN]),
    "log in a bucket that is not allowed": Case(
        10, ["--content-job={job}", "--content-log-buckets=other"], [CLEAN], CLEAN_LOG
    ),
    "only a log, clean": Case(0, ["--content-log=clean.txt"]),
    "only a log, with findings": Case(1, ["--content-log=log.txt"]),
    "log with its status": Case(1, ["--content-log=log.txt", "--content-status=status.json"]),
    "log that is missing": Case(10, ["--content-log=nowhere.txt"]),
    "log that is not recognised": Case(10, ["--content-log=odd.txt"]),
    "log that nothing lets pass": Case(10, ["--content-log=odd.txt"], environment={"CONTENTJOBS_MAX_UNPARSED": "100%"}),
    "log with lines that are let pass": Case(
        0, ["--content-log=part.txt"], environment={"CONTENTJOBS_MAX_UNPARSED": "2"}
    ),
    "own patterns": Case(
        1,
        [
            *("--content-log=odd.txt", r"--content-log-pattern=~ (?P<severity>error) ~ (?P<message>.+)"),
            r"--content-log-pattern=~ (?P<severity>warning) ~ (?P<message>.+)",
        ],
    ),
    "clean and with findings": Case(1, ["--content-log=b=clean.txt", "--content-log=a=log.txt"]),
    "with findings and not judged": Case(
        10, ["--content-job={job}", "--content-log=a=log.txt"], [{"status": "Cancelled"}]
    ),
    "saved runs": Case(1, ["--content-log=saved"]),
    "with the content package": Case(1, ["--content-log=log.txt", f"--content-package={PACKAGES / 'support-center'}"]),
    "nothing to gate": Case(4, []),
    "malformed job": Case(4, ["--content-job=17"]),
    "malformed duration": Case(4, ["--content-log=log.txt", "--content-timeout=soon"]),
    "malformed variable": Case(4, ["--content-log=log.txt"], environment={"CONTENTJOBS_MAX_LOG_SIZE": "big"}),
    "one name twice": Case(4, ["--content-log=a=log.txt", "--content-log=a=clean.txt"]),
    "unknown option": Case(4, ["--content-log=log.txt", "--content-nothing=1"]),
}


@pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))
def test_report_and_pytest_say_the_same(
    pytester: pytest.Pytester,
    service: ContentService,
    gate: Gate,
    contentjobs: Program,
    monkeypatch: pytest.MonkeyPatch,
    case: Case,
) -> None:
    (pytester.path / "log.txt").write_text(LOG, encoding="utf-8")
    (pytester.path / "clean.txt").write_text(CLEAN_LOG, encoding="utf-8")
    odd = "~ error ~ the shop is closed\n~ warning ~ it may open\n"
    (pytester.path / "odd.txt").write_text(odd, encoding="utf-8")
    (pytester.path / "part.txt").write_text(CLEAN_LOG + odd, encoding="utf-8")
    status = '{"status": "Successful", "results": {"successful": 7, "warnings": 1, "errors": 2}}'
    (pytester.path / "status.json").write_text(status, encoding="utf-8")
    for variable, value in case.environment.items():
        monkeypatch.setenv(variable, value)
    if "--content-log=saved" in case.arguments:
        gate("--content-log=b=log.txt", "--content-log=a=clean.txt", "--content-save=saved")
    job = service.add_job(case.responses, log=case.log.encode() if case.log else None) if case.responses else ""
    arguments = [argument.replace("{job}", job) for argument in case.arguments]

    by_pytest = gate(*arguments, "--content-junit=pytest.xml")
    by_report, _, errors = contentjobs("report", *arguments, "--content-junit=report.xml")

    assert (by_pytest.ret, by_report) == (case.status, case.status)
    files = [pytester.path / "pytest.xml", pytester.path / "report.xml"]
    assert [file.exists() for file in files] == [case.status != 4] * 2
    if case.status == 4:
        assert reason_of(errors) == reason_of(by_pytest.stderr.str())
        assert "ini key" not in errors
    else:
        assert junit_cases(files[1])
        assert files[0].read_bytes() == files[1].read_bytes()


def test_every_option_of_the_table_is_offered() -> None:
    options = {name: parameter for parameter in main.commands["report"].params for name in parameter.opts}

    assert {option.name: option.repeatable for option in OPTIONS if option is not ITEMS} == {
        name: parameter.multiple for name, parameter in options.items() if name.startswith("--content-")
    }


@pytest.mark.parametrize(("log", "status"), [(CLEAN_LOG, 1), (LOG, 1), ("", 10)])
def test_a_report_that_cannot_be_written_is_never_green(
    pytester: pytest.Pytester, gate: Gate, contentjobs: Program, log: str, status: int
) -> None:
    (pytester.path / "log.txt").write_text(log, encoding="utf-8")
    arguments = ["--content-log=log.txt", "--content-junit=log.txt/x.xml"]

    by_report, _, errors = contentjobs("report", *arguments)

    assert (gate(*arguments).ret, by_report) == (status, status)
    assert re.fullmatch(r"ERROR: .*'.*log\.txt/x\.xml'.* --content-junit .*\n", errors)


def test_the_terminal_shows_what_pytest_shows(
    pytester: pytest.Pytester, gate: Gate, contentjobs: Program, service: ContentService
) -> None:
    (pytester.path / "clean.txt").write_text(CLEAN_LOG, encoding="utf-8")
    job = service.add_job([ERRORS], log=LOG.encode())
    arguments = [f"--content-job={job}", "--content-log=other=clean.txt"]

    status, out, errors = contentjobs("report", *arguments)
    lines = list(filter(None, gate(*arguments).stdout.lines))

    assert (status, errors) == (1, "")
    waited, *sections = out.split("\ncontent job ")
    assert [line.split()[1] for line in waited.splitlines()] == ["content:", "content:"]
    assert job in waited
    assert [section.splitlines()[0] for section in sections] == ["content", "other"]
    for section in sections:
        name, *shown = filter(None, section.splitlines())
        (start,) = (number for number, line in enumerate(lines) if f"= content job {name} =" in line)
        assert shown == lines[start + 1 :][: len(shown)]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals between processes")
def test_ctrl_c_ends_with_2_and_says_how_to_go_on(tmp_path: Path, service: ContentService) -> None:
    job = service.add_job([{"status": "In Progress"}])
    with subprocess.Popen(
        [*COMMAND, f"--content-job=main={job}", "--content-poll-interval=20"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline().endswith(f" main: waiting for job {job}\n")
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)

    assert process.returncode == 2
    assert "Traceback" not in err
    assert f"--content-job main={job}" in err
    assert "clean" not in out


def test_output_that_the_streams_encoding_lacks_is_escaped(tmp_path: Path) -> None:
    (tmp_path / "log.txt").write_text(
        "2026-11-23 10:00:00,000 ERROR [main] a.b - Überraschung 你好\n", encoding="utf-8"
    )

    done = subprocess.run(
        [*COMMAND, "--content-log=log.txt"],
        cwd=tmp_path,
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "latin-1"},
        check=False,
    )

    assert (done.returncode, done.stderr) == (1, b"")
    assert b"E  \xdcberraschung \\u4f60\\u597d (log line 1)" in done.stdout


def test_as_many_findings_are_shown_as_the_option_says(pytester: pytest.Pytester, contentjobs: Program) -> None:
    lines = [f"2026-11-23 10:00:00,000 ERROR [main] a.b - ABC-{number} is wrong\n" for number in range(100, 250)]
    (pytester.path / "log.txt").write_text("".join(lines), encoding="utf-8")

    _, capped, _ = contentjobs("report", "--content-log=log.txt")
    _, whole, _ = contentjobs("report", "--content-log=log.txt", "--content-show=all")

    assert (capped.count("(log line "), whole.count("(log line ")) == (50, 150)
    assert re.search(r"\b100 more findings, .*--content-show all ", capped)


@pytest.mark.parametrize("no_color", ["", "1"])
def test_a_terminal_shows_a_line_that_changes_and_colours(
    tmp_path: Path, service: ContentService, monkeypatch: pytest.MonkeyPatch, no_color: str
) -> None:
    pexpect = pytest.importorskip("pexpect", reason="there are no pseudo-terminals on Windows")
    monkeypatch.delenv("COLUMNS")
    monkeypatch.setenv("NO_COLOR", no_color)
    monkeypatch.setenv("TERM", "xterm-256color")
    running = {"status": "In Progress", "progress": {"processed": 3, "total": 10, "percentage": 30}}
    job = service.add_job([running, running, ERRORS], log=LOG.encode())

    child = pexpect.spawn(
        COMMAND[0],
        [*COMMAND[1:], f"--content-job={job}", "--content-poll-interval=0.3"],
        cwd=str(tmp_path),
        dimensions=(24, 50),
        timeout=60,
    )
    raw = child.read().decode()
    child.close()

    assert child.exitstatus == 1
    assert "\x1b[2K" in raw
    assert ("\x1b[31m  E ART-104  content file" in raw) is (no_color == "")
    section = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", raw).partition("content job content")[2]
    assert section.rstrip().splitlines()[-1] == "content: FAILED - 2 errors, 1 warning"
    assert max(len(line) for line in section.splitlines() if "s3://" not in line) <= 50
