"""How options, environment variables and ini keys become the settings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path

import pytest

from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.settings.credentials import StaticToken
from pytest_contentjobs.settings.options import OPTIONS, Option
from pytest_contentjobs.settings.parsing import PARSERS, Threshold
from pytest_contentjobs.settings.requests import JobRequest, LogRequest
from pytest_contentjobs.settings.resolve import Settings, collect_secrets
from tests.settings.support import ID, JOB_ENVIRONMENT, refusal, refuses, resolved

LOG_ALONE = Settings(
    jobs=(),
    logs=(LogRequest("content", "log.txt", None, is_named=False),),
    api_base=None,
    credentials=None,
    poll_interval=55,
    timeout=4.5 * 3600,
    log_buckets=frozenset(),
    log_bucket_owner=None,
    log_hosts=frozenset(),
    stall_timeout=None,
    log_format="auto",
    log_end="newline",
    max_unparsed=None,
    log_pattern=(),
    log_levels=(),
    log_harmless=(),
    max_log_size=8 << 30,
    package=None,
    junit=None,
    on_interrupt="leave",
    job_retries=0,
    save=None,
    policy=None,
    fail_on="warning",
    max_errors=None,
    max_warnings=None,
    baseline=None,
    update_baseline=False,
    baseline_strict=False,
    compare=None,
    group="finding",
    max_cases=10_000,
    show=50,
    owner=None,
    history=None,
    history_days=90,
    items="all",
    entity_url=None,
    rule_url=None,
    json=None,
    secrets=(),
)


def test_a_log_needs_no_other_setting() -> None:
    assert resolved({"log": ["log.txt"]}) == LOG_ALONE


def test_everything_can_be_set() -> None:
    options: dict[str, object] = {
        "job": [f"main={ID}"],
        "log": ["old=s3://bucket/a=b"],
        "status": "status.json",
        "api_domain": "https://api.example:8443/",
        "poll_interval": "2m",
        "timeout": "1h",
        "log_buckets": "logs, other-logs",
        "log_bucket_owner": "012345678901",
        "log_hosts": "Files.example:8443 [2001:DB8::1]",
        "stall_timeout": "20m",
        "log_format": "JSONL",
        "log_end": "Any",
        "max_unparsed": "2.5%",
        "junit": "out/content.xml",
        "on_interrupt": "Cancel",
        "job_retries": "2",
        "save": "saved",
        "policy": "policy.toml",
        "fail_on": "Error",
        "max_errors": "3",
        "max_warnings": "2.5%",
        "baseline": "known.json",
        "update_baseline": "true",
        "baseline_strict": "yes",
        "compare": "saved/yesterday",
        "group": "rule",
        "max_cases": "0",
        "show": "All",
        "owner": " @mobile ",
        "history": "h.jsonl",
        "history_days": "0",
        "items": "checks",
        "entity_url": "https://kb.example/a?id={id}",
        "rule_url": "https://kb.example/rules#{rule}",
        "json": "out/content.json",
    }

    settings = resolved(options, {"EGAIN_ACCESS_TOKEN": " token\n"})

    assert isinstance(settings.credentials, StaticToken)
    assert settings.credentials.token.get_secret_value() == "token"
    assert [secret.get_secret_value() for secret in settings.secrets] == ["token"]
    assert replace(settings, credentials=None, secrets=()) == Settings(
        jobs=(JobRequest("main", ID),),
        logs=(LogRequest("old", "s3://bucket/a=b", Path("status.json")),),
        api_base="https://api.example:8443/knowledge/contentmgr/v4",
        credentials=None,
        poll_interval=120,
        timeout=3600,
        log_buckets=frozenset({"logs", "other-logs"}),
        log_bucket_owner="012345678901",
        log_hosts=frozenset({"files.example:8443", "[2001:db8::1]"}),
        stall_timeout=1200,
        log_format="jsonl",
        log_end="any",
        max_unparsed=Threshold(2.5, is_percentage=True, text="2.5%"),
        log_pattern=(),
        log_levels=(),
        log_harmless=(),
        max_log_size=8 << 30,
        package=None,
        junit=Path("out/content.xml"),
        on_interrupt="cancel",
        job_retries=2,
        save=Path("saved"),
        policy=Path("policy.toml"),
        fail_on="error",
        max_errors=Threshold(3, is_percentage=False, text="3"),
        max_warnings=Threshold(2.5, is_percentage=True, text="2.5%"),
        baseline=Path("known.json"),
        update_baseline=True,
        baseline_strict=True,
        compare=Path("saved/yesterday"),
        group="rule",
        max_cases=None,
        show=None,
        owner="@mobile",
        history=Path("h.jsonl"),
        history_days=None,
        items="checks",
        entity_url="https://kb.example/a?id={id}",
        rule_url="https://kb.example/rules#{rule}",
        json=Path("out/content.json"),
        secrets=(),
    )


@pytest.mark.parametrize(
    ("option", "environment", "ini", "expected"),
    [
        pytest.param({"poll_interval": "1"}, "2", "3", 1, id="option first"),
        pytest.param({}, "2", "3", 2, id="then environment"),
        pytest.param({}, "", "3", 3, id="then ini"),
        pytest.param({}, "", "", 55, id="then default"),
    ],
)
def test_the_order_of_places(option: dict[str, object], environment: str, ini: str, expected: float) -> None:
    settings = resolved(
        {"log": ["log.txt"], **option}, {"CONTENTJOBS_POLL_INTERVAL": environment}, {"poll_interval": ini}
    )

    assert settings.poll_interval == expected


def test_each_option_with_a_parser_becomes_a_value_of_its_name() -> None:
    parsed = {option.field: option.parser for option in OPTIONS if option.parser}

    assert set(parsed.values()) == set(PARSERS)
    assert {field.name for field in fields(Settings)} == {
        *parsed,
        *("jobs", "logs", "api_base", "credentials", "secrets", "project", "pins", "report_time", "notes"),
    }


TEXTS = {
    "as_owner": "@mobile",
    "as_account": "012345678901",
    "as_buckets": "logs,other-logs",
    "as_count": "3",
    "as_duration": "7m",
    "as_flag": "yes",
    "as_hosts": "files.example",
    "as_levels": "BUH=error, AHA=info",
    "as_limit": "3",
    "as_maximum": "all",
    "as_lines": "(?P<message>.+)",
    "as_path": "a/file",
    "as_size": "7MB",
    "as_template": "https://kb.example/{rule}",
    "as_threshold": "2%",
    "as_word": "table",
}


@pytest.mark.parametrize("option", [option for option in OPTIONS if option.parser], ids=lambda option: option.field)
def test_each_option_can_be_set_at_each_of_its_places(option: Option) -> None:
    text = TEXTS.get(option.parser or "", option.choices[-1] if option.choices else "")
    rest: dict[str, object] = {"log": ["log.txt"], **({} if option.field == "baseline" else {"baseline": "b.json"})}
    unset = getattr(resolved(rest), option.field)

    by_option = getattr(resolved({**rest, option.field: text}), option.field)

    assert by_option != unset
    if option.variable:
        assert getattr(resolved(rest, {option.variable: text}), option.field) == by_option
    ini = {option.field: text}
    if option.refuses_ini:
        assert refusal(rest, ini=ini).reason is Reason.INI_KEY_REFUSED
    else:
        assert getattr(resolved(rest, ini=ini), option.field) == (by_option if option.has_ini else unset)


@pytest.mark.parametrize("text", ["", " "])
@pytest.mark.parametrize(
    "option", [option for option in OPTIONS if option.parser == "as_path" or option.field == "status"]
)
def test_a_file_that_is_given_empty_is_not_ignored(option: Option, text: str) -> None:
    error = refusal({"log": ["log.txt"], option.field: text})

    assert refuses(error, Reason.VALUE_INVALID, option.places)


def test_every_place_is_named_after_its_option() -> None:
    option = Option(name="--content-a-b", metavar="X", variable="CONTENTJOBS_A_B")

    assert (option.key, option.field, option.places) == (
        "content_a_b",
        "a_b",
        "--content-a-b, the variable CONTENTJOBS_A_B or a_b in contentjobs.toml",
    )
    assert option._replace(variable=None).places == "--content-a-b or a_b in contentjobs.toml"
    assert option._replace(variable=None, has_ini=False).places == "--content-a-b"


UNUSABLE: dict[str, tuple[dict[str, object], Reason, tuple[str, ...]]] = {
    "no option": ({}, Reason.NOTHING_TO_GATE, ("--content-job", "--content-validate", "--content-log")),
    "options without values": ({"job": None, "log": []}, Reason.NOTHING_TO_GATE, ()),
    "only a report": ({"junit": "c.xml"}, Reason.NOTHING_TO_GATE, ()),
    "empty log": ({"log": [""]}, Reason.VALUE_INVALID, ("--content-log",)),
    "only a name": ({"log": ["name= "]}, Reason.VALUE_INVALID, ("--content-log",)),
    "status without log": ({"status": "s.json"}, Reason.SETTINGS_CONFLICT, ("--content-status", "--content-log", "0")),
    "status with two logs": (
        {"status": "s.json", "log": ["a", "b"]},
        Reason.SETTINGS_CONFLICT,
        ("--content-status", "--content-log", "2"),
    ),
    "name given twice": ({"log": ["a=1", "A=2"]}, Reason.SETTINGS_CONFLICT, ("'A'", "--content-log NAME=")),
    "name of a place given to another": (
        {"log": ["content-2=a", "b"]},
        Reason.SETTINGS_CONFLICT,
        ("'content-2'", "--content-log NAME="),
    ),
    "strict without a baseline": (
        {"log": ["a"], "baseline_strict": "true"},
        Reason.SETTING_MISSING,
        ("--content-baseline-strict", "CONTENTJOBS_BASELINE"),
    ),
    "update without a baseline": (
        {"log": ["a"], "update_baseline": "true"},
        Reason.SETTING_MISSING,
        ("--content-update-baseline", "CONTENTJOBS_BASELINE"),
    ),
    "two reports in a file": (
        {"log": ["a"], "junit": "a/../r", "json": "./r"},
        Reason.SETTINGS_CONFLICT,
        ("--content-junit", "--content-json", "'r'"),
    ),
}


@pytest.mark.parametrize("name", UNUSABLE)
def test_what_cannot_be_gated(name: str) -> None:
    options, reason, names = UNUSABLE[name]

    assert refuses(refusal(options, JOB_ENVIRONMENT), reason, *names)


@pytest.mark.parametrize("key", ["api_domain", "log_hosts"])
def test_an_ini_file_does_not_decide_what_is_trusted(key: str) -> None:
    error = refusal({"log": ["a"]}, ini={key: "h.example"})

    assert refuses(error, Reason.INI_KEY_REFUSED, f"content_{key}", f"CONTENTJOBS_{key.upper()}")


def test_a_malformed_value_of_an_ini_file_is_named_with_its_key() -> None:
    error = refusal({"log": ["a"]}, ini={"timeout": "soon"})

    assert refuses(error, Reason.VALUE_INVALID, "content_timeout", "'soon'")


def test_wording_of_what_cannot_be_gated(wording: Callable[[str], None]) -> None:
    errors = [
        *(refusal(options, JOB_ENVIRONMENT) for options, _, _ in UNUSABLE.values()),
        *(refusal({"log": ["a"]}, ini={key: "h.example"}) for key in ("api_domain", "log_hosts")),
        refusal({"log": ["log.txt"], "junit": ""}),
    ]

    wording("\n".join(dict.fromkeys(error.explain() for error in errors)))


@pytest.mark.parametrize("proxy", ["http://u:quiet%2Fword@host:3128", "u:quiet%2Fword@host:3128"])
def test_password_of_a_proxy_is_a_known_secret(proxy: str) -> None:
    assert [secret.get_secret_value() for secret in collect_secrets({"HTTPS_PROXY": proxy})] == ["quiet/word"]
