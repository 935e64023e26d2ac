"""Variables and ini keys that nothing reads: one that is almost right is wrong usage, any other is named."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pytest_contentjobs.model.reason import Reason
from tests.settings.support import ID, JOB_ENVIRONMENT, refusal, refuses, resolved
from tests.support import CLEAN_LOG, reason_of

Gate = Callable[..., pytest.RunResult]


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("CONTENTJOBS_TOKENFILE", "CONTENTJOBS_TOKEN_FILE"),
        ("CONTENTJOBS_ACCES_TOKEN", "CONTENTJOBS_ACCESS_TOKEN"),
        ("CONTENTJOBS_DOMAIN", "CONTENTJOBS_API_DOMAIN"),
        ("CONTENTJOBS_LOG_BUCKET", "CONTENTJOBS_LOG_BUCKETS"),
        ("CONTENTJOBS_SOURCE_PASWORD", "CONTENTJOBS_SOURCE_PASSWORD"),
        ("contentjobs_timeout", "CONTENTJOBS_TIMEOUT"),
    ],
)
def test_a_variable_that_is_almost_right_is_wrong_usage(given: str, meant: str) -> None:
    error = refusal({"job": [ID]}, {**JOB_ENVIRONMENT, given: "quiet"})

    assert refuses(error, Reason.VARIABLE_UNKNOWN, given, f"{meant}?")
    assert "quiet" not in str(error)


@pytest.mark.parametrize("variable", ["CONTENTJOBS_STAGE", "CONTENTJOBS_OWN_SETTING"])
def test_any_other_variable_with_our_prefix_is_named(variable: str) -> None:
    (note,) = resolved({"job": [ID]}, {**JOB_ENVIRONMENT, variable: "quiet"}).notes

    assert variable in note
    assert "quiet" not in note


def test_what_is_read_or_empty_or_of_others_needs_no_note() -> None:
    environment = {**JOB_ENVIRONMENT, "CONTENTJOBS_TOKENFILE": "", "CONTENT_TIMEOUT": "x", "EGAIN_TOKEN": "x"}

    assert resolved({"job": [ID]}, {**environment, "CONTENTJOBS_SOURCE_PASSWORD": "x"}).notes == ()


def test_both_faces_show_the_note(
    pytester: pytest.Pytester,
    gate: Gate,
    contentjobs: Callable[..., tuple[int, str, str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CONTENTJOBS_STAGE", "test")
    (pytester.path / "log.txt").write_text(CLEAN_LOG, encoding="utf-8")

    by_pytest = gate("--content-log=log.txt")
    status, out, _ = contentjobs("report", "--content-log=log.txt")

    assert (by_pytest.ret, status) == (0, 0)
    for text in (by_pytest.stdout.str(), out):
        assert text.count("CONTENTJOBS_STAGE") == 1


@pytest.mark.parametrize(
    ("key", "hint"), [("content_baselin", "content_baseline?"), ("content_nothing_like_it", "pytest --help")]
)
def test_an_ini_key_that_is_not_known_is_wrong_usage(
    pytester: pytest.Pytester, gate: Gate, key: str, hint: str
) -> None:
    pytester.makeini(f"[pytest]\n{key} = 1\n")
    (pytester.path / "log.txt").write_text(CLEAN_LOG, encoding="utf-8")

    result = gate("--content-log=log.txt")

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert reason_of(result.stderr.str()) == "ini-key-unknown"
    assert key in result.stderr.str()
    assert hint in result.stderr.str()


def test_an_ini_key_of_another_plugin_is_left_to_it(pytester: pytest.Pytester, gate: Gate) -> None:
    pytester.makeini("[pytest]\ncontent_own = 1\n")
    pytester.makeconftest("def pytest_addoption(parser): parser.addini('content_own', 'of another plugin')")
    (pytester.path / "log.txt").write_text(CLEAN_LOG, encoding="utf-8")

    assert gate("--content-log=log.txt").ret == 0


@pytest.mark.parametrize("what", ["JOB", "VALIDATE", "LOG"])
def test_a_variable_that_does_not_start_the_gate_is_wrong_usage(
    pytester: pytest.Pytester, gate: Gate, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    monkeypatch.setenv(f"CONTENTJOBS_{what}", "log.txt")
    pytester.makepyfile("def test_own(): pass")

    result = gate("-q")

    assert result.ret == 4
    (refusal,) = [line for line in result.stderr.lines if "(nothing-to-gate)" in line]
    assert f"CONTENTJOBS_{what}" in refusal
    assert f"--content-{what.lower()}" in refusal


@pytest.mark.parametrize(
    "option", ["--content-save=saved", "--content-owner=@own", "--content-items=checks", "--content-baseline-strict"]
)
def test_an_option_that_has_no_effect_without_the_gate_is_wrong_usage(
    pytester: pytest.Pytester, gate: Gate, option: str
) -> None:
    pytester.makepyfile("def test_own(): pass")

    result = gate(option)

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert reason_of(result.stderr.str()) == "nothing-to-gate"
