"""The public interface of the emulator: starts and stops it as a whole, and helps demos and tests."""

import secrets
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

from pytest_contentjobs.emulator.api import (
    BASE_PATH,
    TOKEN_PATH,
    Api,
    LocationForm,
    Operation,
    RecordedRequest,
    ResponseQueues,
)
from pytest_contentjobs.emulator.bodies import S3_SOURCE, JobRequest
from pytest_contentjobs.emulator.clock import Clock, SimulatedClock
from pytest_contentjobs.emulator.jobs import JobRegistry, ScriptedJob, ValidatingJob, make_log_key, new_job_id
from pytest_contentjobs.emulator.log_writers import LOG_WRITERS
from pytest_contentjobs.emulator.loopback import LoopbackServer
from pytest_contentjobs.emulator.object_store import ACCESS_KEY_ID, REGION, SECRET_ACCESS_KEY, ObjectStore
from pytest_contentjobs.emulator.responses import RawResponse
from pytest_contentjobs.emulator.timeline import Job
from pytest_contentjobs.emulator.token_endpoint import TokenIssuer
from pytest_contentjobs.emulator.validation import CountBy

_WORKERS = 2
_REQUEST_SECONDS = 30.0


@dataclass(frozen=True)
class _Running:
    """The parts of a service that live between start and stop; `parts` stops them in the right order."""

    api: LoopbackServer
    s3: LoopbackServer
    store: ObjectStore
    workers: ThreadPoolExecutor
    parts: ExitStack


