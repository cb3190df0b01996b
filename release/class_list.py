"""The classes for an AOT cache, from what the JVM noted of a run (-XX:DumpLoadedClassList), the same each time.

Each run uses the same classes and lambdas; their order, and which methods the JVM has linked at the end, depend on threads and on the
load of the machine. So everything is sorted, and all references of each class of the module are linked in advance. Of lambdas, only those
that ran, because each one listed is created.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

# Tags of the constant pool (JVM specification, table 4.4-A).
UTF8, LONG, DOUBLE, CLASS, STRING, FIELD, METHOD, INTERFACE_METHOD, HANDLE = 1, 5, 6, 7, 8, 9, 10, 11, 15
METHOD_TYPE, INVOKE_DYNAMIC, MODULE, PACKAGE = 16, 18, 19, 20
LINKED = (CLASS, FIELD, METHOD, INTERFACE_METHOD)


def sorted_list(noted: list[str], module: Path) -> str:
    """The module is a folder of classes."""
    lines = [line for line in noted if not line.startswith("#")]
    classes = sorted({line.partition(" ")[0] for line in lines if not line.startswith("@")})
    lambdas = sorted({line for line in lines if line.startswith("@lambda-")})
    resolved = {words[1]: set(map(int, words[2:])) for words in (line.split() for line in lines if line.startswith("@cp "))}
    pools = (_pool(name, module / f"{name}.class", resolved.get(name, set())) for name in classes)
    return "\n".join([*classes, *lambdas, *filter(None, pools), ""])


def _pool(name: str, file: Path, ran: set[int]) -> str:
    if not file.is_file():
        return ""
    wanted = [index for index, tag in _tags(file.read_bytes()) if tag in LINKED or tag == INVOKE_DYNAMIC and index in ran]
    return f"@cp {name} {' '.join(map(str, wanted))}" if wanted else ""


def _tags(content: bytes) -> Iterator[tuple[int, int]]:
    """The entries of a class's constant pool: index and tag."""
    (count,) = struct.unpack_from(">H", content, 8)
    index, at = 1, 10
    while index < count:
        tag = content[at]
        yield index, tag
        if tag == UTF8:
            at += 3 + int(struct.unpack_from(">H", content, at + 1)[0])
        elif tag in (CLASS, STRING, METHOD_TYPE, MODULE, PACKAGE):
            at += 3
        elif tag == HANDLE:
            at += 4
        else:
            at += 9 if tag in (LONG, DOUBLE) else 5
        index += 2 if tag in (LONG, DOUBLE) else 1
