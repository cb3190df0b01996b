"""Rotations that are found half done, tags that cannot be read, owners who cannot be told.

One account holds the users of a table's rows.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from checks.common import faults
from checks.common.account import ADDRESS_TAG, DATE_TAG, OLD_KEY_TAG, User, day
from checks.common.expect import contains, equal, holds
from checks.flows.states import all_untouched, rotated
from checks.flows.world import World


def found_rotating(world: World, name: str, seconds: int | None = None, noted: bool = True) -> tuple[User, str, str]:
    """A rotation that was recorded and noted three days ago, and a second key, made this long after that instant, or today."""
    user = world.user(name)
    old = user.key(age=70)
    noon = datetime.combine(day(-3), time(12), UTC)
    second = user.key() if seconds is None else user.key_made_at(noon + timedelta(seconds=seconds))
    user.record(old, "rotating", days_ago=3)
    if noted:
        user.note_creating(old)
    return user, old, second


def test_a_second_key_that_does_not_fit_the_record_is_the_owners_own(world: World) -> None:
    found = {name: found_rotating(world, name, seconds) for name, seconds in (("early", -121), ("late", 121), ("used", 0))}
    found["made-today"] = found_rotating(world, "made-today")
    found["recorded-by-another"] = found_rotating(world, "recorded-by-another", 0, noted=False)
    user, _, used = found["used"]
    user.use(used)
    world.decides_each(dict.fromkeys(found, ("clear", "OWN_KEY")))
    for user, old, own in found.values():
        equal((user.statuses(), user.recorded()), ({old: "Active", own: "Active"}, None), f"{user.name}'s keys and record")
    world.decides_each(dict.fromkeys(found, ("warn", "BOTH_ACTIVE")))


@pytest.mark.always
def test_an_unused_key_without_a_file_made_within_two_minutes_of_the_record_is_replaced(world: World) -> None:
    found = {name: found_rotating(world, name, seconds) for name, seconds in (("earliest", -120), ("latest", 120))}
    world.decides_each(dict.fromkeys(found, ("rotate", "RESUME_ORPHAN")))
    for user, old, orphan in found.values():
        holds(user.new_key(old) != orphan, f"the orphan of {user.name} is still there")
        equal(user.recorded(), (str(day()), old), f"record of {user.name}")
        equal(world.account.files()[user.file_of(orphan)], b"", "the claim on the orphan's name")
        world.every_key_has_its_file(user)


def test_a_rotation_that_is_found_half_done_is_finished(world: World) -> None:
    nothing_made = world.user("nothing-made")
    old = nothing_made.key(age=70)
    nothing_made.record(old, "rotating", days_ago=3)
    has_file = rotated(world, 3, "rotating", name="has-file")
    stored = rotated(world, 3, "stored", name="stored")
    world.decides_each(
        {
            "nothing-made": ("rotate", "RESUME_CREATE"),
            "has-file": ("rotate", "RESUME_STORED"),
            "stored": ("rotate", "RESUME_ANNOUNCE"),
        }
    )
    world.every_key_has_its_file(nothing_made)
    for user, old, new in ((nothing_made, old, nothing_made.new_key(old)), has_file, stored):
        equal(user.statuses(), {old: "Active", new: "Active"}, f"keys of {user.name}")
        equal(user.recorded(), (str(day()), old), f"record of {user.name}")
        contains(world.mail_to(user)["text"], old, new, what=f"the mail to {user.name}")


def test_a_stored_key_whose_file_is_gone_before_any_mail_is_replaced(world: World) -> None:
    alice, old, lost = rotated(world, 3, "stored")
    world.account.remove_file(alice.file_of(lost))
    world.decides("rotate", "RESUME_ORPHAN")
    new = alice.new_key(old)
    holds(new != lost, "the key that no one can have is still there")
    equal(alice.recorded(), (str(day()), old), "record")
    world.every_key_has_its_file(alice)
    contains(world.mail()["text"], old, new, what="the mail")


def test_records_that_any_person_could_have_written_gain_no_key_and_cost_none(world: World) -> None:
    """Each record says that it is time; IAM's dates and what Keyturn has noted say that it is not."""
    young = world.user("young")
    young.record(young.key(age=5), "rotating")
    both = [world.user(name) for name in ("deactivating", "back-dated")]
    for user, age, phase, days_ago in zip(both, (5, 70), ("deactivating", ""), (0, 20), strict=True):
        user.record(user.key(age=age), phase, days_ago)
        user.key(age=1)
    all_untouched(
        world,
        {
            young: ("hold", "NOT_OVERDUE"),
            **dict.fromkeys(both, ("hold", "NEW_KEY_TOO_YOUNG")),
        },
    )


