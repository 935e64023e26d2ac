"""A service and a web server in one, on loopback: the responses of a job in turn, and a log that arrives in its own way."""

from __future__ import annotations

import gzip
import json
import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.storm.byte_damages import HTML, S3_ERROR

#: How the log is served: names of methods of the handler.
PLANS = (
    "whole", "resume", "changed", "changed-always", "no-ranges", "length-more", "length-less", "range-wrong", "range-unasked",
    "late", "missing", "forbidden", "error-first", "error-always", "redirect", "html", "empty", "packed-header", "other-job",
    "etag-weak", "range-ignored-change",
)  # fmt: skip
_STALL_SECONDS = 60
JOB_ID = "7A84B875-6F75-4C7B-B137-0632B62DB0BD"
OTHER_ID = "FA639637-86C8-4E49-AB6C-1831FF090A8F"
_STATUS = re.compile(r".*/import/content/[^/]+/status$")

STEPS = {
    "scheduled": {"status": "Scheduled", "jobType": "Validation", "progress": {"processed": 0, "total": 0, "percentage": 0}},
    "progress": {"status": "In Progress", "progress": {"processed": 5, "total": 20, "percentage": 25}, "results": None},
    "odd": {"status": "in progress", "progress": {"processed": 1e300, "total": -1}, "estimatedCompletion": "soon"},
    "unknown": {"status": "Publishing"},
}  # fmt: skip


@dataclass
class Served:
    """What is served: the responses before the final one, the final one, the log, how it arrives, and what replaces it."""

    sequence: Sequence[str] = ()
    final: str = "{}"
    log: bytes = b""
    plan: str = "whole"
    changed: bytes = b""
    asked: int = 0
    fetched: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)
    was_asked: threading.Event = field(default_factory=threading.Event)
    was_fetched: threading.Event = field(default_factory=threading.Event)
    is_over: threading.Event = field(default_factory=threading.Event)


_ALWAYS = 1 << 30
_MISSING = b"<Error><Code>NoSuchKey</Code></Error>"
#: Plans whose first responses are fixed: status, body, and their number.
_FIXED = {
    "late": (404, _MISSING, 2),
    "missing": (404, _MISSING, _ALWAYS),
    "forbidden": (403, S3_ERROR, _ALWAYS),
    "error-first": (500, b"oops", 1),
    "error-always": (500, b"oops", _ALWAYS),
    "redirect": (302, b"", _ALWAYS),
    "html": (200, HTML, _ALWAYS),
    "empty": (200, b"", _ALWAYS),
}
_WHOLE = {"packed-header", "length-more", "length-less", "no-ranges", "range-ignored-change"}


