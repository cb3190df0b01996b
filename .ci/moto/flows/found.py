"""Rotations that are found half done, tags that cannot be read, owners who cannot be told."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import faults
from account import ADDRESS_TAG, DATE_TAG, OLD_KEY_TAG, User, day
from expect import contains, equal, holds
from flow import flow, named
from flows.states import rotated, untouched
from world import World


@flow
def a_key_that_the_owner_made_meanwhile_is_the_owners_own(world: World) -> None:
    alice = world.user()
    old = alice.key(age=70)
    own = alice.key(age=0)
    alice.record(old, "rotating", days_ago=3)
    world.decides("clear", "OWN_KEY")
    equal(alice.statuses(), {old: "Active", own: "Active"}, "keys")
    world.decides("warn", "BOTH_ACTIVE")


@flow
def a_new_key_that_is_in_use_is_never_taken_for_an_orphan(world: World) -> None:
    alice = world.user()
    old = alice.key(age=70)
    noon = datetime.combine(day(-3), time(12), UTC)
    used = alice.key_made_at(noon)
    alice.use(used)
    alice.record(old, "rotating", days_ago=3)
    world.decides("clear", "OWN_KEY")
    equal(alice.statuses(), {old: "Active", used: "Active"}, "keys")


def _orphan(seconds: int, fits: bool) -> None:
    def function(world: World) -> None:
        alice = world.user()
        old = alice.key(age=70)
        orphan = alice.key_made_at(datetime.combine(day(-3), time(12), UTC) + timedelta(seconds=seconds))
        alice.record(old, "rotating", days_ago=3)
        if not fits:
            world.decides("clear", "OWN_KEY")
            return
        world.decides("rotate", "RESUME_ORPHAN")
        new = alice.new_key(old)
        holds(new != orphan, "the orphan is still there")
        equal(alice.recorded(), (str(day()), old), "record")
        equal(world.account.files()[alice.file_of(orphan)], b"", "the claim on the orphan's name")
        world.every_key_has_its_file()

    kind = "replaced" if fits else "left alone"
    named(f"an unused key without a file, made {seconds} s after the recorded instant, is {kind}", function)


_orphan(-121, False)
_orphan(-120, True)
_orphan(120, True)
_orphan(121, False)


@flow
def a_new_key_whose_file_is_stored_is_announced_not_replaced(world: World) -> None:
    alice, old, new = rotated(world, 3, "rotating")
    world.decides("rotate", "RESUME_STORED")
    equal(alice.statuses(), {old: "Active", new: "Active"}, "keys")
    equal(alice.recorded(), (str(day()), old), "record")
    contains(world.mail()["text"], old, new, what="the mail")


@flow
def a_stored_key_is_announced_even_if_its_file_is_gone(world: World) -> None:
    alice, old, new = rotated(world, 3, "stored")
    world.account.remove_file(alice.file_of(new))
    world.decides("rotate", "RESUME_ANNOUNCE")
    equal(alice.statuses(), {old: "Active", new: "Active"}, "keys")
    equal(alice.recorded(), (str(day()), old), "record")
    contains(world.mail()["text"], old, new, what="the mail")


@flow
def a_late_announcement_still_gives_the_whole_grace(world: World) -> None:
    alice, old, _ = rotated(world, 30, "stored")
    world.decides("rotate", "RESUME_ANNOUNCE")
    holds(alice.recorded() in ((str(day()), old), (f"{day()} rotated", old)), f"record {alice.recorded()}")
    world.account.pass_days(10)
    world.quiet()
    world.account.pass_days(1)
    world.decides("deactivate", "GRACE_OVER")


@flow
def a_rotation_that_made_nothing_yet_goes_on(world: World) -> None:
    alice = world.user()
    old = alice.key(age=70)
    alice.record(old, "rotating", days_ago=3)
    world.decides("rotate", "RESUME_CREATE")
    equal(alice.recorded(), (str(day()), old), "record")
    world.every_key_has_its_file()


def _begun_seconds_ago(user: User, seconds: int) -> str:
    """A rotation that was recorded a moment ago, and made nothing that can be seen; returns the old key."""
    old = user.key(age=70)
    begun = datetime.now(UTC) - timedelta(seconds=seconds)
    user.tag({DATE_TAG: f"{begun:%Y-%m-%dT%H:%M:%SZ} rotating", OLD_KEY_TAG: old})
    return old


@flow
def a_rotation_that_was_cut_off_minutes_ago_is_taken_up_once_iam_has_settled(world: World) -> None:
    alice = world.user()
    old = _begun_seconds_ago(alice, 290)
    done = world.apply()
    equal(done.verdicts, {"alice": ("rotate", "RESUME_CREATE")}, "decisions")
    contains(done.stderr, "alice: a rotation was cut off a moment ago; waiting", what="standard error")
    equal(alice.recorded(), (str(day()), old), "record")
    world.every_key_has_its_file()


@flow
def a_key_that_iam_shows_late_is_not_overlooked(world: World) -> None:
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
    world.every_key_has_its_file()


def _unreadable(what: str, tags: dict[str, str]) -> None:
    def function(world: World) -> None:
        alice = world.user(tags=tags)
        alice.key(age=100)
        alice.key(age=50, status="Inactive")
        untouched(world, alice, "hold", "UNREADABLE_RECORD")
        equal(world.mails(), [], "mails")

    named(f"a record is left alone if it is {what}", function)


_KEY = "AKIAIOSFODNN7EXAMPLE"
_unreadable("a date without a key", {DATE_TAG: "2020-01-01"})
_unreadable("a key without a date", {OLD_KEY_TAG: _KEY})
_unreadable("no date", {DATE_TAG: "yesterday", OLD_KEY_TAG: _KEY})
_unreadable("no day of the calendar", {DATE_TAG: "2026-02-30", OLD_KEY_TAG: _KEY})
_unreadable("empty", {DATE_TAG: "", OLD_KEY_TAG: ""})
_unreadable("in the future", {DATE_TAG: str(day(2)), OLD_KEY_TAG: _KEY})
_unreadable("of a phase that there is not", {DATE_TAG: "2020-01-01 resting", OLD_KEY_TAG: _KEY})
_unreadable("of a key that cannot be one", {DATE_TAG: "2020-01-01", OLD_KEY_TAG: "not a key"})


def _unreachable(what: str, tags: dict[str, str]) -> None:
    for phase in ("rotating", "stored", "", "deactivating", "deactivated", "deleting"):

        def function(world: World, phase: str = phase) -> None:
            alice, *_ = rotated(world, 50, phase, old="Inactive" if phase.startswith("d") else "Active")
            alice.untag(ADDRESS_TAG)
            alice.tag(tags)
            untouched(world, alice, "hold", "ADDRESS_GONE")
            equal(world.mails(), [], "mails")

        named(f"a rotation is left half done if the address is {what} ({phase or 'plain date'})", function)


_unreachable("gone", {})
_unreachable("none", {ADDRESS_TAG: "alice@"})
