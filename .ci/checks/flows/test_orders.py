"""What an administrator orders: keys that are replaced ahead of schedule, and compromised ones that are shut out."""

from __future__ import annotations

import json

from checks.common.account import NOTES
from checks.common.expect import contains, equal, holds
from checks.flows.world import World


def file_of(user: str, key: str) -> str:
    return f"credential/!administrators/{user}_{key}.csv"


def test_a_young_key_is_replaced_by_order_and_its_owner_told_why(world: World) -> None:
    alice = world.user()
    old = alice.key(age=3)
    done = world.run("rotate", "alice")
    equal(done.status, 0, "status")
    (new,) = world.keys_made()
    equal(alice.statuses(), {old: "Active", new: "Active"}, "keys")
    contains(world.mail()["text"], "administrator ordered this", what="the mail")
    world.every_key_has_its_file(alice)
    world.quiet()


def test_a_program_reads_what_an_order_did(world: World) -> None:
    world.user().key(age=3)
    done = world.run("rotate", "alice", "--output", "json")
    (user,) = json.loads(done.stdout)["users"]
    equal((user["user"], user["decision"], user["reason"]), ("alice", "rotate", "ORDERED"), "the report")


def test_a_compromised_key_goes_off_at_once_and_its_successor_is_for_an_administrator(world: World) -> None:
    alice = world.user()
    old = alice.key(age=3)
    alice.use(old)
    done = world.run("rotate", "alice", "--compromised")
    equal(done.status, 0, "status")
    (new,) = world.keys_made()
    equal(alice.statuses(), {old: "Inactive", new: "Active"}, "keys")
    contains(done.stdout, "service s3 in region", file_of("alice", new), what="what the administrator sees")
    files = world.account.files()
    equal(list(files), [file_of("alice", new)], "files")
    contains(files[file_of("alice", new)].decode(), world.keys_made()[new], what="the file")
    texts = [mail["text"] for mail in world.mails()]
    equal(len(texts), 2, "mails")
    contains(texts[0], "in other hands", "hands the new key", what="the first mail")
    world.account.pass_days(7)
    world.quiet()
    equal(alice.statuses()[old], "Inactive", "the old key before its time")


def test_undo_brings_a_compromised_key_back_and_no_run_takes_it_again_at_once(world: World) -> None:
    alice = world.user()
    old = alice.key(age=3)
    world.run("rotate", "alice", "--compromised")
    (new,) = world.keys_made()
    equal(world.run("undo", "alice").status, 0, "status of undo")
    world.quiet()
    equal(alice.statuses(), {old: "Active", new: "Active"}, "keys")


def test_an_order_that_was_cut_off_is_carried_out_by_the_next_run(world: World) -> None:
    alice = world.user()
    old = alice.key(age=3)
    world.account.note(f"order|{old}|alice|2026-01-01|compromised")
    done = world.decides("rotate", "COMPROMISED")
    equal(done.status, 0, "status")
    (new,) = world.keys_made()
    equal(alice.statuses(), {old: "Inactive", new: "Active"}, "keys")


def test_nothing_is_ordered_without_consent(world: World) -> None:
    alice = world.user()
    old = alice.key(age=3)
    unasked = world.run("rotate", "alice", "--compromised", asked=True)
    equal((unasked.status, unasked.writes), (2, []), "status and writes without a terminal")
    refused = world.run_on_terminal("rotate", "alice", "--compromised", answer="n")
    equal((refused.status, refused.writes), (0, []), "status and writes after a no")
    contains(refused.stdout.partition("[y/N]")[0], old, "never used", what="what stands before the question")
    equal(alice.statuses(), {old: "Active"}, "keys")


def test_a_user_with_two_keys_or_without_an_address_is_left_alone(world: World) -> None:
    world.user("bob").key(age=3)
    full = world.user("full")
    full.key(age=3)
    full.key(age=2)
    world.user("unmanaged", email=None).key(age=3)
    done = world.run("rotate", "bob", "full", "unmanaged")
    equal(done.status, 1, "status")
    contains(done.stderr, "no room for a new one", "has no address", what="standard error")
    equal(len(world.keys_made()), 1, "keys made")
    holds(all("full" not in line for line in world.account.notes()), f"an order in {NOTES}")
