"""What is measured, part by part."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from statistics import median
from typing import Any

import benchmarks
import cgroups
import company
from account import Account
from cgroups import Limit
from company import Kind
from function import Artefact
from measured import Figures, medians
from tables import FIGURES, Part, cells, seconds
from ways import APPLY, PLAN, OneByOne, Sequential, Way, watched

LATENCY = 20
"""Milliseconds that each call takes where it is not zero."""

# Lambda gives one core at 1,769 MB, and less memory gets as much less of it.
SMALLEST = Limit("128 MiB, 7 % of a core", 128, 128 / 1769)
MEDIUM = Limit("512 MiB, 29 % of a core", 512, 512 / 1769)
MEMORY_ONLY = Limit("128 MiB, all cores", 128)


@dataclass(frozen=True)
class Extent:
    """How much of it is measured."""

    sizes: tuple[int, ...] = (100, 1000, 5000)
    rounds: int = 3
    due: int = 1000
    iam_per_second: int = 100
    accounts: int = 1000

    def rounds_of(self, users: int) -> int:
        """The larger ones repeat less; they also vary less."""
        fewer = 0 if users <= 100 else 1 if users <= 1000 else 2
        return max(1, self.rounds - fewer)


def note(words: str) -> None:
    print(f"bench: {words}", flush=True)


def users(account: Account, extent: Extent) -> Part:
    """The command, at every size and in every kind of company."""
    part = Part("The command: users, companies, latency")
    part.say(
        "`keyturn apply`, a cold process. First: nothing of an earlier run is in the bucket. Steady: an `apply` ran the day"
        " before. The credential report is ready at once."
    )
    rows = []
    for size in extent.sizes:
        for kind in (Kind.QUIET, Kind.DUE, Kind.WARNED):
            note(f"command, {size} users, {kind.value}")
            taken: dict[tuple[str, int], list[Figures]] = {}
            for _ in range(extent.rounds_of(size)):
                for key, figures in _day_by_day(account, kind, size):
                    taken.setdefault(key, []).append(figures)
            for (start, millis), runs in taken.items():
                figures = medians(runs)
                rows.append([f"{size:,}", kind.value, start, f"{millis} ms", *cells(figures)])
                if kind is Kind.QUIET and start == "steady" and millis == LATENCY:
                    _calls_goal(part, size, figures)
    part.table(("users", "company", "start", "a call takes", *FIGURES), rows)
    for size in extent.sizes:
        _first_run(account, part, size)
    return part


def _day_by_day(account: Account, kind: Kind, size: int) -> list[tuple[tuple[str, int], Figures]]:
    taken = []
    account.move_in(kind, size)
    for start in ("first", "steady"):
        for millis in (0, LATENCY):
            if kind is Kind.DUE:  # they are not due any more once they were measured
                account.move_in(kind, size)
                if start == "steady":
                    account.behave()
                    watched(APPLY, account)
            elif start == "first":
                account.forget()
            account.next_day()
            account.behave(millis)
            taken.append(((start, millis), watched(APPLY, account)))
    return taken


def _calls_goal(part: Part, size: int, figures: Figures) -> None:
    most = {100: 8, 5000: 12}.get(size)
    if most:
        what = f"calls, quiet account, steady state, {size:,} users"
        part.goal(what, f"at most {most}", f"{figures.calls:,}", figures.calls <= most)


def _first_run(account: Account, part: Part, size: int) -> None:
    """Who was looked at when nothing was remembered."""
    note(f"who is looked at on a first run, {size} users")
    account.move_in(Kind.QUIET, size)
    account.next_day()
    account.behave()
    watched(APPLY, account)
    looks = [call["parameters"].get("UserName") for call in _calls(account) if call["action"] == "ListAccessKeys"]
    needed = company.must_be_looked_at(Kind.QUIET, size)
    part.goal(
        f"calls, first run without a ledger, {size:,} users",
        f"at most one ListAccessKeys for each of the {needed:,} who need it, none for others",
        f"{len(looks):,} for {len(set(looks)):,} users",
        len(looks) == len(set(looks)) <= needed,
    )


def _calls(account: Account) -> list[dict[str, Any]]:
    return list(account.control("GET", "calls")["calls"])


def ways(account: Account, extent: Extent) -> Part:
    """Beside the two other ways."""
    part = Part("Beside two usual ways, a quiet account")
    part.say(
        "`keyturn apply` in steady state, and two ways that look at one user after the other with four calls each (tags,"
        " groups, keys, last use), written here: `OneByOne` over the same SDK with the same JVM options, and `rotator.py`"
        " over boto3. In turn A, B, C, A, B, C; the ratio is the median of the pairs'."
    )
    three: tuple[Way, ...] = (APPLY, OneByOne(), Sequential())
    rows: list[list[str]] = []
    slopes: dict[tuple[str, int], tuple[Figures, Figures]] = {}
    for millis in (0, LATENCY):
        note(f"three ways, 100 users, {millis} ms")
        rounds = [_in_turn(account, three, 100, millis) for _ in range(extent.rounds)]
        for index, way in enumerate(three):
            small = medians(each[index] for each in rounds)
            rows.append(["100", f"{millis} ms", way.name, *cells(small), *_ratios(rounds, index)])
            if index:
                note(f"{way.name}, 500 users, {millis} ms")
                slopes[way.name, millis] = small, _alone(account, way, 500, millis)
        if millis == LATENCY:
            wall, cpu = (_ratio(rounds, 2, figure) for figure in (_wall, _cpu))
            what = "100 users at 20 ms a call, cold process, against the sequential Python"
            part.goal(f"wall, {what}", "at most 0.10", f"{wall:.3f}", wall <= 0.10)
            part.goal(f"CPU seconds, {what}", "at most 0.50", f"{cpu:.2f}", cpu <= 0.50)
    for size in extent.sizes[1:]:
        for millis in (0, LATENCY):
            note(f"beside the two ways, {size} users, {millis} ms")
            mine = medians(_alone(account, APPLY, size, millis) for _ in range(extent.rounds_of(1000)))
            rows.append([f"{size:,}", f"{millis} ms", APPLY.name, *cells(mine), "1", "1"])
            for way in three[1:]:
                other = _extrapolated(*slopes[way.name, millis], size)
                ratios = mine.wall / other.wall, mine.cpu / other.cpu
                rows.append(
                    [f"{size:,}", f"{millis} ms", f"{way.name} (extrapolated)", *cells(other)]
                    + [f"{ratio:.3f}" for ratio in ratios]
                )
                if millis == LATENCY and size == 5000 and isinstance(way, OneByOne):
                    part.goal(
                        "wall, 5,000 users at 20 ms a call, against one user at a time over the same SDK",
                        "at most 0.02",
                        f"{ratios[0]:.4f} (the other extrapolated from 100 and 500 users)",
                        ratios[0] <= 0.02,
                    )
    part.table(("users", "a call takes", "way", *FIGURES, "wall, Keyturn's share", "CPU, Keyturn's share"), rows)
    part.say(
        "Extrapolated: in a line through 100 users (the row above) and one run of 500, for each user costs the same; peak"
        " memory is that of 500."
    )
    return part


def _wall(figures: Figures) -> float:
    return figures.wall


def _cpu(figures: Figures) -> float:
    return figures.cpu


def _ratio(rounds: list[list[Figures]], index: int, figure: Callable[[Figures], float]) -> float:
    return median(figure(each[0]) / figure(each[index]) for each in rounds)


def _ratios(rounds: list[list[Figures]], index: int) -> list[str]:
    return ["1", "1"] if index == 0 else [f"{_ratio(rounds, index, figure):.3f}" for figure in (_wall, _cpu)]


def steady(account: Account, size: int, millis: int) -> None:
    account.move_in(Kind.QUIET, size)
    account.behave()
    watched(APPLY, account)
    account.next_day()
    account.behave(millis)


def _in_turn(account: Account, three: tuple[Way, ...], size: int, millis: int) -> list[Figures]:
    steady(account, size, millis)
    return [watched(way, account) for way in three]


def _alone(account: Account, way: Way, size: int, millis: int) -> Figures:
    steady(account, size, millis)
    return watched(way, account)


def _extrapolated(small: Figures, large: Figures, size: int) -> Figures:
    def at(first: float, second: float) -> float:
        return second + (second - first) / 400 * (size - 500)

    return replace(
        large,
        wall=at(small.wall, large.wall),
        cpu=at(small.cpu, large.cpu),
        calls=round(at(small.calls, large.calls)),
    )


def report(account: Account, extent: Extent) -> Part:
    """How long the credential report lets wait."""
    part = Part("A credential report that is ready at once, or after three seconds")
    part.say("`keyturn apply`, quiet, steady, 20 ms a call.")
    rows = []
    for size in extent.sizes:
        for wait in (0, 3):
            note(f"report after {wait} s, {size} users")
            steady(account, size, LATENCY)
            account.behave(LATENCY, report_seconds=wait)
            rows.append([f"{size:,}", "at once" if wait == 0 else f"after {wait} s", *cells(watched(APPLY, account))])
    part.table(("users", "report", *FIGURES), rows)
    return part


def limits(account: Account, extent: Extent) -> Part:
    """In as little memory and CPU as Lambda gives."""
    part = Part("Limited as Lambda limits")
    why_not = cgroups.available()
    if why_not:
        part.say(f"Not measured: {why_not}.")
        return part
    part.say(
        "Quiet, 20 ms a call, one run each. The whole process is in a control group with that much memory (no swap) and"
        " that share of one core; the account is outside of it. Peak: the largest resident set, with the pages of the JDK's"
        " and our own files in it, which the kernel drops where memory is short. Charged: the most that was charged to the"
        " group, without such pages where another process had read them before."
    )
    rows = []
    for limit in (MEMORY_ONLY, MEDIUM, SMALLEST):
        for size in extent.sizes:
            figures = _limited(account, PLAN, size, limit)
            rows.append(_limited_row(limit, size, PLAN, figures))
            if limit is MEMORY_ONLY and size == 5000:
                what = "peak memory, whole process, 5,000 users, `plan`"
                part.goal(what, "inside a cgroup limit of 128 MiB", _memory(figures), not figures.killed)
        if limit is not MEMORY_ONLY:
            for way in (OneByOne(), Sequential()):
                rows.append(_limited_row(limit, 100, way, _limited(account, way, 100, limit)))
    part.table(("limit", "users", "way", *FIGURES, "charged MiB"), rows)
    return part


def _memory(figures: Figures) -> str:
    if figures.killed:
        return "killed: out of memory"
    return f"ends well; {figures.group_mib:.0f} MiB charged, {figures.peak_mib:.0f} MiB resident at most"


def _limited(account: Account, way: Way, size: int, limit: Limit) -> Figures:
    note(f"{way.name}, {size} users, {limit.name}")
    steady(account, size, LATENCY)
    with cgroups.group(limit) as group:
        return watched(way, account, group)


def _limited_row(limit: Limit, size: int, way: Way, figures: Figures) -> list[str]:
    shown = ["killed", "", "", ""] if figures.killed else cells(figures)
    return [limit.name, f"{size:,}", way.name, *shown, f"{figures.group_mib:.0f}"]


def function(account: Account, extent: Extent) -> Part:
    """The function under AWS's runtime interface client."""
    part = Part("The function, cold, under AWS's runtime interface client")
    why_not = cgroups.available()
    if why_not:
        part.say(f"Not measured: {why_not}.")
        return part
    part.say("100 users, quiet, steady, 20 ms a call; the artefact as Lambda unpacks it, one call (`apply`).")
    rows = []
    artefact = Artefact()
    try:
        for limit in (MEMORY_ONLY, MEDIUM, SMALLEST):
            note(f"function, {limit.name}")
            steady(account, 100, LATENCY)
            with cgroups.group(limit) as group:
                taken = artefact.invoke(account, group)
            whole = taken.whole
            rows.append(
                [limit.name, seconds(taken.start), seconds(taken.call), seconds(whole.cpu), f"{whole.peak_mib:.0f}"]
                + [f"{whole.group_mib:.0f}"]
            )
            if limit is SMALLEST:
                what = "the function under the runtime interface client, 100 users"
                part.goal(what, "inside 128 MiB", _memory(whole), not whole.killed)
    finally:
        artefact.close()
    part.table(("limit", "start s", "call s", "CPU s", "peak MiB", "charged MiB"), rows)
    return part


