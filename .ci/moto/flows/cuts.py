"""The process is killed, or loses a reply, at every call; an undisturbed run after it ends where one would have."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace

import faults
from account import ADDRESS_TAG, User, day
from expect import equal, holds
from flow import named
from proxy import Fault
from command import Outcome, Running
from world import World

# No command makes more calls than this for one user; a walk through the calls that gets here never ends.
MOST_CALLS = 60

SEED = 20261122


@dataclass(frozen=True)
class Work:
    """One kind of work on one user, and how to have it due."""

    name: str
    make_due: Callable[[User], str]
    """Returns the id of the old key."""


def _overdue(user: User) -> str:
    return user.key(age=61)


def _grace_over(user: User) -> str:
    old = user.key(age=72)
    new = user.key(age=11)
    user.use(new)
    user.record(old, "", days_ago=11)
    return old


def _retention_over(user: User) -> str:
    old = user.key(age=82, status="Inactive")
    user.key(age=21)
    user.record(old, "deactivated", days_ago=11)
    return old


ROTATION = Work("rotation", _overdue)
DEACTIVATION = Work("deactivation", _grace_over)
DELETION = Work("deletion", _retention_over)


@dataclass(frozen=True)
class End:
    """Where the work on a user ended, without what differs from run to run."""

    old_key: str
    new_keys: tuple[str, ...]
    record: str
    owner_was_told: bool


def end_of(world: World, user: User, old: str) -> End:
    """What is left of the user; on the way, no key may be without its file, and no owner untold."""
    world.every_key_has_its_file(user)
    statuses = user.statuses()
    new = {key: status for key, status in statuses.items() if key != old}
    recorded = user.recorded()
    if recorded:
        equal(recorded[1], old, "the key that the record names")
    named_in_mail = [old, *(key for key in new if key in world.keys_made())]
    address = user.tags()[ADDRESS_TAG]
    texts = [mail["text"] for mail in world.mails() if mail["to"] == address]
    told = any(all(key in text for key in named_in_mail) for text in texts)
    return End(statuses.get(old, "deleted"), tuple(new.values()), recorded[0] if recorded else "", told)


WANTED = {
    ROTATION: End("Active", ("Active",), str(day()), True),
    DEACTIVATION: End("Inactive", ("Active",), f"{day()} deactivated", True),
    DELETION: End("deleted", ("Active",), "", True),
}

def before_the_work(world: World, work: Work) -> int:
    """So many calls check bucket and sender and find out what is due.

    Being cut off there leaves nothing behind: one flow tries it, the others begin at the last of them.
    """
    user = world.user(f"{work.name}-planned")
    work.make_due(user)
    return len(world.plan("--user", user.name).calls)


FaultAt = Callable[[int, Running], Fault]


def at_every_call(world: World, work: Work, fault_at: FaultAt, first: int = 0, days_between: int = 0) -> None:
    """Disturbs one run at its first call, the next at its second, until one is over before it is disturbed."""
    failures = []
    before = before_the_work(world, work)
    first = first or before
    for number in range(first, MOST_CALLS):
        user = world.user(f"{work.name}-{number}")
        old = work.make_due(user)
        disturbed = world.run("apply", "--user", user.name, fault_of=lambda run, n=number: fault_at(n, run))
        if len(disturbed.calls) < number:
            equal(end_of(world, user, old), WANTED[work], "end of the undisturbed run")
            holds(number > before + 2, f"a run made only {number - 1} calls")
            holds(not failures, f"{len(failures)} of {number - first} cuts end otherwise\n" + "\n".join(failures))
            return
        user.grow_older(days_between)
        world.account.free_the_lease()
        settled = world.apply("--user", user.name)
        try:
            equal(settled.status, 0, "exit status of the run after it")
            equal(end_of(world, user, old), _wanted(work, settled, days_between), "end")
        except AssertionError as failure:
            failures.append(f"disturbed at {disturbed.calls[number - 1]}: {failure}\n{settled}")
    raise AssertionError(f"a run made more than {MOST_CALLS} calls")


def _wanted(work: Work, settled: Outcome, days_between: int) -> End:
    """If there was nothing left to do, the record stands from the day of the cut."""
    wanted = WANTED[work]
    if settled.effects:
        return wanted
    return replace(wanted, record=wanted.record.replace(str(day()), str(day(-days_between))))


FaultKilling = Callable[[int, Callable[[], None]], Fault]


def _killed(when: str, fault: FaultKilling, work: Work, first: int = 0, days: int = 0) -> None:
    def function(world: World) -> None:
        at_every_call(world, work, lambda number, run: fault(number, run.kill), first, days)

    later = f" and let through {days} days later" if days else ""
    named(f"a {work.name} that is killed {when} any call{later} ends as if undisturbed", function)


_killed("before", faults.cut_before, ROTATION, first=1)
_killed("before", faults.cut_before, DEACTIVATION)
_killed("before", faults.cut_before, DELETION)
for _work in (ROTATION, DEACTIVATION, DELETION):
    _killed("after", faults.cut_after, _work)
_killed("after", faults.cut_after, ROTATION, days=3)


def _lost(what: str, fault: Callable[[int], Fault], work: Work) -> None:
    def function(world: World) -> None:
        at_every_call(world, work, lambda number, _: fault(number))

    named(f"a {work.name} whose {what} is lost at any call ends as if undisturbed", function)


_lost("request", faults.request_lost_at, ROTATION)
for _work in (ROTATION, DEACTIVATION, DELETION):
    _lost("reply", faults.reply_lost_at, _work)


def _killed_twice(world: World) -> None:
    draw = random.Random(SEED)
    before = before_the_work(world, ROTATION)
    for turn in range(12):
        user = world.user(f"twice-{turn}")
        old = ROTATION.make_due(user)
        kinds = (faults.cut_before, faults.cut_after)
        cuts = [(draw.choice(kinds), before + draw.randint(2, 13)) for _ in range(2)]
        for cut, number in cuts:
            world.run("apply", "--user", user.name, fault_of=lambda run, c=cut, n=number: c(n, run.kill))
            world.account.free_the_lease()
        settled = world.apply("--user", user.name)
        what = ", then ".join(f"{cut.__name__} {number}" for cut, number in cuts)
        equal(settled.status, 0, f"exit status after {what}")
        equal(end_of(world, user, old), WANTED[ROTATION], f"end after {what}")


named(f"a rotation that is killed twice ends as if undisturbed (seed {SEED})", _killed_twice)


def _create_reply_lost(world: World) -> None:
    alice = world.user()
    old = alice.key(age=61)
    lost = world.apply(fault=faults.reply_lost_of("CreateAccessKey"))
    equal((lost.status, lost.rows["alice"].outcome), (1, "failed"), "status and outcome")
    orphan = alice.new_key(old)
    equal(lost.actions.count("CreateAccessKey"), 1, "attempts at CreateAccessKey")
    world.decides("rotate", "RESUME_ORPHAN")
    holds(orphan not in alice.statuses(), "the key whose secret was lost is still there")
    equal(end_of(world, alice, old), WANTED[ROTATION], "end")


named("a key whose secret was lost on the way is replaced", _create_reply_lost)
