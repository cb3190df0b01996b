"""As much of the Lambda Runtime API as AWS's runtime interface client needs for one invocation.

See the Lambda developer guide, "Using the Lambda runtime API for custom runtimes".
"""

from __future__ import annotations

import queue
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

_SECONDS = 900  # the most that a function may have


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """The function is killed while it waits for its next event, which is no error."""


class RuntimeApi:
    """Hands the events out in turn and keeps the answers."""

    def __init__(self) -> None:
        self.asked = threading.Event()
        """The client has asked for an event: the function is set up."""
        self.answers: queue.Queue[tuple[bool, str]] = queue.Queue()
        """Whether it failed, and what it said."""
        self.events: queue.Queue[str] = queue.Queue()
        self._server = _Server(("127.0.0.1", 0), self._handler())
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self._server.server_address[1]}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        api = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, format: str, *args: object) -> None:
                pass

            def do_GET(self) -> None:
                api.asked.set()
                body = api.events.get().encode()
                self.send_response_only(200)
                # The client's native part falls over an answer without a type.
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.send_header("Lambda-Runtime-Aws-Request-Id", "request-1")
                self.send_header("Lambda-Runtime-Deadline-Ms", str(int((time.time() + _SECONDS) * 1000)))
                function = "arn:aws:lambda:eu-west-1:123456789012:function:keyturn"
                self.send_header("Lambda-Runtime-Invoked-Function-Arn", function)
                self.end_headers()
                self.wfile.write(body)

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
                api.answers.put((not self.path.endswith("/response"), body))
                self.send_response_only(202)
                self.send_header("Content-Length", "0")
                self.end_headers()

        return Handler
