"""The four operations of the content manager API v4 on import and validation jobs."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, Literal, Self

import httpx
from pydantic import SecretStr

from pytest_contentjobs.boundary.network import is_temporary
from pytest_contentjobs.boundary.redaction import Redactor
from pytest_contentjobs.errors import RejectedError, ServiceError, UnexpectedResponseError, UnreachableError
from pytest_contentjobs.model.job import JobStatus, find_job_ids, read_status
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.service.auth import ServiceAuth
from pytest_contentjobs.service.error_body import read_error_body
from pytest_contentjobs.service.http import Http, RequestLimits, Response

__all__ = ["ServiceClient"]

_NETWORK = "Check the API domain, the network and the proxy, then run again"
_UNREACHABLE = f"{_NETWORK}; the job continues on its own."
_PERHAPS_CREATED = (
    "It is unknown whether a job was created, so the request was not retried: look for the job in the service before you "
    "start another."
)
_NO_PROXY_BETWEEN = "Check that the API domain is the API's own and that no login page or proxy is in between."
# By status code: the next step, and the code if there is a more exact one than that of a refusal.
_Refusals = Mapping[int, tuple[str, Reason | None]]
_REFUSALS: _Refusals = {
    403: (
        (
            "Use the token of the user who created the job, or of one with View permission on that user, and with the scope "
            "knowledge.contentmgr.manage."
        ),
        Reason.PERMISSION_MISSING,
    ),
    404: (
        (
            "Check the job's id, and that the API domain is the tenant that started it. A job that was created moments ago may "
            "not be visible yet: run again."
        ),
        Reason.JOB_NOT_FOUND,
    ),
}
_CREATE_REFUSALS: _Refusals = {
    400: ("Check the data source: its type, path, region and credentials.", Reason.DATA_SOURCE_REFUSED),
    403: (
        "Use the token of a user who may import content, with the scope knowledge.contentmgr.manage.",
        Reason.PERMISSION_MISSING,
    ),
    404: ("Check the API domain.", None),
}


class ServiceClient:
    """Starts jobs, gets their status and cancels them. Use it as a context manager; threads may share it.

    ``api_base`` is the API's URL with its path. ``within`` is in seconds everywhere, for all attempts and the pauses between
    them; a single attempt has ``limits.least`` seconds even if less is left. All methods raise, besides what they name:

        UnreachableError: no response, or only server errors, in all attempts.
        RejectedError: the service refused: 3xx or 4xx; or the token endpoint did.
        UnexpectedResponseError: the response is not the documented one.
        TokenError: the token file or the token command gave no token.

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
        """Get a job's status, with retries after a broken connection or a server error."""
        response = self._http.send("GET", f"{self._jobs}/{job_id}/status", within=within, next_step=_UNREACHABLE)
        if response.status_code != httpx.codes.OK:
            raise self._refusal(response, _REFUSALS)
        if response.flaw and response.flaw.may_pass:
            raise UnreachableError(f"The response from {response.url} {response.flaw.what}.", next_step=_UNREACHABLE)
        status = None if response.flaw else read_status(response.body)
        if status is None:
            kind = response.redact(response.headers.get("content-type", "none"))
            why = f"{response.flaw.what} (content type: {kind})" if response.flaw else ""
            raise UnexpectedResponseError(
                f"The response 200 from {response.url} "
                f"{why or f'is not a job status (content type: {kind}): {response.excerpt()}'}.",
                next_step=_NO_PROXY_BETWEEN,
            )
        return status

    def validate(self, data_source: Mapping[str, object], *, within: float) -> str:
        """Start a validation job for a data source, and return the job's id.

        ``data_source`` is sent as it is and never shown; texts in it may be ``SecretStr``. A request whose outcome is unknown
        is not retried: the error then says that a job may have been created, and has the code ``job-perhaps-created``.
        """
        return self._create(f"{self._jobs}/validate", data_source, {}, within)

    def start_import(
        self, data_source: Mapping[str, object], operation: Literal["import", "reimport"], *, within: float
    ) -> str:
        """Start an import job for a data source, and return the job's id; as careful as ``validate``."""
        return self._create(self._jobs, data_source, {"operation": operation}, within)

    def cancel(self, job_id: str, *, within: float) -> bool:
        """Cancel a job; return False if the service says that it has already finished."""
        response = self._http.send("POST", f"{self._jobs}/{job_id}/cancel", within=within, next_step=_UNREACHABLE)
        if response.status_code == httpx.codes.CONFLICT:
            return False
        if response.status_code != httpx.codes.NO_CONTENT:
            raise self._refusal(response, _REFUSALS)
        return True

    def _create(self, url: str, data_source: Mapping[str, object], more: Mapping[str, object], within: float) -> str:
        response = self._http.send(
            "POST",
            url,
            within=within,
            body=SecretStr(json.dumps({"dataSource": data_source, **more}, default=_reveal)),
            content_type="application/json",
            hidden=_secrets(data_source.get("credentials")),
            once=_PERHAPS_CREATED,
            next_step=f"{_NETWORK}; no job was created.",
        )
        if response.status_code != httpx.codes.ACCEPTED:
            is_unknown = response.status_code != httpx.codes.TOO_MANY_REQUESTS
            raise self._refusal(response, _CREATE_REFUSALS, unknown=_PERHAPS_CREATED if is_unknown else None)
        location = response.headers.get("location", "")
        found = {job_id.casefold(): job_id for job_id in find_job_ids(location)}
        if len(found) != 1:
            raise UnexpectedResponseError(
                f"The Location header of the response 202 from {url} has {len(found)} job ids: "
                f"{response.redact(location)[:200]!r}.",
                next_step="A job was created: look for it in the service, and gate it with --content-job.",
                reason=Reason.JOB_PERHAPS_CREATED,
            )
        return found.popitem()[1]

    def _refusal(self, response: Response, refusals: _Refusals, *, unknown: str | None = None) -> ServiceError:
        """Make the error for a response; ``unknown`` is the next step if the outcome of the request is unknown."""
        message = read_error_body(response.json())
        text = " ".join(part for part in (message.code, message.developer_message or message.user_message) if part)
        what = f"{response.url} returned {response.status_line}"
        what += f" ({response.redact(text)})." if text else f" with {response.excerpt()}."
        status_code = response.status_code
        if is_temporary(status_code):
            return UnreachableError(
                what,
                next_step=unknown or "The service is overloaded or has a problem of its own: run again later.",
                reason=Reason.JOB_PERHAPS_CREATED if unknown else Reason.SERVICE_OVERLOADED,
            )
        if status_code < httpx.codes.MULTIPLE_CHOICES:
            return UnexpectedResponseError(
                what, next_step=unknown or _NO_PROXY_BETWEEN, reason=Reason.JOB_PERHAPS_CREATED if unknown else None
            )
        reason: Reason | None
        if status_code < httpx.codes.BAD_REQUEST:
            next_step = (
                "Redirects are not followed, to keep the token where it belongs: set the API domain to the target."
            )
            reason = Reason.REQUEST_REDIRECTED
        elif status_code == httpx.codes.UNAUTHORIZED:
            next_step, reason = self._auth.next_step, Reason.TOKEN_REFUSED
        else:
            next_step, reason = refusals.get(status_code, ("Check the job's id and the API domain.", None))
        return RejectedError(what, next_step=next_step, status_code=status_code, code=message.code, reason=reason)


def _reveal(value: object) -> str:
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
