"""The measured account: the built command's sandbox in its own process, outside of all limits."""

from __future__ import annotations

import ctypes
import http.client
import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

import company
import machine

# The sandbox is not measured, so it may use any resources; it must not be the bottleneck.
_OPTIONS = ["-Xmx1g", "-XX:+UseParallelGC"]
_TICK = os.sysconf("SC_CLK_TCK")
_FOREVER = 1_000_000_000

# Mails a second that SES takes; high, so that nothing waits for it but where it is what is measured.
MAILS_A_SECOND = 1000


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


class Account:
    """One sandbox for the whole bench, so that its own JVM is warm when it counts."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [machine.java(), *_OPTIONS, "-cp", machine.COMMAND_LINE, "dev.keyturn.cli.Keyturn", "sandbox"]
            + ["--port", "0", "--users", "1"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            preexec_fn=_die_with_parent,
        )
        said: dict[str, str] = {}
        assert self._process.stdout
        while "WARNING_DAYS" not in said:  # the last line
            line = self._process.stdout.readline()
            if not line:
                raise RuntimeError("the sandbox did not start")
            if line.startswith("export "):
                name, _, value = line.removeprefix("export ").strip().partition("=")
                said[name] = value
        self._said = said
        host, _, port = said["AWS_ENDPOINT_URL"].removeprefix("http://").partition(":")
        self._address = (host, int(port))
        self.busiest = 0.0
        """The most of a core that the sandbox took in a run that was watched."""
        self._cpu, self._served = 0.0, 0

    def environment(self, **more: str) -> dict[str, str]:
        """For a process that is to use it: how to get there, and the settings of an installation."""
        return machine.environment({**self._said, **more})

    def control(self, method: str, what: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        connection = http.client.HTTPConnection(*self._address, timeout=60)
        try:
            connection.request(method, f"/_sandbox/{what}", json.dumps(body or {}))
            reply = connection.getresponse()
            answer = dict(json.loads(reply.read()))
            if reply.status != 200:
                raise RuntimeError(f"{what}: {answer}")
            return answer
        finally:
            connection.close()

    def client(self, service: str) -> Any:
        """For what has no control of its own."""
        import boto3

        said = self._said
        return boto3.client(
            service,
            endpoint_url=said["AWS_ENDPOINT_URL"],
            region_name="us-east-1",
            aws_access_key_id=said["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=said["AWS_SECRET_ACCESS_KEY"],
        )

    def put(self, key: str, text: str) -> None:
        self.s3.put_object(Bucket=self._said["S3_CSV_BUCKET"], Key=key, Body=text.encode())

    def get(self, key: str) -> bytes:
        return bytes(self.s3.get_object(Bucket=self._said["S3_CSV_BUCKET"], Key=key)["Body"].read())

    @cached_property
    def s3(self) -> Any:
        return self.client("s3")

    def move_in(self, kind: company.Kind, users: int) -> None:
        """Replaces all users by a company, at six in the morning, and removes Keyturn's objects."""
        self.control("DELETE", "users")
        self.forget()
        now = self.next_day()
        everyone = company.of(kind, users, now, company.OWNERS)
        for start in range(0, users, 1000):
            self.control("POST", "users", {"users": everyone[start : start + 1000]})

    def forget(self) -> None:
        """Empties the bucket: Keyturn's own objects, too."""
        self.control("DELETE", "objects")

    def next_day(self) -> datetime:
        """Sets the clock to six in the morning of the next day: no credential report is left, nothing is recent."""
        morning = (self.now() + timedelta(days=1)).replace(hour=6, minute=0, second=0, microsecond=0)
        self.control("POST", "clock", {"to": f"{morning:%Y-%m-%dT%H:%M:%SZ}"})
        return morning

    def now(self) -> datetime:
        return datetime.fromisoformat(self.control("GET", "clock")["now"]).astimezone(UTC)

    def behave(self, millis: int = 0, report_seconds: float = 0, mails_a_second: int = MAILS_A_SECOND) -> None:
        """How long each call takes, and the making of a credential report; no other troubles; counts from zero."""
        for what in ("faults", "limits", "calls", "mails"):
            self.control("DELETE", what)
        self.control("POST", "report", {"seconds": report_seconds})
        self.control("POST", "ses", {"region": self._said["SES_REGION"], "perSecond": mails_a_second, "perDay": 10**6})
        if millis:
            self.control("POST", "faults", {"effect": "delay", "times": _FOREVER, "delayMillis": millis})

    def counts(self) -> list[dict[str, Any]]:
        return list(self.control("GET", "counts")["counts"])

    def calls(self) -> int:
        return sum(count["calls"] for count in self.counts())

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Counts the calls within the block, and notes the sandbox's load."""
        self.control("DELETE", "calls")
        before, began = self._cpu_so_far(), time.monotonic()
        yield
        taken, wall = self._cpu_so_far() - before, time.monotonic() - began
        self.busiest = max(self.busiest, taken / wall)
        self._cpu += taken
        self._served += self.calls()

    def cost(self) -> str:
        """What the sandbox itself took, for a table."""
        each = 1000 * self._cpu / max(1, self._served)
        return f"{each:.2f} ms of CPU a call, {self.busiest:.0%} of one core in the run in which it was busiest"

    def forget_cost(self) -> None:
        self.busiest, self._cpu, self._served = 0.0, 0.0, 0

    def _cpu_so_far(self) -> float:
        with open(f"/proc/{self._process.pid}/stat") as stat:
            fields = stat.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICK

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
