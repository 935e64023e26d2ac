"""What ``contentjobs doctor`` finds out about the token."""

from __future__ import annotations

import base64
import json
import sys
from pathlib import Path

import pytest

from pytest_contentjobs.emulator import ContentService
from tests.cli.doctor.support import WELL, Doctor

NO_TOKEN = {"scope": "not-checked:no-token", "permission": "not-checked:no-token"}


def jwt(**payload: object) -> str:
    parts = [{"alg": "none"}, payload]
    coded = [base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts]
    return ".".join([*coded, "c2lnbmF0dXJl"])


@pytest.mark.parametrize(
    ("token", "scope", "expiry"),
    [
        (jwt(scp="a b", exp=4102444800), "scope 'a b'", "expires at 2100-01-01 00:00:00 UTC"),
        (jwt(scope=["a", "b", 3], exp=946684800), "scope 'a b'", "expired at 2000-01-01 00:00:00 UTC"),
        (jwt(sub="me", exp="soon"), "no scope", "no expiry"),
        (jwt(scope="\x1b[31m::error::x", exp=1e300), "scope '\\x1b[31m::error::x'", "no expiry"),
        ("a.b.c", "", ""),
        ("one.two", "", ""),
    ],
)
@pytest.mark.usefixtures("service")
def test_the_claims_of_a_token(
    doctor: Doctor, monkeypatch: pytest.MonkeyPatch, token: str, scope: str, expiry: str
) -> None:
    monkeypatch.setenv("CONTENTJOBS_ACCESS_TOKEN", token)

    diagnosis = doctor()

    assert diagnosis.codes == {**WELL, "permission": "problem:token-refused"}
    what = diagnosis.results["scope"].what
    assert what.endswith(f"{scope}, {expiry}" if scope else "no readable claims")
    assert "401-101" in diagnosis.results["permission"].what
    assert "CONTENTJOBS_ACCESS_TOKEN" in diagnosis.results["permission"].next_step
    assert token not in diagnosis.text


def test_a_token_from_the_token_endpoint(
    doctor: Doctor, service: ContentService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CONTENTJOBS_ACCESS_TOKEN")
    since = len(service.requests)

    diagnosis = doctor()

    assert diagnosis.codes == WELL
    assert service.token_url in diagnosis.results["token"].what
    assert " 3,600 s" in diagnosis.results["token"].what
    assert "'app.knowledge.contentmgr.manage'" in diagnosis.results["scope"].what
    assert [request.method for request in service.requests[since:]] == ["GET", "POST", "GET"]


def test_a_token_endpoint_that_refuses(
    doctor: Doctor, service: ContentService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CONTENTJOBS_ACCESS_TOKEN")
    monkeypatch.setenv("CONTENTJOBS_CLIENT_SECRET", "not-the-secret")

    diagnosis = doctor()

    assert diagnosis.codes == {**WELL, "token": "problem:client-refused", **NO_TOKEN}
    assert service.token_url in diagnosis.results["token"].what
    assert "invalid_client" in diagnosis.results["token"].what
    assert "CONTENTJOBS_CLIENT_SECRET" in diagnosis.results["token"].next_step


def test_a_token_file_and_a_token_command(
    doctor: Doctor, service: ContentService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CONTENTJOBS_ACCESS_TOKEN")
    path = tmp_path / "token"
    path.write_text(service.token, encoding="utf-8")
    monkeypatch.setenv("CONTENTJOBS_TOKEN_FILE", str(path))
    diagnosis = doctor()

    assert diagnosis.codes == WELL
    assert str(path) in diagnosis.results["token"].what

    monkeypatch.delenv("CONTENTJOBS_TOKEN_FILE")
    monkeypatch.setenv("CONTENTJOBS_TOKEN_COMMAND", f"'{sys.executable}' -c 'import sys; sys.exit(3)'")
    diagnosis = doctor()

    assert diagnosis.codes == {**WELL, "token": "problem:token-command-failed", **NO_TOKEN}
    assert sys.executable in diagnosis.results["token"].what
    assert "CONTENTJOBS_TOKEN_COMMAND" in diagnosis.results["token"].next_step


def test_a_token_on_behalf_of_a_user(doctor: Doctor, service: ContentService, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CONTENTJOBS_ACCESS_TOKEN")
    monkeypatch.setenv("CONTENTJOBS_SUBJECT_USERNAME", "an editor")

    diagnosis = doctor()

    assert diagnosis.codes == WELL
    assert service.token_url in diagnosis.results["token"].what
    assert "(subject_username)" in diagnosis.results["token"].what
    assert "'knowledge.contentmgr.manage'" in diagnosis.results["scope"].what
