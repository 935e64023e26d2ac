"""Names of content that look like rules, items, severities or findings never replace those of the line they are in."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from tests.support import INFO, junit_cases

Gate = Callable[..., pytest.RunResult]

H = "2024-03-01 10:00:00,123 ERROR [main] c.e.V - "
W = H.replace("ERROR", "WARN ")
I = H.replace("ERROR", "INFO ")  # noqa: E741 - the line's level is its name here
P = "2024-03-01 10:00:00.123 GMT-0400 <@> ERROR <@> [32:Thread-6] <@> 42 <@> com.x.Y <@> "
#: What a project may have accepted; each line below tries to be accepted by one of these.
POLICY = """
[[policy]]
rule = "ART-2*"
tolerate = true
[[policy]]
folder = "Archive"
tolerate = true
[[policy]]
kind = "topic"
tolerate = true
[[policy]]
rule = "noted"
tolerate = true
"""


def hook(**element: object) -> str:
    return json.dumps({"success": False, "error": "bad", "details": {"count": 1, "errors": [element]}})


def failures(pytester: pytest.Pytester, gate: Gate, log: str, *arguments: str) -> tuple[int, set[str]]:
    """Gate a log with the policy; return the exit status, and class and name of the tests that fail."""
    (pytester.path / "log.txt").write_text(log, encoding="utf-8")
    (pytester.path / "contentjobs.toml").write_text(POLICY, encoding="utf-8")
    result = gate("--content-log=log.txt", "--content-junit=c.xml", "-q", *arguments)
    cases = junit_cases(pytester.path / "c.xml")
    assert "Traceback" not in result.stdout.str() + result.stderr.str()
    return int(result.ret), {
        f"{case.class_name}: {case.name}"
        for case in cases
        if case.outcome == "failure" and case.name not in {"job", "log"}
    }


TITLES = {
    "a list of errors": '{"errors":[{"code":"ART-201","message":"x"}]}',
    "a list alone": '[{"code":"ART-201","message":"x","severity":"error"}]',
    "an inner folder": '{"errors":[{"message":"x","entity":{"kind":"article","name":"a","folder":"Archive"}}]}',
    "another kind": '{"errors":[{"topic":"Start","message":"x"}]}',
    "a result of a hook": hook(name="Archive/a", issue="ART-201 x"),
    "results of validation": '{"validationResults":{"errors":[{"type":"ART-201","message":"x"}]}}',
    "a warning": '{"level":"WARN","code":"ART-201","message":"x"}',
    "information": '{"severity":"info","code":"ART-201","message":"x"}',
    "an issue": '{"issues":[{"rule":"ART-201","message":"x"}]}',
    "several objects": '{"a":1} {"errors":["ART-201 x"]} {"errors":["ART-202 y"]}',
    "a code": "ART-201 x",
    "a code in brackets": "[ART-201] x",
    "a joint of fields": "a <@> ART-201 x",
    "a joint and a level": "a <@> WARN <@> ART-201 x",
    "an informational field": "a <@> INFO <@> x",
    "a joint and columns": "a <@> INFO <@> [1] <@> 7 <@> com.x.Y <@> ART-201 article 'Archive/b': x",
    "another item": 'see article "Archive/b" now',
    "another topic": "topic 'Start'",
    "a level": "ERROR: ART-201 x",
    "pairs": "level=info code=ART-201",
    "bars": "| info | ART-201 |",
}


@pytest.mark.grid
@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES)
@pytest.mark.parametrize("line", [H, P], ids=["text", "platform"])
@pytest.mark.parametrize("message", ["article '{}': content missing", 'article "{}" (articles[3]): content missing'])
def test_a_title_never_replaces_rule_and_item_of_its_error(
    pytester: pytest.Pytester, gate: Gate, line: str, message: str, title: str
) -> None:
    """The item's own name may be cut at a quote, but it is in Billing, and the error is ART-104."""
    status, failed = failures(pytester, gate, INFO + f"{line}ART-104 {message.format(f'Billing/{title}')}\n")

    assert status == 1
    assert [name for name in failed if name.startswith("content.Billing") and "(ART-104)" in name]


