from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pytest_contentjobs.boundary.network import is_loopback
from pytest_contentjobs.errors import SettingsError
from pytest_contentjobs.settings.credentials import StaticToken
from pytest_contentjobs.settings.options import Option
from pytest_contentjobs.settings.parsing import Threshold
from pytest_contentjobs.settings.requests import JobRequest, LogRequest
from pytest_contentjobs.settings.resolve import Settings, resolve

ID = "7A84B875-6F75-4C7B-B137-0632B62DB0BD"
ID_2 = "00000000-0000-0000-0000-00000000000a"
JOB_ENVIRONMENT = {"CONTENTJOBS_API_DOMAIN": "api.example", "CONTENTJOBS_ACCESS_TOKEN": "token"}

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
    log_patterns=(),
    max_log_size=8 << 30,
    max_line_length=64 << 20,
    max_log_lines=100_000_000,
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
    group="entry",
    max_cases=10_000,
    items="all",
    entity_url=None,
    rule_url=None,
    json=None,
    secrets=(),
)


def resolved(
    option: dict[str, object] | None = None,
    environment: dict[str, str] | None = None,
    ini: dict[str, str] | None = None,
) -> Settings:
    """Resolve settings; options and ini keys are given without their prefix ``content_``."""
    options = {f"content_{key}": value for key, value in (option or {}).items()}
    keys = {f"content_{key}": value for key, value in (ini or {}).items()}
    return resolve(options.get, environment or {}, lambda key: keys.get(key, ""))


def refusal(
    option: dict[str, object] | None = None,
    environment: dict[str, str] | None = None,
    ini: dict[str, str] | None = None,
) -> str:
    with pytest.raises(SettingsError) as refused:
        resolved(option, environment, ini)
    return str(refused.value)


def job(text: str = ID, **options: object) -> dict[str, object]:
    return {"job": [text], **options}


def test_a_log_alone_needs_nothing_else() -> None:
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
        log_patterns=(),
        max_log_size=8 << 30,
        max_line_length=64 << 20,
        max_log_lines=100_000_000,
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


@pytest.mark.parametrize("text", ["", " "])
@pytest.mark.parametrize(
    ("option", "places"),
    [
        ("status", "--content-status"),
        ("junit", "--content-junit, the variable CONTENTJOBS_JUNIT or the ini key content_junit"),
    ],
)
def test_a_file_that_is_given_empty_is_not_ignored(option: str, places: str, text: str) -> None:
    assert refusal({"log": ["log.txt"], option: text}) == (
        f"--content-{option} is empty. Set {places} to a file, or leave it out."
    )


def test_every_place_is_named_after_its_option() -> None:
    option = Option(name="--content-a-b", metavar="X", help="", variable="CONTENTJOBS_A_B")

    assert (option.key, option.places) == (
        "content_a_b",
        "--content-a-b, the variable CONTENTJOBS_A_B or the ini key content_a_b",
    )
    assert replace(option, variable=None).places == "--content-a-b or the ini key content_a_b"
    assert replace(option, variable=None, has_ini=False).places == "--content-a-b"


NOTHING = "A content option was given, and nothing to gate. Give --content-job, --content-validate or --content-log."


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        pytest.param({}, NOTHING, id="no option"),
        pytest.param({"job": None, "log": []}, NOTHING, id="options without values"),
        pytest.param({"junit": "c.xml"}, NOTHING, id="a report alone"),
        pytest.param({"log": [""]}, "--content-log is empty. Give a file, an s3:// or an https:// address.", id="empty log"),
        pytest.param(
            {"log": ["name= "]}, "--content-log is empty. Give a file, an s3:// or an https:// address.", id="name alone"
        ),
        pytest.param(
            {"status": "s.json"},
            "--content-status belongs to exactly one --content-log, and 0 were given. Give it beside one --content-log, or "
            "leave it out.",
            id="status without log",
        ),
        pytest.param(
            {"status": "s.json", "log": ["a", "b"]},
            "--content-status belongs to exactly one --content-log, and 2 were given. Give it beside one --content-log, or "
            "leave it out.",
            id="status with two logs",
        ),
        pytest.param(
            {"log": ["a=1", "A=2"]},
            "The name 'A' is given to two jobs or logs. Give each --content-log a name of its own: --content-log NAME=….",
            id="name given twice",
        ),
        pytest.param(
            {"log": ["content-2=a", "b"]},
            "The name 'content-2' is given to two jobs or logs. Give each --content-log a name of its own: --content-log "
            "NAME=….",
            id="name of a place given to another",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_gated(options: dict[str, object], expected: str) -> None:
    assert refusal(options, JOB_ENVIRONMENT) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(ID, id="UUID"),
        pytest.param(f" {ID}\n", id="white space"),
        pytest.param(f"knowledge/contentmgr/v4/import/content/{ID}/status", id="location"),
        pytest.param(f"/knowledge/contentmgr/v4/import/content/{ID}", id="location with slash"),
        pytest.param(f"https://API.example/knowledge/contentmgr/v4/import/content/{ID}/status", id="status URL"),
        pytest.param(f"https://user@api.example/{ID}", id="URL with a user"),
    ],
)
def test_the_forms_of_a_job(text: str) -> None:
    assert resolved(job(text), JOB_ENVIRONMENT).jobs == (JobRequest("content", ID),)


