"""Which part of the tests a session runs: a twentieth drawn by a seed, a share of several processes."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

PARTS = 20

T = TypeVar("T")


@dataclass(frozen=True)
class Sample:
    """One of twenty parts, or everything. A name is always in the same part, whatever else there is."""

    seed: int | None

    @classmethod
    def parse(cls, text: str) -> Sample:
        return cls(None if text == "all" else int(text))

    def holds(self, name: str) -> bool:
        return self.seed is None or zlib.crc32(name.encode()) % PARTS == self.seed % PARTS

    def pick(self, items: Sequence[T], count: int) -> list[T]:
        """A sample of this size, in order. Successive seeds take successive items, so that each is taken in time."""
        if self.seed is None or count >= len(items):
            return list(items)
        turns = {(self.seed * count + nth) % len(items) for nth in range(count)}
        return [item for at, item in enumerate(items) if at in turns]

    def __str__(self) -> str:
        return "all" if self.seed is None else f"{self.seed} (one twentieth)"


@dataclass(frozen=True)
class Shard:
    """The share of one of several processes."""

    number: int
    count: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= self.count:
            raise ValueError(f"no such shard: {self}")

    @classmethod
    def parse(cls, text: str) -> Shard:
        number, _, count = text.partition("/")
        return cls(int(number), int(count))

    def share(self, items: Sequence[T]) -> list[T]:
        return list(items[self.number - 1 :: self.count])

    def __str__(self) -> str:
        return f"{self.number}/{self.count}"
