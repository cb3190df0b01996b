"""A call that gets no answer, however often it is made: its user fails, and the next run ends what was begun."""

from __future__ import annotations

import pytest

from checks.common import faults
from checks.common.expect import contains, equal, holds
from checks.flows.works import DEACTIVATION, DELETION, ROTATION, WANTED, Work, end_of
from checks.flows.world import World


CALLS = [
    *((ROTATION, action) for action in ("TagUser", "CreateAccessKey", "PutObject", "SendEmail")),
    *((DEACTIVATION, action) for action in ("UpdateAccessKey", "SendEmail")),
    *((DELETION, action) for action in ("DeleteAccessKey", "SendEmail", "UntagUser")),
]


@pytest.mark.parametrize(("work", "action"), CALLS, ids=str)
def test_work_during_which_a_call_gets_no_answer_is_finished_by_the_next_run(
    world: World, work: Work, action: str
) -> None:
    user = world.user()
    old = work.make_due(user)
    failed = world.apply(fault=faults.no_answer_to(action))
    equal((failed.status, failed.results), (1, {"alice": "failed"}), "status and outcome")
    contains(failed.rows["alice"].error or "", action, what="the error")
    settled = world.apply()
    equal(settled.status, 0, "exit status of the next run")
    equal(end_of(world, user, old), WANTED[work], "end")


def test_a_key_whose_secret_was_lost_on_the_way_is_replaced(world: World) -> None:
    alice = world.user()
    old = alice.key(age=61)
    lost = world.apply(fault=faults.reply_lost_of("CreateAccessKey"))
    equal((lost.status, lost.rows["alice"].outcome), (1, "failed"), "status and outcome")
    orphan = alice.new_key(old)
    equal(lost.actions.count("CreateAccessKey"), 1, "attempts at CreateAccessKey")
    world.decides("rotate", "RESUME_ORPHAN")
    holds(orphan not in alice.statuses(), "the key whose secret was lost is still there")
    equal(end_of(world, alice, old), WANTED[ROTATION], "end")


def test_a_last_use_that_cannot_be_read_stops_no_rotation(world: World) -> None:
    alice = world.user()
    old = ROTATION.make_due(alice)
    done = world.apply(fault=faults.no_answer_to("GetAccessKeyLastUsed"))
    equal((done.status, done.results), (0, {"alice": "done"}), "status and outcome")
    equal(end_of(world, alice, old), WANTED[ROTATION], "end")


def test_a_last_use_that_cannot_be_read_stops_a_deactivation_that_depends_on_it(world: World) -> None:
    alice = world.user()
    old = DEACTIVATION.make_due(alice)
    done = world.apply(fault=faults.no_answer_to("GetAccessKeyLastUsed"))
    equal((done.status, done.rows["alice"].verdict), (1, ("hold", "READ_FAILED")), "status and verdict")
    holds(not done.effects, f"it was written: {done.effects}")
    equal(set(alice.statuses().values()), {"Active"}, "statuses")
    world.decides("deactivate", "GRACE_OVER")
    equal(end_of(world, alice, old), WANTED[DEACTIVATION], "end")
