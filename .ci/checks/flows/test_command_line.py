"""The command line as its users and their programs see it."""

from __future__ import annotations

from checks.common.account import ID, day
from checks.common.expect import contains, equal, holds
from checks.flows.world import World

FIELDS = ["name", "mode", "account", "date", "runId", "summary", "users", "neverRotated"]
COUNTS = ["users", "lookedAfter", "warned", "rotated", "deactivated", "deleted", "cleared", "held", "failed"]
SUMMARY = [*COUNTS, "apiCalls", "seconds"]
CSV_ROW = ["user", "email", "decision", "reason", "key", "status", "ageDays", "outcome", "newKey", "error"]
ROW = ["user", "email", "decision", "reason", "keys", "outcome", "newKey", "error", "remarks", "advice"]


def some_users(world: World) -> None:
    world.user("warned").key(age=31)
    world.user("overdue").key(age=61)
    world.user("quiet").key(age=1)
    world.user("stranger", email=None).key(age=61)


def test_json_has_the_fields_of_the_design_and_stands_alone_on_standard_output(world: World) -> None:
    some_users(world)
    for outcome, mode, result in ((world.plan(), "plan", "planned"), (world.apply(), "apply", "done")):
        report = outcome.report
        equal(list(report), FIELDS, "fields")
        equal((report["name"], report["mode"], report["account"]), ("keyturn", mode, ID), "head")
        equal(report["date"], str(day()), "date")
        equal(list(report["summary"]), SUMMARY, "fields of the summary")
        counts = {name: report["summary"][name] for name in COUNTS}
        wanted = dict.fromkeys(COUNTS, 0) | {"users": 4, "lookedAfter": 3, "warned": 1, "rotated": 1}
        equal(counts, wanted, "counts")
        equal(report["summary"]["apiCalls"], len(outcome.calls), "apiCalls")
        for row in report["users"]:
            equal(list(row), ROW, "fields of a user")
            equal(list(row["keys"][0]), ["id", "status", "ageDays"], "fields of a key")
            equal(row["outcome"], result, "outcome")
    new = world.outcomes[-1].rows["overdue"].new_key
    equal([new], list(world.keys_made()), "newKey")


def test_csv_stands_alone_on_standard_output(world: World) -> None:
    some_users(world)
    for command in ("plan", "apply"):
        done = world.run(command, "--output", "csv")
        equal([row["user"] for row in done.csv_rows], ["overdue", "warned"], "users")
        equal(list(done.csv_rows[0]), CSV_ROW, "columns")


def test_csv_has_a_row_for_each_key(world: World) -> None:
    alice = world.user()
    keys = [alice.key(age=40), alice.key(age=50)]
    rows = world.run("plan", "--output", "csv").csv_rows
    equal(sorted((row["key"], row["status"], row["ageDays"]) for row in rows),
          sorted(zip(keys, ["Active", "Active"], ["40", "50"], strict=True)), "keys")


# -- users --


def test_users_are_named_the_same_way_everywhere(world: World) -> None:
    for name in ("ci-one", "ci-two", "alice"):
        world.user(name).key(age=61)
    names = world.home / "users.txt"
    names.write_text("# robots\nci-o?e\n\nalice\n")
    for arguments, wanted in (
        (("ci-*",), {"ci-one", "ci-two"}),
        (("alice", "--user", "ci-two"), {"alice", "ci-two"}),
        (("--users", str(names)), {"ci-one", "alice"}),
    ):
        equal(set(world.plan(*arguments).rows), wanted, f"users of {arguments}")
    none = world.run("plan", "robot-*")
    equal((none.status, none.writes), (3, []), "status and writes where no user fits")
    contains(none.stderr, "No user of this account fits 'robot-*'", what="standard error")
    equal(set(world.apply("ci-*").rows), {"ci-one", "ci-two"}, "users of apply")
    mended = world.run("mend", "ci-*", "alice")
    equal(mended.status, 0, "status of mend")
    contains(mended.stdout, "ci-one is not held", "ci-two is not held", "alice is not held", what="what mend says")
    history = world.run("history", "ci-o*")
    contains(history.stdout, "ci-one", what="the history")
    holds("ci-two" not in history.stdout, "the history of another user")


