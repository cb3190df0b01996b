"""A proxy between one Keyturn process and the account: it records every call and lets a fault change it."""

from __future__ import annotations

import http.client
import json
import re
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

from checks.common.account import FILES, LEASE, OF_THE_RUNS, STATE, TRAIL
from checks.common.quiet import QuietHandler

S3_ACTIONS = {
    # method, whether a bucket is named, whether an object is, and the query's first word
    ("GET", False, False, ""): "ListBuckets",
    ("HEAD", True, False, ""): "HeadBucket",
    ("GET", True, False, "publicAccessBlock"): "GetPublicAccessBlock",
    ("GET", True, False, "acl"): "GetBucketAcl",
    ("GET", True, False, "policyStatus"): "GetBucketPolicyStatus",
    ("GET", True, False, "policy"): "GetBucketPolicy",
    ("GET", True, False, "list-type"): "ListObjectsV2",
    ("GET", True, True, ""): "GetObject",
    ("PUT", True, True, ""): "PutObject",
    ("DELETE", True, True, ""): "DeleteObject",
}
SUBRESOURCES = {word for *_, word in S3_ACTIONS if word}
READS = ("Get", "List", "Head", "Simulate", "GenerateCredentialReport")
HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length"}


class ConnectionDropped(Exception):
    """A fault wants the connection closed without a reply."""


@dataclass(frozen=True)
class Reply:
    """The reply to Keyturn; headers are passed on unchanged."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


@dataclass
class Call:
    """One call of Keyturn's, by its place in the process's life, from 1."""

    number: int
    service: str
    action: str
    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    reply: Reply | None = field(default=None)
    """What the account answered; nothing if the call never got there."""

    @property
    def user(self) -> str:
        """The IAM user that it is about, or nothing."""
        if self.service == "s3":
            # A file for an administrator names its user in its own name only.
            found = re.search(r"credential/(?:!administrators/([^/&]+)_\w+\.csv|([^/&]+)/)", unquote(self.path))
            return (found[1] or found[2]) if found else ""
        return self.parameter("UserName")

    def parameter(self, name: str) -> str:
        """A parameter of a query call (IAM, STS)."""
        return parse_qs(self.body.decode("utf-8", "replace")).get(name, [""])[0]

    @property
    def writes(self) -> bool:
        return not self.action.startswith(READS)

    @property
    def keeps_house(self) -> bool:
        """Whether it is about Keyturn's own objects, and not about a user."""
        return self.object_key.startswith(OF_THE_RUNS)

    @property
    def is_effect(self) -> bool:
        """Whether it changes something for a user; an event only reports it."""
        return self.writes and not self.keeps_house and self.service != "events"

    @property
    def recipient(self) -> str:
        """The recipient, if it is a mail."""
        return mail_of(self)["to"] if self.action == "SendEmail" else ""

    @property
    def about_the_lease(self) -> bool:
        return self.object_key == LEASE

    @property
    def about_the_state(self) -> bool:
        """Whether it is about objects that runs overwrite: the lease, the ledger, the reminders."""
        return self.object_key.startswith(STATE)

    @property
    def audit_lines(self) -> list[dict[str, str]]:
        """What it adds to the audit trail."""
        if self.action != "PutObject" or not self.object_key.startswith(TRAIL):
            return []
        lines = self.body.decode("utf-8", "replace").splitlines()
        return [json.loads(line) for line in lines if line.startswith("{")]

    @property
    def stores_a_file(self) -> bool:
        return self.action == "PutObject" and self.object_key.startswith(FILES)

    @property
    def object_key(self) -> str:
        """The key of the object that it is about, or nothing."""
        bucket_and_key = unquote(urlsplit(self.path).path).lstrip("/") if self.service == "s3" else ""
        return bucket_and_key.partition("/")[2]

    @property
    def took_place(self) -> bool:
        return self.reply is not None and self.reply.status < 300

    def __str__(self) -> str:
        status = self.reply.status if self.reply else "not forwarded"
        return f"{self.number} {self.service}:{self.action} {self.user} ({status})"


