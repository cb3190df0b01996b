"""Archives whose bytes depend only on their contents: sorted, one time, no owner, two modes."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import tarfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path


# How hard to compress, from 1 to 9.
level = 6


def sha256(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def settle(folder: Path) -> None:
    """Gives everything in a folder the modes 755 and 644."""
    for path in [folder, *folder.rglob("*")]:
        if not path.is_symlink():
            path.chmod(_mode(path))


def _mode(path: Path) -> int:
    return 0o755 if path.is_dir() or os.access(path, os.X_OK) and path.stat().st_mode & 0o100 else 0o644


def _sorted(folder: Path) -> Iterator[Path]:
    yield from sorted(folder.rglob("*"), key=lambda path: path.relative_to(folder).parts)


def tar(folder: Path, root: str, seconds: int) -> bytes:
    """The folder, under another name; "." is without one."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for path in [folder, *_sorted(folder)]:
            below = path.relative_to(folder).as_posix()
            entry = archive.gettarinfo(path, root if below == "." else f"{root}/{below}")
            entry.uid = entry.gid = 0
            entry.uname = entry.gname = "root"
            entry.mtime = seconds
            if entry.islnk():
                raise RuntimeError(f"{path} is a hard link")
            if not entry.issym():
                entry.mode = _mode(path)
            if entry.isreg():
                with path.open("rb") as content:
                    archive.addfile(entry, content)
            else:
                archive.addfile(entry)
    return packed.getvalue()


def gzipped(content: bytes) -> bytes:
    return gzip.compress(content, compresslevel=level, mtime=0)


def write_zip(file: Path, folder: Path, root: str, seconds: int) -> None:
    """The folder, under another name; an empty one is without."""
    moment = max(time.gmtime(seconds)[:6], (1980, 1, 1, 0, 0, 0))
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for path in _sorted(folder):
            if path.is_dir():
                continue
            name = path.relative_to(folder).as_posix()
            entry = zipfile.ZipInfo(f"{root}/{name}" if root else name, moment)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # Unix, so that modes count
            entry.external_attr = (0o100000 | _mode(path)) << 16
            archive.writestr(entry, path.read_bytes(), compresslevel=level)
