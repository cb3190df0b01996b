"""What a user's keys and tags are like when a run begins, and what that run does about it."""

from __future__ import annotations

from dataclasses import dataclass

OLD = "old"
NEW = "new"


@dataclass(frozen=True)
class Key:
    role: str
    age: int
    status: str = "Active"
    seconds: int | None = None
    """Made this long after the recorded instant, instead of at some time on its day."""
    file: bool = False
    """Its credentials file is stored and noted; a mail was sent about it unless the record says that it was not."""


@dataclass(frozen=True)
class Record:
    """Both tags; the old key may be gone by now. An inactive old key was seen so since that day, by these phases."""

    phase: str
    days_ago: int


@dataclass(frozen=True)
class Story:
    name: str
    keys: tuple[Key, ...]
    record: Record | None
    verdict: tuple[str, str]
    """What the first run decides; a story that means something else than it says has failed."""
    noted: tuple[str, ...] = ()
    """What is noted beforehand, by an administrator or an earlier run: {key} is the old one, {new} the new one, {owner} stands for the address,
    {begun} is the record's instant."""

    @property
    def shuts_out(self) -> bool:
        """An administrator hands the new key over."""
        return any(note.endswith("|compromised") for note in self.noted)


def _two(name: str, decision: str, reason: str, record: Record, *keys: Key) -> Story:
    return Story(name, keys, record, (decision, reason))


def _noted(name: str, decision: str, reason: str, note: str) -> Story:
    return Story(name, (Key(OLD, 3),), None, (decision, reason), (note,))


_UNUSED = "unused|{key}|{user}|{then}|{owner}|"

_OLD_ON = Key(OLD, 80)
_OLD_OFF = Key(OLD, 80, "Inactive")
_ORPHAN = (_OLD_ON, Key("orphan", 3, seconds=5))

STORIES = (
    Story("warning", (Key(OLD, 31),), None, ("warn", "WARNING")),
    Story("two-keys", (Key(OLD, 61), Key(NEW, 40)), None, ("warn", "BOTH_ACTIVE")),
    Story("slot-taken", (Key(OLD, 61), Key("off", 500, "Inactive")), None, ("warn", "SLOT_TAKEN")),
    Story("rotation", (Key(OLD, 61),), None, ("rotate", "OVERDUE")),
    _two("found-rotating", "rotate", "RESUME_CREATE", Record("rotating", 3), _OLD_ON),
    Story("orphan", _ORPHAN, Record("rotating", 3), ("rotate", "RESUME_ORPHAN"), ("creating|{key}|{user}|{begun}",)),
    _two("not-noted", "clear", "OWN_KEY", Record("rotating", 3), *_ORPHAN),
    _two("file-came", "rotate", "RESUME_STORED", Record("rotating", 3), _OLD_ON, Key(NEW, 3, file=True)),
    _two("own-key", "clear", "OWN_KEY", Record("rotating", 3), _OLD_ON, Key(NEW, 1)),
    _two("found-stored", "rotate", "RESUME_ANNOUNCE", Record("stored", 3), _OLD_ON, Key(NEW, 3, file=True)),
    _two("deactivation", "deactivate", "GRACE_OVER", Record("", 11), _OLD_ON, Key(NEW, 11, file=True)),
    Story(
        *("never-fetched", (_OLD_ON, Key(NEW, 11)), Record("", 11), ("hold", "NEVER_FETCHED")),
        ("file|{new}|{user}|{then}|112||announced",),
    ),
    _two("wrong-key-off", "hold", "WRONG_KEY_OFF", Record("", 11), _OLD_ON, Key(NEW, 11, "Inactive")),
    _two("turned-off", "deactivate", "TURNED_OFF_BY_OWNER", Record("", 5), _OLD_OFF, Key(NEW, 5)),
    _two("deactivating", "deactivate", "RESUME_DEACTIVATION", Record("deactivating", 1), _OLD_ON, Key(NEW, 12, file=True)),
    _two("is-off", "deactivate", "RESUME_DEACTIVATION", Record("deactivating", 1), _OLD_OFF, Key(NEW, 12)),
    _two("reactivated", "warn", "REACTIVATED", Record("deactivated", 5), _OLD_ON, Key(NEW, 16)),
    _two("deletion", "delete", "RETENTION_OVER", Record("deactivated", 11), _OLD_OFF, Key(NEW, 21)),
    _two("deleting", "delete", "RESUME_DELETION", Record("deleting", 11), _OLD_OFF, Key(NEW, 21)),
    _two("is-deleted", "delete", "RESUME_DELETION", Record("deleting", 11), Key(NEW, 21)),
    _two("new-key-gone", "clear", "NEW_KEY_GONE", Record("", 5), _OLD_ON),
    _two("old-key-gone", "clear", "OLD_KEY_GONE", Record("", 5), Key(NEW, 5)),
    _noted("ordered", "rotate", "ORDERED", "order|{key}|{user}|{today}|ahead"),
    _noted("compromised", "rotate", "COMPROMISED", "order|{key}|{user}|{today}|compromised"),
    _noted("exposed", "hold", "EXPOSED", "exposed|{key}|{user}|{today}"),
    Story("retiring", (_OLD_ON,), Record("deactivating", 1), ("deactivate", "RESUME_DEACTIVATION"), (_UNUSED + "retired",)),
    Story("retired", (_OLD_OFF,), Record("deactivated", 11), ("delete", "RETENTION_OVER"), (_UNUSED + "off",)),
)

NAMES = tuple(story.name for story in STORIES)
