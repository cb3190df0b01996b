"""What the owner does between plan and work is heeded: the row says that the user changed, and nothing is touched."""

from __future__ import annotations

from collections.abc import Callable

import faults
from account import ADDRESS_TAG, User
from expect import contains, equal
from flow import named
from flows.cuts import DEACTIVATION, DELETION, ROTATION, Work
from world import World

# The plan reads a user's keys once; the second time, the work begins.
AS_THE_WORK_BEGINS = 2


def _changed(work: Work, what: str, change: Callable[[User, str], object], now: str) -> None:
    def function(world: World) -> None:
        alice = world.user()
        old = work.make_due(alice)
        after: list[object] = []

        def owner_acts() -> None:
            change(alice, old)
            after.append((alice.keys(), alice.tags()))

        done = world.apply(fault=faults.before("ListAccessKeys", AS_THE_WORK_BEGINS, owner_acts))
        equal((done.status, done.rows["alice"].verdict), (0, ("hold", "CHANGED_MEANWHILE")), "status and verdict")
        contains(done.rows["alice"].error or "", now, what="what the row says")
        equal(done.effects, [], "effects")
        equal([(alice.keys(), alice.tags())], after, "keys and tags, by how the owner left them")

    named(f"a {work.name} is not begun if meanwhile {what}", function)


def _new_key_off(user: User, old: str) -> None:
    user.switch(user.new_key(old), "Inactive")


_changed(ROTATION, "the owner made a second key", lambda user, _: user.key(), "BOTH_ACTIVE")
_changed(ROTATION, "the owner removed the key", lambda user, old: user.delete(old), "no active key")
_changed(ROTATION, "the owner switched the key off", lambda user, old: user.switch(old, "Inactive"), "no active key")
_changed(DEACTIVATION, "the new key went off", _new_key_off, "WRONG_KEY_OFF")
_changed(DEACTIVATION, "the new key was removed", lambda user, old: user.delete(user.new_key(old)), "NEW_KEY_GONE")
_changed(DELETION, "the old key was switched on", lambda user, old: user.switch(old, "Active"), "REACTIVATED")
_changed(DELETION, "the new key went off", _new_key_off, "NO_WORKING_KEY")
_changed(DELETION, "the address was removed", lambda user, _: user.untag(ADDRESS_TAG), "ADDRESS_GONE")
