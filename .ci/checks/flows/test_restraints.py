"""What keeps a run from acting: a key at work, an exemption, an address that mails do not reach, a limit, DRY_RUN."""

from __future__ import annotations

import json

from checks.common import faults
from checks.common.account import EXEMPT_TAG, day
from checks.common.expect import contains, equal, holds
from checks.flows.refusals import BAD_INPUT, refused
from checks.flows.states import all_untouched, rotated, untouched
from checks.flows.world import World

WAITS = {"IN_USE_GRACE_DAYS": "5"}


# -- the old key is at work --


def test_an_old_key_in_use_stays_active_for_the_days_that_are_set(world: World) -> None:
    world.settings |= WAITS
    users = {}
    for used, grace in ((0, 11), (3, 11), (4, 11), (0, 15), (0, 16)):
        user, old, new = rotated(world, grace, name=f"used-{used}-days-ago-on-day-{grace}")
        user.use(old, used)
        user.use(new)
        users[used, grace] = user, old
    goes = ((4, 11), (0, 16))
    verdicts = {
        user.name: ("deactivate", "GRACE_OVER") if case in goes else ("hold", "STILL_IN_USE")
        for case, (user, _) in users.items()
    }
    world.decides_each(verdicts)
    for case, (user, old) in users.items():
        equal(user.statuses()[old], "Inactive" if case in goes else "Active", f"status of {user.name}'s old key")
        if case not in goes:
            contains(world.mail_to(user)["text"], old, str(day(16 - case[1])), what=f"the mail to {user.name}")


def test_an_old_key_whose_last_use_cannot_be_read_stays_on_if_uses_are_waited_for(world: World) -> None:
    world.settings |= WAITS
    alice, old, new = rotated(world, 11)
    world.user("bob").key(age=3)
    done = world.apply(fault=faults.deny("GetAccessKeyLastUsed"))
    equal((done.status, done.effects), (1, []), "status and effects")
    contains(done.rows["alice"].error or "", "GetAccessKeyLastUsed", what="the error")
    equal(alice.statuses(), {old: "Active", new: "Active"}, "keys")


# -- exemptions --


def test_an_exempt_user_is_held_and_listed_with_day_and_reason(world: World) -> None:
    alice = world.user(tags={EXEMPT_TAG: f"{day()} migrating the data lake"})
    alice.key(age=100)
    untouched(world, alice, "hold", "EXEMPT")
    contains(world.run("plan").stdout, "EXEMPT", f"until {day()}: migrating the data lake", what="the plan")
    equal(world.mails(), [], "mails")


def test_an_exemption_whose_day_is_past_is_ignored(world: World) -> None:
    world.user(tags={EXEMPT_TAG: f"{day(-1)} migrating the data lake"}).key(age=61)
    world.decides("rotate", "OVERDUE")


def test_users_whose_exemption_cannot_be_read_are_held(world: World) -> None:
    tags = {"no-date": "forever", "no-such-day": "2027-02-30 no such day", "no-reason": "2027-01-31"}
    users = [world.user(name, tags={EXEMPT_TAG: tag}) for name, tag in tags.items()]
    for user in users:
        user.key(age=100)
    all_untouched(world, dict.fromkeys(users, ("hold", "UNREADABLE_EXEMPTION")))
    equal(world.mails(), [], "mails")


def test_an_exemption_keeps_an_old_key_on(world: World) -> None:
    alice, *_ = rotated(world, 30)
    alice.tag({EXEMPT_TAG: f"{day(1)} freeze"})
    untouched(world, alice, "hold", "EXEMPT")


# -- addresses that mails do not reach --


def test_nothing_is_done_to_a_user_whose_address_ses_suppresses(world: World) -> None:
    body = json.dumps(
        {"SuppressedDestination": {"EmailAddress": "alice@corp.example", "Reason": "BOUNCE", "LastUpdateTime": 1.7e9}}
    ).encode()
    alice = world.user()
    alice.key(age=61)
    world.user("bob").key(age=61)
    before = alice.keys(), alice.tags()
    suppressed = faults.answer("GetSuppressedDestination", "alice", body)
    planned = world.plan(fault=suppressed)
    done = world.apply(fault=suppressed)
    wanted = {"alice": ("hold", "ADDRESS_SUPPRESSED"), "bob": ("rotate", "OVERDUE")}
    equal((planned.verdicts, done.verdicts), (wanted, wanted), "decisions")
    equal((alice.keys(), alice.tags()), before, "keys and tags")
    contains(world.mail()["to"], "bob", what="the one address that was written to")


