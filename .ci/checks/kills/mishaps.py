"""What happens to a run without a kill: replies and requests lost, a failure retried at once, two that overlap."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator

from checks.kills.cutter import ACCOUNT, Ledger
from checks.common.expect import equal, holds
from checks.kills.kills import SEED, Wanted
from checks.common.proxy import Call, ConnectionDropped, Fault, Forward, Reply
from checks.kills.scene import BY_NAME, Combination, Reference, Scene, compared
from checks.kills.stories import STORIES
from checks.kills.subjects import APPLY, FunctionProcess

# The three kinds of work; the other stories begin within one of them.
WORKS = ("rotation", "deactivation", "deletion")

OVERLAPS = 6

# Of a call on its way, at most, where two runs overlap: so they meet at different points.
MOST_DELAY = 0.06


class Counted:
    """A fault that happens to each user at a call of its own."""

    def __init__(self, ledger: Ledger, points: dict[str, int]) -> None:
        self._ledger = ledger
        self._points = points
        self._counts: dict[str, int] = {}
        self._lock = threading.Lock()

    def _number(self, call: Call) -> tuple[int, int]:
        """Which call of its user this is, and which one is to go wrong."""
        user = self._ledger.about(call)
        with self._lock:
            self._counts[user] = self._counts.get(user, 0) + 1
            return self._counts[user], self._points.get(user, 0)

    def _forwarded(self, call: Call, forward: Forward) -> Reply:
        reply = forward()
        self._ledger.learn(self._ledger.about(call), reply)
        return reply

    def reply_lost(self, call: Call, forward: Forward) -> Reply:
        number, point = self._number(call)
        reply = self._forwarded(call, forward)
        if number == point:
            raise ConnectionDropped
        return reply

    def request_lost(self, call: Call, forward: Forward) -> Reply:
        number, point = self._number(call)
        if number == point:
            raise ConnectionDropped
        return self._forwarded(call, forward)

    def none_arrives(self, call: Call, forward: Forward) -> Reply:
        """From that call on."""
        number, point = self._number(call)
        if 0 < point <= number:
            raise ConnectionDropped
        return self._forwarded(call, forward)


def at_each_call(
    scene: Scene, reference: Reference, what: str, wanted: Wanted
) -> Iterator[tuple[str, str]]:
    """For each call of the three kinds of work a user at whose call it happens; all in one process."""
    places = [(story, number) for story in WORKS for number in range(1, len(reference.calls[story]) + 1)]
    names = [_name(scene.combination, what, reference, story, number) for story, number in places]
    chosen = [place for place, name in zip(places, names, strict=True) if wanted(name)]
    if not chosen:
        return
    crowd = scene.begin(BY_NAME[story] for story, _ in chosen)
    faults = Counted(scene.ledger, {person.name: number for person, (_, number) in zip(crowd, chosen, strict=True)})
    wrong = {}
    try:
        if what == "retried":
            _retried_at_once(scene, faults.none_arrives)
        else:
            scene.run(fault=faults.reply_lost if what == "reply-lost" else faults.request_lost)
            holds(scene.runs[-1].status in (0, 1), f"the run ended as none should:\n{scene.runs[-1]}")
        scene.let_through({story: end.says for story, end in reference.ends.items()})
        wrong = compared(scene, reference, repeated=True)
    except AssertionError as failure:
        wrong = dict.fromkeys((person.name for person in crowd), str(failure))
    for person, (story, number) in zip(crowd, chosen, strict=True):
        yield _name(scene.combination, what, reference, story, number), wrong[person.name]


def _name(combination: Combination, what: str, reference: Reference, story: str, number: int) -> str:
    return f"{combination}/{what}/{story}/{number}-{reference.calls[story][number - 1]}"


def _retried_at_once(scene: Scene, fault: Fault) -> None:
    """One process, invoked twice: as Lambda does it whose first invocation has failed."""
    calm = threading.Event()

    def passing(call: Call, forward: Forward) -> Reply:
        return forward() if calm.is_set() else fault(call, forward)

    process = scene.start(fault_of=lambda _: passing)
    assert isinstance(process, FunctionProcess)
    scene.runs.append(process.answer())
    equal(set(scene.runs[-1].results.values()), {"failed"}, "outcomes of the invocation whose calls do not arrive")
    calm.set()
    scene.backend.free_the_lease()
    process.invoke(APPLY)
    again = scene.ended(process)
    equal(again.status, 0, "status of the invocation after it")


def retried(scene: Scene, reference: Reference, wanted: Wanted) -> Iterator[tuple[str, str]]:
    yield from at_each_call(scene, reference, "retried", wanted)
    if wanted(f"{scene.combination}/retried/account"):
        yield account_retried(scene, reference)


def overlaps(scene: Scene, reference: Reference, wanted: Wanted) -> Iterator[tuple[str, str]]:
    for round_ in range(1, OVERLAPS + 1):
        if wanted(f"{scene.combination}/overlap/{round_}"):
            yield overlap(scene, reference, round_)


def account_retried(scene: Scene, reference: Reference) -> tuple[str, str]:
    """One process whose first invocation gets no answer to any call about the account, and whose second does."""
    scene.begin(STORIES)
    point = [1]
    seen: list[int] = [0]

    def fault(call: Call, forward: Forward) -> Reply:
        if scene.ledger.about(call) == ACCOUNT:
            seen[0] += 1
            if 0 < point[0] <= seen[0]:
                raise ConnectionDropped
        reply = forward()
        scene.ledger.learn(scene.ledger.about(call), reply)
        return reply

    wrong = ""
    process = scene.start(fault_of=lambda _: fault)
    assert isinstance(process, FunctionProcess)
    try:
        scene.runs.append(process.answer())
        equal(scene.runs[-1].status, 3, "status of an invocation that cannot begin")
        equal(scene.runs[-1].writes, [], "writes of an invocation that cannot begin")
        point[0] = 0
        scene.backend.free_the_lease()
        process.invoke(APPLY)
        scene.runs.append(process.answer())
        equal(scene.runs[-1].status, 0, "status of the invocation after it")
        scene.let_through({story: end.says for story, end in reference.ends.items()})
        wrong = "\n".join(text for text in compared(scene, reference).values() if text)
    except AssertionError as failure:
        wrong = f"{failure}\n{scene.runs[-1]}"
    finally:
        process.dismiss()
    return f"{scene.combination}/retried/account", wrong


def overlap(scene: Scene, reference: Reference, round_: int) -> tuple[str, str]:
    """Two processes at the same time, their calls delayed at random."""
    scene.begin(STORIES)
    draws = [random.Random(f"{SEED} {round_} {side}") for side in range(2)]

    def slow(draw: random.Random) -> Fault:
        def fault(call: Call, forward: Forward) -> Reply:
            time.sleep(draw.uniform(0, MOST_DELAY))
            reply = forward()
            scene.ledger.learn(scene.ledger.about(call), reply)
            return reply

        return fault

    wrong = ""
    try:
        both = [scene.start(fault_of=lambda _, d=draw: slow(d)) for draw in draws]
        outcomes = [scene.ended(process) for process in both]
        equal([outcome.status for outcome in outcomes], [0, 0], "statuses")
        scene.let_through({story: end.says for story, end in reference.ends.items()})
        wrong = "\n".join(text for text in compared(scene, reference, repeated=True).values() if text)
    except AssertionError as failure:
        wrong = f"{failure}\n" + "\n".join(str(run) for run in scene.runs)
    return f"{scene.combination}/overlap/{round_}", wrong
