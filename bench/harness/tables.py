"""Tables in Markdown, and goals with what was reached."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from measured import Figures


@dataclass
class Goal:
    """A row of issue 6's "Figures to reach"."""

    what: str
    wanted: str
    reached: str
    met: bool


@dataclass
class Part:
    """One part of the bench: a table or two, and what they say about the goals."""

    title: str
    lines: list[str] = field(default_factory=list)
    goals: list[Goal] = field(default_factory=list)
    failed: bool = False

    def say(self, words: str) -> None:
        self.lines += [words, ""]

    def table(self, head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        self.lines += _table(head, rows) + [""]

    def goal(self, what: str, wanted: str, reached: str, met: bool) -> None:
        self.goals.append(Goal(what, wanted, reached, met))

    def text(self) -> str:
        return "\n".join([f"## {self.title}", "", *self.lines])


def _table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> list[str]:
    lines = [head, ["---"] * len(head), *rows]
    return ["| " + " | ".join(str(cell) for cell in line) + " |" for line in lines]


def goals(parts: Sequence[Part]) -> str:
    rows = [(goal.what, goal.wanted, goal.reached, "yes" if goal.met else "**no**") for part in parts for goal in part.goals]
    return "\n".join(["## Goals", "", *_table(("what", "goal", "figure", "reached"), rows), ""])


FIGURES = ("calls", "wall s", "CPU s", "peak MiB")


def cells(figures: Figures) -> list[str]:
    return [f"{figures.calls:,}", seconds(figures.wall), seconds(figures.cpu), f"{figures.peak_mib:.0f}"]


def seconds(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"
