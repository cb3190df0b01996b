"""The command: an archive for this system with its own runtime, and a zip for any system with Java 25."""

from __future__ import annotations

import json
import platform
import shutil
import subprocess
from pathlib import Path

import packs
import runtime
from source import Source

HERE = Path(__file__).resolve().parent
WINDOWS = platform.system() == "Windows"


def system() -> str:
    """This system and its processor, as they stand in the names of archives."""
    name = {"Darwin": "macos"}.get(platform.system(), platform.system().lower())
    machine = platform.machine().lower()
    return f"{name}-{ {'x86_64': 'x64', 'amd64': 'x64', 'aarch64': 'arm64'}.get(machine, machine) }"


def laid_out(source: Source, folder: Path) -> None:
    """What every form of the command has: launcher, options and jars, completions, manual page, licence."""
    (folder / "lib").mkdir(parents=True)
    for jar in source.command_jars:
        shutil.copy(jar, folder / "lib")
    for name in ("keyturn", "jvm.options", "LICENSE", "CHANGELOG.md"):
        shutil.copy(source.tree / name, folder)
    (folder / "keyturn").chmod(0o755)
    # cmd.exe finds no labels in a file with Unix line ends.
    lines = (HERE / "keyturn.cmd").read_text().splitlines()
    (folder / "keyturn.cmd").write_bytes("".join(f"{line}\r\n" for line in lines).encode())
    (folder / "completions").mkdir()
    (folder / "completions" / "keyturn.bash").write_text(_printed(folder, "completion"))
    shutil.copy(HERE / "_keyturn", folder / "completions")
    (folder / "man" / "man1").mkdir(parents=True)
    (folder / "man" / "man1" / "keyturn.1").write_text(_printed(folder, "man"))


def _printed(folder: Path, verb: str) -> str:
    command = [runtime.jdk() / "bin" / "java", "-cp", folder / "lib" / "*", "dev.keyturn.cli.Keyturn", verb]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout


def with_runtime(source: Source, shared: Path) -> Path:
    """The command with its own runtime, as archive and package have it; made once."""
    folder = shared / "command"
    if not folder.exists():
        laid_out(source, folder)
        modules = runtime.modules(sorted((folder / "lib").glob("*.jar")))
        runtime.link(folder / "runtime", modules, "--generate-cds-archive")
        packs.settle(folder)
    return folder


def archive(source: Source, work: Path, out: Path) -> None:
    name = f"keyturn-{source.version}-{system()}"
    shutil.copytree(with_runtime(source, work.parent), work / name, symlinks=True)
    (work / name / ("keyturn" if WINDOWS else "keyturn.cmd")).unlink()
    if WINDOWS:
        packs.write_zip(out / f"{name}.zip", work / name, name, source.time)
    else:
        (out / f"{name}.tar.gz").write_bytes(packs.gzipped(packs.tar(work / name, name, source.time)))


def any_system(source: Source, work: Path, out: Path) -> None:
    name = f"keyturn-{source.version}"
    laid_out(source, work / name)
    packs.settle(work / name)
    packs.write_zip(out / f"{name}-any.zip", work / name, name, source.time)


def manifests(source: Source, out: Path) -> None:
    """Homebrew's formula and Scoop's manifest, for the zip for any system; the release's address is a placeholder."""
    known = {"@VERSION@": source.version, "@SHA256@": packs.sha256(out / f"keyturn-{source.version}-any.zip")}
    for name in ("keyturn.rb", "keyturn.json"):
        text = (HERE / name).read_text()
        for placeholder, value in known.items():
            text = text.replace(placeholder, value)
        (out / name).write_text(text)
    json.loads((out / "keyturn.json").read_text())
