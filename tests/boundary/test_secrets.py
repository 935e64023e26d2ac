"""No common way to show a value shows a secret."""

from __future__ import annotations

import io
import json
import logging
import pprint
import traceback
from collections.abc import Callable
from dataclasses import asdict

import pytest
from pydantic import SecretStr, TypeAdapter
from rich.console import Console
from rich.pretty import pretty_repr

from pytest_contentjobs.settings.credentials import ClientCredentials, StaticToken

SECRET = "canary-of-the-test"


def logged(value: object) -> str:
    record = logging.LogRecord("name", logging.INFO, "file", 1, "%s %r", (value, value), None)
    return record.getMessage()


def fail(value: object) -> None:
    raise ValueError(value)


def traced(value: object) -> str:
    try:
        fail(value)
    except ValueError as error:
        return "".join(traceback.TracebackException.from_exception(error, capture_locals=True).format())
    return ""


def traced_by_rich(value: object) -> str:
    output = io.StringIO()
    try:
        fail(value)
    except ValueError:
        Console(file=output, width=200).print_exception(show_locals=True)
    return output.getvalue()


def in_json(value: object) -> str:
    return TypeAdapter(type(value)).dump_json(value).decode() + json.dumps(value, default=str)


@pytest.mark.parametrize(
    "show",
    [repr, str, "{}".format, pprint.pformat, pretty_repr, logged, traced, traced_by_rich, in_json],
    ids=lambda show: getattr(show, "__name__", "format"),
)
@pytest.mark.parametrize(
    "value",
    [
        SecretStr(SECRET),
        StaticToken(SecretStr(SECRET), "EGAIN_ACCESS_TOKEN"),
        ClientCredentials("https://tenant.example/token", "client", SecretStr(SECRET), "scope"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_secret_is_not_shown(show: Callable[[object], str], value: object) -> None:
    text = show(value)

    assert SECRET not in text
    assert "****" in text


def test_copies_of_credentials_keep_their_secrets_hidden() -> None:
    assert SECRET not in str(asdict(StaticToken(SecretStr(SECRET), "V")))


def test_comparison_in_a_users_test_shows_no_secret(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        from pydantic import SecretStr
        from pytest_contentjobs.settings.credentials import StaticToken

        def token(*parts):
            return StaticToken(SecretStr("-".join(parts)), "V")

        def test_equal():
            assert token("canary", "of", "the", "test") == token("another", "canary")
        """
    )

    result = pytester.runpytest_inprocess("-vv", "--showlocals", "--tb=long")

    result.assert_outcomes(failed=1)
    assert SECRET not in result.stdout.str()
