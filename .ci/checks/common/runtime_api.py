"""The part of the Lambda Runtime API that AWS's runtime interface client needs.

See the Lambda developer guide, "Using the Lambda runtime API for custom runtimes".
"""

from __future__ import annotations

import queue
import threading
import time
from dataclasses import dataclass
from http.server import ThreadingHTTPServer

from checks.common.quiet import QuietHandler


@dataclass(frozen=True)
class Answer:
    """How an invocation ended."""

    failed: bool
    body: str


class RuntimeApi:
    """Hands out one invocation at a time."""

    def __init__(self) -> None:
        self.asked = threading.Event()
        """The client has asked for an invocation: the function is set up."""
        self.answers: queue.Queue[Answer] = queue.Queue()
        self._events: queue.Queue[tuple[str, float] | None] = queue.Queue()
        self._count = 0
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self._server.server_address[1]}"

    def invoke(self, event: str, seconds: float) -> None:
        """The function has this number of seconds."""
        self._events.put((event, time.time() + seconds))

    def close(self) -> None:
        self._events.put(None)
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[QuietHandler]:
        api = self

        class Handler(QuietHandler):
            def do_GET(self) -> None:
                api.asked.set()
                given = api._events.get()
                if given is None:
                    self.close_connection = True
                    return
                event, deadline = given
                api._count += 1
                body = event.encode()
                self.send_response_only(200)
                # The client's native part crashes on an answer without a type.
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.send_header("Lambda-Runtime-Aws-Request-Id", f"request-{api._count}")
                self.send_header("Lambda-Runtime-Deadline-Ms", str(int(deadline * 1000)))
                function = "arn:aws:lambda:eu-central-1:123456789012:function:keyturn"
                self.send_header("Lambda-Runtime-Invoked-Function-Arn", function)
                self.end_headers()
                self.wfile.write(body)

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
                api.answers.put(Answer(not self.path.endswith("/response"), body))
                self.send_response_only(202)
                self.send_header("Content-Length", "0")
                self.end_headers()

        return Handler
