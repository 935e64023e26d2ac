"""The fixtures for a user's own tests."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pytest_contentjobs.model import ContentRun, Finding
    from pytest_contentjobs.service.client import ServiceClient

__all__ = [
    "CONTENT_FIXTURES",
    "RUNS",
    "content_client",
    "content_error",
    "content_finding",
    "content_findings",
    "content_job",
    "content_warning",
    "list_looks",
    "pytest_generate_tests",
]

#: The runs of this session; absent if no option requested for the gate.
RUNS: pytest.StashKey[Sequence[ContentRun]] = pytest.StashKey()
_NOTHING = "no content job in this session: give --content-job or --content-log"


class _Look:
    """What a test looks at, as its parameter: a finding of a run, or the whole run.

    Not a dataclass, which would take half of the import time of this module in each run of pytest.
    """

    __slots__ = ("finding", "run")

    def __init__(self, run: ContentRun, finding: Finding | None = None) -> None:
        self.run = run
        self.finding = finding

    @property
    def id(self) -> str:
        """The node id of the gate's item for the finding, or of its collector for the run."""
        if self.finding is None:
            return self.run.name
        return f"{self.run.name}::{self.finding.class_name}::{self.finding.name}"

    @property
    def ascii_id(self) -> str:
        """The id in ASCII: pytest writes other letters of a parameter with backslashes, which some reports cannot show."""
        if self.finding is None or self.id.isascii():
            return self.id
        return f"{self.id.encode('ascii', 'replace').decode()} #{self.finding.fingerprint[:12]}"


@pytest.fixture(scope="session")
def content_job(request: pytest.FixtureRequest) -> ContentRun:
    """Return the finished run of a job: status, log statistics, findings, judgement.

    A test that requests it runs once for each ``--content-job`` and ``--content-log``, with the run's name in its id. The test is
    skipped if neither is given.
    """
    return _take_look(request).run


@pytest.fixture(scope="session")
def content_findings(content_job: ContentRun) -> tuple[Finding, ...]:
    """Return all findings of ``content_job`` in the order of the log, whatever the policy decides about them."""
    return content_job.findings


@pytest.fixture
def content_finding(request: pytest.FixtureRequest) -> Finding:
    """Return one finding. A test that requests it runs once for each finding of each run.

    The test's id is the node id of the gate's item, ``NAME::class::name``; letters that are not ASCII are question marks there. The
    test is skipped if there is no finding or no content option is given.
    """
    return _take_finding(request)


@pytest.fixture
def content_error(request: pytest.FixtureRequest) -> Finding:
    """Return one finding that is an error by the policy; otherwise like ``content_finding``."""
    return _take_finding(request)


@pytest.fixture
def content_warning(request: pytest.FixtureRequest) -> Finding:
    """Return one finding that is a warning by the policy; otherwise like ``content_finding``."""
    return _take_finding(request)


@pytest.fixture(scope="session")
def content_client(request: pytest.FixtureRequest) -> Iterator[ServiceClient]:
    """Return a client of the service with the API domain and credentials of this session, for requests of your own.

    ``content_client.status(job_id, within=30)`` returns a job's status. A test that requests it is skipped if no content option is
    given, and fails if the API domain or the token is not set.
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
#: The fixtures with which a test looks at findings.
CONTENT_FIXTURES = frozenset({content_job.name, content_findings.name, *_SEVERITIES})


def list_looks(item: pytest.Item) -> list[str]:
    """Return what a test looks at: the names of whole runs, or the ids of the gate's items for single findings."""
    callspec = getattr(item, "callspec", None)
    looks = [value for value in callspec.params.values() if isinstance(value, _Look)] if callspec else []
    # A test that requests the run beside a finding runs once for each finding, and is about that finding.
    return [look.id for look in looks if look.finding] or [look.id for look in looks]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run tests that request a run once for each run, and tests that request a finding once for each finding."""
    runs = metafunc.config.stash.get(RUNS, None)
    if runs is None:
        return
    requested = [name for name in _SEVERITIES if name in metafunc.fixturenames]
    if len(requested) > 1:
        raise pytest.Collector.CollectError(
            f"{metafunc.definition.nodeid} requests {' and '.join(requested)}, each of which runs it once for each finding. "
            "Request one of them."
        )
    if requested:
        _parametrize_by_finding(metafunc, runs, requested[0])
    elif content_job.name in metafunc.fixturenames and runs:
        looks = [_Look(run) for run in runs]
        ids = [look.id for look in looks]
        metafunc.parametrize(content_job.name, looks, ids=ids, indirect=True, scope="session")


def _parametrize_by_finding(metafunc: pytest.Metafunc, runs: Sequence[ContentRun], name: str) -> None:
    """Parametrize by findings, and by their run too if the test requests it."""
    pairs = [
        (whole, _Look(whole.run, finding)) for whole in map(_Look, runs) for finding in _list_findings(whole.run, name)
    ]
    ids = [look.ascii_id for _, look in pairs]
    if not pairs:
        # The fixture skips the test. What pytest does with an empty parameter set depends on the user's ini file.
        return
    if content_job.name in metafunc.fixturenames:
        metafunc.parametrize([content_job.name, name], pairs, ids=ids, indirect=True)
    else:
        metafunc.parametrize(name, [look for _, look in pairs], ids=ids, indirect=True)


def _list_findings(run: ContentRun, name: str) -> list[Finding]:
    severity = _SEVERITIES[name]
    return [verdict.finding for verdict in run.verdicts if severity is None or verdict.severity == severity]


def _take_look(request: pytest.FixtureRequest) -> _Look:
    """Return the test's parameter. Skip a test with nothing to look at, and fail one that requested the fixture too late."""
    look = getattr(request, "param", None)
    if isinstance(look, _Look):
        return look
    runs = request.config.stash.get(RUNS, None)
    if not runs:
        pytest.skip(_NOTHING)
    name = request.fixturename or ""
    requested = [each for each in _SEVERITIES if each in request.fixturenames]
    if requested and not any(_list_findings(run, requested[0]) for run in runs):
        pytest.skip(f"there is no finding for {requested[0]}")
    pytest.fail(
        f"{name} was requested while the test was already running. Make it an argument of the test or of one of its fixtures, so "
        "that pytest knows about it during collection.",
        pytrace=False,
    )


def _take_finding(request: pytest.FixtureRequest) -> Finding:
    finding = _take_look(request).finding
    if finding is None:
        raise TypeError("the parameter is not a finding")
    return finding
