"""The real state machine over an organization: limits, faults, a second execution, and that sessions and objects are not mixed up."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from checks.common.account import BUCKET
from checks.organization.company import Company, accounts_of, denied_in, keep_to_their_accounts
from checks.organization.hub import Hub
from checks.organization.machine import Engine

HUB = "123456789012"

# An account as Enrol lists it.
LISTED = {"id": "111122223333", "name": "one", "ring": 2, "young": False, "management": False}


def rotated(company: Company, accounts: list[str]) -> list[str]:
    return [account for account in accounts if len(company.keys(account, "alice")) == 2]


def test_limits_hold_over_accounts_and_sessions_are_not_mixed_up(company: Company, hubs: list[Hub]) -> None:
    accounts = [company.member(f"m{number}") for number in range(17)]
    for number, account in enumerate(accounts):
        company.user(account, "alice", age=80 - number)
    empty = company.member("empty")
    hub = Hub(company, MAX_ACTIONS_PER_RUN="12")
    hubs.append(hub)
    ended = hub.day()
    assert ended["status"] == "SUCCEEDED", (ended, hub.function.printed()[-3000:])
    assert rotated(company, accounts) == accounts[:12]
    states = hub.states()
    assert [states[account] for account in accounts] == ["ACTED"] * 12 + ["DEFERRED"] * 5
    assert (states[empty], states[HUB]) == ("QUIET", "QUIET")
    keep_to_their_accounts(hub.function.invocations)
    written = [call for account, call in accounts_of(hub.function.calls) if call.writes]
    assert len([call for call in written if call.action == "CreateAccessKey"]) == 12
    pages = [name.split("/")[2] for name in company.objects() if re.fullmatch(r"org/reports/\d{12}/[^/]+\.html", name)]
    assert sorted(pages) == sorted(event["account"]["id"] for event in hub.relay.events if event["mode"] == "act")
    assert set(accounts[:12]) <= set(pages)
    assert hub.day()["status"] == "SUCCEEDED"
    assert rotated(company, accounts) == accounts


def test_a_survey_writes_nothing_and_may_only_read(company: Company, hubs: list[Hub]) -> None:
    one = company.member("one")
    company.user(one, "alice", age=80)
    hub = Hub(company, DRY_RUN="true")
    hubs.append(hub)
    assert hub.day()["status"] == "SUCCEEDED"
    assert hub.states()[one] == "DEFERRED"
    assert not [call for _, call in accounts_of(hub.function.calls) if call.writes]
    assumed = [call for call in hub.function.calls if call.action == "AssumeRole"]
    assert assumed
    assert all(call.parameter("PolicyArns.member.1.arn").endswith(":policy/IAMReadOnlyAccess") for call in assumed)
    assert all(name.startswith("org/runs/") for name in company.objects())


def test_a_killed_account_is_lost_the_next_ring_is_not_changed_and_the_next_day_does_the_rest(
    company: Company, hubs: list[Hub]
) -> None:
    unit = company.unit("canary")
    canary, other = company.member("canary", unit), company.member("other")
    for account in (canary, other):
        company.user(account, "alice", age=80)
    hub = Hub(company, ORG_CANARY_UNITS=unit, ADMIN_EMAIL="admin@corp.example")
    hubs.append(hub)
    # Enrol, three surveys, allot: the sixth invocation acts in the canary account.
    hub.function.kill_at = {6}
    ended = hub.day()
    assert ended["status"] == "FAILED", ended
    assert hub.states() == {canary: "LOST", other: "DEFERRED", HUB: "QUIET"}
    assert len(company.keys(other, "alice")) == 1
    assert "Stopped after the first ring" in hub.object("stopped.json")["why"]
    (digest,) = [call for call in hub.function.calls if call.action == "SendEmail" and b"stopped in organization" in call.body]
    assert b"Stopped after the first ring" in digest.body
    ended = hub.day()
    assert ended["status"] == "SUCCEEDED", (ended, hub.states())
    assert rotated(company, [canary, other]) == [canary, other]


@pytest.mark.parametrize(
    ("mode", "why"),
    [
        ("allot", "Stopped before anything was changed: the step Allot, which shares the limits out, did not end."),
        ("judge", "Stopped after the first ring: the step Judge, which looks at it, did not end."),
    ],
)
def test_a_step_that_is_killed_stops_the_run_and_the_next_day_does_the_rest(
    mode: str, why: str, company: Company, hubs: list[Hub]
) -> None:
    unit = company.unit("canary")
    canary, other = company.member("canary", unit), company.member("other")
    for account in (canary, other):
        company.user(account, "alice", age=80)
    hub = Hub(company, ORG_CANARY_UNITS=unit, ADMIN_EMAIL="admin@corp.example")
    hubs.append(hub)
    hub.function.kill_step = {mode: 2}
    ended = hub.day()
    assert (ended["status"], ended["error"]) == ("FAILED", "Keyturn.NotWell"), ended
    assert hub.function.kill_step == {}
    assert hub.object("stopped.json")["why"].startswith(why)
    assert hub.states() == {canary: "DEFERRED" if mode == "allot" else "ACTED", other: "DEFERRED", HUB: "QUIET"}
    assert rotated(company, [canary, other]) == ([] if mode == "allot" else [canary])
    (digest,) = [call for call in hub.function.calls if call.action == "SendEmail" and b"stopped in organization" in call.body]
    assert why.encode() in digest.body
    ended = hub.day()
    assert ended["status"] == "SUCCEEDED", (ended, hub.states())
    assert rotated(company, [canary, other]) == [canary, other]


def test_a_canary_that_cannot_be_read_keeps_the_next_ring_from_being_changed(company: Company, hubs: list[Hub]) -> None:
    unit = company.unit("canary")
    canary, other = company.member("canary", unit), company.member("other")
    for account in (canary, other):
        company.user(account, "alice", age=80)
    hub = Hub(company, ORG_CANARY_UNITS=unit)
    hubs.append(hub)
    hub.function.fault = denied_in(canary, joined="1700000000")
    ended = hub.day()
    assert ended["status"] == "FAILED", ended
    assert hub.states() == {canary: "DENIED", other: "DEFERRED", HUB: "QUIET"}
    assert "Stopped after the first ring: 1 of its 1 accounts" in hub.object("stopped.json")["why"]
    assert not [call for _, call in accounts_of(hub.function.calls) if call.writes]
    assert not [event for event in hub.relay.events if event["mode"] == "act"]


def test_digest_and_page_say_that_no_account_is_a_canary(company: Company, hubs: list[Hub]) -> None:
    unit, one = company.unit("canary"), company.member("one")
    company.user(one, "alice", age=80)
    hub = Hub(company, ORG_CANARY_UNITS=unit, ADMIN_EMAIL="admin@corp.example")
    hubs.append(hub)
    assert hub.day()["status"] == "SUCCEEDED"
    assert rotated(company, [one]) == [one]
    (digest,) = [call for call in hub.function.calls if call.action == "SendEmail" and b"admin@corp.example" in call.body]
    page = company.account.client("s3").get_object(Bucket=BUCKET, Key="org/runs/day-1/report.html")["Body"].read()
    for text in (digest.body, page):
        assert f"The canary ring is empty: no account that is worked on is in ORG_CANARY_UNITS ({unit})".encode() in text


def test_the_contact_of_an_account_hears_about_its_part_only(company: Company, hubs: list[Hub]) -> None:
    busy, quiet, closed = company.member("busy"), company.member("quiet"), company.member("denied")
    company.user(busy, "alice", age=80)
    for account in (busy, quiet, closed):
        company.tag(account, "keyturn-contact", f"team-{account}@corp.example")
    hub = Hub(company, ADMIN_EMAIL="admin@corp.example")
    hubs.append(hub)
    hub.function.fault = denied_in(closed, joined="1700000000")
    assert hub.day()["status"] == "FAILED"
    assert hub.states() == {busy: "ACTED", quiet: "QUIET", closed: "DENIED", HUB: "QUIET"}
    mails = [call.body.decode() for call in hub.function.calls if call.action == "SendEmail"]
    told = {account: [mail for mail in mails if f"team-{account}@" in mail] for account in (busy, quiet, closed)}
    assert {account: len(found) for account, found in told.items()} == {busy: 1, quiet: 0, closed: 1}
    assert "rotated 1" in told[busy][0]
    assert closed not in told[busy][0]
    assert "Today the account is denied" in told[closed][0]
    page = company.account.client("s3").get_object(Bucket=BUCKET, Key="org/runs/day-1/report.html")["Body"].read().decode()
    assert "1 of 4 accounts needs a person." in page
    (digest,) = [mail for mail in mails if json.loads(mail)["Destination"]["ToAddresses"] == ["admin@corp.example"]]
    assert f"s3://{BUCKET}/org/runs/day-1/report.html" in digest


def standing(company: Company, account: str) -> dict[str, Any]:
    """Where alice's rotation stands in an account, without the ids of her keys."""
    iam = company.iam(account)
    keys = sorted(iam.list_access_keys(UserName="alice")["AccessKeyMetadata"], key=lambda key: key["CreateDate"])
    places = {key["AccessKeyId"]: number for number, key in enumerate(keys)}
    tags = {tag["Key"]: tag["Value"] for tag in iam.list_user_tags(UserName="alice")["Tags"]}
    files = [name for name in company.objects() if name.startswith(f"org/credential/{account}/alice/")]
    return {
        "keys": [key["Status"] for key in keys],
        "tags": {key: places.get(value, value) for key, value in tags.items()},
        "files": sorted(places.get(name.split("_")[1].removesuffix(".csv"), "of a key that is gone") for name in files),
    }


