"""What a flow is given: an account that is empty but for a bucket and a verified sender, and the built command."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from checks.common import account as aws
from checks.common import command
from checks.common.account import Account, User
from checks.common.command import Outcome, Running
from checks.common.expect import equal, holds
from checks.common.proxy import Call, Fault, mail_of, nothing_wrong
from checks.common.settings import AT_FULL_SPEED, CREDENTIALS, OF_THIS_MACHINE, SETTINGS

# They change something, so they ask on a terminal and need --yes without one.
ASKING = ("apply", "rotate", "undo", "mend")


class World:
    """Made for each flow."""

    def __init__(self, account: Account) -> None:
        account.reset()
        self.account = account
        self.settings = SETTINGS | AT_FULL_SPEED
        self.outcomes: list[Outcome] = []
        self._folder = tempfile.TemporaryDirectory()
        self.home = Path(self._folder.name)

    def close(self) -> None:
        self._folder.cleanup()

    def user(self, name: str = "alice", **more: Any) -> User:
        return self.account.user(name, **more)

    # -- the command --

    def environment(self) -> dict[str, str]:
        machine = {name: os.environ[name] for name in OF_THIS_MACHINE if name in os.environ}
        standard = {"HOME": str(self.home), "AWS_REGION": aws.REGION, "AWS_EC2_METADATA_DISABLED": "true"}
        return {**machine, **standard, **CREDENTIALS, **self.settings}

    def start(
        self,
        *arguments: str,
        fault: Fault = nothing_wrong,
        fault_of: Callable[[Running], Fault] | None = None,
        without: tuple[str, ...] = (),
        asked: bool = False,
        **variables: str,
    ) -> Running:
        """Starts the command, with a fault between it and the account, and changes to its environment.

        Without a terminal, whatever asks for consent is given `--yes`, unless `asked`.
        """
        environment = {**self.environment(), **variables}
        for name in without:
            del environment[name]
        if arguments and arguments[0] in ASKING and not asked and "--yes" not in arguments:
            arguments = (*arguments, "--yes")
        return Running(self.account.address, arguments, environment, fault_of or (lambda _: fault))

    def ended(self, running: Running) -> Outcome:
        self.outcomes.append(running.end())
        return self.outcomes[-1]

    def run(self, *arguments: str, **more: Any) -> Outcome:
        return self.ended(self.start(*arguments, **more))

    def run_on_terminal(self, *arguments: str, answer: str) -> Outcome:
        self.outcomes.append(command.on_terminal(self.account.address, arguments, self.environment(), answer))
        return self.outcomes[-1]

    def plan(self, *arguments: str, **more: Any) -> Outcome:
        """Plans, and holds the command to writing nothing."""
        planned = self.run("plan", "--output", "json", *arguments, **more)
        equal(planned.writes, [], "what plan wrote")
        return planned

    def apply(self, *arguments: str, **more: Any) -> Outcome:
        return self.run("apply", "--output", "json", *arguments, **more)

    def turn(self) -> Outcome:
        """One day's work, undisturbed: apply does what plan said, and all goes well."""
        planned = self.plan()
        done = self.apply()
        equal((planned.status, done.status), (0, 0), "exit statuses of plan and apply")
        equal(done.verdicts, planned.verdicts, "what apply did, by what plan said")
        equal(set(done.results.values()) - {"done"}, set(), "outcomes other than done")
        return done

    def quiet(self) -> None:
        """A day on which nothing is to be done, and nothing is."""
        done = self.turn()
        equal(done.verdicts, {}, "decisions")
        equal(done.effects, [], "effects")

    def decides(self, decision: str, reason: str, user: str = "alice") -> Outcome:
        """A day on which this is done to one user, and nothing to any other."""
        return self.decides_each({user: (decision, reason)})

    def decides_each(self, wanted: dict[str, tuple[str, str]]) -> Outcome:
        """A day on which this is done to these users, and nothing to any other."""
        done = self.turn()
        equal(done.verdicts, wanted, "decisions")
        return done

    # -- what the runs left behind --

    def calls(self) -> list[Call]:
        return [call for outcome in self.outcomes for call in outcome.calls]

    def mails(self) -> list[dict[str, str]]:
        """The mails that SES took, of all runs."""
        return _mails(self.calls())

    def mail(self) -> dict[str, str]:
        """The one mail of the last run."""
        mails = _mails(self.outcomes[-1].calls)
        equal(len(mails), 1, "mails of the last run")
        return mails[0]

    def mail_to(self, user: User) -> dict[str, str]:
        """The one mail of the last run to this user."""
        mails = [mail for mail in _mails(self.outcomes[-1].calls) if mail["to"] == aws.address_of(user.name)]
        equal(len(mails), 1, f"mails of the last run to {user.name}")
        return mails[0]

    def keys_made(self) -> dict[str, str]:
        """Keys that Keyturn made: their ids and secrets."""
        replies = [call.reply for call in self.calls() if call.action == "CreateAccessKey" and call.took_place]
        bodies = [reply.body.decode() for reply in replies if reply]
        return {_element(body, "AccessKeyId"): _element(body, "SecretAccessKey") for body in bodies}

    def every_key_has_its_file(self, *users: User) -> None:
        """Of these users' keys that Keyturn made, those that exist have their file, those that are gone have none."""
        files = self.account.files()
        made = self.keys_made()
        for user in users:
            existing = user.statuses()
            for key in existing.keys() & made.keys():
                holds(made[key] in files.get(user.file_of(key), b"").decode(), f"{user.name}'s key {key} has no file")
            for key in made.keys() - existing.keys():
                holds(not files.get(user.file_of(key)), f"{user.name}'s key {key} is gone, and its file is there")


def _mails(calls: list[Call]) -> list[dict[str, str]]:
    return [mail_of(call) for call in calls if call.action == "SendEmail" and call.took_place]


def _element(body: str, name: str) -> str:
    found = re.search(f"<{name}>([^<]*)</{name}>", body)
    return found[1] if found else ""
