"""Commands on one account of an organization: who signs each call, and where objects are (promise 12)."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from checks.common.account import BUCKET
from checks.common.proxy import Call, Forward, Reply, mail_of
from checks.organization.company import Company, accounts_of, sessions

HUB = "123456789012"


def two_accounts(company: Company) -> tuple[str, str]:
    accounts = company.member("one"), company.member("two")
    for account in accounts:
        company.user(account, "alice", age=61)
    return accounts


def test_a_plan_of_an_account_reads_it_with_its_own_session_that_may_only_read(company: Company) -> None:
    one, _ = two_accounts(company)
    done = company.run("plan", "--account", one, "--output", "json")
    assert (done.status, done.report["account"]) == (0, one), done
    assert done.verdicts == {"alice": ("rotate", "OVERDUE")}
    assert not [call for call in done.calls if call.writes and call.service != "sts"], done
    assert {account for account, _ in accounts_of(done.calls)} == {one}
    assumed = [call for call in done.calls if call.action == "AssumeRole"]
    assert [call.parameter("PolicyArns.member.1.arn") for call in assumed] == ["arn:aws:iam::aws:policy/IAMReadOnlyAccess"]
    assert company.objects() == []


def test_an_apply_changes_that_account_alone_and_writes_under_its_prefix_alone(company: Company) -> None:
    one, two = two_accounts(company)
    before = company.keys(two, "alice")
    done = company.run("apply", "--account", one, "--yes", "--output", "json")
    assert done.status == 0, done
    new = done.rows["alice"].new_key
    assert new in company.keys(one, "alice")
    assert company.keys(two, "alice") == before
    changes = [account for account, call in accounts_of(done.calls) if call.writes]
    assert changes
    assert set(changes) == {one}
    names = company.objects()
    assert f"org/credential/{one}/alice/alice_{new}.csv" in names
    assert {name.split("/")[1] for name in names} == {"credential", "state", "audit"}
    assert all(name.startswith("org/") and name.split("/")[2] == one for name in names), names
    (mail,) = [call for call in done.calls if call.action == "SendEmail"]
    assert f"--hub {HUB}".encode() in mail.body
    assert f"org/credential/{one}/alice/alice_{new}.csv".encode() in mail.body


def test_an_owner_of_an_account_fetches_the_new_key_from_the_hub_by_the_line_of_the_mail(company: Company, tmp_path: Path) -> None:
    one, _ = two_accounts(company)
    (old,), secret = company.keys(one, "alice"), company.secret(one, "alice")
    done = company.run("apply", "--account", one, "--yes")
    (mail,) = [mail_of(call)["text"] for call in done.calls if call.action == "SendEmail"]
    (line,) = re.findall(r"^ *keyturn fetch (.*)$", mail, re.MULTILINE)
    assert f"--hub {HUB} " in line
    arguments = shlex.split(line.replace("YOUR_PROFILE", "default"))
    file = tmp_path / "credentials"
    file.write_text(f"[default]\naws_access_key_id = {old}\naws_secret_access_key = {secret}\n")
    file.chmod(0o600)
    fetched = company.fetch(file, *arguments)
    assert (fetched.status, fetched.stderr) == (0, ""), fetched
    (new,) = set(company.keys(one, "alice")) - {old}
    assert f"aws_access_key_id = {new}\n" in file.read_text()
    assert old not in file.read_text()
    # moto does not compare it with the bucket's account; the sandbox does (checks/profiles).
    asked = [{name.lower(): value for name, value in call.headers.items()} for call in fetched.calls if call.service == "s3"]
    assert {headers["x-amz-expected-bucket-owner"] for headers in asked} == {HUB}


def test_history_undo_and_mend_read_the_account(company: Company) -> None:
    one, two = two_accounts(company)
    company.run("apply", "--account", one, "--yes")
    told = company.run("history", "--account", one)
    assert told.status == 0
    assert "alice" in told.stdout
    assert "alice" not in company.run("history", "--account", two).stdout
    for command in ("undo", "mend"):
        shown = company.run(command, "alice", "--account", two, "--yes")
        assert shown.status == 0, shown
        assert set(sessions(shown.calls).values()) == {two}


def test_with_a_session_of_another_account_nothing_is_read_or_written(company: Company) -> None:
    one, two = two_accounts(company)

    def claimed(call: Call, forward: Forward) -> Reply:
        reply = forward()
        if call.action == "AssumeRole":
            return Reply(reply.status, reply.headers, reply.body.replace(one.encode(), two.encode()))
        return reply

    def identified(call: Call, forward: Forward) -> Reply:
        reply = forward()
        if call.action == "GetCallerIdentity":
            return Reply(reply.status, reply.headers, reply.body.replace(one.encode(), two.encode()))
        return reply

    for fault in (claimed, identified):
        for command in (("plan",), ("apply", "--yes")):
            done = company.run(*command, "--account", one, fault=fault)
            assert done.status == 3, done
            assert f"of account {two}, but account {one} was ordered" in done.stderr
            assert {call.service for call in done.calls} == {"sts"}, done
    assert company.objects() == []


@pytest.mark.parametrize(
    ("arguments", "settings", "words"),
    [
        (("plan", "--account", "123"), {}, "not the id of an account"),
        (("plan", "--account", "111122223333"), {"ORG_ID": ""}, "--account 111122223333 needs ORG_ID"),
        (("plan",), {}, "ORG_ID is set: say which account"),
        (("apply", "--yes"), {}, "ORG_ID is set: say which account"),
        (("undo", "alice", "--yes"), {}, "ORG_ID is set: say which account"),
        (("plan", "--account", "111122223333"), {"ORG_ID": "corp"}, "ORG_ID is not"),
        (
            ("plan", "--account", "111122223333"),
            {"ORG_UNITS": "ou-ab12-11112222", "ORG_EXCLUDED": "ou-ab12-11112222"},
            "ORG_UNITS and ORG_EXCLUDED both name ou-ab12-11112222",
        ),
    ],
)
def test_bad_input_is_refused_before_anything_is_read(
    company: Company, arguments: tuple[str, ...], settings: dict[str, str], words: str
) -> None:
    done = company.run(*arguments, **settings)
    assert done.status == 2, done
    assert words in done.stderr
    assert done.calls == []


def test_a_denied_session_says_so_in_the_words_of_aws(company: Company) -> None:
    one, _ = two_accounts(company)
    denial = (
        "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>User: x is not authorized to perform: "
        f"sts:AssumeRole on resource: arn:aws:iam::{one}:role/r</Message></Error><RequestId>r</RequestId></ErrorResponse>"
    )

    def denied(call: Call, forward: Forward) -> Reply:
        return Reply(403, [("Content-Type", "text/xml")], denial.encode()) if call.action == "AssumeRole" else forward()

    done = company.run("apply", "--account", one, "--yes", fault=denied)
    assert done.status == 3, done
    assert "is not authorized to perform: sts:AssumeRole" in done.stderr
    assert "ORG_ROLE_NAME" in done.stderr
    assert BUCKET not in " ".join(call.path for call in done.calls)
