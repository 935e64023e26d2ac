"""A WSGI application served on the loopback interface from a thread of this process."""

import socket
import threading
from typing import TYPE_CHECKING

from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

HOST = "127.0.0.1"
_IDLE_SECONDS = 5.0
_POLL_SECONDS = 0.02


class _QuietHandler(WSGIRequestHandler):
    """Serves one request per connection and prints nothing.

    HTTP/1.0 leaves no idle connection whose thread would outlive the server, and the time-out limits how long a
    client that sends nothing can delay a stop.
    """

    protocol_version = "HTTP/1.0"
    timeout = _IDLE_SECONDS

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 -- the base class names it so
        """Write no access log, which would appear in the output of the tests."""


class _JoiningServer(ThreadedWSGIServer):
    """Waits for the threads of its requests when it is closed."""

    daemon_threads = False


class LoopbackServer:
    """A running server; it serves from construction until `stop`.

    `port` 0 takes a free one. Raises OSError if the port is in use; werkzeug itself would exit the process.
    """

    def __init__(self, application: "WSGIApplication", port: int, name: str) -> None:
        with socket.create_server((HOST, port), backlog=128) as listener:
            self._server = _JoiningServer(HOST, port, application, handler=_QuietHandler, fd=listener.fileno())
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(_POLL_SECONDS,), name=name, daemon=True
        )
        self._thread.start()

    @property
    def url(self) -> str:
        """The base URL, without a trailing slash."""
        return f"http://{HOST}:{self._server.port}"

    def stop(self) -> None:
        """Finish the current requests, then close the socket and end the thread."""
        self._server.shutdown()
        self._thread.join()
