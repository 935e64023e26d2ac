"""--content-entity-url, CONTENTJOBS_ENTITY_URL and content_entity_url."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support import CASES, junit_cases, rule_of

Gate = Callable[..., pytest.RunResult]
TEMPLATE = "https://author.example/{folder}?name={name}&rule={rule}#{kind}"
REFUND = "https://author.example/Billing%2FRefunds?name=How%20to%20get%20a%20refund&rule=ART-{}#article"
pytestmark = pytest.mark.usefixtures("log")


def links(path: Path, word: str = "edit") -> dict[str, str]:
    """Read the links of a JUnit report by the names of the cases."""
    return {
        case.name: line.removeprefix("E").strip().removeprefix(f"{word}: ")
        for case in junit_cases(path)
        for line in case.text.splitlines()
        if line.removeprefix("E").strip().startswith(f"{word}: ")
    }


def test_every_report_has_the_link_if_the_log_has_its_fields(pytester: pytest.Pytester, gate: Gate) -> None:
    result = gate(
        *("--content-log=log.txt", f"--content-entity-url={TEMPLATE}", "--junit-xml=r.xml", "--content-junit=c.xml"),
        "--content-json=c.json",
    )

    assert result.ret == 1
    # The topic has no folder, and an incomplete URL would lead nowhere.
    expected = {name: REFUND.format(rule_of(name)[4:]) for _, name, _ in CASES if rule_of(name).startswith("ART")}
    assert links(pytester.path / "r.xml") == links(pytester.path / "c.xml") == expected
    (run,) = json.loads((pytester.path / "c.json").read_text())["runs"]
    assert [finding["entity"]["url"] for finding in run["findings"]] == [REFUND.format(104), REFUND.format(201), None]
    # The URL is not cut, although the terminal's lines are shorter.
    assert f"      edit: {REFUND.format(104)}" in result.outlines


def test_placeholder_path_is_folder_and_name(pytester: pytest.Pytester, gate: Gate) -> None:
    gate("--content-log=log.txt", "--content-entity-url=https://a.example/{path}", "--content-junit=c.xml")

    assert set(links(pytester.path / "c.xml").values()) == {
        "https://a.example/Billing%2FRefunds%2FHow%20to%20get%20a%20refund",
        "https://a.example/Getting%20started",
    }


def test_names_are_escaped_in_the_url(pytester: pytest.Pytester, gate: Gate, log: Path) -> None:
    entry = {"level": "ERROR", "message": "m", "article": "x@evil.example/{id}\n ##[a]\ud800\u202e\"'<>"}
    log.write_text(json.dumps(entry) + "\n", encoding="utf-8")

    gate("--content-log=log.txt", "--content-entity-url=https://a.example/{folder}/{name}", "--content-junit=c.xml")

    (link,) = links(pytester.path / "c.xml").values()
    assert link.isascii()
    assert link.startswith("https://a.example/x%40evil.example/%7Bid%7D%0A%20%23%23%5Ba%5D")
    assert not set("\"'<>@{} ") & set(link.removeprefix("https://"))


def test_links_do_not_change_the_identity_of_findings(pytester: pytest.Pytester, gate: Gate) -> None:
    gate("--content-log=log.txt", "--content-entity-url=https://a.example/{name}", "--content-junit=c.xml")

    assert {case.identity for case in junit_cases(pytester.path / "c.xml")} >= CASES


@pytest.mark.parametrize(
    "template",
    [
        *("https://a.example/{title}", "https://a.example/", "javascript:alert({id})"),
        *("a.example/{id}", "https://{name}/x", "https://a.example/{id"),
    ],
)
def test_invalid_template_is_a_usage_error(usage_error: Callable[..., tuple[str, str]], template: str) -> None:
    code, text = usage_error("--content-log=log.txt", f"--content-entity-url={template}")

    assert code == "value-invalid"
    assert "--content-entity-url" in text
    assert repr(template) in text
