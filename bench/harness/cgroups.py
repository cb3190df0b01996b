"""Limits of memory and CPU as in a container: our own control group, of either version."""

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

MIB = 2**20
_HOME = Path("/sys/fs/cgroup")
_PERIOD_MICROS = 100_000


@dataclass(frozen=True)
class Limit:
    """What a process may have; None is without limit.

    Lambda gives a share of a core in proportion to memory, one core at 1,769 MB (Lambda developer guide,
    "Configure Lambda function memory").
    """

    name: str
    memory_mib: int | None = None
    core: float | None = None


class Group:
    """One control group, empty until processes move in."""

    def __init__(self, folders: list[Path], peak_file: str, oom_file: str) -> None:
        self.folders = folders
        self._peak = folders[0] / peak_file
        self._oom = folders[0] / oom_file

    def join(self) -> None:
        """Moves the calling process in; for a child between fork and exec."""
        for folder in self.folders:
            (folder / "cgroup.procs").write_text(str(os.getpid()))

    def peak_mib(self) -> float:
        """The most memory that was charged, the cache of files read included."""
        return int(self._peak.read_text()) / MIB if self._peak.exists() else float("nan")

    def killed(self) -> bool:
        """Whether the kernel killed a process because memory ran out."""
        counts = dict(line.split() for line in self._oom.read_text().splitlines())
        return int(counts.get("oom_kill", "0")) > 0


@contextmanager
def group(limit: Limit) -> Iterator[Group]:
    """A group with this limit, gone afterwards; raises OSError where this user may make none."""
    made = _second(limit) if (_HOME / "cgroup.controllers").exists() else _first(limit)
    try:
        yield made
    finally:
        for folder in made.folders:
            _remove(folder)


def _first(limit: Limit) -> Group:
    memory, cpu = _HOME / "memory" / _name(), _HOME / "cpu" / _name()
    memory.mkdir()
    cpu.mkdir()
    if limit.memory_mib:
        (memory / "memory.limit_in_bytes").write_text(str(limit.memory_mib * MIB))
        swap = memory / "memory.memsw.limit_in_bytes"
        if swap.exists():
            swap.write_text(str(limit.memory_mib * MIB))
    if limit.core:
        (cpu / "cpu.cfs_period_us").write_text(str(_PERIOD_MICROS))
        (cpu / "cpu.cfs_quota_us").write_text(str(round(limit.core * _PERIOD_MICROS)))
    return Group([memory, cpu], "memory.max_usage_in_bytes", "memory.oom_control")


def _second(limit: Limit) -> Group:
    enabled = (_HOME / "cgroup.subtree_control").read_text().split()
    missing = {"memory", "cpu"} - set(enabled)
    if missing:
        (_HOME / "cgroup.subtree_control").write_text(" ".join(f"+{name}" for name in sorted(missing)))
    folder = _HOME / _name()
    folder.mkdir()
    if limit.memory_mib:
        (folder / "memory.max").write_text(str(limit.memory_mib * MIB))
        if (folder / "memory.swap.max").exists():
            (folder / "memory.swap.max").write_text("0")
    if limit.core:
        (folder / "cpu.max").write_text(f"{round(limit.core * _PERIOD_MICROS)} {_PERIOD_MICROS}")
    return Group([folder], "memory.peak", "memory.events")


def _name() -> str:
    return f"keyturn-bench-{os.getpid()}-{time.monotonic_ns()}"


def _remove(folder: Path) -> None:
    """The kernel lets a process that has just ended linger for a moment."""
    for _ in range(100):
        try:
            folder.rmdir()
            return
        except OSError:
            time.sleep(0.02)


def available() -> str:
    """Empty, or why limits cannot be set here."""
    try:
        with group(Limit("try", 64, 0.5)):
            return ""
    except OSError as refusal:
        return f"control groups cannot be made here ({refusal.strerror}); run as root, or in a delegated group"
