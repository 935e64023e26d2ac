"""The checks of the service: its domain, the way there, the clock, the token and what it may do."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit
from uuid import uuid4

from pydantic import SecretStr

from pytest_contentjobs.boundary.redaction import Redactor
from pytest_contentjobs.cli.doctor.jwt_claims import claims
from pytest_contentjobs.cli.doctor.result import Result
from pytest_contentjobs.errors import ContentJobsError, RejectedError, SettingsError, UnexpectedAnswerError
from pytest_contentjobs.model.job import JobStatus
from pytest_contentjobs.reports.describe import progress_text
from pytest_contentjobs.service.auth import BearerAuth, RenewingAuth, ServiceAuth, token_source
from pytest_contentjobs.service.client import ServiceClient
from pytest_contentjobs.service.http import Answer, Http, RequestLimits
from pytest_contentjobs.service.tokens import Token, TokenSource
from pytest_contentjobs.settings.api_base import as_api_base
from pytest_contentjobs.settings.credentials import (
    ClientCredentials,
    Credentials,
    OnBehalf,
    StaticToken,
    TokenCommand,
    TokenFile,
    credentials,
)
from pytest_contentjobs.settings.options import API_DOMAIN

__all__ = [
    "Access",
    "check_clock",
    "check_connection",
    "check_domain",
    "check_permission",
    "check_scope",
    "check_token",
]

#: A person waits: so many seconds for each question, which is asked twice at the most.
_WITHIN = 30.0
_LIMITS = RequestLimits(read=15, attempt=20, attempts=2, retry_wait=1, asked_wait=5)
#: Seconds by which two clocks may differ: S3 refuses from 900 s on, token endpoints often from 300 s on.
_CLOCKS_DIFFER = 300
_NOT_FOUND = 404


@dataclass(frozen=True, slots=True)
class Access:
    """A token that was had, where it came from, and how requests are signed with it and its successors."""

    credentials: Credentials
    token: SecretStr
    auth: ServiceAuth


def check_domain(text: str | None) -> tuple[Result, str | None]:
    """Check that the API domain is set and well-formed; return the API's URL too."""
    name = "API domain"
    if not text:
        unset = SettingsError("It is not set.", next_step=f"Set {API_DOMAIN.places}: {API_DOMAIN.help}.")
        return Result.problem(name, unset), None
    try:
        base = as_api_base(text)
    except SettingsError as error:
        return Result.problem(name, error), None
    return Result.ok(name, base), base


def check_connection(base: str, redact: Redactor) -> tuple[list[Result], Answer | None]:
    """Look the host up and connect to it, with TLS where that is used, by a question without any token."""
    host = urlsplit(base).hostname or ""
    unknown = _lookup_failure(host, urlsplit(base).port)
    url = f"{base}/import/content/{uuid4()}/status"
    try:
        with Http(base, limits=_LIMITS, redact=redact) as http:
            answer = http.send("GET", url, within=_WITHIN, next_step="Check the API domain, the network and the proxy.")
    except ContentJobsError as error:
        if unknown:
            failed = SettingsError(
                f"{host} has no address that this machine can find: {unknown}.",
                next_step="Check the spelling of the API domain, the name server, and HTTPS_PROXY if there is a proxy.",
            )
            return [
                Result.problem("host name", failed),
                Result.not_checked("connection", "the host's name leads nowhere"),
            ], None
        return [Result.ok("host name", f"{host} has an address"), Result.problem("connection", error)], None
    found = (
        Result.not_checked("host name", f"this machine does not know {host}, and a proxy does")
        if unknown
        else Result.ok("host name", f"{host} has an address")
    )
    how = "with a certificate that is trusted" if base.startswith("https") else "on this machine, without TLS"
    said = f"{host} answers {how} ({answer.status_line} to a question without a token)"
    return [found, Result.ok("connection", said)], answer


def check_clock(answer: Answer | None, now: datetime) -> Result:
    """Compare this machine's clock with the server's."""
    name = "clock"
    if answer is None:
        return Result.not_checked(name, "there is no answer with a date")
    try:
        there = parsedate_to_datetime(answer.headers.get("date", ""))
    except (ValueError, TypeError, IndexError, OverflowError):
        return Result.not_checked(name, "the server's answer has no date")
    seconds = (now - (there if there.tzinfo else there.replace(tzinfo=UTC))).total_seconds()
    if abs(seconds) < _CLOCKS_DIFFER:
        return Result.ok(name, f"this machine and the server differ by less than {_CLOCKS_DIFFER} s")
    direction = "ahead of" if seconds > 0 else "behind"
    return Result.problem(
        name,
        SettingsError(
            f"This machine's clock is {abs(seconds):,.0f} s {direction} the server's.",
            next_step="Set it: tokens and AWS requests with a wrong time are refused.",
        ),
    )


