"""The built command and the built function; each is built once, also when several processes ask for it."""

from __future__ import annotations

import fcntl
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
KEYTURN = ROOT / "keyturn"
ZIP = ROOT / "lambda" / "target" / "keyturn-lambda.zip"
RUNTIME = ROOT / "proof" / "target" / "runtime"
_LOCK = ROOT / ".ci" / "target" / "build.lock"


@cache
def command() -> Path:
    """The command; its AOT cache is made in the background, or beforehand with KEYTURN_AOT=now."""
    with _alone():
        # Files and not pipes: the background process that creates the cache would keep a pipe open.
        with tempfile.TemporaryFile("w+") as output:
            done = subprocess.run(
                [KEYTURN, "--version"], stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, check=False
            )
            output.seek(0)
            printed = output.read()
    if done.returncode:
        raise RuntimeError(f"the command could not be built:\n{printed}")
    return KEYTURN


@cache
def function() -> Path:
    """The function's artefact; AWS's runtime interface client is beside it (RUNTIME)."""
    with _alone():
        if _stale():
            maven = ["mvn", "--batch-mode", "--quiet", "-Dmaven.test.skip", "-Dcyclonedx.skip", "-P!format"]
            goals = ["-pl", "proof", "-am", "package"]
            done = subprocess.run([*maven, *goals], cwd=ROOT, capture_output=True, text=True, check=False)
            if done.returncode:
                raise RuntimeError(f"the function could not be built:\n{done.stdout}{done.stderr}")
    return ZIP


def _stale() -> bool:
    if not (ZIP.is_file() and RUNTIME.is_dir()):
        return True
    sources = [path for module in ("core", "aws", "lambda") for path in (ROOT / module / "src" / "main").rglob("*")]
    return any(path.stat().st_mtime > ZIP.stat().st_mtime for path in sources if path.is_file())


@cache
def jdk() -> Path:
    """The home of a JDK 25 or later."""
    found = subprocess.run([ROOT / ".ci" / "jdk"], capture_output=True, text=True, check=False)
    if found.returncode:
        raise RuntimeError("no JDK 25 was found; set JAVA_HOME to one")
    return Path(found.stdout.strip())


@contextmanager
def _alone() -> Iterator[None]:
    _LOCK.parent.mkdir(parents=True, exist_ok=True)
    with _LOCK.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