#: These name an item as a complete message does; only quotes or a name before them show that they are a title.
NAMING = ("a joint and columns", "another item", "another topic")
ELSEWHERE = {
    "unquoted": "ART-104 article Billing/{}: content missing",
    "unquoted, at the end": "ART-104 content missing in article Billing/{}",
    "unquoted, alone at the end": "ART-104 content missing: {}",
    "in quotes of another kind": "ART-104 content of “{}” is missing",
    "in single quotes": "ART-104 content of '{}' is missing",
    "in a title": "ART-104 title '{}' of article 'Billing/a' is too long",
    "in double quotes": 'ART-104 the title "{}" has no content',
    "in back quotes": "ART-104 the title `{}` has no content",
}


@pytest.mark.grid
# At the end of a message without quotes, nothing distinguishes these titles from an item.
@pytest.mark.parametrize(
    ("place", "title"),
    [(place, title) for place in ELSEWHERE for title in TITLES if "alone" not in place or title not in NAMING],
)
def test_a_title_anywhere_in_a_message_never_makes_its_error_one_that_is_accepted(
    pytester: pytest.Pytester, gate: Gate, place: str, title: str
) -> None:
    status, failed = failures(pytester, gate, INFO + f"{H}{ELSEWHERE[place].format(TITLES[title])}\n")

    assert status == 1
    assert [name for name in failed if "(ART-104)" in name]


MESSAGES = ("content missing: {}", "no content in '{}'", "Titel fehlt: {}", "{} has no content", "Inhalt von {}")


def tells_a_title(message: str, title: str) -> bool:
    """Whether anything in the line distinguishes the title from an item, or from a rule at the start of a message."""
    is_rule = message.startswith("{}") and TITLES[title].startswith(("ART", "[ART"))
    return "'" in message or not (title in NAMING or is_rule)


@pytest.mark.grid
@pytest.mark.parametrize(
    ("message", "title"),
    [(message, title) for message in MESSAGES for title in TITLES if tells_a_title(message, title)],
)
def test_a_title_never_makes_an_error_without_rule_and_item_one_that_is_accepted(
    pytester: pytest.Pytester, gate: Gate, message: str, title: str
) -> None:
    status, failed = failures(pytester, gate, INFO + f"{H}{message.format(TITLES[title])}\n")

    assert (status, bool(failed)) == (1, True)


@pytest.mark.parametrize("title", ["a list of errors", "a list alone", "a warning", "information", "an issue"])
def test_a_title_never_makes_an_error_a_warning(pytester: pytest.Pytester, gate: Gate, title: str) -> None:
    text = TITLES[title].replace("ART-201", "X-1").replace('"error"', '"warning"').replace('"errors"', '"warnings"')

    for message in (f"ART-104 article 'Billing/{text}': no content", f"no content: {text}", f"hook failed: {text}"):
        status, failed = failures(pytester, gate, f"{INFO}{H}{message}\n", "--content-fail-on=error")

        assert (status, bool(failed)) == (1, True)


@pytest.mark.parametrize(
    ("message", "start"),
    [
        ("ART-104 article 'Billing/a' names article 'Archive/b'", "Billing: a: "),
        ("ART-104 article Billing/a: see article 'Archive/b'", "general: "),
        ("ART-104 article 4711: see article 'Archive/b'", "general: "),
        ("ART-104 article How to pay: see topic 'Start'", "general: "),
        ("ART-104 «see article 'Archive/b'» has no content", "general: "),
        ("ART-104 title \"see article 'Archive/b'\" of article 'Billing/a' is long", "Billing: a: "),
        ("ART-104 title 'see article \"Archive/b\"' of portal 'Home' is long", "no folder: Home (portal): "),
        ("ART-104 title 'it's topic (topics[1])' is long", "general: "),
        ("ART-104 article 'Billing/it's topic 'Start'': content missing", "Billing: it's topic 'Start: "),
        ("ART-104 no content for article 'Billing/a' (articles[3])", "Billing: a: "),
    ],
)
def test_the_item_is_the_one_that_the_line_names_first_outside_of_quotes(
    pytester: pytest.Pytester, gate: Gate, message: str, start: str
) -> None:
    status, failed = failures(pytester, gate, f"{INFO}{H}{message}\n")

    assert status == 1
    assert [name for name in failed if name.startswith(f"content.{start}")] == list(failed)


