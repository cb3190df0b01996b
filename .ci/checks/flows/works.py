"""The three kinds of work on one user: how each comes to be due, and where it ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from checks.common.account import ADDRESS_TAG, User, day
from checks.common.expect import equal
from checks.flows.world import World

# No command makes more calls than this for one user.
MOST_CALLS = 60


@dataclass(frozen=True)
class Work:
    """One kind of work on one user, and how to have it due."""

    name: str
    make_due: Callable[[User], str]
    """Returns the id of the old key."""

    def __str__(self) -> str:
        return self.name


def _overdue(user: User) -> str:
    return user.key(age=61)


def _grace_over(user: User) -> str:
    old = user.key(age=72)
    new = user.key(age=11)
    user.use(new)
    user.record(old, "", days_ago=11)
    return old


def _retention_over(user: User) -> str:
    old = user.key(age=82, status="Inactive")
    user.key(age=21)
    user.record(old, "deactivated", days_ago=11)
    user.note_inactive(old, days_ago=11)
    return old


ROTATION = Work("rotation", _overdue)
DEACTIVATION = Work("deactivation", _grace_over)
DELETION = Work("deletion", _retention_over)
WORKS = (ROTATION, DEACTIVATION, DELETION)


@dataclass(frozen=True)
class End:
    """Where the work on a user ended, without what differs from run to run."""

    old_key: str
    new_keys: tuple[str, ...]
    record: str
    owner_was_told: bool


def end_of(world: World, user: User, old: str) -> End:
    """What is left of the user; on the way, no key may be without its file."""
    world.every_key_has_its_file(user)
    statuses = user.statuses()
    new = {key: status for key, status in statuses.items() if key != old}
    recorded = user.recorded()
    if recorded:
        equal(recorded[1], old, "the key that the record names")
    named_in_mail = [old, *(key for key in new if key in world.keys_made())]
    address = user.tags()[ADDRESS_TAG]
    texts = [mail["text"] for mail in world.mails() if mail["to"] == address]
    told = any(all(key in text for key in named_in_mail) for text in texts)
    return End(statuses.get(old, "deleted"), tuple(new.values()), recorded[0] if recorded else "", told)


WANTED = {
    ROTATION: End("Active", ("Active",), str(day()), True),
    DEACTIVATION: End("Inactive", ("Active",), f"{day()} deactivated", True),
    DELETION: End("deleted", ("Active",), "", True),
}

def before_the_work(world: World, work: Work) -> int:
    """The number of calls that check bucket and sender and find out what is due."""
    user = world.user(f"{work.name}-planned")
    work.make_due(user)
    return len(world.plan("--user", user.name).calls)
