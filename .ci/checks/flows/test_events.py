"""EVENT_BUS: what happened goes to EventBridge, and a day on which nothing happens makes no call to it."""

from __future__ import annotations

import json

import pytest

from checks.common import faults
from checks.common.expect import contains, equal
from checks.flows.states import rotated
from checks.flows.world import World

BUS = "security"


@pytest.fixture
def archive(world: World) -> str:
    """An archive of the bus that EVENT_BUS names: it counts what arrives."""
    events = world.account.client("events")
    bus = events.create_event_bus(Name=BUS)["EventBusArn"]
    events.create_archive(ArchiveName="all", EventSourceArn=bus, EventPattern=json.dumps({"source": ["keyturn"]}))
    world.settings["EVENT_BUS"] = bus
    return "all"


def put(world: World) -> list[str]:
    """The types of the events that the last run put."""
    bodies = [json.loads(call.body) for call in world.outcomes[-1].calls if call.service == "events"]
    return [entry["DetailType"] for body in bodies for entry in body["Entries"]]


def test_an_event_is_put_for_each_action_and_finding(world: World, archive: str) -> None:
    world.user().key(age=61)
    world.user("bob").key(age=31)
    carol = world.user("carol")
    carol.key(age=61)
    carol.key(age=1)
    world.turn()
    equal(
        put(world),
        ["Keyturn Key Rotated", "Keyturn Owner Warned", "Keyturn Owner Warned", "Keyturn Key Never Rotated"],
        "events",
    )
    equal(world.account.client("events").describe_archive(ArchiveName=archive)["EventCount"], 4, "what arrived")


def test_no_event_is_put_on_a_quiet_day(world: World, archive: str) -> None:
    world.user().key(age=61)
    world.turn()
    world.apply()
    equal([call for call in world.outcomes[-1].calls if call.service == "events"], [], "calls on a quiet day")


def test_keyturn_rotate_puts_an_event(world: World, archive: str) -> None:
    world.user().key(age=5)
    equal(world.run("rotate", "alice", "--yes").status, 0, "exit status")
    equal(put(world), ["Keyturn Key Rotated"], "events")


def test_keyturn_undo_puts_an_event(world: World, archive: str) -> None:
    rotated(world, 11)
    world.decides("deactivate", "GRACE_OVER")
    equal(world.run("undo", "alice", "--yes").status, 0, "exit status")
    equal(put(world), ["Keyturn Key Reactivated"], "events")


def test_events_that_cannot_be_put_fail_nothing(world: World, archive: str) -> None:
    world.user().key(age=61)
    done = world.apply(fault=faults.deny("PutEvents"))
    equal((done.status, done.results), (0, {"alice": "done"}), "status and results")
    contains(done.stderr, "1 event could not be put on EVENT_BUS; everything else was done", what="standard error")
