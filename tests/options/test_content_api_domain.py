"""--content-api-domain."""

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
def test_domain_comes_from_the_option_or_the_variable(
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
    ("domain", "code"),
    [
        ("", "value-invalid"),
        ("http://tenant.example", "address-insecure"),
        ("ftp://tenant.example", "value-invalid"),
        ("tenant.example:port", "value-invalid"),
        ("https://user:hidden@tenant.example", "secret-in-address"),
    ],
)
def test_malformed_domain_is_a_usage_error(usage_error: Callable[..., tuple[str, str]], domain: str, code: str) -> None:
    found, text = usage_error("--content-job", JOB, f"--content-api-domain={domain}")

    assert found == code
    assert "--content-api-domain or the variable CONTENTJOBS_API_DOMAIN" in text
    assert "hidden" not in text
