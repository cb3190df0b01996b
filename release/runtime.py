"""A Java runtime with the modules that are needed and no others."""

from __future__ import annotations

import platform
import subprocess
from pathlib import Path
from typing import Any

from source import jdk

# TLS takes jdk.crypto.ec where a JDK still has something there. A terminal may have any charset.
BESIDES = ("jdk.crypto.ec", "jdk.charsets")

# Used only by annotations (java.beans.Transient in the SDK), or by a part of AWS's client that a stream handler does not
# use (java.sql in its serialization); a JVM ignores an annotation that it does not know.
WITHOUT = ("java.desktop", "java.sql")


def modules(jars: list[Path]) -> list[str]:
    """What these jars use of the JDK."""
    command = [jdk() / "bin" / "jdeps", "--ignore-missing-deps", "--multi-release", "25", "-s", *jars]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    used = {line.split(" -> ")[1] for line in said.splitlines() if " -> java." in line or " -> jdk." in line}
    return sorted((used | set(BESIDES)) - set(WITHOUT))


def link(folder: Path, names: list[str], *options: str) -> None:
    """Makes the runtime, with the JVM's own archive of classes for starts without a cache of ours."""
    command = [jdk() / "bin" / "jlink", "--add-modules", ",".join(names), "--no-header-files", "--no-man-pages"]
    subprocess.run([*command, "--vm", "server", *options, "--output", folder], check=True, stdout=subprocess.DEVNULL)
    # For heaps that are too large for compressed references; ours never are.
    (folder / "lib" / "server" / "classes_nocoops.jsa").unlink(missing_ok=True)


def listed(bill: dict[str, Any]) -> dict[str, Any]:
    """A bill of materials of something that ships the runtime, with the JDK that the runtime is of."""
    said = subprocess.run([jdk() / "bin" / "java", "-version"], capture_output=True, text=True, check=True).stderr
    java = {"type": "platform", "name": "OpenJDK", "version": said.splitlines()[1]}
    return {**bill, "components": [*bill["components"], java]}


def arm() -> bool:
    return platform.machine().lower() in ("aarch64", "arm64")