# -- keys that AWS found in public --

POLICIES = ("AWSCompromisedKeyQuarantine", "AWSCompromisedKeyQuarantineV2", "AWSCompromisedKeyQuarantineV3")


def test_users_whom_aws_quarantines_come_first_and_are_held(world: World) -> None:
    world.user("alice").key(age=31)
    held = []
    for number, policy in enumerate(POLICIES):
        user = world.user(f"exposed-{number}", email=None if number == 0 else "")
        key = user.key(age=(100, 61, 3)[number])
        world.account.quarantine(user.name, policy)
        held.append((user, key, policy))
    before = [(user.keys(), user.tags()) for user, *_ in held]
    names = [user.name for user, *_ in held]
    wanted = {name: ("hold", "QUARANTINED") for name in names} | {"alice": ("warn", "WARNING")}
    done = world.decides_each(wanted)
    equal(list(done.rows), [*names, "alice"], "order of the report")
    equal([(user.keys(), user.tags()) for user, *_ in held], before, "keys and tags")
    contains(world.mail()["to"], "alice", what="the one address that was written to")
    page = world.home / "page.html"
    equal(world.run("plan", "--report", str(page)).status, 0, "status")
    for user, key, policy in held:
        contains(page.read_text(), f"update-access-key --user-name {user.name} --access-key-id {key}", what=policy)
        mended = world.run("mend", user.name)
        contains(mended.stdout + mended.stderr, f"detach-user-policy --user-name {user.name}", what="advice")


def test_an_exposed_key_is_replaced_at_once_where_the_setting_says_so_and_its_successor_is_kept(world: World) -> None:
    world.settings["ON_EXPOSED"] = "rotate"
    alice, full = world.user(), world.user("full")
    old = alice.key(age=3)
    two = {full.key(age=3): "Active", full.key(age=2): "Active"}
    for user in (alice, full):
        world.account.quarantine(user.name, POLICIES[2])
    world.decides_each({"alice": ("rotate", "COMPROMISED"), "full": ("hold", "QUARANTINED")})
    (new,) = world.keys_made()
    equal((alice.statuses(), full.statuses()), ({old: "Inactive", new: "Active"}, two), "keys")
    for _ in range(12):
        world.account.pass_days(1)
        world.apply()
    equal(alice.statuses(), {new: "Active"}, "keys after the retention, while the policy is attached")


def test_a_user_is_worked_on_again_once_the_quarantine_is_over(world: World) -> None:
    world.user().key(age=61)
    world.account.quarantine("alice", POLICIES[2])
    world.decides("hold", "QUARANTINED")
    equal(world.apply("--user", "alice").verdicts, {"alice": ("hold", "QUARANTINED")}, "decision by name")
    world.account.release("alice", POLICIES[2])
    world.decides("rotate", "OVERDUE")


# -- limits --


def test_a_run_acts_on_no_more_users_than_it_may_and_the_next_ones_do_the_rest(world: World) -> None:
    world.settings["MAX_ACTIONS_PER_RUN"] = "1"
    names = ["eldest", "middle", "youngest"]
    for name, age in zip(names, (90, 80, 70), strict=True):
        world.user(name).key(age=age)
    world.user("warned").key(age=31)
    for number, name in enumerate(names):
        planned = world.plan()
        done = world.apply()
        equal((planned.status, done.status), (0, 0), "exit statuses")
        equal(done.verdicts, planned.verdicts, "what apply says, by what plan said")
        once_a_day = {"warned": "done"} if number == 0 else {}
        wanted = {**dict.fromkeys(names[number:], "planned"), name: "done", **once_a_day}
        equal(done.results, wanted, "outcomes")
        left = names[number + 1 :]
        for report in (planned, done):
            notes = {user for user, row in report.rows.items() if "MAX_ACTIONS_PER_RUN" in (row.error or "")}
            equal(notes, set(left), "who is left because of the limit")
    equal(len(world.keys_made()), 3, "keys made")
    equal(world.apply().verdicts, {}, "decisions")


# -- DRY_RUN, and invalid values --


