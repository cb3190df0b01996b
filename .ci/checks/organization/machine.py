"""The state machine of deploy/organization.yaml on moto's engine, with the function as AWS starts it.

The engine looks for Lambda and S3 where it runs itself. So it runs in a moto of its own, and a relay at that address passes
invocations on to the function and everything else to the moto with the accounts.
"""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from http.server import ThreadingHTTPServer
from typing import Any

import boto3
import cfnlint.decode

from checks.common import account as aws
from checks.common.built import ROOT
from checks.common.quiet import QuietHandler
from checks.common.runtime_api import Answer

FUNCTION = "arn:aws:lambda:eu-central-1:123456789012:function:keyturn-prod"
NAME = "keyturn-prod"
ENDS_WITHIN = 300


def definition(function: str = FUNCTION, bucket: str = aws.BUCKET) -> dict[str, Any]:
    """The definition with its parameters filled in, as CloudFormation would."""
    read, problems = cfnlint.decode.decode(str(ROOT / "deploy" / "organization.yaml"))
    assert not problems, problems
    text = read["Resources"]["Machine"]["Properties"]["DefinitionString"]["Fn::Sub"]
    for name, value in {"AWS::Partition": "aws", "FunctionArn": function, "Bucket": bucket}.items():
        text = text.replace("${" + name + "}", value)
    return dict(json.loads(text))


class Relay:
    """At the address where moto's engine looks for Lambda and S3."""

    def __init__(self, accounts: tuple[str, int], function: Any) -> None:
        self.events: list[dict[str, Any]] = []
        self.executions = accounts
        """Where the function asks about executions."""
        self.held_at = ""
        """The mode of events that wait for release, once the first of them is there."""
        self.holds, self.release = threading.Event(), threading.Event()
        relay = self

        class Handler(QuietHandler):
            def _pass(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                if self.path.split("?")[0].endswith("/invocations"):
                    event = json.loads(body)
                    relay.events.append(event)
                    if event.get("mode") == relay.held_at:
                        relay.holds.set()
                        relay.release.wait(ENDS_WITHIN)
                    answer: Answer = function.invoke(event)
                    headers = [("x-amzn-RequestId", "relay"), ("Content-Type", "application/json")]
                    if answer.failed:
                        headers.append(("X-Amz-Function-Error", "Unhandled"))
                    self._reply(200, headers, answer.body.encode())
                    return
                asks = self.headers.get("X-Amz-Target", "").startswith("AWSStepFunctions.")
                connection = http.client.HTTPConnection(*(relay.executions if asks else accounts), timeout=60)
                connection.request(self.command, self.path, body, dict(self.headers.items()))
                reply = connection.getresponse()
                self._reply(reply.status, reply.getheaders(), reply.read())

            def _reply(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
                self.send_response_only(status)
                for name, value in headers:
                    if name.lower() not in {"content-length", "transfer-encoding", "connection"}:
                        self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(body)

            do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = _pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class Engine:
    """A moto for the engine alone; each execution has its own."""

    def __init__(self, relay: Relay) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self._url = f"http://127.0.0.1:{self._port}"
        self._process = subprocess.Popen(
            [sys.executable, "-c", "from moto.server import main; main()", "-H", "127.0.0.1", "-p", str(self._port)],
            env={**os.environ, "MOTO_PORT": str(relay.port)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        end = time.monotonic() + 120
        while time.monotonic() < end:
            try:
                self._configure()
                break
            except OSError:
                time.sleep(0.1)

    def _configure(self) -> None:
        body = json.dumps({"stepfunctions": {"execute_state_machine": True}}).encode()
        request = urllib.request.Request(f"{self._url}/moto-api/config", body, {"Content-Type": "application/json"})
        urllib.request.urlopen(request).read()

    @property
    def address(self) -> tuple[str, int]:
        return ("127.0.0.1", self._port)

    def client(self) -> Any:
        return boto3.client(
            "stepfunctions",
            endpoint_url=self._url,
            region_name=aws.REGION,
            aws_access_key_id="testing",
            aws_secret_access_key="testing",
        )

    def deploy(self) -> str:
        """Makes the machine; returns its ARN."""
        role = "arn:aws:iam::123456789012:role/machine"
        made = self.client().create_state_machine(name=NAME, definition=json.dumps(definition()), roleArn=role)
        return str(made["stateMachineArn"])

    def start(self, name: str) -> str:
        """Starts an execution; returns its ARN."""
        return str(self.client().start_execution(stateMachineArn=self.deploy(), name=name, input="{}")["executionArn"])

    def execute(self, name: str) -> dict[str, Any]:
        """Runs the machine to its end."""
        client, started = self.client(), self.start(name)
        end = time.monotonic() + ENDS_WITHIN
        while time.monotonic() < end:
            found = client.describe_execution(executionArn=started)
            if found["status"] != "RUNNING":
                return dict(found)
            time.sleep(0.3)
        raise AssertionError("the execution did not end")

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