Forward = Callable[[], Reply]
Fault = Callable[[Call, Forward], Reply]


def nothing_wrong(_: Call, forward: Forward) -> Reply:
    """No fault."""
    return forward()


class Proxy:
    """Listens on a free port of 127.0.0.1 until it is closed."""

    def __init__(self, upstream: tuple[str, int], fault: Fault = nothing_wrong) -> None:
        self.calls: list[Call] = []
        self._upstream = upstream
        self._fault = fault
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _answer(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Reply:
        service = _service(headers)
        with self._lock:
            call = Call(len(self.calls) + 1, service, _action(service, method, path, body), method, path, headers, body)
            self.calls.append(call)

        def forward() -> Reply:
            call.reply = self._forward(method, path, headers, body)
            return call.reply

        return self._fault(call, forward)

    def _forward(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Reply:
        connection = http.client.HTTPConnection(*self._upstream, timeout=300)
        try:
            sent = {name: value for name, value in headers.items() if name.lower() not in HOP_BY_HOP | {"expect"}}
            connection.request(method, path, body, sent)
            reply = connection.getresponse()
            return Reply(reply.status, reply.getheaders(), reply.read())
        finally:
            connection.close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        proxy = self

        class Handler(QuietHandler):
            def _call(self) -> None:
                body = self._body()
                try:
                    reply = proxy._answer(self.command, self.path, dict(self.headers.items()), body)
                except ConnectionDropped:
                    self.close_connection = True
                    self.connection.shutdown(socket.SHUT_RDWR)
                    return
                self._send(reply)

            def _body(self) -> bytes:
                if "chunked" not in self.headers.get("Transfer-Encoding", ""):
                    return self.rfile.read(int(self.headers.get("Content-Length", 0)))
                body = b""
                while size := int(self.rfile.readline().split(b";")[0], 16):
                    body += self.rfile.read(size)
                    self.rfile.readline()
                self.rfile.readline()
                return body

            def _send(self, reply: Reply) -> None:
                self.send_response_only(reply.status)
                length = str(len(reply.body))
                for name, value in reply.headers:
                    if name.lower() == "content-length" and self.command == "HEAD":
                        length = value
                    if name.lower() not in HOP_BY_HOP:
                        self.send_header(name, value)
                if reply.status != http.client.NO_CONTENT:
                    self.send_header("Content-Length", length)
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(reply.body)

            do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = _call

        return Handler


def _service(headers: dict[str, str]) -> str:
    """The service that a call is signed for: the fourth word of the credential's scope."""
    found = re.search(r"Credential=[^/]+/\d+/[^/]+/([^/]+)/aws4_request", headers.get("Authorization", ""))
    return found[1] if found else "unsigned"


def _action(service: str, method: str, path: str, body: bytes) -> str:
    url = urlsplit(path)
    if service == "ses":
        if method == "POST":
            return "SendEmail"
        if url.path.endswith("/account"):
            return "GetAccount"
        return "GetSuppressedDestination" if "/suppression/" in url.path else "GetEmailIdentity"
    if service == "events":
        return "PutEvents"
    if service != "s3":
        return parse_qs(body.decode()).get("Action", ["?"])[0]
    bucket, _, key = url.path.lstrip("/").partition("/")
    words = [word.split("=")[0] for word in url.query.split("&")]
    telling = next((word for word in words if word in SUBRESOURCES), "")
    return S3_ACTIONS.get((method, bool(bucket), bool(key), telling), f"{method} {path}")


def mail_of(call: Call) -> dict[str, str]:
    """The content of a SendEmail, in both forms."""
    request = json.loads(call.body)
    simple = request["Content"]["Simple"]
    return {
        "from": request["FromEmailAddress"],
        "to": ",".join(request["Destination"]["ToAddresses"]),
        "subject": simple["Subject"]["Data"],
        "text": simple["Body"]["Text"]["Data"],
        "html": simple["Body"]["Html"]["Data"],
    }
