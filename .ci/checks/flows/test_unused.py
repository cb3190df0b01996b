"""Keys that nothing uses: UNUSED_DAYS."""

from __future__ import annotations

import pytest

from checks.common.account import User, day
from checks.common.expect import contains, equal
from checks.flows.world import World


@pytest.fixture
def unused(world: World) -> tuple[User, str]:
    world.settings["UNUSED_DAYS"] = "45"
    alice = world.user()
    return alice, alice.key(age=70)


def warned_and_switched_off(world: World, alice: User, key: str) -> None:
    world.decides("warn", "UNUSED")
    contains(world.mail()["text"], key, str(day(11)), "get-caller-identity", what="the warning")
    world.account.pass_days(10)
    world.decides("warn", "UNUSED")
    world.account.pass_days(1)
    world.decides("deactivate", "STILL_UNUSED")
    contains(world.mail()["text"], key, str(day(11)), what="the mail about the deactivation")
    equal((alice.statuses(), alice.recorded()), ({key: "Inactive"}, (f"{day()} deactivated", key)), "key and record")


def test_an_unused_key_is_switched_off_and_deleted_and_none_is_made(world: World, unused: tuple[User, str]) -> None:
    alice, key = unused
    warned_and_switched_off(world, alice, key)
    world.account.pass_days(10)
    world.quiet()
    world.account.pass_days(1)
    world.decides("delete", "RETENTION_OVER")
    equal((alice.statuses(), alice.recorded(), world.keys_made()), ({}, None, {}), "keys, record and keys made")
    contains(world.mail()["text"], key, what="the mail about the deletion")
    world.account.pass_days(1)
    world.quiet()


def test_an_unused_key_that_is_switched_on_again_stays(world: World, unused: tuple[User, str]) -> None:
    alice, key = unused
    warned_and_switched_off(world, alice, key)
    alice.switch(key, "Active")
    world.decides("clear", "KEPT_BY_OWNER")
    equal((alice.statuses(), alice.recorded()), ({key: "Active"}, None), "key and record")
    world.decides("rotate", "OVERDUE")


def test_undo_brings_an_unused_key_back(world: World, unused: tuple[User, str]) -> None:
    alice, key = unused
    warned_and_switched_off(world, alice, key)
    outcome = world.run("undo", "alice", "--yes")
    equal(outcome.status, 0, "exit status")
    contains(outcome.stdout, "unused key", what="what undo says")
    equal((alice.statuses(), alice.recorded()), ({key: "Active"}, None), "key and record")
    world.decides("rotate", "OVERDUE")


def test_a_used_key_is_replaced_as_always(world: World, unused: tuple[User, str]) -> None:
    alice, key = unused
    alice.use(key)
    world.decides("rotate", "OVERDUE")
