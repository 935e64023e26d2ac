"""Secrets are put in every place that takes one, failures are provoked with the noisiest flags, and nothing shows them.

All that was written is searched: what was captured, reports, saved runs, pytest's cache; plain, URL-encoded and in base64.
"""

from __future__ import annotations

import base64
import gzip
import json
import shlex
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest

from pytest_contentjobs.emulator import ContentService
from pytest_contentjobs.pipeline.outputs import REPORTS
from pytest_contentjobs.pipeline.threads import Stop
from tests.faults.raw_server import http, raw_server
from tests.support import CLEAN_LOG, INFO, finished

JOB = "7A84B875-6F75-4C7B-B137-0632B62DB0BD"
#: By where they are set. Headers and OAuth forms set limits to the first two.
SECRETS = {
    "CONTENTJOBS_ACCESS_TOKEN": "eyJcanary+token/with~odd.characters=",
    "CONTENTJOBS_CLIENT_SECRET": "cänary client&secret='\"<%41>;\\n/+",
    "CONTENTJOBS_SOURCE_ACCESS_KEY_ID": "CANARY/KEY+ID",
    "CONTENTJOBS_SOURCE_SECRET_ACCESS_KEY": "canary/source+secret==\u96ea",
    "AWS_SECRET_ACCESS_KEY": "canary/aws+secret/with\"quotes'",
    "AWS_SESSION_TOKEN": "canary//session+token==",
}
SIGNATURE = "canary0signature0of0a0url"
PROXY_PASSWORD = "canary-p@ss:word"
RENEWED = "canary.renewed-token~1"
#: Credentials that are not known in advance, in texts that contain them: they are recognised by their form.
FOREIGN = {
    "f0re1gnS1gnature0": "https://b.s3.amazonaws.com/k?X-Amz-Date=1&X-Amz-Signature=f0re1gnS1gnature0&x=1",
    "AKIAF0REIGN0000": "/k?X-Amz-Credential=AKIAF0REIGN0000%2F20261123%2Feu%2Fs3%2Faws4_request",
    "F0reignSecurityT0ken": "X-Amz-Security-Token: F0reignSecurityT0ken//+==",
    "f0reignSas%2Bs1g": "https://a.blob.core.windows.net/c/b?sv=2024-11-04&se=2027&sp=r&sig=f0reignSas%2Bs1g%3D&id=1",
    "f0re1gnGcs5ign": "?X-Goog-Signature=f0re1gnGcs5ign",
    "f0reignBearer.t0ken": "Authorization: Bearer f0reignBearer.t0ken",
    "Zm9yZWlnbjpiYXNpYzpwdw==": "Basic Zm9yZWlnbjpiYXNpYzpwdw==",
    "f0reign-pa55": "https://user:f0reign-pa55@files.example/x",
    "eyJmb3JlaWduIjoxfQ": "eyJhbGciOiJIUzI1NiJ9.eyJmb3JlaWduIjoxfQ.c2lnbmF0dXJlMDA",
    "f0reignJs0nPw": '{"password": "f0reignJs0nPw"}',
    "f0reignApiK3y": "?api_key=f0reignApiK3y&lang=en",
    "f0re1gn5hown5ig": "https:\\/\\/b\\/k?a=1\\u0026Signature=f0re1gn5hown5ig",
    "f0re1gnHtml5ig": "k?a=1&amp;X-Amz-Signature&#x3D;f0re1gnHtml5ig",
    "f0re1gnTwice5ig": "k%253Fa%253D1%2526X-Amz-Signature%253Df0re1gnTwice5ig",
}
OF_OTHERS = " ".join(FOREIGN.values())
NOISE = (
    *("-vv", "-rA", "-s", "--showlocals", "--tb=long", "--log-level=DEBUG", "-o", "log_cli=true"),
    *("--junit-xml=junit.xml", "-o", "junit_logging=all", "--content-junit=content.xml", "--content-save=saved"),
    *(f"{row.option.name}=report.{name}" for name, row in REPORTS.items() if name != "junit"),
    "--content-history=history.jsonl",
    *("--content-poll-interval=0.05", "--content-timeout=1"),
    *("--debug", "--trace-config", "--setup-show", "--full-trace", "--durations=0"),
    *("--log-file=log.txt", "--log-file-level=DEBUG", "-o", "log_auto_indent=true"),
)
OWN_TEST = """
import os, pathlib

def test_own(content_job, request):
    config = request.config
    everything = repr(content_job), OPTIONS, getattr(config, "workerinput", None)
    # What others on this machine see of this process and the one that started it.
    for number in (os.getpid(), os.getppid()):
        line = pathlib.Path(f"/proc/{number}/cmdline")
        if line.exists():
            pathlib.Path(f"process-{number}.txt").write_bytes(line.read_bytes())
    assert everything == config
"""