def test_names_are_given_or_stand_for_the_place() -> None:
    settings = resolved({"job": [ID, f"main={ID_2}"], "log": ["a", "night_1=b"]}, JOB_ENVIRONMENT)

    assert settings.jobs == (JobRequest("content", ID), JobRequest("main", ID_2))
    assert settings.logs == (LogRequest("content-3", "a", None, is_named=False), LogRequest("night_1", "b", None))


NO_JOB = (
    "Give the job's UUID, the location header of its creation, or its status URL; NAME= before it may have letters, digits, "
    "_ and - (at most 40)."
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", f"--content-job '' has no job id in it. {NO_JOB}", id="empty"),
        pytest.param("12345", f"--content-job '12345' has no job id in it. {NO_JOB}", id="no UUID"),
        pytest.param(f"{ID}0", f"--content-job '{ID}0' has no job id in it. {NO_JOB}", id="a digit too many"),
        pytest.param(f"{ID} {ID_2}", f"--content-job '{ID} {ID_2}' has 2 job ids in it. {NO_JOB}", id="two"),
        pytest.param(
            f"https://other.example/{ID}",
            "--content-job names the host 'other.example', and the API domain is 'api.example'. Set --content-api-domain "
            "or the variable CONTENTJOBS_API_DOMAIN to the domain of the job, or give the "
            "job's id alone.",
            id="another tenant",
        ),
        pytest.param(
            f"https://u:p@[x/{ID}",
            "--content-job names the host '[x', and the API domain is 'api.example'. Set --content-api-domain or the variable "
            "CONTENTJOBS_API_DOMAIN to the domain of the job, or give the job's id alone.",
            id="half an address",
        ),
    ],
)  # fmt: skip
def test_what_is_no_job(text: str, expected: str) -> None:
    assert refusal(job(text), JOB_ENVIRONMENT) == expected


BASE = "/knowledge/contentmgr/v4"


@pytest.mark.parametrize(
    ("domain", "expected"),
    [
        pytest.param("api.example", f"https://api.example{BASE}", id="host"),
        pytest.param(" API.example:8443 ", f"https://api.example:8443{BASE}", id="host and port"),
        pytest.param("HTTPS://api.example//", f"https://api.example{BASE}", id="URL"),
        pytest.param(
            "https://api.example//gateway//x", f"https://api.example/gateway/x{BASE}", id="URL with a path of its own"
        ),
        pytest.param(f"https://api.example/{BASE}/", f"https://api.example{BASE}", id="URL with the API's path"),
        pytest.param("http://localhost:80", f"http://localhost:80{BASE}", id="http on this machine"),
        pytest.param("http://127.1.2.3", f"http://127.1.2.3{BASE}", id="http on loopback"),
        pytest.param("http://[::1]:8080/", f"http://[::1]:8080{BASE}", id="http on IPv6 loopback"),
        pytest.param("[2001:db8::1]", f"https://[2001:db8::1]{BASE}", id="IPv6"),
    ],
)
def test_the_forms_of_the_api_domain(domain: str, expected: str) -> None:
    assert resolved(job(api_domain=domain), JOB_ENVIRONMENT).api_base == expected


