"""Which cases of a test run: those of the sample, or those that are named."""

from __future__ import annotations

from dataclasses import dataclass, field

from checks.common.sample import Sample


@dataclass(frozen=True)
class Chosen:
    """Says of each case whether it runs, and remembers whether any did."""

    sample: Sample
    named: tuple[str, ...]
    """Parts of names; without any, the sample decides."""
    collected: list[str] = field(default_factory=list)
    """Every case that was asked about."""

    def __call__(self, name: str) -> bool:
        self.collected.append(name)
        if self.named:
            return any(part in name for part in self.named)
        return self.sample.holds(name)
