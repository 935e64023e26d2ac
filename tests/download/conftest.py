from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from pytest_contentjobs.download.fetch import fetch
from pytest_contentjobs.download.location import HttpLocation, Location, S3Location
from pytest_contentjobs.errors import LogError
from tests.download.fault_support import BY_HAND, AssertOutcome, Clock, Fault
from tests.faults.s3_server import log_server
from tests.real_s3 import RealS3, program, rclone, seaweedfs


@pytest.fixture(scope="session")
def seaweedfs_s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealS3]:
    """SeaweedFS for the whole session, one for each xdist worker."""
    if program("weed") is None:
        pytest.skip("SeaweedFS is not packaged for this platform")
    with seaweedfs(tmp_path_factory.mktemp("seaweedfs")) as server:
        yield server


@pytest.fixture(scope="session")
def rclone_s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealS3]:
    """The S3 of rclone for the whole session, one for each xdist worker."""
    if program("rclone") is None:
        pytest.skip("rclone is not packaged for this platform")
    with rclone(tmp_path_factory.mktemp("rclone")) as server:
        yield server


@pytest.fixture(params=["seaweedfs_s3", "rclone_s3"])
def real_s3(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> RealS3:
    """Each real server in turn, with the environment that a client of it needs."""
    server = request.getfixturevalue(request.param)
    assert isinstance(server, RealS3)
    for variable, value in server.environment.items():
        monkeypatch.setenv(variable, value)
    return server


@pytest.fixture
def assert_outcome(monkeypatch: pytest.MonkeyPatch, wording: Callable[[str], None]) -> Iterator[AssertOutcome]:
    """Fetch a log from a kind of server with a fault, and compare the outcome; the wording of an error with its snapshot."""

    def run(kind: str, fault: Fault) -> None:
        for variable in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            monkeypatch.setenv(variable, "hidden")
        monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        clock = Clock()
        patience = replace(fault.patience, clock=clock, sleep=clock.sleep)
        found: bytes | LogError
        with log_server(fault.handlers) as (address, requests):
            monkeypatch.setenv("AWS_ENDPOINT_URL_S3", f"http://{address}")
            location: Location = (
                S3Location("bucket", "log.txt")
                if kind == "s3"
                else HttpLocation(f"http://{address}/log.txt?sig=hidden")
            )
            try:
                with fetch(location, max_size=fault.max_size, patience=patience) as path:
                    found = path.read_bytes()
            except LogError as error:
                found = error

        if isinstance(fault.expected, bytes):
            assert found == fault.expected
        else:
            reason, data = fault.expected
            assert isinstance(found, LogError)
            assert found.reason == reason
            assert data in str(found)
            assert str(location) in found.what
            assert BY_HAND in found.next_step or "--content-max-log-size" in found.next_step
            assert "hidden" not in str(found)
            wording(str(found).replace(address, "SERVER"))
        assert len(requests) == fault.requests
        assert all("if-match" in request.headers for request in requests if "range" in request.headers)

    yield run
    # What botocore leaves is collected here, and not during the tests of others.
    gc.collect(1)
