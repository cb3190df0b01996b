"""What a flow is given: an account, the built command, and checks that hold after every flow."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import re
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import account as aws
from account import Account, User
from expect import equal, holds
from proxy import Call, Fault, Proxy, mail_of, nothing_wrong

CHECKOUT = Path(__file__).resolve().parents[2]
KEYTURN = CHECKOUT / "keyturn"

# Longer than any run takes that rides out throttling.
ENDS_WITHIN = 180

SETTINGS = {
    "LAMBDA_FUNCTION_NAME": "keyturn",
    "SES_EMAIL": aws.SENDER,
    "SES_REGION": aws.REGION,
    "IAM_EMAIL_TAG_KEY": aws.ADDRESS_TAG,
    "S3_CSV_BUCKET": aws.BUCKET,
    "LAST_CHECK_DATE_TAG_KEY": aws.DATE_TAG,
    "LAST_CHECK_OLD_KEY_TAG_KEY": aws.OLD_KEY_TAG,
    "WARNING_DAYS": "30",
    "OVERDUE_DAYS": "60",
    "DEACTIVATE_DAYS": "10",
    "DELETION_DAYS": "10",
}
CREDENTIALS = {"AWS_ACCESS_KEY_ID": "AKIAOPERATOR00000000", "AWS_SECRET_ACCESS_KEY": "operator"}


@dataclass(frozen=True)
class Row:
    """What a report says of one user."""

    decision: str
    reason: str
    outcome: str
    error: str | None
    new_key: str | None
    keys: tuple[tuple[str, int], ...]
    """Status and age of each."""

    @property
    def verdict(self) -> tuple[str, str]:
        return self.decision, self.reason


@dataclass(frozen=True)
class Outcome:
    """A process that has ended."""

    status: int
    stdout: str
    stderr: str
    calls: list[Call]

    @property
    def report(self) -> dict[str, Any]:
        return dict(json.loads(self.stdout))

    @property
    def rows(self) -> dict[str, Row]:
        return {
            row["user"]: Row(
                row["decision"],
                row["reason"],
                row["outcome"],
                row["error"],
                row["newKey"],
                tuple((key["status"], key["ageDays"]) for key in row["keys"]),
            )
            for row in self.report["users"]
        }

    @property
    def verdicts(self) -> dict[str, tuple[str, str]]:
        return {user: row.verdict for user, row in self.rows.items()}

    @property
    def csv_rows(self) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self.stdout, newline="")))

    @property
    def writes(self) -> list[str]:
        return [str(call) for call in self.calls if call.writes]

    def actions(self) -> list[str]:
        return [call.action for call in self.calls]

    def __str__(self) -> str:
        calls = "\n".join(f"    {call}" for call in self.calls[-60:])
        return f"  exit {self.status}\n  calls\n{calls}\n  stdout\n{self.stdout}\n  stderr\n{self.stderr}"


class Running:
    """A Keyturn process at work, behind a proxy of its own."""

    def __init__(self, upstream: tuple[str, int], arguments: tuple[str, ...], variables: dict[str, str], fault: FaultOf):
        self._process: subprocess.Popen[str] | None = None
        self._started = threading.Event()
        self.proxy = Proxy(upstream, fault(self))
        self._process = subprocess.Popen(
            [str(KEYTURN), *arguments],
            env={"AWS_ENDPOINT_URL": self.proxy.url, **variables},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            # As it is: line ends are part of what is checked.
            encoding="utf-8",
            start_new_session=True,
        )
        self._started.set()

    def kill(self) -> None:
        """SIGKILL, and it is gone when this returns."""
        self._started.wait()
        assert self._process is not None
        self._process.kill()
        while self._process.poll() is None:
            time.sleep(0.002)

    def end(self) -> Outcome:
        assert self._process is not None
        try:
            stdout, stderr = self._process.communicate(timeout=ENDS_WITHIN)
        except subprocess.TimeoutExpired:
            self._process.kill()
            stdout, stderr = self._process.communicate()
            stderr += f"\n(flows: killed, for it did not end within {ENDS_WITHIN} s)"
        self.proxy.close()
        return Outcome(self._process.returncode, stdout, stderr, list(self.proxy.calls))


FaultOf = Callable[[Running], Fault]


class World:
    """Made anew for each flow."""

    def __init__(self, account: Account) -> None:
        account.begin_afresh()
        self.account = account
        self.settings = dict(SETTINGS)
        self.outcomes: list[Outcome] = []
        self._home = tempfile.TemporaryDirectory()

    def close(self) -> None:
        self._home.cleanup()

    def user(self, name: str = "alice", **more: Any) -> User:
        return self.account.user(name, **more)

    # -- the command --

    def start(
        self,
        *arguments: str,
        fault: Fault = nothing_wrong,
        fault_of: FaultOf | None = None,
        without: tuple[str, ...] = (),
        **variables: str,
    ) -> Running:
        """Starts the built command; the environment holds the settings and nothing of this machine's AWS."""
        environment = {**self.environment(), **variables}
        for name in without:
            environment.pop(name, None)
        return Running(self.account.address, arguments, environment, fault_of or (lambda _: fault))

    def environment(self) -> dict[str, str]:
        machine = {name: os.environ[name] for name in ("PATH", "JAVA_HOME", "LANG") if name in os.environ}
        home = {"HOME": self._home.name, "AWS_REGION": aws.REGION, "AWS_EC2_METADATA_DISABLED": "true"}
        return {**machine, **home, **CREDENTIALS, **self.settings}

    def ended(self, running: Running) -> Outcome:
        outcome = running.end()
        self.outcomes.append(outcome)
        return outcome

    def run(self, *arguments: str, **more: Any) -> Outcome:
        return self.ended(self.start(*arguments, **more))

    def plan(self, *arguments: str, **more: Any) -> Outcome:
        """Plans, and holds the command to writing nothing."""
        outcome = self.run("plan", "--output", "json", *arguments, **more)
        equal(outcome.writes, [], "what plan wrote")
        return outcome

    def apply(self, *arguments: str, **more: Any) -> Outcome:
        return self.run("apply", "--output", "json", *arguments, **more)

    def turn(self) -> Outcome:
        """One day's work, undisturbed: apply does what plan said, and all goes well."""
        planned = self.plan()
        done = self.apply()
        equal(planned.status, 0, "exit status of plan")
        equal(done.status, 0, "exit status of apply")
        equal(done.verdicts, planned.verdicts, "what apply did, by what plan said")
        equal({row.outcome for row in done.rows.values()} - {"done"}, set(), "outcomes other than done")
        return done

    def quiet(self) -> None:
        """A day on which nothing is to be done, and nothing is."""
        done = self.turn()
        equal(done.verdicts, {}, "decisions")
        equal(done.writes, [], "writes")

    def decides(self, decision: str, reason: str, user: str = "alice") -> Outcome:
        """A day on which this is done to one user, and nothing to any other."""
        done = self.turn()
        equal(done.verdicts, {user: (decision, reason)}, "decisions")
        return done

    def on_terminal(self, *arguments: str, answer: str) -> Outcome:
        """Runs with a terminal as standard input and output, and types an answer once it is asked."""
        master, slave = pty.openpty()
        proxy = Proxy(self.account.address)
        environment = {"TERM": "xterm", **self.environment(), "AWS_ENDPOINT_URL": proxy.url}
        process = subprocess.Popen(
            [str(KEYTURN), *arguments], env=environment, stdin=slave, stdout=slave, stderr=slave, start_new_session=True
        )
        os.close(slave)
        shown = b""
        answered = False
        try:
            while chunk := os.read(master, 4096):
                shown += chunk
                if not answered and b"[y/N]" in shown:
                    os.write(master, answer.encode() + b"\n")
                    answered = True
        except OSError:
            pass  # Linux says so when the last process has closed the terminal
        status = process.wait(ENDS_WITHIN)
        os.close(master)
        proxy.close()
        self.outcomes.append(Outcome(status, shown.decode(), "", list(proxy.calls)))
        return self.outcomes[-1]

    # -- what is left behind --

    def calls(self) -> list[Call]:
        return [call for outcome in self.outcomes for call in outcome.calls]

    def mails(self, *, last: bool = False) -> list[dict[str, str]]:
        """The mails that SES took, of all runs or of the last."""
        calls = self.outcomes[-1].calls if last else self.calls()
        return [mail_of(call) for call in calls if call.action == "SendEmail" and call.took_place]

    def mail(self) -> dict[str, str]:
        """The one mail of the last run."""
        mails = self.mails(last=True)
        equal(len(mails), 1, "mails of the last run")
        return mails[0]

    def keys_made(self) -> dict[str, str]:
        """Keys that Keyturn made: their ids and secrets."""
        bodies = [
            call.reply.body.decode()
            for call in self.calls()
            if call.action == "CreateAccessKey" and call.took_place and call.reply
        ]
        return {_element(body, "AccessKeyId"): _element(body, "SecretAccessKey") for body in bodies}

    def check_promises(self) -> None:
        """What holds after every flow, whatever it was about."""
        self._no_secret_anywhere()
        self._puts_are_careful()
        self._users_without_an_address_are_left_alone()
        equal(len(self.mails()), self.account.mails_kept(), "mails in moto, by what was sent")
        for user in self.account.users():
            holds(len(user.tags()) <= 50, f"{user.name} bears more than 50 tags")

    def _no_secret_anywhere(self) -> None:
        secrets = [*self.keys_made().values(), *(secret for user in self.account.users() for secret in user.secrets())]
        sent = [call.body.decode("utf-8", "replace") + call.path for call in self.calls() if call.action != "PutObject"]
        printed = [text for outcome in self.outcomes for text in (outcome.stdout, outcome.stderr)]
        for text in sent + printed:
            holds(not any(secret in text for secret in secrets), "a secret is seen outside its file:\n" + text)

    def _puts_are_careful(self) -> None:
        for call in self.calls():
            if call.action == "PutObject":
                headers = {name.lower(): value for name, value in call.headers.items()}
                equal(headers.get("if-none-match"), "*", "If-None-Match of " + call.path)
                holds("x-amz-server-side-encryption" in headers, call.path + " is not encrypted")

    def _users_without_an_address_are_left_alone(self) -> None:
        strangers = {user.name for user in self.account.users() if aws.ADDRESS_TAG not in user.tags()}
        for call in self.calls():
            holds(not (call.writes and call.user in strangers), f"a user without an address was touched: {call}")

    def every_key_has_its_file(self) -> None:
        """No key that Keyturn made and that still exists lacks its credentials."""
        files = self.account.files()
        made = self.keys_made()
        for user in self.account.users():
            for key in user.keys():
                if key.id in made:
                    content = files.get(user.file_of(key.id), b"").decode()
                    holds(made[key.id] in content, f"{user.name}'s new key {key.id} has no file")


def _element(body: str, name: str) -> str:
    found = re.search(f"<{name}>([^<]*)</{name}>", body)
    return found[1] if found else ""



