"""What a user's own tests can ask for."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pytest_contentjobs.model import ContentRun, Finding
    from pytest_contentjobs.service.client import ServiceClient

__all__ = [
    "LOOKING",
    "RUNS",
    "content_client",
    "content_error",
    "content_finding",
    "content_findings",
    "content_job",
    "content_warning",
    "looks_of",
    "pytest_generate_tests",
]

#: The runs of this session; absent where no option asked for any.
RUNS: pytest.StashKey[Sequence[ContentRun]] = pytest.StashKey()
_NOTHING = "no content job in this run: give --content-job or --content-log"


@dataclass(frozen=True, eq=False, slots=True)
class _Look:
    """What a test is parametrized with: a finding of a run, or the run as a whole."""

    run: ContentRun
    finding: Finding | None = None

    @property
    def id(self) -> str:
        """The node id of the gate's own item for the finding, or that of its collector for the run."""
        if self.finding is None:
            return self.run.name
        return f"{self.run.name}::{self.finding.class_name}::{self.finding.name}"


@pytest.fixture(scope="session")
def content_job(request: pytest.FixtureRequest) -> ContentRun:
    """Give the finished run of a job: status, log statistics, findings, judgement.

    A test that asks for it runs once for each ``--content-job`` and ``--content-log``, with the job's name in its id. It
    is skipped where neither was given.
    """
    return _look(request).run


@pytest.fixture(scope="session")
def content_findings(content_job: ContentRun) -> tuple[Finding, ...]:
    """Give all findings of ``content_job``'s run in the order of its log, whatever the policy makes of them."""
    return content_job.findings


@pytest.fixture
def content_finding(request: pytest.FixtureRequest) -> Finding:
    """Give one finding: a test that asks for it runs once for each finding of each run.

    The test's id is the node id of the gate's own item, ``NAME::class::name``. Where there is no finding, or no content
    option was given, the test is skipped.
    """
    return _finding(request)


@pytest.fixture
def content_error(request: pytest.FixtureRequest) -> Finding:
    """Give one finding that the policy takes for an error; else as ``content_finding``."""
    return _finding(request)


@pytest.fixture
def content_warning(request: pytest.FixtureRequest) -> Finding:
    """Give one finding that the policy takes for a warning; else as ``content_finding``."""
    return _finding(request)


@pytest.fixture(scope="session")
def content_client(request: pytest.FixtureRequest) -> Iterator[ServiceClient]:
    """Give a client of the service with the API domain and the credentials of this session, for requests of your own.

    ``content_client.status(job_id, within=30)`` asks for a job's status. A test that asks for it is skipped where no content
    option was given, and fails where API domain or token are not set.
    """
    config = request.config
    if config.stash.get(RUNS, None) is None:
        pytest.skip(_NOTHING)
    from pytest_contentjobs.errors import SettingsError  # noqa: PLC0415 - loads what only a content option needs
    from pytest_contentjobs.pipeline.run import service_client  # noqa: PLC0415 - as above

    try:
        client = service_client(lambda key: config.getoption(key, default=None), os.environ, config.getini)
    except SettingsError as error:
        pytest.fail(error.explain(), pytrace=False)
    with client:
        yield client


_SEVERITIES = {content_finding.name: None, content_error.name: "error", content_warning.name: "warning"}
#: The fixtures by which a test looks at what was found.
LOOKING = frozenset({content_job.name, content_findings.name, *_SEVERITIES})


def looks_of(item: pytest.Item) -> list[str]:
    """Return what a test looks at: the names of whole runs, and the ids of the gate's own items for single findings."""
    callspec = getattr(item, "callspec", None)
    looks = [value for value in callspec.params.values() if isinstance(value, _Look)] if callspec else []
    # A test that asks for the run beside a finding runs once for each finding, and is about that.
    return [look.id for look in looks if look.finding] or [look.id for look in looks]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run tests that ask for a run once for each run, and those that ask for a finding once for each finding."""
    runs = metafunc.config.stash.get(RUNS, None)
    if runs is None:
        return
    asked = [name for name in _SEVERITIES if name in metafunc.fixturenames]
    if len(asked) > 1:
        raise pytest.Collector.CollectError(
            f"{metafunc.definition.nodeid} asks for {' and '.join(asked)}, which run it once for each finding. Ask for one of them."
        )
    if asked:
        _parametrize_by_finding(metafunc, runs, asked[0])
    elif content_job.name in metafunc.fixturenames and runs:
        looks = [_Look(run) for run in runs]
        ids = [look.id for look in looks]
        metafunc.parametrize(content_job.name, looks, ids=ids, indirect=True, scope="session")


def _parametrize_by_finding(metafunc: pytest.Metafunc, runs: Sequence[ContentRun], name: str) -> None:
    """Parametrize by findings, and by the run that each is of where the test asks for that, too."""
    pairs = [(whole, _Look(whole.run, finding)) for whole in map(_Look, runs) for finding in _found(whole.run, name)]
    ids = [look.id for _, look in pairs]
    if not pairs:
        # The fixture skips, whatever the user's ini file makes of empty parameter sets: nothing found is good news.
        return
    if content_job.name in metafunc.fixturenames:
        metafunc.parametrize([content_job.name, name], pairs, ids=ids, indirect=True)
    else:
        metafunc.parametrize(name, [look for _, look in pairs], ids=ids, indirect=True)


def _found(run: ContentRun, name: str) -> list[Finding]:
    severity = _SEVERITIES[name]
    return [verdict.finding for verdict in run.verdicts if severity is None or verdict.severity == severity]


def _look(request: pytest.FixtureRequest) -> _Look:
    """Return what the test is parametrized with; skip it where there is nothing, and fail it where it was not asked for in time."""
    look = getattr(request, "param", None)
    if isinstance(look, _Look):
        return look
    runs = request.config.stash.get(RUNS, None)
    if not runs:
        pytest.skip(_NOTHING)
    name = request.fixturename or ""
    asked = [each for each in _SEVERITIES if each in request.fixturenames]
    if asked and not any(_found(run, asked[0]) for run in runs):
        pytest.skip(f"nothing was found for {asked[0]}")
    pytest.fail(
        f"{name} was asked for when the test was running already. Make it an argument of the test or of a fixture that it asks "
        "for, so that pytest knows of it while it collects.",
        pytrace=False,
    )


def _finding(request: pytest.FixtureRequest) -> Finding:
    finding = _look(request).finding
    if finding is None:
        raise TypeError("parametrized with no finding")
    return finding
