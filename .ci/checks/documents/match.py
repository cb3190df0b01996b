"""Compares the output of a command with a page. Ids, dates and times differ between readers, but consistently."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
# The parts that may differ, and their patterns.
TOKENS = {
    "id": r"(?<![A-Z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Z0-9])",
    "copied": r"(?<=\.bak-)\d{4}-\d\d-\d\dT\d{6}(?=Z)",
    "made": r"(?<=NEW_KEY_OF_)\d{4}_\d\d_\d\d",
    "day": r"(?<!\d)\d{4}-\d\d-\d\d(?!\d)",
    "words": rf"\b\d{{1,2}} {MONTH} \d{{4}}\b",
    "yearless": rf"\b\d{{1,2}} {MONTH}\b(?! \d{{4}})",
    "weekday": r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b",
    "time": r"(?<!\d)\d\d:\d\d:\d\d(?:\.\d+)?(?!\d)|(?<=T)\d{6}(?=Z)",
    "run": r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b",
    "port": r"(?<=127\.0\.0\.1:)\d+",
    "seconds": r"\b\d+\.\d(?= s\b)|(?<=\"seconds\": )\d+\.\d\b",
    "calls": r"\b\d+(?= calls\b)|(?<=\"apiCalls\": )\d+",
    "folder": r"/tmp/[\w./-]*(?=/)",
}
TOKEN = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in TOKENS.items()))


def day_of(kind: str, text: str) -> date:
    return date.fromisoformat(text) if kind == "day" else datetime.strptime(text, "%d %B %Y").date()


def is_later(shown: str, own: str, later: timedelta) -> bool:
    """Whether a day without a year is as much later as the others, in some year."""
    years = (datetime.strptime(f"{shown} {year}", "%d %B %Y") for year in (2024, 2025, 2026, 2027))
    return any(f"{(day + later).day} {day + later:%B}" == own for day in years)


class Reader:
    """One reader's ids and dates, as far as they are known by now."""

    def __init__(self) -> None:
        self.ids: dict[str, str] = {}
        self.later: timedelta | None = None

    def command(self, shown: str) -> str:
        """The command as this reader types it: with their own ids, and otherwise as it stands."""

        def own(token: re.Match[str]) -> str:
            return self.ids.get(token[0], token[0])

        return TOKEN.sub(own, shown)

    def agrees(self, shown: str, printed: str) -> bool:
        """Whether a line is the one shown; its ids and dates are remembered."""
        tokens = list(TOKEN.finditer(shown))
        pattern, end = "", 0
        for token in tokens:
            pattern += re.escape(shown[end : token.start()]) + f"({TOKENS[str(token.lastgroup)]})"
            end = token.end()
        found = re.fullmatch(pattern + re.escape(shown[end:]), printed)
        if not found:
            return False
        ids, later = dict(self.ids), self.later
        for token, own in zip(tokens, found.groups()):
            kind = str(token.lastgroup)
            if kind == "id":
                if ids.setdefault(token[0], own) != own:
                    return False
            elif kind in ("day", "words"):
                apart = day_of(kind, own) - day_of(kind, token[0])
                if later is not None and later != apart:
                    return False
                later = apart
            elif kind == "yearless" and later is not None and not is_later(token[0], own, later):
                return False
        if len(set(ids.values())) != len(ids):
            return False
        self.ids, self.later = ids, later
        return True

    def reads(self, shown: list[str], printed: list[str]) -> str:
        """What is wrong, or nothing. A line of three dots stands for any number of lines."""
        at, skipping = 0, False
        for line in shown:
            if line.strip() == "...":
                skipping = True
                continue
            while skipping and at < len(printed) and not self.agrees(line, printed[at].rstrip()):
                at += 1
            if at >= len(printed):
                return f"the page shows, and nothing printed: {line}"
            if not skipping and not self.agrees(line, printed[at].rstrip()):
                return f"the page shows: {line}\n    printed was:    {printed[at]}"
            at, skipping = at + 1, False
        if at < len(printed) and not skipping:
            return f"printed, and not on the page: {printed[at]}"
        return ""
