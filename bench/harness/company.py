"""Who works in the account that is read: what each kind of company is like on the day after it moved in."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum
from typing import Any


class Kind(Enum):
    """What is due; the value is for tables."""

    QUIET = "quiet"
    DUE = "2 % due"
    WARNED = "50 % warned"
    ALL_DUE = "all due"


# Of a hundred users: service users without an address, people without a key, people who joined a few days ago.
_WITHOUT_ADDRESS = 10
_WITHOUT_KEY = 5
_NEW = 10

_YOUNG, _WARNED, _DUE_TOMORROW, _SERVICE = 5, 40, 60, 400


# Its members may read their files; no rotation begins for others.
OWNERS = "keyturn-owners"


def of(kind: Kind, users: int, now: datetime, *groups: str) -> list[dict[str, Any]]:
    """In the sandbox's shape, members of some groups. The same for the same arguments; what is not due stays so for a week."""
    return [_user(kind, number, users, now) | {"groups": list(groups)} for number in range(users)]


def must_be_looked_at(kind: Kind, users: int) -> int:
    """Users with an address and an active key, who are older than the warning age: only a look at their keys shows
    whether a young date in the credential report is a young key."""
    return sum(_role(kind, number, users) in ("young", "warned", "due") for number in range(users))


def _role(kind: Kind, number: int, users: int) -> str:
    if kind is Kind.ALL_DUE:
        return "due"
    place = number % 100
    if place < _WITHOUT_ADDRESS:
        return "service"
    if place < _WITHOUT_ADDRESS + _WITHOUT_KEY:
        return "keyless"
    if place < _WITHOUT_ADDRESS + _WITHOUT_KEY + _NEW:
        return "new"
    if kind is Kind.DUE and place >= 98:
        return "due"
    if kind is Kind.WARNED and place >= 50:
        return "warned"
    return "young"


_AGES = {"service": _SERVICE, "new": _YOUNG, "young": _YOUNG, "warned": _WARNED, "due": _DUE_TOMORROW}


def _user(kind: Kind, number: int, users: int, now: datetime) -> dict[str, Any]:
    role = _role(kind, number, users)
    name = f"user{number:04}"
    age = _AGES.get(role, 0)
    joined = age if role in ("new", "service") else 500
    key = {"created": _ago(now, age), "lastUsed": {"time": _ago(now, min(age, 1)), "region": "eu-west-1"}}
    return {
        "name": name,
        "created": _ago(now, joined),
        "tags": {} if role == "service" else {"email": f"{name}@corp.example", "team": f"team-{number % 17}"},
        "keys": [] if role == "keyless" else [key],
    }


def _ago(now: datetime, days: int) -> str:
    return f"{now - timedelta(days=days):%Y-%m-%dT%H:%M:%SZ}"
