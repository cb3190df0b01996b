"""The built command as a process, behind its own proxy, and its results."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from checks.common.built import KEYTURN
from checks.common.proxy import Call, Fault, Proxy

# Seconds; longer than any run with throttling or waits for consistent reads takes on a busy machine.
ENDS_WITHIN = 600


@dataclass(frozen=True)
class Row:
    """A user's row in a report."""

    decision: str
    reason: str
    outcome: str
    error: str | None
    new_key: str | None
    keys: tuple[tuple[str, int], ...]
    """Status and age of each."""

    @property
    def verdict(self) -> tuple[str, str]:
        return self.decision, self.reason


@dataclass(frozen=True)
class Outcome:
    """A process that has ended."""

    status: int
    stdout: str
    stderr: str
    calls: list[Call]

    @property
    def report(self) -> dict[str, Any]:
        """The JSON report."""
        return dict(json.loads(self.stdout))

    @property
    def rows(self) -> dict[str, Row]:
        return {
            row["user"]: Row(
                row["decision"],
                row["reason"],
                row["outcome"],
                row["error"],
                row["newKey"],
                tuple((key["status"], key["ageDays"]) for key in row["keys"]),
            )
            for row in self.report["users"]
        }

    @property
    def verdicts(self) -> dict[str, tuple[str, str]]:
        return {user: row.verdict for user, row in self.rows.items()}

    @property
    def results(self) -> dict[str, str]:
        """The outcome of each user: done, failed, planned."""
        return {user: row.outcome for user, row in self.rows.items()}

    @property
    def csv_rows(self) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self.stdout, newline="")))

    @property
    def writes(self) -> list[str]:
        return [str(call) for call in self.calls if call.writes]

    @property
    def effects(self) -> list[str]:
        """The writes, except to Keyturn's own objects."""
        return [str(call) for call in self.calls if call.is_effect]

    @property
    def actions(self) -> list[str]:
        return [call.action for call in self.calls]

    def __str__(self) -> str:
        calls = "\n".join(f"    {call}" for call in self.calls[-60:])
        return f"  exit {self.status}\n  calls\n{calls}\n  stdout\n{self.stdout}\n  stderr\n{self.stderr}"


class Running:
    """A running process, without standard input."""

    def __init__(
        self,
        upstream: tuple[str, int],
        arguments: tuple[str, ...],
        environment: dict[str, str],
        fault_of: Callable[[Running], Fault],
    ) -> None:
        self._started = threading.Event()
        self._proxy = Proxy(upstream, fault_of(self))
        self._process = subprocess.Popen(
            # Checks that run in the background ignore SIGINT, and processes inherit that.
            ["/usr/bin/env", "--default-signal=INT", KEYTURN, *arguments],
            env={"AWS_ENDPOINT_URL": self._proxy.url, **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self._started.set()

    def kill(self) -> None:
        """Sends SIGKILL and waits for the end."""
        self._started.wait()
        self._process.kill()
        while self._process.poll() is None:
            time.sleep(0.002)

    def interrupt(self) -> None:
        """SIGINT, as Ctrl-C on a terminal sends it."""
        self._started.wait()
        self._process.send_signal(signal.SIGINT)

    def interrupt_until_gone(self) -> None:
        """SIGINT again and again; it is gone when this returns."""
        while self._process.poll() is None:
            self.interrupt()
            time.sleep(0.05)

    def seconds_used(self) -> float:
        self._started.wait()
        return seconds_used_by(self._process.pid)

    def end(self) -> Outcome:
        """Waits for the end."""
        try:
            stdout, stderr = self._process.communicate(timeout=ENDS_WITHIN)
        except subprocess.TimeoutExpired:
            self._process.kill()
            stdout, stderr = self._process.communicate()
            stderr += f"\n(flows: killed, for it did not end within {ENDS_WITHIN} s)".encode()
        self._proxy.close()
        return Outcome(self._process.returncode, stdout.decode(), stderr.decode(), list(self._proxy.calls))


def seconds_used_by(pid: int) -> float:
    """Processor time of a process so far, as Linux counts it; 0 after its end."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def on_terminal(
    upstream: tuple[str, int], arguments: tuple[str, ...], environment: dict[str, str], answer: str
) -> Outcome:
    """Runs the command with a terminal for input and output, and types an answer once it asks."""
    proxy = Proxy(upstream)
    ours, its = pty.openpty()
    process = subprocess.Popen(
        [KEYTURN, *arguments],
        env={"TERM": "xterm", "AWS_ENDPOINT_URL": proxy.url, **environment},
        stdin=its,
        stdout=its,
        stderr=its,
        start_new_session=True,
    )
    os.close(its)
    shown = b""
    answered = False
    try:
        while chunk := os.read(ours, 4096):
            shown += chunk
            if not answered and b"[y/N]" in shown:
                os.write(ours, answer.encode() + b"\n")
                answered = True
    except OSError:
        pass  # so Linux says that the process has closed its terminal
    status = process.wait(ENDS_WITHIN)
    os.close(ours)
    proxy.close()
    return Outcome(status, shown.decode(), "", list(proxy.calls))