def test_fifty_accounts_killed_at_twenty_points_end_as_undisturbed_ones(company: Company, hubs: list[Hub]) -> None:
    accounts = [company.member(f"m{number}") for number in range(50)]
    for account in accounts:
        company.user(account, "alice", age=80)
    killed = accounts[:40:2]
    hub = Hub(company)
    hubs.append(hub)
    # The calls of a rotation, from the first one that writes: see .ci/checks/kills for every call of one account.
    hub.function.kill_in = {account: number for number, account in enumerate(killed, start=4)}
    assert hub.day()["status"] == "FAILED"
    assert hub.states() == {
        account: "LOST" if account in killed else "QUIET" if account == HUB else "ACTED" for account in [*accounts, HUB]
    }
    assert hub.function.kill_in == {}
    # A day later, no lease of a killed process holds any more.
    for account in killed:
        company.account.client("s3").delete_object(Bucket=BUCKET, Key=f"org/state/{account}/lease.json")
    ended = hub.day()
    assert ended["status"] == "SUCCEEDED", (ended, hub.states())
    wanted = standing(company, accounts[-1])
    assert wanted["keys"] == ["Active", "Active"]
    assert wanted["files"] == [1]
    for account in killed:
        found = standing(company, account)
        claimed = [file for file in found["files"] if file == "of a key that is gone"]
        assert len(claimed) <= 1, (account, found)
        assert {**found, "files": [file for file in found["files"] if file not in claimed]} == wanted, account
    keep_to_their_accounts(hub.function.invocations)


