"""Tokens from a file or a command, and the error if there is none."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pytest_contentjobs.errors import RejectedError, TokenError
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.service.auth import RenewingAuth, make_auth
from pytest_contentjobs.service.tokens import CommandSource
from pytest_contentjobs.settings.credentials import TokenCommand, TokenFile
from tests.faults.script_server import says, script_server
from tests.service.token_support import GOOD, ask, service_that_takes, tokens


def test_file_is_read_again_after_a_401(tmp_path: Path) -> None:
    path = tmp_path / "token"
    path.write_text("\ufeffold\n", encoding="utf-8")
    auth = make_auth(TokenFile(path))
    with service_that_takes("old") as first:
        assert ask(first.url, auth) == "Successful"
    path.write_bytes(b"new\r\n")
    with service_that_takes("new") as second:
        assert ask(second.url, auth) == "Successful"

    assert (tokens(first), tokens(second)) == (["old"], ["old", "new"])


def test_file_with_the_same_token_is_named(tmp_path: Path) -> None:
    path = tmp_path / "token"
    path.write_text("old", encoding="utf-8")
    with service_that_takes() as server:
        found = ask(server.url, make_auth(TokenFile(path)))

    assert isinstance(found, RejectedError)
    assert found.reason == Reason.TOKEN_REFUSED
    assert repr(str(path)) in found.next_step
    assert tokens(server) == ["old"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (None, Reason.FILE_UNREADABLE),
        (b"", Reason.TOKEN_INVALID),
        (b" \n", Reason.TOKEN_INVALID),
        (b"Bearer quiet", Reason.TOKEN_INVALID),
        (b"quiet\nquiet", Reason.TOKEN_INVALID),
        (b"qui\x00et", Reason.TOKEN_INVALID),
        (b"\xff\xfequiet", Reason.TOKEN_INVALID),
        (b"quiet" * 20_000, Reason.TOKEN_INVALID),
    ],
)
def test_file_without_a_token(
    tmp_path: Path, content: bytes | None, expected: Reason, wording: Callable[[str], None]
) -> None:
    path = tmp_path / "token"
    if content is not None:
        path.write_bytes(content)
    with script_server([says(GOOD)]) as server:
        found = ask(server.url, make_auth(TokenFile(path)))

    assert isinstance(found, TokenError)
    assert found.reason == expected
    assert repr(str(path)) in found.what
    wording(str(found))
    assert server.connections == 0


def test_folder_is_not_a_token_file(tmp_path: Path) -> None:
    found = ask("http://127.0.0.1:9", make_auth(TokenFile(tmp_path)))

    assert isinstance(found, TokenError)
    assert found.reason == Reason.FILE_UNREADABLE


def python(code: str, *arguments: str) -> TokenCommand:
    return TokenCommand((sys.executable, "-c", code, *arguments))


def test_command_is_run_again_after_a_401(tmp_path: Path) -> None:
    count = tmp_path / "count"
    code = "import sys; f = open(sys.argv[1], 'a+'); f.write('x'); print(f'token-{f.tell()}')"
    with service_that_takes("token-2") as server:
        assert ask(server.url, make_auth(python(code, str(count)))) == "Successful"

    assert tokens(server) == ["token-1", "token-2"]


def test_command_gets_no_input() -> None:
    with service_that_takes("left-0") as server:
        assert ask(server.url, make_auth(python("import sys; print(f'left-{len(sys.stdin.read())}')"))) == (
            "Successful"
        )


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("print('quiet'); raise SystemExit(3)", Reason.TOKEN_COMMAND_FAILED),
        ("import sys; sys.exit('quiet')", Reason.TOKEN_COMMAND_FAILED),
        ("", Reason.TOKEN_INVALID),
        ("print('Bearer quiet')", Reason.TOKEN_INVALID),
        ("print('quiet' * 20000)", Reason.TOKEN_INVALID),
    ],
)
def test_command_without_a_token(
    capfd: pytest.CaptureFixture[str], code: str, expected: Reason, wording: Callable[[str], None]
) -> None:
    found = ask("http://127.0.0.1:9", make_auth(python(code, "quiet")))

    assert isinstance(found, TokenError)
    assert found.reason == expected
    wording(str(found).replace(sys.executable, "COMMAND"))
    assert "quiet" not in f"{found} {found!r} {capfd.readouterr()}"


def test_command_that_does_not_exist() -> None:
    found = ask("http://127.0.0.1:9", make_auth(TokenCommand(("/nonexistent/token", "quiet"))))

    assert isinstance(found, TokenError)
    assert found.reason == Reason.TOKEN_COMMAND_FAILED
    assert "'/nonexistent/token'" in found.what


def test_command_that_does_not_end_is_stopped() -> None:
    source = CommandSource(python("import time; time.sleep(60)"), seconds=0.2)

    found = ask("http://127.0.0.1:9", RenewingAuth(source))

    assert isinstance(found, TokenError)
    assert found.reason == Reason.TOKEN_COMMAND_FAILED
    assert "0.2 s" in found.what
