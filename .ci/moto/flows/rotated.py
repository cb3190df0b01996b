"""Users whose key was replaced: grace, deactivation, retention, deletion, and dates of another tool's."""

from __future__ import annotations

from account import day
from expect import contains, equal, holds
from flow import flow, named
from flows.states import rotated, untouched
from world import World


@flow
def ten_days_after_the_rotation_the_old_key_still_works(world: World) -> None:
    rotated(world, 10)
    world.quiet()


@flow
def eleven_days_after_the_rotation_the_old_key_goes_off(world: World) -> None:
    alice, old, new = rotated(world, 11)
    world.decides("deactivate", "GRACE_OVER")
    equal(alice.statuses(), {old: "Inactive", new: "Active"}, "keys")
    equal(alice.recorded(), (f"{day()} deactivated", old), "record")
    contains(world.mail()["text"], old, what="the mail")


def _never_fetched(days: int) -> None:
    def function(world: World) -> None:
        alice, old, new = rotated(world, days)
        world.account.remove_file(alice.file_of(new))
        untouched(world, alice, "hold", "NEVER_FETCHED")
        contains(world.mail()["text"], old, new, what="the mail")

    named(f"a new key that nobody fetched is waited for, on day {days}", function)


_never_fetched(11)
_never_fetched(20)


@flow
def a_new_key_that_nobody_fetched_is_waited_for_until_day_21(world: World) -> None:
    alice, old, new = rotated(world, 21)
    world.account.remove_file(alice.file_of(new))
    world.decides("deactivate", "GRACE_OVER")
    equal(alice.statuses(), {old: "Inactive", new: "Active"}, "keys")


@flow
def a_new_key_that_is_in_use_is_not_waited_for(world: World) -> None:
    alice, _, new = rotated(world, 11)
    world.account.remove_file(alice.file_of(new))
    alice.use(new)
    world.decides("deactivate", "GRACE_OVER")


@flow
def an_empty_file_hands_nothing_over(world: World) -> None:
    alice, _, new = rotated(world, 11)
    world.account.put_file(alice.file_of(new), b"")
    untouched(world, alice, "hold", "NEVER_FETCHED")


@flow
def an_owner_who_turned_the_old_key_off_early_gets_the_whole_retention(world: World) -> None:
    alice, old, new = rotated(world, 5, old="Inactive")
    done = world.decides("deactivate", "TURNED_OFF_BY_OWNER")
    equal(alice.recorded(), (f"{day()} deactivated", old), "record")
    holds("UpdateAccessKey" not in done.actions, "a key that is off was switched off")
    world.account.pass_days(10)
    world.quiet()
    world.account.pass_days(1)
    world.decides("delete", "RETENTION_OVER")
    equal(alice.statuses(), {new: "Active"}, "keys")


@flow
def an_owner_who_turned_the_wrong_key_off_is_told_and_nothing_is_touched(world: World) -> None:
    alice, old, new = rotated(world, 400, new="Inactive")
    untouched(world, alice, "hold", "WRONG_KEY_OFF")
    contains(world.mail()["text"], old, new, what="the mail")


def _new_key_gone(phase: str, clears: bool = True) -> None:
    def function(world: World) -> None:
        alice, old, new = rotated(world, 20, phase)
        alice.delete(new)
        world.decides("clear", "NEW_KEY_GONE")
        equal(alice.recorded(), None, "record")
        equal(alice.statuses(), {old: "Active"}, "keys")
        world.decides("rotate", "OVERDUE")

    named(f"if the new key is gone the rotation starts afresh ({phase or 'plain date'})", function)


for _phase in ("", "stored", "rotated", "deactivating", "deactivated", "deleting"):
    _new_key_gone(_phase)


def _old_key_gone(phase: str) -> None:
    def function(world: World) -> None:
        alice, old, new = rotated(world, 5, phase)
        alice.delete(old)
        world.decides("clear", "OLD_KEY_GONE")
        equal(alice.recorded(), None, "record")
        equal(alice.statuses(), {new: "Active"}, "keys")
        world.quiet()

    named(f"if the old key is gone the rotation is finished ({phase or 'plain date'})", function)