def test_a_second_execution_is_refused_until_the_first_has_its_report(company: Company, hubs: list[Hub]) -> None:
    hub = Hub(company)
    hubs.append(hub)
    assert not hub.function.invoke({"mode": "enrol", "run": "first"}).failed
    refused = hub.function.invoke({"mode": "enrol", "run": "second"})
    assert refused.failed
    assert "Another execution is at work (first)" in refused.body
    assert not hub.function.invoke({"mode": "enrol", "run": "first"}).failed
    for mode in ("allot", "summarize"):
        assert not hub.function.invoke({"mode": mode, "run": "first"}).failed
    assert not hub.function.invoke({"mode": "enrol", "run": "second"}).failed


def test_a_second_execution_of_the_machine_ends_at_its_first_step(company: Company, hubs: list[Hub]) -> None:
    one = company.member("one")
    company.user(one, "alice", age=80)
    hub = Hub(company)
    hubs.append(hub)
    assert not hub.function.invoke({"mode": "enrol", "run": "other"}).failed
    before = company.objects()
    ended = hub.day()
    assert ended["status"] == "FAILED", ended
    assert "Another execution is at work (other)" in ended["cause"]
    assert [event["mode"] for event in hub.relay.events] == ["enrol"]
    assert company.objects() == before
    assert rotated(company, [one]) == []
    assert not [call for call in hub.function.calls if call.action == "AssumeRole"]


