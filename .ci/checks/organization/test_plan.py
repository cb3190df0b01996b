"""A plan over the accounts of an organization: what it reads, whom it leaves out, and that a fault stays in its account."""

from __future__ import annotations

import csv
import io
import json
import pathlib
from collections import Counter
from typing import Any

from checks.common.account import BUCKET
from checks.common.proxy import Call, Fault, Forward, Reply
from checks.organization.company import Company, accounts_of, denied_in, sessions

HUB = "123456789012"


def states(report: dict[str, Any]) -> dict[str, str]:
    return {one["account"]: one["state"] for one in report["accounts"]}


def test_a_plan_of_an_organization_reads_every_account_with_its_own_session_and_writes_nothing(company: Company) -> None:
    busy, quiet, closed = (company.member(name) for name in ("busy", "quiet", "closed"))
    company.user(busy, "alice", age=61)
    company.user(busy, "bob", age=31)
    company.user(quiet, "carol", age=1)
    company.close_account(closed)
    done = company.run("plan", "--org", "--output", "json")
    assert done.status == 0, done
    report = json.loads(done.stdout)
    assert report["organization"] == company.id
    assert states(report) == {busy: "due", quiet: "quiet", closed: "left out", HUB: "quiet"}
    (found,) = [one for one in report["accounts"] if one["account"] == busy]
    assert (found["rotate"], found["warn"], found["users"], found["detail"]) == (1, 1, 2, None)
    assert company.objects() == []
    assert not [call for call in done.calls if call.writes and call.service not in {"sts", "organizations"}]
    read = accounts_of(done.calls)
    assert {account for account, _ in read} == {busy, quiet, HUB}
    for account, call in read:
        if call.user:
            assert call.user in {"alice", "bob"} if account == busy else {"carol"}
    assert Counter(sessions(done.calls).values()) == {busy: 1, quiet: 1, HUB: 1}
    assert all(
        call.parameter("PolicyArns.member.1.arn").endswith(":policy/IAMReadOnlyAccess")
        for call in done.calls
        if call.action == "AssumeRole"
    )


def test_the_table_and_csv_have_a_line_for_each_account(company: Company) -> None:
    one = company.member("one")
    company.user(one, "alice", age=61)
    shown = company.run("plan", "--org")
    assert shown.status == 0, shown
    assert f"{one}  one" in shown.stdout
    assert "2 accounts: due 1, quiet 1" in shown.stdout
    rows = list(csv.DictReader(io.StringIO(company.run("plan", "--org", "--output", "csv").stdout, newline="")))
    assert [(row["account"], row["state"], row["rotate"]) for row in rows] == sorted([(one, "due", "1"), (HUB, "quiet", "0")])


def test_units_choose_accounts_and_excluded_ones_are_left_out(company: Company) -> None:
    outer = company.unit("outer")
    inner = company.unit("inner", outer)
    one, two, three = company.member("one", outer), company.member("two", inner), company.member("three")
    report = json.loads(company.run("plan", "--ou", outer, "--output", "json").stdout)
    assert set(states(report)) == {one, two}
    report = json.loads(company.run("plan", "--org", "--output", "json", ORG_UNITS=outer, ORG_EXCLUDED=inner).stdout)
    assert states(report) == {one: "quiet", two: "left out"}
    done = company.run("plan", "--org", "--output", "json", ORG_EXCLUDED=f"{one} {three},{HUB}")
    assert states(json.loads(done.stdout)) == {one: "left out", two: "quiet", three: "left out", HUB: "left out"}
    assert set(sessions(done.calls).values()) == {two}


def test_limits_hold_over_all_accounts(company: Company) -> None:
    accounts = [company.member(f"m{number}") for number in range(5)]
    for number, account in enumerate(accounts):
        company.user(account, "alice", age=70 - number)
    done = company.run("plan", "--org", "--output", "json", MAX_ACTIONS_PER_RUN="3")
    found = states(json.loads(done.stdout))
    assert [found[account] for account in accounts] == ["due", "due", "due", "deferred", "deferred"]


