"""Runs flows, two at a time, each in an account of its own, and prints what came of them."""

from __future__ import annotations

import time
import traceback
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context

import flows
import promises
from account import Account
from flow import ALL
from world import World

assert flows  # to import them is to list them

AT_ONCE = 2

_account: Account | None = None


@dataclass(frozen=True)
class Verdict:
    name: str
    seconds: float
    failure: str


def run(name: str) -> Verdict:
    """Runs one flow in this process."""
    global _account
    _account = _account or Account()
    begun = time.monotonic()
    world = World(_account)
    failure = ""
    try:
        ALL[name](world)
        promises.check(world)
    except Exception:  # a flow that breaks has failed, whatever broke it
        last = f"\nThe last run:\n{world.outcomes[-1]}" if world.outcomes else ""
        failure = traceback.format_exc(limit=-4) + last
    finally:
        world.close()
    return Verdict(name, time.monotonic() - begun, failure)


def main(parts: list[str]) -> int:
    """Runs the flows whose names hold one of the parts, or all; returns the exit status."""
    names = [name for name in ALL if not parts or any(part in name for part in parts)]
    failed = []
    with ProcessPoolExecutor(AT_ONCE, mp_context=get_context("spawn")) as pool:
        running = {pool.submit(run, name): name for name in names}
        for ended in as_completed(running):
            verdict = _verdict(ended, running[ended])
            print(f"{'FAILED' if verdict.failure else 'passed'}  {verdict.name} ({verdict.seconds:.1f} s)", flush=True)
            if verdict.failure:
                print("    " + verdict.failure.replace("\n", "\n    "), flush=True)
                failed.append(verdict.name)
    if failed:
        print("\nFailed:\n" + "\n".join(f"  {name}" for name in failed))
    print(f"{len(names) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed or not names else 0


def _verdict(ended: Future[Verdict], name: str) -> Verdict:
    try:
        return ended.result()
    except Exception:  # the process that ran it is gone
        return Verdict(name, 0, traceback.format_exc())
