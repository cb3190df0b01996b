"""An AOT cache with the same bytes each time.

Two dumps of one list of classes differ only in times: a SoftReference contains the JVM's clock, the milliseconds since this machine was
started, and the header has checksums. The cache is the first dump with zeros where the two differ. For a JVM, a soft reference of time
zero was not used recently. It checks the checksums only on request (-XX:+VerifySharedSpaces).
"""

from __future__ import annotations

import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HEADER = 4096
BLOCK = 4096


@dataclass(frozen=True)
class Dump:
    """A file, and when it was made, in seconds of the monotonic clock."""

    file: Path
    began: float
    ended: float

    def holds(self, millis: int) -> bool:
        return self.began * 1000 - 1 <= millis <= self.ended * 1000 + 1


def same_each_time(first: Dump, second: Dump, made: Path) -> None:
    left, right = bytearray(first.file.read_bytes()), second.file.read_bytes()
    unknown = 0 if len(left) == len(right) else 1
    for at in _differences(left, right) if not unknown else ():
        ours, theirs = (struct.unpack_from("<Q", content, at)[0] for content in (left, right))
        if at < HEADER:
            for half in (at, at + 4):
                if left[half : half + 4] != right[half : half + 4]:
                    left[half : half + 4] = bytes(4)
        elif first.holds(ours) and second.holds(theirs):
            left[at : at + 8] = bytes(8)
        else:
            unknown += 1
    if unknown:
        print(".ci/release: two dumps of the AOT cache differ in more than times; this one differs from build to build", file=sys.stderr)
        left = bytearray(first.file.read_bytes())
    made.write_bytes(left)


def _differences(left: bytes, right: bytes) -> Iterator[int]:
    """Where the two differ, in words of eight bytes."""
    for block in range(0, len(left), BLOCK):
        if left[block : block + BLOCK] != right[block : block + BLOCK]:
            for at in range(block, min(block + BLOCK, len(left) - 7), 8):
                if left[at : at + 8] != right[at : at + 8]:
                    yield at
