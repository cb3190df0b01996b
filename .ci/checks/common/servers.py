"""Processes that checks start: an account in our sandbox, moto, the demo. Each ends with its `with` block."""

from __future__ import annotations

import contextlib
import os
import re
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator

from checks.common.built import KEYTURN, ROOT

OURS = re.compile(r"AWS_|(SES|IAM|S3|LAST|LAMBDA|ADMIN|KMS|MAIL|MAX)_|DRY_RUN|\w+_DAYS$")


def environment() -> dict[str, str]:
    """This process's environment without settings of AWS or Keyturn."""
    kept = {name: value for name, value in os.environ.items() if not OURS.match(name)}
    return {**kept, "AWS_EC2_METADATA_DISABLED": "true", "AWS_PAGER": "", "TZ": "UTC"}


@contextlib.contextmanager
def running(*command, **how) -> Iterator[subprocess.Popen]:
    process = subprocess.Popen([str(word) for word in command], **{"stdin": subprocess.DEVNULL, "text": True, **how})
    try:
        yield process
    finally:
        process.terminate()
        process.wait(60)
        for stream in (process.stdin, process.stdout):
            if stream:
                stream.close()


def exported(lines, last: str) -> dict[str, str]:
    """The variables that a sandbox's export lines set, up to that one."""
    found = {}
    for line in lines:
        if export := re.match(r"export (\w+)=(.*)", line):
            found[export[1]] = export[2].strip("'\"")
        if last in found:
            break
    return found


@contextlib.contextmanager
def sandbox(users: int) -> Iterator[dict[str, str]]:
    """`keyturn sandbox` with this number of users; yields the environment for commands that use it."""
    with running(KEYTURN, "sandbox", "--port", 0, "--users", users, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        yield {**environment(), **exported(process.stdout, "WARNING_DAYS")}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def moto() -> Iterator[str]:
    """moto's server, with an account that is empty; gives its address."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with running("moto_server", "-H", "127.0.0.1", "-p", port, **quiet) as process:
        for _ in range(200):
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"{address}/moto-api/data.json", timeout=5).read()
                break
            assert process.poll() is None, "moto_server ended"
            time.sleep(0.1)
        else:
            raise AssertionError("moto_server did not answer")
        yield address


@contextlib.contextmanager
def demo(*options: str) -> Iterator["Demo"]:
    """`keyturn demo --web`, with further options."""
    with running(KEYTURN, "demo", "--web", *options, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        yield Demo(process, process.stdout.readline().strip())


class Demo:
    def __init__(self, process: subprocess.Popen, address: str) -> None:
        self.process, self.address = process, address

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(20)
