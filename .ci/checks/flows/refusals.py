"""What a command does that cannot begin: it says why and touches nothing."""

from __future__ import annotations

from typing import Any

from checks.common.command import Outcome
from checks.common.expect import contains, equal, holds
from checks.flows.world import World

BAD_INPUT = 2
CANNOT_BEGIN = 3


def refused(world: World, status: int, *words: str, arguments: tuple[str, ...] = (), **more: Any) -> Outcome:
    """Neither command begins; both say why on standard error, without a stack trace, and write nothing."""
    if not world.account.users():
        world.user().key(age=61)
    for command in ("plan", "apply"):
        outcome = world.run(command, *arguments, **more)
        equal(outcome.status, status, f"exit status of {command}")
        equal(outcome.writes, [], f"what {command} wrote")
        equal(outcome.stdout, "", f"standard output of {command}")
        contains(outcome.stderr, *words, what=f"standard error of {command}")
        holds("\tat " not in outcome.stderr, f"a stack trace of {command}:\n{outcome.stderr}")
        if status == BAD_INPUT:
            equal([str(call) for call in outcome.calls], [], f"what {command} read")
    return world.outcomes[-1]
