"""The Debian package: the archive's files under /usr/lib/keyturn, man page and completions where Debian has them."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import command
import packs
from source import Source

ARCHITECTURES = {"x64": "amd64", "arm64": "arm64"}

# The runtime's native libraries are linked with the C library and nothing else.
CONTROL = """\
Package: keyturn
Version: {version}
Architecture: {architecture}
Maintainer: The Keyturn authors <keyturn@example.invalid>
Installed-Size: {kilobytes}
Depends: libc6
Section: admin
Priority: optional
Description: rotates access keys of AWS IAM users
 Keyturn warns the owners of ageing access keys, replaces overdue keys,
 delivers the new ones privately, and retires the old ones in two steps.
 The package brings its own Java runtime.
"""


def package(source: Source, work: Path, out: Path) -> None:
    root = work / "root"
    home = root / "usr" / "lib" / "keyturn"
    shutil.copytree(command.with_runtime(source, work.parent), home, symlinks=True)
    (home / "keyturn.cmd").unlink()
    _move(home / "completions" / "keyturn.bash", root / "usr/share/bash-completion/completions/keyturn")
    _move(home / "completions" / "_keyturn", root / "usr/share/zsh/vendor-completions/_keyturn")
    (home / "completions").rmdir()
    manual = root / "usr/share/man/man1/keyturn.1.gz"
    manual.parent.mkdir(parents=True)
    manual.write_bytes(packs.gzipped((home / "man" / "man1" / "keyturn.1").read_bytes()))
    shutil.rmtree(home / "man")
    _move(home / "LICENSE", root / "usr/share/doc/keyturn/copyright")
    changes = root / "usr/share/doc/keyturn/changelog.gz"
    changes.write_bytes(packs.gzipped((home / "CHANGELOG.md").read_bytes()))
    (home / "CHANGELOG.md").unlink()
    (root / "usr" / "bin").mkdir()
    (root / "usr" / "bin" / "keyturn").symlink_to("../lib/keyturn/keyturn")
    packs.settle(root)
    architecture = ARCHITECTURES[command.system().split("-")[1]]
    size = sum(path.stat().st_size for path in root.rglob("*") if path.is_file() and not path.is_symlink())
    control = root / "DEBIAN" / "control"
    control.parent.mkdir()
    control.write_text(CONTROL.format(version=source.version, architecture=architecture, kilobytes=-(-size // 1024)))
    packs.settle(control.parent)
    # dpkg-deb takes the time of every file from here, and owners from --root-owner-group.
    environment = {"SOURCE_DATE_EPOCH": str(source.time), "PATH": "/usr/bin:/bin"}
    file = out / f"keyturn_{source.version}_{architecture}.deb"
    build = ["dpkg-deb", "--root-owner-group", "-Zgzip", f"-z{packs.level}", "--build", root, file]
    subprocess.run(build, check=True, env=environment, stdout=subprocess.DEVNULL)


def _move(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True)
    source.rename(target)