def test_verbose_says_why_nothing_is_due(world: World) -> None:
    some_users(world)
    said = world.run("plan", "--verbose").stderr
    contains(said, "quiet: nothing (YOUNG)", "stranger: nothing (NO_ADDRESS)", what="standard error")


def test_verbose_says_which_tags_do_not_count_though_nothing_is_due(world: World) -> None:
    world.settings["MAX_OVERDUE_DAYS"] = "180"
    world.user("young", tags={"keyturn-overdue-days": "many"}).key(age=1)
    said = world.run("plan", "--verbose").stderr
    contains(said, "young: nothing (YOUNG)", "keyturn-overdue-days is 'many', which is no number", what="standard error")


def test_the_table_is_for_eyes_and_names_users_reasons_and_sums(world: World) -> None:
    some_users(world)
    planned = world.run("plan")
    contains(planned.stdout, "overdue", "OVERDUE", "warned", "WARNING", "4 users, 3 managed", what="the plan")
    done = world.run("apply")
    contains(done.stdout, "done", "rotated 1", "warned 1", *world.keys_made(), what="the table")
    holds("\x1b" not in planned.stdout + done.stdout, "colours where there is no terminal")


def test_apply_asks_on_a_terminal_and_a_no_touches_nothing(world: World) -> None:
    some_users(world)
    refused = world.run_on_terminal("apply", answer="n")
    contains(refused.stdout, "overdue", "Nothing was changed", what="the terminal")
    equal((refused.status, refused.writes), (0, []), "status and writes after a no")
    agreed = world.run_on_terminal("apply", answer="y")
    equal(agreed.status, 0, "status after a yes")
    equal(len(world.keys_made()), 1, "keys made after a yes")


def test_without_a_terminal_and_without_yes_nothing_is_read_or_touched(world: World) -> None:
    some_users(world)
    for arguments in (("apply",), ("apply", "--output", "json"), ("undo", "overdue"), ("mend", "overdue")):
        refused = world.run(*arguments, asked=True)
        equal((refused.status, refused.calls, refused.stdout), (2, [], ""), f"status, calls and output of {arguments}")
        contains(refused.stderr, "--yes", "Nothing was read or changed", what=f"standard error of {arguments}")


def test_apply_asks_nothing_with_yes(world: World) -> None:
    some_users(world)
    done = world.run_on_terminal("apply", "--yes", answer="n")
    equal((done.status, len(world.keys_made())), (0, 1), "status and keys made")
    holds("[y/N]" not in done.stdout, "it asked")


def test_a_run_can_be_narrowed_to_users_by_name(world: World) -> None:
    for name in ("alice", "bob", "carol"):
        world.user(name).key(age=61)
    done = world.apply("--user", "alice", "--user", "carol")
    equal(set(done.rows), {"alice", "carol"}, "users")
    equal({call.user for call in done.calls if call.writes} - {""}, {"alice", "carol"}, "users that were touched")


def test_a_user_without_an_address_who_is_asked_for_is_said_not_to_be_looked_after(world: World) -> None:
    world.user("stranger", email=None).key(age=61)
    done = world.apply("--user", "stranger")
    equal((done.status, done.writes), (0, []), "status and writes")
    contains(done.stderr, "stranger is not managed", what="standard error")


def test_help_and_version_need_no_settings_and_no_network(world: World) -> None:
    world.settings.clear()
    for arguments in (("--help",), ("plan", "--help"), ("apply", "--help"), ("--version",)):
        shown = world.run(*arguments)
        equal((shown.status, shown.calls), (0, []), f"status and calls of {arguments}")
        contains(shown.stdout, "keyturn", what=f"standard output of {arguments}")


def test_an_account_without_users_has_an_empty_report(world: World) -> None:
    world.quiet()
    contains(world.run("plan").stdout, "0 users", what="the plan")


def test_progress_and_effects_are_printed_on_standard_error(world: World) -> None:
    world.user().key(age=61)
    done = world.apply()
    words = ("record", "create key", "store file credential/alice/", "send mail alice@corp.example", "rotate (OVERDUE) done")
    told = [f"alice: {word}" for word in words]
    contains(done.stderr, *told, what="standard error")