SET_DOMAIN = "Set --content-api-domain or the variable CONTENTJOBS_API_DOMAIN to"
SET_HOST = f"{SET_DOMAIN} host[:port] or https://host[:port]."


@pytest.mark.parametrize(
    ("domain", "expected"),
    [
        pytest.param("https://", f"The API domain 'https://' has no valid host. {SET_HOST}", id="no host"),
        pytest.param("a b", f"The API domain 'a b' has no valid host. {SET_HOST}", id="space"),
        pytest.param("h:port", f"The API domain 'h:port' cannot be read as a host or URL. {SET_HOST}", id="port"),
        pytest.param("[::1", f"The API domain '[::1' cannot be read as a host or URL. {SET_HOST}", id="half an address"),
        pytest.param("h/?a=b", f"The API domain 'h/?a=b' has a query or fragment. {SET_HOST}", id="query"),
        pytest.param("h/#a", f"The API domain 'h/#a' has a query or fragment. {SET_HOST}", id="fragment"),
        pytest.param("ftp://h", f"The API domain 'ftp://h' is neither https nor http. {SET_HOST}", id="scheme"),
        pytest.param(
            "http://api.example",
            "The API domain 'http://api.example' is http://, which would send the token in the clear; http is for loopback "
            f"addresses alone. {SET_HOST}",
            id="http elsewhere",
        ),
        *(
            pytest.param(
                domain,
                f"The API domain has a user name or password in it. {SET_DOMAIN} the host alone; the token comes from "
                "CONTENTJOBS_ACCESS_TOKEN.",
                id=f"password: {domain}",
            )
            for domain in ("https://user:secret@h", "user@h", "https://user:secret@[h", "u:secret@h:port")
        ),
    ],
)  # fmt: skip
def test_what_is_no_api_domain(domain: str, expected: str) -> None:
    assert refusal(job(api_domain=domain), JOB_ENVIRONMENT) == expected


def test_a_missing_api_domain_names_its_places() -> None:
    assert refusal(job(), {"CONTENTJOBS_ACCESS_TOKEN": "token"}) == (
        "Api domain is not set. Set --content-api-domain or the variable CONTENTJOBS_API_DOMAIN: "
        "the tenant's API domain: host[:port] or URL; http:// for loopback addresses alone."
    )


@pytest.mark.parametrize(
    ("tokens", "expected"),
    [
        pytest.param({"CONTENTJOBS_ACCESS_TOKEN": "a", "EGAIN_ACCESS_TOKEN": "b"}, "a", id="our own first"),
        pytest.param({"CONTENTJOBS_ACCESS_TOKEN": " ", "EGAIN_ACCESS_TOKEN": "b"}, "b", id="blank is not set"),
    ],
)
def test_the_token_comes_from_the_environment(tokens: dict[str, str], expected: str) -> None:
    found = resolved(job(api_domain="h"), tokens).credentials

    assert isinstance(found, StaticToken)
    assert found.token.get_secret_value() == expected


def test_a_missing_token_names_its_variables() -> None:
    assert refusal(job(api_domain="h")) == (
        "The access token is not set. Set the variable CONTENTJOBS_ACCESS_TOKEN or EGAIN_ACCESS_TOKEN; as a secret it has "
        "no option and no ini key. Or let it be fetched: set CONTENTJOBS_TOKEN_FILE, CONTENTJOBS_TOKEN_COMMAND, or "
        "CONTENTJOBS_TOKEN_URL with CONTENTJOBS_CLIENT_ID and CONTENTJOBS_CLIENT_SECRET."
    )


@pytest.mark.parametrize("token", ["Bearer abc", "a\nb", "töken"])
def test_a_token_that_no_header_can_carry_is_not_shown(token: str) -> None:
    assert refusal(job(api_domain="h"), {"EGAIN_ACCESS_TOKEN": token}) == (
        "The access token in EGAIN_ACCESS_TOKEN has characters that no header can carry. Set it to the bare token, without "
        "'Bearer', quotes or line breaks."
    )