def spell(secret: str) -> set[str]:
    """Return the forms of a secret in a text, independently of the code under test."""
    data = secret.encode()
    plain = {secret, json.dumps(secret)[1:-1], quote(secret, safe=""), quote_plus(secret), quote(secret).lower()}
    middle = {base64.b64encode(b"x" * shift + data).decode()[2 if shift else 0 : -4] for shift in range(3)}
    return plain | middle | {text.replace("+", "-").replace("/", "_") for text in middle}


ALL = " ".join(SECRETS.values())
ECHO = " ".join(form for secret in SECRETS.values() for form in (secret, quote(secret, safe=""), quote_plus(secret)))
ENCODED = " ".join(
    base64.b64encode(f"{'x' * shift}{secret}:".encode()).decode() for secret in SECRETS.values() for shift in range(3)
)


@dataclass
class Failure:
    """A way to fail: the responses of the API, the content of the log, and the arguments.

    What a user puts into an argument, pytest shows where it is asked for its options. ``parts`` of a secret must not be
    left either.
    """

    name: str
    answers: list[bytes] = field(default_factory=list)
    log: bytes | None = None
    status: dict[str, object] = field(default_factory=dict)
    arguments: tuple[str, ...] = ("--content-job", f"main={JOB}")
    environment: dict[str, str] = field(default_factory=dict)
    has_secret_argument: bool = False
    parts: tuple[str, ...] = ()
    expected: tuple[int, ...] = (10,)


def answer(document: object, status: str = "200 OK") -> bytes:
    return http(status, json.dumps(document, ensure_ascii=False).encode(), "Content-Type: application/json")


def vendor(code: int) -> bytes:
    document = {"code": f"{code}-100", "developerMessage": f"refused: {ECHO}", "userMessage": ENCODED}
    return answer(document, f"{code} Refused {SECRETS['CONTENTJOBS_ACCESS_TOKEN']}")


def found(text: str) -> bytes:
    return f"{INFO}2026-11-23 10:00:01,123 ERROR [worker-1] a.b - ART-1 article 'A/B': {text}\n".encode()


