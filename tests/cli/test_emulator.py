"""contentjobs emulator: the embedded service, by the one command that imports it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

COMMAND = [sys.executable, "-m", "pytest_contentjobs.cli"]
SECONDS = 30


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals between processes")
def test_it_prints_the_environment_of_a_client_and_stops_with_ctrl_c() -> None:
    with subprocess.Popen(
        [*COMMAND, "emulator", "--speed", "1000"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        lines = []
        for line in process.stdout:
            lines.append(line)
            if line.startswith("# running;"):
                break
        process.send_signal(signal.SIGINT)
        rest = process.communicate(timeout=SECONDS)

    assert lines[0].startswith("export CONTENTJOBS_API_DOMAIN=http://127.0.0.1:")
    assert (rest, process.returncode) == (("", ""), 0)


@pytest.mark.parametrize(
    ("arguments", "status", "begin"),
    [
        (["--help"], 0, "usage: contentjobs emulator [-h]"),
        (["--speed=0"], 4, "usage: contentjobs emulator [-h]"),
        (["package"], 4, "usage: contentjobs emulator [-h]"),
        (["--s3-port=99999999"], 4, "ERROR: cannot start the service: "),
    ],
)
def test_its_own_parser_reads_the_arguments(arguments: list[str], status: int, begin: str) -> None:
    done = subprocess.run(
        [*COMMAND, "emulator", *arguments], capture_output=True, text=True, check=False, timeout=SECONDS
    )

    assert done.returncode == status
    assert (done.stdout + done.stderr).startswith(begin)
    assert "Traceback" not in done.stderr


def test_without_the_extra_it_says_what_to_install_and_all_else_works() -> None:
    blocked = "import sys; sys.modules.update(moto=None, flask=None); from pytest_contentjobs.cli import main; "
    run = "main({!r}, prog_name='contentjobs')"

    done = subprocess.run(
        [sys.executable, "-c", blocked + run.format(["emulator"])],
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
    )
    helped = subprocess.run(
        [sys.executable, "-c", blocked + run.format(["--help"])],
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
    )

    assert (done.returncode, done.stdout, done.stderr) == (
        4,
        "",
        "ERROR: the embedded service needs more packages: pip install 'pytest-contentjobs[emulator]'\n",
    )
    assert (helped.returncode, helped.stderr) == (0, "")
    assert "  emulator  " in helped.stdout
