"""Interrupts one process at a different point for each user: it is killed once all users have reached their point.

A run processes sixteen users at the same time, and each user's calls come one after the other. So a user who has reached
the point is held there (the call or its reply is withheld), the others continue, and when all are held
the process is killed: for each user exactly as if it had been killed at that point without any other user.
"""

from __future__ import annotations

import re
import threading
import time
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import unquote_plus

from checks.common.proxy import Call, ConnectionDropped, Fault, Forward, Reply

BEFORE = "before"
AFTER = "after"

# The account, as opposed to one of its users: its calls are counted like a user's.
ACCOUNT = "account"

# So are those about what runs write for themselves. How many there are of either depends on how fast a run is.
LEASE = "lease"
TRAIL = "trail"
STATE = "state"

# After this number of seconds without a call, a run has ended or waits, and no further user will reach its point:
# if all users should reach theirs, and if some may not.
QUIET = 20.0
SOON_QUIET = 4.0

# A process that used more of a core than this in that time is not waiting: the machine is busy.
IDLE = 0.05

_USER = re.compile(r"(?<![A-Za-z0-9])u\d{4}-[a-z-]*[a-z]")
_KEY = re.compile(r"\bAKIA[A-Z0-9]{12,16}\b")


@dataclass(frozen=True)
class Point:
    number: int
    when: str


class Ledger:
    """Says which user a call is about, and counts each one's."""

    def __init__(self, owners: dict[str, str]) -> None:
        self._owners = dict(owners)
        """Of keys, by their ids."""

    def about(self, call: Call) -> str:
        if call.keeps_house:
            if call.about_the_lease:
                return LEASE
            return STATE if call.about_the_state else TRAIL
        if call.action == "SimulatePrincipalPolicy":
            return ACCOUNT  # though it may name a single user
        text = unquote_plus(f"{call.path} {call.body.decode('utf-8', 'replace')}")
        users = set(_USER.findall(text))
        if not users:
            users = {self._owners[key] for key in _KEY.findall(text) if key in self._owners}
        return users.pop() if len(users) == 1 else ACCOUNT

    def learn(self, user: str, reply: Reply) -> None:
        if user not in (ACCOUNT, LEASE, TRAIL, STATE):
            for key in _KEY.findall(reply.body.decode("utf-8", "replace")):
                self._owners.setdefault(key, user)

    def by_user(self, calls: list[Call]) -> dict[str, list[Call]]:
        """Each user's calls, in order."""
        sorted_out: dict[str, list[Call]] = {}
        for call in calls:
            user = self.about(call)
            if call.reply:
                self.learn(user, call.reply)
            sorted_out.setdefault(user, []).append(call)
        return sorted_out


class Victim(Protocol):
    """The process that is killed."""

    def kill(self) -> None:
        """SIGKILL; it is gone when this returns."""

    def seconds_used(self) -> float:
        """Of processor time, so far."""


class Cutter:
    """The fault of one process."""

    def __init__(self, points: dict[str, Point], ledger: Ledger, process: Victim, quiet: float) -> None:
        self.held: dict[str, Call] = {}
        self._points = points
        self._ledger = ledger
        self._process = process
        self._quiet = quiet
        self._counts: dict[str, int] = {}
        self._lock = threading.Lock()
        self._dying = threading.Event()
        self._dead = threading.Event()
        self._last = 0.0
        self._on_their_way = 0
        threading.Thread(target=self._watch, daemon=True).start()

    def fault(self, call: Call, forward: Forward) -> Reply:
        user = self._ledger.about(call)
        with self._lock:
            if self._dying.is_set():
                raise ConnectionDropped
            self._last = time.monotonic()
            self._counts[user] = self._counts.get(user, 0) + 1
            point = self._points.get(user)
            comes = point is not None and self._counts[user] == point.number
        if comes and point and point.when == BEFORE:
            self._hold(user, call)
        reply = self._forwarded(forward)
        self._ledger.learn(user, reply)
        if comes:
            self._hold(user, call)
        self._last = time.monotonic()
        if self._dying.is_set():
            raise ConnectionDropped
        return reply

    def _forwarded(self, forward: Forward) -> Reply:
        with self._lock:
            self._on_their_way += 1
        try:
            return forward()
        finally:
            with self._lock:
                self._on_their_way -= 1

    def _hold(self, user: str, call: Call) -> None:
        with self._lock:
            self._last = time.monotonic()
            self.held[user] = call
            all_there = len(self.held) == len(self._points)
        if all_there:
            self._end()
        self._dead.wait()
        raise ConnectionDropped

    def _end(self) -> None:
        with self._lock:
            if self._dying.is_set():
                return
            self._dying.set()
        self._process.kill()
        self._dead.set()

    def _watch(self) -> None:
        used = 0.0
        since = 0.0
        while not self._dead.wait(0.1):
            if self._on_their_way or self._last > since:
                used, since = self._process.seconds_used(), time.monotonic()
            elif since and time.monotonic() - since > self._quiet:
                if self._process.seconds_used() - used < IDLE * self._quiet:
                    self._end()
                used, since = self._process.seconds_used(), time.monotonic()

    def over(self) -> None:
        """The process has ended, by whatever hand."""
        self._dying.set()
        self._dead.set()


def nothing(_: object) -> Fault:
    return lambda call, forward: forward()
