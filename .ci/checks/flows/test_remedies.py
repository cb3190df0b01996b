"""What an administrator does about one user: keyturn undo and keyturn mend."""

from __future__ import annotations

from checks.common.account import ADDRESS_TAG, DATE_TAG, OLD_KEY_TAG, User, day
from checks.common.command import Outcome
from checks.common.expect import contains, equal, holds
from checks.flows.refusals import CANNOT_BEGIN
from checks.flows.states import rotated
from checks.flows.world import World


def advised(world: World, *arguments: str, says: str) -> None:
    """There is nothing to be done, and nothing is."""
    outcome = world.run(*arguments, "--yes")
    equal((outcome.status, outcome.writes), (0, []), f"status and writes of {arguments}")
    contains(outcome.stdout, says, what=f"standard output of {arguments}")


def done(world: World, *arguments: str) -> Outcome:
    outcome = world.run(*arguments, "--yes")
    equal(outcome.status, 0, f"exit status of {arguments}")
    holds(outcome.stdout.endswith("Done.\n"), f"{arguments} does not say that it is done:\n{outcome.stdout}")
    return outcome


def switched_off(world: World) -> tuple[User, str, str]:
    """Alice, whose old key Keyturn has just switched off."""
    alice, old, new = rotated(world, 11)
    world.decides("deactivate", "GRACE_OVER")
    return alice, old, new


# -- undo --


def test_a_key_that_was_switched_off_is_brought_back_and_has_its_whole_grace_again(world: World) -> None:
    alice, old, new = switched_off(world)
    done(world, "undo", "alice")
    equal(alice.statuses(), {old: "Active", new: "Active"}, "keys")
    equal(alice.recorded(), (f"{day()} rotated", old), "record")
    contains(world.mail()["text"], old, new, str(day(11)), what="the mail")
    world.account.pass_days(10)
    world.quiet()
    world.account.pass_days(1)
    world.decides("deactivate", "GRACE_OVER")


def test_the_only_key_is_brought_back_for_good(world: World) -> None:
    alice, old, new = switched_off(world)
    alice.delete(new)
    done(world, "undo", "alice")
    equal((alice.statuses(), alice.recorded()), ({old: "Active"}, None), "keys and record")
    contains(world.mail()["text"], old, what="the mail")


def test_undo_says_that_a_deleted_key_is_gone(world: World) -> None:
    alice, old, _ = switched_off(world)
    alice.delete(old)
    advised(world, "undo", "alice", says=f"{old} is deleted, and a deleted key cannot be restored")


def test_undo_says_where_nothing_was_switched_off(world: World) -> None:
    _, old, _ = rotated(world, 3)
    advised(world, "undo", "alice", says=f"{old} is active: there is nothing to undo")
    world.user("bob").key(age=3)
    advised(world, "undo", "bob", says="No key of bob is being retired")


def test_undo_and_mend_say_that_there_is_no_such_user(world: World) -> None:
    for command in ("undo", "mend"):
        outcome = world.run(command, "missing", "--yes")
        equal((outcome.status, outcome.writes), (CANNOT_BEGIN, []), "status and writes")
        contains(outcome.stderr, "There is no user 'missing'", what="standard error")


def test_undo_shows_what_it_would_do_before_it_asks_and_a_no_touches_nothing(world: World) -> None:
    alice, old, new = switched_off(world)
    refused = world.run_on_terminal("undo", "alice", answer="n")
    equal((refused.status, refused.writes), (0, []), "status and writes after a no")
    contains(refused.stdout.partition("[y/N]")[0], old, "Switches the old key", what="what stands before the question")
    contains(refused.stdout, "Nothing was changed", what="the terminal")
    holds("\x1b[" not in refused.stdout, "there are colours")
    equal(alice.statuses(), {old: "Inactive", new: "Active"}, "keys")
    agreed = world.run_on_terminal("undo", "alice", answer="y")
    equal(agreed.status, 0, "status after a yes")
    equal(alice.statuses(), {old: "Active", new: "Active"}, "keys")


def test_a_key_that_was_brought_back_is_announced_once(world: World) -> None:
    switched_off(world)
    done(world, "undo", "alice")
    before = len(world.mails())
    advised(world, "undo", "alice", says="there is nothing to undo")
    equal(len(world.mails()), before, "mails")


# -- mend --


def test_a_record_that_cannot_be_read_is_cleared(world: World) -> None:
    alice = world.user(tags={DATE_TAG: "yesterday", OLD_KEY_TAG: "what"})
    old = alice.key(age=100)
    world.decides("hold", "UNREADABLE_RECORD")
    done(world, "mend", "alice")
    equal((alice.statuses(), alice.recorded()), ({old: "Active"}, None), "keys and record")
    world.decides("rotate", "OVERDUE")


def test_a_record_of_the_future_is_dated_today(world: World) -> None:
    alice, old, _ = rotated(world, 11)
    alice.record(old, "", days_ago=-20)
    world.decides("hold", "UNREADABLE_RECORD")
    done(world, "mend", "alice")
    equal(alice.recorded(), (f"{day()} rotated", old), "record")
    world.quiet()


def test_a_key_that_was_not_fetched_is_replaced_and_handed_over_again(world: World) -> None:
    alice, old, lost = rotated(world, 11)
    world.account.remove_file(alice.file_of(lost))
    world.decides("hold", "NEVER_FETCHED")
    done(world, "mend", "alice")
    new = alice.new_key(old)
    holds(new != lost, "the key that was never fetched is still there")
    equal(alice.statuses(), {old: "Active", new: "Active"}, "keys")
    equal(alice.recorded(), (str(day()), old), "record")
    contains(world.mail()["text"], old, new, str(day(11)), what="the mail")
    world.every_key_has_its_file(alice)
    world.quiet()
    world.account.pass_days(11)
    alice.use(new)
    world.decides("deactivate", "GRACE_OVER")


def test_where_the_owner_switched_the_new_key_off_the_record_is_cleared(world: World) -> None:
    alice, old, new = rotated(world, 11, new="Inactive")
    world.decides("hold", "WRONG_KEY_OFF")
    done(world, "mend", "alice")
    equal((alice.statuses(), alice.recorded()), ({old: "Active", new: "Inactive"}, None), "keys and record")


def test_mend_says_that_who_is_not_held_needs_no_mending(world: World) -> None:
    world.user().key(age=61)
    advised(world, "mend", "alice", says="alice is not held; the next run would rotate (OVERDUE)")
    world.user("stranger", email=None).key(age=61)
    advised(world, "mend", "stranger", says="stranger is not held")


def test_mend_says_how_an_address_is_set(world: World) -> None:
    alice, *_ = rotated(world, 11)
    alice.untag(ADDRESS_TAG)
    advised(world, "mend", "alice", says="aws iam tag-user --user-name alice")


def test_mend_does_nothing_after_a_no(world: World) -> None:
    alice = world.user(tags={DATE_TAG: "yesterday", OLD_KEY_TAG: "what"})
    alice.key(age=100)
    before = alice.tags()
    refused = world.run_on_terminal("mend", "alice", answer="n")
    equal((refused.status, refused.writes, alice.tags()), (0, [], before), "status, writes and tags")
    contains(refused.stdout.partition("[y/N]")[0], "UNREADABLE_RECORD", "Clears", what="what stands before the question")
