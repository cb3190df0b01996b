"""This machine and this checkout: which Java, what is built, what it is to be called in a table."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[2]
KEYTURN = ROOT / "keyturn"
TARGET = ROOT / "bench" / "target"
ZIP = ROOT / "lambda" / "target" / "keyturn-lambda.zip"
VERSION = ElementTree.parse(ROOT / "pom.xml").findtext("{http://maven.apache.org/POM/4.0.0}version")
RUNTIME = ROOT / "proof" / "target" / "runtime"
BENCH = f"{TARGET}/keyturn-bench-{VERSION}.jar:{TARGET}/lib/*"
COMMAND_LINE = f"{ROOT}/demo/target/keyturn-demo-{VERSION}.jar:{ROOT}/demo/target/lib/*"

# What of this machine's environment a measured process gets; nothing of AWS's.
_INHERITED = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "JAVA_HOME")


def environment(settings: dict[str, str]) -> dict[str, str]:
    inherited = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    return {**inherited, "AWS_EC2_METADATA_DISABLED": "true", **settings}


def java() -> str:
    """A Java 25 or later."""
    found = subprocess.run([ROOT / ".ci" / "jdk"], capture_output=True, text=True, check=False)
    if found.returncode:
        raise RuntimeError("no JDK 25 was found; set JAVA_HOME to one")
    return f"{found.stdout.strip()}/bin/java"


def jvm_options() -> list[str]:
    """The product's own: one place for the launcher, the function and this."""
    lines = (ROOT / "jvm.options").read_text().splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def build() -> None:
    """Builds the command as the launcher does, and function and bench beside it."""
    print("bench: building ...", flush=True)
    _launch()
    if not _stale():
        return
    goals = ["mvn", "--batch-mode", "--quiet", "-DskipTests", "-Dcyclonedx.skip", "-P!format"]
    done = subprocess.run(
        [*goals, "-pl", "bench,proof", "-am", "package"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"the build failed:\n{done.stdout}{done.stderr}")
    _launch()  # once more, for the command's jar was renewed, too


def _launch() -> None:
    """Starts the command once, with whatever it makes on its first start made before it returns."""
    environment = {**os.environ, "KEYTURN_AOT": "now"}
    subprocess.run([str(KEYTURN), "--version"], check=True, stdout=subprocess.DEVNULL, env=environment)


def _stale() -> bool:
    made = [ZIP, TARGET / f"keyturn-bench-{VERSION}.jar"]
    if not (all(file.is_file() for file in made) and RUNTIME.is_dir()):
        return True
    oldest = min(file.stat().st_mtime for file in made)
    sources = [path for part in ("*/pom.xml", "*/src/main/**/*") for path in ROOT.glob(part)]
    return any(path.stat().st_mtime > oldest for path in sources if path.is_file())


def facts() -> list[tuple[str, str]]:
    """What a reader needs to know of the machine; no name of it."""
    return [
        ("date", f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"),
        ("machine", f"{os.cpu_count()} cores ({_model()}), {_memory()} GiB, {platform.system()} {platform.machine()}"),
        ("JDK", _jdk()),
        ("Python", f"{platform.python_version()}, boto3 {_boto3()}"),
        ("commit", commit()),
    ]


def commit() -> str:
    def git(*words: str) -> str:
        return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()

    changed = git("status", "--porcelain", "--", ".", ":!bench/RESULTS.md")
    return git("rev-parse", "--short", "HEAD") + (", with changes that are not committed" if changed else "")


def _model() -> str:
    found = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text())
    return found[1].strip() if found else "unknown"


def _memory() -> int:
    found = re.search(r"MemTotal:\s*(\d+)", Path("/proc/meminfo").read_text())
    return round(int(found[1]) / 2**20) if found else 0


def _jdk() -> str:
    said = subprocess.run([java(), "-version"], capture_output=True, text=True, check=True).stderr
    (line,) = [line for line in said.splitlines() if "Runtime Environment" in line]  # beside what JAVA_TOOL_OPTIONS adds
    return line.removeprefix("OpenJDK Runtime Environment ").strip()


def _boto3() -> str:
    try:
        import boto3
    except ImportError:
        return "missing"
    return str(boto3.__version__)
