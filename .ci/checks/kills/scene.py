"""One subject before one backend: a crowd moves in, runs are made, their calls are kept by user."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from checks.common.command import Outcome
from checks.common.expect import equal
from checks.common.proxy import Call, Fault

from checks.kills import ends
from checks.kills.backends import BACKENDS, Backend, Person
from checks.kills.cutter import ACCOUNT, LEASE, QUIET, STATE, TRAIL, Cutter, Ledger, Point, nothing
from checks.kills.ends import End
from checks.kills.permitted import permitted
from checks.kills.stories import STORIES, Story
from checks.kills.subjects import APPLY, PLAN, SUBJECTS, Process, Subject

AT_ONCE = "at-once"
LATER = "later"

# After this number of minutes Keyturn takes IAM's reads for settled.
SETTLES_IN = 6

# A rotation that was cut off less than a minute ago is continued at once; later, a run waits up to five minutes for reads
# to settle. On a slow machine that wait is skipped.
AT_ONCE_SECONDS = 40

# A record is cleared by one run, what is due then is done by the next, and one more finds nothing left.
MOST_RUNS = 3

# Calls that are about no user, and how many of them every run makes: the lease is read, taken, and renewed or given back;
# lines are written, and what earlier runs kept is read, at least once.
OF_ALL = {ACCOUNT: None, LEASE: 3, TRAIL: 1, STATE: 1}

BY_NAME = {story.name: story for story in STORIES}


@dataclass(frozen=True)
class Combination:
    subject: str
    backend: str
    pace: str
    """Whether the run after a disturbed one comes at once, or later, when reads have settled."""

    def __str__(self) -> str:
        return f"{self.subject}/{self.backend}/{self.pace}"


class Scene:
    """Made once for a job; `begin` makes it as good as new."""

    def __init__(self, combination: Combination) -> None:
        self.combination = combination
        self.subject: Subject = SUBJECTS[combination.subject]()
        self.backend: Backend = BACKENDS[combination.backend]()
        self.crowd: list[Person] = []
        self.runs: list[Outcome] = []
        self.ledger = Ledger({})
        self._begun = time.monotonic()

    def close(self) -> None:
        self.subject.close()
        self.backend.close()

    def begin(self, stories: Iterable[Story]) -> list[Person]:
        """An account in which one person lives each of these stories."""
        self.backend.reset()
        self.runs = []
        self._begun = time.monotonic()
        self.crowd = [
            self.backend.move_in(f"u{number:04}-{story.name}", story) for number, story in enumerate(stories, 1)
        ]
        self.ledger = Ledger({key: person.name for person in self.crowd for key in person.keys.values()})
        return self.crowd

    # -- runs --

    def start(self, mode: str = APPLY, fault_of: Callable[[Process], Fault] = nothing) -> Process:
        return self.subject.start(self.backend, mode, lambda process: permitted(fault_of(process)))

    def ended(self, process: Process) -> Outcome:
        self.runs.append(process.end())
        return self.runs[-1]

    def run(self, mode: str = APPLY, fault: Fault | None = None) -> Outcome:
        return self.ended(self.start(mode, (lambda _: fault) if fault else nothing))

    def cut(self, points: dict[str, Point], quiet: float = QUIET) -> dict[str, Call]:
        """A run that is killed at these points; returns who came to theirs, and the calls there."""
        cutters: list[Cutter] = []

        def fault_of(process: Process) -> Fault:
            cutters.append(Cutter(points, self.ledger, process, quiet))
            return cutters[0].fault

        self.ended(self.start(fault_of=fault_of))
        cutters[0].over()
        return cutters[0].held

    def plan_calls(self) -> dict[str, int]:
        """How many calls it takes to plan for each user."""
        planned = self.run(PLAN)
        equal((planned.status, planned.writes), (0, []), "status and writes of a plan")
        return {user: len(calls) for user, calls in self.ledger.by_user(planned.calls).items()}

    def let_through(self, says: dict[str, str] | None = None) -> None:
        """Runs that nothing disturbs, until one says of everyone what it should: nothing, or what it says daily."""
        later = self.combination.pace == LATER
        if later or time.monotonic() - self._begun > AT_ONCE_SECONDS:
            self.backend.pass_minutes(SETTLES_IN)
        for number in range(1, MOST_RUNS + 1):
            if not (later and self.backend.name == "sandbox"):  # there the lease has run out
                self.backend.free_the_lease()
            done = self.run()
            equal(done.status, 0, "exit status of a run that nothing disturbs")
            if number >= 2 and says is not None:
                if all(said(done, person.name) == says[person.story.name] for person in self.crowd):
                    return

    # -- ends --

    def ends(self) -> dict[str, End | AssertionError]:
        """Where each person's story has ended, or what is wrong with it."""
        files = self.backend.objects()
        calls = [call for run in self.runs for call in run.calls]
        ends.no_secret_is_seen(calls, [text for run in self.runs for text in (run.stdout, run.stderr)])
        by_user = self.ledger.by_user(calls)
        found: dict[str, End | AssertionError] = {}
        for person in self.crowd:
            try:
                found[person.name] = ends.end_of(
                    person, self.backend, files, by_user.get(person.name, []), said(self.runs[-1], person.name)
                )
            except AssertionError as wrong:
                found[person.name] = wrong
        return found

    def history(self, user: str) -> str:
        """What the runs did to a user, for the report of a failure."""
        lines = []
        for number, run in enumerate(self.runs, 1):
            row = ""
            if run.stdout.startswith("{") and '"users"' in run.stdout and user in run.rows:
                seen = run.rows[user]
                row = f" {seen.verdict} {seen.outcome} {seen.error or ''}"
            lines.append(f"    run {number}: exit {run.status}{row}")
            lines += [f"      {call}" for call in self.ledger.by_user(run.calls).get(user, [])]
        return "\n".join(lines)


