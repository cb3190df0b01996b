"""Every row of the design's section 1, on both sides of its boundaries."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from account import ADDRESS_TAG, DATE_TAG, OLD_KEY_TAG, User, day
from expect import contains, equal, holds
from flow import flow, named
from world import World


def rotated(world: World, days_ago: int, phase: str = "", old: str = "Active", new: str = "Active") -> tuple[User, str, str]:
    """Alice, whose key was replaced: her old key, her new one, and its file."""
    alice = world.user()
    old_key = alice.key(age=70 + days_ago)
    new_key = alice.key(age=days_ago)
    world.account.put_file(alice.file_of(new_key), b"the file")
    alice.record(old_key, phase, days_ago)
    alice.switch(old_key, old)
    alice.switch(new_key, new)
    return alice, old_key, new_key


def untouched(world: World, alice: User, decision: str, reason: str) -> None:
    """This is reported, and all of Alice stays as it is."""
    before = alice.keys(), alice.tags()
    world.decides(decision, reason)
    equal((alice.keys(), alice.tags()), before, "keys and tags")


# -- without a rotation --


@flow
def a_user_without_a_key_is_left_alone(world: World) -> None:
    world.user()
    world.quiet()


@flow
def a_user_with_only_inactive_keys_is_left_alone(world: World) -> None:
    alice = world.user()
    alice.key(age=400, status="Inactive")
    alice.key(age=300, status="Inactive")
    world.quiet()


@flow
def a_user_without_an_address_is_never_touched(world: World) -> None:
    world.user("machine", email=None).key(age=400)
    world.quiet()


def _single_key(age: int, decision: str, reason: str) -> None:
    def function(world: World) -> None:
        world.user().key(age=age)
        if decision:
            world.decides(decision, reason)
            equal(len(world.mails()), 1, "mails")
        else:
            world.quiet()

    named(f"a single key of {age} days: {decision or 'nothing'}", function)


_single_key(30, "", "")
_single_key(31, "warn", "WARNING")
_single_key(60, "warn", "WARNING")
_single_key(61, "rotate", "OVERDUE")


@flow
def age_is_counted_in_whole_utc_days(world: World) -> None:
    def made(days: int, clock: time) -> datetime:
        return datetime.combine(day(-days), clock, UTC)

    world.user("first-second-of-day-30").key_made_at(made(30, time(0, 0, 0)))
    world.user("last-second-of-day-31").key_made_at(made(31, time(23, 59, 59)))
    world.decides("warn", "WARNING", user="last-second-of-day-31")


@flow
def two_active_keys_are_both_named_and_none_is_made_however_old(world: World) -> None:
    alice = world.user()
    old, older = alice.key(age=31), alice.key(age=400)
    untouched(world, alice, "warn", "BOTH_ACTIVE")
    contains(world.mail()["text"], old, older, what="the mail about both slots")


@flow
def two_active_keys_of_30_days_are_left_alone(world: World) -> None:
    alice = world.user()
    alice.key(age=30)
    alice.key(age=30)
    world.quiet()


@flow
def of_two_active_keys_only_the_ageing_one_is_called_due(world: World) -> None:
    alice = world.user()
    due = alice.key(age=31)
    alice.key(age=30)
    untouched(world, alice, "warn", "BOTH_ACTIVE")
    (line,) = [line for line in world.mail()["text"].splitlines() if "(due for replacement)" in line]
    contains(line, due, what="the line about the key that is due")


@flow
def an_inactive_second_key_is_never_removed_unasked(world: World) -> None:
    alice = world.user()
    inactive, active = alice.key(age=500, status="Inactive"), alice.key(age=400)
    untouched(world, alice, "warn", "SLOT_TAKEN")
    contains(world.mail()["text"], inactive, active, what="the mail about the slot")


@flow
def an_inactive_key_beside_one_of_30_days_is_not_spoken_of(world: World) -> None:
    alice = world.user()
    alice.key(age=500, status="Inactive")
    alice.key(age=30)
    world.quiet()


@flow
def an_expired_key_counts_as_inactive(world: World) -> None:
    alice = world.user()
    alice.key(age=500, status="Expired")
    alice.key(age=61)
    untouched(world, alice, "warn", "SLOT_TAKEN")
    world.user("bob").key(age=500, status="Expired")
    world.decides("warn", "SLOT_TAKEN")


@flow
def a_status_that_iam_does_not_have_fails_that_user_alone(world: World) -> None:
    world.user("odd").key(age=61, status="Sleeping")
    world.user().key(age=31)
    done = world.apply()
    equal(done.status, 1, "exit status")
    equal({user: row.outcome for user, row in done.rows.items()}, {"alice": "done", "odd": "failed"}, "outcomes")


@flow
def the_rows_for_two_keys_hold_for_three(world: World) -> None:
    alice = world.user()
    alice.key(age=100)
    alice.key(age=90)
    alice.key_beyond_the_limit(age=80)
    untouched(world, alice, "warn", "BOTH_ACTIVE")
    for key in alice.keys():
        contains(world.mail()["text"], key.id, what="the mail about the slots")


@flow
def an_address_that_is_none_is_reported_and_nothing_is_touched(world: World) -> None:
    alice = world.user(email="alice at corp")
    alice.key(age=61)
    untouched(world, alice, "hold", "ADDRESS_INVALID")
    equal(world.mails(), [], "mails")


@flow
def with_48_tags_there_is_room_for_a_rotation(world: World) -> None:
    alice = world.user(tags={f"tag-{n}": "x" for n in range(47)})
    alice.key(age=61)
    world.decides("rotate", "OVERDUE")
    equal(len(alice.tags()), 50, "tags")


def _no_room(tags: int) -> None:
    def function(world: World) -> None:
        alice = world.user(tags={f"tag-{n}": "x" for n in range(tags - 1)})
        alice.key(age=61)
        untouched(world, alice, "hold", "NO_ROOM_FOR_TAGS")

    named(f"with {tags} tags there is no room and nothing is touched", function)


_no_room(49)
_no_room(50)


@flow
def with_49_tags_a_key_is_still_warned_about(world: World) -> None:
    world.user(tags={f"tag-{n}": "x" for n in range(48)}).key(age=31)
    world.decides("warn", "WARNING")


@flow
def tag_keys_are_compared_as_iam_does_whatever_their_case(world: World) -> None:
    alice = world.user(email=None, tags={"Email": "alice@corp.example"})
    alice.key(age=31)
    world.apply()
    equal(world.outcomes[-1].verdicts, {"alice": ("warn", "WARNING")}, "decisions")
    alice.tag({ADDRESS_TAG: "alice@corp.example"})  # for the promises: alice is no stranger


# -- in the grace --


@flow
def ten_days_after_the_rotation_the_old_key_still_works(world: World) -> None:
    rotated(world, 10)
    world.quiet()


@flow
def eleven_days_after_the_rotation_the_old_key_goes_off(world: World) -> None:
    alice, old, new = rotated(world, 11)
    world.decides("deactivate", "GRACE_OVER")
    equal(alice.statuses(), {old: "Inactive", new: "Active"}, "keys")
    equal(alice.recorded(), (f"{day()} deactivated", old), "record")
    contains(world.mail()["text"], old, what="the mail")


def _never_fetched(days: int) -> None:
    def function(world: World) -> None:
        alice, old, new = rotated(world, days)
        world.account.remove_file(alice.file_of(new))
        untouched(world, alice, "hold", "NEVER_FETCHED")
        contains(world.mail()["text"], old, new, what="the mail")

    named(f"a new key that nobody fetched is waited for, on day {days}", function)


_never_fetched(11)
_never_fetched(20)


@flow
def a_new_key_that_nobody_fetched_is_waited_for_until_day_21(world: World) -> None:
    alice, old, new = rotated(world, 21)
    world.account.remove_file(alice.file_of(new))
    world.decides("deactivate", "GRACE_OVER")
    equal(alice.statuses(), {old: "Inactive", new: "Active"}, "keys")


@flow
def a_new_key_that_is_in_use_is_not_waited_for(world: World) -> None:
    alice, _, new = rotated(world, 11)
    world.account.remove_file(alice.file_of(new))
    alice.use(new)
    world.decides("deactivate", "GRACE_OVER")


@flow
def an_empty_file_hands_nothing_over(world: World) -> None:
    alice, _, new = rotated(world, 11)
    world.account.put_file(alice.file_of(new), b"")
    untouched(world, alice, "hold", "NEVER_FETCHED")


@flow
def an_owner_who_turned_the_old_key_off_early_gets_the_whole_retention(world: World) -> None:
    alice, old, new = rotated(world, 5, old="Inactive")
    done = world.decides("deactivate", "TURNED_OFF_BY_OWNER")
    equal(alice.recorded(), (f"{day()} deactivated", old), "record")
    holds("UpdateAccessKey" not in done.actions(), "a key that is off was switched off")
    world.account.pass_days(10)
    world.quiet()
    world.account.pass_days(1)
    world.decides("delete", "RETENTION_OVER")
    equal(alice.statuses(), {new: "Active"}, "keys")


@flow
def an_owner_who_turned_the_wrong_key_off_is_told_and_nothing_is_touched(world: World) -> None:
    alice, old, new = rotated(world, 400, new="Inactive")
    untouched(world, alice, "hold", "WRONG_KEY_OFF")
    contains(world.mail()["text"], old, new, what="the mail")


def _new_key_gone(phase: str, clears: bool = True) -> None:
    def function(world: World) -> None:
        alice, old, new = rotated(world, 20, phase)
        alice.delete(new)
        world.decides("clear", "NEW_KEY_GONE")
        equal(alice.recorded(), None, "record")
        equal(alice.statuses(), {old: "Active"}, "keys")
        world.decides("rotate", "OVERDUE")

    named(f"if the new key is gone the rotation starts afresh ({phase or 'plain date'})", function)


for _phase in ("", "stored", "rotated", "deactivating", "deactivated", "deleting"):
    _new_key_gone(_phase)


def _old_key_gone(phase: str) -> None:
    def function(world: World) -> None:
        alice, old, new = rotated(world, 5, phase)
        alice.delete(old)
        world.decides("clear", "OLD_KEY_GONE")
        equal(alice.recorded(), None, "record")
        equal(alice.statuses(), {new: "Active"}, "keys")
        world.quiet()

    named(f"if the old key is gone the rotation is finished ({phase or 'plain date'})", function)


for _phase in ("", "rotated", "deactivating", "deactivated"):
    _old_key_gone(_phase)


@flow
def a_deletion_that_was_cut_off_is_told_of_and_cleared(world: World) -> None:
    alice, old, _ = rotated(world, 11, "deleting")
    alice.delete(old)
    world.decides("delete", "RESUME_DELETION")
    contains(world.mail()["text"], old, what="the mail")
    equal(alice.recorded(), None, "record")


def _no_working_key(phase: str, new: str) -> None:
    def function(world: World) -> None:
        alice, _, new_key = rotated(world, 50, phase, old="Inactive", new="Inactive")
        if new == "gone":
            alice.delete(new_key)
        untouched(world, alice, "hold", "NO_WORKING_KEY")

    named(f"an old key that is off is kept while the new one is {new} ({phase or 'plain date'})", function)


for _phase in ("", "rotating", "stored", "rotated", "deactivating", "deactivated", "deleting"):
    _no_working_key(_phase, "inactive")
    _no_working_key(_phase, "gone")


# -- after the grace --


@flow
def ten_days_after_the_deactivation_the_old_key_still_exists(world: World) -> None:
    rotated(world, 10, "deactivated", old="Inactive")
    world.quiet()


@flow
def eleven_days_after_the_deactivation_the_old_key_is_deleted(world: World) -> None:
    alice, old, new = rotated(world, 11, "deactivated", old="Inactive")
    world.decides("delete", "RETENTION_OVER")
    equal(alice.statuses(), {new: "Active"}, "keys")
    equal(alice.recorded(), None, "record")
    contains(world.mail()["text"], old, what="the mail")


@flow
def a_deactivated_key_whose_successor_was_turned_off_is_not_deleted(world: World) -> None:
    alice, _, new = rotated(world, 50, "deactivated", old="Inactive")
    alice.switch(new, "Inactive")
    untouched(world, alice, "hold", "NO_WORKING_KEY")


def _switched_on_again(phase: str) -> None:
    def function(world: World) -> None:
        alice, old, new = rotated(world, 50, phase)
        world.decides("warn", "REACTIVATED")
        equal(alice.statuses(), {old: "Active", new: "Active"}, "keys")
        contains(world.mail()["text"], old, new, str(day(11)), what="the mail")
        world.quiet()
        world.account.pass_days(10)
        world.quiet()
        world.account.pass_days(1)
        world.decides("deactivate", "GRACE_OVER")

    named(f"an old key that was switched on again is not deleted but gets its grace anew ({phase})", function)


for _phase in ("deactivated", "deleting"):
    _switched_on_again(_phase)


@flow
def a_deactivation_is_called_off_if_the_new_key_went_off(world: World) -> None:
    alice, old, new = rotated(world, 12, "deactivating", new="Inactive")
    world.decides("clear", "NO_OTHER_ACTIVE_KEY")
    equal(alice.statuses(), {old: "Active", new: "Inactive"}, "keys")
    equal(alice.recorded(), None, "record")


# -- cut off in the middle, and found like that --


@flow
def a_key_that_the_owner_made_meanwhile_is_the_owners_own(world: World) -> None:
    alice = world.user()
    old = alice.key(age=70)
    own = alice.key(age=0)
    alice.record(old, "rotating", days_ago=3)
    world.decides("clear", "OWN_KEY")
    equal(alice.statuses(), {old: "Active", own: "Active"}, "keys")
    world.decides("warn", "BOTH_ACTIVE")


@flow
def a_new_key_that_is_in_use_is_never_taken_for_an_orphan(world: World) -> None:
    alice = world.user()
    old = alice.key(age=70)
    noon = datetime.combine(day(-3), time(12), UTC)
    used = alice.key_made_at(noon)
    alice.use(used)
    alice.record(old, "rotating", days_ago=3)
    world.decides("clear", "OWN_KEY")
    equal(alice.statuses(), {old: "Active", used: "Active"}, "keys")


def _orphan(seconds: int, fits: bool) -> None:
    def function(world: World) -> None:
        alice = world.user()
        old = alice.key(age=70)
        orphan = alice.key_made_at(datetime.combine(day(-3), time(12), UTC) + timedelta(seconds=seconds))
        alice.record(old, "rotating", days_ago=3)
        if not fits:
            world.decides("clear", "OWN_KEY")
            return
        world.decides("rotate", "RESUME_ORPHAN")
        new = alice.new_key(old)
        holds(new != orphan, "the orphan is still there")
        equal(alice.recorded(), (str(day()), old), "record")
        equal(world.account.files()[alice.file_of(orphan)], b"", "the claim on the orphan's name")
        world.every_key_has_its_file()

    kind = "replaced" if fits else "left alone"
    named(f"an unused key without a file, made {seconds} s after the recorded instant, is {kind}", function)


_orphan(-121, False)
_orphan(-120, True)
_orphan(120, True)
_orphan(121, False)


@flow
def a_new_key_whose_file_is_stored_is_announced_not_replaced(world: World) -> None:
    alice, old, new = rotated(world, 3, "rotating")
    world.decides("rotate", "RESUME_STORED")
    equal(alice.statuses(), {old: "Active", new: "Active"}, "keys")
    equal(alice.recorded(), (str(day()), old), "record")
    contains(world.mail()["text"], old, new, what="the mail")


@flow
def a_stored_key_is_announced_even_if_its_file_is_gone(world: World) -> None:
    alice, old, new = rotated(world, 3, "stored")
    world.account.remove_file(alice.file_of(new))
    world.decides("rotate", "RESUME_ANNOUNCE")
    equal(alice.statuses(), {old: "Active", new: "Active"}, "keys")
    equal(alice.recorded(), (str(day()), old), "record")
    contains(world.mail()["text"], old, new, what="the mail")


@flow
def a_late_announcement_still_gives_the_whole_grace(world: World) -> None:
    alice, old, _ = rotated(world, 30, "stored")
    world.decides("rotate", "RESUME_ANNOUNCE")
    holds(alice.recorded() in ((str(day()), old), (f"{day()} rotated", old)), f"record {alice.recorded()}")
    world.account.pass_days(10)
    world.quiet()
    world.account.pass_days(1)
    world.decides("deactivate", "GRACE_OVER")


@flow
def a_rotation_that_made_nothing_yet_goes_on(world: World) -> None:
    alice = world.user()
    old = alice.key(age=70)
    alice.record(old, "rotating", days_ago=3)
    world.decides("rotate", "RESUME_CREATE")
    equal(alice.recorded(), (str(day()), old), "record")
    world.every_key_has_its_file()


# -- what cannot be read, and who cannot be told --


def _unreadable(what: str, tags: dict[str, str]) -> None:
    def function(world: World) -> None:
        alice = world.user(tags=tags)
        alice.key(age=100)
        alice.key(age=50, status="Inactive")
        untouched(world, alice, "hold", "UNREADABLE_RECORD")
        equal(world.mails(), [], "mails")

    named(f"a record is left alone if it is {what}", function)


_KEY = "AKIAIOSFODNN7EXAMPLE"
_unreadable("a date without a key", {DATE_TAG: "2020-01-01"})
_unreadable("a key without a date", {OLD_KEY_TAG: _KEY})
_unreadable("no date", {DATE_TAG: "yesterday", OLD_KEY_TAG: _KEY})
_unreadable("no day of the calendar", {DATE_TAG: "2026-02-30", OLD_KEY_TAG: _KEY})
_unreadable("empty", {DATE_TAG: "", OLD_KEY_TAG: ""})
_unreadable("in the future", {DATE_TAG: str(day(2)), OLD_KEY_TAG: _KEY})
_unreadable("of a phase that there is not", {DATE_TAG: "2020-01-01 resting", OLD_KEY_TAG: _KEY})
_unreadable("of a key that cannot be one", {DATE_TAG: "2020-01-01", OLD_KEY_TAG: "not a key"})


def _unreachable(what: str, tags: dict[str, str]) -> None:
    for phase in ("rotating", "stored", "", "deactivating", "deactivated", "deleting"):

        def function(world: World, phase: str = phase) -> None:
            alice, *_ = rotated(world, 50, phase, old="Inactive" if phase.startswith("d") else "Active")
            alice.untag(ADDRESS_TAG)
            alice.tag(tags)
            untouched(world, alice, "hold", "ADDRESS_GONE")
            equal(world.mails(), [], "mails")

        named(f"a rotation is left half done if the address is {what} ({phase or 'plain date'})", function)


_unreachable("gone", {})
_unreachable("none", {ADDRESS_TAG: "alice@"})


# -- another tool's dates --


@flow
def another_tools_rotation_is_taken_over_in_its_grace(world: World) -> None:
    alice, old, new = rotated(world, 11)
    world.decides("deactivate", "GRACE_OVER")
    equal(alice.statuses(), {old: "Inactive", new: "Active"}, "keys")


def _taken_over(new_age: int, date_age: int, decision: str, reason: str) -> None:
    def function(world: World) -> None:
        alice = world.user()
        old = alice.key(age=200, status="Inactive")
        alice.key(age=new_age)
        alice.record(old, "", date_age)
        if decision:
            world.decides(decision, reason)
        else:
            world.quiet()

    named(
        f"another tool's date, {new_age - date_age} days after the new key was made and {date_age} days ago: "
        f"{decision or 'nothing'}",
        function,
    )


_taken_over(31, 20, "delete", "RETENTION_OVER")
_taken_over(21, 10, "", "")
_taken_over(22, 11, "delete", "RETENTION_OVER")
_taken_over(30, 20, "deactivate", "TURNED_OFF_BY_OWNER")
_taken_over(20, 20, "deactivate", "TURNED_OFF_BY_OWNER")
