"""Where a new token comes from: a file, a command, or the tenant's OAuth token endpoint."""

from __future__ import annotations

import math
import shutil
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Protocol
from urllib.parse import urlencode

import httpx
from pydantic import SecretStr

from pytest_contentjobs.boundary.network import is_temporary
from pytest_contentjobs.boundary.redaction import Redactor
from pytest_contentjobs.errors import (
    RejectedError,
    ServiceError,
    SettingsError,
    TokenError,
    UnexpectedResponseError,
    UnreachableError,
)
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.service.http import Http, RequestLimits, Response
from pytest_contentjobs.settings.credentials import (
    ClientCredentials,
    Credentials,
    OnBehalf,
    TokenCommand,
    TokenFile,
    is_bearer,
)

__all__ = ["CommandSource", "EndpointSource", "FileSource", "Token", "TokenSource", "require_usable"]

#: Far more than any token needs, in bytes.
_MAXIMUM_TOKEN = 1 << 16
_COMMAND_SECONDS = 60.0
_SHOWN = 200

_NEXT_STEPS = {
    "invalid_client": "Check CONTENTJOBS_CLIENT_ID and CONTENTJOBS_CLIENT_SECRET.",
    "unauthorized_client": "Check that the client of CONTENTJOBS_CLIENT_ID may use this grant; with "
    "CONTENTJOBS_SUBJECT_USERNAME or CONTENTJOBS_SUBJECT_USERID it is 'password', else 'client_credentials'.",
    "invalid_scope": "Check CONTENTJOBS_SCOPE; tenants may put a prefix before the scope.",
    "invalid_grant": "Check CONTENTJOBS_SUBJECT_USERNAME or CONTENTJOBS_SUBJECT_USERID.",
}
_NEXT_STEP = (
    "Check CONTENTJOBS_TOKEN_URL, CONTENTJOBS_CLIENT_ID, CONTENTJOBS_CLIENT_SECRET, CONTENTJOBS_SCOPE and "
    "CONTENTJOBS_SUBJECT_USERNAME or CONTENTJOBS_SUBJECT_USERID."
)


@dataclass(frozen=True, slots=True)
class Token:
    """A token with its lifetime in seconds, None if it is not known."""

    token: SecretStr
    lifetime: float | None = None


class TokenSource(Protocol):
    """Gives new tokens. ``next_step`` is what to do if a new token is refused too."""

    next_step: str

    def fetch(self, within: float) -> Token:
        """Return a token within ``within`` seconds; raises ServiceError."""
        ...


class FileSource:
    """A file, read again for each token."""

    def __init__(self, credentials: TokenFile) -> None:
        self._path = credentials.path
        self.next_step = (
            f"The token file {str(self._path)!r} was read again after a 401, but its token is wrong or has expired. Write a "
            "valid one to it."
        )

    def fetch(self, within: float) -> Token:  # noqa: ARG002 - reading a file takes no time
        """Read the file; raises TokenError."""
        shown = f"The token file {str(self._path)!r}"
        next_step = "Set CONTENTJOBS_TOKEN_FILE to a file that contains only the bare token."
        try:
            with self._path.open("rb") as file:
                content = file.read(_MAXIMUM_TOKEN + 1)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or "its name is not valid"
            raise TokenError(
                f"{shown} cannot be read: {reason}.", next_step=next_step, reason=Reason.FILE_UNREADABLE
            ) from None
        return _read_token(content, shown, next_step)


