from __future__ import annotations

from collections.abc import Callable

import pytest

from pytest_contentjobs.emulator import ContentService
from tests.support import CLEAN_LOG, finished

Gate = Callable[..., pytest.RunResult]
JOB = "7A84B875-6F75-4C7B-B137-0632B62DB0BD"


@pytest.fixture
def job(service: ContentService, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.delenv("CONTENTJOBS_API_DOMAIN")
    return service.add_job([finished(0, 0)], log=CLEAN_LOG.encode())


@pytest.mark.parametrize("place", ["option", "variable"])
@pytest.mark.parametrize("form", ["{url}", "{url}/", "{url}//knowledge///contentmgr/v4/"])
def test_domain_is_set_in_two_places(
    gate: Gate,
    service: ContentService,
    monkeypatch: pytest.MonkeyPatch,
    job: str,
    place: str,
    form: str,
) -> None:
    domain = form.format(url=service.api_url)
    arguments = []
    if place == "option":
        monkeypatch.setenv("CONTENTJOBS_API_DOMAIN", "wrong.example")
        arguments = ["--content-api-domain", domain]
    else:
        monkeypatch.setenv("CONTENTJOBS_API_DOMAIN", domain)

    assert gate("--content-job", job, *arguments).ret == 0


@pytest.mark.usefixtures("service")
@pytest.mark.parametrize(
    ("domain", "says"),
    [
        ("", "The API domain '' has no valid host."),
        (
            "http://tenant.example",
            "The API domain 'http://tenant.example' is http://, which would send the token in the",
        ),
        ("ftp://tenant.example", "The API domain 'ftp://tenant.example' is neither https nor http."),
        ("tenant.example:port", "The API domain 'tenant.example:port' cannot be read as a host or URL."),
        ("ten ant.example", "The API domain 'ten ant.example' has no valid host."),
        ("https://tenant.example?x=1", "The API domain 'https://tenant.example?x=1' has a query or fragment."),
    ],
)
def test_malformed_domain_is_wrong_usage(gate: Gate, domain: str, says: str) -> None:
    result = gate("--content-job", JOB, f"--content-api-domain={domain}")

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert f"ERROR: {says}" in result.stderr.str()
    assert "CONTENTJOBS_API_DOMAIN" in result.stderr.str()


@pytest.mark.usefixtures("service")
def test_password_in_the_domain_is_refused_and_not_shown(gate: Gate) -> None:
    result = gate("--content-job", JOB, "--content-api-domain=https://user:hidden@tenant.example")

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert "ERROR: The API domain has a user name or password in it." in result.stderr.str()
    assert "hidden" not in result.stderr.str()
