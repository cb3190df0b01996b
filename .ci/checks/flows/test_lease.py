"""Two runs at the same time: one is at work, the other waits for it."""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime, timedelta

from checks.common import faults
from checks.common.account import LEASE
from checks.common.command import ENDS_WITHIN, Running
from checks.common.expect import contains, equal, holds
from checks.flows.refusals import CANNOT_BEGIN
from checks.common.proxy import Call, ConnectionDropped, Fault, Forward, Reply
from checks.flows.world import World

# A dead run's lease is over by then, and a waiting run takes it.
OVER_WITHIN = timedelta(minutes=1)


class Meeting:
    """The first run stops before it makes a key, until the second has looked at its lease."""

    def __init__(self) -> None:
        self.first_at_work = threading.Event()
        self.second_has_looked = threading.Event()

    def first(self, call: Call, forward: Forward) -> Reply:
        if call.action == "CreateAccessKey":
            self.first_at_work.set()
            self.second_has_looked.wait(ENDS_WITHIN)
        return forward()

    def second(self, call: Call, forward: Forward) -> Reply:
        reply = forward()
        if call.about_the_lease:
            self.second_has_looked.set()
        return reply


def test_a_second_run_says_for_whom_it_waits_and_continues_after_it(world: World) -> None:
    world.user().key(age=61)
    meeting = Meeting()
    first = world.start("apply", "--output", "json", fault=meeting.first)
    holds(meeting.first_at_work.wait(ENDS_WITHIN), "the first run did not come to its work")
    second = world.start("apply", "--output", "json", fault=meeting.second)
    ended, waited = world.ended(first), world.ended(second)
    equal((ended.status, waited.status), (0, 0), "exit statuses")
    contains(waited.stderr, "Another run is at work (keyturn, run " + ended.report["runId"], what="standard error")
    equal(waited.stderr.count("Another run is at work"), 1, "times it says so")
    equal((ended.verdicts, waited.verdicts), ({"alice": ("rotate", "OVERDUE")}, {}), "decisions")
    equal(len(world.keys_made()), 1, "keys made")


class Watched:
    """Notes when a run wrote its lease, and until when the lease then holds."""

    def __init__(self) -> None:
        self.written: list[tuple[datetime, datetime]] = []

    def fault(self, call: Call, forward: Forward) -> Reply:
        reply = forward()
        if call.about_the_lease and call.action == "PutObject" and reply.status < 300:
            (lease,) = [json.loads(line) for line in call.body.decode().splitlines() if line.startswith("{")]
            self.written.append((datetime.now(UTC), datetime.fromisoformat(lease["until"])))
        return reply


def test_a_run_that_was_killed_is_waited_out_within_a_minute(world: World) -> None:
    alice = world.user()
    old = alice.key(age=61)
    first, second = Watched(), Watched()

    def killed(run: Running) -> Fault:
        cut = faults.before("TagUser", 2, run.kill)
        return lambda call, forward: first.fault(call, lambda: cut(call, forward))

    world.run("apply", fault_of=killed)
    done = world.apply(fault=second.fault)
    equal(done.status, 0, "exit status")
    contains(done.stderr, "Another run is at work", "If it crashed, its lease expires at", what="standard error")
    (written, until), taken = first.written[-1], second.written[0][0]
    holds(until - written < OVER_WITHIN, f"the lease is held for {until - written}")
    holds(taken >= until, f"the lease was taken {until - taken} before its end")
    equal(set(alice.statuses().values()), {"Active"}, "statuses")
    equal(len(alice.statuses()), 2, f"keys besides {old}")
    world.every_key_has_its_file(alice)


def test_a_lease_that_cannot_be_read_is_free(world: World) -> None:
    world.account.put_file(LEASE, b"rubbish")
    world.user().key(age=61)
    world.decides("rotate", "OVERDUE")


def _cannot_begin(world: World, fault: Fault) -> None:
    """A run that would replace a key touches nothing, and says that it is about the lease."""
    alice = world.user()
    old = alice.key(age=61)
    done = world.apply(fault=fault)
    equal((done.status, done.effects, done.stdout), (CANNOT_BEGIN, [], ""), "status, effects and standard output")
    contains(done.stderr, "lease", LEASE, what="standard error")
    equal((alice.statuses(), alice.recorded()), ({old: "Active"}, None), "keys and record")


def test_a_run_that_may_not_take_the_lease_cannot_begin(world: World) -> None:
    def denied(call: Call, forward: Forward) -> Reply:
        return faults.denied(call) if call.about_the_lease else forward()

    _cannot_begin(world, denied)


def test_a_run_that_gets_no_answer_about_the_lease_cannot_begin(world: World) -> None:
    def silent(call: Call, forward: Forward) -> Reply:
        if call.about_the_lease and call.writes:
            raise ConnectionDropped
        return forward()

    _cannot_begin(world, silent)
    world.decides("rotate", "OVERDUE")


def test_a_run_that_has_nothing_to_do_takes_no_lease(world: World) -> None:
    world.user().key(age=3)
    done = world.turn()
    equal([str(call) for call in done.calls if call.about_the_lease], [], "calls about the lease")
