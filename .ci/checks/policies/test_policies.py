"""The shipped policies, by an independent simulator and by the sandbox, cell by cell: only the owner and the
function can reach a new secret."""

from __future__ import annotations

from pathlib import Path

import pytest

from checks.common import servers
from checks.policies import simulator
from checks.policies.aws_sandbox import Sandbox
from checks.policies.matrix import ACTIONS, AREAS, BUCKET, ROWS, VARIANTS, Cell, Variant, Who, cells
from checks.policies.simulator import Question
from checks.policies.template import ACCOUNT, FUNCTION_ROLE, Template

USER = f"arn:aws:iam::{ACCOUNT}:user"


def question(cell: Cell, template: Template) -> Question:
    who = cell.who
    context = {"aws:SecureTransport": "true" if cell.tls else "false"}
    principal = who.principal
    if who.kind != "anonymous":
        context |= {"aws:PrincipalArn": who.principal, "aws:PrincipalAccount": ACCOUNT}
    if who.kind == "user":
        context["aws:username"] = who.principal.rpartition("/")[2]
        if who.mfa:
            context["aws:MultiFactorAuthPresent"] = "true"
    if who.kind == "role":
        principal = f"arn:aws:sts::{ACCOUNT}:assumed-role/{who.principal.rpartition('/')[2]}/session"
    bucket = f"arn:aws:s3:::{BUCKET}"
    if cell.action == "l":
        context["s3:prefix"] = AREAS[cell.area]
    return {
        "principal": principal,
        "account": ACCOUNT,
        "action": ACTIONS[cell.action],
        "resource": bucket if cell.action == "l" else f"{bucket}/{AREAS[cell.area]}object",
        "context": context,
        "identity": who.identity(template),
        "resourcePolicy": template.bucket_policy(),
    }


def wrong(answers: dict[Cell, bool], variant: Variant) -> list[str]:
    return [
        f"{cell} is {'allowed' if allowed else 'denied'}"
        for cell, allowed in answers.items()
        if allowed != cell.who.expected(cell.action, cell.area, cell.tls, variant)
    ]


@pytest.mark.parametrize("variant", VARIANTS, ids=str)
def test_the_simulator_allows_what_is_meant_and_nothing_else(variant: Variant) -> None:
    template = variant.template()
    asked = [cell for who in ROWS for cell in cells(who)]
    answers = simulator.ask([question(cell, template) for cell in asked])
    allowed = {cell: answer == "Allowed" for cell, answer in zip(asked, answers, strict=True)}
    assert any(allowed.values()) and not wrong(allowed, variant)




@pytest.mark.sampled(1, "variants of policies")
@pytest.mark.parametrize("variant", VARIANTS, ids=str)
def test_the_sandbox_allows_and_denies_the_same_calls(keyturn: Path, variant: Variant) -> None:
    template = variant.template()
    for group in _groups():
        with servers.sandbox(users=1) as environment:
            sandbox = Sandbox(environment)
            callers = {who: sandbox.credentials(who, template) for who in group}
            sandbox.bucket_policy(template.bucket_policy())
            allowed = {cell: sandbox.allows(cell, callers[cell.who]) for who in group for cell in cells(who)}
        assert not wrong(allowed, variant)


def change(action: str, user: str, *, tag: bool = True, keys: list[str] | None = None, **parameters: str) -> Question:
    """The function's role changes a user."""
    context: dict[str, object] = {"aws:PrincipalArn": FUNCTION_ROLE}
    if tag:
        context["aws:ResourceTag/email"] = "owner@corp.example"
    if keys:
        context["aws:TagKeys"] = keys
    return {
        "principal": f"arn:aws:sts::{ACCOUNT}:assumed-role/keyturn-function/session",
        "account": ACCOUNT,
        "action": action,
        "resource": f"{USER}/{user}",
        "context": context,
        "identity": Template(BUCKET, **parameters).function_policies(),
    }


KEYS = ["iam:CreateAccessKey", "iam:UpdateAccessKey", "iam:DeleteAccessKey"]
RECORD = ["last-check-date", "last-check-old-key"]


def test_the_function_changes_only_users_with_the_address_tag() -> None:
    answers = simulator.ask(
        [change(action, "alice") for action in KEYS] + [change(action, "alice", tag=False) for action in KEYS]
    )
    assert answers == ["Allowed"] * 3 + ["ImplicitlyDenied"] * 3


def test_the_function_sets_only_the_tags_of_the_record() -> None:
    answers = simulator.ask(
        [
            change("iam:TagUser", "alice", keys=RECORD),
            change("iam:UntagUser", "alice", keys=RECORD),
            change("iam:TagUser", "alice", keys=["email"]),
            change("iam:TagUser", "alice", keys=[*RECORD, "email"]),
            change("iam:TagUser", "alice", keys=RECORD, tag=False),
        ]
    )
    assert answers == ["Allowed"] * 2 + ["ImplicitlyDenied"] * 3


def test_a_path_keeps_the_function_from_users_outside_of_it() -> None:
    asked = [(action, user) for action in KEYS for user in ("people/alice", "alice", "admins/dave", "admins/people/dave")]
    answers = simulator.ask([change(action, user, UsersPath="/people/") for action, user in asked])
    allowed = {user for (_, user), answer in zip(asked, answers, strict=True) if answer == "Allowed"}
    assert allowed == {"people/alice"}


def _groups() -> list[list[Who]]:
    """Rows that can live in one account: no two with the same name of a user or a role."""
    groups: list[list[Who]] = []
    for who in ROWS:
        key = (who.kind, who.principal.rpartition("/")[2])
        for group in groups:
            if key not in {(other.kind, other.principal.rpartition("/")[2]) for other in group}:
                group.append(who)
                break
        else:
            groups.append([who])
    return groups
