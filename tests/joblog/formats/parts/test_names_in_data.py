"""What an informational record calls a title or a name says nothing about the run."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.joblog.families import read_text

TITLES = [
    "Import failed",
    "Validation aborted with errors",
    "12 errors and how to avoid them",
    "finished with 3 failures",
]


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize(
    "line",
    [
        '{{"level": "info", "msg": "saved", "title": "{}"}}',
        '{{"level": "info", "msg": "saved", "article": {{"name": "{}"}}}}',
        '{{"level": "info", "msg": "saved", "articleTitle":"{}", "id": 7}}',
        '<log><record level="INFO" title="{}">saved</record></log>',
        "<log><record><level>INFO</level><title>{}</title><message>saved</message></record></log>",
    ],
)
def test_a_title_in_an_informational_record_is_no_finding(tmp_path: Path, title: str, line: str) -> None:
    assert read_text(tmp_path, f"{line.format(title)}\n").is_clean


@pytest.mark.parametrize("message", TITLES)
@pytest.mark.parametrize(
    "line",
    [
        '{{"level": "info", "msg": "{}"}}',
        '{{"level": "info", "title": "x", "msg": "{}"}}',
        '{{"level": "info", "title": "x\\"", "msg": "{}"}}',
        '{{"level": "info", "msg": "the title", "detail": "{}"}}',
        '<log><record level="INFO" title="x">{}</record></log>',
        "<log><record><level>INFO</level><title>x</title><message>{}</message></record></log>",
    ],
)
def test_a_message_beside_a_title_still_counts(tmp_path: Path, message: str, line: str) -> None:
    assert not read_text(tmp_path, f"{line.format(message)}\n").is_clean
