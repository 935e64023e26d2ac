"""A server for logs whose responses a test drives byte by byte, and a relay that cuts connections of real servers."""

from __future__ import annotations

import re
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

_LISTENING_SECONDS = 0.05
#: Longer than any test takes: what hangs ends with its test.
_HANG_SECONDS = 60


@dataclass(frozen=True)
class Request:
    """A request's head: ``line`` is its first line, header names are in lower case."""

    line: str
    headers: dict[str, str]

    @property
    def start(self) -> int:
        """The first byte that is requested, 0 without a range."""
        match = re.fullmatch(r"bytes=(\d+)-", self.headers.get("range", ""))
        return int(match[1]) if match else 0


@dataclass
class Connection:
    """The server's end of a connection. ``over`` is set when the test is over."""

    socket: socket.socket
    over: threading.Event = field(default_factory=threading.Event)

    def send(self, data: bytes) -> None:
        # The client may have had enough.
        with suppress(OSError):
            self.socket.sendall(data)

    def reset(self) -> None:
        """Close with a reset: the other side may lose what it has not read."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    def hang(self) -> None:
        """Send nothing until the test is over or the client is gone."""
        self.socket.settimeout(_LISTENING_SECONDS)
        for _ in range(int(_HANG_SECONDS / _LISTENING_SECONDS)):
            with suppress(TimeoutError):
                if self.over.is_set() or not self.socket.recv(1):
                    return

    def drip(self, data: bytes) -> None:
        """Send a byte now and then."""
        for byte in data:
            if self.over.wait(_LISTENING_SECONDS):
                return
            self.send(bytes([byte]))


#: Answers one request.
Handler = Callable[[Request, Connection], None]


@contextmanager
def log_server(
    handlers: Sequence[Handler], *, tls: ssl.SSLContext | None = None
) -> Iterator[tuple[str, list[Request]]]:
    """Serve on loopback, one request a connection: give ``host:port`` and the requests; the last handler repeats."""
    requests: list[Request] = []
    over = threading.Event()
    threads: list[threading.Thread] = []

    def serve(raw: socket.socket) -> None:
        with suppress(OSError), raw, tls.wrap_socket(raw, server_side=True) if tls else raw as connection:
            request = _read_request(connection)
            if request is not None:
                requests.append(request)
                handlers[min(len(requests), len(handlers)) - 1](request, Connection(connection, over))

    with _accepting(serve, threads, over) as address:
        yield address, requests


@contextmanager
def cutting_relay(target: str, cuts: Sequence[int]) -> Iterator[str]:
    """Relay to the server at ``target``, and end each connection after so many bytes from it; those after the last stay.

    A client that keeps a connection for several requests has one cut for all of them.
    """
    over = threading.Event()
    threads: list[threading.Thread] = []
    left = list(cuts)
    host, _, port = target.partition(":")

    def serve(raw: socket.socket) -> None:
        most = left.pop(0) if left else None
        with suppress(OSError), raw, socket.create_connection((host, int(port))) as behind:
            onward = threading.Thread(target=_pump, args=(raw, behind, None), daemon=True)
            onward.start()
            _pump(behind, raw, most)
            with suppress(OSError):
                raw.shutdown(socket.SHUT_RDWR)
            onward.join(timeout=5)

    with _accepting(serve, threads, over) as address:
        yield address


def _pump(source: socket.socket, target: socket.socket, most: int | None) -> None:
    with suppress(OSError):
        while most is None or most > 0:
            data = source.recv(65536 if most is None else min(most, 65536))
            if not data:
                break
            most = None if most is None else most - len(data)
            target.sendall(data)
    # Whoever waits for this end of the relay is told that no more comes.
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)


@contextmanager
def _accepting(
    serve: Callable[[socket.socket], None], threads: list[threading.Thread], over: threading.Event
) -> Iterator[str]:
    def accept() -> None:
        while True:
            try:
                raw, _ = listener.accept()
            except OSError:
                return
            threads.append(threading.Thread(target=serve, args=(raw,), daemon=True))
            threads[-1].start()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        accepting = threading.Thread(target=accept, daemon=True)
        accepting.start()
        try:
            yield f"127.0.0.1:{listener.getsockname()[1]}"
        finally:
            over.set()
            # Closing alone would leave the thread in accept.
            listener.shutdown(socket.SHUT_RDWR)
            for thread in (accepting, *threads):
                thread.join(timeout=5)


def _read_request(connection: socket.socket) -> Request | None:
    data = b""
    while b"\r\n\r\n" not in data:
        if not (more := connection.recv(65536)):
            return None
        data += more
    line, *lines = data.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (text.partition(":") for text in lines)}
    return Request(line, headers)


def head(status: str, length: int | None, *headers: str) -> bytes:
    """Make the head of a response; without a length if it is None."""
    lines = [f"HTTP/1.1 {status}", *([] if length is None else [f"Content-Length: {length}"]), *headers]
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode("latin-1")


def sends(*parts: bytes) -> Handler:
    """Respond with these bytes to every request."""
    return lambda _, connection: connection.send(b"".join(parts))


def whole(data: bytes, *headers: str, cut: int | None = None, length: int | None = None) -> Handler:
    """Respond 200 with the whole object, ignoring ranges; ``cut`` ends it early, ``length`` is the stated one."""
    announced = len(data) if length is None else length
    return sends(head("200 OK", announced, *headers), data[:cut])


def ranged(data: bytes, etag: str, *headers: str, cut: int | None = None) -> Handler:
    """Respond as S3 does: with the requested range, or 412 for another ETag; ``cut`` bytes at most."""

    def handler(request: Request, connection: Connection) -> None:
        if request.headers.get("if-match", etag) != etag:
            connection.send(error_answer("412 Precondition Failed", "PreconditionFailed"))
            return
        start, end = request.start, len(data)
        lines = [f"ETag: {etag}", "Accept-Ranges: bytes", *headers]
        if "range" in request.headers:
            lines.append(f"Content-Range: bytes {start}-{end - 1}/{end}")
        status = "206 Partial Content" if "range" in request.headers else "200 OK"
        connection.send(head(status, end - start, *lines) + data[start:][:cut])

    return handler


def error_answer(status: str, code: str, message: str = "", *headers: str, more: str = "") -> bytes:
    """Make an error response in S3's form; ``more`` are further elements."""
    body = f"<Error><Code>{code}</Code><Message>{message}</Message>{more}<Resource>/log</Resource></Error>".encode()
    return head(status, len(body), "Content-Type: application/xml", *headers) + body


def refuses(status: str, code: str, message: str = "", *headers: str, more: str = "") -> Handler:
    """Respond with an error in S3's form."""
    return sends(error_answer(status, code, message, *headers, more=more))