ROWS = {
    "code twice": '{"level":"ERROR","code":"ART-104","code":"ART-201","message":"content missing"}',
    "code twice, in other spellings": '{"level":"ERROR","error_code":"ART-104","message":"m","errorCode":"ART-201"}',
    "code twice, the other way": '{"level":"ERROR","code":"ART-201","code":"ART-104","message":"content missing"}',
    "item twice": '{"level":"ERROR","code":"ART-104","article":"Billing/a","message":"m","article":"Archive/b"}',
    "folder twice": (
        '{"level":"ERROR","code":"ART-104","message":"m",'
        '"entity":{"kind":"article","name":"a","folder":"Billing","folder":"Archive"}}'
    ),
    "message twice": '{"level":"ERROR","message":"content missing","message":"ART-201 x"}',
    "an unknown list": (
        '{"level":"ERROR","code":"ART-104","article":"Billing/a","message":"content missing",'
        '"tags":[{"severity":"error","code":"ART-201","message":"x"}]}'
    ),
    "an unknown list, without code": (
        '{"level":"ERROR","message":"content missing","tags":[{"severity":"error","code":"ART-201","message":"x"}]}'
    ),
    "a list of its errors that are of another rule": (
        '{"level":"ERROR","code":"ART-104","article":"Billing/a","message":"m","errors":[{"code":"ART-201","message":"x"}]}'
    ),
    "a list of its errors that are about another item": (
        '{"level":"ERROR","article":"Billing/a","message":"m","errors":[{"article":"Archive/b","message":"x"}]}'
    ),
    "a nested object": '{"level":"ERROR","code":"ART-104","message":"m","meta":{"code":"ART-201","folder":"Archive"}}',
    "JSON in the message": (
        '{"level":"ERROR","code":"ART-104","message":"m {\\"errors\\":[{\\"code\\":\\"ART-201\\",\\"message\\":\\"x\\"}]}"}'
    ),
    "logfmt, code twice": 'level=error code=ART-104 msg="content missing" code=ART-201',
    "logfmt, message twice": 'level=error msg="content missing" msg="ART-201 x"',
    "logfmt, item twice": 'level=error code=ART-104 article=Billing/a msg="content missing" article=Archive/b',
    "logfmt, JSON in quotes": "level=error code=ART-104 msg=\"no content: '[{'code':'ART-201'}]'\" path=a",
    "logfmt, a level twice": "level=panic level=info msg=m code=ART-104",
    "logfmt, an item that is named in an item": "level=error code=ART-104 entity=\"Billing/x article 'Archive/y'\" msg=m",
    "table, JSON in a cell": (
        '| severity | rule | article | message |\n|---|---|---|---|\n'
        '| error | ART-104 | Billing/{"errors":[{"code":"ART-201","message":"x"}]} | content missing |'
    ),
    "table, JSON in a message": (
        "severity;message\nerror;content missing: {'a'} {\"errors\":[{\"code\":\"ART-201\",\"message\":\"x\"}]}"
    ),
    "table, an item in a cell": "severity,rule,article,message\nerror,ART-104,Billing/x article 'Archive/y',content missing",
    "a status twice": '{"results":[{"item":"A","status":"failed","message":"m","status":"ok"}]}',
    "a flag twice": '{"results":[{"item":"A","valid":false,"message":"m","valid":true}]}',
    "a success twice": '{"level":"INFO","success":false,"error":"m","success":true}',
    "an element with a code twice": '{"errors":[{"code":"ART-104","message":"m","code":"ART-201"}]}',
    "a file twice": '{"level":"ERROR","code":"ART-104","file":"a","message":"m","code":"ART-201","file":"b"}',
    "a list of items in a title": "2024-03-01 10:00:00 ERROR title \"see articles 'Archive/b', 'Archive/c'\" is long",
    "sections": "Errors:\n- article 'Billing/{\"errors\":[{\"code\":\"ART-201\",\"message\":\"x\"}]}': content missing",
}  # fmt: skip


@pytest.mark.parametrize("rows", ROWS.values(), ids=ROWS)
def test_a_field_never_replaces_another_ones_rule_or_item(pytester: pytest.Pytester, gate: Gate, rows: str) -> None:
    status, failed = failures(pytester, gate, f"{rows}\n")

    assert (status, bool(failed)) == (1, True)


def test_a_severity_that_stands_twice_is_the_worse(pytester: pytest.Pytester, gate: Gate) -> None:
    rows = [
        '{"severity":"ERROR","severity":"warning","message":"m"}',
        '{"severity":"warning","severity":"ERROR","message":"m"}',
        "severity=error severity=warn msg=m",
        "severity=warn level=info severity=error msg=m",
        '{"errors":[{"severity":"error","message":"m","severity":"info"}]}',
        '{"errors":["Warning: signs have no content"]}',
        '{"errors":["[WARN] signs have no content"]}',
        '{"issues":[{"severity":"info","message":"m","severity":"error"}]}',
    ]

    for row in rows:
        assert failures(pytester, gate, f"{row}\n", "--content-fail-on=error")[0] == 1


