"""--content-log-hosts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pytest_contentjobs.emulator import ContentService
from tests.faults.s3_server import log_server, whole
from tests.support import CLEAN_LOG, finished

Gate = Callable[..., pytest.RunResult]


def one_line(result: pytest.RunResult) -> str:
    """Return standard output as one line, since long texts are wrapped."""
    return " ".join(result.stdout.str().split())


def test_log_at_another_host_is_not_fetched(gate: Gate, service: ContentService) -> None:
    job = service.add_job([finished(0, 0, logFileLocation="https://files.example/log.txt?sig=hidden")])

    result = gate("--content-job", job)

    assert result.ret == 10
    assert "'files.example:443'" in one_line(result)
    assert "--content-log-hosts or the variable CONTENTJOBS_LOG_HOSTS" in one_line(result)
    assert "hidden" not in result.stdout.str()


@pytest.mark.parametrize("place", ["option", "variable"])
def test_allowed_host_is_connected_to(
    gate: Gate, service: ContentService, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    # The refusal of its link-local address shows that the host was allowed, and that its address was checked.
    job = service.add_job([finished(0, 0, logFileLocation="https://169.254.169.254:8443/log.txt")])
    hosts = "files.example, 169.254.169.254:8443"
    arguments = ["--content-log-hosts", hosts] if place == "option" else []
    if place == "variable":
        monkeypatch.setenv("CONTENTJOBS_LOG_HOSTS", hosts)

    result = gate("--content-job", job, *arguments)

    assert result.ret == 10
    assert "169.254.169.254 is link-local" in one_line(result)


def test_local_tenant_may_have_local_logs(gate: Gate, service: ContentService) -> None:
    with log_server([whole(CLEAN_LOG.encode())]) as (address, requests):
        job = service.add_job([finished(0, 0, logFileLocation=f"http://{address}/log.txt?sig=x")])
        result = gate("--content-job", job)

    assert result.ret == 0
    assert [request.line for request in requests] == ["GET /log.txt?sig=x HTTP/1.1"]
    assert service.token not in str(requests)


def test_log_of_another_job_is_not_fetched(gate: Gate, service: ContentService) -> None:
    other = "FA639637-86C8-4E49-AB6C-1831FF090A8F"
    uri = service.put_object(f"logs/import-logs-{other}.txt", CLEAN_LOG.encode())
    job = service.add_job([finished(0, 0, logFileLocation=uri)])

    result = gate("--content-job", job, "-v")

    assert result.ret == 10
    assert other in one_line(result)


@pytest.mark.parametrize("value", ["", "*.example", "user@files.example"])
def test_malformed_value_is_a_usage_error(
    usage_error: Callable[..., tuple[str, str]], service: ContentService, value: str
) -> None:
    code, text = usage_error("--content-job", service.add_job([finished(0, 0)]), f"--content-log-hosts={value}")

    assert code == "value-invalid"
    assert "--content-log-hosts or the variable CONTENTJOBS_LOG_HOSTS" in text