def test_a_tag_of_the_account_holds_it(company: Company) -> None:
    one = company.member("one")
    company.user(one, "alice", age=61)
    company.tag(one, "keyturn-exempt", "until the audit is over")
    done = company.run("plan", "--org", "--output", "json")
    assert done.status == 0, done
    (found,) = [one_of for one_of in json.loads(done.stdout)["accounts"] if one_of["account"] == one]
    assert (found["state"], found["rotate"], found["detail"]) == ("held", 1, "keyturn-exempt until the audit is over")


def test_a_fault_stays_in_its_account_and_shows_in_the_status(company: Company) -> None:
    one, two = company.member("one"), company.member("two")
    company.user(two, "alice", age=61)
    for joined, state, status in (("0", "denied", 1), (None, "unreached", 0)):
        done = company.run("plan", "--org", "--output", "json", fault=denied_in(one, joined))
        assert done.status == status, done
        report = json.loads(done.stdout)
        assert states(report) == {one: state, two: "due", HUB: "quiet"}
        (found,) = [one_of for one_of in report["accounts"] if one_of["account"] == one]
        assert "is not authorized to perform: sts:AssumeRole" in found["detail"]


def test_a_listing_that_fails_or_is_cut_off_touches_no_account(company: Company) -> None:
    company.member("one")

    def refused(call: Call, forward: Forward) -> Reply:
        if call.headers.get("X-Amz-Target", "").endswith("ListAccounts"):
            body = b'{"__type":"AccessDeniedException","Message":"You don\'t have permissions to access this resource."}'
            return Reply(400, [("Content-Type", "application/x-amz-json-1.1")], body)
        return forward()

    done = company.run("plan", "--org", fault=refused)
    assert done.status == 3, done
    assert "The accounts could not be listed" in done.stderr
    assert sessions(done.calls) == {}


def test_an_empty_page_with_a_token_is_not_the_last_one(company: Company) -> None:
    one = company.member("one")
    listed: list[Reply] = []

    def paged(call: Call, forward: Forward) -> Reply:
        if not call.headers.get("X-Amz-Target", "").endswith("ListAccounts"):
            return forward()
        if not listed:
            listed.append(forward())
            return Reply(200, listed[0].headers, b'{"Accounts": [], "NextToken": "more"}')
        assert json.loads(call.body) == {"NextToken": "more"}
        return listed[0]

    done = company.run("plan", "--org", "--output", "json", fault=paged)
    assert done.status == 0, done
    assert states(json.loads(done.stdout)) == {one: "quiet", HUB: "quiet"}


def test_a_report_is_a_page_or_a_line_for_each_account(company: Company, tmp_path: pathlib.Path) -> None:
    account = company.member("payments")
    page, table = tmp_path / "accounts.html", tmp_path / "accounts.csv"
    assert company.run("plan", "--org", "--report", str(page)).status == 0
    assert "0 of 2 accounts need a person." in page.read_text()
    assert company.run("plan", "--org", "--report", str(table)).status == 0
    lines = table.read_text().splitlines()
    assert lines[0].startswith("account,name,state,")
    assert sorted(line.split(",")[0] for line in lines[1:]) == sorted([account, HUB])


def test_bad_input_is_refused_before_an_account_is_read(company: Company) -> None:
    for arguments, settings, words in (
        (("--org",), {"ORG_ID": ""}, "need ORG_ID"),
        (("--ou", "security"), {}, "not the id of a unit"),
        (("--org", "--account", "111122223333"), {}, "give one of them"),
        (("--org", "--ou", "ou-ab12-11112222"), {}, "give one of them"),
        (("--org", "--user", "alice"), {}, "do not go with"),
        (("--org", "--report", "accounts.json"), {}, "a line for each account (.csv)"),
    ):
        done = company.run("plan", *arguments, **settings)
        assert (done.status, done.calls) == (2, []), done
        assert words in done.stderr
    done = company.run("plan", "--ou", "ou-ab12-11112222")
    assert done.status == 2, done
    assert "There is no unit 'ou-ab12-11112222'" in done.stderr
    assert sessions(done.calls) == {}
    assert BUCKET not in " ".join(call.path for call in done.calls)


def test_another_organization_is_not_worked_on(company: Company) -> None:
    done = company.run("plan", "--org", ORG_ID="o-otherotherot")
    assert done.status == 3, done
    assert "ORG_ID is o-otherotherot" in done.stderr
    assert sessions(done.calls) == {}
