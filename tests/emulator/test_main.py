from __future__ import annotations

import os
import shlex
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from pytest_contentjobs.emulator.__main__ import main
from tests.emulator.samples import Sample

COMMAND = [sys.executable, "-W", "error", "-m", "pytest_contentjobs.emulator"]
RUNNING = "# running;"
SECONDS = 30
VARIABLES = {
    *("CONTENTJOBS_API_DOMAIN", "CONTENTJOBS_ACCESS_TOKEN", "CONTENTJOBS_TOKEN_URL", "CONTENTJOBS_CLIENT_ID"),
    *("CONTENTJOBS_CLIENT_SECRET", "AWS_ENDPOINT_URL_S3", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"),
    "AWS_DEFAULT_REGION",
}

Start = Callable[..., tuple["subprocess.Popen[str]", str]]


@pytest.fixture
def start() -> Iterator[Start]:
    """Start the command line and read what it prints until it runs."""
    processes: list[subprocess.Popen[str]] = []

    def starting(*arguments: str) -> tuple[subprocess.Popen[str], str]:
        process = subprocess.Popen(
            [*COMMAND, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
        )
        processes.append(process)
        assert process.stdout is not None
        lines: list[str] = []
        for line in process.stdout:
            lines.append(line)
            if line.startswith(RUNNING):
                break
        return process, "".join(lines)

    yield starting
    for process in processes:
        with process:
            process.kill()


def exported(text: str) -> dict[str, str]:
    words = (shlex.split(line) for line in text.splitlines() if line.startswith("export "))
    return dict(variable.split("=", 1) for _, variable in words)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals between processes")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_prints_the_environment_answers_and_stops(start: Start, number: signal.Signals, tmp_path: Path) -> None:
    package = Sample().write(tmp_path / "shop")
    process, text = start(
        "--speed", "1000", "--log-format", "jsonl", "--count-by", "finding", "--package", str(package)
    )
    environment = exported(text)
    assert set(environment) == VARIABLES
    comments = [line for line in text.splitlines() if not line.startswith("export ")]
    uri = comments[0].removeprefix("# package shop: ")
    assert uri.startswith("s3://contentjobs-")
    by_hand = comments[1].removeprefix("# validate it: ")
    assert comments[2] == "# gate it:     pytest --content-job shop=LOCATION   (the answer's location header)"
    words = [os.path.expandvars(word) for word in shlex.split(by_hand)]
    body = words[words.index("-d") + 1]
    response = httpx.post(
        environment["CONTENTJOBS_API_DOMAIN"] + words[-1].removeprefix("$CONTENTJOBS_API_DOMAIN"),
        content=body,
        headers={"Authorization": f"Bearer {environment['CONTENTJOBS_ACCESS_TOKEN']}"},
        trust_env=False,
    )
    assert response.status_code == 202
    process.send_signal(number)
    out, err = process.communicate(timeout=SECONDS)
    assert (out, err, process.returncode) == ("", "", 0)


def test_ports_can_be_chosen_and_a_taken_one_is_named(start: Start) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        process, text = start("--s3-port", str(port))
        _, err = process.communicate(timeout=SECONDS)
    assert (text, process.returncode) == ("", 1)
    assert err.startswith("cannot start the service: ")
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["--speed", "0"],
        ["--speed", "fast"],
        ["--speed", "inf"],
        ["--speed", "nan"],
        ["--log-format", "xml"],
        ["--count-by", "word"],
        ["--package", "/nowhere/at/all"],
        ["--api-port", "x"],
    ],
)
def test_wrong_arguments(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert f"error: argument {arguments[0]}: " in capsys.readouterr().err


def test_the_help_says_what_is_our_own(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["--help"])
    assert caught.value.code == 0
    text = " ".join(capsys.readouterr().out.split())
    assert "Its validation rules and the layout of its log are our own, because the vendor's are not published" in text


@pytest.mark.parametrize("module", ["flask", "moto"])
def test_a_missing_extra_is_one_line(module: str) -> None:
    code = (
        f"import runpy, sys; sys.modules[{module!r}] = None;"
        " runpy.run_module('pytest_contentjobs.emulator', run_name='__main__', alter_sys=True)"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=SECONDS)
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.splitlines() == [
        "the embedded service needs more packages: pip install 'pytest-contentjobs[emulator]'"
    ]
