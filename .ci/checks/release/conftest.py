"""One release of what is built, and places to install it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace

import pytest

from checks.common import built

sys.path.append(str(built.ROOT / "release"))
import source  # noqa: E402

UNPRIVILEGED = 65534

# What the launcher calls besides Java, and what a person has on any system; neither a Java nor Maven.
TOOLS = ("sh", "awk", "cat", "cksum", "date", "dirname", "find", "grep", "head", "id", "ls", "mkdir", "mktemp", "mv", "nice", "readlink", "rm", "sed")  # fmt: skip


@pytest.fixture(scope="session")
def release(tmp_path_factory):
    """The folder that .ci/release writes, of what is built in this checkout; KEYTURN_RELEASE names one that is there."""
    if made := os.environ.get("KEYTURN_RELEASE"):
        return Path(made).resolve()
    built.command()
    built.function()
    out = tmp_path_factory.mktemp("release") / "out"
    done = subprocess.run([built.ROOT / ".ci" / "release", "--built", "--out", out], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return out


@pytest.fixture(scope="session")
def only(release):
    """The one file of the release that a pattern names."""

    def find(pattern):
        (found,) = release.glob(pattern)
        return found

    return find


@pytest.fixture(scope="session")
def bare():
    """The PATH of a machine without Java and Maven."""
    with tempfile.TemporaryDirectory(prefix="keyturn-check-") as folder:
        Path(folder).chmod(0o755)
        for tool in TOOLS:
            (Path(folder) / tool).symlink_to(shutil.which(tool))
        yield folder


@pytest.fixture
def place():
    """A folder that every user may enter; pytest closes its own each time that a session begins."""
    with tempfile.TemporaryDirectory(prefix="keyturn-check-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture
def run(place, bare):
    """Runs an installed command with that PATH, a home and nothing else of this machine."""

    def start(program, *arguments, user=None, **variables):
        home = place / "home"
        home.mkdir(exist_ok=True)
        if user is not None:
            os.chown(home, user, user)
        env = {"PATH": bare, "HOME": str(home), "KEYTURN_AOT": "off", **variables}
        command = [str(program), *arguments]
        as_user = {} if user is None else {"user": user, "group": user, "extra_groups": []}
        done = subprocess.run(command, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, cwd="/", **as_user)
        return SimpleNamespace(status=done.returncode, out=done.stdout, err=done.stderr)

    return start


def tagged(clone: Path, tag: str | None = None) -> tuple[Path, str]:
    """A clone of this checkout whose HEAD has a tag: this one, or that of its version. Returns both."""
    subprocess.run(["git", "clone", "--quiet", built.ROOT, clone], check=True)
    name = tag or "v" + source.Source(clone, "", 0).version
    subprocess.run(["git", "tag", "--force", name], cwd=clone, check=True)
    return clone, name


def listed(folder: Path) -> dict[str, tuple[int, int]]:
    """Every file in it, with its size and time."""
    stats = {path: path.lstat() for path in folder.rglob("*")}
    return {str(path.relative_to(folder)): (stat.st_size, stat.st_mtime_ns) for path, stat in stats.items() if not path.is_dir()}
