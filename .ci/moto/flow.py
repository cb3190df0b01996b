"""A flow is a function that is named as a fact; this is the list of all."""

from __future__ import annotations

from collections.abc import Callable

from world import World

Flow = Callable[[World], None]

ALL: dict[str, Flow] = {}


def flow(function: Flow) -> Flow:
    """Adds a function to the list, by its name in words."""
    return named(function.__name__.replace("_", " "), function)


def named(name: str, function: Flow) -> Flow:
    """Adds a function to the list, by a name of its own: for facts that differ in a number or a word."""
    if name in ALL:
        raise ValueError(f"two flows are named '{name}'")
    ALL[name] = function
    return function
