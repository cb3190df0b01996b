"""States that several flows begin with, or end with."""

from __future__ import annotations

from datetime import UTC, datetime, time

from checks.common.account import User, day
from checks.common.expect import equal
from checks.flows.world import World


def rotated(
    world: World, days_ago: int, phase: str = "", old: str = "Active", new: str = "Active", name: str = "alice"
) -> tuple[User, str, str]:
    """A user whose key was replaced, as runs leave it: the user, the old key, the new one, which has its file."""
    user = world.user(name)
    old_key = user.key(age=70 + days_ago)
    # A run makes the key right after it has recorded the instant: see User.record.
    begun = datetime.combine(day(-days_ago), time(12), UTC)
    new_key = user.key_made_at(begun) if phase in ("rotating", "stored") else user.key(age=days_ago)
    user.deliver(new_key, announced=phase not in ("rotating", "stored"))
    user.record(old_key, phase, days_ago)
    user.switch(old_key, old)
    user.switch(new_key, new)
    if old == "Inactive" and phase in ("deactivated", "deleting"):
        user.note_inactive(old_key, days_ago)
    return user, old_key, new_key


def untouched(world: World, user: User, decision: str, reason: str) -> None:
    """This is reported, and all of the user stays as it is."""
    all_untouched(world, {user: (decision, reason)})


def all_untouched(world: World, wanted: dict[User, tuple[str, str]]) -> None:
    """This is reported of each user, and all of them stay as they are."""
    before = [(user.name, user.keys(), user.tags()) for user in wanted]
    world.decides_each({user.name: verdict for user, verdict in wanted.items()})
    equal([(user.name, user.keys(), user.tags()) for user in wanted], before, "keys and tags")
