"""--content-log-format, --content-log-end and --content-max-unparsed."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from tests.support import CLEAN_LOG, LOG, finished

Gate = Callable[..., pytest.RunResult]
FREE_TEXT = "Import of the help centre\nAll articles looked at\n"


def write(pytester: pytest.Pytester, text: str) -> None:
    (pytester.path / "log.txt").write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("log", "arguments", "status"),
    [
        (LOG, ["--content-log-format=text"], 1),
        (LOG, ["--content-log-format=TEXT"], 1),
        (LOG, ["--content-log-format=jsonl"], 10),
        (CLEAN_LOG[:-1], [], 10),
        (CLEAN_LOG[:-1], ["--content-log-end=newline"], 10),
        (CLEAN_LOG[:-1], ["--content-log-end=any"], 0),
        (LOG[:-1], ["--content-log-end=any"], 1),
        ("Errors:\n", [], 1),
        ("Errors:\n- none\n", [], 0),
        ("Errors:\nWarnings:\n- no title\n", [], 1),
        ("Errors (2):\n- no title\n", [], 10),
        ("Errors (1):\n- no title\n", [], 1),
        (CLEAN_LOG + "ERROR validation finished with errors, see log\n", [], 1),
        (LOG + "ERROR validation finished with errors, see log\n", ["--content-status=two_one.json"], 1),
        (FREE_TEXT, [], 10),
        (FREE_TEXT, ["--content-max-unparsed=1"], 10),
        (FREE_TEXT, ["--content-max-unparsed=2"], 10),
        (FREE_TEXT, ["--content-max-unparsed=100%"], 10),
        (FREE_TEXT, ["--content-max-unparsed=100%", "--content-status=status.json"], 10),
        (CLEAN_LOG + FREE_TEXT, ["--content-max-unparsed=50%"], 0),
        (CLEAN_LOG + FREE_TEXT, ["--content-max-unparsed=49.9%"], 10),
        (CLEAN_LOG + FREE_TEXT + "third line\n", ["--content-max-unparsed=100%"], 10),
        (CLEAN_LOG + "nothing to say\n", [], 10),
        (CLEAN_LOG + "nothing to say\n", ["--content-max-unparsed=1"], 0),
        (CLEAN_LOG + "nothing to say\n", ["--content-status=status.json"], 10),
        (CLEAN_LOG + "nothing to say\nNo errors.\n", ["--content-status=status.json"], 0),
        (CLEAN_LOG + "an error nobody knows\n", ["--content-status=status.json"], 10),
        (CLEAN_LOG + "nothing to say\n", ["--content-max-unparsed=0"], 10),
        (CLEAN_LOG + "an error nobody knows\n", [], 10),
        (CLEAN_LOG + "an error nobody knows\n", ["--content-max-unparsed=1"], 0),
        (CLEAN_LOG + FREE_TEXT + "third line\n", [], 10),
        (LOG + "an error nobody knows\n", ["--content-max-unparsed=1"], 1),
    ],
)
def test_reading(pytester: pytest.Pytester, gate: Gate, log: str, arguments: list[str], status: int) -> None:
    write(pytester, log)
    (pytester.path / "status.json").write_text(json.dumps(finished(0, 0)), encoding="utf-8")
    (pytester.path / "two_one.json").write_text(json.dumps(finished(2, 1)), encoding="utf-8")

    assert gate("--content-log=log.txt", *arguments).ret == status


def test_unexplained_lines_are_shown(pytester: pytest.Pytester, gate: Gate) -> None:
    write(pytester, CLEAN_LOG + "an error nobody knows\n")

    result = gate("--content-log=log.txt")

    result.stdout.fnmatch_lines(
        [
            "  | 3 lines read as 'text': 0 with findings, 0 continuing, 2 informational, 1 not explained.",
            "  | not explained, perhaps findings, line 3: an error nobody knows",
        ]
    )


def test_accepted_unexplained_lines_are_shown(pytester: pytest.Pytester, gate: Gate) -> None:
    write(pytester, CLEAN_LOG + "nothing to say\n")

    result = gate("--content-log=log.txt", "--content-max-unparsed=1", "--content-junit=c.xml")

    assert result.ret == 0
    result.stdout.fnmatch_lines(["log: *1 not*", "  | not explained, line 3: nothing to say"])
    assert "not explained, line 3: nothing to say" in (pytester.path / "c.xml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "argument", ["--content-log-format=yaml", "--content-log-end=later", "--content-max-unparsed=101%"]
)
def test_malformed_value_is_a_usage_error(
    pytester: pytest.Pytester, usage_error: Callable[..., tuple[str, str]], argument: str
) -> None:
    write(pytester, LOG)

    code, text = usage_error("--content-log=log.txt", argument)

    assert code == "value-invalid"
    option, _, value = argument.partition("=")
    assert option in text
    assert repr(value) in text
