"""The built function in one execution environment after the other, as AWS starts it."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import tempfile
import threading
import zipfile
from pathlib import Path
from typing import Any

from checks.common import account as aws
from checks.common import built
from checks.common.proxy import Call, Fault, Forward, Proxy, Reply, nothing_wrong
from checks.common.runtime_api import Answer, RuntimeApi
from checks.common.settings import CREDENTIALS, OF_THIS_MACHINE

HANDLER = "dev.keyturn.lambda.RotationHandler::handleRequest"
SECONDS = 900


class Function:
    """Takes one invocation at a time; after a kill, the next one has a new environment."""

    def __init__(self, accounts: tuple[str, int], settings: dict[str, str]) -> None:
        self.calls: list[Call] = []
        self.invocations: list[tuple[dict[str, Any], list[Call]]] = []
        """Each event, with the calls that it led to."""
        self.kill_at: set[int] = set()
        """Kill the process at these invocations, by their number from 1, once it has made a write."""
        self.kill_in: dict[str, int] = {}
        """Kill the process while it changes one of these accounts, once, right after its call of this number, from 1."""
        self.kill_step: dict[str, int] = {}
        """Kill the process in one of these steps, by its mode, once, right after its call of this number, from 1."""
        self._left = 0
        self.fault: Fault = nothing_wrong
        self._accounts = accounts
        self.settings = settings
        """Those of the next process."""
        self._folder = tempfile.TemporaryDirectory()
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._count = 0
        self._task = Path(self._folder.name) / "task"
        with zipfile.ZipFile(built.function()) as artefact:
            artefact.extractall(self._task)
        self._proxy = Proxy(accounts, self._answer)

    def _answer(self, call: Call, forward: Forward) -> Reply:
        reply = self.fault(call, forward)
        self._left -= 1
        if self._left == 0 and self._process:
            self._process.kill()
        return reply

    def _start(self) -> None:
        machine = {name: os.environ[name] for name in OF_THIS_MACHINE if name in os.environ}
        self._api = RuntimeApi()
        self._log = (Path(self._folder.name) / f"{self._count}.log").open("wb")
        self._process = subprocess.Popen(
            [built.jdk() / "bin" / "java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED"]
            + ["-cp", f"{built.RUNTIME}/*", "com.amazonaws.services.lambda.runtime.api.client.AWSLambda", HANDLER],
            cwd=self._task,
            env={
                **machine,
                "HOME": self._folder.name,
                "AWS_REGION": aws.REGION,
                "AWS_EC2_METADATA_DISABLED": "true",
                **CREDENTIALS,
                **self.settings,
                "AWS_ENDPOINT_URL": self._proxy.url,
                "AWS_LAMBDA_FUNCTION_NAME": "keyturn",
                "AWS_LAMBDA_RUNTIME_API": self._api.address,
                "_HANDLER": HANDLER,
                "LAMBDA_TASK_ROOT": str(self._task),
            },
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=subprocess.STDOUT,
        )
        assert self._api.asked.wait(300)

    def invoke(self, event: dict[str, Any]) -> Answer:
        with self._lock:
            self._count += 1
            if self._process is None or self._process.poll() is not None:
                self._start()
            assert self._process
            before = len(self._proxy.calls)
            account = event.get("account")
            acts = event.get("mode") == "act" and isinstance(account, dict)
            self._left = self.kill_in.pop(account["id"], 0) if acts else self.kill_step.pop(str(event.get("mode")), 0)
            self._api.invoke(json.dumps(event), SECONDS)
            while True:
                if self._count in self.kill_at and any(
                    call.writes and call.service == "iam" for call in self._proxy.calls[before:]
                ):
                    self._process.kill()
                    self._process.wait()
                try:
                    answer = self._api.answers.get(timeout=0.01)
                    break
                except queue.Empty:
                    if self._process.poll() is not None:
                        answer = Answer(True, '{"errorType": "Runtime.ExitError", "errorMessage": "killed"}')
                        break
            self.calls = self._proxy.calls
            self.invocations.append((event, self.calls[before:]))
            return answer

    def printed(self) -> str:
        return "".join(log.read_text() for log in sorted(Path(self._folder.name).glob("*.log")))

    def close(self) -> None:
        if self._process:
            self._process.kill()
            self._process.wait()
            self._api.close()
        self._proxy.close()
        self._folder.cleanup()
