"""What the launcher shows while it builds, with a Maven and a Java that only print."""

from __future__ import annotations

import os
import pty
import shutil
import subprocess

import pytest

from checks.common.built import ROOT

pytestmark = pytest.mark.always

BUILDS = """#!/bin/sh
echo '[INFO] Scanning for projects...'
for file in $(seq 1 60); do echo "Downloaded from central: https://repo/$file.jar (1 kB at 1 kB/s)"; done
echo '[INFO] Building Keyturn: core 0.1.0                                       [2/6]'
echo '[INFO] Building jar: /somewhere/core.jar'
echo '[INFO] Building Keyturn: demo 0.1.0                                       [6/6]'
mkdir -p demo/target && touch demo/target/keyturn-demo-0.1.0.jar
"""
FAILS = """#!/bin/sh
echo '[INFO] Building Keyturn: core 0.1.0                                       [2/6]'
echo '[ERROR] COMPILATION ERROR'
echo 'in a line of its own'
exit 1
"""


@pytest.fixture
def launch(tmp_path):
    """Starts a checkout that is not built; `maven` is the script that stands for it."""
    checkout, programs, java = tmp_path / "checkout", tmp_path / "programs", tmp_path / "java"
    for folder in (checkout, programs, java / "bin"):
        folder.mkdir(parents=True)
    for name in ("keyturn", "jvm.options", "pom.xml"):
        shutil.copy(ROOT / name, checkout)
    (java / "release").write_text('JAVA_VERSION="25.0.1"\n')

    def script(path, text):
        path.write_text(text)
        path.chmod(0o755)

    script(java / "bin" / "java", "#!/bin/sh\necho started\n")

    def start(maven, stderr):
        script(programs / "mvn", maven)
        env = {**os.environ, "PATH": f"{programs}:{os.environ['PATH']}", "JAVA_HOME": str(java), "KEYTURN_AOT": "off"}
        return subprocess.run([checkout / "keyturn"], env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=stderr, text=True)

    return start


def test_it_shows_each_module_and_every_fifty_downloads(launch):
    done = launch(BUILDS, subprocess.PIPE)
    assert (done.returncode, done.stdout) == (0, "started\n")
    lines = [line.split(" (")[0] for line in done.stderr.splitlines()]
    assert lines == [
        "keyturn: building",
        "keyturn: building ...",
        "keyturn: building 2/6: Keyturn: core",
        "keyturn: building 6/6: Keyturn: demo",
    ]
    assert "50 files downloaded" in done.stderr and "60 files downloaded" in done.stderr


def everything(terminal: int) -> str:
    """What was written to a terminal that nothing has open any more; one read may give a part of it."""
    shown = b""
    while True:
        try:
            part = os.read(terminal, 10_000)
        except OSError:
            part = b""
        if not part:
            return shown.decode()
        shown += part


def test_on_a_terminal_it_uses_one_line(launch):
    ours, theirs = pty.openpty()
    done = launch(BUILDS, theirs)
    os.close(theirs)
    shown = everything(ours)
    os.close(ours)
    assert done.stdout == "started\n"
    assert shown.count("\n") == 1
    assert "\r\x1b[Kkeyturn: building 6/6: Keyturn: demo (" in shown
    assert shown.endswith("\r\x1b[K")


def test_a_build_that_fails_shows_what_maven_says_from_the_first_error_on(launch):
    done = launch(FAILS, subprocess.PIPE)
    assert (done.returncode, done.stdout) == (3, "")
    assert "[ERROR] COMPILATION ERROR\nin a line of its own\nkeyturn: the build failed" in done.stderr
    assert "[INFO]" not in done.stderr
