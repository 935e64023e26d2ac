"""The HTTP interface: the four import operations and the token endpoint as a Flask application."""

import json
import re
import threading
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

import flask
from werkzeug.exceptions import HTTPException

from pytest_contentjobs.emulator.bodies import JobRequest, read_import_request, read_validation_request
from pytest_contentjobs.emulator.jobs import JobRegistry, ServedJob
from pytest_contentjobs.emulator.responses import RawResponse, RequestRefusedError, vendor_error
from pytest_contentjobs.emulator.token_endpoint import TokenIssuer

Operation = Literal["import", "validate", "status", "cancel", "token"]
LocationForm = Literal["status", "job"]

BASE_PATH = "/knowledge/contentmgr/v4"
TOKEN_PATH = "/system/auth/EXAMPLE-U/oauth2/token"  # noqa: S105 -- a path, no secret
_LOCATIONS: dict[LocationForm, str] = {
    "status": "knowledge/contentmgr/v4/import/content/{job_id}/status",
    "job": "/knowledge/contentmgr/v4/import/content/{job_id}",
}
"""Both documented forms of the `location` header."""

_QUALITY = r"(\s*;\s*[qQ]=(0(\.[0-9]{0,3})?|1(\.0{0,3})?))?"
_LANGUAGE_RANGE = re.compile(rf"\s*(\*|[A-Za-z]{{1,8}}(-[A-Za-z0-9]{{1,8}})*){_QUALITY}\s*")


@dataclass(frozen=True)
class RecordedRequest:
    """A request that the service received; `path` includes the query string, `headers` have lower-case names.

    `body` is not in the repr, since it can contain the credentials of a data source.
    """

    method: str
    path: str
    headers: dict[str, str]
    body: bytes = field(default=b"", repr=False)


class ResponseQueues:
    """Responses for the next requests to an operation, instead of the regular ones."""

    def __init__(self) -> None:
        self._queues: defaultdict[str, deque[RawResponse]] = defaultdict(deque)
        self._lock = threading.Lock()

    def add(self, operation: Operation, responses: tuple[RawResponse, ...]) -> None:
        """Queue responses for one operation."""
        with self._lock:
            self._queues[operation].extend(responses)

    def take(self, operation: str | None) -> RawResponse | None:
        """Return and remove the next response for an operation, or None if there is none."""
        with self._lock:
            queue = self._queues.get(operation or "")
            return queue.popleft() if queue else None

    def clear(self) -> None:
        """Remove all responses that were not sent."""
        with self._lock:
            self._queues.clear()


class Api:
    """The operations of the service; `application` is the Flask application that serves them.

    `create_job` starts a job and returns its identifier. Each request is appended to `requests`.
    """

    def __init__(
        self,
        *,
        tokens: TokenIssuer,
        jobs: JobRegistry,
        create_job: Callable[[JobRequest], str],
        queued: ResponseQueues,
        requests: list[RecordedRequest],
        location_form: LocationForm,
    ) -> None:
        self._tokens = tokens
        self._jobs = jobs
        self._create_job = create_job
        self._queued = queued
        self._requests = requests
        self._location = _LOCATIONS[location_form]
        self.application = flask.Flask("pytest_contentjobs.emulator")
        self._route("token", "POST", TOKEN_PATH, self._token)
        self._route("validate", "POST", f"{BASE_PATH}/import/content/validate", self._validate)
        self._route("import", "POST", f"{BASE_PATH}/import/content", self._import)
        self._route("status", "GET", f"{BASE_PATH}/import/content/<job_id>/status", self._status)
        self._route("cancel", "POST", f"{BASE_PATH}/import/content/<job_id>/cancel", self._cancel)
        self.application.before_request(self._before)
        self.application.register_error_handler(Exception, self._report_failure)

    def _route(self, name: Operation, method: str, path: str, respond: Callable[..., RawResponse]) -> None:
        """Serve an operation by a function that returns a response."""
        self.application.add_url_rule(path, name, lambda **arguments: _send(respond(**arguments)), methods=[method])

    def _before(self) -> flask.Response | None:
        """Record every request, and give it a queued response if there is one."""
        request = flask.request
        path = request.full_path if request.query_string else request.path
        headers = {name.lower(): value for name, value in request.headers.items()}
        self._requests.append(RecordedRequest(request.method, path, headers, request.get_data()))
        response = self._queued.take(request.endpoint)
        return None if response is None else _send(response)

    def _report_failure(self, error: Exception) -> flask.Response | HTTPException:
        """Turn refusals into their responses and a fault of the emulator into the documented error 500-100."""
        if isinstance(error, RequestRefusedError):
            return _send(error.response)
        if isinstance(error, HTTPException):
            return error
        self.application.logger.error("the emulator failed", exc_info=error)
        return _send(vendor_error("500-100"))

    def _token(self) -> RawResponse:
        return self._tokens.issue(flask.request.form)

    def _validate(self) -> RawResponse:
        return self._create(read_validation_request)

    def _import(self) -> RawResponse:
        return self._create(read_import_request)

    def _status(self, job_id: str) -> RawResponse:
        return self._find(job_id, "View import job").status()

    def _cancel(self, job_id: str) -> RawResponse:
        return RawResponse(204 if self._find(job_id, "Cancel import job").cancel() else 409)

    def _create(self, read: Callable[[object], JobRequest]) -> RawResponse:
        """Create a job from the request's body."""
        self._check_request(vendor_error("403-197"))
        job_id = self._create_job(read(_parse_body()))
        return RawResponse(202, headers={"location": self._location.format(job_id=job_id)})

    def _find(self, job_id: str, action: str) -> ServedJob:
        """Return the job of a request; `action` is the name of the request in a refusal."""
        self._check_request(vendor_error("403-178", action))
        job = self._jobs.find(job_id)
        if job is None:
            raise RequestRefusedError(vendor_error("404-100", job_id))
        return job

    def _check_request(self, denied: RawResponse) -> None:
        """Check what all four operations have in common; raises RequestRefusedError.

        The vendor does not publish which `Accept-Language` values are invalid: those that are not of the form in RFC
        9110 are refused. No operation documents a query parameter, so none is supported.
        """
        request = flask.request
        self._tokens.check(request.headers.get("Authorization"), denied)
        languages = request.headers.get("Accept-Language")
        if languages is not None and not all(_LANGUAGE_RANGE.fullmatch(part) for part in languages.split(",")):
            raise RequestRefusedError(vendor_error("406-100"))
        if request.args:
            raise RequestRefusedError(vendor_error("400-101", ", ".join(request.args)))


def _send(raw: RawResponse) -> flask.Response:
    """Make a Flask response with exactly what the raw one contains."""
    response = flask.Response(raw.payload, raw.status)
    del response.headers["Content-Type"]
    if raw.content_type is not None:
        response.headers["Content-Type"] = raw.content_type
    for name, value in raw.headers.items():
        response.headers[name] = value
    return response


def _parse_body() -> object:
    """Return the parsed body of the request, or None if it is not JSON."""
    try:
        value: object = json.loads(flask.request.get_data())
    except (ValueError, RecursionError):
        return None
    return value
