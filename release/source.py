"""What is released: a built tree, its version, its commit and the time that every file has."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Source:
    """A tree in which Maven has packaged everything."""

    tree: Path
    commit: str
    """Its abbreviated id, or unknown."""
    time: int
    """That of the commit, in seconds since 1970."""

    @property
    def version(self) -> str:
        found = re.search(r"<artifactId>keyturn</artifactId>\s*<version>([^<]+)</version>", (self.tree / "pom.xml").read_text())
        if not found:
            raise RuntimeError("pom.xml names no version")
        return found[1]

    @property
    def command_jars(self) -> list[Path]:
        """The command's class path."""
        target = self.tree / "demo" / "target"
        return [target / f"keyturn-demo-{self.version}.jar", *sorted((target / "lib").glob("*.jar"))]

    @property
    def function_zip(self) -> Path:
        return self.tree / "lambda" / "target" / "keyturn-lambda.zip"

    @property
    def client_jars(self) -> list[Path]:
        """AWS's runtime interface client, and what it needs."""
        return sorted((self.tree / "proof" / "target" / "runtime").glob("*.jar"))


def jdk() -> Path:
    if sys.platform == "win32":  # where a script of bash is no program
        return Path(os.environ["JAVA_HOME"])
    found = subprocess.run([ROOT / ".ci" / "jdk"], capture_output=True, text=True, check=False)
    if found.returncode:
        raise RuntimeError("no JDK 25 was found; set JAVA_HOME to one")
    return Path(found.stdout.strip())


def git(*words: str) -> str:
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"git {' '.join(words)}: {done.stderr.strip()}")
    return done.stdout.strip()


def built() -> Source:
    """This checkout as it is built."""
    source = Source(ROOT, git("rev-parse", "--short=12", "HEAD"), int(git("show", "-s", "--format=%ct", "HEAD")))
    for file in (source.command_jars[0], source.function_zip):
        if not file.is_file():
            raise RuntimeError(f"{file.relative_to(ROOT)} is missing; run mvn package first")
    return source


def exported(ref: str | None, folder: Path, out: Path) -> Source:
    """A clean copy of a commit, built; jars with sources and documentation go to the output."""
    if ref is None:
        try:
            ref = git("describe", "--tags", "--exact-match", "HEAD")
        except RuntimeError as none:
            raise RuntimeError("HEAD has no tag; name a tag or a commit, such as HEAD") from none
    commit = git("rev-parse", "--verify", f"{ref}^{{commit}}")
    if git("diff", "--name-only", commit, "--", "release"):
        raise RuntimeError(f"release/ in this checkout is not that of {ref}; check it out first")
    folder.mkdir()
    # Without -f, the tar of Windows reads a tape.
    tar = subprocess.Popen(["git", "archive", commit], cwd=ROOT, stdout=subprocess.PIPE)
    subprocess.run(["tar", "-x", "-f", "-", "-C", folder], stdin=tar.stdout, check=True)
    if tar.wait():
        raise RuntimeError(f"git archive {commit} failed")
    source = Source(folder, commit[:12], int(git("show", "-s", "--format=%ct", commit)))
    if re.fullmatch(r"v\d.*", ref) and ref != f"v{source.version}":
        raise RuntimeError(f"the tag {ref} is on version {source.version}; see RELEASING.md")
    print(f".ci/release: building {source.version} of {source.commit}", flush=True)
    stamp = datetime.fromtimestamp(source.time, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    # By its whole name, which Windows needs of a program that is a script.
    maven = [shutil.which("mvn") or "mvn", "--batch-mode", "--no-transfer-progress", "--quiet", "-Dmaven.test.skip=true", "-P!format,release"]
    known = [f"-Dkeyturn.commit={source.commit}", f"-Dproject.build.outputTimestamp={stamp}"]
    # The pages of javadoc depend on the JDK that runs Maven.
    java = os.environ | {"JAVA_HOME": str(jdk())}
    subprocess.run([*maven, *known, "-pl", "demo,lambda,proof", "-am", "package"], cwd=folder, env=java, check=True)
    for kind in ("sources", "javadoc"):
        for jar in sorted(folder.glob(f"*/target/*-{kind}.jar")):
            shutil.copy(jar, out / jar.name)
    return source
