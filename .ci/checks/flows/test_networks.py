"""Networks as machines have them: a proxy that is asked to CONNECT, an authority of one's own, a clock that is off."""

from __future__ import annotations

import json
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, suppress
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from checks.common.account import BUCKET
from checks.common.expect import contains, equal, holds
from checks.common.proxy import Call, Fault, Forward, Reply
from checks.flows.refusals import BAD_INPUT, CANNOT_BEGIN, refused
from checks.flows.test_owners import NOTHING_OF_KEYTURNS, rotated
from checks.flows.world import World

# AWS refuses what is signed by a clock that is off by more (S3: by fifteen minutes).
TOLERATED = timedelta(minutes=5)


def relay(one: socket.socket, other: socket.socket) -> None:
    """Hands on what comes on each side until both have ended."""

    def pump(source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                target.sendall(data)
        with suppress(OSError):
            target.shutdown(socket.SHUT_WR)

    back = threading.Thread(target=pump, args=(other, one), daemon=True)
    back.start()
    pump(one, other)
    back.join()


class Listener:
    """Listens on a free port of 127.0.0.1, and serves each connection in a thread of its own."""

    def __init__(self, serve: Callable[[socket.socket], None]) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self._serve = serve
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._socket.accept()
                threading.Thread(target=self._one, args=(connection,), daemon=True).start()

    def _one(self, connection: socket.socket) -> None:
        with closing(connection), suppress(OSError):
            self._serve(connection)

    def close(self) -> None:
        self._socket.close()


def connect(connection: socket.socket, asked: list[str]) -> None:
    """What a proxy does with CONNECT."""
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        head += connection.recv(1)
    request = head.split(b"\r\n")[0].decode()
    asked.append(request)
    host, port = request.split(" ")[1].rsplit(":", 1)
    with socket.create_connection((host, int(port))) as there:
        connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        relay(connection, there)


class Network:
    """An account behind TLS, by an authority that only a file knows, and a proxy."""

    def __init__(self, folder: Path, account: tuple[str, int]) -> None:
        self.bundle = folder / "authority.pem"
        key = folder / "key.pem"
        subject = ["-subj", "/CN=corp-tls", "-addext", "subjectAltName=IP:127.0.0.1"]
        made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *subject]
        subprocess.run([*made, "-keyout", key, "-out", self.bundle], check=True, capture_output=True)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.bundle, key)

        def endpoint(connection: socket.socket) -> None:
            with context.wrap_socket(connection, server_side=True) as secure:
                with socket.create_connection(account) as there:
                    relay(secure, there)

        self.asked: list[str] = []
        with ExitStack() as opened:
            self._endpoint = opened.enter_context(closing(Listener(endpoint)))
            self._proxy = opened.enter_context(closing(Listener(lambda connection: connect(connection, self.asked))))
            self._opened = opened.pop_all()

    @property
    def url(self) -> str:
        return f"https://127.0.0.1:{self._endpoint.port}"

    @property
    def proxy(self) -> str:
        return f"127.0.0.1:{self._proxy.port}"

    def close(self) -> None:
        self._opened.close()


@pytest.fixture
def network(world: World, tmp_path: Path) -> Iterator[Network]:
    made = Network(tmp_path, world.account.address)
    yield made
    made.close()


def test_calls_go_through_the_proxy_and_trust_the_authority_of_the_bundle(world: World, network: Network) -> None:
    world.user().key(age=61)
    planned = world.run(
        "plan",
        "--output",
        "json",
        AWS_ENDPOINT_URL=network.url,
        AWS_CA_BUNDLE=str(network.bundle),
        HTTPS_PROXY=network.proxy,
    )
    equal((planned.status, planned.verdicts), (0, {"alice": ("rotate", "OVERDUE")}), "status and decisions")
    equal(set(network.asked), {f"CONNECT {network.url.removeprefix('https://')} HTTP/1.1"}, "what the proxy was asked")


def test_fetch_and_doctor_go_through_the_proxy(world: World, network: Network) -> None:
    _, _, new, file = rotated(world)
    variables = {
        "AWS_ENDPOINT_URL": network.url,
        "AWS_CA_BUNDLE": str(network.bundle),
        "HTTPS_PROXY": network.proxy,
    }
    fetched = world.run("fetch", "--bucket", BUCKET, without=NOTHING_OF_KEYTURNS, **variables)
    equal((fetched.status, fetched.calls), (0, []), "exit status, and calls that went another way")
    contains(file.read_text(), new, what="the credentials file")
    through = f"CONNECT {network.url.removeprefix('https://')} HTTP/1.1"
    equal(set(network.asked), {through}, "what the proxy was asked by fetch")
    network.asked.clear()
    examined = world.run("doctor", "--output", "json", **variables)
    equal(examined.calls, [], "doctor's calls that went another way")
    equal(set(network.asked), {through}, "what the proxy was asked by doctor")
    (identity,) = [one for one in json.loads(examined.stdout)["findings"] if one["id"] == "credentials.identity"]
    equal(identity["severity"], "ok", "the finding about credentials")


# Of AWS's own settings, those that its SDK refuses if they are empty.
EMPTY = dict.fromkeys(
    (
        *(f"AWS_ENDPOINT_URL_{service}" for service in ("IAM", "LAMBDA", "S3", "SESV2", "STS")),
        "AWS_USE_FIPS_ENDPOINT",
        "AWS_USE_DUALSTACK_ENDPOINT",
        "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
        "AWS_DISABLE_REQUEST_COMPRESSION",
        "AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES",
        "AWS_REQUEST_CHECKSUM_CALCULATION",
        "AWS_RESPONSE_CHECKSUM_VALIDATION",
        "AWS_DEFAULTS_MODE",
        "AWS_PARTITIONS_FILE",
        "AWS_PROFILE",
    ),
    "",
)


