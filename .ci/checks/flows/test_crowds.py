"""Many users, a throttled account, and two runs at the same time."""

from __future__ import annotations

import pytest

from checks.common import faults
from checks.common.account import User
from checks.common.command import Outcome
from checks.common.expect import contains, equal, holds
from checks.flows.works import MOST_CALLS, WANTED, WORKS, Work, before_the_work, end_of
from checks.flows.world import World


def test_of_130_users_one_fails_and_129_are_done(world: World) -> None:
    names = [f"user-{n:03}" for n in range(130)]
    for name in names:
        world.user(name).key(age=61)
    done = world.apply(fault=faults.deny("CreateAccessKey", user="user-077"))
    equal(done.status, 1, "exit status")
    outcomes = done.results
    equal(outcomes, dict.fromkeys(names, "done") | {"user-077": "failed"}, "outcomes")
    equal(done.report["summary"]["rotated"], 129, "rotated")
    equal(len(world.mails()), 129, "mails")
    equal(len(world.account.files()), 129, "files")
    world.every_key_has_its_file(*world.account.users())


def test_with_every_third_call_throttled_all_is_done(world: World) -> None:
    crowd = due_crowd(world, 4)
    done = world.apply(fault=faults.throttle_every(3))
    equal(done.status, 0, "exit status")
    ended_well(world, crowd)
    equal(len(world.mails()), len(crowd), "mails")


Crowd = list[tuple[Work, User, str]]


def due_crowd(world: World, each: int) -> Crowd:
    """This number of users for each kind of work, with their old keys."""
    crowd = []
    for work in WORKS:
        for number in range(each):
            user = world.user(f"{work.name}-{number}")
            crowd.append((work, user, work.make_due(user)))
    return crowd


def ended_well(world: World, crowd: Crowd) -> None:
    for work, user, old in crowd:
        equal(end_of(world, user, old), WANTED[work], f"end of {user.name}")


def test_two_runs_at_the_same_time_end_as_one(world: World) -> None:
    crowd = due_crowd(world, 6)
    first, second = (world.start("apply", "--output", "json") for _ in range(2))
    outcomes = [world.ended(first), world.ended(second)]
    equal([outcome.status for outcome in outcomes], [0, 0], "exit statuses")
    ended_well(world, crowd)
    world.quiet()


def stopped(world: World, user: User, outcome: Outcome) -> None:
    """A run that finds its lease taken may stop, and say so; then the next one has nothing to mend."""
    if outcome.status != 0:
        equal(outcome.status, 1, "exit status of the run that was overtaken")
        contains(outcome.stdout + outcome.stderr, "another run has taken the lease", what="the overtaken run's output")
        equal(world.run("apply", "--user", user.name).status, 0, "exit status of the run after both")


@pytest.mark.parametrize("work", WORKS, ids=str)
def test_work_that_is_overtaken_by_another_run_at_any_call_ends_as_if_by_one(world: World, work: Work) -> None:
    failures = []
    before = before_the_work(world, work)
    for number in range(before, MOST_CALLS):
        user = world.user(f"{work.name}-{number}")
        old = work.make_due(user)
        others = []

        def overtake(user: User = user, others: list[int] = others) -> None:
            world.account.let_the_lease_run_out()
            others.append(world.run("apply", "--user", user.name).status)

        outcome = world.run("apply", "--user", user.name, fault=faults.at(number, overtake))
        if not others:
            holds(number > before + 2, f"a run made only {number - 1} calls")
            holds(not failures, f"{len(failures)} walks end otherwise\n" + "\n".join(failures))
            return
        try:
            equal(others, [0], "exit status of the run that overtook")
            stopped(world, user, outcome)
            equal(end_of(world, user, old), WANTED[work], "end")
        except AssertionError as failure:
            failures.append(f"overtaken at {outcome.calls[number - 1]}: {failure}\n{outcome}")
    raise AssertionError(f"a run made more than {MOST_CALLS} calls")
