"""A fault in an item is not green since the policy accepts a finding of another item of the same document."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from pytest_contentjobs.cli import main
from tests.support import finished

#: Members of an item, and whether it is good.
MEMBERS: list[tuple[dict[str, Any], bool]] = [
    ({"links": "failed"}, False),
    ({"checks": {"title": "broken"}}, False),
    ({"imported": False}, False),
    ({"note": "no title"}, False),
    ({"links": "ok"}, True),
    ({"checks": {"title": "ok"}}, True),
    ({"imported": True}, True),
]
#: Elements, and whether they are good.
ARTICLES = [
    ("<article id='b' links='failed'/>", False),
    ("<article id='b'><links>failed</links></article>", False),
    ("<article id='b'><note>no title</note></article>", False),
    ("<article id='b' links='ok'/>", True),
    ("<article id='b'><links>ok</links></article>", True),
]


def judge(folder: Path, text: str) -> int:
    """Judge a log beside a job that counts one warning, which the policy accepts."""
    log, status = folder / "log.txt", folder / "status.json"
    log.write_text(text, encoding="utf-8")
    status.write_text(json.dumps(finished(0, 1)), encoding="utf-8")
    arguments = ["report", f"--content-log={log}", f"--content-status={status}", "--content-fail-on=error"]
    return CliRunner().invoke(main, arguments, catch_exceptions=False).exit_code


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize("key", ["items", "results"])
@pytest.mark.parametrize("title", ["Fees", 'the text {"a": 1}'])
@pytest.mark.parametrize(("members", "is_good"), MEMBERS)
def test_in_json(
    members: dict[str, Any], is_good: bool, title: str, key: str, indent: int | None, tmp_path: Path
) -> None:
    items = [
        {"id": "KB-1", "title": title, "status": "ok", "links": "ok"},
        {"id": "KB-2", "title": "Tariffs", "status": "ok", **members},
    ]
    document = {"status": "with warnings", key: items, "warnings": ["KB-1: no summary"]}

    assert (judge(tmp_path, json.dumps(document, indent=indent) + "\n") == 0) is is_good


@pytest.mark.parametrize("end", ["\n", ""])
@pytest.mark.parametrize("has_list", [True, False])
@pytest.mark.parametrize("title", ["Fees", "{fees}", '{"a": 1}'])
@pytest.mark.parametrize(("article", "is_good"), ARTICLES)
def test_in_xml(article: str, is_good: bool, title: str, has_list: bool, end: str, tmp_path: Path) -> None:
    first = f"<article id='a' status='ok'><title>{title}</title></article>"
    items = end.join([first, article, "<warning>article 'a': no summary</warning>"])
    text = f"<list>{end}{items}{end}</list>" if has_list else items

    assert (judge(tmp_path, f"<import>{end}{text}{end}</import>\n") == 0) is is_good
