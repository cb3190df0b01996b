"""A shell that keeps its state from command to command, as a reader's does."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 120


@dataclass(frozen=True)
class Done:
    """What a command printed, and its exit status."""

    out: list[str]
    err: list[str]
    status: int


def clean() -> dict[str, str]:
    """This process's environment without anybody's AWS account or settings of Keyturn."""
    ours = re.compile(r"AWS_|(SES|IAM|S3|LAST|LAMBDA|ADMIN|KMS|MAIL|MAX)_|DRY_RUN|\w+_DAYS$")
    kept = {name: value for name, value in os.environ.items() if not ours.match(name)}
    return {**kept, "AWS_EC2_METADATA_DISABLED": "true", "AWS_PAGER": "", "TZ": "UTC", "PATH": f"{ROOT}:{os.environ['PATH']}"}


class Shell:
    def __init__(self) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="keyturn-docs-")
        self.home = Path(self.folder.name)
        self.bash = subprocess.Popen(
            ["bash", "--norc"], cwd=ROOT, env={**clean(), "HOME": str(self.home)}, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
        )

    def run(self, command: str) -> Done:
        out, err, script = (self.home / f".{name}" for name in ("out", "err", "command"))
        script.write_text(command + "\n")
        assert self.bash.stdin and self.bash.stdout
        self.bash.stdin.write(f". '{script}' >'{out}' 2>'{err}' </dev/null; echo done $?\n")
        self.bash.stdin.flush()
        for line in self.bash.stdout:
            if found := re.fullmatch(r"done (\d+)\n", line):
                if command.rstrip().endswith("&"):
                    self.speaks(err)
                return Done(out.read_text().splitlines(), err.read_text().splitlines(), int(found[1]))
        raise AssertionError("the shell has ended")

    @staticmethod
    def speaks(err: Path) -> None:
        """Waits until what was started in the background has said something that is a whole line."""
        end = time.monotonic() + SECONDS
        while not re.search(r"served on .*\n", err.read_text()):
            if time.monotonic() > end:
                raise AssertionError(f"it says nothing: {err.read_text()}")
            time.sleep(0.1)

    def close(self) -> None:
        """Ends the shell and what it started and left in the background."""
        assert self.bash.stdin
        self.bash.stdin.write("kill $(jobs -p) 2>/dev/null; wait; exit\n")
        self.bash.stdin.close()
        self.bash.wait(SECONDS)
        self.folder.cleanup()
