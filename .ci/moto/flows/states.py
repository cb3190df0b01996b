"""States that several flows begin with, or end with."""

from __future__ import annotations

from account import User
from expect import equal
from world import World


def rotated(
    world: World, days_ago: int, phase: str = "", old: str = "Active", new: str = "Active"
) -> tuple[User, str, str]:
    """Alice, whose key was replaced: her old key, her new one, and its file."""
    alice = world.user()
    old_key = alice.key(age=70 + days_ago)
    new_key = alice.key(age=days_ago)
    world.account.put_file(alice.file_of(new_key), b"the file")
    alice.record(old_key, phase, days_ago)
    alice.switch(old_key, old)
    alice.switch(new_key, new)
    return alice, old_key, new_key


def untouched(world: World, alice: User, decision: str, reason: str) -> None:
    """This is reported, and all of Alice stays as it is."""
    before = alice.keys(), alice.tags()
    world.decides(decision, reason)
    equal((alice.keys(), alice.tags()), before, "keys and tags")
