"""keyturn doctor --org: the accounts that a plan works on, each by its own session. moto has no policy simulator: what is allowed in an
account is checked on the sandbox (OrganizationDoctorTest)."""

from __future__ import annotations

import json
from typing import Any

from checks.common.proxy import Call, Forward, Reply
from checks.organization.company import Company, accounts_of, denied_in, sessions

HUB = "123456789012"


def examined(report: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {account["account"]: account for account in report["accounts"]}


def session(account: dict[str, Any]) -> dict[str, Any]:
    (found,) = [finding for finding in account["findings"] if finding["id"] == "credentials.identity"]
    return dict(found)


def test_each_account_is_read_by_its_own_session_that_may_only_read(company: Company) -> None:
    one, two, gone = company.member("one"), company.member("two"), company.member("gone")
    company.user(one, "alice", age=1)
    company.close_account(gone)
    done = company.run("doctor", "--org", "--output", "json")
    report = json.loads(done.stdout)
    assert report["organization"] == company.id
    accounts = examined(report)
    assert set(accounts) == {one, two, gone, HUB}
    assert accounts[gone]["leftOut"]
    assert accounts[gone]["findings"] == []
    for account in (one, two, HUB):
        assert accounts[account]["leftOut"] is None
        assert session(accounts[account])["severity"] == "ok", accounts[account]
        assert ":assumed-role/keyturn-member-prod/" in session(accounts[account])["found"]
    owners = {finding["id"]: finding for finding in accounts[one]["findings"] if finding["id"].startswith("owners.")}
    assert owners["owners.group"]["severity"] == "error"
    assert f"org/credential/{one}/${{aws:username}}/" in json.dumps(owners["owners.group"]["fixes"])
    known = sessions(done.calls)
    assert set(known.values()) == {one, two, HUB}
    assert {account for account, _ in accounts_of(done.calls) if account} == {one, two, HUB}
    assumed = [call for call in done.calls if call.action == "AssumeRole"]
    assert all(call.parameter("PolicyArns.member.1.arn").endswith(":policy/IAMReadOnlyAccess") for call in assumed)
    assert not [call for _, call in accounts_of(done.calls) if call.writes]
    assert company.objects() == []


def test_a_denied_session_is_an_error_and_of_a_new_account_a_warning(company: Company) -> None:
    one, two = company.member("one"), company.member("two")
    for joined, severity in (("0", "error"), (None, "warning")):
        done = company.run("doctor", "--org", "--output", "json", fault=denied_in(one, joined))
        accounts = examined(json.loads(done.stdout))
        found = session(accounts[one])
        assert found["severity"] == severity
        assert "is not authorized to perform: sts:AssumeRole" in found["found"]
        assert session(accounts[two])["severity"] == "ok"
    table = company.run("doctor", "--org", fault=denied_in(one, "0"))
    assert table.status == 1
    assert f"ACCOUNTS of organization {company.id}" in table.stdout
    assert "$ aws cloudformation create-stack-instances" in table.stdout
    assert "3 accounts to look at." in table.stderr


def test_a_session_of_another_account_is_an_error_and_reads_nothing(company: Company) -> None:
    one, two = company.member("one"), company.member("two")

    def claimed(call: Call, forward: Forward) -> Reply:
        reply = forward()
        if call.action == "AssumeRole" and f":{one}:" in call.parameter("RoleArn"):
            return Reply(reply.status, reply.headers, reply.body.replace(one.encode(), two.encode()))
        return reply

    done = company.run("doctor", "--org", "--output", "json", fault=claimed)
    found = session(examined(json.loads(done.stdout))[one])
    assert found["severity"] == "error"
    assert f"The session is one of account {two}, but account {one} was ordered" in found["found"]
    assert one not in {account for account, _ in accounts_of(done.calls)}


def test_a_listing_that_fails_is_status_1_and_touches_no_account(company: Company) -> None:
    company.member("one")

    def refused(call: Call, forward: Forward) -> Reply:
        if call.headers.get("X-Amz-Target", "").endswith("ListAccounts"):
            body = b'{"__type":"AccessDeniedException","Message":"You don\'t have permissions to access this resource."}'
            return Reply(400, [("Content-Type", "application/x-amz-json-1.1")], body)
        return forward()

    done = company.run("doctor", "--org", "--output", "json", fault=refused)
    assert done.status == 1, done
    assert "the accounts could not be checked: The accounts could not be listed" in done.stderr
    assert "accounts" not in json.loads(done.stdout)
    assert sessions(done.calls) == {}


def test_bad_input_is_refused(company: Company) -> None:
    done = company.run("doctor", "--org", ORG_ID="")
    assert (done.status, done.stdout, done.calls) == (2, "", []), done
    assert "--org needs ORG_ID" in done.stderr
    done = company.run("doctor", "--org", ORG_UNITS="ou-ab12-11112222")
    assert (done.status, done.stdout) == (2, ""), done
    assert "There is no unit 'ou-ab12-11112222'" in done.stderr
    assert sessions(done.calls) == {}
