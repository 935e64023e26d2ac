"""The command that starts the emulator, under both of its names."""

from __future__ import annotations

import os
import shlex
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from pytest_contentjobs.cli import main
from pytest_contentjobs.emulator.command import LOG_FORMATS, emulator
from pytest_contentjobs.emulator.log_writers import LOG_WRITERS
from tests.emulator.samples import Sample
from tests.support import reason_of

RUNNING = "# running;"
SECONDS = 30
VARIABLES = {
    *("CONTENTJOBS_API_DOMAIN", "CONTENTJOBS_ACCESS_TOKEN", "CONTENTJOBS_TOKEN_URL", "CONTENTJOBS_CLIENT_ID"),
    *("CONTENTJOBS_CLIENT_SECRET", "AWS_ENDPOINT_URL_S3", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"),
    "AWS_DEFAULT_REGION",
}


def exported(text: str) -> dict[str, str]:
    words = (shlex.split(line) for line in text.splitlines() if line.startswith("export "))
    return dict(variable.split("=", 1) for _, variable in words)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals between processes")
@pytest.mark.parametrize(
    ("module", "number"),
    [
        (["pytest_contentjobs.emulator"], signal.SIGTERM),
        (["pytest_contentjobs.cli", "emulator"], signal.SIGINT),
    ],
)
def test_it_prints_the_environment_responds_and_stops(
    module: list[str], number: signal.Signals, tmp_path: Path
) -> None:
    package = Sample().write(tmp_path / "shop")
    options = ["--speed", "1000", "--log-format", "jsonl", "--count-by", "finding", "--package", str(package)]
    with subprocess.Popen(
        [sys.executable, "-W", "error", "-m", *module, *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        assert process.stdout is not None
        lines: list[str] = []
        for line in process.stdout:
            lines.append(line)
            if line.startswith(RUNNING):
                break
        text = "".join(lines)
        environment = exported(text)
        assert set(environment) == VARIABLES
        comments = [line for line in text.splitlines() if not line.startswith("export ")]
        assert comments[0].removeprefix("# package shop: ").startswith("s3://contentjobs-")
        command = shlex.split(comments[1].removeprefix("# validate it and gate it: "))
        assert CliRunner().invoke(main, command[1:], env=environment).exit_code == 0
        process.send_signal(number)
        rest = process.communicate(timeout=SECONDS)

    assert (rest, process.returncode) == (("", ""), 0)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals between processes")
def test_its_variables_are_in_a_file_of_the_user_until_it_stops(tmp_path: Path) -> None:
    file = tmp_path / "own folder" / "emulator.env"
    file.parent.mkdir()
    file.write_text("old", encoding="utf-8")
    options = ["--env-file", str(file), "--sample", "clean", "--speed", "1000"]
    with subprocess.Popen(
        [sys.executable, "-m", "pytest_contentjobs.emulator", *options], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(3)]
        assert lines[2].startswith(RUNNING)
        assert not any("export" in line for line in lines)
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert set(exported(file.read_text(encoding="utf-8"))) == VARIABLES
        command = lines[1].removeprefix("# validate it and gate it: ")
        done = subprocess.run(
            ["sh", "-c", command.replace("contentjobs", f"{shlex.quote(sys.executable)} -m pytest_contentjobs.cli", 1)],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        assert "\nclean: PASSED - " in done.stdout
        process.send_signal(signal.SIGTERM)
        process.wait(SECONDS)

    assert not file.exists()


@pytest.fixture
def signals_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the command from replacing the signal handlers of this process."""
    monkeypatch.setattr(signal, "signal", lambda *_: None)


@pytest.mark.usefixtures("signals_kept")
def test_a_port_in_use(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        for run, arguments, status in (
            (emulator.main, ["--s3-port", port], 1),
            (main, ["emulator", "--api-port", port], 4),
        ):
            with pytest.raises(SystemExit) as ended:
                run(arguments)
            assert ended.value.code == status
            out, errors = capsys.readouterr()
            assert out == ""
            assert "The emulator cannot start: " in errors
            assert errors.startswith("Error: ") or reason_of(errors) == "emulator-unavailable"
            assert len(errors.splitlines()) == 1


WRONG = [
    ["--speed", "0"],
    ["--speed", "fast"],
    ["--speed", "inf"],
    ["--speed", "nan"],
    ["--log-format", "xml"],
    ["--count-by", "word"],
    ["--package", "/nowhere/at/all"],
    ["--api-port", "x"],
    ["--s3-port", "99999999"],
]


@pytest.mark.parametrize("arguments", WRONG, ids=" ".join)
def test_wrong_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    for run, given, status in ((emulator.main, arguments, 2), (main, ["emulator", *arguments], 4)):
        with pytest.raises(SystemExit) as ended:
            run(given)
        assert ended.value.code == status
        errors = capsys.readouterr().err
        assert errors.startswith("Usage: ") or reason_of(errors) == "value-invalid"
        assert f"'{arguments[0]}'" in errors


def test_the_help(capsys: pytest.CaptureFixture[str], wording: Callable[[str], None]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["emulator", "--help"], prog_name="contentjobs")

    assert ended.value.code == 0
    text = capsys.readouterr().out
    assert text.startswith("Usage: contentjobs emulator ")
    wording(text)


def test_it_offers_all_formats() -> None:
    assert sorted(LOG_WRITERS) == list(LOG_FORMATS)


@pytest.mark.parametrize("module", ["flask", "moto"])
def test_a_missing_extra_is_one_line_and_all_else_works(module: str) -> None:
    code = f"""if True:
        import runpy, sys
        sys.modules[{module!r}] = None
        from pytest_contentjobs.cli import main
        for arguments in (["emulator"], ["--help"]):
            try:
                main(arguments, prog_name="contentjobs")
            except SystemExit as end:
                print(end.code)
        runpy.run_module("pytest_contentjobs.emulator", run_name="__main__", alter_sys=True)
    """

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=SECONDS)

    status, *helped, last = done.stdout.splitlines()
    assert (status, last, done.returncode) == ("4", "0", 1)
    assert any(line.startswith("  emulator ") for line in helped)
    assert len(errors := done.stderr.splitlines()) == 2
    assert all("pip install '.[emulator]'" in line for line in errors)
    assert sum(line.endswith(" (emulator-unavailable)") for line in errors) == 1
