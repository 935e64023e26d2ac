"""A level word in a sentence is not the level of its line: the sentence may be a finding about it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from pytest_contentjobs.cli import main

TIME = "2024-03-01 10:00:00"
ROUTINE = f"[{TIME}] importer | INFO | validated article A\n" * 3
SENTENCES = [
    f"{ROUTINE}*** article X is empty ***",
    f"{ROUTINE}== Artikel X hat keinen Titel ==",
    f"{TIME} no title in article D",
    f"{TIME} the article lacks the field INFO",
    f"{TIME} the article lacks INFO about it",
    f"{TIME} the article lacks info about it",
    f"{TIME} title missing, not OK",
    f"{TIME} lacks INFO",
    f"{TIME} missing notice",
    f"{TIME} page article (INFO) is empty",
    f"{TIME} the field INFO: empty",
    "the page lacks INFO about it\nthe page lacks DEBUG about it",
    "\n".join([f"{TIME} the page lacks INFO about it"] * 12),
    f"{ROUTINE}[{TIME}] importer - no title in article D",
    f"{ROUTINE}[{TIME}] importer - title: missing in INFO",
    f"{ROUTINE}[{TIME}] importer | checker | the title INFO is missing",
    f"{ROUTINE}[{TIME}] importer | checker | article 5 is empty in locale D",
    f"{ROUTINE}{TIME} broken page in section I",
    f"[{TIME}] importer - the field INFO is missing",
    f"[{TIME}] importer - field INFO is missing",
    "10:00:00 BLOCKER INFO page has no title",
]
#: Lines at an informational level that state a finding behind the label of what it is about.
LABELLED = [
    f"{TIME},123 [ 118 ] {{}} <Info> check: [Error] title is missing",
    f"{TIME},123 INFO check: [Error] title is missing",
    f"{TIME},123 INFO [main] c.e.V - check: ERROR: title is missing",
    f"{TIME},123 INFO [main] check: *** WARNING *** title is cut",
]
#: Messages of informational lines that state a bad outcome or level in other words than the common ones.
OUTCOMES = [
    "[BLOCKER] article 'A': no title",
    "[MAJOR] article 'A'",
    "BLOCKER: article 'A'",
    "[ABORTED] article 'A'",
    "CRASHED - article 'A'",
    "[NOT OK] article 'A'",
    "[FEHLGESCHLAGEN] Artikel 'A'",
    "ÉCHEC: article 'A'",
    "失敗 | 記事 'A'",
    "check: [FEHLER] Artikel 'A'",
    "check: [ABORTED] article 'A'",
    "article 'A': WARNING",
    "Artikel 'A': FEHLGESCHLAGEN",
    "article 'A' -> ÉCHEC",
    "status=FEHLGESCHLAGEN Artikel 'A'",
]
#: Messages with such words as names of things, in prose, or as zeros.
ROUTINE_MESSAGES = [
    "HIGH priority queue is drained",
    "LOW memory mode is off",
    "FAILED: 0",
    "失敗: 0",
    "Major release 3 is in use",
    "timeout of a request: 30 s",
    "Partial export of 3 articles written",
]


@pytest.mark.parametrize("text", SENTENCES)
def test_a_sentence_with_a_level_word_is_never_green(tmp_path: Path, text: str) -> None:
    (tmp_path / "log.txt").write_text(f"{text}\n", encoding="utf-8")

    assert CliRunner().invoke(main, ["report", f"--content-log={tmp_path / 'log.txt'}"]).exit_code in {1, 10}


@pytest.mark.parametrize("text", LABELLED)
def test_a_level_behind_a_label_is_read(tmp_path: Path, text: str) -> None:
    (tmp_path / "log.txt").write_text(f"{text}\n" * 3, encoding="utf-8")

    assert CliRunner().invoke(main, ["report", f"--content-log={tmp_path / 'log.txt'}"]).exit_code == 1


@pytest.mark.parametrize("message", OUTCOMES)
def test_a_bad_outcome_in_an_informational_line_is_a_finding(tmp_path: Path, message: str) -> None:
    assert judge_message(tmp_path, message) == 1


@pytest.mark.parametrize("message", ROUTINE_MESSAGES)
def test_a_word_for_a_bad_outcome_may_be_another_thing(tmp_path: Path, message: str) -> None:
    assert judge_message(tmp_path, message) == 0


def judge_message(folder: Path, message: str) -> int:
    lines = [f"{TIME},123 INFO [main] c.e.V - {text}\n" for text in ("started", message, "ended")]
    (folder / "log.txt").write_text("".join(lines), encoding="utf-8")
    return CliRunner().invoke(main, ["report", f"--content-log={folder / 'log.txt'}"], catch_exceptions=False).exit_code


@pytest.mark.parametrize(
    "line", ['{"level": "info", "msg": "a"}', "<log><info>a</info></log>", "a.xml validates", f"{TIME} INFO a"]
)
def test_a_stack_trace_among_routine_lines_is_never_green(tmp_path: Path, line: str) -> None:
    (tmp_path / "log.txt").write_text(f"{line}\nTraceback (most recent call last):\n{line}\n", encoding="utf-8")

    assert CliRunner().invoke(main, ["report", f"--content-log={tmp_path / 'log.txt'}"]).exit_code == 10


@pytest.mark.parametrize(("text", "status"), [("failed: 2 of 9 articles", 10), ("failed: 0 of 9 articles", 0)])
def test_a_key_before_a_part_of_a_whole_counts(tmp_path: Path, text: str, status: int) -> None:
    (tmp_path / "log.txt").write_text(f"{TIME},123 INFO [main] c.e.V - {text}\n", encoding="utf-8")

    assert CliRunner().invoke(main, ["report", f"--content-log={tmp_path / 'log.txt'}"]).exit_code == status
