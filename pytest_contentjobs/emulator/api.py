"""The HTTP face: the four import operations and the token endpoint as a Flask application."""

import json
import re
import threading
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import flask
from werkzeug.exceptions import HTTPException

from pytest_contentjobs.emulator.answers import Answer, RequestRefusedError, vendor_error
from pytest_contentjobs.emulator.bodies import JobRequest, read_import_request, read_validation_request
from pytest_contentjobs.emulator.jobs import JobRegistry, ServedJob
from pytest_contentjobs.emulator.tokens import TokenIssuer

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
    """A request that the service got; `path` includes the query string, `headers` have lower-case names."""

    method: str
    path: str
    headers: dict[str, str]


class AnswerQueues:
    """Answers that the next requests to an operation get instead of their own."""

    def __init__(self) -> None:
        self._queues: defaultdict[str, deque[Answer]] = defaultdict(deque)
        self._lock = threading.Lock()

    def add(self, operation: Operation, answers: tuple[Answer, ...]) -> None:
        """Queue answers for one operation."""
        with self._lock:
            self._queues[operation].extend(answers)

    def take(self, operation: str | None) -> Answer | None:
        """Return and remove the next answer for an operation, None if there is none."""
        with self._lock:
            queue = self._queues.get(operation or "")
            return queue.popleft() if queue else None


def create_application(
    *,
    tokens: TokenIssuer,
    jobs: JobRegistry,
    create_job: Callable[[JobRequest], str],
    queued: AnswerQueues,
    record: Callable[[RecordedRequest], None],
    location_form: LocationForm,
) -> flask.Flask:
    """Make the application; `create_job` starts a job and returns its identifier."""
    application = flask.Flask("pytest_contentjobs.emulator")
    operations: dict[Operation, tuple[str, str, Callable[..., Answer]]] = {
        "token": ("POST", TOKEN_PATH, lambda: tokens.issue(flask.request.form)),
        "validate": ("POST", f"{BASE_PATH}/import/content/validate", lambda: create(read_validation_request)),
        "import": ("POST", f"{BASE_PATH}/import/content", lambda: create(read_import_request)),
        "status": ("GET", f"{BASE_PATH}/import/content/<job_id>/status", lambda job_id: status(job_id)),
        "cancel": ("POST", f"{BASE_PATH}/import/content/<job_id>/cancel", lambda job_id: cancel(job_id)),
    }

    def create(read: Callable[[object], JobRequest]) -> Answer:
        _check_request(tokens, vendor_error("403-197"))
        job_id = create_job(read(_json_body()))
        return Answer(202, headers={"location": _LOCATIONS[location_form].format(job_id=job_id)})

    def find(job_id: str, action: str) -> ServedJob:
        _check_request(tokens, vendor_error("403-178", action))
        job = jobs.find(job_id)
        if job is None:
            raise RequestRefusedError(vendor_error("404-100", job_id))
        return job

    def status(job_id: str) -> Answer:
        return find(job_id, "View import job").status()

    def cancel(job_id: str) -> Answer:
        return Answer(204 if find(job_id, "Cancel import job").cancel() else 409)

    def before() -> flask.Response | None:
        request = flask.request
        path = request.full_path if request.query_string else request.path
        headers = {name.lower(): value for name, value in request.headers.items()}
        record(RecordedRequest(request.method, path, headers))
        answer = queued.take(request.endpoint)
        return None if answer is None else _send(answer)

    def failed(error: Exception) -> flask.Response | HTTPException:
        if isinstance(error, RequestRefusedError):
            return _send(error.answer)
        if isinstance(error, HTTPException):
            return error
        application.logger.error("the embedded service failed", exc_info=error)
        return _send(vendor_error("500-100"))

    for name, (method, path, answer) in operations.items():
        application.add_url_rule(path, name, _sender(answer), methods=[method])
    application.before_request(before)
    application.register_error_handler(Exception, failed)
    return application


def _sender(answer: Callable[..., Answer]) -> Callable[..., flask.Response]:
    """Make a Flask view of a function that returns an answer."""
    return lambda **arguments: _send(answer(**arguments))


def _send(answer: Answer) -> flask.Response:
    """Turn an answer into a response that carries nothing beyond it."""
    response = flask.Response(answer.payload, answer.status)
    del response.headers["Content-Type"]
    if answer.content_type is not None:
        response.headers["Content-Type"] = answer.content_type
    for name, value in answer.headers.items():
        response.headers[name] = value
    return response


def _json_body() -> object:
    """Return the parsed body of the request, None when it is not JSON."""
    try:
        value: object = json.loads(flask.request.get_data())
    except (ValueError, RecursionError):
        return None
    return value


def _check_request(tokens: TokenIssuer, denied: Answer) -> None:
    """Check what all four operations have in common; raises RequestRefusedError.

    Which `Accept-Language` values the vendor takes for invalid is not published: we refuse those that are not of
    the form of RFC 9110. None of the operations documents a query parameter, so each is unsupported.
    """
    request = flask.request
    tokens.check(request.headers.get("Authorization"), denied)
    languages = request.headers.get("Accept-Language")
    if languages is not None and not all(_LANGUAGE_RANGE.fullmatch(part) for part in languages.split(",")):
        raise RequestRefusedError(vendor_error("406-100"))
    if request.args:
        raise RequestRefusedError(vendor_error("400-101", ", ".join(request.args)))