def test_an_execution_that_was_stopped_after_enrol_does_not_block_the_next_one(company: Company, hubs: list[Hub]) -> None:
    one = company.member("one")
    company.user(one, "alice", age=80)
    hub = Hub(company)
    hubs.append(hub)
    engine = Engine(hub.relay)
    hub.relay.executions = engine.address
    hub.relay.held_at = "survey"
    try:
        stopped = engine.start("stopped")
        assert hub.relay.holds.wait(120)
        refused = hub.day()
        assert refused["status"] == "FAILED", refused
        assert "Another execution is at work (stopped)" in refused["cause"]
        engine.client().stop_execution(executionArn=stopped)
        hub.relay.held_at = ""
        hub.relay.release.set()
        ended = hub.day()
    finally:
        engine.close()
    assert ended["status"] == "SUCCEEDED", (ended, hub.function.printed()[-3000:])
    assert rotated(company, [one]) == [one]


def test_without_an_answer_about_a_stopped_execution_the_next_one_is_refused(company: Company, hubs: list[Hub]) -> None:
    hub = Hub(company)
    hubs.append(hub)
    assert not hub.function.invoke({"mode": "enrol", "run": "stopped"}).failed
    ended = hub.day()
    assert ended["status"] == "FAILED", ended
    assert "Another execution is at work (stopped)" in ended["cause"]


@pytest.mark.parametrize(
    "event",
    [
        {},
        {"mode": "apply"},
        {"mode": "steal", "run": "r"},
        {"mode": "allot", "run": "../state"},
        {"mode": "allot", "run": "a/b"},
        {"mode": "allot", "run": "r", "more": 1},
        {"mode": "allot", "run": "r", "machine": "arn:aws:states:eu-central-1:123456789012:stateMachine:keyturn-prod"},
        {"mode": "enrol", "run": "r", "machine": "keyturn-prod"},
        {"mode": "survey", "run": "r", "account": {"id": "123"}},
        {"mode": "survey", "run": "r", "account": {"id": "111122223333", "role": "x"}},
        {"mode": "act", "run": "r", "account": "111122223333"},
        {"mode": "act", "run": "r", "account": {**LISTED, "mails": 1, "sharing": 1}},
        {"mode": "act", "run": "r", "account": {**LISTED, "actions": "1", "mails": 1, "sharing": 1}},
        {"mode": "act", "run": "r", "account": {**LISTED, "actions": 1.5, "mails": 1, "sharing": 1}},
        {"mode": "survey", "run": "r", "account": {**LISTED, "young": "false"}},
        {"mode": "judge", "run": "r"},
        {"mode": "judge", "run": "r", "ring": "1"},
        {"mode": "judge", "run": "r", "ring": 1.5},
        {"mode": "judge", "run": "r", "ring": 3},
    ],
)
def test_events_of_others_are_refused(company: Company, hubs: list[Hub], event: dict[str, Any]) -> None:
    hub = Hub(company)
    hubs.append(hub)
    answer = hub.function.invoke(event)
    assert answer.failed, answer
    assert hub.function.calls == []