@pytest.mark.grid
@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES)
def test_a_title_in_an_informational_line_hides_no_error_beside_it(
    pytester: pytest.Pytester, gate: Gate, title: str
) -> None:
    log = f"{INFO}{I}article 'Billing/{title}' checked\n{H}ART-104 article 'Billing/b': no content\n"

    status, failed = failures(pytester, gate, log)

    assert status == 1
    assert "content.Billing: b: no content (ART-104)" in failed


@pytest.mark.parametrize(
    "message",
    [
        "after-validate: {}",
        "hook failed: {}",
        "the validation hook check_titles failed: {}",
        "{}",
        "answer {}.",
    ],
)
def test_the_documented_result_of_a_hook_is_a_finding_for_each_element(
    pytester: pytest.Pytester, gate: Gate, message: str
) -> None:
    result = (
        '{"success": false, "error": "2 bad", "details": {"count": 2, '
        '"errors": [{"index": 3, "issue": "no title"}, {"name": "B", "issue": "too long"}]}}'
    )

    status, failed = failures(pytester, gate, f"{INFO}{H}{message.format(result)}\n")

    assert (status, failed) == (
        1,
        {"content.no folder: item 3: no title (error)", "content.no folder: B (item): too long (error)"},
    )


@pytest.mark.parametrize("line", [f"{W}hook answered '{{}}'", f"{W}article 'Billing/{{}}': odd title"])
def test_what_is_worse_than_its_line_is_found_in_quotes_too(pytester: pytest.Pytester, gate: Gate, line: str) -> None:
    text = line.format('{"errors":[{"index":3,"issue":"no title"}]}')

    status, failed = failures(pytester, gate, f"{INFO}{text}\n", "--content-fail-on=error")

    assert status == 1
    assert [name for name in failed if name.endswith("no title (error)")]


SAME = {
    "a quote": ("article 'Billing/a': content missing", "article 'Billing/a': content missing': content missing"),
    "an escape": ("article 'Billing/Café': content missing", "article 'Billing/Caf\\u00e9': content missing"),
    "an escape of bytes": ("article 'Billing/Café': content missing", "article 'Billing/Caf\\xe9': content missing"),
    "an escaped letter": ("article 'Billing/ab': content missing", "article 'Billing/a\\b': content missing"),
    "another quote": ("article 'Billing/a\"b': content missing", "article 'Billing/a\\\"b': content missing"),
    "a place": ("article 'Billing/a': content missing", "article 'Billing/a': <n> content missing"),
    "blanks": ("no content in 'a b'", "no content in 'a  b'"),
    "a placeholder of a time": ("no content since 2026-11-23T10:00:00Z", "no content since <time>"),
    "a placeholder of an address": ("no content at 0xdeadbeef", "no content at <address>"),
    "a placeholder of a number": ("no content, took 12 ms", "no content, took <n> ms"),
    "a placeholder of an id": ("no content in job 7A84B875-6F75-4C7B-B137-0632B62DB0BD", "no content in job <id>"),
    "a time in a title": ("no content in 'at 2026-11-23T10:00:00Z'", "no content in 'at 2026-11-24T10:00:00Z'"),
    "a duration in a title": ("article 'Billing/wait 5 s': bad", "article 'Billing/wait 9 s': bad"),
    "a duration in quotes": ("no content in 'wait 5 s'", "no content in 'wait 9 s'"),
    "an address in quotes": ("no content in 'x@deadbeef'", "no content in 'x@deadbeee'"),
    "a rule that is made of the message": ("is odd", "is <odd>"),
}


@pytest.mark.grid
@pytest.mark.parametrize(("accepted", "other"), SAME.values(), ids=SAME)
def test_a_title_never_takes_the_place_of_another_in_a_baseline(
    pytester: pytest.Pytester, gate: Gate, accepted: str, other: str
) -> None:
    for first, second in ((accepted, other), (other, accepted)):
        (pytester.path / "log.txt").write_text(f"{INFO}{H}{first}\n", encoding="utf-8")
        gate("--content-log=log.txt", "--content-baseline=b.json", "--content-update-baseline")
        assert gate("--content-log=log.txt", "--content-baseline=b.json").ret == 0

        assert failures(pytester, gate, f"{INFO}{H}{second}\n", "--content-baseline=b.json")[0] == 1
