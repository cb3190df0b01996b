"""Users without a rotation: what is due, on both sides of each boundary. One account holds the users of a table's rows."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest

from checks.common.account import ADDRESS_TAG, User, day
from checks.common.expect import contains, equal
from checks.flows.states import all_untouched
from checks.flows.world import World


def test_users_for_whom_nothing_is_due_are_left_alone(world: World) -> None:
    world.user("without-a-key")
    only_inactive = world.user("only-inactive")
    only_inactive.key(age=400, status="Inactive")
    only_inactive.key(age=300, status="Inactive")
    world.user("machine", email=None).key(age=400)
    world.user("young").key(age=30)
    two_young = world.user("two-young")
    two_young.key(age=30)
    two_young.key(age=30)
    beside_inactive = world.user("young-beside-inactive")
    beside_inactive.key(age=500, status="Inactive")
    beside_inactive.key(age=30)
    world.quiet()


@pytest.mark.always
def test_a_key_is_warned_about_from_day_31_and_replaced_from_day_61(world: World) -> None:
    for age in (30, 31, 60, 61):
        world.user(f"of-{age}-days").key(age=age)
    world.decides_each(
        {
            "of-31-days": ("warn", "WARNING"),
            "of-60-days": ("warn", "WARNING"),
            "of-61-days": ("rotate", "OVERDUE"),
        }
    )
    equal(len(world.mails()), 3, "mails")


def test_age_is_counted_in_whole_utc_days(world: World) -> None:
    def made(days: int, clock: time) -> datetime:
        return datetime.combine(day(-days), clock, UTC)

    world.user("first-second-of-day-30").key_made_at(made(30, time(0, 0, 0)))
    world.user("last-second-of-day-31").key_made_at(made(31, time(23, 59, 59)))
    world.decides("warn", "WARNING", user="last-second-of-day-31")


def test_five_runs_on_one_day_warn_once(world: World) -> None:
    world.user().key(age=59)
    for number in range(5):
        world.apply()
        equal(len(world.mails()), 1, f"mails after {number + 1} runs")
    world.account.pass_days(1)
    world.decides("warn", "WARNING")


def test_users_without_room_for_another_key_are_warned_and_keep_what_they_have(world: World) -> None:
    def user(name: str, *keys: tuple[int, str]) -> User:
        made = world.user(name)
        for age, status in keys:
            made.key(age=age, status=status)
        return made

    both_active = user("both-active", (31, "Active"), (400, "Active"))
    one_due = user("one-due", (31, "Active"), (30, "Active"))
    three = user("three", (100, "Active"), (90, "Active"))
    three.key_beyond_the_limit(age=80)
    inactive = user("inactive", (500, "Inactive"), (400, "Active"))
    expired = user("expired", (500, "Expired"), (61, "Active"))
    user("only-expired", (500, "Expired"))
    two = dict.fromkeys((both_active, one_due, three), ("warn", "BOTH_ACTIVE"))
    all_untouched(world, {**two, **dict.fromkeys((inactive, expired), ("warn", "SLOT_TAKEN"))})
    for warned in (both_active, three, inactive):
        contains(world.mail_to(warned)["text"], *(key.id for key in warned.keys()), what=f"the mail to {warned.name}")
    (line,) = [line for line in world.mail_to(one_due)["text"].splitlines() if "(due for replacement)" in line]
    contains(line, one_due.keys()[0].id, what="the line about the key that is due")


def test_a_status_that_iam_does_not_have_fails_that_user_alone(world: World) -> None:
    # Beside a key that is active: a user who has none, by the report, is not read.
    odd = world.user("odd")
    odd.key(age=61)
    odd.key(age=61, status="Sleeping")
    world.user().key(age=31)
    done = world.apply()
    equal(done.status, 1, "exit status")
    equal(done.results, {"alice": "done", "odd": "failed"}, "outcomes")


def test_users_who_cannot_be_told_or_tagged_are_held(world: World) -> None:
    def tagged(name: str, tags: int, age: int) -> User:
        user = world.user(name, tags={f"tag-{n}": "x" for n in range(tags - 1)})
        user.key(age=age)
        return user

    no_address = world.user("no-address", email="alice at corp")
    no_address.key(age=61)
    all_untouched(
        world,
        {
            no_address: ("hold", "ADDRESS_INVALID"),
            tagged("with-49-tags", 49, age=61): ("hold", "NO_ROOM_FOR_TAGS"),
            tagged("with-50-tags", 50, age=61): ("hold", "NO_ROOM_FOR_TAGS"),
            tagged("warned-with-49-tags", 49, age=31): ("warn", "WARNING"),
        },
    )
    equal([mail["to"] for mail in world.mails()], ["warned-with-49-tags@corp.example"], "recipients of mails")


def test_with_48_tags_there_is_room_for_a_rotation(world: World) -> None:
    alice = world.user(tags={f"tag-{n}": "x" for n in range(47)})
    alice.key(age=61)
    world.decides("rotate", "OVERDUE")
    equal(len(alice.tags()), 50, "tags")


def test_tag_keys_are_compared_as_iam_does_whatever_their_case(world: World) -> None:
    alice = world.user(email=None, tags={"Email": "alice@corp.example"})
    alice.key(age=31)
    world.apply()
    equal(world.outcomes[-1].verdicts, {"alice": ("warn", "WARNING")}, "decisions")
    alice.tag({ADDRESS_TAG: "alice@corp.example"})  # for the promises: alice is managed
