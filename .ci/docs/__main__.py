"""python3 .ci/docs: types the commands that the documents show, and compares what they print with what the documents say."""

from __future__ import annotations

import re
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from match import Reader
from shell import ROOT, Shell

FENCE = re.compile(r"^```console(?: status (\d+))?\n(.*?)^```$|^<!-- run: (.*?) -->$", re.MULTILINE | re.DOTALL)


@dataclass
class Step:
    """A command, the output that the page shows, the exit status that it has to have."""

    command: str
    status: int
    shown: list[str] = field(default_factory=list)


def goes_on(command: str) -> bool:
    """Whether the next line belongs to it: after a backslash, or within quotes."""
    return command.endswith("\\") or command.count("'") % 2 == 1


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
            elif inside and not inside[-1].shown and goes_on(inside[-1].command):
                inside[-1].command += "\n" + line
            else:
                inside[-1].shown.append(line.rstrip())
        inside[-1].status = int(fence[1] or 0)
        found += inside
    return found


def follow(page: Path) -> tuple[int, str]:
    """How many commands were typed, and what went wrong, if anything."""
    shell, reader = Shell(), Reader()
    typed = 0
    try:
        for step in steps(page.read_text()):
            typed += 1
            done = shell.run(reader.command(step.command))
            printed = done.err if step.command.rstrip().endswith("&") else done.out
            wrong = reader.reads(step.shown, printed)
            if done.status != step.status:
                wrong = f"exit status {done.status}, not {step.status}"
            if wrong:
                told = "\n".join(f"    | {line}" for line in [*done.out, *done.err])
                return typed, f"$ {step.command}\n    {wrong}\n{told}"
    finally:
        shell.close()
    return typed, ""


def check_the_reader() -> None:
    """What would be wrong is found to be wrong."""
    one, other = "AKIAIOSFODNN7EXAMPLE", "AKIAIOSFODNN8EXAMPLE"
    wrong = [
        (["a"], []),
        (["a"], ["b"]),
        (["a"], ["a", "b"]),
        (["...", "c"], ["a", "b"]),
        ([f"{one} {one}"], [f"{one} {other}"]),
        ([f"{one} {other}"], [f"{one} {one}"]),
        (["2026-11-23 to 2026-11-24"], ["2026-12-01 to 2026-12-03"]),
        (["61 d"], ["62 d"]),
    ]
    for shown, printed in wrong:
        assert Reader().reads(shown, printed), (shown, printed)
    right = [f"of {one}", "...", "on 2027-01-01, 5 January 2027"], [f"of {other}", "x", "on 2026-12-31, 4 January 2027"]
    assert not Reader().reads(*right), Reader().reads(*right)


def main(parts: list[str]) -> int:
    check_the_reader()
    failed = 0
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    for page in pages:
        name = str(page.relative_to(ROOT))
        if not steps(page.read_text()) or (parts and not any(part in name for part in parts)):
            continue
        begun = time.monotonic()
        typed, wrong = follow(page)
        failed += bool(wrong)
        print(f"{'FAILED' if wrong else 'passed'}  {name}: {typed} commands ({time.monotonic() - begun:.1f} s)", flush=True)
        if wrong:
            print(f"    {wrong}", flush=True)
    print("what the documents show is what the commands print" if not failed else f"{failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
