from __future__ import annotations

import os
from collections.abc import Callable, Generator
from contextlib import chdir
from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import etree

from pytest_contentjobs.cli import main
from tests.consumers.corpus import OPTIONS, write_log
from tests.consumers.reading import run_pytest
from tests.support import REPOSITORY

#: The folder that readers are installed into. Without it, only those are tried that are there in any case.
_FOLDER = os.environ.get("CONSUMERS")
collect_ignore_glob: list[str] = [] if _FOLDER else ["test_*readers.py", "test_*plugins.py"]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Take a skip for a failure where all readers were asked for."""
    report = yield
    if _FOLDER and report.skipped:
        report.outcome = "failed"
    return report


@pytest.fixture(scope="session")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The hostile corpus as a log."""
    return write_log(tmp_path_factory.mktemp("consumers") / "log.jsonl")


@pytest.fixture(scope="session")
def write_report(log: Path) -> Callable[..., Path]:
    """Write a report of the corpus by the name of its option, without and with the status of a job that failed."""

    def write(name: str, *, is_judged: bool = True) -> Path:
        path = log.with_name(f"{'judged' if is_judged else 'failed'}.{name}")
        status = log.with_name("status.json")
        status.write_text('{"status": "Failed"}', encoding="utf-8")
        options = [] if is_judged else [f"--content-status={status.name}"]
        with chdir(log.parent):
            arguments = ["report", f"--content-log={log.name}", f"--content-{name}={path}", *OPTIONS, *options]
            done = CliRunner().invoke(main, arguments)
        assert done.exit_code == (1 if is_judged else 10), done.output
        return path

    return write


@pytest.fixture(scope="session")
def content_report(write_report: Callable[..., Path]) -> Path:
    """The content's JUnit report of the corpus."""
    return write_report("junit")


@pytest.fixture(scope="session")
def session_report(log: Path) -> Path:
    """The JUnit report of the corpus that pytest writes."""
    path = log.with_name("pytest.xml")
    run_pytest(log, f"--junit-xml={path}")
    return path


@pytest.fixture(params=["content", "session"])
def report(request: pytest.FixtureRequest) -> Path:
    """Both JUnit reports of the corpus, one after the other."""
    path: Path = request.getfixturevalue(f"{request.param}_report")
    return path


@pytest.fixture
def schema() -> etree.XMLSchema:
    """The schema that pytest's own reports are valid by."""
    path = Path(os.environ.get("CONTENTJOBS_CONTRACT_DIR", REPOSITORY.parent / "shared" / "contract"), "junit-10.xsd")
    if not path.exists():
        pytest.skip(f"{path} is missing")
    return etree.XMLSchema(etree.parse(str(path)))
