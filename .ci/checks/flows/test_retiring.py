"""Users whose key was replaced: grace, deactivation, retention, deletion, and dates of another tool's.

One account holds the users of a table's rows.
"""

from __future__ import annotations

import pytest

from checks.common.account import User, day
from checks.common.expect import contains, equal, holds
from checks.flows.states import all_untouched, rotated, untouched
from checks.flows.world import World


@pytest.mark.always
def test_the_old_key_is_deactivated_on_day_11_or_on_day_21_if_the_new_one_was_not_fetched(world: World) -> None:
    rotated(world, 10, name="day-10")
    days = {"day-11": 11, "unfetched-21": 21, "in-use": 11, "old-in-use-21": 21}
    goes = {name: rotated(world, age, name=name) for name, age in days.items()}
    days = {"unfetched-11": 11, "unfetched-20": 20, "emptied": 11, "overwritten": 11, "unfetched-old-in-use-21": 21}
    stays = {name: rotated(world, age, name=name) for name, age in days.items()}
    old_in_use = rotated(world, 20, name="old-in-use-20")
    for name, (user, old, new) in {**goes, **stays, "old-in-use-20": old_in_use}.items():
        if name.startswith("unfetched"):
            world.account.remove_file(user.file_of(new))
        if "old-in-use" in name:
            user.use(old)
        if name == "in-use":
            world.account.remove_file(user.file_of(new))
            user.use(new)
        if name in ("emptied", "overwritten"):
            world.account.put_file(user.file_of(new), b"" if name == "emptied" else b"not the credentials")
    held = dict.fromkeys(stays, ("hold", "NEVER_FETCHED")) | {"old-in-use-20": ("hold", "STILL_IN_USE")}
    world.decides_each({**held, **dict.fromkeys(goes, ("deactivate", "GRACE_OVER"))})
    for user, old, new in goes.values():
        equal(user.statuses(), {old: "Inactive", new: "Active"}, f"keys of {user.name}")
        equal(user.recorded(), (f"{day()} deactivated", old), f"record of {user.name}")
        contains(world.mail_to(user)["text"], old, what=f"the mail to {user.name}")
    for user, old, new in stays.values():
        equal(user.statuses(), {old: "Active", new: "Active"}, f"keys of {user.name}")
        contains(world.mail_to(user)["text"], old, new, what=f"the mail to {user.name}")


def test_an_owner_who_deactivated_the_old_key_early_gets_the_whole_retention(world: World) -> None:
    alice, old, new = rotated(world, 5, old="Inactive")
    done = world.decides("deactivate", "TURNED_OFF_BY_OWNER")
    equal(alice.recorded(), (f"{day()} deactivated", old), "record")
    holds("UpdateAccessKey" not in done.actions, "an inactive key was deactivated")
    world.account.pass_days(10)
    world.quiet()
    world.account.pass_days(1)
    world.decides("delete", "RETENTION_OVER")
    equal(alice.statuses(), {new: "Active"}, "keys")


def test_an_owner_who_deactivated_the_wrong_key_is_told_and_nothing_is_touched(world: World) -> None:
    alice, old, new = rotated(world, 400, new="Inactive")
    untouched(world, alice, "hold", "WRONG_KEY_OFF")
    contains(world.mail()["text"], old, new, what="the mail")


PHASES = ("", "rotating", "stored", "rotated", "deactivating", "deactivated", "deleting")


def in_each_phase(world: World, days: int, *phases: str, **keys: str) -> dict[str, tuple[User, str, str]]:
    """One user for each phase; the phase of another tool is a plain date."""
    return {(name := phase or "plain-date"): rotated(world, days, phase, name=name, **keys) for phase in phases}


def test_a_rotation_whose_new_key_is_gone_is_cleared_and_begins_again(world: World) -> None:
    users = in_each_phase(world, 20, *(phase for phase in PHASES if phase != "rotating"))
    for user, _, new in users.values():
        user.delete(new)
    world.decides_each(dict.fromkeys(users, ("clear", "NEW_KEY_GONE")))
    for user, old, _ in users.values():
        equal((user.statuses(), user.recorded()), ({old: "Active"}, None), f"keys and record of {user.name}")
    world.decides_each(dict.fromkeys(users, ("rotate", "OVERDUE")))


