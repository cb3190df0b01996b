"""The commands of a page, with the output that it shows."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

FENCE = re.compile(r"^```console(?: status (\d+))?\n(.*?)^```$|^<!-- run: (.*?) -->$", re.MULTILINE | re.DOTALL)


@dataclass
class Step:
    """A command, the output that the page shows, the exit status that it has to have."""

    command: str
    status: int
    shown: list[str] = field(default_factory=list)


def steps(page: str) -> list[Step]:
    found: list[Step] = []
    for fence in FENCE.finditer(page):
        if fence[3]:  # what a reader has done before, or does not see
            found.append(Step(fence[3], 0, ["..."]))
            continue
        inside: list[Step] = []
        for line in fence[2].splitlines():
            if line.startswith("$ "):
                inside.append(Step(line[2:], 0))
            elif inside and not inside[-1].shown and _continues(inside[-1].command):
                inside[-1].command += "\n" + line
            else:
                inside[-1].shown.append(line.rstrip())
        inside[-1].status = int(fence[1] or 0)
        found += inside
    return found


def _continues(command: str) -> bool:
    """Whether the next line belongs to it: after a backslash, or within quotes."""
    return command.endswith("\\") or command.count("'") % 2 == 1
