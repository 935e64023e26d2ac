"""What ``contentjobs doctor`` finds out about a job's log and the AWS credentials."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from pytest_contentjobs.cli.doctor import log_checks
from pytest_contentjobs.download.remote_file import Patience
from pytest_contentjobs.emulator import ContentService
from tests.cli.doctor.support import WELL, WELL_WITH_JOB, Doctor, Wording
from tests.faults.script_server import Peer, says, script_server
from tests.real_s3 import BUCKET, RealS3, program, rclone
from tests.support import CLEAN_LOG, finished


def test_a_log_whose_server_does_not_respond(
    doctor: Doctor, service: ContentService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_checks, "_PATIENCE", Patience(silence=15.0, piece=20.0, total=0.2, attempts=1))
    released = threading.Event()

    def hang(_peer: Peer) -> None:
        released.wait(30)

    with script_server([hang]) as server:
        job = service.add_job([finished(0, 0, logFileLocation=f"{server.url}/log.txt")])
        diagnosis = doctor(job)
        released.set()

    assert diagnosis.codes["log"] == "problem:log-too-slow"


def test_the_bucket_is_not_allowed(doctor: Doctor, service: ContentService) -> None:
    job = service.add_job([finished(0, 0)], log=CLEAN_LOG.encode())

    diagnosis = doctor(job, "--content-log-buckets=ours")

    assert diagnosis.codes == {
        **WELL,
        "log location": "problem:log-bucket-untrusted",
    }
    assert repr(service.bucket) in diagnosis.results["log location"].what
    assert "--content-log-buckets" in diagnosis.results["log location"].next_step


@pytest.mark.parametrize(
    ("response", "codes"),
    [
        (
            {"status": "In Progress"},
            {"log location": "not-checked:no-log-yet", "log": "not-checked:no-location"},
        ),
        (
            {"status": "In Progress", "logFileLocation": "s3://{bucket}/not-yet.txt"},
            {"log location": "ok", "log": "not-checked:no-log-yet"},
        ),
    ],
)
def test_a_job_that_still_runs(
    doctor: Doctor, service: ContentService, response: dict[str, str], codes: dict[str, str]
) -> None:
    job = service.add_job([{key: value.format(bucket=service.bucket) for key, value in response.items()}])

    diagnosis = doctor(job)

    assert diagnosis.codes == {**WELL, **codes}
    assert "In Progress" in diagnosis.results["permission"].what


def test_a_finished_job_without_its_log(doctor: Doctor, service: ContentService) -> None:
    location = f"s3://{service.bucket}/gone.txt"
    job = service.add_job([finished(0, 0, logFileLocation=location)])

    diagnosis = doctor(job)

    assert diagnosis.codes == {**WELL_WITH_JOB, "log": "problem:log-missing"}
    assert location in diagnosis.results["log"].what
    assert "NoSuchKey" in diagnosis.results["log"].what


def test_a_finished_job_that_names_no_log(doctor: Doctor, service: ContentService, wording: Wording) -> None:
    diagnosis = doctor(service.add_job([finished(0, 0)]))

    assert diagnosis.codes == {**WELL, "log location": "problem:log-location-unusable"}
    wording(diagnosis.results["log location"].what + "\n" + diagnosis.results["log location"].next_step)


def test_a_log_at_a_url_needs_no_aws_credentials(
    doctor: Doctor, service: ContentService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    with script_server([says(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")]) as server:
        job = service.add_job([finished(0, 0, logFileLocation=f"{server.url}/log.txt?X-Amz-Signature=hidden")])
        diagnosis = doctor(job)

    assert diagnosis.codes == {**WELL_WITH_JOB, "AWS credentials": "not-checked:not-needed"}
    assert f"{server.url}/log.txt " in diagnosis.results["log location"].what
    assert "empty" in diagnosis.results["log"].what
    assert "hidden" not in diagnosis.text


def test_a_log_whose_server_breaks_off(doctor: Doctor, service: ContentService) -> None:
    with script_server([lambda peer: peer.reset()]) as server:
        job = service.add_job([finished(0, 0, logFileLocation=f"{server.url}/log.txt")])
        diagnosis = doctor(job)

    assert diagnosis.codes == {
        **WELL_WITH_JOB,
        "AWS credentials": "not-checked:not-needed",
        "log": "problem:log-interrupted",
    }
    assert f"{server.url}/log.txt" in diagnosis.results["log"].what
    assert diagnosis.text.splitlines()[-1].startswith("1 problem, 1 ")


@pytest.fixture(scope="module")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealS3]:
    """A real S3 server, which checks signatures."""
    if program("rclone") is None:
        pytest.skip("rclone is not packaged for this platform")
    with rclone(tmp_path_factory.mktemp("rclone")) as server:
        server.put("validation.txt", CLEAN_LOG.encode())
        yield server


@pytest.mark.parametrize(
    ("key", "secret", "code"),
    [
        ("reader", "reader-secret", None),
        ("reader", "wrong-secret", "SignatureDoesNotMatch"),
        ("nobody", "wrong-secret", "InvalidAccessKeyId"),
    ],
)
def test_credentials_at_a_real_s3(
    doctor: Doctor,
    service: ContentService,
    s3: RealS3,
    monkeypatch: pytest.MonkeyPatch,
    key: str,
    secret: str,
    code: str | None,
) -> None:
    job = service.add_job([finished(0, 0, logFileLocation=f"s3://{BUCKET}/validation.txt")])
    for variable, value in {**s3.environment, "AWS_ACCESS_KEY_ID": key, "AWS_SECRET_ACCESS_KEY": secret}.items():
        monkeypatch.setenv(variable, value)

    diagnosis = doctor(job)

    assert diagnosis.codes == {**WELL_WITH_JOB, "log": "problem:aws-credentials-invalid" if code else "ok"}
    if code:
        assert f"s3://{BUCKET}/validation.txt" in diagnosis.results["log"].what
        assert code in diagnosis.results["log"].what
        assert "AWS_ACCESS_KEY_ID" in diagnosis.results["log"].next_step


@pytest.mark.usefixtures("service")
def test_aws_credentials_that_cannot_be_used(doctor: Doctor, monkeypatch: pytest.MonkeyPatch, wording: Wording) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("AWS_SECRET_ACCESS_KEY")
        half = doctor()
    monkeypatch.setenv("AWS_PROFILE", "nobodys")
    unknown = doctor()

    for diagnosis, why in ((half, "PartialCredentialsError"), (unknown, "(nobodys)")):
        assert diagnosis.codes == {**WELL, "AWS credentials": "problem:aws-credentials-invalid"}
        assert why in diagnosis.results["AWS credentials"].what
    wording(half.results["AWS credentials"].what + "\n" + half.results["AWS credentials"].next_step)
