"""What is killed: the built command, or the built function as AWS starts it."""

from __future__ import annotations

import fcntl
import os
import queue
import subprocess
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from checks.common import account as aws
from checks.common import built
from checks.common.command import ENDS_WITHIN, Outcome, Running, seconds_used_by
from checks.common.proxy import Call, Fault, Proxy
from checks.common.runtime_api import Answer, RuntimeApi
from checks.common.settings import AT_FULL_SPEED, OF_THIS_MACHINE, SETTINGS

from checks.kills.backends import Backend
from checks.kills.cutter import Victim

HANDLER = "dev.keyturn.lambda.RotationHandler::handleRequest"

# A Lambda function has fifteen minutes at most.
LAMBDA_SECONDS = 900

# The runtime client unpacks its native part to one place for all, so two that start at once collide.
ATTEMPTS = 5
STARTS_WITHIN = 300
START_LOCK = Path(tempfile.gettempdir()) / "keyturn-kills.lock"

APPLY = "apply"
PLAN = "plan"

# There is no terminal to ask on.
CONSENT = {APPLY: ("--yes",), PLAN: ()}

FaultOf = Callable[["Process"], Fault]


class Process(Victim, Protocol):
    """A run at work."""

    def end(self) -> Outcome:
        """Waits for the end."""


class Subject:
    """One of the two."""

    name: str

    def start(self, backend: Backend, mode: str, fault_of: FaultOf) -> Process:
        raise NotImplementedError

    def close(self) -> None:
        pass


def _environment(backend: Backend, home: Path) -> dict[str, str]:
    """Whatever else this machine has set of AWS's must not reach the process."""
    machine = {name: os.environ[name] for name in OF_THIS_MACHINE if name in os.environ}
    standard = {"HOME": str(home), "AWS_REGION": aws.REGION, "AWS_EC2_METADATA_DISABLED": "true"}
    return {**machine, **standard, **backend.credentials, **SETTINGS, **AT_FULL_SPEED}


class Command(Subject):
    name = "command"

    def __init__(self) -> None:
        self._home = tempfile.TemporaryDirectory()

    def start(self, backend: Backend, mode: str, fault_of: FaultOf) -> Process:
        environment = _environment(backend, Path(self._home.name))
        return Running(backend.address, (mode, "--output", "json", *CONSENT[mode]), environment, fault_of)

    def close(self) -> None:
        self._home.cleanup()


class Function(Subject):
    """One execution environment for each process: the artefact as Lambda unpacks it, and AWS's client."""

    name = "function"

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self._task = Path(self._folder.name) / "task"
        with zipfile.ZipFile(built.function()) as artefact:
            artefact.extractall(self._task)

    def start(self, backend: Backend, mode: str, fault_of: FaultOf) -> FunctionProcess:
        process = FunctionProcess(backend, self._task, Path(self._folder.name), fault_of)
        process.invoke(mode)
        return process

    def close(self) -> None:
        self._folder.cleanup()


class FunctionProcess:
    """Takes one invocation after the other."""

    def __init__(self, backend: Backend, task: Path, folder: Path, fault_of: FaultOf) -> None:
        self._proxy = Proxy(backend.address, fault_of(self))
        self._environment = {
            **_environment(backend, folder),
            "AWS_ENDPOINT_URL": self._proxy.url,
            "AWS_LAMBDA_FUNCTION_NAME": "keyturn",
            "_HANDLER": HANDLER,
            "LAMBDA_TASK_ROOT": str(task),
        }
        self._task = task
        self._begin(folder)

    def _begin(self, folder: Path) -> None:
        with START_LOCK.open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            for _ in range(ATTEMPTS):
                self._start(folder)
                if self._asks():
                    return
        raise RuntimeError(f"the function did not start:\n{self._printed()}")

    def _start(self, folder: Path) -> None:
        self._api = RuntimeApi()
        # A file, not a pipe: what was printed before an answer is there when the answer is.
        descriptor, name = tempfile.mkstemp(dir=folder, suffix=".log")
        self._log = Path(name)
        with os.fdopen(descriptor, "wb") as output:
            self._process = subprocess.Popen(
                [built.jdk() / "bin" / "java", *jvm_options(), "--enable-native-access=ALL-UNNAMED"]
                + ["-cp", f"{built.RUNTIME}/*"]
                + ["com.amazonaws.services.lambda.runtime.api.client.AWSLambda", HANDLER],
                cwd=self._task,
                env={**self._environment, "AWS_LAMBDA_RUNTIME_API": self._api.address},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def _asks(self) -> bool:
        end = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < end and self._process.poll() is None:
            if self._api.asked.wait(0.02):
                return True
        self._process.kill()
        self._process.wait()
        self._api.close()
        return False

    def _printed(self) -> str:
        return self._log.read_text()

    def invoke(self, mode: str) -> None:
        self._calls_before = len(self._proxy.calls)
        self._printed_before = len(self._printed())
        self._api.invoke("{}" if mode == APPLY else f'{{"mode": "{mode}"}}', LAMBDA_SECONDS)

    def kill(self) -> None:
        self._process.kill()
        while self._process.poll() is None:
            time.sleep(0.002)

    def seconds_used(self) -> float:
        return seconds_used_by(self._process.pid)

    def answer(self) -> Outcome:
        """Waits for the end of the invocation; the process stays, and looks frozen from outside."""
        answer = self._answer()
        calls: list[Call] = self._proxy.calls[self._calls_before :]
        status = 3 if answer.failed else int('"outcome":"failed"' in answer.body.replace(" ", ""))
        return Outcome(status, answer.body, self._printed()[self._printed_before :], calls)

    def _answer(self) -> Answer:
        end = time.monotonic() + ENDS_WITHIN
        while time.monotonic() < end:
            gone = self._process.poll() is not None
            try:
                return self._api.answers.get(timeout=0.02)
            except queue.Empty:
                if gone:
                    return Answer(True, "the process is gone")
        return Answer(True, f"no answer within {ENDS_WITHIN} s")

    def end(self) -> Outcome:
        outcome = self.answer()
        self.dismiss()
        return outcome

    def dismiss(self) -> None:
        self.kill()
        self._api.close()
        self._proxy.close()
        self._log.unlink()


def jvm_options() -> list[str]:
    lines = (built.ROOT / "jvm.options").read_text().splitlines()
    return [line for line in lines if line and not line.startswith("#")]


SUBJECTS: dict[str, type[Subject]] = {"command": Command, "function": Function}
