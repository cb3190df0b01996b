"""The whole life of a key, as days pass."""

from __future__ import annotations

import pytest

from checks.common.account import DATE_TAG, OLD_KEY_TAG, day
from checks.common.expect import contains, equal
from checks.flows.world import World


@pytest.mark.always
def test_a_key_is_warned_about_replaced_deactivated_and_deleted(world: World) -> None:
    alice = world.user()
    old = alice.key(age=30)
    world.quiet()

    world.account.pass_days(1)
    world.decides("warn", "WARNING")
    contains(world.mail()["text"], old, str(day(30)), what="the warning")
    equal(alice.recorded(), None, "record after a warning")
    world.account.pass_days(29)
    world.decides("warn", "WARNING")

    world.account.pass_days(1)
    world.decides("rotate", "OVERDUE")
    new = alice.new_key(old)
    equal(alice.statuses(), {old: "Active", new: "Active"}, "keys after the rotation")
    equal(alice.recorded(), (str(day()), old), "record after the rotation")
    contains(world.mail()["text"], old, new, str(day(11)), what="the mail about the new key")

    world.quiet()
    world.account.pass_days(10)
    world.quiet()

    world.account.pass_days(1)
    world.decides("deactivate", "GRACE_OVER")
    equal(alice.statuses(), {old: "Inactive", new: "Active"}, "keys after the grace")
    equal(alice.recorded(), (f"{day()} deactivated", old), "record after the deactivation")
    contains(world.mail()["text"], old, str(day(11)), what="the mail about the deactivation")

    world.account.pass_days(10)
    world.quiet()

    world.account.pass_days(1)
    world.decides("delete", "RETENTION_OVER")
    equal(alice.statuses(), {new: "Active"}, "keys after the retention")
    equal({DATE_TAG, OLD_KEY_TAG} & set(alice.tags()), set(), "tags of a rotation after its end")
    contains(world.mail()["text"], old, what="the mail about the deletion")
    world.quiet()


def test_a_plan_for_a_day_to_come_agrees_with_what_that_day_brings(world: World) -> None:
    # A life in twelve days instead of ninety.
    world.settings |= {"WARNING_DAYS": "2", "OVERDUE_DAYS": "4", "DEACTIVATE_DAYS": "2", "DELETION_DAYS": "2"}
    world.user("young").key(age=0)
    world.user("overdue").key(age=400)
    two_keys = world.user("two-keys")
    two_keys.key(age=1)
    two_keys.key(age=3)
    slot_taken = world.user("slot-taken")
    slot_taken.key(age=9, status="Inactive")
    slot_taken.key(age=1)
    in_grace = world.user("in-grace")
    in_grace.record(in_grace.key(age=50), "", days_ago=1)
    in_grace.key(age=1)
    off = world.user("off")
    off.record(off.key(age=50, status="Inactive"), "deactivated", days_ago=1)
    off.note_inactive(off.keys()[0].id, days_ago=1)
    off.key(age=3)
    for user in (in_grace, off):
        user.use(user.keys()[-1].id)

    planned = [world.plan("--as-of", str(day(days))).rows for days in range(13)]
    for days, wanted in enumerate(planned):
        found = world.apply().rows
        equal(
            {user: (row.verdict, row.keys) for user, row in found.items()},
            {user: (row.verdict, row.keys) for user, row in wanted.items()},
            f"what day {days} brought, by the plan for it",
        )
        world.account.pass_days(1)
