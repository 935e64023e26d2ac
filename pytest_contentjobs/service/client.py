"""The four operations of the content manager API v4 on import and validation jobs."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, Literal, Self

import httpx
from pydantic import SecretStr

from pytest_contentjobs.boundary.redaction import Redactor
from pytest_contentjobs.errors import RejectedError, ServiceError, UnexpectedAnswerError, UnreachableError
from pytest_contentjobs.model.job import JobStatus, job_ids, read_status
from pytest_contentjobs.service.auth import ServiceAuth
from pytest_contentjobs.service.error_body import read_error_body
from pytest_contentjobs.service.http import Answer, Http, RequestLimits, is_temporary

__all__ = ["ServiceClient"]

_NETWORK = "Check the API domain, the network and the proxy, then run again"
_UNREACHABLE = f"{_NETWORK}; the job goes on by itself."
_PERHAPS_CREATED = (
    "Nobody knows whether a job was created, so the request was not repeated: look for it in the service before you start "
    "another."
)
_OVERLOADED = 429
_NEXT_STEPS = {
    403: "Use the token of the user who created the job, or of one with View permission on that user, and with the scope "
    "knowledge.contentmgr.manage.",
    404: "Check the job's id and that the API domain is the tenant that started it; a job that was created moments ago "
    "may not be visible yet: run again.",
}
_CREATE_NEXT_STEPS = {
    400: "Check the data source: its type, path, region and credentials.",
    403: "Use the token of a user who may import content, with the scope knowledge.contentmgr.manage.",
    404: "Check the API domain.",
}


class ServiceClient:
    """Starts jobs, asks for their status and cancels them. Use it as a context manager; threads may share it.

    ``api_base`` is the API's URL with its path. ``within`` is in seconds everywhere, for all attempts and the pauses between
    them; a single attempt has ``limits.least`` seconds even where less is left. All methods raise, beside what they name:

        UnreachableError: no answer, or none but server errors, in all attempts.
        RejectedError: the service refused: 3xx or 4xx; or the token endpoint did.
        UnexpectedAnswerError: an answer that is not the documented one.
        TokenError: there is no token to be had.

    Raises:
        SettingsError: the environment's proxy or certificates cannot be used.
    """

    def __init__(
        self,
        api_base: str,
        auth: ServiceAuth,
        *,
        limits: RequestLimits | None = None,
        sleep: Callable[[float], None] = time.sleep,
        redact: Redactor | None = None,
    ) -> None:
        self._jobs = f"{api_base}/import/content"
        self._auth = auth
        self._http = Http(api_base, auth=auth, limits=limits, sleep=sleep, redact=redact)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._http.close()

    def status(self, job_id: str, *, within: float) -> JobStatus:
        """Ask for a job's status, again after a broken connection or a server error."""
        answer = self._http.send("GET", f"{self._jobs}/{job_id}/status", within=within, next_step=_UNREACHABLE)
        if answer.status_code != httpx.codes.OK:
            raise self._refusal(answer, _NEXT_STEPS)
        if answer.flaw and answer.flaw.may_pass:
            raise UnreachableError(f"The answer from {answer.url} {answer.flaw.what}.", next_step=_UNREACHABLE)
        status = None if answer.flaw else read_status(answer.body)
        if status is None:
            kind = answer.safe(answer.headers.get("content-type", "none given"))
            why = f"which {answer.flaw.what}" if answer.flaw else answer.shown()
            raise UnexpectedAnswerError(
                f"{answer.url} answered 200 with something that is no job status (content type {kind}): {why}.",
                next_step="Check that the API domain is the API's own and no login page or proxy is in between.",
            )
        return status

    def validate(self, data_source: Mapping[str, object], *, within: float) -> str:
        """Start a validation job of a data source, and return the job's id.

        ``data_source`` is sent as it is and never shown; texts in it may be ``SecretStr``. A request whose fate is unknown is not
        repeated: the error says then that a job may have been created.
        """
        return self._create(f"{self._jobs}/validate", data_source, {}, within)

    def start_import(
        self, data_source: Mapping[str, object], operation: Literal["import", "reimport"], *, within: float
    ) -> str:
        """Start an import job of a data source, and return the job's id; as careful as ``validate``."""
        return self._create(self._jobs, data_source, {"operation": operation}, within)

    def cancel(self, job_id: str, *, within: float) -> bool:
        """Cancel a job; False where the service says that it has finished already."""
        answer = self._http.send("POST", f"{self._jobs}/{job_id}/cancel", within=within, next_step=_UNREACHABLE)
        if answer.status_code == httpx.codes.CONFLICT:
            return False
        if answer.status_code != httpx.codes.NO_CONTENT:
            raise self._refusal(answer, _NEXT_STEPS)
        return True

    def _create(self, url: str, data_source: Mapping[str, object], more: Mapping[str, object], within: float) -> str:
        answer = self._http.send(
            "POST",
            url,
            within=within,
            body=SecretStr(json.dumps({"dataSource": data_source, **more}, default=_revealed)),
            content_type="application/json",
            hidden=_secrets(data_source.get("credentials")),
            once=_PERHAPS_CREATED,
            next_step=f"{_NETWORK}; no job was created.",
        )
        if answer.status_code != httpx.codes.ACCEPTED:
            raise self._refusal(
                answer, _CREATE_NEXT_STEPS, unknown=_PERHAPS_CREATED if answer.status_code != _OVERLOADED else None
            )
        location = answer.headers.get("location", "")
        found = {job_id.casefold(): job_id for job_id in job_ids(location)}
        if len(found) != 1:
            raise UnexpectedAnswerError(
                f"{url} answered 202, and its location header has {len(found)} job ids: {answer.safe(location)[:200]!r}.",
                next_step="A job was created: look for it in the service, and gate it with --content-job.",
            )
        return found.popitem()[1]

    def _refusal(self, answer: Answer, next_steps: Mapping[int, str], *, unknown: str | None = None) -> ServiceError:
        """Make the error of an answer; ``unknown`` is the next step where nobody knows what the request did."""
        message = read_error_body(answer.json())
        said = " ".join(part for part in (message.code, message.developer_message or message.user_message) if part)
        what = f"{answer.url} answered {answer.status_line}"
        what += f" ({answer.safe(said)})." if said else f" with {answer.shown()}."
        status_code = answer.status_code
        if is_temporary(status_code):
            return UnreachableError(what, next_step=unknown or "The service has trouble of its own: run again later.")
        if status_code < httpx.codes.MULTIPLE_CHOICES:
            return UnexpectedAnswerError(
                what, next_step=unknown or "Check that the API domain is the API's own and no proxy is in between."
            )
        if status_code < httpx.codes.BAD_REQUEST:
            next_step = "Redirects are not followed, so that the token stays where it belongs: set the API domain to its target."
        elif status_code == httpx.codes.UNAUTHORIZED:
            next_step = self._auth.next_step
        else:
            next_step = next_steps.get(status_code, "Check the job's id and the API domain.")
        return RejectedError(what, next_step=next_step, status_code=status_code, code=message.code)


def _revealed(value: object) -> str:
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    raise TypeError(f"a data source cannot hold a {type(value).__name__}")


def _secrets(value: Any) -> list[SecretStr]:
    """Return all texts in the credentials of a data source, at any depth."""
    if isinstance(value, str | SecretStr):
        return [value if isinstance(value, SecretStr) else SecretStr(value)]
    if isinstance(value, Mapping):
        return [secret for part in value.values() for secret in _secrets(part)]
    return [secret for part in value for secret in _secrets(part)] if isinstance(value, list | tuple) else []
