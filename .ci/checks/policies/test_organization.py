"""The policies of an organization, by the independent simulator: owners and files over accounts, who can assume the member role, and
what that role may do."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from checks.policies import simulator
from checks.policies.matrix import BUCKET, EVERYTHING, LISTED_ROLE
from checks.policies.simulator import Question
from checks.policies.template import ACCOUNT as HUB
from checks.policies.template import FUNCTION_ROLE, Document, Template

ORG, ONE, TWO = "o-exampleorgid", "111111111111", "222222222222"
FOREIGN = "o-otherotherot"
OPERATORS = f"arn:aws:iam::{HUB}:role/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_Keyturn_*"
OWNERS = [(ONE, "alice"), (ONE, "bob"), (TWO, "alice"), (TWO, "bob"), (HUB, "alice")]
WRITES = ["s3:PutObject", "s3:DeleteObject"]

# AWS managed policy reference, IAMReadOnlyAccess, version 4: the session policy of a survey and of a plan.
IAM_READ_ONLY = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Action": [
                *("iam:GenerateCredentialReport", "iam:GenerateServiceLastAccessedDetails", "iam:Get*", "iam:List*"),
                *("iam:SimulateCustomPolicy", "iam:SimulatePrincipalPolicy"),
            ],
            "Resource": "*",
        }
    ],
}


def hub(**parameters: str) -> Template:
    return Template(BUCKET, **{"AWS::Region": "eu-west-1", "OrgId": ORG, **parameters})


def machine(**parameters: str) -> Template:
    named = {"FunctionArn": "arn:aws:lambda:eu-west-1:1:function:keyturn-prod", "AWS::Region": "eu-west-1"}
    return Template(BUCKET, "organization.yaml", **named, **parameters)


def member(account: str, **parameters: str) -> Template:
    named = {"AWS::AccountId": account, "HubAccount": HUB, "OrganizationId": ORG, "HubPrincipals": f"{FUNCTION_ROLE},{OPERATORS}"}
    return Template(BUCKET, "member.yaml", **named, **parameters)


def user(account: str, name: str, *, org: str = ORG, tls: str = "true", **context: str) -> Question:
    arn = f"arn:aws:iam::{account}:user/{name}"
    known = {"aws:PrincipalArn": arn, "aws:PrincipalAccount": account, "aws:username": name}
    return {"principal": arn, "context": {**known, "aws:PrincipalOrgID": org, "aws:SecureTransport": tls, **context}}


def role(arn: str, *, org: str = ORG) -> Question:
    account, name = arn.split(":")[4], arn.rpartition("/")[2]
    known = {"aws:PrincipalArn": arn, "aws:PrincipalAccount": account, "aws:PrincipalOrgID": org, "aws:SecureTransport": "true"}
    return {"principal": f"arn:aws:sts::{account}:assumed-role/{name}/session", "context": known}


def wants(caller: Question, action: str, key: str, identity: list[Document], policy: Document) -> Question:
    """An action on an object of the bucket, or for ListBucket on a prefix."""
    listed = action == "s3:ListBucket"
    return {
        **caller,
        "account": HUB,
        "action": action,
        "resource": f"arn:aws:s3:::{BUCKET}" if listed else f"arn:aws:s3:::{BUCKET}/{key}",
        "context": {**caller["context"], **({"s3:prefix": key} if listed else {})},
        "identity": identity,
        "resourcePolicy": policy,
    }


def files(account: str, name: str) -> str:
    return f"org/credential/{account}/{name}/"


def allowed(questions: list[Question]) -> list[bool]:
    return [answer == "Allowed" for answer in simulator.ask(questions)]


@pytest.mark.parametrize("mfa", ["false", "true"])
def test_owners_read_and_list_only_their_own_files(mfa: str) -> None:
    policy = hub(OwnersNeedMfa=mfa).bucket_policy()
    context = {"aws:MultiFactorAuthPresent": "true"} if mfa == "true" else {}
    cells = list(product(OWNERS, OWNERS, ("s3:GetObject", "s3:ListBucket")))
    found = allowed(
        [
            wants(user(*who, **context), action, files(*whose), [member(who[0]).owners_policy()], policy)
            for who, whose, action in cells
        ]
    )
    assert {cell for cell, yes in zip(cells, found, strict=True) if yes} == {
        (who, who, action) for who in OWNERS for action in ("s3:GetObject", "s3:ListBucket")
    }


def test_administrators_of_accounts_read_no_file_of_another_user() -> None:
    policy = hub().bucket_policy()
    callers = {
        "alice": user(ONE, "alice"),
        "administrator": user(ONE, "admin"),
        "role": role(f"arn:aws:iam::{ONE}:role/admin"),
        "role that is called like an owner": role(f"arn:aws:iam::{ONE}:role/alice"),
        "administrator of the hub": user(HUB, "admin"),
        "role of the hub": role(f"arn:aws:iam::{HUB}:role/admin"),
        "listed administrator": role(LISTED_ROLE),
    }
    cells = list(product(callers, OWNERS))
    found = allowed([wants(callers[who], "s3:GetObject", files(*whose), [EVERYTHING], policy) for who, whose in cells])
    assert [cell for cell, yes in zip(cells, found, strict=True) if yes] == [("alice", (ONE, "alice"))]


def test_an_owner_needs_group_organization_tls_and_mfa_if_asked_for() -> None:
    owners, policy = [member(ONE).owners_policy()], hub().bucket_policy()
    file = files(ONE, "alice")
    assert allowed(
        [
            wants(user(ONE, "alice"), "s3:GetObject", file, owners, policy),
            wants(user(ONE, "alice"), "s3:GetObject", file, [], policy),
            wants(user(ONE, "alice", org=FOREIGN), "s3:GetObject", file, owners, policy),
            wants(user(ONE, "alice", tls="false"), "s3:GetObject", file, owners, policy),
            wants(user(ONE, "alice"), "s3:GetObject", file, owners, hub(OwnersNeedMfa="true").bucket_policy()),
            wants(user(ONE, "alice"), "s3:GetObject", file, owners, Template(BUCKET).bucket_policy()),
        ]
    ) == [True, False, False, False, False, False]


KINDS = {kind: f"org/{kind}/{ONE}/object" for kind in ("credential", "state", "audit", "reports")} | {"runs": "org/runs/day/list.json"}
MAPS = "org/runs/day/maps/manifest.json"


def test_members_reach_nothing_but_the_files_of_their_owners() -> None:
    policy = hub().bucket_policy()
    callers = [user(ONE, "alice"), user(ONE, "admin"), role(f"arn:aws:iam::{ONE}:role/admin"), role(f"arn:aws:iam::{ONE}:role/keyturn-prod")]
    keys = [*KINDS.values(), MAPS, "state/lease.json", "credential/alice/x.csv"]
    asked = [wants(who, action, key, [EVERYTHING], policy) for who in callers for key in keys for action in [*WRITES, "s3:GetObject"]]
    asked += [wants(who, action, files(ONE, "alice") + "x", [EVERYTHING], policy) for who in callers for action in WRITES]
    asked += [wants(who, "s3:ListBucket", prefix, [EVERYTHING], policy) for who in callers for prefix in ("", "org/", files(ONE, "bob"))]
    assert not any(allowed(asked))


def test_only_function_and_machine_write() -> None:
    template, steps = hub(AdministratorArns=LISTED_ROLE), machine()
    enters = steps.properties("FunctionEntersAccounts")["PolicyDocument"]
    callers = {
        "function": (role(FUNCTION_ROLE), [*template.function_policies(), enters]),
        "machine": (role(f"arn:aws:iam::{HUB}:role/keyturn-prod-machine"), steps.role_policies("MachineRole")),
        "listed": (role(LISTED_ROLE), [EVERYTHING]),
        "role of the hub": (role(f"arn:aws:iam::{HUB}:role/admin"), [EVERYTHING]),
        "user of the hub": (user(HUB, "admin"), [EVERYTHING]),
    }
    cells = list(product(callers, [*KINDS, "maps"], [*WRITES, "s3:GetObject"]))
    keys = {**KINDS, "maps": MAPS}
    found = allowed([wants(callers[who][0], action, keys[kind], callers[who][1], template.bucket_policy()) for who, kind, action in cells])
    may: dict[str, dict[str, str]] = {who: {} for who in callers}
    for (who, kind, action), yes in zip(cells, found, strict=True):
        if yes:
            may[who][kind] = may[who].get(kind, "") + action[3].lower()
    seen = {"state": "g", "audit": "g", "reports": "g", "runs": "g", "maps": "g"}
    assert may == {
        "function": {"credential": "p", "state": "pg", "audit": "p", "reports": "p", "runs": "pg", "maps": "pg"},
        "machine": {"runs": "g", "maps": "pg"},
        "listed": {"credential": "pd", "state": "pdg", "audit": "pdg", "reports": "pdg", "runs": "g", "maps": "g"},
        "role of the hub": seen,
        "user of the hub": seen,
    }


def test_only_administrators_read_what_they_hand_over() -> None:
    policy = hub(AdministratorArns=LISTED_ROLE).bucket_policy()
    key = f"org/credential/{ONE}/!administrators/alice_AKIA.csv"
    callers = [role(LISTED_ROLE), role(f"arn:aws:iam::{HUB}:role/admin"), user(HUB, "admin"), user(ONE, "alice"), user(ONE, "admin")]
    assert allowed([wants(who, "s3:GetObject", key, [EVERYTHING], policy) for who in callers]) == [True, *[False] * 4]


def test_without_an_organization_the_policy_says_nothing_of_one() -> None:
    template = hub(OrgId="")
    assert "org/" not in str(template.properties("Bucket")) + str(template.bucket_policy())


def test_what_is_kept_of_an_organization_expires() -> None:
    rules = hub(FileDays="31", ReportDays="401").properties("Bucket")["LifecycleConfiguration"]["Rules"]
    assert {rule["Prefix"]: rule["ExpirationInDays"] for rule in rules} == {
        **{"credential/": "31", "org/credential/": "31"},
        **{"reports/": "401", "org/reports/": "401", "org/runs/": "401"},
    }


def assume(caller: Question, identity: list[Document], name: str = "keyturn-member-prod") -> Question:
    trust = member(ONE).trust("MemberRole")
    return {
        **caller,
        "account": ONE,
        "action": "sts:AssumeRole",
        "resource": f"arn:aws:iam::{ONE}:role/{name}",
        "identity": identity,
        "resourcePolicy": trust,
    }


def test_the_trust_policy_lets_only_the_hubs_roles_in() -> None:
    enters = [machine().properties("FunctionEntersAccounts")["PolicyDocument"]]
    operator = OPERATORS.replace("/*/", "/eu-central-1/").replace("_*", "_ab12")
    callers = {
        "function": assume(role(FUNCTION_ROLE), enters),
        "operator": assume(role(operator), [EVERYTHING]),
        "function, without permission": assume(role(FUNCTION_ROLE), hub().function_policies()),
        "function, another role": assume(role(FUNCTION_ROLE), enters, "admin"),
        "another role of the hub": assume(role(f"arn:aws:iam::{HUB}:role/admin"), [EVERYTHING]),
        "a user of the hub": assume(user(HUB, "keyturn-function"), [EVERYTHING]),
        "same role name in another account": assume(role(FUNCTION_ROLE.replace(HUB, TWO)), [EVERYTHING]),
        "the member's own role": assume(role(f"arn:aws:iam::{ONE}:role/admin"), [EVERYTHING]),
        "hub outside of the organization": assume(role(FUNCTION_ROLE, org=FOREIGN), [EVERYTHING]),
    }
    found = dict(zip(callers, allowed(list(callers.values())), strict=True))
    assert {who for who, yes in found.items() if yes} == {"function", "operator"}


def test_the_function_assumes_the_role_that_lists_accounts_only_where_it_is_named() -> None:
    lister = f"arn:aws:iam::{TWO}:role/list-accounts"
    trust = {"Statement": [{"Effect": "Allow", "Principal": {"AWS": FUNCTION_ROLE}, "Action": "sts:AssumeRole"}]}
    asked = []
    for template in (machine(), machine(ListRoleArn=lister)):
        enters = [template.properties("FunctionEntersAccounts")["PolicyDocument"]]
        asked += [{**assume(role(FUNCTION_ROLE), enters), "account": TWO, "resource": arn, "resourcePolicy": trust} for arn in (lister, f"{lister}-too")]
    assert allowed(asked) == [False, False, True, False]


def test_the_function_sees_only_the_executions_of_its_state_machine() -> None:
    enters = [machine().properties("FunctionEntersAccounts")["PolicyDocument"]]
    executions = f"arn:aws:states:eu-west-1:{HUB}:execution:"
    asked = [
        {**role(FUNCTION_ROLE), "account": HUB, "action": action, "resource": executions + name, "identity": enters}
        for name in ("keyturn-prod:day", "other:day")
        for action in ("states:DescribeExecution", "states:StopExecution")
    ]
    assert allowed(asked) == [True, False, False, False]


def test_the_state_machine_restarts_its_own_children_and_no_other_execution() -> None:
    (runs,) = machine().role_policies("MachineRole")
    role_of_machine = f"arn:aws:iam::{HUB}:role/keyturn-prod-machine"
    executions = f"arn:aws:states:eu-west-1:{HUB}:execution:"
    asked = [
        {**role(role_of_machine), "account": HUB, "action": action, "resource": executions + name, "identity": [runs]}
        for action in ("states:RedriveExecution", "states:StopExecution")
        for name in ("keyturn-prod/Survey:1a2b", "keyturn-prod:day", "other/Survey:1a2b")
    ]
    assert allowed(asked) == [True, False, False] * 2


READS = {
    "*": ["iam:GetAccountAuthorizationDetails", "iam:GenerateCredentialReport", "iam:GetCredentialReport", "iam:ListUsers"],
    "user/alice": [
        "iam:ListUserTags",
        "iam:ListAttachedUserPolicies",
        "iam:ListAccessKeys",
        "iam:GetAccessKeyLastUsed",
        "iam:SimulatePrincipalPolicy",
    ],
    "role/keyturn-member-prod": ["iam:SimulatePrincipalPolicy"],
}
KEYS = ["iam:CreateAccessKey", "iam:UpdateAccessKey", "iam:DeleteAccessKey"]
TAGS = ["iam:TagUser", "iam:UntagUser"]
RECORD = ["last-check-date", "last-check-old-key"]


def acts(action: str, resource: str, session: Document | None = None, template: Template | None = None, **context: Any) -> Question:
    """The member role acts in its account."""
    found = role(f"arn:aws:iam::{ONE}:role/keyturn-member-prod")
    question = {
        "principal": found["principal"],
        "context": {**found["context"], **context},
        "account": ONE,
        "action": action,
        "resource": resource if resource == "*" or resource.startswith("arn:") else f"arn:aws:iam::{ONE}:{resource}",
        "identity": (template or member(ONE)).role_policies("MemberRole"),
    }
    return {**question, "sessionPolicy": session} if session else question


def writes(session: Document | None = None, user_name: str = "alice", template: Template | None = None) -> list[Question]:
    tagged = {"aws:ResourceTag/email": "owner@corp.example"}
    keys = [acts(action, f"user/{user_name}", session, template, **tagged) for action in KEYS]
    return keys + [acts(action, f"user/{user_name}", session, template, **tagged, **{"aws:TagKeys": RECORD}) for action in TAGS]


def test_the_member_role_reads_and_writes_and_in_a_survey_only_reads() -> None:
    reads = [(action, resource) for resource, actions in READS.items() for action in actions]
    listed = {
        action
        for document in member(ONE).role_policies("MemberRole")
        for statement in document["Statement"]
        for action in ([statement["Action"]] if isinstance(statement["Action"], str) else statement["Action"])
    }
    assert listed == {action for action, _ in reads} | {*KEYS, *TAGS}
    asked = [acts(*read, session) for session in (None, IAM_READ_ONLY) for read in reads] + writes() + writes(IAM_READ_ONLY)
    assert allowed(asked) == [True] * (2 * len(reads) + 5) + [False] * 5


def test_the_member_role_changes_no_other_user_and_no_other_tag() -> None:
    tagged = {"aws:ResourceTag/email": "owner@corp.example"}
    people = member(ONE, UsersPath="/people/")
    asked = [acts(action, "user/alice") for action in KEYS]
    asked += [acts(action, "user/alice", **{"aws:TagKeys": RECORD}) for action in TAGS]
    asked += [acts(action, "user/alice", **tagged, **{"aws:TagKeys": keys}) for action in TAGS for keys in (["email"], [*RECORD, "email"])]
    asked += [acts(action, f"arn:aws:iam::{TWO}:user/alice", **tagged) for action in KEYS]
    asked += writes(None, "alice", people) + writes(None, "admins/people/dave", people)
    assert allowed(writes(None, "people/alice", people) + asked) == [True] * 5 + [False] * len(asked)


def test_the_member_role_may_do_nothing_else() -> None:
    others = ["CreateUser", "DeleteUser", "AttachUserPolicy", "PutUserPolicy", "CreateLoginProfile", "UpdateUser"]
    tagged = {"aws:ResourceTag/email": "owner@corp.example"}
    asked = [acts(f"iam:{action}", "user/alice", **tagged) for action in others]
    asked += [acts(f"iam:{action}", "role/admin") for action in ("PassRole", "UpdateAssumeRolePolicy", "PutRolePolicy", "AttachRolePolicy")]
    asked += [acts("sts:AssumeRole", "role/admin"), acts("iam:SimulatePrincipalPolicy", "role/admin")]
    asked += [{**acts(action, f"arn:aws:s3:::{BUCKET}/org/state/{ONE}/lease.json"), "account": HUB} for action in (*WRITES, "s3:GetObject")]
    assert not any(allowed(asked))
