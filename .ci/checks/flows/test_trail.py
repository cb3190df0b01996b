"""The audit trail, and keyturn history, which reads it back."""

from __future__ import annotations

import json

from checks.common import faults
from checks.common.account import ID, day
from checks.common.expect import contains, equal, holds
from checks.flows.refusals import CANNOT_BEGIN
from checks.flows.states import rotated
from checks.common.proxy import Call, Forward, Reply
from checks.flows.world import World

ROTATION = ["begin", "record", "create key", "store file", "record", "send mail", "record"]


def history(world: World, *arguments: str) -> list[dict[str, str]]:
    outcome = world.run("history", "--output", "json", *arguments)
    equal((outcome.status, outcome.writes), (0, []), "status and writes")
    return [json.loads(line) for line in outcome.stdout.splitlines()]


def test_the_trail_of_a_life_names_each_effect_with_key_reason_and_actor(world: World) -> None:
    alice = world.user()
    old = alice.key(age=61)
    world.decides("rotate", "OVERDUE")
    new = alice.new_key(old)
    lines = history(world)
    equal([line["effect"] for line in lines], ROTATION, "effects")
    equal({line["user"] for line in lines}, {"alice"}, "users")
    equal({line["reason"] for line in lines}, {"OVERDUE"}, "reasons")
    equal(lines[2]["key"], new, "the key that was made")
    equal(lines[3]["object"], alice.file_of(new), "the file")
    equal(lines[5]["object"], "alice@corp.example", "the address")
    holds(all(ID in line["actor"] for line in lines), f"the actors are {[line['actor'] for line in lines]}")
    equal({line["run"] for line in lines}, {world.outcomes[1].report["runId"]}, "runs")

    world.account.pass_days(11)
    world.decides("deactivate", "GRACE_OVER")
    world.account.pass_days(11)
    world.decides("delete", "RETENTION_OVER")
    effects = [line["effect"] for line in history(world)]
    equal([effect for effect in effects if effect.endswith("e key")], ["create key", "deactivate key", "delete key"], "")


def test_undo_stands_in_the_trail(world: World) -> None:
    _, old, _ = rotated(world, 11)
    world.decides("deactivate", "GRACE_OVER")
    world.run("undo", "alice", "--yes")
    undone = [line for line in history(world) if line["reason"] == "undo"]
    equal([line["effect"] for line in undone], ["begin", "record", "activate key", "send mail"], "effects of undo")
    equal({line["key"] for line in undone if line["effect"] != "send mail"}, {old}, "the key")


def test_history_is_a_table_for_eyes(world: World) -> None:
    world.user().key(age=61)
    world.turn()
    shown = world.run("history")
    head, *rows = shown.stdout.splitlines()
    equal(head.split(), ["TIME", "USER", "EFFECT", "KEY", "RESULT", "REASON", "ABOUT"], "columns")
    equal(len(rows), len(ROTATION), "rows")
    holds(all(row[head.index("USER") :].startswith("alice") for row in rows), f"columns do not align:\n{shown.stdout}")
    equal((shown.stderr, "\x1b" in shown.stdout), ("", False), "standard error and colours")


def test_history_can_be_narrowed_to_a_user_and_to_days(world: World) -> None:
    for name in ("alice", "bob"):
        world.user(name).key(age=61)
    world.turn()
    equal({line["user"] for line in history(world, "bob")}, {"bob"}, "users")
    equal(len(history(world, "--since", str(day()))), 2 * len(ROTATION), "lines since today")
    equal(history(world, "--since", str(day(1))), [], "lines since tomorrow")
    contains(world.run("history", "--since", str(day(1))).stdout, "Nothing was done", what="the table")


def test_what_is_no_line_of_the_trail_is_counted_and_skipped(world: World) -> None:
    world.user().key(age=61)
    world.turn()
    world.account.put_file(f"audit/{day()}/999999-stray-0001.jsonl", b"rubbish\n{}\n")
    shown = world.run("history")
    equal((shown.status, len(shown.stdout.splitlines())), (0, 1 + len(ROTATION)), "status and lines")
    contains(shown.stderr, "2 lines", what="standard error")


def test_without_permission_for_the_trail_history_cannot_begin(world: World) -> None:
    outcome = world.run("history", fault=faults.deny("ListObjectsV2"))
    equal((outcome.status, outcome.stdout), (CANNOT_BEGIN, ""), "status and standard output")
    contains(outcome.stderr, "ListObjectsV2", "audit", "denied", what="standard error")


def test_what_cannot_be_noted_is_not_done(world: World) -> None:
    def denied(call: Call, forward: Forward) -> Reply:
        return faults.denied(call) if call.audit_lines else forward()

    alice = world.user()
    old = alice.key(age=61)
    done = world.apply(fault=denied)
    equal((done.status, done.effects), (1, []), "status and effects")
    contains(done.rows["alice"].error or "", "PutObject", what="the error")
    equal((alice.statuses(), alice.recorded()), ({old: "Active"}, None), "keys and record")