def test_a_late_announcement_still_gives_the_whole_grace(world: World) -> None:
    alice, old, _ = rotated(world, 30, "stored")
    world.decides("rotate", "RESUME_ANNOUNCE")
    holds(alice.recorded() in ((str(day()), old), (f"{day()} rotated", old)), f"record {alice.recorded()}")
    world.account.pass_days(10)
    world.quiet()
    world.account.pass_days(1)
    world.decides("deactivate", "GRACE_OVER")


def _begun_seconds_ago(user: User, seconds: int) -> str:
    """A rotation that was recorded and noted a moment ago, and made nothing that can be seen; returns the old key."""
    old = user.key(age=70)
    begun = datetime.now(UTC) - timedelta(seconds=seconds)
    user.tag({DATE_TAG: f"{begun:%Y-%m-%dT%H:%M:%SZ} rotating", OLD_KEY_TAG: old})
    user.note_creating(old)
    return old


def test_a_rotation_that_was_cut_off_minutes_ago_is_taken_up_once_iam_has_settled(world: World) -> None:
    alice = world.user()
    old = _begun_seconds_ago(alice, 290)
    done = world.apply()
    equal(done.verdicts, {"alice": ("rotate", "RESUME_CREATE")}, "decisions")
    contains(done.stderr, "alice: a rotation was interrupted a moment ago; waiting", what="standard error")
    equal(alice.recorded(), (str(day()), old), "record")
    world.every_key_has_its_file(alice)


def test_a_key_that_iam_shows_late_is_not_overlooked(world: World) -> None:
    alice = world.user()
    old = _begun_seconds_ago(alice, 290)
    made = datetime.now(UTC) - timedelta(seconds=290)
    late: list[str] = []
    # Twice, for the plan and for the facts before the work, the key is not to be seen.
    done = world.apply(fault=faults.before("ListAccessKeys", 3, lambda: late.append(alice.key_made_at(made))))
    equal(done.status, 0, "exit status")
    holds(late[0] not in alice.statuses(), "the key whose secret is lost is still there")
    equal(len(alice.keys()), 2, "keys")
    equal(alice.recorded(), (str(day()), old), "record")
    world.every_key_has_its_file(alice)


KEY = "AKIAIOSFODNN7EXAMPLE"
UNREADABLE = {
    "date-without-key": {DATE_TAG: "2020-01-01"},
    "key-without-date": {OLD_KEY_TAG: KEY},
    "no-date": {DATE_TAG: "yesterday", OLD_KEY_TAG: KEY},
    "no-such-day": {DATE_TAG: "2026-02-30", OLD_KEY_TAG: KEY},
    "empty": {DATE_TAG: "", OLD_KEY_TAG: ""},
    "in-the-future": {DATE_TAG: str(day(2)), OLD_KEY_TAG: KEY},
    "no-such-phase": {DATE_TAG: "2020-01-01 resting", OLD_KEY_TAG: KEY},
    "no-key-id": {DATE_TAG: "2020-01-01", OLD_KEY_TAG: "not a key"},
}


def test_users_whose_record_cannot_be_read_are_held(world: World) -> None:
    users = [world.user(name, tags=tags) for name, tags in UNREADABLE.items()]
    for user in users:
        user.key(age=100)
        user.key(age=50, status="Inactive")
    all_untouched(world, dict.fromkeys(users, ("hold", "UNREADABLE_RECORD")))
    equal(world.mails(), [], "mails")


def test_rotations_whose_address_is_gone_or_invalid_are_held(world: World) -> None:
    users = []
    for phase in ("rotating", "stored", "", "deactivating", "deactivated", "deleting"):
        for tags in ({}, {ADDRESS_TAG: "alice@"}):
            name = f"{phase or 'plain-date'}-{'invalid' if tags else 'gone'}"
            user, *_ = rotated(world, 50, phase, old="Inactive" if phase.startswith("d") else "Active", name=name)
            user.untag(ADDRESS_TAG)
            user.tag(tags)
            users.append(user)
    all_untouched(world, dict.fromkeys(users, ("hold", "ADDRESS_GONE")))
    equal(world.mails(), [], "mails")
