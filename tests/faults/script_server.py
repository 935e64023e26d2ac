"""A server that a test drives byte by byte: each connection plays a script, the last script for all that follow."""

from __future__ import annotations

import re
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field

#: Longer than every time limit of a test, so that a client that was not stopped has the wrong outcome.
PATIENCE = 10.0
_STEP = 0.02


class Peer:
    """The server's end of one connection."""

    def __init__(self, connection: socket.socket, server: Server, stopped: threading.Event) -> None:
        self._connection = connection
        self._server = server
        self._stopped = stopped

    def request(self) -> bytes:
        """Read one whole request and note it."""
        request = b""
        while b"\r\n\r\n" not in request and (chunk := self._connection.recv(65536)):
            request += chunk
        length = re.search(rb"content-length: *(\d+)", request, re.IGNORECASE)
        while length and len(request.partition(b"\r\n\r\n")[2]) < int(length[1]):
            request += self._connection.recv(65536)
        self._server.requests.append(request)
        return request

    def ignore(self) -> None:
        """Read nothing, so that a large request cannot be sent."""
        self._stopped.wait(PATIENCE)

    def send(self, answer: bytes) -> None:
        self._connection.sendall(answer)

    def drip(self, answer: bytes) -> None:
        """Send byte after byte, each before the time limit of a read."""
        for position in range(len(answer)):
            if self._stopped.wait(_STEP):
                return
            self.send(answer[position : position + 1])

    def stall(self) -> None:
        """Send nothing until the client closes."""
        self._connection.settimeout(PATIENCE)
        self._connection.recv(1)

    def reset(self) -> None:
        """Close with a reset."""
        self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._connection.close()


Script = Callable[[Peer], None]


@dataclass
class Server:
    """The server's URL, its requests, and the number of connections."""

    url: str
    requests: list[bytes] = field(default_factory=list)
    connections: int = 0


def says(answer: bytes) -> Script:
    """Read a request, respond and close."""

    def play(peer: Peer) -> None:
        peer.request()
        peer.send(answer)

    return play


@contextmanager
def script_server(scripts: Sequence[Script], tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    """Serve on loopback, each connection in a thread of its own."""
    stopped = threading.Event()
    threads: list[threading.Thread] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = Server(f"{'https' if tls else 'http'}://127.0.0.1:{listener.getsockname()[1]}")

        def accept() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                script = scripts[min(server.connections, len(scripts) - 1)]
                server.connections += 1
                threads.append(threading.Thread(target=play, args=(connection, script), daemon=True))
                threads[-1].start()

        def play(connection: socket.socket, script: Script) -> None:
            with closing(connection), suppress(OSError):
                end = tls.wrap_socket(connection, server_side=True) if tls else connection
                with closing(end):
                    script(Peer(end, server, stopped))

        acceptor = threading.Thread(target=accept, daemon=True)
        acceptor.start()
        yield server
        stopped.set()
        # Closing alone would leave the thread in accept.
        listener.shutdown(socket.SHUT_RDWR)
    for thread in (acceptor, *threads):
        thread.join(timeout=PATIENCE)
