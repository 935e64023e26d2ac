"""Each kind of credentials, with the emulator. They come only from the environment, not from options or ini keys."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Iterator

import pytest

from pytest_contentjobs.emulator import ContentService, RawResponse
from tests.support import CLEAN_LOG, finished

Gate = Callable[..., pytest.RunResult]
VARIABLES = ("ACCESS_TOKEN", "TOKEN_URL", "CLIENT_ID", "CLIENT_SECRET")


@pytest.fixture
def own_service(monkeypatch: pytest.MonkeyPatch) -> Iterator[ContentService]:
    """A service whose tokens expire after two seconds, with an environment without credentials."""
    with ContentService(speed=1200, token_lifetime=2) as service:
        for variable, value in service.environment.items():
            monkeypatch.setenv(variable, value)
        for name in VARIABLES:
            monkeypatch.delenv(f"CONTENTJOBS_{name}")
        yield service


@pytest.fixture
def oauth(own_service: ContentService, monkeypatch: pytest.MonkeyPatch) -> ContentService:
    for name in VARIABLES[1:]:
        monkeypatch.setenv(f"CONTENTJOBS_{name}", own_service.environment[f"CONTENTJOBS_{name}"])
    return own_service


def job(service: ContentService, *responses: dict[str, object] | RawResponse) -> str:
    return service.add_job([*responses, finished(0, 0)], log=CLEAN_LOG.encode())


def token_requests(service: ContentService) -> int:
    return sum(request.path.endswith("/oauth2/token") for request in service.requests)


def bearers(service: ContentService) -> list[str]:
    """Return the distinct tokens of the status requests."""
    sent = [request.headers.get("authorization", "") for request in service.requests if request.method == "GET"]
    return list(dict.fromkeys(sent))


@pytest.mark.parametrize("variable", ["CONTENTJOBS_ACCESS_TOKEN", "EGAIN_ACCESS_TOKEN"])
def test_given_token(gate: Gate, own_service: ContentService, monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    monkeypatch.setenv(variable, own_service.token)

    assert gate("--content-job", job(own_service)).ret == 0
    assert bearers(own_service) == [f"Bearer {own_service.token}"]


def test_file(
    pytester: pytest.Pytester, gate: Gate, own_service: ContentService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONTENTJOBS_TOKEN_FILE", "token.txt")
    (pytester.path / "token.txt").write_text(f"{own_service.token}\n", encoding="utf-8")

    assert gate("--content-job", job(own_service)).ret == 0


def test_command(gate: Gate, own_service: ContentService, monkeypatch: pytest.MonkeyPatch) -> None:
    command = [sys.executable, "-c", f"print('{own_service.token}')"]
    monkeypatch.setenv("CONTENTJOBS_TOKEN_COMMAND", shlex.join(command))

    assert gate("--content-job", job(own_service)).ret == 0


def test_command_that_fails_shows_none_of_its_output(
    gate: Gate, own_service: ContentService, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    code = "import sys; print('quiet'); print('quiet', file=sys.stderr); sys.exit(7)"
    monkeypatch.setenv("CONTENTJOBS_TOKEN_COMMAND", shlex.join([sys.executable, "-c", code]))

    result = gate("--content-job", job(own_service), "--showlocals", "--log-level=DEBUG")

    assert result.ret == 10
    output = f"{result.stdout.str()} {result.stderr.str()} {capfd.readouterr()}"
    assert "status 7" in " ".join(output.split())
    assert "CONTENTJOBS_TOKEN_COMMAND" in output
    assert "quiet" not in output


def test_client_credentials(gate: Gate, oauth: ContentService) -> None:
    assert gate("--content-job", job(oauth)).ret == 0
    assert token_requests(oauth) == 1


@pytest.mark.parametrize("variable", ["CONTENTJOBS_SUBJECT_USERNAME", "CONTENTJOBS_SUBJECT_USERID"])
def test_on_behalf_of_a_user(gate: Gate, oauth: ContentService, monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    monkeypatch.setenv(variable, "anna")

    assert gate("--content-job", job(oauth)).ret == 0
    assert token_requests(oauth) == 1


def test_token_is_renewed_during_the_wait(gate: Gate, oauth: ContentService) -> None:
    running: dict[str, object] = {"status": "In Progress"}

    result = gate("--content-job", job(oauth, *[running] * 12), "--content-poll-interval=0.2")

    assert result.ret == 0
    assert token_requests(oauth) >= 2
    assert len(bearers(oauth)) == token_requests(oauth)


def test_token_is_renewed_after_a_401(gate: Gate, oauth: ContentService) -> None:
    oauth.queue_responses("status", RawResponse(401))

    assert gate("--content-job", job(oauth)).ret == 0
    assert token_requests(oauth) == 2


def test_wrong_secret(gate: Gate, oauth: ContentService, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONTENTJOBS_CLIENT_SECRET", "quiet")

    result = gate("--content-job", job(oauth), "--showlocals", "--log-level=DEBUG", "--junit-xml=r.xml")

    assert result.ret == 10
    output = " ".join(result.stdout.str().split())
    assert "401 UNAUTHORIZED (invalid_client: client_id or client_secret is wrong)" in output
    assert "CONTENTJOBS_CLIENT_SECRET" in output
    assert "quiet" not in output
    assert bearers(oauth) == []


def test_insufficient_scope(gate: Gate, oauth: ContentService, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONTENTJOBS_SCOPE", "something.else")

    result = gate("--content-job", job(oauth))

    assert result.ret == 10
    assert "knowledge.contentmgr.manage" in result.stdout.str()


def test_incomplete_credentials_are_a_usage_error(
    usage_error: Callable[..., tuple[str, str]], oauth: ContentService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CONTENTJOBS_CLIENT_SECRET")

    code, text = usage_error("--content-job", job(oauth))

    assert code == "setting-missing"
    assert "CONTENTJOBS_CLIENT_SECRET" in text
    assert oauth.requests == []
