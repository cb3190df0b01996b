"""keyturn apply --org: starts the real state machine, follows it, and prints its report."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from checks.common.account import BUCKET
from checks.common.command import Outcome, Running
from checks.common.proxy import Call, Forward, Proxy, Reply
from checks.organization.company import Company, denied_in
from checks.organization.hub import Hub
from checks.organization.machine import NAME, Engine

HUB = "123456789012"


class Operator:
    """Calls the command, behind whose proxy the state machine is deployed."""

    def __init__(self, company: Company, hub: Hub) -> None:
        self.company = company
        self.engine = Engine(hub.relay)
        self.arn = self.engine.deploy()
        self.interrupted_at = ""
        self._running: Running | None = None
        self._proxy = Proxy(self.engine.address, self._answer)
        self.settings = {"AWS_ENDPOINT_URL_SFN": self._proxy.url, "LAMBDA_FUNCTION_NAME": NAME}

    def _answer(self, call: Call, forward: Forward) -> Reply:
        if self.interrupted_at and self.interrupted_at in call.headers["X-Amz-Target"]:
            self.interrupted_at = ""
            assert self._running
            self._running.interrupt()
        return forward()

    def run(self, *arguments: str, **settings: str) -> Outcome:
        self._running = self.company.start("apply", *arguments, **(self.settings | settings))
        return self._running.end()

    @property
    def targets(self) -> list[str]:
        return [call.headers["X-Amz-Target"].removeprefix("AWSStepFunctions.") for call in self._proxy.calls]

    def executions(self) -> list[str]:
        found = self.engine.client().list_executions(stateMachineArn=self.arn)["executions"]
        return [one["name"] for one in found]

    def close(self) -> None:
        self._proxy.close()
        self.engine.close()


@pytest.fixture
def hub(company: Company, hubs: list[Hub]) -> Hub:
    made = Hub(company)
    hubs.append(made)
    return made


@pytest.fixture
def operator(company: Company, hub: Hub) -> Iterator[Operator]:
    made = Operator(company, hub)
    yield made
    made.close()


def states(report: dict[str, object]) -> dict[str, str]:
    accounts = report["accounts"]
    assert isinstance(accounts, list)
    return {one["account"]: one["state"] for one in accounts}


def test_it_starts_the_machine_follows_it_and_prints_its_report(
    company: Company, operator: Operator, tmp_path: Path
) -> None:
    busy, quiet = company.member("busy"), company.member("quiet")
    company.user(busy, "alice", age=80)
    page = tmp_path / "accounts.html"
    done = operator.run("--org", "--yes", "--output", "json", "--report", str(page))
    assert done.status == 0, done
    (name,) = operator.executions()
    report = json.loads(done.stdout)
    assert (report["mode"], report["execution"], report["stopped"]) == ("apply", name, None)
    assert report["page"] == f"org/runs/{name}/report.html"
    assert states(report) == {busy: "acted", quiet: "quiet", HUB: "quiet"}
    assert len(company.keys(busy, "alice")) == 2
    assert f"Execution {name} of {NAME} was started." in done.stderr
    assert f"aws s3 cp 's3://{BUCKET}/org/runs/{name}/report.html' ." in done.stderr
    assert "0 of 3 accounts need a person." in page.read_text()
    # The command itself only starts and reads: the function does the rest.
    assert {call.service for call in done.calls} <= {"sts", "s3"}
    assert done.writes == []
    assert operator.targets[0] == "StartExecution"
    assert set(operator.targets[1:]) == {"DescribeExecution"}


def test_its_report_can_be_seen_again_without_consent(company: Company, operator: Operator) -> None:
    one = company.member("one")
    first = operator.run("--org", "--yes", "--machine", operator.arn)
    assert first.status == 0, first
    (name,) = operator.executions()
    again = operator.run("--org", "--follow", name)
    assert (again.status, again.stdout) == (0, first.stdout), again
    assert f"{NAME} apply, organization {company.id}" in again.stdout
    assert one in again.stdout
    assert operator.targets.count("StartExecution") == 1


def test_an_account_that_failed_makes_its_status_1(company: Company, hub: Hub, operator: Operator) -> None:
    one, closed = company.member("one"), company.member("closed")
    company.user(one, "alice", age=80)
    hub.function.fault = denied_in(closed, joined="1700000000")
    done = operator.run("--org", "--yes", "--output", "json")
    assert done.status == 1, done
    assert states(json.loads(done.stdout)) == {one: "acted", closed: "denied", HUB: "quiet"}


def test_a_second_execution_is_refused_with_status_3(company: Company, hub: Hub, operator: Operator) -> None:
    company.member("one")
    assert not hub.function.invoke({"mode": "enrol", "run": "other"}).failed
    done = operator.run("--org", "--yes")
    assert (done.status, done.stdout) == (3, ""), done
    assert "nothing was changed" in done.stderr
    assert "Another execution is at work (other). No account was read or changed." in done.stderr


def test_ctrl_c_ends_the_following_and_not_the_run(company: Company, operator: Operator) -> None:
    one = company.member("one")
    company.user(one, "alice", age=80)
    operator.interrupted_at = "DescribeExecution"
    done = operator.run("--org", "--yes")
    assert (done.status, done.stdout) == (130, ""), done
    (name,) = operator.executions()
    assert "the run continues on AWS" in done.stderr
    assert f"keyturn apply --org --follow {name}" in done.stderr
    followed = operator.run("--org", "--follow", name, "--output", "json")
    assert followed.status == 0, followed
    assert states(json.loads(followed.stdout))[one] == "acted"
    assert len(company.keys(one, "alice")) == 2


def test_a_dry_run_of_the_function_is_shown_as_a_plan(company: Company, hubs: list[Hub]) -> None:
    one = company.member("one")
    company.user(one, "alice", age=80)
    hub = Hub(company, DRY_RUN="true")
    hubs.append(hub)
    operator = Operator(company, hub)
    try:
        done = operator.run("--org", "--yes", "--output", "json")
    finally:
        operator.close()
    assert done.status == 0, done
    report = json.loads(done.stdout)
    assert (report["mode"], report["stopped"]) == ("plan", "Nothing is changed, because DRY_RUN is true.")
    assert len(company.keys(one, "alice")) == 1


def test_with_a_dry_run_of_its_own_it_plans_and_starts_nothing(company: Company, operator: Operator) -> None:
    one = company.member("one")
    company.user(one, "alice", age=80)
    done = operator.run("--org", "--yes", "--output", "json", DRY_RUN="true")
    assert done.status == 0, done
    report = json.loads(done.stdout)
    assert report["mode"] == "plan"
    assert states(report)[one] == "due"
    assert "Nothing was started because DRY_RUN is true." in done.stderr
    assert operator.targets == []


def test_what_is_not_there_is_named_and_nothing_is_started(company: Company, operator: Operator) -> None:
    elsewhere = f"arn:aws:states:us-east-1:{HUB}:stateMachine:{NAME}"
    for arguments, status, words in (
        (("--yes", "--machine", "keyturn-test"), 3, "There is no state machine"),
        (("--yes", "--machine", elsewhere), 3, "name its region with --region"),
        (("--follow", "day-0"), 2, f"There is no execution day-0 of {NAME}. 'aws stepfunctions list-executions --state-machine-arn ARN' lists them. Nothing was started."),
    ):
        done = operator.run("--org", *arguments)
        assert (done.status, done.stdout) == (status, ""), done
        assert words in done.stderr, done
    assert operator.executions() == []


@pytest.mark.parametrize(
    ("arguments", "settings", "words"),
    [
        (("--org", "--yes"), {"ORG_ID": ""}, "--org and --ou need ORG_ID"),
        (("--org",), {}, "keyturn apply --org --yes"),
        (("--machine", "keyturn-prod", "--yes"), {}, "--machine and --follow need --org"),
        (("--follow", "day-1"), {}, "--machine and --follow need --org"),
        (("--org", "--yes", "--account", "111122223333"), {}, "give one of them"),
        (("--org", "--yes", "alice"), {}, "to name users, use --account"),
        (("--org", "--yes", "--report", "accounts.json"), {}, "a line for each account (.csv)"),
        (("--org", "--yes", "--machine", "a/b"), {}, "not the name or the ARN of a state machine"),
        (("--org", "--follow", "../current"), {}, "not the name of an execution"),
    ],
)
def test_bad_input_is_refused_before_anything_is_read(
    company: Company, arguments: tuple[str, ...], settings: dict[str, str], words: str
) -> None:
    done = company.run("apply", *arguments, **settings)
    assert (done.status, done.calls) == (2, []), done
    assert words in done.stderr