class CommandSource:
    """A command, run again for each token, without a shell and without input. Its output is never shown."""

    def __init__(self, credentials: TokenCommand, *, seconds: float = _COMMAND_SECONDS) -> None:
        self._argv = credentials.argv
        self._seconds = seconds
        self._shown = f"The token command {credentials.name[:_SHOWN]!r}"
        self.next_step = (
            f"{self._shown} was run again after a 401, but its token is wrong or has expired. Run it by hand and check "
            "which user and tenant its token is for."
        )

    def fetch(self, within: float) -> Token:
        """Run the command; raises TokenError."""
        next_step = (
            "Run the command of CONTENTJOBS_TOKEN_COMMAND by hand: it must print the bare token and exit with status 0."
        )
        failed = Reason.TOKEN_COMMAND_FAILED
        seconds = max(min(self._seconds, within), 0)
        try:
            done = subprocess.run(  # noqa: S603 - the user's own command, without a shell
                self._argv,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise TokenError(
                f"{self._shown} took more than {seconds:.3g} s.", next_step=next_step, reason=failed
            ) from None
        except OSError as error:
            raise TokenError(
                f"{self._shown} cannot be run: {error.strerror}.", next_step=next_step, reason=failed
            ) from None
        if done.returncode != 0:
            raise TokenError(f"{self._shown} exited with status {done.returncode}.", next_step=next_step, reason=failed)
        return _read_token(done.stdout, f"The output of {self._shown[0].lower()}{self._shown[1:]}", next_step)


class EndpointSource:
    """The tenant's token endpoint (RFC 6749), with the client's id and secret in the form, as in the vendor's guide."""

    def __init__(
        self,
        credentials: ClientCredentials | OnBehalf,
        *,
        limits: RequestLimits | None = None,
        sleep: Callable[[float], None] = time.sleep,
        redact: Redactor | None = None,
    ) -> None:
        self._credentials = credentials
        self._redact = redact
        # The time that a last poll needs is already in the request that the token is for.
        self._limits = replace(limits or RequestLimits(), least=0)
        self._sleep = sleep
        self.next_step = (
            f"A new token from {credentials.token_url} was refused too. Check that CONTENTJOBS_TOKEN_URL belongs to the "
            "tenant of the API domain, and check CONTENTJOBS_SCOPE."
        )

    def fetch(self, within: float) -> Token:
        """Request a token, with retries after a broken connection or a server error.

        Raises:
            UnreachableError: no response, or only server errors, in all attempts.
            RejectedError: the endpoint refused.
            UnexpectedResponseError: the response has no token.
        """
        url = self._credentials.token_url
        with Http(url, limits=self._limits, sleep=self._sleep, redact=self._redact) as http:
            response = http.send(
                "POST",
                url,
                within=within,
                body=self._form(),
                content_type="application/x-www-form-urlencoded",
                hidden=[self._credentials.client_secret],
                next_step="Check CONTENTJOBS_TOKEN_URL, the network and the proxy, then run again.",
            )
        if response.status_code != httpx.codes.OK:
            raise _make_refusal(response)
        document = response.json()
        fields: Mapping[str, object] = document if isinstance(document, Mapping) else {}
        token = fields.get("access_token")
        if response.flaw or not isinstance(token, str) or not is_bearer(token):
            # The response is not shown: it may contain a token, even if not a usable one.
            why = response.flaw.what if response.flaw else "has no access_token that is valid in a header"
            raise UnexpectedResponseError(
                f"The response 200 from the token endpoint {url} {why}.",
                next_step="Check that CONTENTJOBS_TOKEN_URL is the token endpoint and not a login page or proxy.",
            )
        return Token(SecretStr(token), _read_lifetime(fields.get("expires_in")))

    def _form(self) -> SecretStr:
        given = self._credentials
        form = {
            "grant_type": "client_credentials",
            "client_id": given.client_id,
            "client_secret": given.client_secret.get_secret_value(),
            "scope": given.scope,
        }
        if isinstance(given, OnBehalf):
            form |= {"grant_type": "password", given.subject_field: given.subject}
        return SecretStr(urlencode(form))


def require_usable(credentials: Credentials) -> None:
    """Refuse a token file without a token and a token command that is not there; runs nothing and sends nothing.

    Raises:
        SettingsError: the variable that names it is wrong, which no retry would cure.
    """
    try:
        if isinstance(credentials, TokenFile):
            FileSource(credentials).fetch(0)
    except TokenError as error:
        raise SettingsError(error.what, next_step=error.next_step, reason=error.reason) from None
    if isinstance(credentials, TokenCommand) and shutil.which(credentials.name) is None:
        raise SettingsError(
            f"The token command {credentials.name[:_SHOWN]!r} was not found, or may not be run.",
            next_step="Set CONTENTJOBS_TOKEN_COMMAND to a program with its arguments; it is run without a shell.",
            reason=Reason.TOKEN_COMMAND_FAILED,
        )


def _read_token(content: bytes, shown: str, next_step: str) -> Token:
    invalid = Reason.TOKEN_INVALID
    if len(content) > _MAXIMUM_TOKEN:
        raise TokenError(f"{shown} is longer than {_MAXIMUM_TOKEN} bytes.", next_step=next_step, reason=invalid)
    token = content.decode("utf-8-sig", errors="replace").strip()
    if not is_bearer(token):
        what = "has characters that are not allowed in a header" if token else "is empty"
        raise TokenError(f"{shown} {what}.", next_step=next_step, reason=invalid)
    return Token(SecretStr(token))


def _read_lifetime(value: object) -> float | None:
    """Read ``expires_in``. Without a number above 0 the lifetime is unknown, and the token is renewed only after a 401."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        seconds = float(value)
    except (ValueError, OverflowError):
        return None
    return seconds if math.isfinite(seconds) and seconds > 0 else None


def _make_refusal(response: Response) -> ServiceError:
    document = response.json()
    fields: Mapping[str, object] = document if isinstance(document, Mapping) else {}
    error, description = (
        " ".join(response.redact(text).split())[:_SHOWN] if isinstance(text := fields.get(name), str) else ""
        for name in ("error", "error_description")
    )
    message = ": ".join(part for part in (error, description) if part)
    what = f"The token endpoint {response.url} returned {response.status_line}"
    what += f" ({message})." if message else f" with {response.excerpt()}."
    if is_temporary(response.status_code):
        return UnreachableError(
            what,
            next_step="The token endpoint is overloaded or has a problem of its own: run again later.",
            reason=Reason.SERVICE_OVERLOADED,
        )
    next_step, reason = _NEXT_STEPS.get(error, _NEXT_STEP), Reason.CLIENT_REFUSED
    if response.status_code // 100 == 3:  # noqa: PLR2004 - the class of redirects
        next_step = "Redirects are not followed: set CONTENTJOBS_TOKEN_URL to the target if that belongs to the tenant."
        reason = Reason.REQUEST_REDIRECTED
    return RejectedError(what, next_step=next_step, status_code=response.status_code, code=error or None, reason=reason)
