"""Tells a chat what the gate decided, by an incoming webhook of Slack or a workflow of Teams.

    NOTIFY_WEBHOOK=https://… contentjobs report --content-log log.txt --content-markdown - | python announce.py slack
    NOTIFY_WEBHOOK=https://… NOTIFY_CHAT=teams PYTHONPATH=. pytest -p announce --content-log=log.txt

The address of a webhook is a secret: keep it in a variable of your CI, and out of every message. Texts of the log are sent as plain
text, in which nothing is a link or a mention.
"""

from __future__ import annotations

import html
import os
import sys
from collections.abc import Sequence
from typing import Any

import httpx

from pytest_contentjobs import ContentRun, VerdictOutcome

_MOST_FINDINGS = 5
_LONGEST = 2900
_NO_PAGE = "⛔ NOT JUDGED - the gate wrote nothing. Look at its output."


def summarize_page(page: str) -> str:
    """Return the headings and the first findings of a page in Markdown; one that is empty was never written."""
    lines = page.splitlines()
    headings = [html.unescape(line.lstrip("# ")) for line in lines if line.startswith("#")]
    findings = [line.removeprefix("- ") for line in lines if line.startswith(("- 🔴", "- 🟠"))]
    return "\n".join([*headings, *findings[:_MOST_FINDINGS]]) or _NO_PAGE


def summarize_runs(runs: Sequence[ContentRun]) -> str:
    """Return the outcome of each run, with reasons, and the first findings that fail."""
    lines = [_NO_PAGE] if not runs else []
    for run in runs:
        lines.append(f"{run.name}: {run.judgement.outcome}. {' '.join(run.judgement.reasons)}")
        failing = [each.finding for each in run.verdicts if each.outcome is VerdictOutcome.FAILS]
        lines += [f"{finding.severity} {finding.rule}: {finding.name}" for finding in failing[:_MOST_FINDINGS]]
    return "\n".join(lines)


def make_message(text: str, chat: str) -> dict[str, Any]:
    """Return what a webhook of Slack or of Teams takes; neither looks for markup in it."""
    text = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    if chat == "slack":
        return {"blocks": [{"type": "section", "text": {"type": "plain_text", "text": text, "emoji": False}}]}
    paragraphs = [
        {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": line}]} for line in text.splitlines()
    ]
    card = {"type": "AdaptiveCard", "version": "1.4", "body": paragraphs}
    return {
        "type": "message",
        "attachments": [{"contentType": "application/vnd.microsoft.card.adaptive", "content": card}],
    }


def post(text: str, chat: str) -> None:
    """Send a text; raises RuntimeError without the address of the webhook."""
    try:
        response = httpx.post(os.environ["NOTIFY_WEBHOOK"], json=make_message(text, chat), timeout=10)
    except (KeyError, httpx.HTTPError, httpx.InvalidURL) as error:
        raise RuntimeError(f"The chat was not told: {type(error).__name__}.") from None
    if not response.is_success:
        raise RuntimeError(f"The chat was not told: the webhook responded with {response.status_code}.")


def pytest_contentjobs_judged(runs: Sequence[ContentRun]) -> None:
    """Tell the chat at the end of a session of pytest."""
    post(summarize_runs(runs), os.environ.get("NOTIFY_CHAT", "slack"))


if __name__ == "__main__":
    try:
        post(summarize_page(sys.stdin.read()), sys.argv[1])
    except RuntimeError as error:
        sys.exit(str(error))
