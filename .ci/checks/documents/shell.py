"""A shell that keeps its state from command to command, as a reader's does, and in which it may be a later day."""

from __future__ import annotations

import re
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from checks.common import servers

SECONDS = 120

# GNU date, some days ahead.
DATE = """#!/bin/bash
when=now arguments=()
while (($#)); do
  case $1 in -d) when=$2; shift ;; *) arguments+=("$1") ;; esac
  shift
done
exec /usr/bin/env -i TZ=UTC /bin/date -d "$when {ahead} days" "${{arguments[@]}}"
"""


@dataclass(frozen=True)
class Done:
    """What a command printed, and its exit status."""

    out: list[str]
    err: list[str]
    status: int


class Shell:
    """`ahead`: by how many days `date` and the accounts of sandboxes are ahead of the machine's clock."""

    def __init__(self, ahead: int) -> None:
        self.ahead = ahead
        self.folder = tempfile.TemporaryDirectory(prefix="keyturn-docs-")
        self.home = Path(self.folder.name)
        date = self.home / "bin" / "date"
        date.parent.mkdir()
        date.write_text(DATE.format(ahead=ahead))
        date.chmod(0o755)
        environment = servers.environment()
        environment |= {"HOME": str(self.home), "PATH": f"{servers.ROOT}:{date.parent}:{environment['PATH']}"}
        self.bash = subprocess.Popen(
            ["bash", "--norc"], cwd=servers.ROOT, env=environment, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
        )

    def run(self, command: str) -> Done:
        out, err, script = (self.home / f".{name}" for name in ("out", "err", "command"))
        script.write_text(self.later(command) + "\n")
        assert self.bash.stdin and self.bash.stdout
        self.bash.stdin.write(f". '{script}' >'{out}' 2>'{err}' </dev/null; echo done $?\n")
        self.bash.stdin.flush()
        for line in self.bash.stdout:
            if found := re.fullmatch(r"done (\d+)\n", line):
                if command.rstrip().endswith("&"):
                    self.speaks(err)
                return Done(out.read_text().splitlines(), err.read_text().splitlines(), int(found[1]))
        raise AssertionError("the shell has ended")

    def later(self, command: str) -> str:
        """The command, with sandboxes that begin on the later day."""
        return re.sub(r"\bkeyturn sandbox\b", f"keyturn sandbox --today +{self.ahead}", command) if self.ahead else command

    @staticmethod
    def speaks(err: Path) -> None:
        """Waits until what was started in the background has said something that is a whole line."""
        end = time.monotonic() + SECONDS
        while not re.search(r"served on .*\n", err.read_text()):
            assert time.monotonic() < end, f"it says nothing: {err.read_text()}"
            time.sleep(0.1)

    def close(self) -> None:
        """Ends the shell and what it started and left in the background."""
        assert self.bash.stdin
        self.bash.stdin.write("kill $(jobs -p) 2>/dev/null; wait; exit\n")
        self.bash.stdin.close()
        self.bash.wait(SECONDS)
        self.folder.cleanup()
