"""Mistakes that a person makes when setting the gate up: what was typed, and what the message must name."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tests.faults.raw_server import http
from tests.faults.s3_server import error_answer
from tests.support import CLEAN_LOG

__all__ = ["LOCAL_SECONDS", "MISTAKES", "REMOTE_SECONDS", "Mistake"]

#: How long the message may take: where this machine alone knows it, and where a server has to be asked.
LOCAL_SECONDS, REMOTE_SECONDS = 2.0, 15.0
JOB = "7A84B875-6F75-4C7B-B137-0632B62DB0BD"
USAGE, NOT_JUDGED = 4, 10


@dataclass(frozen=True)
class Mistake:
    """Arguments of ``contentjobs``, and what else is unlike a set-up that works.

    In arguments and values, ``{job}`` is a job that ended, ``{url}`` the answer of ``server`` or, as the S3, of ``store``, and
    ``{closed}`` an address where nothing listens; None takes a variable away. ``names`` is data that the message must contain.
    """

    code: str
    names: Sequence[str]
    arguments: Sequence[str] = ("wait", "{job}")
    environment: Mapping[str, str | None] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    server: bytes | None = None
    store: bytes | None = None
    tls: bool = False
    status: int = USAGE

    @property
    def is_remote(self) -> bool:
        """Whether only a server can know of it."""
        return self.status == NOT_JUDGED and self.arguments[0] in {"wait", "validate", "status"}


def _token(variable: str, value: str, **others: str | None) -> dict[str, str | None]:
    return {"CONTENTJOBS_ACCESS_TOKEN": None, variable: value, **others}


def _oauth(**others: str | None) -> dict[str, str | None]:
    return {
        "CONTENTJOBS_ACCESS_TOKEN": None,
        "CONTENTJOBS_TOKEN_URL": "{url}/token",
        "CONTENTJOBS_CLIENT_ID": "client",
        "CONTENTJOBS_CLIENT_SECRET": "hidden",
        **others,
    }


def _s3(status: str, code: str, message: str = "", *headers: str) -> bytes:
    return error_answer(status, code, message, *headers)


_LOG = {"log.txt": CLEAN_LOG}
_ALONE = ("report", "--content-log=log.txt")
_PAGE = http("200 OK", b"<html><h1>Sign in</h1></html>", "Content-Type: text/html")
_DOMAIN, _BUCKETS = "CONTENTJOBS_API_DOMAIN", "CONTENTJOBS_LOG_BUCKETS"

_DOMAINS = {
    "no domain": Mistake("setting-missing", [_DOMAIN], environment={_DOMAIN: None}),
    "a domain with a password": Mistake("secret-in-address", [_DOMAIN], environment={_DOMAIN: "me:hidden@host"}),
    "a domain in the clear": Mistake(
        "address-insecure", ["http://api.example.com"], environment={_DOMAIN: "http://api.example.com"}
    ),
    "a domain that is none": Mistake("value-invalid", ["'https://'"], environment={_DOMAIN: "https://"}),
    "a domain without an address": Mistake(
        "name-not-found", ["no-such-tenant.invalid"], environment={_DOMAIN: "no-such-tenant.invalid"}, status=NOT_JUDGED
    ),
    "a port where nothing listens": Mistake(
        "service-unreachable", ["{closed}"], environment={_DOMAIN: "http://{closed}"}, status=NOT_JUDGED
    ),
    "the address of a web page": Mistake(
        "response-unexpected", ["Sign in"], environment={_DOMAIN: "{url}"}, server=_PAGE, status=NOT_JUDGED
    ),
    "an address that redirects": Mistake(
        "request-redirected",
        ["302"],
        environment={_DOMAIN: "{url}"},
        server=http("302 Found", b"", "Location: https://elsewhere.example/"),
        status=NOT_JUDGED,
    ),
    "a certificate that nobody knows": Mistake(
        "certificate-untrusted",
        ["SSL_CERT_FILE"],
        environment={_DOMAIN: "{url}"},
        server=_PAGE,
        tls=True,
        status=NOT_JUDGED,
    ),
    "a job of another tenant": Mistake(
        "settings-conflict", ["other.example"], ("wait", f"https://other.example/import/content/{JOB}/status")
    ),
    "a proxy that is none": Mistake(
        "network-settings-invalid",
        ["HTTPS_PROXY"],
        environment={_DOMAIN: "api.example.com", "HTTPS_PROXY": "ftp://proxy:1"},
    ),
    "a proxy where nothing listens": Mistake(
        "service-unreachable",
        ["api.example.com", "the proxy {closed}"],
        environment={_DOMAIN: "api.example.com", "HTTPS_PROXY": "http://{closed}"},
        status=NOT_JUDGED,
    ),
    "certificates that are not there": Mistake(
        "network-settings-invalid",
        ["SSL_CERT_FILE"],
        environment={_DOMAIN: "api.example.com", "SSL_CERT_FILE": "no/such.pem"},
    ),
}
_TOKENS = {
    "no token": Mistake(
        "setting-missing",
        ["CONTENTJOBS_ACCESS_TOKEN"],
        environment={
            f"CONTENTJOBS_{name}": None for name in ("ACCESS_TOKEN", "TOKEN_URL", "CLIENT_ID", "CLIENT_SECRET")
        },
    ),
    "a token with Bearer": Mistake(
        "value-invalid", ["'Bearer'"], environment={"CONTENTJOBS_ACCESS_TOKEN": "Bearer hidden"}
    ),
    "a wrong token": Mistake(
        "token-refused",
        ["401", "CONTENTJOBS_ACCESS_TOKEN"],
        environment={"CONTENTJOBS_ACCESS_TOKEN": "hidden"},
        status=NOT_JUDGED,
    ),
    "a token file that is not there": Mistake(
        "file-unreadable", ["token.txt"], environment=_token("CONTENTJOBS_TOKEN_FILE", "token.txt")
    ),
    "an empty token file": Mistake(
        "token-invalid",
        ["token.txt"],
        environment=_token("CONTENTJOBS_TOKEN_FILE", "token.txt"),
        files={"token.txt": "\n"},
    ),
    "a token file with more than a token": Mistake(
        "token-invalid",
        ["token.txt"],
        environment=_token("CONTENTJOBS_TOKEN_FILE", "token.txt"),
        files={"token.txt": "token: hidden\n"},
    ),
    "a token command that is not there": Mistake(
        "token-command-failed", ["get-token"], environment=_token("CONTENTJOBS_TOKEN_COMMAND", "get-token --quiet")
    ),
    "a token command that fails": Mistake(
        "token-command-failed",
        ["status 3"],
        environment=_token("CONTENTJOBS_TOKEN_COMMAND", "sh -c 'exit 3'"),
        status=NOT_JUDGED,
    ),
    "a token command with a lost quote": Mistake(
        "value-invalid",
        ["CONTENTJOBS_TOKEN_COMMAND"],
        environment=_token("CONTENTJOBS_TOKEN_COMMAND", "sh -c 'exit 3"),
    ),
    "a client without its secret": Mistake(
        "setting-missing", ["CONTENTJOBS_CLIENT_SECRET"], environment={"CONTENTJOBS_CLIENT_SECRET": None}
    ),
    "a client that the token endpoint refuses": Mistake(
        "client-refused",
        ["invalid_client", "CONTENTJOBS_CLIENT_ID"],
        environment=_oauth(),
        server=http("401 Unauthorized", b'{"error": "invalid_client"}'),
        status=NOT_JUDGED,
    ),
    "a misspelt variable": Mistake(
        "variable-unknown", ["CONTENTJOBS_LOG_BUCKETS?"], environment={"CONTENTJOBS_LOG_BUCKET": "my-logs"}
    ),
}
_JOBS = {
    "an unknown job": Mistake("job-not-found", [JOB], ("wait", JOB), status=NOT_JUDGED),
    "a job that is no id": Mistake("value-invalid", ["'17'"], ("wait", "17")),
    "no permission": Mistake(
        "permission-missing",
        ["403", "View permission"],
        environment={_DOMAIN: "{url}"},
        server=http("403 Forbidden", b'{"code": "403-178", "developerMessage": "No view permission"}'),
        status=NOT_JUDGED,
    ),
    "a source of another kind": Mistake("value-invalid", ["'https://host/x'"], ("validate", "https://host/x")),
    "a source that is not there": Mistake(
        "job-failed",
        ["NoSuchBucket"],
        ("validate", "s3://no-such-bucket-of-ours/x/", "--content-poll-interval=0.2"),
        status=NOT_JUDGED,
    ),
    "half of the source's credentials": Mistake(
        "setting-missing",
        ["CONTENTJOBS_SOURCE_SECRET_ACCESS_KEY"],
        ("validate", "s3://bucket/x/"),
        {"CONTENTJOBS_SOURCE_ACCESS_KEY_ID": "key"},
    ),
    "one name for two logs": Mistake(
        "settings-conflict", ["'a'"], ("report", "--content-log=a=log.txt", "--content-log=a=log.txt"), files=_LOG
    ),
}
_LOGS = {
    "a log in another bucket": Mistake(
        "log-bucket-untrusted", ["--content-log-buckets"], environment={_BUCKETS: "my-logs"}, status=NOT_JUDGED
    ),
    "an unknown bucket": Mistake(
        "log-bucket-missing",
        ["NoSuchBucket"],
        environment={"AWS_ENDPOINT_URL_S3": "{url}"},
        store=_s3("404 Not Found", "NoSuchBucket"),
        status=NOT_JUDGED,
    ),
    "no AWS credentials": Mistake(
        "aws-credentials-missing",
        ["AWS_PROFILE"],
        environment={"AWS_ACCESS_KEY_ID": None, "AWS_SECRET_ACCESS_KEY": None, "HOME": "."},
        status=NOT_JUDGED,
    ),
    "AWS credentials that have expired": Mistake(
        "aws-credentials-expired",
        ["ExpiredToken"],
        environment={"AWS_ENDPOINT_URL_S3": "{url}"},
        store=_s3("400 Bad Request", "ExpiredToken"),
        status=NOT_JUDGED,
    ),
    "a wrong AWS key": Mistake(
        "aws-credentials-invalid",
        ["AWS_ACCESS_KEY_ID"],
        environment={"AWS_ENDPOINT_URL_S3": "{url}"},
        store=_s3("403 Forbidden", "InvalidAccessKeyId"),
        status=NOT_JUDGED,
    ),
    "no permission for the log": Mistake(
        "log-forbidden",
        ["AccessDenied", "s3:GetObject"],
        environment={"AWS_ENDPOINT_URL_S3": "{url}"},
        store=_s3("403 Forbidden", "AccessDenied"),
        status=NOT_JUDGED,
    ),
    "a wrong region": Mistake(
        "log-in-another-region",
        ["AWS_DEFAULT_REGION=eu-west-1"],
        environment={"AWS_ENDPOINT_URL_S3": "{url}"},
        store=_s3("301 Moved Permanently", "PermanentRedirect", "", "x-amz-bucket-region: eu-west-1"),
        status=NOT_JUDGED,
    ),
    "a wrong clock": Mistake(
        "clock-wrong",
        ["RequestTimeTooSkewed", "clock"],
        environment={"AWS_ENDPOINT_URL_S3": "{url}"},
        store=_s3("403 Forbidden", "RequestTimeTooSkewed"),
        status=NOT_JUDGED,
    ),
    "a log that is not there": Mistake("file-unreadable", ["'log.txt'"], _ALONE, status=NOT_JUDGED),
    "a page in place of a log": Mistake(
        "not-a-log", ["HTML"], _ALONE, files={"log.txt": "<!doctype html><html></html>\n"}, status=NOT_JUDGED
    ),
    "an unknown key of S3": Mistake(
        "log-missing",
        ["NoSuchKey"],
        ("report", "--content-log=s3://my-logs/log.txt"),
        {"AWS_ENDPOINT_URL_S3": "{url}"},
        store=_s3("404 Not Found", "NoSuchKey"),
        status=NOT_JUDGED,
    ),
}
_SETTINGS = {
    "nothing to gate": Mistake("nothing-to-gate", ["--content-job"], ("report",)),
    "an unknown option": Mistake("usage-invalid", ["'--content-jobs'"], ("report", "--content-jobs=1")),
    "a duration that is none": Mistake("value-invalid", ["'soon'"], (*_ALONE, "--content-timeout=soon")),
    "a variable with a malformed value": Mistake(
        "value-invalid", ["CONTENTJOBS_MAX_LOG_SIZE: 'big'"], _ALONE, {"CONTENTJOBS_MAX_LOG_SIZE": "big"}
    ),
    "a list of buckets that a script left empty": Mistake(
        "value-invalid", ["--content-log-buckets"], (*_ALONE, "--content-log-buckets=")
    ),
    "an account that is none": Mistake("value-invalid", ["12 digits"], (*_ALONE, "--content-log-bucket-owner=me")),
    "an unknown format": Mistake("value-invalid", ["'jsonlines'"], (*_ALONE, "--content-log-format=jsonlines")),
    "a pattern that is none": Mistake(
        "log-pattern-invalid", ["(?P<message"], (*_ALONE, "--content-log-pattern=(?P<message")
    ),
    "a policy that is not there": Mistake(
        "file-unreadable", ["'policy.toml'"], (*_ALONE, "--content-policy=policy.toml")
    ),
    "a policy with a misspelt key": Mistake(
        "policy-invalid",
        ["'policy.toml', line 3", "tolerate?"],
        (*_ALONE, "--content-policy=policy.toml"),
        files={"policy.toml": '[[policy]]\nrule = "ART-1*"\ntolerat = true\n'},
    ),
    "a project file with a misspelt key": Mistake(
        "project-file-invalid", ["line 1", "baseline?"], _ALONE, files={"contentjobs.toml": 'baselin = "b.json"\n'}
    ),
    "a project file that is not TOML": Mistake(
        "project-file-invalid", ["contentjobs.toml"], _ALONE, files={"contentjobs.toml": "baseline = b.json\n"}
    ),
    "a token in the project file": Mistake(
        "project-file-invalid",
        ["environment variables"],
        _ALONE,
        files={"contentjobs.toml": 'access_token = "hidden"\n'},
    ),
    "a domain in the project file": Mistake(
        "ini-key-refused", [_DOMAIN], _ALONE, files={"contentjobs.toml": 'api_domain = "api.example.com"\n'}
    ),
    "a baseline that is not there": Mistake(
        "baseline-missing", ["'known.json'"], (*_ALONE, "--content-baseline=known.json"), files=_LOG
    ),
    "a saved run that is not there": Mistake(
        "saved-run-missing", ["'saved'"], (*_ALONE, "--content-compare=saved"), files=_LOG
    ),
    "a content package that is not there": Mistake(
        "file-unreadable", ["'package'"], (*_ALONE, "--content-package=package"), files=_LOG
    ),
    "two reports in one file": Mistake(
        "settings-conflict", ["'r'"], (*_ALONE, "--content-junit=r", "--content-json=r"), files=_LOG
    ),
    "a report in place of a folder": Mistake(
        "report-unusable", ["--content-junit"], (*_ALONE, "--content-junit=."), files=_LOG
    ),
    "a status file that is none": Mistake(
        "file-invalid",
        ["'status.json'"],
        (*_ALONE, "--content-status=status.json"),
        files={**_LOG, "status.json": json.dumps({"state": "done"})},
    ),
    "an import after nothing": Mistake(
        "saved-run-missing", ["saved"], ("import", "s3://bucket/x/", "--after=saved"), status=NOT_JUDGED
    ),
}
#: All mistakes, each by what was done wrong.
MISTAKES = {**_DOMAINS, **_TOKENS, **_JOBS, **_LOGS, **_SETTINGS}
