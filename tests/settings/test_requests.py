"""Which jobs and logs are gated, where the API is, and which token is sent to it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.settings.credentials import StaticToken
from pytest_contentjobs.settings.requests import JobRequest, LogRequest
from tests.settings.support import ID, JOB_ENVIRONMENT, refusal, refuses, resolved

ID_2 = "00000000-0000-0000-0000-00000000000a"


def job(text: str = ID, **options: object) -> dict[str, object]:
    return {"job": [text], **options}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(ID, id="UUID"),
        pytest.param(f" {ID}\n", id="white space"),
        pytest.param(f"knowledge/contentmgr/v4/import/content/{ID}/status", id="location"),
        pytest.param(f"/knowledge/contentmgr/v4/import/content/{ID}", id="location with slash"),
        pytest.param(f"https://API.example/knowledge/contentmgr/v4/import/content/{ID}/status", id="status URL"),
        pytest.param(f"https://user@api.example/{ID}", id="URL with a user"),
    ],
)
def test_the_forms_of_a_job(text: str) -> None:
    assert resolved(job(text), JOB_ENVIRONMENT).jobs == (JobRequest("content", ID),)


def test_names_are_given_or_stand_for_the_place() -> None:
    settings = resolved({"job": [ID, f"main={ID_2}"], "log": ["a", "night_1=b"]}, JOB_ENVIRONMENT)

    assert settings.jobs == (JobRequest("content", ID), JobRequest("main", ID_2))
    assert settings.logs == (LogRequest("content-3", "a", None, is_named=False), LogRequest("night_1", "b", None))


NO_JOBS: dict[str, tuple[str, Reason, tuple[str, ...]]] = {
    "empty": ("", Reason.VALUE_INVALID, ("--content-job ''",)),
    "no UUID": ("12345", Reason.VALUE_INVALID, ("--content-job '12345'",)),
    "a digit too many": (f"{ID}0", Reason.VALUE_INVALID, (f"--content-job '{ID}0'",)),
    "two": (f"{ID} {ID_2}", Reason.VALUE_INVALID, (f"--content-job '{ID} {ID_2}'", " 2 ")),
    "another tenant": (
        f"https://other.example/{ID}",
        Reason.SETTINGS_CONFLICT,
        ("'other.example'", "'api.example'", "CONTENTJOBS_API_DOMAIN"),
    ),
    "half an address": (f"https://u:p@[x/{ID}", Reason.SETTINGS_CONFLICT, ("'[x'", "'api.example'")),
}


@pytest.mark.parametrize("name", NO_JOBS)
def test_what_is_not_a_job(name: str) -> None:
    text, reason, names = NO_JOBS[name]
    error = refusal(job(text), JOB_ENVIRONMENT)

    assert refuses(error, reason, *names)
    assert "u:p" not in str(error)


BASE = "/knowledge/contentmgr/v4"


@pytest.mark.parametrize(
    ("domain", "expected"),
    [
        pytest.param("api.example", f"https://api.example{BASE}", id="host"),
        pytest.param(" API.example:8443 ", f"https://api.example:8443{BASE}", id="host and port"),
        pytest.param("HTTPS://api.example//", f"https://api.example{BASE}", id="URL"),
        pytest.param(
            "https://api.example//gateway//x", f"https://api.example/gateway/x{BASE}", id="URL with a path of its own"
        ),
        pytest.param(f"https://api.example/{BASE}/", f"https://api.example{BASE}", id="URL with the API's path"),
        pytest.param("http://localhost:80", f"http://localhost:80{BASE}", id="http on this machine"),
        pytest.param("http://127.1.2.3", f"http://127.1.2.3{BASE}", id="http on loopback"),
        pytest.param("http://[::1]:8080/", f"http://[::1]:8080{BASE}", id="http on IPv6 loopback"),
        pytest.param("[2001:db8::1]", f"https://[2001:db8::1]{BASE}", id="IPv6"),
    ],
)
def test_the_forms_of_the_api_domain(domain: str, expected: str) -> None:
    assert resolved(job(api_domain=domain), JOB_ENVIRONMENT).api_base == expected


NO_DOMAINS: dict[str, Reason] = {
    **dict.fromkeys(("https://", "a b", "h:port", "[::1", "h/?a=b", "h/#a", "ftp://h"), Reason.VALUE_INVALID),
    "http://api.example": Reason.ADDRESS_INSECURE,
    **dict.fromkeys(
        ("https://user:secret@h", "user@h", "https://user:secret@[h", "u:secret@h:port"), Reason.SECRET_IN_ADDRESS
    ),
}


@pytest.mark.parametrize("domain", NO_DOMAINS)
def test_what_is_not_an_api_domain(domain: str) -> None:
    error = refusal(job(api_domain=domain), JOB_ENVIRONMENT)

    assert refuses(error, NO_DOMAINS[domain], "--content-api-domain or the variable CONTENTJOBS_API_DOMAIN")
    if error.reason is Reason.SECRET_IN_ADDRESS:
        assert domain not in str(error)
        assert "secret" not in str(error)
        assert "CONTENTJOBS_ACCESS_TOKEN" in str(error)
    else:
        assert repr(domain) in str(error)


def test_a_missing_api_domain_names_its_places() -> None:
    error = refusal(job(), {"CONTENTJOBS_ACCESS_TOKEN": "token"})

    assert refuses(error, Reason.SETTING_MISSING, "--content-api-domain or the variable CONTENTJOBS_API_DOMAIN")


@pytest.mark.parametrize(
    ("tokens", "expected"),
    [
        pytest.param({"CONTENTJOBS_ACCESS_TOKEN": "a", "EGAIN_ACCESS_TOKEN": "b"}, "a", id="our own first"),
        pytest.param({"CONTENTJOBS_ACCESS_TOKEN": " ", "EGAIN_ACCESS_TOKEN": "b"}, "b", id="blank is not set"),
    ],
)
def test_the_token_comes_from_the_environment(tokens: dict[str, str], expected: str) -> None:
    found = resolved(job(api_domain="h"), tokens).credentials

    assert isinstance(found, StaticToken)
    assert found.token.get_secret_value() == expected


def test_a_missing_token_names_its_variables() -> None:
    error = refusal(job(api_domain="h"))

    assert refuses(
        error,
        Reason.SETTING_MISSING,
        *("CONTENTJOBS_ACCESS_TOKEN", "EGAIN_ACCESS_TOKEN", "CONTENTJOBS_TOKEN_FILE", "CONTENTJOBS_TOKEN_COMMAND"),
        *("CONTENTJOBS_TOKEN_URL", "CONTENTJOBS_CLIENT_ID", "CONTENTJOBS_CLIENT_SECRET"),
    )


@pytest.mark.parametrize("token", ["Bearer abc", "a\nb", "töken"])
def test_a_token_that_is_not_allowed_in_a_header_is_not_shown(token: str) -> None:
    error = refusal(job(api_domain="h"), {"EGAIN_ACCESS_TOKEN": token})

    assert refuses(error, Reason.VALUE_INVALID, "EGAIN_ACCESS_TOKEN")
    assert token not in str(error)


def test_a_secret_does_not_show_itself() -> None:
    settings = resolved(job(), JOB_ENVIRONMENT)

    assert "'token'" not in repr(settings)
    assert isinstance(settings.credentials, StaticToken)
    token = settings.credentials.token
    assert "token" not in f"{token!r} {token}"


def test_wording_of_requests_that_cannot_be_used(wording: Callable[[str], None]) -> None:
    errors = [
        *(refusal(job(text), JOB_ENVIRONMENT) for text, _, _ in NO_JOBS.values()),
        *(refusal(job(api_domain=domain), JOB_ENVIRONMENT) for domain in NO_DOMAINS),
        refusal(job(), {"CONTENTJOBS_ACCESS_TOKEN": "token"}),
        refusal(job(api_domain="h")),
        refusal(job(api_domain="h"), {"EGAIN_ACCESS_TOKEN": "Bearer abc"}),
    ]

    wording("\n".join(dict.fromkeys(error.explain() for error in errors)))
