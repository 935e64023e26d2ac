"""The status endpoint of the content manager API v4, asked over HTTP."""

from __future__ import annotations

import json
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import httpx
from tenacity import (
    Retrying,
    retry_if_exception_type,
    stop_after_attempt,
    stop_before_delay,
    wait_random_exponential,
)

from pytest_contentjobs.errors import (
    RejectedError,
    ServiceError,
    SettingsError,
    UnexpectedAnswerError,
    UnreachableError,
)
from pytest_contentjobs.service.auth import BearerAuth
from pytest_contentjobs.service.wire import JobStatus, job_status, service_message
from pytest_contentjobs.settings import Secret, is_loopback

__all__ = ["ServiceClient"]

ATTEMPTS = 4
#: Far more than any status needs; what is longer is not a status.
MAXIMUM_BODY = 1 << 20
_TIME_LIMITS = httpx.Timeout(30, connect=10)
_SHOWN = 200

_NEXT_STEPS = {
    401: "The token is wrong or has expired: get a new one and set CONTENTJOBS_ACCESS_TOKEN.",
    403: "Use the token of the user who created the job, or of one with View permission on that user, and with the scope "
    "knowledge.contentmgr.manage.",
    404: "Check the job's id and that the API domain is the tenant that started it; a job that was created moments ago "
    "may not be visible yet: run again.",
}


class ServiceClient:
    """Asks for the status of jobs. Use it as a context manager; it keeps its connection open between questions.

    ``api_base`` is the API's URL with its path; ``retry_wait`` is the longest pause in seconds between two attempts at
    the same request. Validating and cancelling will be methods here too.
    """

    def __init__(self, api_base: str, token: Secret, *, retry_wait: float = 8.0) -> None:
        self._api_base = api_base
        self._retry_wait = retry_wait
        try:
            self._http = httpx.Client(
                auth=BearerAuth(token),
                timeout=_TIME_LIMITS,
                follow_redirects=False,
                headers={"Accept": "application/json"},
                # A proxy of the environment cannot reach this machine's loopback.
                trust_env=not is_loopback(urlsplit(api_base).hostname or ""),
            )
        except (ImportError, OSError, ValueError, httpx.InvalidURL) as error:
            raise SettingsError(
                f"The environment's proxy or certificates cannot be used: {' '.join(str(error).split())[:200]}.",
                next_step="Check HTTPS_PROXY, ALL_PROXY, NO_PROXY, SSL_CERT_FILE and SSL_CERT_DIR.",
            ) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._http.close()

    def status(self, job_id: str, *, within: float) -> JobStatus:
        """Ask for a job's status, again after a broken connection or a server error, for ``within`` seconds at the most.

        Raises:
            UnreachableError: no answer, or none but server errors, in all attempts.
            RejectedError: the service refused: 3xx or 4xx.
            UnexpectedAnswerError: an answer that is no job status.
        """
        url = f"{self._api_base}/import/content/{job_id}/status"
        attempts = Retrying(
            retry=retry_if_exception_type(UnreachableError),
            stop=stop_after_attempt(ATTEMPTS) | stop_before_delay(within),
            wait=wait_random_exponential(multiplier=0.5, max=self._retry_wait),
            reraise=True,
        )
        return attempts(self._ask, url)

    def _ask(self, url: str) -> JobStatus:
        try:
            with self._http.stream("GET", url) as answer:
                body = _capped_body(answer)
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
            raise UnreachableError(
                f"No answer from {url}: {_cause(error)}.",
                next_step="Check the API domain, the network and the proxy, then run again; the job goes on by itself.",
            ) from error
        if answer.status_code != httpx.codes.OK:
            raise _refusal(url, answer, body)
        status = job_status(_json(body))
        if status is None:
            kind = answer.headers.get("content-type", "none given")
            raise UnexpectedAnswerError(
                f"{url} answered 200 with something that is no job status (content type {kind}): {_shown(body)}.",
                next_step="Check that the API domain is the API's own and no login page or proxy is in between.",
            )
        return status


def _capped_body(answer: httpx.Response) -> bytes:
    body = bytearray()
    for chunk in answer.iter_bytes():
        body += chunk
        if len(body) > MAXIMUM_BODY:
            break
    return bytes(body)


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _shown(body: bytes) -> str:
    text = " ".join(body[: 4 * _SHOWN].decode("utf-8", errors="replace").split())
    return repr(text[:_SHOWN]) if text else "an empty body"


def _cause(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".rstrip(": .")


def _refusal(url: str, answer: httpx.Response, body: bytes) -> ServiceError:
    message = service_message(_json(body))
    said = " ".join(part for part in (message.code, message.developer_message or message.user_message) if part)
    what = f"{url} answered {answer.status_code} {answer.reason_phrase}".rstrip()
    what += f" ({said})." if said else f" with {_shown(body)}."
    if answer.status_code >= httpx.codes.INTERNAL_SERVER_ERROR or answer.status_code in {408, 425, 429}:
        return UnreachableError(what, next_step="The service has trouble of its own: run again later.")
    if answer.is_redirect:
        next_step = (
            "Redirects are not followed, so that the token stays where it belongs: set the API domain to its target."
        )
    else:
        next_step = _NEXT_STEPS.get(answer.status_code, "Check the job's id and the API domain.")
    return RejectedError(what, next_step=next_step, status_code=answer.status_code, code=message.code)
