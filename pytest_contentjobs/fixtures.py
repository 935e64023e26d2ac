"""What a user's own tests can ask for."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

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
    "pytest_generate_tests",
]

#: The runs of this session; absent where no option asked for any.
RUNS: pytest.StashKey[Sequence[ContentRun]] = pytest.StashKey()
_NOTHING = "no content job in this run: give --content-job or --content-log"


@pytest.fixture(scope="session")
def content_job(request: pytest.FixtureRequest) -> ContentRun:
    """Give the finished run of a job: status, log statistics, findings, judgement.

    A test that asks for it runs once for each ``--content-job`` and ``--content-log``, with the job's name in its id. It
    is skipped where neither was given.
    """
    run: ContentRun = _parameter(request)
    return run


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
    finding: Finding = _parameter(request)
    return finding


@pytest.fixture
def content_error(request: pytest.FixtureRequest) -> Finding:
    """Give one finding that the policy takes for an error; else as ``content_finding``."""
    finding: Finding = _parameter(request)
    return finding


@pytest.fixture
def content_warning(request: pytest.FixtureRequest) -> Finding:
    """Give one finding that the policy takes for a warning; else as ``content_finding``."""
    finding: Finding = _parameter(request)
    return finding


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
    from pytest_contentjobs.run import service_client  # noqa: PLC0415 - as above

    try:
        client = service_client(lambda key: config.getoption(key, default=None), os.environ, config.getini)
    except SettingsError as error:
        pytest.fail(str(error), pytrace=False)
    with client:
        yield client


_SEVERITIES = {content_finding.name: None, content_error.name: "error", content_warning.name: "warning"}
#: The fixtures by which a test looks at what was found.
LOOKING = frozenset({content_job.name, content_findings.name, *_SEVERITIES})


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
    elif content_job.name in metafunc.fixturenames:
        metafunc.parametrize(content_job.name, runs, ids=[run.name for run in runs], indirect=True, scope="session")


def _parametrize_by_finding(metafunc: pytest.Metafunc, runs: Sequence[ContentRun], name: str) -> None:
    """Parametrize by findings, and by the run that each is of where the test asks for that, too."""
    severity = _SEVERITIES[name]
    found = [
        (run, verdict.finding)
        for run in runs
        for verdict in run.verdicts
        if severity is None or verdict.severity == severity
    ]
    ids = [f"{run.name}::{finding.class_name}::{finding.name}" for run, finding in found]
    if content_job.name in metafunc.fixturenames:
        metafunc.parametrize([content_job.name, name], found, ids=ids, indirect=True, scope="function")
    else:
        metafunc.parametrize(name, [finding for _, finding in found], ids=ids, indirect=True)


def _parameter(request: pytest.FixtureRequest) -> Any:
    if not hasattr(request, "param"):
        pytest.skip(_NOTHING)
    return request.param
