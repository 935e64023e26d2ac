"""--content-rule-url, CONTENTJOBS_RULE_URL and content_rule_url."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support import INFO, LOG, junit_cases

Gate = Callable[..., pytest.RunResult]
MADE = "ERROR [main] a.b - there is no title in 'Billing'\n"


@pytest.fixture(autouse=True)
def log(pytester: pytest.Pytester) -> Path:
    path = pytester.path / "log.txt"
    path.write_text(LOG + MADE.replace("ERROR", "2026-11-23 10:00:09,000 ERROR"), encoding="utf-8")
    return path


def test_every_finding_links_to_its_rule(pytester: pytest.Pytester, gate: Gate) -> None:
    result = gate(
        *("--content-log=log.txt", "--content-rule-url=https://wiki.example/rules#{rule}"),
        *("--content-json=c.json", "--content-junit=c.xml"),
    )

    assert result.ret == 1
    urls = [f"https://wiki.example/rules#{rule}" for rule in ("ART-104", "ART-201", "TOP-102", "there-is-no-title-in")]
    (run,) = json.loads((pytester.path / "c.json").read_text())["runs"]
    assert [finding["rule_url"] for finding in run["findings"]] == urls
    assert [
        line
        for case in junit_cases(pytester.path / "c.xml")
        for line in case.text.splitlines()
        if line.startswith("rule: ")
    ] == [f"rule: {url}" for url in urls]
    shown = [line.strip() for line in result.outlines if line.startswith("      rule: ")]
    assert sorted(shown) == sorted(f"rule: {url}" for url in urls)


def test_rules_are_escaped_in_the_url(pytester: pytest.Pytester, gate: Gate, log: Path) -> None:
    log.write_text(INFO + json.dumps({"level": "ERROR", "message": "m", "rule": "@x/../?a=1#b"}) + "\n")

    gate("--content-log=log.txt", "--content-json=c.json", "--content-rule-url=https://w.example/{rule}")

    (run,) = json.loads((pytester.path / "c.json").read_text())["runs"]
    assert [finding["rule_url"] for finding in run["findings"]] == ["https://w.example/%40x%2F..%2F%3Fa%3D1%23b"]


def test_placeholder_of_a_content_item_is_a_usage_error(usage_error: Callable[..., tuple[str, str]]) -> None:
    code, text = usage_error("--content-log=log.txt", "--content-rule-url=https://w.example/{id}")

    assert code == "value-invalid"
    assert all(part in text for part in ("--content-rule-url", "{id}", "{rule}"))
