"""The matrix: every story, killed before and after each of its calls, and then let through."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from checks.common.expect import equal
from checks.common.proxy import READS

from checks.kills.cutter import AFTER, BEFORE, SOON_QUIET, Point
from checks.kills.scene import BY_NAME, OF_ALL, Combination, Reference, Scene, compared
from checks.kills.stories import STORIES

# The number of users that a run works on at the same time (BoundedParallel.USERS_AT_ONCE); a seventeenth would wait for ever.
AT_ONCE = 16

# Until SES has accepted one mail, a run works on users one by one who must not be left without theirs. So one user more gets a
# mail that no other step depends on, and is not held.
FORERUNNER = BY_NAME["warning"]

SEED = 20261122

T = TypeVar("T")

Verdicts = dict[str, str]
"""What is wrong, by case; nothing where all is well."""


@dataclass(frozen=True)
class Case:
    story: str
    point: Point
    action: str

    def name(self, combination: Combination) -> str:
        return f"{combination}/{self.story}/{self}"

    def __str__(self) -> str:
        return f"{self.point.when}-{self.point.number}-{self.action}"


def batched(all_of_them: list[T]) -> list[tuple[T, ...]]:
    """As many at a time as one run works on beside the forerunner."""
    size = AT_ONCE - 1
    return [tuple(all_of_them[begin : begin + size]) for begin in range(0, len(all_of_them), size)]


def moments(action: str) -> tuple[str, ...]:
    """To be killed after a call that changes nothing is to be killed before the one after it."""
    return (BEFORE,) if action.startswith(READS) else (BEFORE, AFTER)


Wanted = Callable[[str], bool]


def batches(reference: Reference, combination: Combination, wanted: Wanted) -> list[tuple[Case, ...]]:
    """Cases that one process can stand for: in each, all users are held while it plans, or all while it works."""
    planning, working = [], []
    for story in STORIES:
        for number, action in enumerate(reference.calls[story.name], 1):
            for when in moments(action):
                case = Case(story.name, Point(number, when), action)
                if wanted(case.name(combination)):
                    (planning if number <= reference.planning[story.name] else working).append(case)
    return [*batched(planning), *batched(working)]


def account_cases(reference: Reference, combination: Combination, wanted: Wanted) -> list[Case]:
    """The calls that are about no user; a kill there affects all stories at once."""
    cases = [
        Case(whose, Point(number, when), action)
        for whose in OF_ALL
        for number, action in enumerate(reference.calls[whose], 1)
        for when in moments(action)
    ]
    return [case for case in cases if wanted(case.name(combination))]


def kill(scene: Scene, reference: Reference, cases: tuple[Case, ...]) -> Iterator[tuple[str, str]]:
    """One process that is killed, and its outcome, by case; who did not come to the point gets a process alone."""
    again = []
    crowd = scene.begin([*(BY_NAME[case.story] for case in cases), FORERUNNER])[:-1]
    of_whom = dict(zip((person.name for person in crowd), cases, strict=True))
    held = scene.cut({user: case.point for user, case in of_whom.items()})
    wrong = _let_through(scene, reference)
    for user, case in of_whom.items():
        name = case.name(scene.combination)
        if user not in held:
            again.append((name, case))
        elif held[user].action != case.action:
            yield name, f"the run came to {held[user]} instead"
        else:
            yield name, wrong[user]
    for name, case in again:
        if len(cases) == 1:
            yield name, f"the run never came to the point\n{scene.history(next(iter(of_whom)))}"
        else:
            yield from kill(scene, reference, (case,))


def kill_at_account(scene: Scene, reference: Reference, case: Case) -> tuple[str, str]:
    scene.begin(STORIES)
    held = scene.cut({case.story: case.point})
    wrong = "\n".join(text for text in _let_through(scene, reference).values() if text)
    if not held:
        wrong = "the run never came to the point"
    elif held[case.story].action != case.action:
        wrong = f"the run came to {held[case.story]} instead"
    return case.name(scene.combination), wrong


def _let_through(scene: Scene, reference: Reference) -> Verdicts:
    """What is wrong, by user."""
    try:
        scene.let_through({story: end.says for story, end in reference.ends.items()})
        return compared(scene, reference)
    except AssertionError as wrong:
        return {person.name: f"{wrong}\n{scene.runs[-1]}\n{scene.history(person.name)}" for person in scene.crowd}


def wait_the_lease_out(scene: Scene, reference: Reference) -> tuple[str, str]:
    """Killed at work, and no one frees its lease: the next run waits, and finishes what was begun."""
    (person,) = scene.begin([BY_NAME["deactivation"]])
    number = reference.calls["deactivation"].index("UpdateAccessKey") + 1
    scene.cut({person.name: Point(number, AFTER)})
    try:
        equal(scene.run().status, 0, "exit status of the run after it")
        wrong = _let_through(scene, reference)[person.name]
    except AssertionError as failure:
        wrong = f"{failure}\n{scene.runs[-1]}"
    return f"{scene.combination}/waits", wrong


@dataclass(frozen=True)
class Pair:
    """Killed at one call of its work, and the run after it at one of its own."""

    number: int
    first: Case
    second: Point

    def name(self, combination: Combination) -> str:
        first, second = f"{self.first.story}-{self.first}", f"{self.second.when}-{self.second.number}"
        return f"{combination}/twice/{self.number}-{first}-then-{second}"


def pairs(reference: Reference, combination: Combination, count: int, wanted: Wanted) -> list[tuple[Pair, ...]]:
    draw = random.Random(f"{SEED} {combination}")
    working = [
        Case(story.name, Point(number, when), action)
        for story in STORIES
        for number, action in enumerate(reference.calls[story.name], 1)
        if number > reference.planning[story.name]
        for when in moments(action)
    ]
    drawn = [
        Pair(number, draw.choice(working), Point(draw.randint(1, 10), draw.choice((BEFORE, AFTER))))
        for number in range(1, count + 1)
    ]
    return batched([pair for pair in drawn if wanted(pair.name(combination))])


def kill_twice(scene: Scene, reference: Reference, drawn: tuple[Pair, ...]) -> Iterator[tuple[str, str]]:
    crowd = scene.begin([*(BY_NAME[pair.first.story] for pair in drawn), FORERUNNER])[:-1]
    scene.cut({person.name: pair.first.point for person, pair in zip(crowd, drawn, strict=True)})
    scene.backend.free_the_lease()
    planning = scene.plan_calls()
    scene.cut(
        {
            person.name: Point(planning.get(person.name, 0) + pair.second.number, pair.second.when)
            for person, pair in zip(crowd, drawn, strict=True)
        },
        SOON_QUIET,
    )
    wrong = _let_through(scene, reference)
    for person, pair in zip(crowd, drawn, strict=True):
        yield pair.name(scene.combination), wrong[person.name]