def test_empty_settings_of_aws_count_as_unset(world: World) -> None:
    _, _, new, file = rotated(world)
    for command in ("plan", "history"):
        equal(world.run(command, **EMPTY).status, 0, f"exit status of {command}")
    # Not by the recording proxy, which knows no calls of Lambda.
    examined = world.run("doctor", AWS_ENDPOINT_URL=world.account.url, **EMPTY)
    equal((examined.stderr, examined.calls), ("", []), "doctor's errors and recorded calls")
    fetched = world.run("fetch", "--bucket", BUCKET, without=NOTHING_OF_KEYTURNS, **EMPTY)
    equal((fetched.status, fetched.stderr), (0, ""), "exit status and standard error of fetch")
    contains(file.read_text(), new, what="the credentials file")


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("AWS_ENDPOINT_URL", "nonsense"),
        ("AWS_ENDPOINT_URL_S3", "https://host:99999"),
        ("AWS_USE_FIPS_ENDPOINT", "maybe"),
        ("AWS_USE_DUALSTACK_ENDPOINT", "1"),
        ("AWS_REQUEST_CHECKSUM_CALCULATION", "never"),
    ],
)
def test_an_invalid_setting_of_aws_is_bad_input_and_a_finding(world: World, variable: str, value: str) -> None:
    settings = {variable: value}
    refused(world, BAD_INPUT, variable, value, commands=("plan", "apply", "history"), **settings)
    examined = world.run("doctor", **settings)
    equal((examined.status, examined.calls, examined.stderr), (1, [], ""), "doctor's exit status, calls and errors")
    contains(examined.stdout, variable, "does not connect", what="the findings")


def test_without_a_network_a_role_says_so(world: World) -> None:
    (world.home / ".aws").mkdir()
    (world.home / ".aws" / "config").write_text(
        "[profile corp]\nrole_arn = arn:aws:iam::123456789012:role/keyturn\nsource_profile = key\n"
        "[profile key]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = secret\n"
    )
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))  # bound and not listening: connections are refused
        nowhere = f"http://127.0.0.1:{free.getsockname()[1]}"
        outcome = refused(
            world,
            CANNOT_BEGIN,
            "could not be fetched; is there a network?",
            "Profile 'corp'",
            without=("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"),
            AWS_PROFILE="corp",
            AWS_ENDPOINT_URL=nowhere,
        )
    holds("There are no AWS credentials" not in outcome.stderr, outcome.stderr)


def test_an_authority_that_nothing_names_is_refused_by_its_subject(world: World, network: Network) -> None:
    refused(world, CANNOT_BEGIN, "CN=corp-tls", "AWS_CA_BUNDLE", AWS_ENDPOINT_URL=network.url)


def test_a_proxy_that_does_not_answer_is_named(world: World, network: Network) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))  # bound and not listening: connections are refused
        proxy = f"127.0.0.1:{free.getsockname()[1]}"
        refused(world, CANNOT_BEGIN, proxy, "HTTPS_PROXY", AWS_ENDPOINT_URL=network.url, HTTPS_PROXY=proxy)


def ahead(by: timedelta) -> Fault:
    """An AWS whose clock is ahead of this machine's."""

    def fault(call: Call, forward: Forward) -> Reply:
        now = datetime.now(UTC) + by
        date = ("Date", format_datetime(now, usegmt=True))
        headers = {name.lower(): value for name, value in call.headers.items()}
        signed = datetime.strptime(headers["x-amz-date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        if abs(now - signed) > TOLERATED:
            return Reply(403, [date, *refusal(call)[0]], refusal(call)[1])
        reply = forward()
        return Reply(reply.status, [date, *((n, v) for n, v in reply.headers if n.lower() != "date")], reply.body)

    return fault


def refusal(call: Call) -> tuple[list[tuple[str, str]], bytes]:
    """In each service's own form."""
    if call.service == "ses":
        return [("x-amzn-ErrorType", "InvalidSignatureException")], b'{"message": "Signature expired"}'
    if call.service == "s3":
        return [], b"<Error><Code>RequestTimeTooSkewed</Code><Message>too far apart</Message></Error>"
    return [], b"<R><Error><Code>SignatureDoesNotMatch</Code><Message>Signature expired</Message></Error></R>"


@pytest.mark.parametrize("minutes", [10, -10])
def test_on_a_machine_ten_minutes_off_a_plan_is_made_by_the_time_of_aws(world: World, minutes: int) -> None:
    world.user().key(age=61)
    planned = world.plan(fault=ahead(timedelta(minutes=minutes)))
    equal((planned.status, planned.verdicts), (0, {"alice": ("rotate", "OVERDUE")}), "status and decisions")
    holds(len([call for call in planned.calls if call.reply is None]) <= 4, "a refusal for each client at most")


def test_where_aws_refuses_all_the_same_the_clock_is_named(world: World) -> None:
    def never(call: Call, _: Forward) -> Reply:
        date = ("Date", format_datetime(datetime.now(UTC) + timedelta(minutes=10), usegmt=True))
        return Reply(403, [date, *refusal(call)[0]], refusal(call)[1])

    outcome = refused(world, CANNOT_BEGIN, "this machine's clock is 10 minutes behind", fault=never)
    contains(outcome.stderr, "GetCallerIdentity", what="standard error")
