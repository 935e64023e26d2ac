"""What the tests of damaged and forged saved runs share."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from pytest_contentjobs.cli import main

Gate = Callable[..., pytest.RunResult]
INCOMPLETE, MISSING, INVALID = "saved-run-incomplete", "saved-run-missing", "saved-run-invalid"
JOB = "7A84B875-6F75-4C7B-B137-0632B62DB0BD"
posix = pytest.mark.skipif(os.name != "posix", reason="modes, links and pipes are those of POSIX")


def judged(pytester: pytest.Pytester, gate: Gate, *arguments: str) -> tuple[int, list[str], str]:
    """Judge what was saved; return the exit status, the codes and all that was written."""
    result = gate(*(arguments or ("--content-log=saved",)), "--content-json=c.json", "--content-junit=c.xml")
    output = result.stdout.str() + result.stderr.str()
    assert "Traceback" not in output
    codes: list[str] = []
    if (pytester.path / "c.json").exists():
        document = json.loads((pytester.path / "c.json").read_text(encoding="utf-8"))
        codes = [code for run in document["runs"] for code in run["judgement"]["codes"]]
    return int(result.ret), codes, output


def built_upon(folder: Path, option: str) -> tuple[int, str]:
    """Use what was saved for something else than judging it again, in this process."""
    (folder / "known.json").write_text('{"version": 2, "findings": []}', encoding="utf-8")
    commands = {
        "compare": ("report", "--content-log=log.txt", "--content-compare=saved"),
        "prune": ("baseline", "prune", "--content-baseline=known.json", "--run=saved"),
        "import": ("import", "s3://bucket/package/", "--after=saved"),
        "import one": ("import", "s3://bucket/package/", "--after=saved/night"),
    }
    environment = {"CONTENTJOBS_API_DOMAIN": "api.example", "CONTENTJOBS_ACCESS_TOKEN": "token"}
    done = CliRunner().invoke(main, commands[option], env=environment)
    assert done.exception is None or isinstance(done.exception, SystemExit)
    return done.exit_code, done.stdout + done.stderr
