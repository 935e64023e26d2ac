"""The checks of the service: its domain, the connection, the clock, the token and its permission."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit
from uuid import uuid4

from pydantic import SecretStr

from pytest_contentjobs.boundary.network import look_up
from pytest_contentjobs.boundary.redaction import Redactor
from pytest_contentjobs.boundary.time_limit import TimedCalls
from pytest_contentjobs.cli.doctor.jwt_claims import read_claims
from pytest_contentjobs.cli.doctor.result import CheckName, Obstacle, Result
from pytest_contentjobs.errors import ContentJobsError, RejectedError, SettingsError, UnexpectedResponseError
from pytest_contentjobs.model.job import JobStatus
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.reports.describe import describe_progress
from pytest_contentjobs.service.auth import BearerAuth, RenewingAuth, ServiceAuth, make_token_source
from pytest_contentjobs.service.client import ServiceClient
from pytest_contentjobs.service.http import Http, RequestLimits, Response
from pytest_contentjobs.service.tokens import Token, TokenSource
from pytest_contentjobs.settings.api_base import as_api_base
from pytest_contentjobs.settings.credentials import (
    ClientCredentials,
    Credentials,
    OnBehalf,
    StaticToken,
    TokenCommand,
    TokenFile,
    read_credentials,
)
from pytest_contentjobs.settings.options.access import API_DOMAIN

__all__ = [
    "Access",
    "check_clock",
    "check_connection",
    "check_domain",
    "check_permission",
    "check_scope",
    "check_token",
]

#: Seconds for each request and its one retry: a person waits.
_WITHIN = 30.0
_LIMITS = RequestLimits(read=15, attempt=20, attempts=2, retry_wait=1, requested_wait=5)
_LOOKUP_SECONDS = 20.0
#: Seconds by which the clocks may differ: S3 refuses from 900 s on, token endpoints often from 300 s on.
_CLOCKS_DIFFER = 300
_NOT_FOUND = 404


@dataclass(frozen=True, slots=True)
class Access:
    """A token, where it came from, and how to sign requests with it and its successors."""

    credentials: Credentials
    token: SecretStr
    auth: ServiceAuth


def check_domain(text: str | None) -> tuple[Result, str | None]:
    """Check that the API domain is set and valid; return the URL of the API too."""
    name = CheckName.API_DOMAIN
    if not text:
        unset = SettingsError(
            "It is not set.", next_step=f"Set {API_DOMAIN.places}: {API_DOMAIN.help}.", reason=Reason.SETTING_MISSING
        )
        return Result.problem(name, unset), None
    try:
        base = as_api_base(text)
    except SettingsError as error:
        return Result.problem(name, error), None
    return Result.ok(name, base), base


def check_connection(base: str, redact: Redactor) -> tuple[list[Result], Response | None]:
    """Look up the host and send it a request without a token."""
    host = urlsplit(base).hostname or ""
    unknown = _look_up(host, urlsplit(base).port)
    url = f"{base}/import/content/{uuid4()}/status"
    try:
        with Http(base, limits=_LIMITS, redact=redact) as http:
            response = http.send(
                "GET", url, within=_WITHIN, next_step="Check the API domain, the network and the proxy."
            )
    except ContentJobsError as error:
        if unknown:
            failed = SettingsError(
                f"The address of {host} cannot be looked up: {unknown}.",
                next_step="Check the spelling of the API domain, the name server, and HTTPS_PROXY if there is a proxy.",
                reason=Reason.NAME_NOT_FOUND,
            )
            return [
                Result.problem(CheckName.HOST_NAME, failed),
                Result.not_checked(CheckName.CONNECTION, Obstacle.NO_ADDRESS, f"{host} has no address"),
            ], None
        return [
            Result.ok(CheckName.HOST_NAME, f"{host} has an address"),
            Result.problem(CheckName.CONNECTION, error),
        ], None
    found = (
        Result.not_checked(CheckName.HOST_NAME, Obstacle.ONLY_PROXY_KNOWS, f"only the proxy can look up {host}")
        if unknown
        else Result.ok(CheckName.HOST_NAME, f"{host} has an address")
    )
    how = "with a trusted certificate" if base.startswith("https") else "on this machine, without TLS"
    reached = f"{host} responds {how} ({response.status_line} to a request without a token)"
    return [found, Result.ok(CheckName.CONNECTION, reached)], response


def check_clock(response: Response | None, now: datetime) -> Result:
    """Compare this machine's clock with the server's."""
    name = CheckName.CLOCK
    if response is None:
        return Result.not_checked(name, Obstacle.NO_CONNECTION, "there is no response with a date")
    try:
        there = parsedate_to_datetime(response.headers.get("date", ""))
    except (ValueError, TypeError, IndexError, OverflowError):
        return Result.not_checked(name, Obstacle.NO_DATE, "the server's response has no date")
    seconds = (now - (there if there.tzinfo else there.replace(tzinfo=UTC))).total_seconds()
    if abs(seconds) < _CLOCKS_DIFFER:
        return Result.ok(name, f"this machine and the server differ by less than {_CLOCKS_DIFFER} s")
    direction = "ahead of" if seconds > 0 else "behind"
    return Result.problem(
        name,
        SettingsError(
            f"This machine's clock is {abs(seconds):,.0f} s {direction} the server's.",
            next_step="Set it: a wrong time makes tokens and AWS requests invalid.",
            reason=Reason.CLOCK_WRONG,
        ),
    )


def check_token(environment: Mapping[str, str], redact: Redactor) -> tuple[Result, Access | None]:
    """Find out where the token comes from, and get one."""
    name = CheckName.TOKEN
    try:
        given = read_credentials(environment)
        if isinstance(given, StaticToken):
            auth = BearerAuth(given.token, given.variable)
            return Result.ok(name, f"given in {given.variable}"), Access(given, given.token, auth)
        source = make_token_source(given, limits=_LIMITS, redact=redact)
        token = source.fetch(_WITHIN)
    except ContentJobsError as error:
        return Result.problem(name, error), None
    redact.add(token.token)
    life = f", valid for {token.lifetime:,.0f} s" if token.lifetime else ""
    access = Access(given, token.token, RenewingAuth(_Primed(token, source), redact=redact))
    return Result.ok(name, f"fetched from {_describe_origin(given)}{life}"), access


def check_scope(access: Access, now: datetime) -> Result:
    """Report the requested scope and the claims of the token."""
    name = CheckName.SCOPE
    given, claims = access.credentials, read_claims(access.token.get_secret_value())
    facts = []
    if isinstance(given, ClientCredentials | OnBehalf):
        facts.append(f"requested: {given.scope!r}")
    if claims is None:
        facts.append("the token has no readable claims")
    else:
        scope = f"scope {claims.scope!r}" if claims.scope else "no scope"
        expiry = _describe_expiry(claims.expires, now) if claims.expires else "no expiry"
        facts.append(f"claims of the token, not verified: {scope}, {expiry}")
    return Result.info(name, "; ".join(facts))


def check_permission(
    base: str, access: Access, job_id: str | None, without_token: Response, redact: Redactor
) -> tuple[Result, JobStatus | None]:
    """Request the status of the given job, or of one that cannot exist: 404 then means that the request was allowed.

    ``without_token`` is the response to the same request without a token. If that is 404 too, the server may be anything.
    """
    name = CheckName.PERMISSION
    requested = job_id or str(uuid4())
    try:
        with ServiceClient(base, access.auth, limits=_LIMITS, redact=redact) as client:
            status = client.status(requested, within=_WITHIN)
    except RejectedError as error:
        if job_id is not None or error.status_code != _NOT_FOUND:
            return Result.problem(name, error), None
        if without_token.status_code == _NOT_FOUND:
            return Result.problem(
                name, _make_not_the_api(f"{base} responds with 404 both with and without a token.")
            ), None
        return Result.ok(name, "the token is accepted, as far as can be seen without a job"), None
    except ContentJobsError as error:
        return Result.problem(name, error), None
    if job_id is None:
        odd = _make_not_the_api("The service returned a status for a job that does not exist.")
        return Result.problem(name, odd), None
    shown = describe_progress(status, datetime.now().astimezone())
    return Result.ok(name, f"the status of job {job_id} can be read: {shown}"), status


class _Primed:
    """A token source that returns the token that was fetched already before it fetches another."""

    def __init__(self, token: Token, source: TokenSource) -> None:
        self._token: Token | None = token
        self._source = source
        self.next_step = source.next_step

    def fetch(self, within: float) -> Token:
        token, self._token = self._token, None
        return token or self._source.fetch(within)


def _make_not_the_api(what: str) -> UnexpectedResponseError:
    return UnexpectedResponseError(
        what,
        next_step="Check that the API domain is that of the API, or give a job whose status you know.",
        reason=Reason.NOT_THE_API,
    )


def _look_up(host: str, port: int | None) -> str | None:
    """Return why the host has no address, or None if it has one."""
    try:
        # A lookup has no time limit of its own.
        with TimedCalls(_LOOKUP_SECONDS) as calls:
            calls.call(lambda: look_up(host, port or 443))
    except TimeoutError:
        return f"no response within {_LOOKUP_SECONDS:g} s"
    except (OSError, UnicodeError) as error:
        return getattr(error, "strerror", None) or str(error)
    return None


def _describe_origin(given: Credentials) -> str:
    if isinstance(given, TokenFile):
        return f"the file {str(given.path)!r} of CONTENTJOBS_TOKEN_FILE"
    if isinstance(given, TokenCommand):
        return f"the command {given.name!r} of CONTENTJOBS_TOKEN_COMMAND"
    if isinstance(given, OnBehalf):
        return f"the token endpoint {given.token_url}, on behalf of a user ({given.subject_field})"
    return f"the token endpoint {given.token_url}" if isinstance(given, ClientCredentials) else given.variable


def _describe_expiry(moment: datetime, now: datetime) -> str:
    left = (moment - now).total_seconds()
    return f"{'expires' if left > 0 else 'expired'} at {moment:%Y-%m-%d %H:%M:%S} UTC"