def test_with_dry_run_apply_and_undo_and_mend_touch_nothing(world: World) -> None:
    world.settings["DRY_RUN"] = "true"
    world.user().key(age=61)
    done = world.apply()
    equal((done.status, done.writes), (0, []), "status and writes")
    equal(done.results, {"alice": "planned"}, "outcomes")
    contains(world.run("apply").stdout, "DRY_RUN is true", what="the table")
    bob = world.user("bob")
    old = bob.key(age=90, status="Inactive")
    bob.key(age=12)
    bob.record(old, "deactivated", days_ago=1)
    world.user("carol", tags={"last-check-date": "yesterday"}).key(age=1)
    for arguments in (("undo", "bob", "--yes"), ("mend", "carol", "--yes")):
        outcome = world.run(*arguments)
        equal((outcome.status, outcome.writes), (0, []), f"status and writes of {arguments}")
        contains(outcome.stdout, "DRY_RUN is true", what=f"standard output of {arguments}")


def test_without_dry_run_apply_acts(world: World) -> None:
    world.settings["DRY_RUN"] = "false"
    world.user().key(age=61)
    world.decides("rotate", "OVERDUE")


def test_invalid_values_are_all_named_at_once(world: World) -> None:
    wrong = {"IN_USE_GRACE_DAYS": "-1", "MAX_ACTIONS_PER_RUN": "0", "DRY_RUN": "maybe"}
    refused(world, BAD_INPUT, *wrong, *wrong.values(), **wrong)
    for arguments in (("undo", "alice"), ("mend", "alice"), ("history",)):
        outcome = world.run(*arguments, **wrong)
        equal((outcome.status, outcome.calls), (BAD_INPUT, []), f"status and calls of {arguments}")
        holds(all(name in outcome.stderr for name in wrong), f"{arguments} does not name all:\n{outcome.stderr}")


# -- days without action --


def weekday(days: int = 0) -> str:
    return day(days).strftime("%a").upper()


def test_on_a_day_without_action_no_key_is_deactivated_and_the_next_day_does_it(world: World) -> None:
    world.settings["NO_ACTION_ON"] = f"{weekday()},2001-01-01"
    alice, old, new = rotated(world, 11)
    alice.use(new)
    warned, overdue = world.user("warned"), world.user("overdue")
    warned.key(age=31)
    overdue.key(age=61)
    planned = world.plan()
    done = world.apply()
    equal(done.verdicts, planned.verdicts, "what apply says, by what plan said")
    equal(done.results, {"alice": "planned", "warned": "done", "overdue": "done"}, "outcomes")
    for report in (planned, done):
        contains(report.rows["alice"].error or "", f"NO_ACTION_ON has {weekday()}", f"the run of {day(1)}", what="the error")
    equal(alice.statuses(), {old: "Active", new: "Active"}, "keys")
    contains(world.run("plan", "--as-of", "tomorrow").stdout, "deactivate", what="the plan of tomorrow")
    world.settings["NO_ACTION_ON"] = weekday(1)
    equal(world.apply().results["alice"], "done", "outcome on another day")
    equal(alice.statuses(), {old: "Inactive", new: "Active"}, "keys")


def test_days_and_zones_that_are_none_are_named(world: World) -> None:
    wrong = {"NO_ACTION_ON": "SAT,2027-02-30", "NO_ACTION_ZONE": "Europe/Atlantis"}
    refused(world, BAD_INPUT, *wrong, "2027-02-30", "Europe/Atlantis", **wrong)


# -- thresholds of a user --


def test_a_tag_delays_a_rotation_up_to_the_maximum_and_no_further(world: World) -> None:
    world.settings["MAX_OVERDUE_DAYS"] = "120"
    overdue = {"usual": None, "later": "90", "too-late": "121", "too-early": "10", "unreadable": "soon"}
    for name, days in overdue.items():
        world.user(name, tags={"keyturn-overdue-days": days} if days else None).key(age=61)
    world.user("young", tags={"keyturn-overdue-days": "1"}).key(age=29)
    planned = world.plan()
    done = world.apply()
    rotates = ("rotate", "OVERDUE")
    wanted = {"usual": rotates, "later": ("warn", "WARNING"), "too-late": rotates, "too-early": rotates, "unreadable": rotates}
    equal((planned.verdicts, done.verdicts), (wanted, wanted), "decisions")
    remarks = {user["user"]: [one["reason"] for one in user["remarks"]] for user in json.loads(done.stdout)["users"]}
    bounds = ["THRESHOLD_OUT_OF_BOUNDS"]
    equal(
        remarks,
        {"usual": [], "later": [], "too-late": bounds, "too-early": bounds, "unreadable": ["UNREADABLE_THRESHOLD"]},
        "remarks",
    )