def test_a_secret_does_not_show_itself() -> None:
    settings = resolved(job(), JOB_ENVIRONMENT)

    assert "'token'" not in repr(settings)
    assert isinstance(settings.credentials, StaticToken)
    token = settings.credentials.token
    assert "token" not in f"{token!r} {token}"


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        pytest.param("90", 90, id="number"),
        pytest.param("1.5s", 1.5, id="seconds"),
        pytest.param(" 2M ", 120, id="minutes"),
        pytest.param("1h30m", 5400, id="hours and minutes"),
        pytest.param("1h1m1", 3661, id="all"),
        pytest.param("0.5h", 1800, id="half an hour"),
    ],
)
def test_durations(text: str, seconds: float) -> None:
    settings = resolved({"log": ["a"], "poll_interval": text, "timeout": text})

    assert (settings.poll_interval, settings.timeout) == (seconds, seconds)


PLACES_OF_INTERVAL = (
    "Set --content-poll-interval, the variable CONTENTJOBS_POLL_INTERVAL or the ini key content_poll_interval to"
)
PLACES_OF_UNPARSED = (
    "Set --content-max-unparsed, the variable CONTENTJOBS_MAX_UNPARSED or the ini key content_max_unparsed to a number "
    "like 10 or 2.5%."
)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        *(
            pytest.param(
                {"poll_interval": text},
                f"{text!r} is no duration. {PLACES_OF_INTERVAL} seconds, or like 90s, 30m or 1h30m.",
                id=f"duration {text}",
            )
            for text in ("soon", "-1", "1m1h", "1e3", "1d", "inf", "1 s")
        ),
        pytest.param(
            {"poll_interval": "0.01"}, f"'0.01' is too short. {PLACES_OF_INTERVAL} 0.05s or more.", id="short interval"
        ),
        pytest.param(
            {"log_end": "eof"},
            "'eof' is not one of newline, any. Set --content-log-end, the variable CONTENTJOBS_LOG_END or the ini key "
            "content_log_end to one of them.",
            id="end",
        ),
        *(
            pytest.param(
                {"max_unparsed": text}, f"{text!r} is neither a count nor a share. {PLACES_OF_UNPARSED}", id=f"limit {text}"
            )
            for text in ("many", "-1", "1.5", "101%", "%", "1%%", "nan")
        ),
    ],
)  # fmt: skip
def test_values_that_are_malformed(options: dict[str, Any], expected: str) -> None:
    assert refusal({"log": ["a"], **options}) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("0", Threshold(0, is_percentage=False, text="0"), id="none"),
        pytest.param(" 10 ", Threshold(10, is_percentage=False, text="10"), id="count"),
        pytest.param("10.0", Threshold(10, is_percentage=False, text="10.0"), id="count with a point"),
        pytest.param("2.5 %", Threshold(2.5, is_percentage=True, text="2.5 %"), id="share"),
        pytest.param("100%", Threshold(100, is_percentage=True, text="100%"), id="everything"),
    ],
)
def test_limits(text: str, expected: Threshold) -> None:
    assert resolved({"log": ["a"], "max_unparsed": text}).max_unparsed == expected


@pytest.mark.parametrize(
    ("limit", "count", "total", "is_allowed"),
    [
        pytest.param(Threshold(0, is_percentage=False, text="0"), 0, 0, True, id="nothing of nothing"),
        pytest.param(Threshold(3, is_percentage=False, text="3"), 3, 3, True, id="the count"),
        pytest.param(Threshold(3, is_percentage=False, text="3"), 4, 400, False, id="over the count"),
        pytest.param(Threshold(50, is_percentage=True, text="50%"), 1, 2, True, id="the share"),
        pytest.param(Threshold(50, is_percentage=True, text="50%"), 2, 3, False, id="over the share"),
        pytest.param(Threshold(0.1, is_percentage=True, text="0.1%"), 1, 1000, True, id="a small share"),
        pytest.param(Threshold(0, is_percentage=True, text="0%"), 1, 1_000_000, False, id="no share"),
    ],
)
def test_what_a_limit_allows(limit: Threshold, count: int, total: int, is_allowed: bool) -> None:
    assert limit.allows(count, total) is is_allowed


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("localhost", True),
        ("LOCALHOST", True),
        ("127.0.0.1", True),
        ("::1", True),
        ("localhost.example", False),
        ("127.0.0.1.example", False),
        ("10.0.0.1", False),
        ("0.0.0.0", False),  # noqa: S104 - nothing is bound
        ("", False),
    ],
)
def test_which_hosts_are_this_machine(host: str, expected: bool) -> None:
    assert is_loopback(host) is expected
