"""Who may do what with which objects: the rows, and what the shipped bucket policy is meant to leave of their permissions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from checks.policies.template import ACCOUNT, FUNCTION_ROLE, Template

BUCKET = "corp-keyturn"
LISTED_ROLE = f"arn:aws:iam::{ACCOUNT}:role/security"

# Areas of the bucket, each with an object of alice's or of Keyturn's in it.
AREAS = {
    "credential": "credential/alice/",
    "state": "state/",
    "audit": "audit/2026-11-25/",
    "reports": "reports/",
}

ACTIONS = {"g": "s3:GetObject", "p": "s3:PutObject", "d": "s3:DeleteObject", "l": "s3:ListBucket"}

EVERYTHING = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
READ_ONLY = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["s3:Get*", "s3:List*"], "Resource": "*"}]}


@dataclass(frozen=True, eq=False)
class Who:
    """A row: a caller.

    kind is user, role, root or anonymous; policies is what the principal's own policies are; allowed has the letters of
    the actions that must be allowed, by area, over TLS.
    """

    name: str
    kind: str
    principal: str
    policies: str
    allowed: dict[str, str]
    mfa: bool = False

    def identity(self, template: Template) -> list[dict[str, Any]]:
        match self.policies:
            case "none":
                return []
            case "everything":
                return [EVERYTHING]
            case "read only":
                return [READ_ONLY]
            case "owner":
                return [template.owners_policy()]
            case "function":
                return template.function_policies()
        raise ValueError(self.policies)

    def expected(self, action: str, area: str, tls: bool, variant: Variant) -> bool:
        allowed = self.allowed.get(area, "")
        if variant.mfa and self.kind == "user" and not self.mfa and area == "credential":
            allowed = allowed.replace("g", "")
        if self.name == "listed administrator" and not variant.listed:
            allowed = ADMINISTRATOR[area]
        return tls and action in allowed


@dataclass(frozen=True)
class Variant:
    """A deployment: with or without the option for MFA, with or without listed administrators."""

    mfa: bool
    listed: bool

    def template(self) -> Template:
        return Template(
            BUCKET,
            OwnersNeedMfa="true" if self.mfa else "false",
            AdministratorArns=LISTED_ROLE if self.listed else "",
        )

    def __str__(self) -> str:
        return f"{'with' if self.mfa else 'without'} MFA, {'listed' if self.listed else 'no'} administrators"


def user(name: str, user_name: str, policies: str, mfa: bool = False, **allowed: str) -> Who:
    return Who(name, "user", f"arn:aws:iam::{ACCOUNT}:user/{user_name}", policies, allowed, mfa)


def role(name: str, arn: str, policies: str, **allowed: str) -> Who:
    return Who(name, "role", arn, policies, allowed)


ADMINISTRATOR = {"credential": "l", "state": "gl", "audit": "gl", "reports": "gpdl"}

ROWS = [
    user("owner", "alice", "owner", credential="gl"),
    user("owner with MFA", "alice", "owner", mfa=True, credential="gl"),
    user("owner with a path", "people/alice", "owner", credential="gl"),
    user("owner who may do everything", "alice", "everything", **{**ADMINISTRATOR, "credential": "gl"}),
    user("other owner", "bob", "owner"),
    user("other owner with MFA", "bob", "owner", mfa=True),
    user("owner with a longer name", "alice2", "owner"),
    user("user with ReadOnlyAccess", "carol", "read only", credential="l", state="gl", audit="gl", reports="gl"),
    user("administrator", "dave", "everything", **ADMINISTRATOR),
    user("administrator with MFA", "dave", "everything", mfa=True, **ADMINISTRATOR),
    role("role with ReadOnlyAccess", f"arn:aws:iam::{ACCOUNT}:role/auditor", "read only", credential="l", state="gl", audit="gl", reports="gl"),
    role("administrator's role", f"arn:aws:iam::{ACCOUNT}:role/admin", "everything", **ADMINISTRATOR),
    role("role that is called like an owner", f"arn:aws:iam::{ACCOUNT}:role/alice", "everything", **ADMINISTRATOR),
    role("role that is called like the function's", f"arn:aws:iam::{ACCOUNT}:role/team/keyturn-function", "everything", **ADMINISTRATOR),
    role("listed administrator", LISTED_ROLE, "everything", credential="pdl", state="gpdl", audit="gpdl", reports="gpdl"),
    role("function", FUNCTION_ROLE, "function", credential="pl", state="gp", audit="p", reports="p"),
    Who("root user", "root", f"arn:aws:iam::{ACCOUNT}:root", "everything", ADMINISTRATOR),
    Who("anonymous", "anonymous", "anonymous", "none", {}),
]

VARIANTS = [Variant(mfa, listed) for mfa in (False, True) for listed in (False, True)]


@dataclass(frozen=True)
class Cell:
    who: Who
    action: str
    area: str
    tls: bool

    def __str__(self) -> str:
        return f"{self.who.name}: {ACTIONS[self.action]} on {AREAS[self.area]}{'' if self.tls else ' without TLS'}"


def cells(who: Who) -> Iterator[Cell]:
    for area in AREAS:
        for action in ACTIONS:
            for tls in (True, False):
                yield Cell(who, action, area, tls)