class ContentService:
    """An emulator of eGain's content manager API v4 import operations, with an S3 of its own, on 127.0.0.1.

    A context manager; `start` and `stop` do the same. Operations, responses and error bodies follow the vendor's
    OpenAPI description. The rules of validation and the layouts of the log are this project's own, because the
    vendor's are not published.

    `speed` divides the durations of jobs: one of 5 minutes takes 3 seconds with 100. `clock`, which gives the
    simulated present, replaces it in tests. `log_format` is a name in LOG_WRITERS, `count_by` says what a job's
    results count (see `validation.count`), `token_lifetime` is in real seconds, a port of 0 takes a free one, and
    `location_form` chooses between the documented forms of the `location` header: with trailing `/status` and no
    leading slash, or (`job`) the other way round. Raises ValueError for an unknown log format or a speed of 0.

    Several services may run in one process: they share moto's memory, so each has a bucket of its own. Moto's
    `mock_aws` clears that memory when it starts, so keep it out of a process with a running service.
    """

    def __init__(
        self,
        *,
        speed: float = 1.0,
        log_format: str = "text",
        count_by: CountBy = "item",
        token_lifetime: float = 3600.0,
        api_port: int = 0,
        s3_port: int = 0,
        location_form: LocationForm = "status",
        clock: Clock | None = None,
    ) -> None:
        if log_format not in LOG_WRITERS:
            raise ValueError(f"unknown log format {log_format!r}; known: {', '.join(sorted(LOG_WRITERS))}")
        self._writer = LOG_WRITERS[log_format]
        self._clock = clock or SimulatedClock(speed)
        self._count_by: CountBy = count_by
        self._ports = (api_port, s3_port)
        self._location_form: LocationForm = location_form
        self._tokens = TokenIssuer(token_lifetime)
        self._jobs = JobRegistry()
        self._queued = ResponseQueues()
        self._running: _Running | None = None
        self.bucket = f"contentjobs-{secrets.token_hex(6)}"
        self.requests: list[RecordedRequest] = []

    def start(self) -> Self:
        """Start both servers; a running service stays as it is. Raises OSError if a port is in use."""
        if self._running is not None:
            return self
        api_port, s3_port = self._ports
        with ExitStack() as parts:
            s3 = LoopbackServer(DomainDispatcherApplication(create_backend_app), s3_port, "contentjobs-s3")
            parts.callback(s3.stop)
            stopping = threading.Event()
            store = ObjectStore(s3.url, self.bucket, stopping.is_set)
            parts.callback(store.close)
            store.create_bucket()
            workers = ThreadPoolExecutor(_WORKERS, thread_name_prefix="contentjobs-job")
            parts.callback(workers.shutdown, cancel_futures=True)
            api = Api(
                tokens=self._tokens,
                jobs=self._jobs,
                create_job=self._create_job,
                queued=self._queued,
                requests=self.requests,
                location_form=self._location_form,
            )
            server = LoopbackServer(api.application, api_port, "contentjobs-api")
            parts.callback(server.stop)
            parts.callback(stopping.set)
            self._running = _Running(server, s3, store, workers, parts.pop_all())
        return self

    def stop(self) -> None:
        """Stop both servers and forget the bucket; stopping a stopped service changes nothing."""
        running, self._running = self._running, None
        if running is not None:
            running.parts.close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def api_url(self) -> str:
        """Base URL of the API, such as `http://127.0.0.1:40123`; RuntimeError unless started, as for all URLs."""
        return self._parts.api.url

    @property
    def s3_url(self) -> str:
        """Endpoint URL of the S3."""
        return self._parts.s3.url

    @property
    def token_url(self) -> str:
        """URL of the OAuth token endpoint."""
        return self.api_url + TOKEN_PATH

    @property
    def token(self) -> str:
        """A bearer token that is always accepted; random for each service."""
        return self._tokens.token

    @property
    def environment(self) -> dict[str, str]:
        """The environment variables that a client of this service needs."""
        return {
            "CONTENTJOBS_API_DOMAIN": self.api_url,
            "CONTENTJOBS_ACCESS_TOKEN": self.token,
            "CONTENTJOBS_TOKEN_URL": self.token_url,
            "CONTENTJOBS_CLIENT_ID": self._tokens.client_id,
            "CONTENTJOBS_CLIENT_SECRET": self._tokens.client_secret,
            "AWS_ENDPOINT_URL_S3": self.s3_url,
            "AWS_ACCESS_KEY_ID": ACCESS_KEY_ID,
            "AWS_SECRET_ACCESS_KEY": SECRET_ACCESS_KEY,
            "AWS_DEFAULT_REGION": REGION,
        }

    def upload_package(self, path: Path, name: str | None = None) -> str:
        """Store a content package, a folder or a zip archive, and return its `s3://` URI.

        `name` defaults to the name of the file or folder without `.zip`. A package of the same name is replaced.
        Raises FileNotFoundError when there is nothing at `path`.
        """
        return self._parts.store.upload(path, name or path.resolve().name.removesuffix(".zip"))

    def put_object(self, key: str, body: bytes) -> str:
        """Store an object in the service's bucket and return its `s3://` URI."""
        return self._parts.store.put(key, body)

    def start_validation(self, uri: str) -> str:
        """Start a validation job of the package at `uri` through the HTTP API and return the job's identifier.

        Raises httpx.HTTPStatusError when the service refuses.
        """
        with httpx.Client(trust_env=False, timeout=_REQUEST_SECONDS) as client:
            response = client.post(
                f"{self.api_url}{BASE_PATH}/import/content/validate",
                json={"dataSource": {"type": S3_SOURCE, "path": uri}},
                headers={"Authorization": f"Bearer {self.token}"},
            )
        response.raise_for_status()
        return response.headers["location"].removesuffix("/status").rpartition("/")[2]

    def add_job(self, responses: Sequence[Mapping[str, object] | RawResponse], *, log: bytes | None = None) -> str:
        """Add a scripted job, whose status requests get `responses` in turn, and return its identifier.

        The last response repeats. A mapping is the JSON body of a 200 response; `jobType` defaults to Validation and,
        when `log` is given, `logFileLocation` to its place in the bucket; a key with the value None is left out.
        A RawResponse is sent as it is. Cancelling works until a response with a final status has been sent, and makes
        the job respond with `Cancelled`. Raises ValueError without any response.
        """
        job_id = new_job_id()
        defaults: dict[str, object] = {"jobType": "Validation"}
        if log is not None:
            defaults["logFileLocation"] = self.put_object(make_log_key(job_id), log)
        self._jobs.add(job_id, ScriptedJob(responses, defaults))
        return job_id

    def queue_responses(self, operation: Operation, *responses: RawResponse) -> None:
        """Send these responses to the next requests to an operation, one each, whatever the requests contain."""
        self._queued.add(operation, responses)

    def clear_responses(self) -> None:
        """Remove queued responses that were not sent, so that they do not reach the requests of the next test."""
        self._queued.clear()

    def wait_until_read(self, job_id: str, timeout: float = _REQUEST_SECONDS) -> None:
        """Wait until the package of a started job has been read, at most `timeout` real seconds.

        From then on a job's state depends only on simulated time. Raises KeyError for a job that this service
        does not validate, TimeoutError after the time-out.
        """
        job = self._jobs.find(job_id)
        if not isinstance(job, ValidatingJob):
            raise KeyError(job_id)
        job.wait_until_read(timeout)

    @property
    def _parts(self) -> _Running:
        """The running parts; raises RuntimeError unless started."""
        if self._running is None:
            raise RuntimeError("the service is not running: use it in a with statement or call start()")
        return self._running

    def _create_job(self, request: JobRequest) -> str:
        """Start a real job and return its identifier."""
        parts = self._parts
        job_id = new_job_id()
        log = f"s3://{self.bucket}/{make_log_key(job_id)}"
        start = max(request.start or self._clock(), self._clock())
        job = Job(job_id, request.job_type, request.path, log, start, request.stop)
        self._jobs.add(
            job_id,
            ValidatingJob(
                job,
                request,
                clock=self._clock,
                store=parts.store,
                writer=self._writer,
                count_by=self._count_by,
                workers=parts.workers,
            ),
        )
        return job_id