def test_a_rotation_whose_old_key_is_gone_is_finished(world: World) -> None:
    users = in_each_phase(world, 5, "", "rotated", "deactivating", "deactivated")
    for user, old, _ in users.values():
        user.delete(old)
    world.decides_each(dict.fromkeys(users, ("clear", "OLD_KEY_GONE")))
    for user, _, new in users.values():
        equal((user.statuses(), user.recorded()), ({new: "Active"}, None), f"keys and record of {user.name}")
    world.quiet()


def test_an_inactive_old_key_is_kept_while_the_new_one_is_inactive_or_gone(world: World) -> None:
    users = []
    for phase in PHASES:
        name = phase or "plain-date"
        users.append(rotated(world, 50, phase, old="Inactive", new="Inactive", name=f"{name}-inactive")[0])
        user, _, new = rotated(world, 50, phase, old="Inactive", name=f"{name}-gone")
        user.delete(new)
        users.append(user)
    all_untouched(world, dict.fromkeys(users, ("hold", "NO_WORKING_KEY")))


@pytest.mark.always
def test_the_old_key_is_deleted_on_day_11_after_its_deactivation(world: World) -> None:
    rotated(world, 10, "deactivated", old="Inactive", name="day-10")
    due = rotated(world, 11, "deactivated", old="Inactive", name="day-11")
    # The record says that it is time, but Keyturn has seen the key inactive on no day before.
    unseen = world.user("unseen")
    unseen.record(unseen.key(age=81, status="Inactive"), "deactivated", days_ago=11)
    unseen.key(age=11)
    cut_off = rotated(world, 11, "deleting", name="deleted-by-a-run-that-died")
    cut_off[0].delete(cut_off[1])
    world.decides_each(
        {due[0].name: ("delete", "RETENTION_OVER"), cut_off[0].name: ("delete", "RESUME_DELETION")}
    )
    for user, old, new in (due, cut_off):
        equal((user.statuses(), user.recorded()), ({new: "Active"}, None), f"keys and record of {user.name}")
        contains(world.mail_to(user)["text"], old, what=f"the mail to {user.name}")


def test_an_old_key_that_was_activated_again_is_not_deleted_but_gets_its_whole_grace(world: World) -> None:
    users = in_each_phase(world, 50, "deactivated", "deleting")
    world.decides_each(dict.fromkeys(users, ("warn", "REACTIVATED")))
    for user, old, new in users.values():
        equal(user.statuses(), {old: "Active", new: "Active"}, f"keys of {user.name}")
        contains(world.mail_to(user)["text"], old, new, str(day(11)), what=f"the mail to {user.name}")
    world.quiet()
    world.account.pass_days(10)
    world.quiet()
    world.account.pass_days(1)
    world.decides_each(dict.fromkeys(users, ("deactivate", "GRACE_OVER")))
    for user, old, _ in users.values():
        user.switch(old, "Active")
    all_untouched(world, dict.fromkeys((user for user, *_ in users.values()), ("hold", "REACTIVATED_AGAIN")))


def test_a_deactivation_is_given_up_if_the_new_key_is_inactive(world: World) -> None:
    alice, old, new = rotated(world, 12, "deactivating", new="Inactive")
    world.decides("clear", "NO_OTHER_ACTIVE_KEY")
    equal((alice.statuses(), alice.recorded()), ({old: "Active", new: "Inactive"}, None), "keys and record")


def test_the_dates_of_another_tool_mean_its_rotation_or_its_deactivation(world: World) -> None:
    """A date on the day when the new key was made is that of the rotation, a later one that of the deactivation.

    Either way Keyturn deletes nothing that it has not seen inactive for the whole retention.
    """
    ages = ((31, 20), (21, 10), (22, 11), (30, 20), (20, 20))
    for new_age, date_age in ages:
        user = world.user(f"new-key-of-{new_age}-date-of-{date_age}-days")
        old = user.key(age=200, status="Inactive")
        user.key(age=new_age)
        user.record(old, "", date_age)
    world.decides_each(
        {
            "new-key-of-30-date-of-20-days": ("deactivate", "TURNED_OFF_BY_OWNER"),
            "new-key-of-20-date-of-20-days": ("deactivate", "TURNED_OFF_BY_OWNER"),
        }
    )
    world.account.pass_days(10)
    world.quiet()
    world.account.pass_days(1)
    names = [f"new-key-of-{new_age}-date-of-{date_age}-days" for new_age, date_age in ages]
    world.decides_each(dict.fromkeys(names, ("delete", "RETENTION_OVER")))
