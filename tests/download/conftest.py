from __future__ import annotations

from collections.abc import Iterator

import pytest

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
