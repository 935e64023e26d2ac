from __future__ import annotations

import os
import signal
import zlib
from collections.abc import Callable, Generator, Iterator
from functools import cache
from importlib.metadata import Distribution, EntryPoints
from pathlib import Path

# pytester forgets the modules that a run in this process imports first. boto3 is slow to import again and again.
import boto3  # noqa: F401
import coverage
import httpx
import pytest
from botocore.loaders import JSONFileLoader, Loader
from hypothesis import settings
from syrupy.assertion import SnapshotAssertion

import pytest_contentjobs.plugin.session  # noqa: F401
from pytest_contentjobs.emulator import ContentService

# httpx imports what it sends with on first use, and would meet two editions of its exceptions.
httpx.HTTPTransport().close()

# How many examples each property is tried with; a test that needs more in any case says so itself.
settings.register_profile("quick", max_examples=60, deadline=None)
settings.register_profile("thorough", max_examples=2000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))
# A pytest that a test starts has no use for these plugins, whose imports take up to half of its start.
_ADDOPTS = "-p no:hypothesispytest -p no:syrupy -p no:anyio"
# What tests start is compiled once and not for each process, which takes a third of its start.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


# Coverage is measured in the workers of the tests themselves. In the processes that they start it would cost half of the time,
# and fail if a test takes the disk or the permissions away.
def _measure_no_children() -> None:
    if "PYTEST_XDIST_WORKER" in os.environ:
        os.environ.pop("COVERAGE_PROCESS_CONFIG", None)


_measure_no_children()

# Of a wide grid of like cases one in four is tried, or in as many as its mark says, always the same ones; WIDE_GRIDS=1 tries all.
_IS_WIDE = bool(os.environ.get("WIDE_GRIDS"))
_OF_A_GRID = 4

# Asserts in what test files share are explained as those in the test files.
pytest.register_assert_rewrite(
    "tests.support", "tests.pipeline.earlier_reports.support", "tests.pipeline.saved_runs_support"
)
pytest_plugins = ["pytester", "pytest_contentjobs.emulator.fixtures"]


def _is_left_out(item: pytest.Item) -> bool:
    if _IS_WIDE:
        return False
    grid = item.get_closest_marker("grid")
    if grid is None or not hasattr(item, "callspec"):
        return item.get_closest_marker("wide") is not None
    of_a_grid: int = grid.args[0] if grid.args else _OF_A_GRID
    return zlib.crc32(item.name.encode("utf-8", "replace")) % of_a_grid != 0


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    left_out = [item for item in items if _is_left_out(item)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]


# What these run is measured by the tests of its own room, and tracing takes as long as half of them.
_NOT_MEASURED = {
    *("consumers", "docs", "fails_closed", "mistakes", "options", "storm"),
    *(
        "test_canary.py",
        "test_changed_columns.py",
        "test_clean_systems.py",
        "test_groups_of_lines.py",
        "test_identity_faults.py",
        "test_learned_shortcut.py",
        "test_round_trips.py",
        "test_shortcut.py",
        "test_simulation.py",
        "test_systems.py",
        "test_unpacking.py",
    ),
}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Pause the measurement of coverage during tests that only repeat what others measure."""
    measured = coverage.Coverage.current()
    is_repeated = item.get_closest_marker("grid") is not None or not _NOT_MEASURED.isdisjoint(item.path.parts)
    if measured is None or not is_repeated:
        return (yield)
    measured.stop()
    try:
        return (yield)
    finally:
        measured.start()
        _measure_no_children()


@pytest.fixture(autouse=True)
def _nobodys_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the settings and credentials of whoever runs the tests out of them."""
    for variable in os.environ:
        if variable.startswith(("CONTENTJOBS_", "EGAIN_", "AWS_", "GITHUB_")):
            monkeypatch.delenv(variable)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    # Jobs of tests end when they were asked for often enough, and nobody wants to wait for that.
    monkeypatch.setenv("CONTENTJOBS_POLL_INTERVAL", "0.05")
    monkeypatch.setenv("COLUMNS", "100")
    # Reports of different runs can be compared.
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1764000000")
    monkeypatch.setenv("PYTEST_ADDOPTS", _ADDOPTS)


@pytest.fixture
def pytester(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """Pytester drops the options of the environment, so that they are set after it."""
    monkeypatch.setenv("PYTEST_ADDOPTS", _ADDOPTS)
    return pytester


@pytest.fixture(scope="session", autouse=True)
def _interrupts_are_heard() -> None:
    """Undo what a shell does to a command in its background: it and all that it starts would ignore Ctrl-C."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session", autouse=True)
def _entry_points_read_once() -> Iterator[None]:
    """Read the entry points of an installed package once and not for each pytest in this process: there are a hundred packages."""
    read: dict[str, EntryPoints] = {}
    read_anew: property = vars(Distribution)["entry_points"]

    def read_once(package: Distribution) -> EntryPoints:
        folder = str(getattr(package, "_path", id(package)))
        if folder not in read:
            read[folder] = read_anew.__get__(package)
        return read[folder]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Distribution, "entry_points", property(read_once))
        yield


@pytest.fixture(scope="session", autouse=True)
def _descriptions_read_once() -> Iterator[None]:
    """Let botocore read its descriptions of S3 once and not for each client, which takes a tenth of a second."""
    files, list_services = JSONFileLoader(), Loader.list_available_services
    load_file = cache(JSONFileLoader.load_file)
    listed: dict[tuple[str, ...], list[str]] = {}

    def list_once(loader: Loader, type_name: str) -> list[str]:
        key = (type_name, *loader.search_paths)
        if key not in listed:
            listed[key] = list_services(loader, type_name)
        return listed[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(JSONFileLoader, "load_file", lambda _self, path: load_file(files, path))
        patch.setattr(Loader, "list_available_services", list_once)
        yield


@pytest.fixture
def wording(snapshot: SnapshotAssertion, tmp_path: Path) -> Callable[[str], None]:
    """Compare a text for people with its snapshot, without the test's own folder; ``--snapshot-update`` accepts another wording."""

    def compare(text: str) -> None:
        assert text.replace(str(tmp_path), "FOLDER") == snapshot

    return compare


@pytest.fixture
def service(content_service: ContentService, monkeypatch: pytest.MonkeyPatch) -> Iterator[ContentService]:
    """The emulator, with the environment that a client of it needs."""
    for variable, value in content_service.environment.items():
        monkeypatch.setenv(variable, value)
    yield content_service
    content_service.clear_responses()


@pytest.fixture
def gate(pytester: pytest.Pytester) -> Callable[..., pytest.RunResult]:
    """Run pytest with the plugin in this process, in the order in which items are collected."""

    def run(*arguments: str | Path) -> pytest.RunResult:
        return pytester.runpytest_inprocess("-p", "no:randomly", *arguments)

    return run
