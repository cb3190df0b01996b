"""The compared approaches: Keyturn and two others. Each is a whole cold process."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Protocol

import machine
from account import Account
from cgroups import Group
from measured import Figures, run


class Way(Protocol):
    """One way to do it; the name is for tables."""

    name: str

    def command(self, account: Account) -> list[str]:
        raise NotImplementedError

    def accepts(self, printed: str) -> bool:
        """Whether it did its work."""
        raise NotImplementedError


class Keyturn:
    """The command, as people start it."""

    def __init__(self, mode: str, program: Path = machine.KEYTURN, where: str = "") -> None:
        self.name = f"keyturn {mode}{where}"
        self._mode = mode
        self._program = program

    def command(self, account: Account) -> list[str]:
        consent = ["--yes"] if self._mode == "apply" else []
        return [str(self._program), self._mode, "--output", "json", *consent]

    def accepts(self, printed: str) -> bool:
        return bool(json.loads(printed)["summary"]["failed"] == 0)


class OneByOne:
    """Over the same SDK, with the same options, one user after the other."""

    name = "one by one, same SDK"

    def command(self, account: Account) -> list[str]:
        start = [machine.java(), *machine.jvm_options(), "-cp", machine.BENCH]
        return [*start, "dev.keyturn.bench.OneByOne", f"{account.now():%Y-%m-%dT%H:%M:%SZ}"]

    def accepts(self, printed: str) -> bool:
        return " users, " in printed


class Sequential:
    """The usual sequential Python."""

    name = "sequential Python"

    def command(self, account: Account) -> list[str]:
        return [sys.executable, str(Path(__file__).with_name("rotator.py")), account.now().isoformat()]

    def accepts(self, printed: str) -> bool:
        return " users" in printed


PLAN, APPLY = Keyturn("plan"), Keyturn("apply")


def watched(way: Way, account: Account, group: Group | None = None, **settings: str) -> Figures:
    """One run, with the calls that the account was asked."""
    with account.watched():
        figures = run(way.command(account), account.environment(**settings), group, way.accepts)
    return replace(figures, calls=account.calls())
