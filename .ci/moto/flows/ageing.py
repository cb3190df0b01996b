"""Users without a rotation: every row of the design's section 1, on both sides of its boundaries."""

from __future__ import annotations

from datetime import UTC, datetime, time

from account import ADDRESS_TAG, day
from expect import contains, equal
from flow import flow, named
from flows.states import untouched
from world import World


@flow
def a_user_without_a_key_is_left_alone(world: World) -> None:
    world.user()
    world.quiet()


@flow
def a_user_with_only_inactive_keys_is_left_alone(world: World) -> None:
    alice = world.user()
    alice.key(age=400, status="Inactive")
    alice.key(age=300, status="Inactive")
    world.quiet()


@flow
def a_user_without_an_address_is_never_touched(world: World) -> None:
    world.user("machine", email=None).key(age=400)
    world.quiet()


def _single_key(age: int, decision: str, reason: str) -> None:
    def function(world: World) -> None:
        world.user().key(age=age)
        if decision:
            world.decides(decision, reason)
            equal(len(world.mails()), 1, "mails")
        else:
            world.quiet()

    named(f"a single key of {age} days: {decision or 'nothing'}", function)


_single_key(30, "", "")
_single_key(31, "warn", "WARNING")
_single_key(60, "warn", "WARNING")
_single_key(61, "rotate", "OVERDUE")


@flow
def age_is_counted_in_whole_utc_days(world: World) -> None:
    def made(days: int, clock: time) -> datetime:
        return datetime.combine(day(-days), clock, UTC)

    world.user("first-second-of-day-30").key_made_at(made(30, time(0, 0, 0)))
    world.user("last-second-of-day-31").key_made_at(made(31, time(23, 59, 59)))
    world.decides("warn", "WARNING", user="last-second-of-day-31")


@flow
def two_active_keys_are_both_named_and_none_is_made_however_old(world: World) -> None:
    alice = world.user()
    old, older = alice.key(age=31), alice.key(age=400)
    untouched(world, alice, "warn", "BOTH_ACTIVE")
    contains(world.mail()["text"], old, older, what="the mail about both slots")


@flow
def two_active_keys_of_30_days_are_left_alone(world: World) -> None:
    alice = world.user()
    alice.key(age=30)
    alice.key(age=30)
    world.quiet()


@flow
def of_two_active_keys_only_the_ageing_one_is_called_due(world: World) -> None:
    alice = world.user()
    due = alice.key(age=31)
    alice.key(age=30)
    untouched(world, alice, "warn", "BOTH_ACTIVE")
    (line,) = [line for line in world.mail()["text"].splitlines() if "(due for replacement)" in line]
    contains(line, due, what="the line about the key that is due")


@flow
def an_inactive_second_key_is_never_removed_unasked(world: World) -> None:
    alice = world.user()
    inactive, active = alice.key(age=500, status="Inactive"), alice.key(age=400)
    untouched(world, alice, "warn", "SLOT_TAKEN")
    contains(world.mail()["text"], inactive, active, what="the mail about the slot")


@flow
def an_inactive_key_beside_one_of_30_days_is_not_spoken_of(world: World) -> None:
    alice = world.user()
    alice.key(age=500, status="Inactive")
    alice.key(age=30)
    world.quiet()


@flow
def an_expired_key_counts_as_inactive(world: World) -> None:
    alice = world.user()
    alice.key(age=500, status="Expired")
    alice.key(age=61)
    untouched(world, alice, "warn", "SLOT_TAKEN")
    world.user("bob").key(age=500, status="Expired")
    world.decides("warn", "SLOT_TAKEN")


@flow
def a_status_that_iam_does_not_have_fails_that_user_alone(world: World) -> None:
    # Beside a key that is on: where none is, by the report, nobody looks.
    odd = world.user("odd")
    odd.key(age=61)
    odd.key(age=61, status="Sleeping")
    world.user().key(age=31)
    done = world.apply()
    equal(done.status, 1, "exit status")
    equal(done.results, {"alice": "done", "odd": "failed"}, "outcomes")


@flow
def the_rows_for_two_keys_hold_for_three(world: World) -> None:
    alice = world.user()
    alice.key(age=100)
    alice.key(age=90)
    alice.key_beyond_the_limit(age=80)
    untouched(world, alice, "warn", "BOTH_ACTIVE")
    for key in alice.keys():
        contains(world.mail()["text"], key.id, what="the mail about the slots")


@flow
def an_address_that_is_none_is_reported_and_nothing_is_touched(world: World) -> None:
    alice = world.user(email="alice at corp")
    alice.key(age=61)
    untouched(world, alice, "hold", "ADDRESS_INVALID")
    equal(world.mails(), [], "mails")


@flow
def with_48_tags_there_is_room_for_a_rotation(world: World) -> None:
    alice = world.user(tags={f"tag-{n}": "x" for n in range(47)})
    alice.key(age=61)
    world.decides("rotate", "OVERDUE")
    equal(len(alice.tags()), 50, "tags")


def _no_room(tags: int) -> None:
    def function(world: World) -> None:
        alice = world.user(tags={f"tag-{n}": "x" for n in range(tags - 1)})
        alice.key(age=61)
        untouched(world, alice, "hold", "NO_ROOM_FOR_TAGS")

    named(f"with {tags} tags there is no room and nothing is touched", function)


_no_room(49)
_no_room(50)


@flow
def with_49_tags_a_key_is_still_warned_about(world: World) -> None:
    world.user(tags={f"tag-{n}": "x" for n in range(48)}).key(age=31)
    world.decides("warn", "WARNING")


@flow
def tag_keys_are_compared_as_iam_does_whatever_their_case(world: World) -> None:
    alice = world.user(email=None, tags={"Email": "alice@corp.example"})
    alice.key(age=31)
    world.apply()
    equal(world.outcomes[-1].verdicts, {"alice": ("warn", "WARNING")}, "decisions")
    alice.tag({ADDRESS_TAG: "alice@corp.example"})  # for the promises: alice is no stranger
