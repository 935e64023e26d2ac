"""--content-policy, contentjobs.toml and [tool.contentjobs]."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.support import junit_cases, rule_of

Gate = Callable[..., pytest.RunResult]


TOLERATE = """
[[tool.contentjobs.policy]]
rule = "*"
tolerate = true
reason = "known to all"
"""
pytestmark = pytest.mark.usefixtures("log")


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("contentjobs.toml", []),
        ("pyproject.toml", []),
        ("own.toml", ["--content-policy=own.toml"]),
        ("own.toml", ["-o", "content_policy=own.toml"]),
    ],
)
def test_a_policy_is_found_and_its_reason_is_shown(
    pytester: pytest.Pytester, gate: Gate, name: str, arguments: list[str]
) -> None:
    (pytester.path / name).write_text(TOLERATE, encoding="utf-8")

    result = gate("--content-log=log.txt", "--junit-xml=r.xml", *arguments)

    assert result.ret == 0
    texts = [case.text for case in junit_cases(pytester.path / "r.xml") if rule_of(case.name) == "ART-201"]
    assert len(texts) == 1
    assert "tolerated by policy 1 (rule '*'): known to all" in texts[0]


def test_policy_of_pytests_root_applies_to_its_folders(
    pytester: pytest.Pytester, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    (pytester.path / "pyproject.toml").write_text(f"[tool.pytest.ini_options]\n{TOLERATE}", encoding="utf-8")
    monkeypatch.chdir(pytester.mkdir("below"))

    assert gate("--content-log=../log.txt").ret == 0


def test_severity_is_replaced_and_folder_is_informational(pytester: pytest.Pytester, gate: Gate) -> None:
    (pytester.path / "contentjobs.toml").write_text(
        """
        [[policy]]
        rule = "ART-201"
        severity = "error"
        [[policy]]
        folder = "Billing"
        severity = "info"
        """,
        encoding="utf-8",
    )

    result = gate("--content-log=log.txt", "--content-fail-on=error", "--content-junit=c.xml", "-m", "content_error")

    assert result.ret == 1
    by_rule = {rule_of(case.name): case.outcome for case in junit_cases(pytester.path / "c.xml")}
    assert by_rule == {
        "job": "skipped",
        "log": "passed",
        "ART-104": "skipped",
        "ART-201": "failure",
        "TOP-102": "failure",
    }


def test_threshold_of_an_entry_is_a_separate_test(pytester: pytest.Pytester, gate: Gate) -> None:
    (pytester.path / "contentjobs.toml").write_text('[[policy]]\nfolder = "Billing"\nmax = 1\n', encoding="utf-8")

    result = gate("--content-log=log.txt", "--content-junit=c.xml")

    assert result.ret == 1
    assert {case.name: case.outcome for case in junit_cases(pytester.path / "c.xml")}[
        "max of folder 'Billing'"
    ] == "failure"


def test_expired_and_unmatched_entries_are_reported(pytester: pytest.Pytester, gate: Gate) -> None:
    (pytester.path / "contentjobs.toml").write_text(
        '[[policy]]\nrule = "*"\ntolerate = true\nuntil = 2020-01-31\n[[policy]]\nrule = "X"\ntolerate = true\n',
        encoding="utf-8",
    )

    result = gate("--content-log=log.txt", "--content-junit=c.xml", "--content-json=c.json")

    assert result.ret == 1
    for text in (
        " ".join(result.stdout.str().split()),
        (pytester.path / "c.xml").read_text(encoding="utf-8"),
        (pytester.path / "c.json").read_text(encoding="utf-8"),
    ):
        assert "policy 1 (rule '*') ended on 2020-01-31" in text
        assert "policy 2 (rule 'X')" in text


@pytest.mark.parametrize(
    ("files", "arguments", "code", "name"),
    [
        pytest.param(
            {"contentjobs.toml": "[[policy]]\nrule = 'A'\ntolerat = true"},
            [],
            "policy-invalid",
            "entry 1, tolerat",
            id="unknown key",
        ),
        pytest.param({"contentjobs.toml": "[["}, [], "project-file-invalid", "contentjobs.toml'", id="not TOML"),
        pytest.param(
            {"contentjobs.toml": "", "pyproject.toml": "[tool.contentjobs]"},
            [],
            "settings-conflict",
            "pyproject.toml",
            id="two",
        ),
        pytest.param({}, ["--content-policy=x.toml"], "file-unreadable", "'x.toml'", id="missing"),
        pytest.param({}, ["--content-policy="], "value-invalid", "--content-policy", id="empty"),
    ],
)
def test_unusable_policy_is_a_usage_error(
    pytester: pytest.Pytester,
    usage_error: Callable[..., tuple[str, str]],
    files: dict[str, str],
    arguments: list[str],
    code: str,
    name: str,
) -> None:
    for file, text in files.items():
        (pytester.path / file).write_text(text, encoding="utf-8")

    found, shown = usage_error("--content-log=log.txt", *arguments)

    assert found == code
    assert name in shown
