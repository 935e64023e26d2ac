from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pytest_contentjobs.errors import SettingsError
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.settings.credentials import (
    ClientCredentials,
    OnBehalf,
    StaticToken,
    TokenCommand,
    TokenFile,
    is_bearer,
    read_credentials,
)

URL = "https://token.example/system/auth/T-U/oauth2/token"
OAUTH = {
    "CONTENTJOBS_TOKEN_URL": URL,
    "CONTENTJOBS_CLIENT_ID": "me",
    "CONTENTJOBS_CLIENT_SECRET": "quiet",
}


def refusal(**environment: str) -> SettingsError:
    with pytest.raises(SettingsError) as refused:
        read_credentials({f"CONTENTJOBS_{name}": value for name, value in environment.items()})
    assert "quiet" not in f"{refused.value} {refused.value!r}"
    return refused.value


def test_client_credentials() -> None:
    found = read_credentials(OAUTH)

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
    found = read_credentials({**OAUTH, f"CONTENTJOBS_{variable}": "anna"})

    assert isinstance(found, OnBehalf)
    assert (found.client_secret.get_secret_value(), found.scope) == ("quiet", "knowledge.contentmgr.manage")
    assert (found.subject_field, found.subject) == (field, "anna")


@pytest.mark.parametrize("more", [{}, {"CONTENTJOBS_SUBJECT_USERNAME": "anna"}])
def test_scope_is_free_text(more: dict[str, str]) -> None:
    found = read_credentials({**OAUTH, **more, "CONTENTJOBS_SCOPE": "https://t.example/x.manage other"})

    assert isinstance(found, ClientCredentials | OnBehalf)
    assert found.scope == "https://t.example/x.manage other"


def test_the_order_of_credentials() -> None:
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
        found.append(read_credentials(environment))
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


INCOMPLETE: tuple[tuple[dict[str, str], Reason, tuple[str, ...]], ...] = (
    ({"TOKEN_URL": URL, "CLIENT_ID": "me"}, Reason.SETTING_MISSING, ("CLIENT_SECRET", "TOKEN_URL", "CLIENT_ID")),
    ({"CLIENT_SECRET": "quiet"}, Reason.SETTING_MISSING, ("TOKEN_URL", "CLIENT_ID", "CLIENT_SECRET")),
    (
        {"ACCESS_TOKEN": "quiet", "SUBJECT_USERID": "anna", "TOKEN_URL": URL, "CLIENT_SECRET": "quiet"},
        Reason.SETTING_MISSING,
        ("CLIENT_ID", "TOKEN_URL", "CLIENT_SECRET", "SUBJECT_USERID"),
    ),
    (
        {"TOKEN_URL": URL, "CLIENT_ID": "me", "CLIENT_SECRET": "quiet", "SUBJECT_USERID": "1", "SUBJECT_USERNAME": "a"},
        Reason.SETTINGS_CONFLICT,
        ("SUBJECT_USERNAME", "SUBJECT_USERID"),
    ),
    ({"TOKEN_COMMAND": "echo 'quiet"}, Reason.VALUE_INVALID, ("TOKEN_COMMAND",)),
    ({"TOKEN_COMMAND": "'' quiet"}, Reason.VALUE_INVALID, ("TOKEN_COMMAND",)),
)


@pytest.mark.parametrize(("environment", "reason", "names"), INCOMPLETE)
def test_what_is_incomplete_is_refused_and_named(
    environment: dict[str, str], reason: Reason, names: tuple[str, ...]
) -> None:
    error = refusal(**environment)

    assert error.reason is reason
    assert {name for name in names if f"CONTENTJOBS_{name}" not in str(error)} == set()
    assert str(error).startswith(f"CONTENTJOBS_{names[0]}")


NO_URLS = {
    "http://token.example/t": Reason.ADDRESS_INSECURE,
    "https://me:quiet@token.example/t": Reason.SECRET_IN_ADDRESS,
    **dict.fromkeys(
        (
            *(
                "token.example/t",
                "ftp://token.example/t",
                "https:///t",
                "https://token.example/a b",
                "https://tökén.example/",
            ),
            *("https://token.example:x/", "https://[::1/", "https://token.example/t?client_secret=quiet"),
        ),
        Reason.VALUE_INVALID,
    ),
}


@pytest.mark.parametrize("url", NO_URLS)
def test_what_is_not_a_token_url(url: str) -> None:
    error = refusal(TOKEN_URL=url, CLIENT_ID="me", CLIENT_SECRET="quiet")

    assert error.reason is NO_URLS[url]
    assert "CONTENTJOBS_TOKEN_URL" in str(error)


def test_wording_of_credentials_that_cannot_be_used(wording: Callable[[str], None]) -> None:
    errors = [
        *(refusal(**environment) for environment, _, _ in INCOMPLETE),
        *(refusal(TOKEN_URL=url, CLIENT_ID="me", CLIENT_SECRET="quiet") for url in NO_URLS),
    ]

    wording("\n".join(error.explain() for error in errors))


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:8080/t", "http://localhost/t", "http://[::1]/t", "HTTPS://h.example/t"]
)
def test_what_is_a_token_url(url: str) -> None:
    found = read_credentials({**OAUTH, "CONTENTJOBS_TOKEN_URL": f" {url}\n"})

    assert isinstance(found, ClientCredentials)
    assert found.token_url == url


@pytest.mark.parametrize("token", ["", "a b", "a\n", "ö", "a\x7f", "a\tb"])
def test_what_is_not_allowed_in_a_header(token: str) -> None:
    assert not is_bearer(token)
