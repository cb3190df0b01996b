"""A whole process with its children, by the operating system's accounting."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from typing import IO

from cgroups import Group

# Longer than any way takes that is measured here, in seconds.
ENDS_WITHIN = 1200


@dataclass(frozen=True)
class Figures:
    """What one run took, or the medians of several."""

    wall: float
    cpu: float
    peak_mib: float
    """The largest resident set of any single process among it."""
    calls: int = 0
    group_mib: float = float("nan")
    killed: bool = False


def medians(runs: Iterable[Figures]) -> Figures:
    """Figure by figure."""
    several = list(runs)
    return replace(
        several[0],
        wall=median(run.wall for run in several),
        cpu=median(run.cpu for run in several),
        peak_mib=median(run.peak_mib for run in several),
        calls=round(median(run.calls for run in several)),
        group_mib=max(run.group_mib for run in several),
        killed=any(run.killed for run in several),
    )


class Process:
    """Started, and to be reaped once."""

    def __init__(self, command: list[str], environment: dict[str, str], cwd: Path, group: Group | None) -> None:
        self._group = group
        self._stdout, self._stderr = tempfile.TemporaryFile(), tempfile.TemporaryFile()
        self._began = time.monotonic()
        self._popen = subprocess.Popen(
            command,
            env=environment,
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=self._stdout,
            stderr=self._stderr,
            preexec_fn=group.join if group else None,
        )

    def kill(self) -> None:
        self._popen.kill()

    @property
    def running(self) -> bool:
        """Without reaping it, for that gives its figures."""
        return os.waitid(os.P_PID, self._popen.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None

    def end(self) -> Figures:
        """Waits for the end."""
        watch = threading.Timer(ENDS_WITHIN, self.kill)
        watch.start()
        _, status, usage = os.wait4(self._popen.pid, 0)
        wall = time.monotonic() - self._began
        watch.cancel()
        self._popen.returncode = os.waitstatus_to_exitcode(status)
        figures = Figures(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)
        if self._group:
            figures = replace(figures, group_mib=self._group.peak_mib(), killed=self._group.killed())
        return figures

    @property
    def status(self) -> int:
        return self._popen.returncode

    def stdout(self) -> str:
        return _read(self._stdout)

    def printed(self) -> str:
        return _read(self._stdout) + _read(self._stderr)


def _read(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode(errors="replace")


def run(
    command: list[str],
    environment: dict[str, str],
    group: Group | None = None,
    accept: Callable[[str], bool] = lambda _: True,
) -> Figures:
    """One whole run; any failure except running out of memory ends the bench."""
    with tempfile.TemporaryDirectory() as folder:
        process = Process(command, environment, Path(folder), group)
        figures = process.end()
    if figures.killed or process.status == -signal.SIGKILL and group:
        return replace(figures, killed=True)
    if process.status or not accept(process.stdout()):
        raise RuntimeError(f"{' '.join(command)} ended with {process.status}:\n{process.printed()[-4000:]}")
    return figures
