"""--content-entity-url, CONTENTJOBS_ENTITY_URL and content_entity_url."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support import CASES, LOG, junit_cases

Gate = Callable[..., pytest.RunResult]
TEMPLATE = "https://author.example/{folder}?name={name}&rule={rule}#{kind}"
REFUND = "https://author.example/Billing%2FRefunds?name=How%20to%20get%20a%20refund&rule=ART-{}#article"


@pytest.fixture(autouse=True)
def log(pytester: pytest.Pytester) -> Path:
    path = pytester.path / "log.txt"
    path.write_text(LOG, encoding="utf-8")
    return path


def links(path: Path, word: str = "edit") -> dict[str, str]:
    """Read the links of a JUnit report by the names of the cases."""
    return {
        case.name: line.removeprefix("E").strip().removeprefix(f"{word}: ")
        for case in junit_cases(path)
        for line in case.text.splitlines()
        if line.removeprefix("E").strip().startswith(f"{word}: ")
    }


@pytest.mark.parametrize("workers", [[], ["-n", "2"]], ids=["one process", "two workers"])
def test_link_stands_in_every_report_where_the_log_has_all_that_it_needs(
    pytester: pytest.Pytester, gate: Gate, workers: list[str]
) -> None:
    result = gate(
        *("--content-log=log.txt", f"--content-entity-url={TEMPLATE}", "--junit-xml=r.xml", "--content-junit=c.xml"),
        *("--content-json=c.json", *workers),
    )

    assert result.ret == 1
    # The topic lies in no folder, and half an address leads nowhere.
    expected = {name: REFUND.format(name[4:7]) for _, name, _ in CASES if name.startswith("ART")}
    assert links(pytester.path / "r.xml") == links(pytester.path / "c.xml") == expected
    (run,) = json.loads((pytester.path / "c.json").read_text())["runs"]
    assert [finding["entity"]["url"] for finding in run["findings"]] == [REFUND.format(104), REFUND.format(201), None]
    # The terminal's lines are shorter, and the address is whole all the same.
    assert f"            {REFUND.format(104)}" in result.outlines


@pytest.mark.parametrize("place", ["variable", "ini"])
def test_it_is_set_once_for_all(
    pytester: pytest.Pytester, gate: Gate, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    if place == "variable":
        monkeypatch.setenv("CONTENTJOBS_ENTITY_URL", "https://a.example/{path}")
    else:
        pytester.makeini("[pytest]\ncontent_entity_url = https://a.example/{path}\n")

    gate("--content-log=log.txt", "--content-junit=c.xml")

    assert set(links(pytester.path / "c.xml").values()) == {
        "https://a.example/Billing%2FRefunds%2FHow%20to%20get%20a%20refund",
        "https://a.example/Getting%20started",
    }


def test_names_of_the_content_cannot_lead_elsewhere(pytester: pytest.Pytester, gate: Gate, log: Path) -> None:
    entry = {"level": "ERROR", "message": "m", "article": "x@evil.example/{id}\n ##[a]\ud800\u202e\"'<>"}
    log.write_text(json.dumps(entry) + "\n", encoding="utf-8")

    gate("--content-log=log.txt", "--content-entity-url=https://a.example/{folder}/{name}", "--content-junit=c.xml")

    (link,) = links(pytester.path / "c.xml").values()
    assert link.isascii()
    assert link.startswith("https://a.example/x%40evil.example/%7Bid%7D%0A%20%23%23%5Ba%5D")
    assert not set("\"'<>@{} ") & set(link.removeprefix("https://"))


def test_identity_of_findings_does_not_change(pytester: pytest.Pytester, gate: Gate) -> None:
    gate("--content-log=log.txt", "--content-entity-url=https://a.example/{name}", "--content-junit=c.xml")

    assert {case.identity for case in junit_cases(pytester.path / "c.xml")} >= CASES


@pytest.mark.parametrize(
    ("template", "says"),
    [
        ("https://a.example/{title}", "The template 'https://a.example/{title}' has an unknown field, {title}."),
        ("https://a.example/", "The template 'https://a.example/' has no field in it."),
        ("javascript:alert({id})", "'javascript:alert({id})' is no template of an address."),
        ("a.example/{id}", "'a.example/{id}' is no template of an address."),
        ("https://{name}/x", "'https://{name}/x' is no template of an address."),
        ("https://a.example/{id", "'https://a.example/{id' is no template of an address."),
    ],
)
def test_what_is_no_template_is_wrong_usage(gate: Gate, template: str, says: str) -> None:
    result = gate("--content-log=log.txt", f"--content-entity-url={template}")

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert f"ERROR: {says} Set --content-entity-url, the variable CONTENTJOBS_ENTITY_URL or" in result.stderr.str()
