"""The HTML report as a text: whole without script and style, and nothing in it runs that is not this project's."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from lxml import html

from pytest_contentjobs.gate.baseline import BaselineMatcher, to_baseline
from pytest_contentjobs.gate.policy import Policy, decide
from pytest_contentjobs.model import (
    Check,
    CheckOutcome,
    Comparison,
    ContentRun,
    EarlierFinding,
    JudgementOutcome,
    PastRun,
    Severity,
    Source,
)
from pytest_contentjobs.reports.cases import Scope
from pytest_contentjobs.reports.html import page
from pytest_contentjobs.reports.html.page import render_html
from pytest_contentjobs.reports.view import make_view
from tests.builders import TODAY, WARNING, article, content_run, finding

HOSTILE = (
    "\x1b[31m\u202e##vso[task]\ud800\x00</script><script>alert(1)</script><img src=x onerror=alert(1)> ]]> --> "
    "\"'`{{ 7*7 }}{% raw %} &lt;b&gt; مرحبا 使用固定电话 😀"
)
BROKEN = Check(CheckOutcome.BROKEN, "Sources went away. Start it again.", ("job-failed",))
OLD = finding("old", rule="ART-1", entity=article("B", "Billing"), log_line=3)
NEW = finding("new", WARNING, rule="ART-2", entity=article("A", "Top/Sub"), log_line=7)


def render(*runs: ContentRun) -> str:
    return "".join(render_html(make_view(runs, Scope())))


def read(*runs: ContentRun) -> Any:
    return html.document_fromstring(render(*runs))


def texts(root: Any, path: str) -> list[str]:
    return [" ".join(element.text_content().split()) for element in root.xpath(path)]


def compared() -> ContentRun:
    """Make a run with a known and a new finding, and one that is fixed."""
    matcher = BaselineMatcher("the baseline b.json", to_baseline([OLD]))
    verdicts = decide([OLD, NEW], Policy(), processed=None, today=TODAY, baselines=[matcher]).verdicts
    gone = EarlierFinding(
        class_name="Billing", name="gone", severity=Severity.ERROR, rule="ART-3", message="gone", fingerprint="0" * 64
    )
    baseline = Comparison(name="baseline", where="b.json", known=1, new=1, fixed=(gone,))
    return content_run(verdicts=verdicts, comparisons=(baseline,))


@pytest.mark.parametrize("found", [(), (OLD,)], ids=["without findings", "with findings"])
def test_a_run_that_was_not_judged_looks_red_and_says_what_to_do(found: tuple[Any, ...]) -> None:
    root = read(content_run(name="clean"), content_run(*found, job_check=BROKEN))

    assert texts(root, "//h1") == ["NOT JUDGED"]
    assert root.xpath("//header/@class") == ["band not-judged"]
    assert [text for text in texts(root, "//header//p") if "Start it again." in text]
    # A zero would read as if nothing was wrong.
    assert texts(root, "//*[@id='run-content']//*[@class='counts']/li") == (["1 error"] if found else [])


def test_a_session_without_runs_is_red() -> None:
    assert texts(read(), "//h1") == ["NOT JUDGED"]


def test_clean_content_says_that_it_passed() -> None:
    root = read(content_run())

    assert texts(root, "//h1") == ["PASSED"]
    assert root.xpath("//header/@class") == ["band clean"]
    assert root.xpath("//article") == []


def test_findings_stand_under_their_folder_and_item_those_that_fail_first() -> None:
    root = read(
        content_run(NEW, finding("z", entity=article("A", "Top/Sub")), OLD, replace(OLD, log_line=9), finding("x"))
    )

    listed = [element for element in root.get_element_by_id("list") if element.tag in {"h3", "h4", "article"}]
    assert [element.text_content().split("\n")[0] or element.get("data-severity") for element in listed] == [
        *("Billing 2 findings", "article B", "error", "error"),
        *("Top/Sub 2 findings", "article A", "error", "warning"),
        *("no content item 1 finding", "no content item", "error"),
    ]


def test_a_finding_has_all_that_an_editor_needs() -> None:
    whole = replace(
        OLD,
        source=Source("articles.json", 52, 5),
        owner="@team",
        rule_title="Broken link",
        hint="Link by id.",
        entity_url="https://kb.example/edit?id=1",
        rule_url="https://wiki.example/art-1",
        raw=("the line", "  and the next"),
    )
    run = content_run(whole)
    run = replace(run, verdicts=(replace(run.verdicts[0], since=datetime(2026, 11, 20, tzinfo=UTC)),))

    (shown,) = read(run).xpath("//article")

    for text in ("error", "ART-1", "old", "articles.json:52:5", "@team", "Broken link", "Link by id.", "2026-11-20"):
        assert text in shown.text_content()
    assert "s3://bucket/log.txt line 3" in shown.text_content()
    assert shown.xpath(".//pre/text()") == ["the line\n  and the next"]
    assert shown.xpath(".//a/@href") == [
        "https://kb.example/edit?id=1",
        "https://wiki.example/art-1",
        f"#{shown.get('id')}",
    ]


def test_a_finding_without_a_place_in_the_package_has_those_that_fit_or_what_the_log_names() -> None:
    places = (Source("a.json", 3, None), Source("b.json", None, None))
    named = replace(OLD, file="c.html", line=7, column=2, log_line=9)

    shown = read(
        content_run(replace(OLD, source_candidates=places), named, replace(named, file="<b>\x1b", log_line=10))
    )

    assert texts(shown, "//article//code") == ["one of a.json:3, b.json", "c.html:7:2", r"<b>\x1b:7:2"]


def test_counts_say_what_is_new_known_and_fixed() -> None:
    root = read(compared())

    assert texts(root, "//*[@class='counts']/li") == ["0 errors", "1 warning", "1 new", "1 known", "1 fixed"]
    assert texts(root, "//details[@class='fixed']//li") == ["error Billing: gone"]
    assert [len(article.xpath(".//b[@class='new']")) for article in root.xpath("//article")] == [1, 0]


def test_tables_count_by_rule_and_folder_and_draw_it() -> None:
    root = read(content_run(OLD, replace(OLD, log_line=4), NEW))

    rows = [[cell.text_content().strip() for cell in row] for row in root.xpath("//tbody/tr")]
    assert rows == [
        *(["ART-1", "2", "0", "1", ""], ["ART-2", "0", "1", "1", ""]),
        *(["Billing", "2", "0", "1", ""], ["Top", "0", "1", "1", ""]),
    ]
    bars = [[(part.get("class"), part.get("width")) for part in bar] for bar in root.xpath("//svg[@class='bar']")]
    assert bars == [[("error", "120")], [("warning", "60")]] * 2


def test_a_long_table_counts_what_it_leaves_out() -> None:
    root = read(content_run(*(finding(rule=f"ART-{number}") for number in range(17))))

    assert texts(root, "//p[@class='more']") == ["and 2 more rules"]


def test_earlier_runs_are_listed() -> None:
    past = PastRun(
        time=datetime(2026, 11, 20, 9, 30, tzinfo=UTC), outcome=JudgementOutcome.FINDINGS, findings=7, failing=5
    )

    unjudged = replace(past, outcome=JudgementOutcome.NOT_JUDGED)
    run = content_run(OLD, history=(past, unjudged), judged_at=datetime(2026, 11, 23, tzinfo=UTC))

    (table,) = read(run).xpath("//section[h3='Last runs']/table")

    # Without the numbers of a run that may lack findings.
    assert [[cell.text for cell in row[:4]] for row in table.xpath("./tbody/tr")] == [
        ["2026-11-23 00:00", "FAILED", "1", "1"],
        ["2026-11-20 09:30", "NOT JUDGED", None, None],
        ["2026-11-20 09:30", "FAILED", "5", "7"],
    ]
    bars = [[(part.get("class"), part.get("width")) for part in bar] for bar in table.xpath(".//svg")]
    assert bars == [[("error", "17")], [], [("error", "86"), ("passed", "34")]]


def test_several_runs_each_have_their_part() -> None:
    root = read(content_run(OLD, name="one"), content_run(NEW, name="two"))

    assert texts(root, "//main/section/h2") == ["one FAILED", "two FAILED", "Findings"]
    assert texts(root, "//*[@id='list']/h3") == ["one: Billing 1 finding", "two: Top/Sub 1 finding"]


def test_equal_findings_have_addresses_of_their_own() -> None:
    anchors = read(content_run(OLD, replace(OLD, log_line=9))).xpath("//article/@id")

    assert len(set(anchors)) == 2


def test_nothing_runs_that_is_not_ours_and_every_text_is_shown() -> None:
    one = finding(HOSTILE, rule=HOSTILE, entity=article(HOSTILE, HOSTILE), raw=(HOSTILE, HOSTILE))
    one = replace(
        one, owner=HOSTILE, hint=HOSTILE, rule_title=HOSTILE, entity_url="javascript:alert(1)", rule_url=HOSTILE
    )
    run = content_run(one, dropped={HOSTILE: 1}, notes=(HOSTILE,), job_check=replace(BROKEN, text=HOSTILE))

    root = read(run)

    (script,) = root.xpath("//script")
    assert hashlib.sha256(script.text.encode()).digest() == page_hash(root, "script-src")
    assert root.xpath("//img | //iframe | //object | //embed | //base | //*[@style]") == []
    assert [name for element in root.iter() for name in element.attrib if name.startswith("on")] == []
    assert [link for link in root.xpath("//@href | //@src") if not link.startswith(("#", "data:image/svg+xml,"))] == []
    (shown,) = make_view([run], Scope()).runs[0].findings
    assert root.xpath("//*[@class='message']/text()") == [shown.message]
    assert root.xpath("//article//pre/text()") == [shown.log_block]
    assert "<script>alert(1)</script>" in shown.message


def page_hash(root: Any, directive: str) -> bytes:
    (policy,) = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    values = dict(part.strip().split(" ", 1) for part in policy.split(";") if " " in part.strip())
    return base64.b64decode(values[directive].strip("'").removeprefix("sha256-"))


def test_the_policy_of_the_page_allows_its_own_style_and_script_alone() -> None:
    root = read(compared())

    (policy,) = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    assert "http" not in policy
    for tag, directive in (("style", "style-src"), ("script", "script-src")):
        (element,) = root.xpath(f"//{tag}")
        assert hashlib.sha256(element.text.encode()).digest() == page_hash(root, directive)


def test_what_is_over_the_limit_is_packed_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "MAXIMUM_ROWS", 2)
    hostile = finding(f"</script>{HOSTILE}", WARNING, entity=article("A"))
    run = content_run(*(replace(hostile, log_line=number) for number in (1, 2, 3)), OLD)

    root = read(run)

    assert sorted(root.xpath("//*[@id='list']/article/@data-severity")) == ["error", "warning"]
    (rest,) = texts(root, "//*[@id='rest']")
    assert "2 of 4 findings" in rest
    packed = json.loads(gzip.decompress(base64.b64decode(root.get_element_by_id("packed").text)))
    rows = [dict(zip(packed["names"], values, strict=True)) for values in packed["rows"]]
    views = make_view([run], Scope()).runs[0].findings
    assert sorted(row["message"] for row in rows) == sorted(view.message for view in views)
    assert sorted(row["lines"] for row in rows) == sorted(view.log_block for view in views)
    assert len(root.xpath("//script")) == 2
    # What the script fills for each of them has a place for each of its values.
    slots = set(root.xpath("//template//@data-slot")) | set(root.xpath("//template//@data-href"))
    assert slots == set(packed["names"]) - {"anchor", "run", "rule", "top_folder"}


def test_what_fails_stands_in_the_page_before_what_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "MAXIMUM_ROWS", 2)
    own = [replace(OLD, log_line=9), replace(NEW, entity=OLD.entity), replace(NEW, entity=OLD.entity, log_line=8)]

    root = read(content_run(*own, finding("last", entity=article("Z", "Zoo"))))

    assert root.xpath("//*[@id='list']/article/@data-severity") == ["error", "error"]


def test_the_same_run_gives_the_same_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "MAXIMUM_ROWS", 1)

    assert render(compared()) == render(compared())
