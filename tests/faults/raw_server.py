"""A server that responds to each connection with bytes that a test chose, and then closes it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager


@contextmanager
def raw_server(answers: Sequence[bytes]) -> Iterator[tuple[str, list[bytes]]]:
    """Serve on loopback: give the URL and the list of requests; the last response repeats."""
    requests: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=_serve, args=(listener, answers, requests), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", requests
        # Closing alone would leave the thread in accept.
        listener.shutdown(socket.SHUT_RDWR)
    thread.join(timeout=5)


def _serve(listener: socket.socket, answers: Sequence[bytes], requests: list[bytes]) -> None:
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        with connection:
            request = b""
            while b"\r\n\r\n" not in request and (chunk := connection.recv(65536)):
                request += chunk
            requests.append(request)
            connection.sendall(answers[min(len(requests), len(answers)) - 1])


def http(status: str, body: bytes = b"", *headers: str, length: int | None = None) -> bytes:
    """Make an HTTP response, whose stated length may differ from that of the body."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body) if length is None else length}", *headers]
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode() + body
