from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path

import pytest

from pytest_contentjobs.boundary.network import is_loopback
from pytest_contentjobs.errors import SettingsError
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.settings.credentials import StaticToken
from pytest_contentjobs.settings.options import OPTIONS, Option
from pytest_contentjobs.settings.parsing import PARSERS, Threshold
from pytest_contentjobs.settings.requests import JobRequest, LogRequest
from pytest_contentjobs.settings.resolve import Settings, collect_secrets, resolve

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
    log_pattern=(),
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
) -> SettingsError:
    with pytest.raises(SettingsError) as refused:
        resolved(option, environment, ini)
    return refused.value


def refuses(error: SettingsError, reason: Reason, *names: str) -> bool:
    """Whether an error has this reason, and names these things in its text."""
    return error.reason is reason and all(name in str(error) for name in names)


def job(text: str = ID, **options: object) -> dict[str, object]:
    return {"job": [text], **options}


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
        *("jobs", "logs", "api_base", "credentials", "log_pattern", "secrets"),
    }


TEXTS = {
    "as_account": "012345678901",
    "as_buckets": "logs,other-logs",
    "as_count": "3",
    "as_duration": "7m",
    "as_flag": "yes",
    "as_hosts": "files.example",
    "as_limit": "3",
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
        "--content-a-b, the variable CONTENTJOBS_A_B or the ini key content_a_b",
    )
    assert option._replace(variable=None).places == "--content-a-b or the ini key content_a_b"
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


NO_JOBS: dict[str, tuple[str, Reason, tuple[str, ...]]] = {
    "empty": ("", Reason.VALUE_INVALID, ("--content-job ''",)),
    "no UUID": ("12345", Reason.VALUE_INVALID, ("--content-job '12345'",)),
    "a digit too many": (f"{ID}0", Reason.VALUE_INVALID, (f"--content-job '{ID}0'",)),
    "two": (f"{ID} {ID_2}", Reason.VALUE_INVALID, (f"--content-job '{ID} {ID_2}'", " 2 ")),
    "another tenant": (
        f"https://other.example/{ID}",
        Reason.SETTINGS_CONFLICT,
        ("'other.example'", "'api.example'", "CONTENTJOBS_API_DOMAIN"),
    ),
    "half an address": (f"https://u:p@[x/{ID}", Reason.SETTINGS_CONFLICT, ("'[x'", "'api.example'")),
}


@pytest.mark.parametrize("name", NO_JOBS)
def test_what_is_not_a_job(name: str) -> None:
    text, reason, names = NO_JOBS[name]
    error = refusal(job(text), JOB_ENVIRONMENT)

    assert refuses(error, reason, *names)
    assert "u:p" not in str(error)


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


NO_DOMAINS: dict[str, Reason] = {
    **dict.fromkeys(("https://", "a b", "h:port", "[::1", "h/?a=b", "h/#a", "ftp://h"), Reason.VALUE_INVALID),
    "http://api.example": Reason.ADDRESS_INSECURE,
    **dict.fromkeys(
        ("https://user:secret@h", "user@h", "https://user:secret@[h", "u:secret@h:port"), Reason.SECRET_IN_ADDRESS
    ),
}


@pytest.mark.parametrize("domain", NO_DOMAINS)
def test_what_is_not_an_api_domain(domain: str) -> None:
    error = refusal(job(api_domain=domain), JOB_ENVIRONMENT)

    assert refuses(error, NO_DOMAINS[domain], "--content-api-domain or the variable CONTENTJOBS_API_DOMAIN")
    if error.reason is Reason.SECRET_IN_ADDRESS:
        assert domain not in str(error)
        assert "secret" not in str(error)
        assert "CONTENTJOBS_ACCESS_TOKEN" in str(error)
    else:
        assert repr(domain) in str(error)


