"""Ctrl-C while a run acts: the process itself gets SIGINT."""

from __future__ import annotations

import json

from checks.common import faults
from checks.common.account import BUCKET, LEASE
from checks.common.command import Running
from checks.common.expect import contains, equal, holds
from checks.common.proxy import Call, ConnectionDropped, Fault, Forward, Reply
from checks.flows.world import World

INTERRUPTED = 130
# More than a run works on at the same time.
USERS = 24


def test_ctrl_c_finishes_the_users_in_progress_and_says_what_is_left(world: World) -> None:
    users = [world.user(f"user{number:02}") for number in range(USERS)]
    for user in users:
        user.key(age=61)

    def pressed(run: Running) -> Fault:
        return faults.before("CreateAccessKey", 1, run.interrupt)

    done = world.run("apply", "--output", "json", fault_of=pressed)
    equal(done.status, INTERRUPTED, "exit status")
    left = [name for name, result in done.results.items() if result == "planned"]
    rotated = [user for user in users if user.name not in left]
    holds(left and rotated, f"left {left}, rotated {[user.name for user in rotated]}")
    equal({done.rows[user.name].outcome for user in rotated}, {"done"}, "outcomes of those who were begun")
    for user in rotated:
        equal(sorted(user.statuses().values()), ["Active", "Active"], f"keys of {user.name}")
        holds(" " not in (user.recorded() or ("?", ""))[0], f"{user.name} is half done: {user.recorded()}")
    for name in left:
        contains(done.rows[name].error or "", "interrupted", what=f"what is said of {name}")
    contains(done.stderr, "users in progress are finished", f"left for the next run: {len(left)} user", what="standard error")
    lease = world.account.client("s3").get_object(Bucket=BUCKET, Key=LEASE)["Body"].read()
    equal(json.loads(lease)["state"], "GIVEN_BACK", "the lease")
    world.every_key_has_its_file(*users)
    finished = world.apply()
    equal((finished.status, sorted(finished.rows)), (0, sorted(left)), "status and users of the next run")


def test_a_second_ctrl_c_ends_the_run_at_once(world: World) -> None:
    alice = world.user()
    old = alice.key(age=61)

    def pressed_twice(run: Running) -> Fault:
        def fault(call: Call, forward: Forward) -> Reply:
            if call.action == "CreateAccessKey":
                run.interrupt_until_gone()
                raise ConnectionDropped
            return forward()

        return fault

    done = world.run("apply", fault_of=pressed_twice)
    equal((done.status, done.stdout), (INTERRUPTED, ""), "exit status and standard output")
    contains(done.stderr, "interrupted", "ended at once", what="standard error")
    equal(alice.statuses(), {old: "Active"}, "keys")


def test_ctrl_c_before_the_first_effect_changes_nothing(world: World) -> None:
    alice = world.user()
    old = alice.key(age=61)

    def pressed(run: Running) -> Fault:
        return faults.before("GetAccountAuthorizationDetails", 1, run.interrupt)

    done = world.run("apply", fault_of=pressed)
    equal((done.status, done.effects), (INTERRUPTED, []), "exit status and effects")
    contains(done.stderr, "interrupted", what="standard error")
    equal(alice.statuses(), {old: "Active"}, "keys")