OAUTH = {
    "CONTENTJOBS_ACCESS_TOKEN": "",
    "CONTENTJOBS_CLIENT_ID": "canary-client",
    "CONTENTJOBS_TOKEN_URL": "{url}/token",
}
COMMAND = f"{shlex.quote(sys.executable)} -c {shlex.quote('import sys; print(sys.argv[1]); sys.exit(sys.argv[1])')}"
FAILURES = [
    *(Failure(f"refused with {code}", [vendor(code)]) for code in (400, 401, 403, 404, 406, 429, 500, 503)),
    Failure("a page", [http("200 OK", f"<html>{ALL} {ENCODED}</html>".encode(), "Content-Type: text/html")]),
    Failure("cut JSON", [http("200 OK", f'{{"status": "{ALL}'.encode())]),
    Failure("broken connection", [b""]),
    Failure("redirect", [http("302 Found", b"", f"Location: https://elsewhere.example/?{quote(ALL)}")]),
    Failure("unknown status", [answer({"status": ECHO[:200], "currentOperation": ENCODED, "error": ALL})]),
    Failure("failed job", [answer({"status": "Failed", "error": f"cannot use {ECHO} {ENCODED}"})]),
    Failure("still running", [answer({"status": "In Progress", "currentOperation": ECHO})]),
    Failure("finding", log=found(ECHO), status=finished(1, 0), expected=(1,)),
    Failure("finding, encoded", log=found(ENCODED), status=finished(1, 0), expected=(1,)),
    Failure("finding in a packed log", log=gzip.compress(found(ALL)), status=finished(1, 0), expected=(1,)),
    Failure("finding about a secret", log=found("x").replace(b"A/B", ECHO[:60].encode()), status=finished(1, 0), expected=(1, 10)),
    Failure("unrecognised line", log=f"{CLEAN_LOG}an error with {ALL}\n".encode(), status=finished(0, 0)),
    Failure("log that is no text", log=b"\x00" + ALL.encode() + b"\xff\xfe", status=finished(0, 0)),
    Failure("odd location", status=finished(0, 0, logFileLocation=f"ftp://user:{quote(PROXY_PASSWORD)}@host/{quote(ALL)}")),
    Failure("secret as location", status=finished(0, 0, logFileLocation=f"s3://bucket/{ALL}")),
    Failure(
        "pre-signed location", status=finished(0, 0, logFileLocation=f"{{url}}/log.txt?X-Amz-Signature={SIGNATURE}")
    ),
    Failure(
        "pre-signed log",
        arguments=("--content-log", f"main=https://127.0.0.1:9/l?X-Amz-Signature={SIGNATURE}"),
        has_secret_argument=True,
    ),
    Failure(
        "refused source",
        [vendor(400)],
        arguments=("--content-validate", "main=s3://bucket/x"),
    ),
    Failure(
        "source, broken connection",
        [b""],
        arguments=("--content-validate", "main=s3://bucket/x"),
    ),
    Failure("refused client", [answer({"error": "invalid_client", "error_description": ECHO}, "401 No")], environment=OAUTH),
    Failure("odd token", [answer({"access_token": f"{ALL}\n", "expires_in": ALL})], environment=OAUTH),
    Failure(
        "renewed token",
        [answer({"access_token": RENEWED, "expires_in": 600}), answer({"status": "Failed", "error": f"not {RENEWED}"})],
        environment=OAUTH,
    ),
    Failure(
        "token command",
        environment={"CONTENTJOBS_ACCESS_TOKEN": "", "CONTENTJOBS_TOKEN_COMMAND": f"{COMMAND} {shlex.quote(ALL)}"},
    ),
    Failure(
        "proxy",
        [answer(finished(0, 0))],
        environment={"CONTENTJOBS_API_DOMAIN": "api.example", "HTTPS_PROXY": f"http://u:{quote(PROXY_PASSWORD)}@127.0.0.1:9"},
    ),
    Failure(
        "malformed proxy without a scheme",
        environment={"CONTENTJOBS_API_DOMAIN": "api.example", "HTTPS_PROXY": f"u:{quote(PROXY_PASSWORD)}@127.0.0.1:odd"},
        expected=(4,),
    ),
    Failure(
        "malformed domain",
        environment={"CONTENTJOBS_API_DOMAIN": f"https://user:{quote(PROXY_PASSWORD)}@api.example"},
        expected=(4,),
    ),
    Failure("others' secrets, refused", [answer({"code": "400-1", "developerMessage": OF_OTHERS}, "400 No")]),
    Failure("others' secrets, refused for users", [answer({"code": "400-1", "userMessage": OF_OTHERS}, "400 No")]),
    *(
        Failure(f"other's secret, status line {number}", [answer({}, f"503 {text}")])
        for number, text in enumerate(FOREIGN.values())
    ),
    *(
        Failure(f"other's secret, no status {number}", [answer({"state": text})])
        for number, text in enumerate(FOREIGN.values())
    ),
    Failure("others' secrets, failed job", [answer({"status": "Failed", "error": OF_OTHERS})]),
    Failure("others' secrets in a structure", [answer({"status": "Failed", "error": {"why": OF_OTHERS}})]),
    Failure("others' secrets, unknown status", [answer({"status": OF_OTHERS, "currentOperation": OF_OTHERS})]),
    Failure("others' secrets, still running", [answer({"status": "In Progress", "currentOperation": OF_OTHERS})]),
    Failure("others' secrets, finding", log=found(OF_OTHERS), status=finished(1, 0), expected=(1,)),
    Failure(
        "others' secrets, item",
        log=found("x").replace(b"A/B", b"k?X-Amz-Signature=f0re1gnS1gnature0"),
        status=finished(1, 0),
        expected=(1,),
    ),
    Failure("others' secrets, unrecognised line", log=f"{CLEAN_LOG}an error with {OF_OTHERS}\n".encode(), status=finished(0, 0)),
    Failure("others' secrets, log that is no text", log=b"\x00" + OF_OTHERS.encode() + b"\xff\xfe", status=finished(0, 0)),
    Failure("others' secrets as location", status=finished(0, 0, logFileLocation=f"s3://bucket/{OF_OTHERS}")),
    Failure("pre-signed key", status=finished(0, 0, logFileLocation="s3://bucket/log.txt?X-Amz-Signature=f0re1gnS1gnature0")),
    Failure(
        "secret at the cut",
        status=finished(0, 0, logFileLocation=f"s3://BUCKET/{'x' * 170}/{SECRETS['CONTENTJOBS_ACCESS_TOKEN']}"),
        parts=(SECRETS["CONTENTJOBS_ACCESS_TOKEN"][:8],),
    ),
    Failure("location with a user", status=finished(0, 0, logFileLocation="https://user:f0reign-pa55@files.example/x")),
    Failure("pre-signed redirect", [http("302 Found", b"", f"Location: {next(iter(FOREIGN.values()))}")]),
    Failure("xdist", log=found(ECHO), status=finished(1, 0), arguments=("--content-job", f"main={JOB}", "-n1"), expected=(1,)),
]  # fmt: skip