def test_a_missing_api_domain_names_its_places() -> None:
    error = refusal(job(), {"CONTENTJOBS_ACCESS_TOKEN": "token"})

    assert refuses(error, Reason.SETTING_MISSING, "--content-api-domain or the variable CONTENTJOBS_API_DOMAIN")


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
    error = refusal(job(api_domain="h"))

    assert refuses(
        error,
        Reason.SETTING_MISSING,
        *("CONTENTJOBS_ACCESS_TOKEN", "EGAIN_ACCESS_TOKEN", "CONTENTJOBS_TOKEN_FILE", "CONTENTJOBS_TOKEN_COMMAND"),
        *("CONTENTJOBS_TOKEN_URL", "CONTENTJOBS_CLIENT_ID", "CONTENTJOBS_CLIENT_SECRET"),
    )


@pytest.mark.parametrize("token", ["Bearer abc", "a\nb", "töken"])
def test_a_token_that_is_not_allowed_in_a_header_is_not_shown(token: str) -> None:
    error = refusal(job(api_domain="h"), {"EGAIN_ACCESS_TOKEN": token})

    assert refuses(error, Reason.VALUE_INVALID, "EGAIN_ACCESS_TOKEN")
    assert token not in str(error)


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


MALFORMED: dict[str, tuple[str, ...]] = {
    "poll_interval": ("soon", "-1", "1m1h", "1e3", "1d", "inf", "1 s", "0.01", ""),
    "stall_timeout": ("soon", "0", "0.01", ""),
    "log_end": ("eof",),
    "max_unparsed": ("many", "-1", "1.5", "101%", "%", "1%%", "nan"),
    "max_log_size": ("", "0", "-1", "much", "1.5GB", "1TB"),
    "job_retries": ("-1", "1.5", "1234567890"),
    "max_cases": ("-1", "all"),
    "baseline_strict": ("maybe", ""),
    "log_buckets": ("UPPER", "a", " ", ","),
    "log_hosts": ("https://h", "h:0", ""),
    "log_bucket_owner": ("12345678901", "0123456789012", "a12345678901"),
    "rule_url": ("h/{rule}", "https://h/{id}", "https://h/", "https://h/{rule} b"),
}


@pytest.mark.parametrize(("field", "text"), [(field, text) for field, texts in MALFORMED.items() for text in texts])
def test_values_that_are_malformed(field: str, text: str) -> None:
    option = next(option for option in OPTIONS if option.field == field)
    error = refusal({"log": ["a"], field: text})

    assert refuses(error, Reason.VALUE_INVALID, option.places)
    assert not text.strip(" ,") or text in str(error)


def test_wording_of_settings_that_cannot_be_used(wording: Callable[[str], None]) -> None:
    errors = [
        *(refusal(options, JOB_ENVIRONMENT) for options, _, _ in UNUSABLE.values()),
        *(refusal(job(text), JOB_ENVIRONMENT) for text, _, _ in NO_JOBS.values()),
        *(refusal(job(api_domain=domain), JOB_ENVIRONMENT) for domain in NO_DOMAINS),
        *(refusal({"log": ["a"], field: text}) for field, texts in MALFORMED.items() for text in (texts[0], texts[-1])),
        *(refusal({"log": ["a"]}, ini={key: "h.example"}) for key in ("api_domain", "log_hosts")),
        refusal({"log": ["log.txt"], "junit": ""}),
        refusal(job(), {"CONTENTJOBS_ACCESS_TOKEN": "token"}),
        refusal(job(api_domain="h")),
        refusal(job(api_domain="h"), {"EGAIN_ACCESS_TOKEN": "Bearer abc"}),
    ]

    wording("\n".join(dict.fromkeys(error.explain() for error in errors)))


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


@pytest.mark.parametrize("proxy", ["http://u:quiet%2Fword@host:3128", "u:quiet%2Fword@host:3128"])
def test_password_of_a_proxy_is_a_known_secret(proxy: str) -> None:
    assert [secret.get_secret_value() for secret in collect_secrets({"HTTPS_PROXY": proxy})] == ["quiet/word"]
