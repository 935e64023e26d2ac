"""The example that tells a chat: each way to it, against a webhook on this machine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from examples.notify.announce import make_message, summarize_page, summarize_runs
from pytest_contentjobs.reports.cases import Scope
from pytest_contentjobs.reports.markdown import render_markdown
from pytest_contentjobs.reports.view import make_view
from tests.builders import content_run, finding
from tests.support import LOG, REPOSITORY

FOLDER = REPOSITORY / "examples" / "notify"
HOSTILE = "<!channel> <@U123> @here [a](javascript:x) *bold* <https://evil.example|click>"


class Webhook(HTTPServer):
    """A webhook that keeps what it gets."""

    def __init__(self) -> None:
        self.messages: list[Any] = []
        self.status = 200
        super().__init__(("127.0.0.1", 0), _Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/services/T0/SECRET"


class _Handler(BaseHTTPRequestHandler):
    server: Webhook

    def do_POST(self) -> None:
        self.server.messages.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Write nothing."""


@pytest.fixture
def webhook() -> Iterator[Webhook]:
    with Webhook() as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def run(folder: Path, url: str | None, *command: str, text: str = "") -> tuple[int, str]:
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    environment |= {"PYTHONPATH": str(FOLDER), "NO_PROXY": "127.0.0.1"} | ({"NOTIFY_WEBHOOK": url} if url else {})
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, input=text, timeout=60, check=False
    )
    return done.returncode, done.stdout + done.stderr


def test_the_command_line_tells_the_chat_and_keeps_the_status_of_the_gate(tmp_path: Path, webhook: Webhook) -> None:
    (tmp_path / "log.txt").write_text(LOG, encoding="utf-8")

    status, output = run(tmp_path, webhook.url, str(FOLDER / "report.sh"), "--content-log=log.txt")

    assert status == 1, output
    ((block,),) = (message["blocks"] for message in webhook.messages)
    assert block["text"]["type"] == "plain_text"
    assert "FAILED" in block["text"]["text"]
    assert "content file 'content/refund.html' does not exist" in block["text"]["text"]
    assert "SECRET" not in output


def test_the_hook_tells_the_chat(tmp_path: Path, webhook: Webhook, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "log.txt").write_text(LOG, encoding="utf-8")
    monkeypatch.setenv("NOTIFY_CHAT", "teams")

    status, output = run(
        tmp_path, webhook.url, sys.executable, "-m", "pytest", "-p", "announce", "-q", "--content-log=log.txt"
    )

    assert status == 1, output
    (message,) = webhook.messages
    (attachment,) = message["attachments"]
    lines = [run["text"] for block in attachment["content"]["body"] for run in block["inlines"]]
    assert lines[0].startswith("content: findings")
    assert len(lines) == 4


@pytest.mark.parametrize("kind", ["refused", "nobody there", "no address"])
def test_a_chat_that_was_not_told_is_a_failure_without_the_address(webhook: Webhook, tmp_path: Path, kind: str) -> None:
    webhook.status = 500
    url = {"refused": webhook.url, "nobody there": "http://127.0.0.1:1/SECRET", "no address": None}[kind]

    status, output = run(tmp_path, url, sys.executable, str(FOLDER / "announce.py"), "slack", text="# a\n")

    assert status == 1
    assert "was not told" in output
    assert "SECRET" not in output


def test_a_page_that_was_never_written_is_red() -> None:
    assert "NOT JUDGED" in summarize_page("")
    assert "NOT JUDGED" in summarize_runs([])


@pytest.mark.parametrize("chat", ["slack", "teams"])
def test_texts_of_a_log_are_plain_text(chat: str) -> None:
    runs = [content_run(finding(HOSTILE))]
    for text in (summarize_page("".join(render_markdown(make_view(runs, Scope())))), summarize_runs(runs)):
        message = make_message(text * 100, chat)

        kinds = {part["type"] for part in _list_parts(message) if "text" in part and isinstance(part["text"], str)}
        assert kinds == {"plain_text" if chat == "slack" else "TextRun"}
        assert len(json.dumps(message, ensure_ascii=False)) < 25_000
    assert HOSTILE in summarize_page("".join(render_markdown(make_view(runs, Scope()))))


def _list_parts(part: Any) -> Iterator[dict[str, Any]]:
    if isinstance(part, dict):
        yield part
    for inner in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from _list_parts(inner)