@contextmanager
def environment_of(failure: Failure, service: ContentService) -> Iterator[dict[str, str]]:
    """Give the environment for a failure, with a server that sends its responses."""
    answers = list(failure.answers)
    location = service.put_object(f"canary/{failure.name}", failure.log) if failure.log else None
    with raw_server(answers or [b""]) as (url, _):
        if failure.status:
            status = {
                key: str(value).replace("{url}", url) if key == "logFileLocation" else value
                for key, value in failure.status.items()
            }
            answers = [answer(status if location is None else {**status, "logFileLocation": location})]
        with raw_server(answers or [b""]) as (api, _):
            own = {key: value.replace("{url}", api) for key, value in failure.environment.items()}
            on_github = {"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": "summary.md"}
            yield {"CONTENTJOBS_API_DOMAIN": api, **SECRETS, **own, **on_github}


def written(folder: Path, result: pytest.RunResult) -> dict[str, str]:
    """Return all texts that a run left behind, by place."""
    texts = {"stdout": result.stdout.str(), "stderr": result.stderr.str()}
    for path in folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            with_packed = content + (gzip.decompress(content) if content.startswith(b"\x1f\x8b") else b"")
            texts[str(path.relative_to(folder))] = with_packed.decode("utf-8", "replace")
    return texts


@pytest.mark.grid
@pytest.mark.parametrize("failure", FAILURES, ids=lambda failure: failure.name)
def test_no_secret_is_shown(
    pytester: pytest.Pytester, service: ContentService, monkeypatch: pytest.MonkeyPatch, failure: Failure
) -> None:
    noise = [flag for flag in NOISE if flag != "--debug" or not failure.has_secret_argument]
    options = "None" if failure.has_secret_argument else "vars(config.option)"
    pytester.makepyfile(test_own=OWN_TEST.replace("OPTIONS", options))
    monkeypatch.setattr(Stop, "sleep", lambda _self, seconds: time.sleep(min(seconds, 0.01)))
    with environment_of(failure, service) as environment:
        # What the environment of a failure does not set is not a secret there.
        secrets = [secret for secret in SECRETS.values() if secret in environment.values()]
        for variable, value in environment.items():
            monkeypatch.setenv(variable, value)

        result = pytester.runpytest_inprocess(*noise, "-p", "no:randomly", *failure.arguments)

    assert result.ret in failure.expected
    # pytester keeps a copy of what it wrote for the test itself.
    texts = {place: text for place, text in written(pytester.path, result).items() if place != "test_own.py"}
    secrets += [SIGNATURE, PROXY_PASSWORD, RENEWED, *FOREIGN, *failure.parts]
    shown = [
        (place, form) for secret in secrets for form in spell(secret) for place, text in texts.items() if form in text
    ]
    assert shown == []
