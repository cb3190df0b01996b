"""A call that gets no answer, however often it is made: its user fails, and the next run ends what was begun."""

from __future__ import annotations

import faults
from expect import contains, equal, holds
from flow import flow, named
from flows.cuts import DEACTIVATION, DELETION, ROTATION, WANTED, Work, end_of
from world import World


def _no_answer(work: Work, action: str) -> None:
    def function(world: World) -> None:
        user = world.user()
        old = work.make_due(user)
        failed = world.apply(fault=faults.no_answer_to(action))
        equal((failed.status, failed.results), (1, {"alice": "failed"}), "status and outcome")
        contains(failed.rows["alice"].error or "", action, what="the error")
        settled = world.apply()
        equal(settled.status, 0, "exit status of the next run")
        equal(end_of(world, user, old), WANTED[work], "end")

    named(f"a {work.name} during which {action} gets no answer is ended by the next run", function)


for _action in ("TagUser", "CreateAccessKey", "PutObject", "SendEmail"):
    _no_answer(ROTATION, _action)
for _action in ("UpdateAccessKey", "SendEmail"):
    _no_answer(DEACTIVATION, _action)
for _action in ("DeleteAccessKey", "SendEmail", "UntagUser"):
    _no_answer(DELETION, _action)


@flow
def a_last_use_that_cannot_be_read_stops_no_rotation(world: World) -> None:
    alice = world.user()
    old = ROTATION.make_due(alice)
    done = world.apply(fault=faults.no_answer_to("GetAccessKeyLastUsed"))
    equal((done.status, done.results), (0, {"alice": "done"}), "status and outcome")
    equal(end_of(world, alice, old), WANTED[ROTATION], "end")


@flow
def a_last_use_that_cannot_be_read_stops_a_deactivation_that_depends_on_it(world: World) -> None:
    alice = world.user()
    old = DEACTIVATION.make_due(alice)
    done = world.apply(fault=faults.no_answer_to("GetAccessKeyLastUsed"))
    equal((done.status, done.rows["alice"].verdict), (1, ("hold", "READ_FAILED")), "status and verdict")
    holds(not done.effects, f"it was written: {done.effects}")
    equal(set(alice.statuses().values()), {"Active"}, "statuses")
    world.decides("deactivate", "GRACE_OVER")
    equal(end_of(world, alice, old), WANTED[DEACTIVATION], "end")
