"""Runs all cases, some jobs at a time, each before a backend of its own, and prints what came of them."""

from __future__ import annotations

import time
import traceback
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context

import kills
import mishaps
import subjects
from backends import BACKENDS
from scene import AT_ONCE, LATER, OF_ALL, Combination, Reference, Scene, undisturbed
from stories import NAMES

JOBS_AT_ONCE = 3

PAIRS = 48

# It takes a minute of the machine's time, so once.
WHERE_THE_LEASE_IS_WAITED_OUT = Combination("command", "moto", AT_ONCE)

# Where the next run comes later is tried where the clock can be turned, and with one subject: the other one differs from
# it in nothing that time could change.
LET_THROUGH_LATER = Combination("command", "sandbox", LATER)

# Each subject and each backend once; here every case takes processes of its own.
KILLED_AT_ACCOUNT = (WHERE_THE_LEASE_IS_WAITED_OUT, Combination("function", "sandbox", AT_ONCE))



@dataclass(frozen=True)
class Job:
    combination: Combination
    what: str
    """Of the parts below, one."""

    def __str__(self) -> str:
        return f"{self.combination} {self.what}"


@dataclass(frozen=True)
class Verdict:
    job: Job
    seconds: float
    failures: dict[str, str]
    """By case; nothing where all was well."""


def jobs() -> list[Job]:
    """The longest first."""
    at_once = [Combination(subject, backend, AT_ONCE) for backend in BACKENDS for subject in subjects.SUBJECTS]
    listed = [Job(combination, "users") for combination in [*at_once, LET_THROUGH_LATER]]
    listed += [Job(combination, "account") for combination in KILLED_AT_ACCOUNT]
    listed += [Job(combination, "twice") for combination in at_once]
    listed += [Job(combination, "mishaps") for combination in at_once if combination.subject == "function"]
    return listed


# What stands fourth in the names of a job's cases.
FOURTH = {
    "users": NAMES,
    "account": (*OF_ALL, "waits"),
    "twice": ("twice",),
    "mishaps": ("reply-lost", "request-lost", "retried", "overlap"),
}


def concerned(job: Job, parts: tuple[str, ...]) -> bool:
    """Whether a case of this job may be meant."""
    return not parts or any(_may_hold(job, part) for part in parts)


def _may_hold(job: Job, part: str) -> bool:
    if not part.startswith(("command/", "function/")):
        return True  # it may stand anywhere in a name
    begins = [f"{job.combination}/{fourth}" for fourth in FOURTH[job.what]]
    return any(begin.startswith(part) or part.startswith(begin) for begin in begins)


def run(job: Job, parts: tuple[str, ...]) -> Verdict:
    """Runs one job in this process."""
    begun = time.monotonic()
    failures: dict[str, str] = {}
    scene: Scene | None = None

    def wanted(name: str) -> bool:
        return not parts or any(part in name for part in parts)

    try:
        scene = Scene(job.combination)
        reference = undisturbed(scene)
        for name, wrong in _cases(scene, reference, job.what, wanted):
            failures[name] = wrong
    except Exception:  # a job that breaks has failed, whatever broke it
        last = f"\nThe last run:\n{scene.runs[-1]}" if scene and scene.runs else ""
        failures[f"{job.combination}"] = traceback.format_exc() + last
    finally:
        if scene:
            scene.close()
    return Verdict(job, time.monotonic() - begun, failures)


def _cases(scene: Scene, reference: Reference, what: str, wanted: kills.Wanted) -> Iterator[tuple[str, str]]:
    combination = scene.combination
    match what:
        case "users":
            for batch in kills.batches(reference, combination, wanted):
                yield from kills.kill(scene, reference, batch)
        case "account":
            for case in kills.account_cases(reference, combination, wanted):
                yield kills.kill_at_account(scene, reference, case)
            if scene.combination == WHERE_THE_LEASE_IS_WAITED_OUT and wanted(f"{combination}/waits"):
                yield kills.wait_the_lease_out(scene, reference)
        case "twice":
            for drawn in kills.pairs(reference, combination, PAIRS, wanted):
                yield from kills.kill_twice(scene, reference, drawn)
        case "mishaps":
            for mishap in ("reply-lost", "request-lost", "retried"):
                yield from mishaps.at_each_call(scene, reference, mishap, wanted)
            if wanted(f"{combination}/retried/account"):
                yield mishaps.account_retried(scene, reference)
            for number in range(1, mishaps.OVERLAPS + 1):
                if wanted(f"{combination}/overlap/{number}"):
                    yield mishaps.overlap(scene, reference, number)
        case _:
            raise ValueError(what)


def main(arguments: list[str]) -> int:
    """Runs the cases whose names hold one of the parts, or all; returns the exit status."""
    parts = tuple(arguments)
    subjects.build()
    print(f"seed {kills.SEED}", flush=True)
    passed, failed = 0, []
    with ProcessPoolExecutor(JOBS_AT_ONCE, mp_context=get_context("spawn")) as pool:
        running = {pool.submit(run, job, parts): job for job in jobs() if concerned(job, parts)}
        for ended in as_completed(running):
            try:
                verdict = ended.result()
            except Exception:  # the process that ran it is gone
                verdict = Verdict(running[ended], 0, {str(running[ended].combination): traceback.format_exc()})
            wrong = {name: text for name, text in verdict.failures.items() if text}
            passed += len(verdict.failures) - len(wrong)
            failed += list(wrong)
            print(
                f"{'FAILED' if wrong else 'passed'}  {verdict.job}: "
                f"{len(verdict.failures) - len(wrong)} passed, {len(wrong)} failed ({verdict.seconds:.0f} s)",
                flush=True,
            )
            for name, text in wrong.items():
                print(f"  {name}\n    " + text.replace("\n", "\n    "))
                print(f"    Alone: python3 .ci/kills {name}", flush=True)
    if failed:
        print("\nFailed:\n" + "\n".join(f"  {name}" for name in failed))
    print(f"{passed} passed, {len(failed)} failed")
    return 1 if failed or not passed else 0
