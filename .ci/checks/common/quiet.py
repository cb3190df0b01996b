"""A handler for a server whose client may be killed at any time."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler


class QuietHandler(BaseHTTPRequestHandler):
    """Of a server to a process that may be killed at any time; it logs nothing."""

    protocol_version = "HTTP/1.1"
    # A small reply must not wait for the acknowledgement of its head.
    disable_nagle_algorithm = True

    def handle_one_request(self) -> None:
        try:
            super().handle_one_request()
        except ConnectionError:
            self.close_connection = True  # Keyturn is gone: it was killed, or gave up

    def log_message(self, *_: object) -> None:
        pass
