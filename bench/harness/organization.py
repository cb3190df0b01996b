"""Many accounts: the command's plan of a whole organization, beside boto3 with the same calls, and the summary of a run."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cgroups
import company
import machine
from account import Account
from cgroups import Limit
from function import Artefact
from measured import Figures
from parts import LATENCY, Extent, note
from tables import FIGURES, Part, cells, seconds
from ways import watched

# The sandbox makes this role, which trusts the account that made the organization, in each new account.
ROLE = "OrganizationAccountAccessRole"
USERS = 10
AT_ONCE = 40

RUN = "bench"
SUMMARY = Limit("512 MiB, all cores", 512)
DECISIONS = ("WARN", "ROTATE", "DEACTIVATE", "DELETE", "CLEAR", "HOLD")


class PlanOrganization:
    """The command, with a cold process."""

    name = "keyturn plan --org"

    def command(self, account: Account) -> list[str]:
        return [str(machine.KEYTURN), "plan", "--org", "--output", "json"]

    def accepts(self, printed: str) -> bool:
        return all(one["state"] in ("quiet", "due", "left out") for one in json.loads(printed)["accounts"])


class SameCalls:
    """boto3, with the calls that the command made."""

    name = f"boto3, the same calls, {AT_ONCE} threads"

    def __init__(self, work: Path) -> None:
        self._work = work

    def command(self, account: Account) -> list[str]:
        return [sys.executable, str(Path(__file__).with_name("assumer.py")), str(self._work), str(AT_ONCE)]

    def accepts(self, printed: str) -> bool:
        return " accounts" in printed


def organization(account: Account, extent: Extent) -> Part:
    """A first plan, one on the next day, and the same calls by boto3."""
    part = Part("An organization")
    with tempfile.TemporaryDirectory() as folder:
        members, settings = _founded(account, extent.accounts)
        settings["XDG_CACHE_HOME"] = folder
        part.say(
            f"`keyturn plan --org`, a cold process, {len(members):,} accounts of {USERS} quiet users, {LATENCY} ms a call. First: nothing"
            " is known on this machine. Steady: a plan was made the day before. boto3 makes the calls of the steady plan once more:"
            f" one AssumeRole for each account and what was asked in it, {AT_ONCE} accounts at once, and nothing else."
        )
        rows = []
        for start in ("first", "steady"):
            figures = _plan(account, settings, start)
            rows.append([start, PlanOrganization.name, *cells(figures)])
        asked = account.control("GET", "calls")["calls"]
        _goals(part, figures, asked, members)
        work = Path(folder) / "work.json"
        role = [f"arn:aws:iam::{member}:role/{ROLE}" for member in members]
        one = [call for call in asked if call["account"] == members[-1] and call["service"] == "iam"]
        work.write_text(json.dumps({"roles": role, "calls": [[call["action"], call["parameters"]] for call in one]}))
        account.behave(LATENCY)
        other = watched(SameCalls(work), account, **settings)
        rows.append(["steady", SameCalls.name, *cells(other)])
        share = figures.cpu / other.cpu
        part.goal(f"CPU seconds, `plan --org` of {len(members):,} accounts, against boto3", "at most 0.10", f"{share:.3f}", share <= 0.10)
        part.table(("start", "way", *FIGURES), rows)
    _summary(account, part, settings, extent.accounts * 10)
    return part


def _founded(account: Account, number: int) -> tuple[list[str], dict[str, str]]:
    """The members of a new organization, and the settings for it."""
    note(f"an organization of {number:,} accounts")
    account.behave()
    account.control("DELETE", "users")
    account.forget()
    organizations = account.client("organizations")
    founded = organizations.create_organization(FeatureSet="ALL")["Organization"]
    now = account.next_day()
    members = []
    for each in range(number):
        made = organizations.create_account(AccountName=f"account-{each}", Email=f"account-{each}@corp.example")
        members.append(str(made["CreateAccountStatus"]["AccountId"]))
        users = [user for user in company.of(company.Kind.QUIET, 100, now) if user["tags"] and user["keys"]][-USERS:]
        account.control("POST", f"users?account={members[-1]}", {"users": users})
    return members, {"ORG_ID": founded["Id"], "ORG_ROLE_NAME": ROLE, **_operator(account)}


def _operator(account: Account) -> dict[str, str]:
    """Credentials of a user of the hub: root cannot assume a role."""
    iam = account.client("iam")
    iam.create_user(UserName="keyturn")
    everything = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
    iam.put_user_policy(UserName="keyturn", PolicyName="everything", PolicyDocument=json.dumps(everything))
    key = iam.create_access_key(UserName="keyturn")["AccessKey"]
    return {"AWS_ACCESS_KEY_ID": key["AccessKeyId"], "AWS_SECRET_ACCESS_KEY": key["SecretAccessKey"]}


def _plan(account: Account, settings: dict[str, str], start: str) -> Figures:
    note(f"plan of the organization, {start}")
    account.next_day()
    account.behave(LATENCY)
    return watched(PlanOrganization(), account, **settings)


def _goals(part: Part, steady: Figures, asked: list[dict[str, Any]], members: list[str]) -> None:
    what = f"`plan --org` of {len(members):,} accounts of {USERS} users, {LATENCY} ms a call"
    part.goal(f"wall, {what}", "at most 25 s", f"{seconds(steady.wall)} s", steady.wall <= 25)
    part.goal(f"CPU, {what}", "at most 20 s", f"{seconds(steady.cpu)} s", steady.cpu <= 20)
    part.goal(f"memory, {what}", "at most 160 MB", f"{steady.peak_mib * 1.048576:.0f} MB", steady.peak_mib * 1.048576 <= 160)
    inside = [sum(call["account"] == member for call in asked) for member in members[:50]]
    wanted = {f"arn:aws:iam::{member}:role/{ROLE}" for member in members}
    entered = sum(call["action"] == "AssumeRole" and call["parameters"]["RoleArn"] in wanted for call in asked)
    part.goal(
        "calls, a quiet account of an organization, steady state",
        "at most 8, and one AssumeRole",
        f"{max(inside)}, and {entered / len(members):.2f}",
        max(inside) <= 8 and entered == len(members),
    )


def _summary(account: Account, part: Part, settings: dict[str, str], accounts: int) -> None:
    """The last step of a run: every fifth account was changed, every thousandth failed."""
    why_not = cgroups.available()
    if why_not:
        part.say(f"The summary was not measured: {why_not}.")
        return
    note(f"the summary of {accounts:,} accounts")
    account.behave()
    for name, text in _results(accounts):
        account.put(f"org/runs/{RUN}/{name}", text)
    account.behave(LATENCY)
    event = json.dumps({"mode": "summarize", "run": RUN})
    artefact = Artefact()
    try:
        with cgroups.group(SUMMARY) as group, account.watched():
            taken = artefact.invoke(account, group, event, lambda answer: answer["verdict"] == "not well", **settings)
    finally:
        artefact.close()
    page = len(account.get(f"org/runs/{RUN}/report.html"))
    what = f"the summary of {accounts:,} accounts"
    both = taken.start + taken.call
    part.goal(what, "at most 60 s in 512 MB", f"{seconds(both)} s; {taken.whole.group_mib:.0f} MiB charged", both <= 60 and not taken.whole.killed)
    part.goal(f"{what}: the page for people", "at most 5 MB", f"{page / 1e6:.1f} MB", page <= 5e6)
    part.say(
        f"The function's last step, Summarize, of a run with {accounts:,} accounts, cold, in {SUMMARY.name}, {LATENCY} ms a call:"
        f" {account.calls():,} calls, start {seconds(taken.start)} s, call {seconds(taken.call)} s, {seconds(taken.whole.cpu)} s of CPU,"
        f" {taken.whole.group_mib:.0f} MiB charged. It wrote a page of {page / 1e6:.1f} MB."
    )


def _results(accounts: int) -> Iterator[tuple[str, str]]:
    """What Enrol, the surveys and the changes leave behind; names of objects and their text."""
    ids = [f"{200_000_000_000 + each}" for each in range(accounts)]
    yield "others.json", "[]"
    enrolled = [{"id": each, "name": f"team-{each[-4:]}-production", "ring": 2, "young": False, "management": False} for each in ids]
    yield "accounts.json", json.dumps(enrolled)
    for ring, due in enumerate(([], enrolled[::5]), start=1):
        yield f"ring-{ring}.json", json.dumps(due)
        yield f"judged-{ring}.json", json.dumps({"ring": str(ring)})
    for number, each in enumerate(ids):
        seen = {"account": each, "users": 200, "managed": 40, "unread": 0, "hold": "", "claims": [], "waiting": [], "contact": ""}
        yield f"survey/{each}.json", json.dumps(seen)
        if number % 5 == 0:
            yield f"begun/{each}.json", json.dumps({"account": each, "status": "begun"})
            failed = number % 1000 == 0
            yield f"act/{each}.json", json.dumps(
                {"account": each, "name": f"team-{each[-4:]}-production", "users": 200, "managed": 40, "deferred": 0}
                | {"state": "FAILED" if failed else "ACTED", "detail": "1 users failed" if failed else "", "failed": int(failed)}
                | {"by": {decision: number % 3 for decision in DECISIONS}}
            )
