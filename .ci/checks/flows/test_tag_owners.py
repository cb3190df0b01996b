"""Owners' addresses for many users at once, with the built command."""

from __future__ import annotations

from checks.common.account import ADDRESS_TAG
from checks.common.expect import contains, equal, holds
from checks.common.settings import SETTINGS
from checks.flows.refusals import BAD_INPUT
from checks.flows.world import World


def test_a_file_of_owners_becomes_tags_and_can_be_taken_back(world: World) -> None:
    alice, bob = world.user(email=None, tags={"team": "a"}), world.user("bob", tags={"team": "b"})
    before = alice.tags(), bob.tags()
    file, back = world.home / "owners.csv", world.home / "owners.csv.revert.csv"
    file.write_text("user,email\nalice,first@corp.example\nbob,second@corp.example\n")
    asked = world.run("tag-owners", str(file), without=tuple(SETTINGS))
    equal((asked.status, asked.calls), (BAD_INPUT, []), "status and calls without a terminal")
    done = world.run("tag-owners", str(file), "--yes", without=tuple(SETTINGS))
    equal(done.status, 0, "exit status")
    contains(done.stdout, "add", "change", "add 1, change 1, remove 0, keep 0", what="the plan")
    equal({call.action for call in done.calls if call.writes}, {"TagUser"}, "what was written")
    equal(alice.tags(), before[0] | {ADDRESS_TAG: "first@corp.example"}, "alice's tags")
    equal(bob.tags(), before[1] | {ADDRESS_TAG: "second@corp.example"}, "bob's tags")
    again = world.run("tag-owners", str(file), "--yes", without=tuple(SETTINGS))
    equal((again.status, again.writes), (0, []), "status and writes of the same file again")
    reverted = world.run("tag-owners", "--revert", str(back), "--yes", without=tuple(SETTINGS))
    equal(reverted.status, 0, "exit status of taking it back")
    equal((alice.tags(), bob.tags()), before, "tags")
    # It is no run: there need not be a bucket yet, so the revert file records it, and no audit trail.
    world.outcomes.clear()


def test_a_file_with_a_wrong_line_changes_nothing(world: World) -> None:
    alice = world.user(email=None)
    file = world.home / "owners.csv"
    file.write_text("user,email\nalice,first@corp.example\ncarol,third@corp.example\nbob,not-an-address\n")
    refused = world.run("tag-owners", str(file), "--yes")
    equal((refused.status, refused.writes, alice.tags()), (BAD_INPUT, [], {}), "status, writes and tags")
    contains(refused.stderr, "line 3: there is no user 'carol'", "line 4: not a mail address", what="standard error")
    holds(refused.stderr.index("line 3") < refused.stderr.index("line 4"), "problems are in the order of the file")
    holds("add" not in refused.stdout, "no plan is shown of a file that is refused")
    equal(sorted(path.name for path in world.home.glob("*.csv")), ["owners.csv"], "files")