@dataclass(frozen=True)
class Reference:
    """The undisturbed runs of all stories."""

    planning: dict[str, int]
    """Calls that a plan makes, by story."""
    calls: dict[str, list[str]]
    """Actions of the first apply, by story, and under the names of OF_ALL those that are about no user."""
    ends: dict[str, End]


@dataclass(frozen=True)
class Stage:
    """A scene, and how it ends undisturbed."""

    scene: Scene
    reference: Reference


def undisturbed(scene: Scene) -> Reference:
    crowd = scene.begin(STORIES)
    planning = scene.plan_calls()
    done = scene.run()
    equal(done.status, 0, "exit status of the undisturbed run")
    equal(
        {person.story.name: done.rows[person.name].verdict for person in crowd if person.name in done.rows},
        {story.name: story.verdict for story in STORIES},
        "what the undisturbed run did",
    )
    by_user = scene.ledger.by_user(done.calls)
    calls = {person.story.name: [call.action for call in by_user[person.name]] for person in crowd}
    calls |= {whose: [call.action for call in by_user[whose]][:most] for whose, most in OF_ALL.items()}
    scene.let_through()
    found = scene.ends()
    for end in found.values():
        if isinstance(end, AssertionError):
            raise end
    return Reference(
        {person.story.name: planning[person.name] for person in crowd},
        calls,
        {person.story.name: end for person in crowd if isinstance(end := found[person.name], End)},
    )


def said(run: Outcome, user: str) -> str:
    """What a run said of a user; nothing if there was nothing to be done."""
    row = run.rows.get(user)
    return f"{row.verdict} {row.outcome}" if row else ""


def compared(scene: Scene, reference: Reference, repeated: bool = False) -> dict[str, str]:
    """What is wrong with each person's end; nothing where it equals the undisturbed one.

    A call whose reply was lost is repeated: then a key may have been switched off twice.
    """
    verdicts = {}
    ends_found = scene.ends()
    for person in scene.crowd:
        wanted, found = reference.ends[person.story.name], ends_found[person.name]
        if repeated and isinstance(found, End):
            found = replace(found, switched=tuple(sorted(set(found.switched))))
        wrong = f"ends otherwise\n  wanted\n{wanted}\n  found\n{found}\n{scene.history(person.name)}"
        verdicts[person.name] = "" if found == wanted else wrong
    return verdicts
