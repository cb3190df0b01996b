"""Assertions of flows. A failed assertion prints the actual value."""

from __future__ import annotations

from typing import Any


def equal(found: Any, wanted: Any, what: str) -> None:
    if found != wanted:
        raise AssertionError(f"{what}\n  wanted {wanted!r}\n  found  {found!r}")


def holds(condition: bool, otherwise: str) -> None:
    if not condition:
        raise AssertionError(otherwise)


def contains(text: str, *parts: str, what: str) -> None:
    for part in parts:
        if part not in text:
            raise AssertionError(f"{what} does not contain {part!r}:\n{text}")
