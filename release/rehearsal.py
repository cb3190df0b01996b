"""A function at work on a sandbox, as AWS would start and invoke it; the Runtime API is the stub of the checks."""

from __future__ import annotations

import http.client
import json
import os
import queue
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from source import ROOT, jdk

sys.path.append(str(ROOT / ".ci"))
from checks.common.runtime_api import Answer, RuntimeApi  # noqa: E402

HANDLER = "dev.keyturn.lambda.RotationHandler::handleRequest"
USERS = 60  # enough for every step of an ordinary day to happen
PATIENCE = 600.0


class Account:
    """A sandbox in a process of its own, and the settings for it."""

    def __init__(self, jars: list[Path]) -> None:
        command = [jdk() / "bin" / "java", "-cp", os.pathsep.join(map(str, jars)), "dev.keyturn.cli.Keyturn", "sandbox"]
        self._process = subprocess.Popen(
            [*command, "--port", "0", "--users", str(USERS)],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        self.settings: dict[str, str] = {}
        assert self._process.stdout
        while "WARNING_DAYS" not in self.settings:  # the last line
            line = self._process.stdout.readline()
            if not line:
                raise RuntimeError("the sandbox did not start")
            if line.startswith("export "):
                name, _, value = line.removeprefix("export ").strip().partition("=")
                self.settings[name] = value

    def pass_day(self) -> None:
        now = datetime.fromisoformat(self._control("GET", "clock")["now"]).astimezone(UTC)
        self._control("POST", "clock", {"to": f"{now + timedelta(days=1):%Y-%m-%dT%H:%M:%SZ}"})

    def _control(self, method: str, what: str, body: dict[str, str] | None = None) -> dict[str, str]:
        host, _, port = self.settings["AWS_ENDPOINT_URL"].removeprefix("http://").partition(":")
        connection = http.client.HTTPConnection(host, int(port), timeout=60)
        try:
            connection.request(method, f"/_sandbox/{what}", json.dumps(body or {}))
            return dict(json.loads(connection.getresponse().read()))
        finally:
            connection.close()

    def close(self) -> None:
        self._process.kill()
        self._process.wait()


@contextmanager
def account(jars: list[Path]) -> Iterator[Account]:
    opened = Account(jars)
    try:
        yield opened
    finally:
        opened.close()


class Function:
    """One execution environment: a process that asks for events until it is ended."""

    def __init__(self, command: list[str | Path], task: Path, settings: dict[str, str]) -> None:
        self._api = RuntimeApi()
        self._log = tempfile.TemporaryFile("w+")
        environment = {
            "PATH": os.environ["PATH"],
            "AWS_REGION": "eu-central-1",
            "AWS_EC2_METADATA_DISABLED": "true",
            **settings,
            "AWS_LAMBDA_RUNTIME_API": self._api.address,
            "AWS_LAMBDA_FUNCTION_NAME": "keyturn",
            "_HANDLER": HANDLER,
            "LAMBDA_TASK_ROOT": str(task),
        }
        self._process = subprocess.Popen(
            command, cwd=task, env=environment, stdin=subprocess.DEVNULL, stdout=self._log, stderr=subprocess.STDOUT
        )

    def invoke(self, event: str = "{}") -> Answer:
        self._api.invoke(event, 900)
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            gone = self._process.poll() is not None
            try:
                return self._api.answers.get(timeout=0.02)
            except queue.Empty:
                if gone:
                    break
        raise RuntimeError(f"the function gave no answer:\n{self.printed()}")

    def printed(self) -> str:
        self._log.seek(0)
        return self._log.read()

    def end(self) -> None:
        """Asks the process to end, so that the JVM writes what it writes at its end."""
        self._process.terminate()
        self._process.wait(PATIENCE)

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        self._api.close()
        self._log.close()


@contextmanager
def function(command: list[str | Path], task: Path, settings: dict[str, str]) -> Iterator[Function]:
    started = Function(command, task, settings)
    try:
        yield started
    finally:
        started.close()
