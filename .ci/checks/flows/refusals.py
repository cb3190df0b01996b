"""What a command does that cannot begin: it says why and touches nothing."""

from __future__ import annotations

from typing import Any

from checks.common.command import Outcome
from checks.common.expect import contains, equal, holds
from checks.flows.world import World

BAD_INPUT = 2
CANNOT_BEGIN = 3


def refused(
    world: World,
    status: int,
    *words: str,
    arguments: tuple[str, ...] = (),
    commands: tuple[str, ...] = ("plan", "apply"),
    **more: Any,
) -> Outcome:
    """No command begins; each says why on standard error, without a stack trace, and writes nothing."""
    if not world.account.users():
        world.user().key(age=61)
    for command in commands:
        outcome = world.run(command, *arguments, **more)
        equal(outcome.status, status, f"exit status of {command}")
        equal(outcome.writes, [], f"what {command} wrote")
        equal(outcome.stdout, "", f"standard output of {command}")
        contains(outcome.stderr, *words, what=f"standard error of {command}")
        holds("\tat " not in outcome.stderr, f"a stack trace of {command}:\n{outcome.stderr}")
        if status == BAD_INPUT:
            equal([str(call) for call in outcome.calls], [], f"what {command} read")
    return world.outcomes[-1]


def remarked(world: World, *words: str, **more: Any) -> None:
    """An apply cannot begin; a plan shows what it would do, and says why first."""
    refused(world, CANNOT_BEGIN, *words, commands=("apply",), **more)
    planned = world.run("plan", **more)
    equal((planned.status, planned.writes), (0, []), "exit status and writes of plan")
    contains(planned.stdout.splitlines()[0], "keyturn apply cannot begin yet", *words, what="first line of the plan")
    contains(planned.stdout, "rotate", "OVERDUE", what="the plan")
    page = world.home / "remarked.html"
    world.run("plan", "--report", str(page), **more)
    contains(page.read_text(), "keyturn apply cannot begin yet", *words, what="the page")
    holds("keyturn apply does this" not in planned.stdout, "an apply cannot begin")
    document = world.plan(**more)
    equal(document.verdicts, {"alice": ("rotate", "OVERDUE")}, "decisions")
    contains(document.stderr, *words, what="standard error beside a document")
