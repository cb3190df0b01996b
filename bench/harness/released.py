"""What is released: both zips of the function, and the command from its archive, beside the sequential Python."""

from __future__ import annotations

import os
import subprocess
import tarfile
import tempfile
from pathlib import Path
from statistics import median

import cgroups
import machine
from account import Account
from cgroups import Limit
from function import Artefact, OwnRuntime
from measured import medians
from parts import LATENCY, MEDIUM, SMALLEST, Extent, note, steady
from tables import FIGURES, Part, cells, seconds
from ways import APPLY, Keyturn, Sequential, Way, watched

# What start and first call may take, and which share of what Python takes.
GOALS = {MEDIUM: (2.5, 1.0), SMALLEST: (15.0, 0.5)}


def release(account: Account, extent: Extent) -> Part:
    """Packs a release of what is built, unless KEYTURN_RELEASE names one that is there, and measures it."""
    part = Part("What is released: the function and the command, cold")
    with tempfile.TemporaryDirectory() as folder:
        out = Path(os.environ.get("KEYTURN_RELEASE") or _packed(Path(folder) / "out"))
        _function(account, part, out, extent)
        _command(account, part, out, Path(folder), extent)
    return part


def _packed(out: Path) -> Path:
    note("packing a release")
    pack = [machine.ROOT / ".ci" / "release", "--built", "--only", "archive", "--only", "al2023", "--out", out]
    subprocess.run([str(word) for word in pack], check=True, stdout=subprocess.DEVNULL)
    return out


def _function(account: Account, part: Part, out: Path, extent: Extent) -> None:
    why_not = cgroups.available()
    if why_not:
        part.say(f"The function was not measured: {why_not}.")
        return
    part.say(
        "The function under AWS's runtime interface client, 100 users, quiet, steady, 20 ms a call, `apply`; in turn, medians of"
        f" {extent.rounds}. The Python has no runtime interface client here, which favours it."
    )
    zips = [Artefact(), OwnRuntime(next(out.glob("keyturn-lambda-*-al2023-*.zip")))]
    rows = []
    try:
        for limit in GOALS:
            rows += _limited(account, part, zips, limit, extent.rounds)
    finally:
        for artefact in zips:
            artefact.close()
    part.table(("limit", "what", "start s", "call s", "both s", "of Python's", "CPU s", "peak MiB", "charged MiB"), rows)


def _limited(account: Account, part: Part, zips: list[Artefact], limit: Limit, rounds: int) -> list[list[str]]:
    python, starts, calls, wholes = [], {}, {}, {}
    for turn in range(rounds):
        for artefact in zips:
            note(f"{artefact.name}, {limit.name}, {turn + 1} of {rounds}")
            steady(account, 100, LATENCY)
            with cgroups.group(limit) as group:
                taken = artefact.invoke(account, group)
            starts.setdefault(artefact.name, []).append(taken.start)
            calls.setdefault(artefact.name, []).append(taken.call)
            wholes.setdefault(artefact.name, []).append(taken.whole)
        note(f"sequential Python, {limit.name}, {turn + 1} of {rounds}")
        steady(account, 100, LATENCY)
        with cgroups.group(limit) as group:
            python.append(watched(Sequential(), account, group))
    rows = []
    for name in starts:
        both = [start + call for start, call in zip(starts[name], calls[name], strict=True)]
        share = median(mine / its.wall for mine, its in zip(both, python, strict=True))
        whole = medians(wholes[name])
        rows.append([limit.name, name, seconds(median(starts[name])), seconds(median(calls[name])), seconds(median(both)), f"{share:.2f}"])
        rows[-1] += [seconds(whole.cpu), f"{whole.peak_mib:.0f}", f"{whole.group_mib:.0f}"]
        if name == OwnRuntime.name:
            most, of_python = GOALS[limit]
            wanted = f"at most {most:g} s" + (f", and at most {of_python:g} of Python's" if of_python < 1 else "")
            figure = f"{seconds(median(both))} s, {share:.2f} of Python's"
            part.goal(f"{name}, start and first call, 100 users, {limit.name}", wanted, figure, median(both) <= most and share <= of_python)
    usual = medians(python)
    rows.append([limit.name, Sequential.name, "", "", seconds(usual.wall), "1", seconds(usual.cpu), f"{usual.peak_mib:.0f}", f"{usual.group_mib:.0f}"])
    return rows


def _command(account: Account, part: Part, out: Path, folder: Path, extent: Extent) -> None:
    part.say("The command from its archive and from this checkout, 100 users, quiet, steady, 20 ms a call, in turn.")
    with tarfile.open(next(out.glob("keyturn-*.tar.gz"))) as archive:
        archive.extractall(folder / "archive", filter="tar")
    (program,) = folder.glob("archive/*/keyturn")
    caches = {"XDG_CACHE_HOME": str(folder / "caches")}
    subprocess.run([program, "--version"], check=True, stdout=subprocess.DEVNULL, env={**os.environ, **caches, "KEYTURN_AOT": "now"})
    three: tuple[Way, ...] = (Keyturn("apply", program, " from the archive"), APPLY, Sequential())
    rounds = []
    for turn in range(extent.rounds):
        note(f"the command from the archive, {turn + 1} of {extent.rounds}")
        steady(account, 100, LATENCY)
        rounds.append([watched(way, account, **caches) for way in three])
    rows = []
    for index, way in enumerate(three):
        share = median(each[index].cpu / each[2].cpu for each in rounds)
        rows.append([way.name, *cells(medians(each[index] for each in rounds)), f"{share:.2f}"])
        if index == 0:
            what = "CPU seconds, the command from the archive, 100 users, against the sequential Python"
            part.goal(what, "at most 0.40", f"{share:.2f}", share <= 0.40)
    part.table(("way", *FIGURES, "CPU, share of Python's"), rows)
