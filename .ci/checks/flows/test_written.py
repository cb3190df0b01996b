"""What others wrote is not proof, and what cannot work is not begun: another object under a key's name, a long object,
a suspended sender, an owner who may not read the new file."""

from __future__ import annotations

from checks.common import faults
from checks.common.account import LEASE, NOTES, REMINDERS
from checks.common.expect import contains, equal, holds
from checks.common.proxy import Call, Forward, Reply
from checks.flows.world import World

# More than Keyturn reads of an object.
LONG = b"x" * (16 << 20)


def test_a_new_key_is_deleted_again_if_another_object_has_the_name_of_its_file(world: World) -> None:
    alice = world.user()
    old = alice.key(age=61)

    def occupied(call: Call, forward: Forward) -> Reply:
        if call.action == "PutObject" and call.user == "alice":
            key = alice.new_key(old)
            another = f"UserName,AccessKeyId,SecretAccessKey\r\nalice,{key},{'x' * 40}\r\n"
            world.account.put_file(alice.file_of(key), another.encode())
        return forward()

    done = world.apply(fault=occupied)
    equal((done.status, done.results), (1, {"alice": "failed"}), "status and outcome")
    contains(done.rows["alice"].error or "", "credential/alice/", "deleted again", what="the error")
    equal(alice.statuses(), {old: "Active"}, "keys")
    equal(world.mails(), [], "mails")
    world.account.pass_days(1)
    world.decides("rotate", "RESUME_CREATE")
    contains(world.mail()["text"], old, alice.new_key(old), what="the mail")


def test_a_suspended_sender_ends_the_run_after_one_user(world: World) -> None:
    users = [world.user(f"user-{number}") for number in range(5)]
    for user in users:
        user.key(age=61)
    done = world.apply(fault=faults.refuse_mails("AccountSuspendedException", "Sending is suspended"))
    equal(done.status, 1, "exit status")
    equal(sorted(len(user.keys()) for user in users), [1, 1, 1, 1, 2], "numbers of keys")
    equal(set(done.results.values()), {"failed"}, "outcomes")
    begun = [name for name, row in done.rows.items() if "not begun" not in (row.error or "")]
    equal(len(begun), 1, "users that were begun")
    world.every_key_has_its_file(*users)


def test_objects_under_state_that_are_too_long_are_damaged_and_stop_no_run(world: World) -> None:
    alice = world.user()
    old = alice.key(age=61)
    for name in (LEASE, NOTES, REMINDERS, "state/ledger.txt"):
        world.account.put_file(name, LONG)
    world.decides("rotate", "OVERDUE")
    contains(world.mail()["text"], old, alice.new_key(old), what="the mail")
    holds(world.account.head(NOTES)["ContentLength"] < len(LONG), "the notes were not written again")


def test_no_rotation_begins_for_an_owner_who_may_not_read_the_new_file(world: World) -> None:
    alice = world.user()
    alice.key(age=61)
    world.user("bob").key(age=61)
    before = alice.keys(), alice.tags()
    denied = faults.may_not_read("alice")
    wanted = {"alice": ("hold", "CANNOT_FETCH"), "bob": ("rotate", "OVERDUE")}
    planned = world.plan(fault=denied)
    done = world.apply(fault=denied)
    equal((planned.verdicts, done.status, done.verdicts), (wanted, 0, wanted), "decisions and status")
    equal((alice.keys(), alice.tags()), before, "keys and tags")
    world.account.pass_days(1)
    equal(world.plan().verdicts["alice"], ("rotate", "OVERDUE"), "alice, once it is unclear what she may read")