for _phase in ("", "rotated", "deactivating", "deactivated"):
    _old_key_gone(_phase)


@flow
def a_deletion_that_was_cut_off_is_told_of_and_cleared(world: World) -> None:
    alice, old, _ = rotated(world, 11, "deleting")
    alice.delete(old)
    world.decides("delete", "RESUME_DELETION")
    contains(world.mail()["text"], old, what="the mail")
    equal(alice.recorded(), None, "record")


def _no_working_key(phase: str, new: str) -> None:
    def function(world: World) -> None:
        alice, _, new_key = rotated(world, 50, phase, old="Inactive", new="Inactive")
        if new == "gone":
            alice.delete(new_key)
        untouched(world, alice, "hold", "NO_WORKING_KEY")

    named(f"an old key that is off is kept while the new one is {new} ({phase or 'plain date'})", function)


for _phase in ("", "rotating", "stored", "rotated", "deactivating", "deactivated", "deleting"):
    _no_working_key(_phase, "inactive")
    _no_working_key(_phase, "gone")


@flow
def ten_days_after_the_deactivation_the_old_key_still_exists(world: World) -> None:
    rotated(world, 10, "deactivated", old="Inactive")
    world.quiet()


@flow
def eleven_days_after_the_deactivation_the_old_key_is_deleted(world: World) -> None:
    alice, old, new = rotated(world, 11, "deactivated", old="Inactive")
    world.decides("delete", "RETENTION_OVER")
    equal(alice.statuses(), {new: "Active"}, "keys")
    equal(alice.recorded(), None, "record")
    contains(world.mail()["text"], old, what="the mail")


@flow
def a_deactivated_key_whose_successor_was_turned_off_is_not_deleted(world: World) -> None:
    alice, _, new = rotated(world, 50, "deactivated", old="Inactive")
    alice.switch(new, "Inactive")
    untouched(world, alice, "hold", "NO_WORKING_KEY")


def _switched_on_again(phase: str) -> None:
    def function(world: World) -> None:
        alice, old, new = rotated(world, 50, phase)
        world.decides("warn", "REACTIVATED")
        equal(alice.statuses(), {old: "Active", new: "Active"}, "keys")
        contains(world.mail()["text"], old, new, str(day(11)), what="the mail")
        world.quiet()
        world.account.pass_days(10)
        world.quiet()
        world.account.pass_days(1)
        world.decides("deactivate", "GRACE_OVER")

    named(f"an old key that was switched on again is not deleted but gets its grace anew ({phase})", function)


for _phase in ("deactivated", "deleting"):
    _switched_on_again(_phase)


@flow
def a_deactivation_is_called_off_if_the_new_key_went_off(world: World) -> None:
    alice, old, new = rotated(world, 12, "deactivating", new="Inactive")
    world.decides("clear", "NO_OTHER_ACTIVE_KEY")
    equal(alice.statuses(), {old: "Active", new: "Inactive"}, "keys")
    equal(alice.recorded(), None, "record")


@flow
def another_tools_rotation_is_taken_over_in_its_grace(world: World) -> None:
    alice, old, new = rotated(world, 11)
    world.decides("deactivate", "GRACE_OVER")
    equal(alice.statuses(), {old: "Inactive", new: "Active"}, "keys")


def _taken_over(new_age: int, date_age: int, decision: str, reason: str) -> None:
    def function(world: World) -> None:
        alice = world.user()
        old = alice.key(age=200, status="Inactive")
        alice.key(age=new_age)
        alice.record(old, "", date_age)
        if decision:
            world.decides(decision, reason)
        else:
            world.quiet()

    named(
        f"another tool's date, {new_age - date_age} days after the new key was made and {date_age} days ago: "
        f"{decision or 'nothing'}",
        function,
    )


_taken_over(31, 20, "delete", "RETENTION_OVER")
_taken_over(21, 10, "", "")
_taken_over(22, 11, "delete", "RETENTION_OVER")
_taken_over(30, 20, "deactivate", "TURNED_OFF_BY_OWNER")
_taken_over(20, 20, "deactivate", "TURNED_OFF_BY_OWNER")
