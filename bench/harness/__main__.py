"""Measures all of it, or a part, and writes down what was measured."""

from __future__ import annotations

import argparse
import os
import shlex
import sys
import time
import traceback

import machine
import tables
from account import Account
from company import Kind
from organization import organization
from parts import PARTS, Extent, note
from released import release
from ways import APPLY, watched

PARTS["release"] = release
PARTS["organization"] = organization
RESULTS = machine.ROOT / "bench" / "RESULTS.md"


def main() -> int:
    options = _options()
    extent = Extent(sizes=tuple(options.users), rounds=options.rounds, due=options.due, iam_per_second=options.iam_rate, accounts=options.accounts)
    machine.build()
    began, load = time.monotonic(), os.getloadavg()[0]
    account = Account()
    try:
        _warm_up(account)
        parts = [_measured(name, account, extent) for name in options.only or PARTS]
        cost = account.cost()
    finally:
        account.close()
    whole = not options.only
    summary = _summary(parts, cost, load, time.monotonic() - began)
    print(summary)
    if whole and not options.dry:
        RESULTS.write_text("\n".join([summary, *(part.text() for part in parts)]).rstrip() + "\n")
        print(f"bench: written to {RESULTS.relative_to(machine.ROOT)}")
    return int(any(part.failed for part in parts))


def _measured(name: str, account: Account, extent: Extent) -> tables.Part:
    """A part that fails costs its own table only."""
    try:
        part = PARTS[name](account, extent)
    except Exception as failure:
        traceback.print_exc()
        part = tables.Part(f"{name}: failed", failed=True)
        part.say(f"```\n{type(failure).__name__}: {failure}\n```")
    print(part.text(), flush=True)
    return part


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench/run", description=__doc__)
    parser.add_argument("--only", type=_names, metavar="PART,...", help=f"of {', '.join(PARTS)}; nothing is written")
    parser.add_argument("--users", type=_numbers, default=[100, 1000, 5000], metavar="N,...", help="sizes of companies")
    parser.add_argument("--rounds", type=int, default=3, help="runs of what is repeated; medians are shown")
    parser.add_argument("--due", type=int, default=1000, metavar="N", help="users due at once, against the rate limit")
    parser.add_argument("--iam-rate", type=int, default=100, metavar="N", help="calls a second that IAM takes there")
    parser.add_argument("--accounts", type=int, default=1000, metavar="N", help="accounts of the organization")
    parser.add_argument("--dry", action="store_true", help="print the tables, and leave RESULTS.md as it is")
    return parser.parse_args()


def _names(words: str) -> list[str]:
    names = words.split(",")
    unknown = [name for name in names if name not in PARTS]
    if unknown:
        raise argparse.ArgumentTypeError(f"no such part: {', '.join(unknown)}; there are {', '.join(PARTS)}")
    return names


def _numbers(words: str) -> list[int]:
    return sorted(int(word) for word in words.split(","))


def _warm_up(account: Account) -> None:
    """The account's JVM, the files in the page cache, and whatever the launcher makes on its first start."""
    note("warming up")
    for _ in range(3):
        account.move_in(Kind.DUE, 200)
        account.next_day()
        account.behave()
        watched(APPLY, account)
    account.forget_cost()


def _summary(parts: list[tables.Part], cost: str, load: float, took: float) -> str:
    command = shlex.join(["bench/run", *sys.argv[1:]])
    lines = [
        "# Results",
        "",
        f"Written by `{command}` in {took / 60:.0f} minutes; [README.md](README.md) tells how to read it. Ratios and"
        " counts travel to other machines, seconds do not.",
        "",
        *(f"- {name}: {value}" for name, value in machine.facts()),
        f"- load when it began: {load:.1f} (other work of this machine; well under 1 is quiet)",
        "- the account: `keyturn sandbox` on this machine, plain HTTP on loopback, outside of all limits; it took"
        f" {cost}",
        "",
        tables.goals(parts),
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
