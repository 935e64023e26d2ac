from __future__ import annotations

from pathlib import Path

import pytest

from pytest_contentjobs.errors import SettingsError
from pytest_contentjobs.settings.credentials import (
    ClientCredentials,
    OnBehalf,
    StaticToken,
    TokenCommand,
    TokenFile,
    credentials,
    is_bearer,
)

URL = "https://token.example/system/auth/T-U/oauth2/token"
OAUTH = {
    "CONTENTJOBS_TOKEN_URL": URL,
    "CONTENTJOBS_CLIENT_ID": "me",
    "CONTENTJOBS_CLIENT_SECRET": "quiet",
}


def refusal(**environment: str) -> str:
    with pytest.raises(SettingsError) as refused:
        credentials({f"CONTENTJOBS_{name}": value for name, value in environment.items()})
    assert "quiet" not in f"{refused.value} {refused.value!r}"
    return str(refused.value)


def test_client_credentials() -> None:
    found = credentials(OAUTH)

    assert isinstance(found, ClientCredentials)
    assert (found.token_url, found.client_id, found.client_secret.get_secret_value(), found.scope) == (
        URL,
        "me",
        "quiet",
        "app.knowledge.contentmgr.manage",
    )


@pytest.mark.parametrize(
    ("variable", "field"), [("SUBJECT_USERNAME", "subject_username"), ("SUBJECT_USERID", "subject_userid")]
)
def test_on_behalf_of_a_user(variable: str, field: str) -> None:
    found = credentials({**OAUTH, f"CONTENTJOBS_{variable}": "anna"})

    assert isinstance(found, OnBehalf)
    assert (found.client_secret.get_secret_value(), found.scope) == ("quiet", "knowledge.contentmgr.manage")
    assert (found.subject_field, found.subject) == (field, "anna")


@pytest.mark.parametrize("more", [{}, {"CONTENTJOBS_SUBJECT_USERNAME": "anna"}])
def test_scope_is_free_text(more: dict[str, str]) -> None:
    found = credentials({**OAUTH, **more, "CONTENTJOBS_SCOPE": "https://t.example/x.manage other"})

    assert isinstance(found, ClientCredentials | OnBehalf)
    assert found.scope == "https://t.example/x.manage other"


def test_the_order_of_the_ways() -> None:
    environment = {
        "CONTENTJOBS_ACCESS_TOKEN": "token",
        "CONTENTJOBS_TOKEN_FILE": "file",
        "CONTENTJOBS_TOKEN_COMMAND": "command 'two words' --secret=quiet",
        **OAUTH,
        "EGAIN_ACCESS_TOKEN": "vendor",
    }
    found = []
    for variables in (
        ["CONTENTJOBS_ACCESS_TOKEN"],
        ["CONTENTJOBS_TOKEN_FILE"],
        ["CONTENTJOBS_TOKEN_COMMAND"],
        [*OAUTH],
        ["EGAIN_ACCESS_TOKEN"],
    ):
        found.append(credentials(environment))
        for variable in variables:
            del environment[variable]

    own, file, command, oauth, vendors = found
    assert isinstance(own, StaticToken)
    assert (own.token.get_secret_value(), own.variable) == ("token", "CONTENTJOBS_ACCESS_TOKEN")
    assert file == TokenFile(Path("file"))
    assert command == TokenCommand(("command", "two words", "--secret=quiet"))
    assert isinstance(oauth, ClientCredentials)
    assert isinstance(vendors, StaticToken)
    assert (vendors.token.get_secret_value(), vendors.variable) == ("vendor", "EGAIN_ACCESS_TOKEN")
    assert "quiet" not in repr(found)


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        (
            {"TOKEN_URL": URL, "CLIENT_ID": "me"},
            (
                "CONTENTJOBS_CLIENT_SECRET is missing. Set CONTENTJOBS_CLIENT_SECRET too, or unset CONTENTJOBS_TOKEN_URL and "
                "CONTENTJOBS_CLIENT_ID."
            ),
        ),
        (
            {"CLIENT_SECRET": "quiet"},
            (
                "CONTENTJOBS_TOKEN_URL and CONTENTJOBS_CLIENT_ID are missing. Set CONTENTJOBS_TOKEN_URL and "
                "CONTENTJOBS_CLIENT_ID too, or unset CONTENTJOBS_CLIENT_SECRET."
            ),
        ),
        (
            {"ACCESS_TOKEN": "quiet", "SUBJECT_USERID": "anna", "TOKEN_URL": URL, "CLIENT_SECRET": "quiet"},
            (
                "CONTENTJOBS_CLIENT_ID is missing. Set CONTENTJOBS_CLIENT_ID too, or unset CONTENTJOBS_TOKEN_URL and "
                "CONTENTJOBS_CLIENT_SECRET and CONTENTJOBS_SUBJECT_USERID."
            ),
        ),
        (
            {
                "TOKEN_URL": URL,
                "CLIENT_ID": "me",
                "CLIENT_SECRET": "quiet",
                "SUBJECT_USERID": "1",
                "SUBJECT_USERNAME": "a",
            },
            "CONTENTJOBS_SUBJECT_USERNAME and CONTENTJOBS_SUBJECT_USERID are both set. Unset one of them.",
        ),
        (
            {"TOKEN_COMMAND": "echo 'quiet"},
            "CONTENTJOBS_TOKEN_COMMAND cannot be split into words: No closing quotation. Check its quotes and backslashes.",
        ),
        (
            {"TOKEN_COMMAND": "'' quiet"},
            "CONTENTJOBS_TOKEN_COMMAND names no command. Set it to a command that prints the token.",
        ),
    ],
)
def test_what_is_incomplete_is_refused_and_named(environment: dict[str, str], expected: str) -> None:
    assert refusal(**environment) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "http://token.example/t",
            "is http://, which would send the client secret in the clear; http is for loopback addresses alone",
        ),
        ("https://me:quiet@token.example/t", "has a user name or password in it"),
        ("token.example/t", "is no https:// URL"),
        ("ftp://token.example/t", "is no https:// URL"),
        ("https:///t", "is no https:// URL"),
        ("https://token.example/a b", "is no https:// URL"),
        ("https://tökén.example/", "is no https:// URL"),
        ("https://token.example:x/", "cannot be read as a URL"),
        ("https://[::1/", "cannot be read as a URL"),
        ("https://token.example/t?client_secret=quiet", "has a query or fragment"),
    ],
)
def test_what_is_no_token_url(url: str, expected: str) -> None:
    assert refusal(TOKEN_URL=url, CLIENT_ID="me", CLIENT_SECRET="quiet") == (
        f"CONTENTJOBS_TOKEN_URL {expected}. Set it to the tenant's token endpoint, https://host/…/oauth2/token."
    )


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:8080/t", "http://localhost/t", "http://[::1]/t", "HTTPS://h.example/t"]
)
def test_what_is_a_token_url(url: str) -> None:
    found = credentials({**OAUTH, "CONTENTJOBS_TOKEN_URL": f" {url}\n"})

    assert isinstance(found, ClientCredentials)
    assert found.token_url == url


@pytest.mark.parametrize("token", ["", "a b", "a\n", "ö", "a\x7f", "a\tb"])
def test_what_no_header_can_carry(token: str) -> None:
    assert not is_bearer(token)
