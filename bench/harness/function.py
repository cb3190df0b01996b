"""The function as AWS runs it: the artefact unpacked, AWS's runtime interface client, one cold start and one call."""

from __future__ import annotations

import json
import queue
import stat
import tempfile
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import machine
from account import Account
from cgroups import Group
from checks.common.runtime_api import Answer, RuntimeApi
from measured import ENDS_WITHIN, Figures, Process

_HANDLER = "dev.keyturn.lambda.RotationHandler::handleRequest"
_SECONDS = 900  # the most that a function may have
_CLIENT = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda"


@dataclass(frozen=True)
class Invocation:
    """What a cold start and its first call took."""

    start: float
    """Seconds from the process's start until it asks for work."""
    call: float
    whole: Figures


class Artefact:
    """The zip as Lambda lays it out."""

    name = "java25 zip"

    def __init__(self, artefact: Path = machine.ZIP) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self.task = Path(self._folder.name)
        with zipfile.ZipFile(artefact) as zipped:
            for entry in zipped.infolist():
                file = Path(zipped.extract(entry, self.task))
                file.chmod(stat.S_IMODE(entry.external_attr >> 16) or 0o644)

    def command(self) -> list[str]:
        """How Lambda starts it, on a Java of ours in place of AWS's."""
        start = [machine.java(), *machine.jvm_options(), "--enable-native-access=ALL-UNNAMED"]
        return [*start, "-cp", f"{machine.RUNTIME}/*", _CLIENT, _HANDLER]

    def close(self) -> None:
        self._folder.cleanup()

    def invoke(
        self,
        account: Account,
        group: Group | None,
        event: str = "{}",
        accepts: Callable[[Any], bool] = lambda answer: not answer["summary"]["failed"],
        **settings: str,
    ) -> Invocation:
        """One process, one event, then the end: Lambda freezes it there."""
        api = RuntimeApi()
        environment = account.environment(
            AWS_LAMBDA_RUNTIME_API=api.address,
            AWS_LAMBDA_FUNCTION_NAME="keyturn",
            _HANDLER=_HANDLER,
            LAMBDA_TASK_ROOT=str(self.task),
            **settings,
        )
        command = self.command()
        began = time.monotonic()
        process = Process(command, environment, self.task, group)
        try:
            while not api.asked.wait(0.01):
                _still(process, began)
            ready = time.monotonic()
            api.invoke(event, _SECONDS)
            answer = _answer(api, process, began)
            answered = time.monotonic()
        finally:
            process.kill()
            figures = process.end()
            api.close()
        if answer.failed or not accepts(json.loads(answer.body)):
            raise RuntimeError(f"the function failed: {answer.body[:2000]}\n{process.printed()[-2000:]}")
        return Invocation(ready - began, answered - ready, figures)


class OwnRuntime(Artefact):
    """The zip for provided.al2023."""

    name = "provided.al2023 zip"

    def command(self) -> list[str]:
        return [str(self.task / "bootstrap")]


def _answer(api: RuntimeApi, process: Process, began: float) -> Answer:
    while True:
        try:
            return api.answers.get(timeout=0.01)
        except queue.Empty:
            _still(process, began)


def _still(process: Process, began: float) -> None:
    if not process.running:
        raise RuntimeError(f"the function ended by itself:\n{process.printed()[-2000:]}")
    if time.monotonic() - began > ENDS_WITHIN:
        raise RuntimeError("the function took too long")