def check_token(environment: Mapping[str, str], redact: Redactor) -> tuple[Result, Access | None]:
    """Look where the token comes from, and get one."""
    name = "token"
    try:
        given = credentials(environment)
        if isinstance(given, StaticToken):
            auth = BearerAuth(given.token, given.variable)
            return Result.ok(name, f"given in {given.variable}"), Access(given, given.token, auth)
        source = token_source(given, limits=_LIMITS, redact=redact)
        token = source.fetch(_WITHIN)
    except ContentJobsError as error:
        return Result.problem(name, error), None
    redact.add(token.token)
    life = f", for {token.lifetime:,.0f} s" if token.lifetime else ""
    access = Access(given, token.token, RenewingAuth(_Begun(token, source), redact=redact))
    return Result.ok(name, f"got from {_origin(given)}{life}"), access


def check_scope(access: Access, now: datetime) -> Result:
    """Tell which scope was asked for, and what the token says of itself."""
    name = "scope"
    given, told = access.credentials, claims(access.token.get_secret_value())
    facts = []
    if isinstance(given, ClientCredentials | OnBehalf):
        facts.append(f"asked for {given.scope!r}")
    if told is None:
        facts.append("the token says nothing that can be read here")
    else:
        scope = f"its scope is {told.scope!r}" if told.scope else "no scope"
        end = _expiry(told.expires, now) if told.expires else "no end"
        facts.append(f"the token says of itself, not verified: {scope}, {end}")
    return Result.info(name, "; ".join(facts))


def check_permission(
    base: str, access: Access, job_id: str | None, without_token: Answer, redact: Redactor
) -> tuple[Result, JobStatus | None]:
    """Ask for a job's status: the one given, or one that cannot exist, whose absence tells that the question was allowed.

    ``without_token`` is the answer to the same question without a token: what answers 404 to that may be anything.
    """
    name = "permission"
    asked = job_id or str(uuid4())
    try:
        with ServiceClient(base, access.auth, limits=_LIMITS, redact=redact) as client:
            status = client.status(asked, within=_WITHIN)
    except RejectedError as error:
        if job_id is not None or error.status_code != _NOT_FOUND:
            return Result.problem(name, error), None
        if without_token.status_code == _NOT_FOUND:
            return Result.problem(name, _no_api(f"{base} answers 404 with and without a token.")), None
        seen = "the service looked for a job that does not exist"
        return Result.ok(name, f"as far as can be seen without a job: {seen}"), None
    except ContentJobsError as error:
        return Result.problem(name, error), None
    if job_id is None:
        odd = _no_api("The service has a status for a job that does not exist.")
        return Result.problem(name, odd), None
    return Result.ok(name, f"the status of job {job_id} may be read: {progress_text(status)}"), status


class _Begun:
    """A source whose first token was had already."""

    def __init__(self, token: Token, source: TokenSource) -> None:
        self._token: Token | None = token
        self._source = source
        self.next_step = source.next_step

    def fetch(self, within: float) -> Token:
        token, self._token = self._token, None
        return token or self._source.fetch(within)


def _no_api(what: str) -> UnexpectedAnswerError:
    return UnexpectedAnswerError(
        what, next_step="Check that the API domain is the API's own, and give a job whose status you know."
    )


def _lookup_failure(host: str, port: int | None) -> str | None:
    try:
        socket.getaddrinfo(host, port or 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        return getattr(error, "strerror", None) or str(error)
    return None


def _origin(given: Credentials) -> str:
    if isinstance(given, TokenFile):
        return f"the file {str(given.path)!r} of CONTENTJOBS_TOKEN_FILE"
    if isinstance(given, TokenCommand):
        return f"the command {given.name!r} of CONTENTJOBS_TOKEN_COMMAND"
    if isinstance(given, OnBehalf):
        return f"the token endpoint {given.token_url}, on behalf of a user ({given.subject_field})"
    return f"the token endpoint {given.token_url}" if isinstance(given, ClientCredentials) else given.variable


def _expiry(moment: datetime, now: datetime) -> str:
    left = (moment - now).total_seconds()
    return f"it {'expires' if left > 0 else 'expired'} at {moment:%Y-%m-%d %H:%M:%S} UTC"
