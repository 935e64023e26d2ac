"""A finding that is indented below an informational line, without a level and in any language, is never routine."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from pytest_contentjobs.cli import main

LAYOUTS = {
    "logger": "2026-03-01 10:00:00,123 INFO [main] c.e.V - validated article 7\n",
    "learned": "[10:00:00][worker 2][INFO] validated article 7\n",
    "Japanese": "2026/03/01 10:00:00 [情報] 記事7を検証しました\n",
}
FINDINGS = [
    "article 'Billing/Fees' refers to topic 7",
    "article X was dropped",
    "X is orphaned",
    "12 of 13 articles imported",
    "article X: HTTP 404",
    "image logo.png of article X timed out",
    "title of article X truncated to 255 characters",
    "Segmentation fault",
    "Killed",
    "orphan",
    "short",
    "out of memory",
    "Traceback (most recent call last):",
    "Artikel X hat keinen Titel",
    "L'article X n'a pas de titre",
    "Falta el título del artículo X",
    "manca il titolo dell'articolo X",
    "Artykuł X nie ma tytułu",
    "Článek X nemá název",
    "Заголовок статьи X пуст",
    "記事Xにタイトルがありません",
    "文章X没有标题",
    "문서 X에 제목이 없습니다",
    "المقال X بدون عنوان",
    "למאמר X אין כותרת",
    "लेख X में शीर्षक नहीं है",
    "บทความ X ไม่มีชื่อ",
]
DETAILS = [
    "threads = 4",
    "package: /data/help-center.zip",
    "all rules are loaded",
    "done",
    "at a.b.Check(Check.java:12)",
]


def judge(folder: Path, log: str) -> int:
    (folder / "log.txt").write_text(log, encoding="utf-8")
    results = {"successful": 100, "warnings": 0, "errors": 0}
    progress = {"processed": 100, "total": 100, "percentage": 100}
    status = {"status": "Successful", "jobType": "Validation", "progress": progress, "results": results}
    (folder / "status.json").write_text(
        json.dumps({**status, "logFileLocation": "s3://bucket/log.txt"}), encoding="utf-8"
    )
    arguments = ["report", f"--content-log={folder / 'log.txt'}", f"--content-status={folder / 'status.json'}"]
    return CliRunner().invoke(main, arguments, catch_exceptions=False).exit_code


@pytest.mark.parametrize("text", FINDINGS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_an_indented_finding_is_not_green_beside_counts_of_zero(tmp_path: Path, layout: str, text: str) -> None:
    assert judge(tmp_path, LAYOUTS[layout] * 10 + f"    {text}\n" + LAYOUTS[layout] * 10) in {1, 10}


@pytest.mark.parametrize("text", DETAILS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_values_and_sentences_that_name_nothing_are_details_of_the_line_above(
    tmp_path: Path, layout: str, text: str
) -> None:
    assert judge(tmp_path, LAYOUTS[layout] * 10 + f"    {text}\n" + LAYOUTS[layout] * 10) == 0


@pytest.mark.parametrize(
    "text",
    [
        "article {} must have a title",
        "article {}: body of 0 bytes",
        "row {}: expected 5 columns, got 4",
        "article {} refers to topic 7",
    ],
)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_names_content_many_times_is_not_routine_beside_counts_of_zero(
    tmp_path: Path, layout: str, text: str
) -> None:
    lines = [LAYOUTS[layout] * 5 + text.format(number) + "\n" for number in range(30, 60)]

    assert judge(tmp_path, "".join(lines)) in {1, 10}
