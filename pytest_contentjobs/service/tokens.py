"""Where a new token comes from: a file, a command, or the tenant's OAuth token endpoint."""

from __future__ import annotations

import math
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Protocol
from urllib.parse import urlencode

import httpx
from pydantic import SecretStr

from pytest_contentjobs.boundary.redaction import Redactor
from pytest_contentjobs.errors import RejectedError, ServiceError, TokenError, UnexpectedAnswerError, UnreachableError
from pytest_contentjobs.service.http import Answer, Http, RequestLimits, is_temporary
from pytest_contentjobs.settings.credentials import ClientCredentials, OnBehalf, TokenCommand, TokenFile, is_bearer

__all__ = ["CommandSource", "EndpointSource", "FileSource", "Token", "TokenSource"]

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
    """A token with its lifetime in seconds, None where it is not known."""

    token: SecretStr
    lifetime: float | None = None


class TokenSource(Protocol):
    """Something that new tokens come from. ``next_step`` is what to do where a new token is refused too."""

    next_step: str

    def fetch(self, within: float) -> Token:
        """Get a token, in ``within`` seconds; raises ServiceError."""
        ...


class FileSource:
    """A file, read anew for each token."""

    def __init__(self, credentials: TokenFile) -> None:
        self._path = credentials.path
        self.next_step = (
            f"The token file {str(self._path)!r} was read again after a 401, and that did not help: its token is wrong or has "
            "expired. Put a valid one there."
        )

    def fetch(self, within: float) -> Token:  # noqa: ARG002 - reading a file takes no time worth counting
        """Read the file; raises TokenError."""
        shown = f"The token file {str(self._path)!r}"
        next_step = "Set CONTENTJOBS_TOKEN_FILE to a file that holds the bare token and nothing else."
        try:
            with self._path.open("rb") as file:
                content = file.read(_MAXIMUM_TOKEN + 1)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or "it has an impossible name"
            raise TokenError(f"{shown} cannot be read: {reason}.", next_step=next_step) from None
        return _token(content, shown, next_step)


class CommandSource:
    """A command, run anew for each token: without a shell and without input; nothing that it prints is shown."""

    def __init__(self, credentials: TokenCommand, *, seconds: float = _COMMAND_SECONDS) -> None:
        self._argv = credentials.argv
        self._seconds = seconds
        self._shown = f"The token command {credentials.name[:_SHOWN]!r}"
        self.next_step = (
            f"{self._shown} was run again after a 401, and that did not help: its token is wrong or has expired. Run it by "
            "hand and see for which user and tenant its token is."
        )

    def fetch(self, within: float) -> Token:
        """Run the command; raises TokenError."""
        next_step = "Run the command of CONTENTJOBS_TOKEN_COMMAND by hand: it must print the bare token and end with 0."
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
            raise TokenError(f"{self._shown} took more than {seconds:.3g} s.", next_step=next_step) from None
        except OSError as error:
            raise TokenError(f"{self._shown} cannot be run: {error.strerror}.", next_step=next_step) from None
        if done.returncode != 0:
            raise TokenError(f"{self._shown} ended with status {done.returncode}.", next_step=next_step)
        return _token(done.stdout, f"What {self._shown[0].lower()}{self._shown[1:]} printed", next_step)


class EndpointSource:
    """The tenant's token endpoint (RFC 6749), with the client's id and secret in the form as the vendor's guide asks."""

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
        # The request that the token is for has the time that a last question needs already.
        self._limits = replace(limits or RequestLimits(), least=0)
        self._sleep = sleep
        self.next_step = (
            f"A new token from {credentials.token_url} was refused too: check that CONTENTJOBS_TOKEN_URL belongs to the "
            "tenant of the API domain, and CONTENTJOBS_SCOPE."
        )

    def fetch(self, within: float) -> Token:
        """Ask for a token, again after a broken connection or a server error.

        Raises:
            UnreachableError: no answer, or none but server errors, in all attempts.
            RejectedError: the endpoint refused.
            UnexpectedAnswerError: an answer without a token.
        """
        url = self._credentials.token_url
        with Http(url, limits=self._limits, sleep=self._sleep, redact=self._redact) as http:
            answer = http.send(
                "POST",
                url,
                within=within,
                body=self._form(),
                content_type="application/x-www-form-urlencoded",
                hidden=[self._credentials.client_secret],
                next_step="Check CONTENTJOBS_TOKEN_URL, the network and the proxy, then run again.",
            )
        if answer.status_code != httpx.codes.OK:
            raise _refusal(answer)
        document = answer.json()
        fields: Mapping[str, object] = document if isinstance(document, Mapping) else {}
        token = fields.get("access_token")
        if answer.flaw or not isinstance(token, str) or not is_bearer(token):
            # The answer is not shown: there may be a token in it, if not one that can be used.
            why = f"an answer that {answer.flaw.what}" if answer.flaw else "no access_token that a header can carry"
            raise UnexpectedAnswerError(
                f"The token endpoint {url} answered 200 with {why}.",
                next_step="Check that CONTENTJOBS_TOKEN_URL is the token endpoint and no login page or proxy.",
            )
        return Token(SecretStr(token), _lifetime(fields.get("expires_in")))

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


def _token(content: bytes, shown: str, next_step: str) -> Token:
    if len(content) > _MAXIMUM_TOKEN:
        raise TokenError(f"{shown} is longer than {_MAXIMUM_TOKEN} bytes.", next_step=next_step)
    token = content.decode("utf-8-sig", errors="replace").strip()
    if not is_bearer(token):
        what = "has characters that no header can carry" if token else "is empty"
        raise TokenError(f"{shown} {what}.", next_step=next_step)
    return Token(SecretStr(token))


def _lifetime(value: object) -> float | None:
    """Read ``expires_in``; what is no number above 0 is not known, and such a token is renewed after a 401 alone."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        seconds = float(value)
    except (ValueError, OverflowError):
        return None
    return seconds if math.isfinite(seconds) and seconds > 0 else None


def _refusal(answer: Answer) -> ServiceError:
    document = answer.json()
    fields: Mapping[str, object] = document if isinstance(document, Mapping) else {}
    error, description = (
        " ".join(answer.safe(text).split())[:_SHOWN] if isinstance(text := fields.get(name), str) else ""
        for name in ("error", "error_description")
    )
    said = ": ".join(part for part in (error, description) if part)
    what = f"The token endpoint {answer.url} answered {answer.status_line}"
    what += f" ({said})." if said else f" with {answer.shown()}."
    if is_temporary(answer.status_code):
        return UnreachableError(what, next_step="The token endpoint has trouble of its own: run again later.")
    next_step = _NEXT_STEPS.get(error, _NEXT_STEP)
    if answer.status_code // 100 == 3:  # noqa: PLR2004 - the class of redirects
        next_step = "Redirects are not followed: set CONTENTJOBS_TOKEN_URL to the target, if that is the tenant's."
    return RejectedError(what, next_step=next_step, status_code=answer.status_code, code=error or None)
