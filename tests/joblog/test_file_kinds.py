"""What is no log, such as a binary file or an answer of a server, is called by its kind; logs that begin like it are read."""

from __future__ import annotations

from pathlib import Path

import pytest

from pytest_contentjobs.errors import LogUnreadableError
from pytest_contentjobs.joblog.file_kinds import recognise_other_file
from pytest_contentjobs.joblog.reader import read_log
from pytest_contentjobs.model.reason import Reason
from tests.joblog.test_unexplained import KNOWN, read

BODY = '{"code": "E1", "developerMessage": "no job"'


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        pytest.param("\ufeff \r\n<!DOCTYPE html>", "HTML", id="behind blanks"),
        pytest.param("<!-- a\nb --> <html>", "HTML", id="behind a comment"),
        pytest.param("<htmls>", None, id="another element"),
        pytest.param(f"{BODY}}}", "of the service", id="an error body"),
        pytest.param(f'{BODY}, "userMessage": "no job"}}', "of the service", id="an error body with more members"),
        pytest.param(f"{BODY}}}".ljust(4096), "of the service", id="a long error body"),
        pytest.param(f"{BODY}}}".ljust(4097), None, id="a longer one"),
        pytest.param(BODY, None, id="a part of an error body"),
        pytest.param(f"[{BODY}}}]", None, id="a list"),
        pytest.param('{"code": "E1", "message": "\\"developerMessage\\""}', None, id="without a message for developers"),
        pytest.param('{"developerMessage": "no job"}', None, id="without a code"),
        pytest.param("\x00asm", "WebAssembly", id="what no text has, first"),
        pytest.param("BM".ljust(63) + "\x00", "BMP", id="what no text has, later"),
        pytest.param("BM".ljust(64) + "\x00", None, id="what no text has, too late"),
        pytest.param("Please sign in" + "\nx" * 4, "sign in", id="an answer of five lines"),
        pytest.param("Please sign in" + "\nx" * 5, None, id="more lines"),
        pytest.param("Please sign in ".ljust(500, "x"), "sign in", id="a long answer"),
        pytest.param("Please sign in ".ljust(501, "x"), None, id="a longer one, which may be a log"),
    ],
)  # fmt: skip
def test_a_file_is_known_by_its_first_characters(text: str, kind: str | None) -> None:
    found = recognise_other_file(text)

    assert found is None if kind is None else kind in (found or "")


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (b"%PDF-1.7\n", "PDF"),
        (b"SQLite format 3\x00", "SQLite"),
        (b"\x7fELF\x02\x01", "Linux"),
        (b"MZ\x90\x00\x03\x00", "Windows"),
        (b"version https://git-lfs.github.com/spec/v1\n", "Git LFS"),
        (b"<Error><Code>AccessDenied</Code></Error>", "AccessDenied"),
    ],
)
def test_a_file_that_is_no_log_is_called_by_its_kind(tmp_path: Path, start: bytes, kind: str) -> None:
    (tmp_path / "log").write_bytes(start + b"\nmore\n")

    with pytest.raises(LogUnreadableError) as caught:
        read_log(tmp_path / "log", location="log")
    assert kind in str(caught.value)
    assert caught.value.reason is Reason.NOT_A_LOG


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Please sign in to continue.\nYour session has ended.\n", "sign in"),
        ("You must log in first", "sign in"),
        ("Your session has expired.\n\nLog in again\n", "sign in"),
        ("Access Denied\n", "sign in"),
        ("Bitte melden Sie sich an.\n", "sign in"),
        ("404 page not found\n", "server"),
        ("HTTP/1.1 503 Service Unavailable\n", "server"),
        ("Bad Gateway", "server"),
        ("upstream connect error or disconnect/reset before headers\n", "server"),
    ],
)
def test_an_answer_in_place_of_a_log_is_no_finding(tmp_path: Path, text: str, kind: str) -> None:
    (tmp_path / "log").write_text(text, encoding="utf-8")

    with pytest.raises(LogUnreadableError, match=kind) as caught:
        read_log(tmp_path / "log", location="log", counts=(0, 2))
    assert caught.value.reason is Reason.NOT_A_LOG


@pytest.mark.parametrize("text", ["Log in: 3 errors\n", "404 articles were read\n", "Access denied to article 7\n"])
def test_a_log_that_begins_like_an_answer_is_a_log(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, text + KNOWN).statistics.lines == 31
    assert read(tmp_path, text).statistics.lines == 1


def test_a_log_that_begins_with_letters_of_a_signature_is_a_log(tmp_path: Path) -> None:
    assert read(tmp_path, "MZ: BM II\n" + KNOWN).statistics.lines == 31