def _range(start: int, data: bytes) -> str:
    return f"bytes {start}-{len(data) - 1}/{len(data)}"


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    served = Served()

    def handle_error(self, *_: object) -> None:
        """Ignore clients that disconnect."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:
        served = self.server.served
        path = self.path.partition("?")[0]
        # The client may have disconnected.
        with suppress(OSError):
            if _STATUS.fullmatch(path):
                with served.lock:
                    served.asked += 1
                    number = served.asked
                self._status(served, number)
                served.was_asked.set()
            else:
                with served.lock:
                    served.fetched += 1
                    number = served.fetched
                self._log(served, number)

    do_HEAD = do_GET  # noqa: N815 - the name is http.server's

    def _answer(
        self, status: int, body: bytes, *, cut: int | None = None, length: int | None = None, **headers: str
    ) -> None:
        announced = {"Content-Length": str(len(body) if length is None else length)}
        lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in {**announced, **headers}.items()]
        head = "\r\n".join([*lines, "", ""]).encode("latin-1")
        # In one piece, or the client waits for the second.
        self.wfile.write(head + (body[:cut] if self.command == "GET" else b""))
        if cut is not None or length is not None:
            self.close_connection = True

    def _status(self, served: Served, number: int) -> None:
        steps = served.sequence
        step = steps[number - 1] if number <= len(steps) else ""
        if steps and steps[-1] in {"forever", "gone", "refused"} and number >= len(steps):
            step = steps[-1]
        if step in STEPS or step == "forever":
            self._answer(200, json.dumps(STEPS.get(step, STEPS["progress"])).encode(), Content_Type="application/json")
        elif step == "error-503":
            self._answer(503, b"busy", Retry_After="1")
        elif step == "gone":
            self._answer(404, b'{"code": "404-1", "developerMessage": "no such job"}')
        elif step == "refused":
            self._answer(403, b'{"code": "403-1", "developerMessage": "no permission"}')
        elif step == "garbage":
            self._answer(200, HTML, Content_Type="text/html")
        else:
            self._answer(200, served.final.encode(), Content_Type="application/json")

    def _log(self, served: Served, number: int) -> None:
        data, plan = served.log, served.plan
        start = int((re.findall(r"\d+", self.headers.get("Range", "")) or ["0"])[0])
        half, etag = len(data) // 2, '"e1"'
        fixed = _FIXED.get(plan)
        if fixed is not None and number <= fixed[2]:
            self._answer(fixed[0], fixed[1], Location="/elsewhere")
        elif plan == "stall":
            # Half of the log, and then nothing until the test ends the connection.
            head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(data)}\r\n\r\n".encode()
            self.wfile.write(head + data[:half])
            served.was_fetched.set()
            served.is_over.wait(_STALL_SECONDS)
            self.close_connection = True
        elif plan in {"changed", "changed-always"}:
            self._changing(served, number, start)
        elif plan in _WHOLE:
            self._whole(served, number)
        elif plan == "range-unasked":
            self._answer(206, data[half:], Content_Range=_range(half, data), ETag=etag)
        elif plan in {"resume", "range-wrong", "etag-weak"} and number == 1:
            self._answer(200, data, cut=half, ETag="W/" + etag if plan == "etag-weak" else etag, Accept_Ranges="bytes")
        elif start:
            begin = start + 1 if plan == "range-wrong" else start
            self._answer(206, data[begin:], Content_Range=_range(begin, data), ETag=etag)
        else:
            self._answer(200, data, ETag=etag)

    def _whole(self, served: Served, number: int) -> None:
        """Respond with the complete object, whatever range is requested; with its own length, end or packing."""
        data, half = served.log, len(served.log) // 2
        if served.plan == "packed-header":
            self._answer(200, gzip.compress(data, mtime=0), Content_Encoding="gzip", ETag='"e1"')
        elif served.plan == "length-more":
            self._answer(200, data, length=len(data) + 10)
        elif served.plan == "length-less":
            self._answer(200, data, length=max(len(data) - 10, 0), cut=max(len(data) - 10, 0))
        elif served.plan == "no-ranges":
            self._answer(200, data, cut=half if number == 1 else None)
        else:
            # The first response breaks off; the second contains another object, whatever is requested.
            is_first = number == 1
            body = data if is_first else served.changed
            self._answer(200, body, cut=half if is_first else None, ETag='"e1"' if is_first else '"e2"')

    def _changing(self, served: Served, number: int, start: int) -> None:
        """Break off the first response, and serve another object from then on; ``changed-always`` repeats that."""
        is_first = number == 1
        data = served.log if is_first else served.changed
        etag = f'"c{number if served.plan == "changed-always" else min(number, 2)}"'
        if self.headers.get("If-Match", etag) != etag:
            self._answer(412, b"<Error><Code>PreconditionFailed</Code></Error>")
        elif start:
            self._answer(206, data[start:], Content_Range=_range(start, data), ETag=etag)
        else:
            breaks = is_first or served.plan == "changed-always"
            self._answer(200, data, cut=len(data) // 2 if breaks else None, ETag=etag, Accept_Ranges="bytes")

    def log_message(self, *_: object) -> None:
        """Log nothing."""


@dataclass
class Host:
    """The running server: ``address`` is host and port."""

    server: _Server

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.server.server_port}"

    def serve(self, served: Served) -> None:
        self.server.served = served


@contextmanager
def serving() -> Iterator[Host]:
    """Serve on loopback until the end of the context."""
    with _Server(("127.0.0.1", 0), _Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield Host(server)
        finally:
            server.shutdown()
            thread.join(timeout=5)