def rate(account: Account, extent: Extent) -> Part:
    """Many due users and an IAM that throttles."""
    part = Part("Many due users against a rate limit")
    told = extent.iam_per_second
    part.say(
        f"`keyturn apply` with `IAM_CALLS_PER_SECOND={told}`, users who are all due, 20 ms a call. IAM takes this number of calls a second"
        " from a bucket that holds one second's worth, and throttles what is above. Used: what was granted from the first"
        " write to the last IAM call, of all that the bucket gave in that time."
    )
    rows = []
    for due, limit in ((extent.due, told), (extent.due * 3 // 10, told * 6 // 10)):
        used, refused, cells_of_row = _against(account, due, limit, told)
        rows.append([f"{due:,}", f"{limit} a second", *cells_of_row])
        known = "that it was told" if limit == told else "lower than it was told"
        part.goal(
            f"{due:,} due users against a rate limit {known}",
            "at least 90 % of the limit used, under 1 % of calls throttled",
            f"{used:.1%} used, {refused:.2%} throttled",
            used >= 0.9 and refused < 0.01,
        )
    head = ("due", "IAM takes", "IAM calls", "throttled", "share throttled", "acting s", "limit used")
    part.table((*head, *FIGURES), rows)
    return part


def _against(account: Account, due: int, limit: int, told: int) -> tuple[float, float, list[str]]:
    """The share of the limit that was used, the share of calls that were throttled, and these and more for a table."""
    note(f"{due} users due, IAM takes {limit} calls a second")
    account.move_in(Kind.ALL_DUE, due)
    account.next_day()
    account.behave(LATENCY)
    account.control("POST", "limits", {"service": "iam", "perSecond": limit, "burst": limit})
    figures = watched(APPLY, account, IAM_CALLS_PER_SECOND=str(told))
    calls = [call for call in _calls(account) if call["service"] == "iam"]
    throttled = sum(call["error"] == "Throttling" for call in calls)
    # The log is in the order of the answers.
    acting = calls[next(at for at, call in enumerate(calls) if call["action"] == "TagUser") :]
    first, last = (datetime.fromisoformat(acting[at]["time"]) for at in (0, -1))
    window = (last - first).total_seconds()
    granted = sum(call["error"] != "Throttling" for call in acting)
    used, refused = granted / (limit * window + limit), throttled / len(calls)
    row = [f"{len(calls):,}", f"{throttled:,}", f"{refused:.2%}", seconds(window), f"{used:.1%}", *cells(figures)]
    return used, refused, row


def jmh(account: Account, extent: Extent) -> Part:
    """Inside one warm JVM."""
    return benchmarks.part(note)


PARTS: dict[str, Callable[[Account, Extent], Part]] = {
    "users": users,
    "ways": ways,
    "report": report,
    "limits": limits,
    "function": function,
    "rate": rate,
    "jmh": jmh,
}
