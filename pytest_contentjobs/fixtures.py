"""What a user's own tests can ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pytest_contentjobs.model import ContentRun

__all__ = ["RUNS", "content_job", "pytest_generate_tests"]

#: The runs of this session; absent where no option asked for any.
RUNS: pytest.StashKey[Sequence[ContentRun]] = pytest.StashKey()


@pytest.fixture(scope="session")
def content_job(request: pytest.FixtureRequest) -> ContentRun:
    """Give the finished run of a job: status, log statistics, findings, judgement.

    A test that asks for it runs once for each ``--content-job`` and ``--content-log``, with the job's name in its id. It
    is skipped where neither was given.
    """
    if not hasattr(request, "param"):
        pytest.skip("no content job in this run: give --content-job or --content-log")
    run: ContentRun = request.param
    return run


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run tests that ask for ``content_job`` once for each run."""
    runs = metafunc.config.stash.get(RUNS, None)
    if runs is not None and content_job.name in metafunc.fixturenames:
        metafunc.parametrize(content_job.name, runs, ids=[run.name for run in runs], indirect=True, scope="session")
