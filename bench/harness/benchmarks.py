"""JMH: what takes place in memory, in a warm JVM."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import machine
from tables import Part

# By class and method: the goal in milliseconds, if there is one, and what it is.
_KNOWN = {
    "PlannerBenchmark.decisions": (5.0, "planner: 5,000 decisions"),
    "CredentialReportBenchmark.rows": (None, "credential report: 5,000 rows parsed"),
}


def part(note: Callable[[str], None]) -> Part:
    note("JMH")
    table = Part("In memory, once warm (JMH)")
    table.say("CPU time of one thread, and the wall time of it; average of five seconds after three of warming up.")
    rows = []
    for result in _results():
        name = ".".join(result["benchmark"].split(".")[-2:])
        goal, what = _KNOWN.get(name, (None, name))
        wall, events = float(result["primaryMetric"]["score"]), result["secondaryMetrics"]
        cpu = float(events["cpuNanos"]["score"]) / float(events["turns"]["score"]) / 1e6
        rows.append([what, f"`{name}`", f"{cpu:.2f}", f"{wall:.2f}"])
        if goal:
            table.goal(what, f"under {goal:g} ms of CPU once warm", f"{cpu:.2f} ms", cpu < goal)
    table.table(("what", "benchmark", "CPU ms", "wall ms"), rows)
    return table


def _results() -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "jmh.json"
        command = [machine.java(), "-cp", machine.BENCH, "org.openjdk.jmh.Main", "-rf", "json", "-rff", str(file)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
        if done.returncode:
            raise RuntimeError(f"JMH failed:\n{done.stdout[-3000:]}{done.stderr}")
        return list(json.loads(file.read_text()))
