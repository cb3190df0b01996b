"""deploy/terraform/organization and member: they make what deploy/organization.yaml and deploy/member.yaml make."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from checks.common import servers
from checks.common.proxy import Call, Forward, Proxy, Reply
from checks.organization import machine
from checks.policies.template import ACCOUNT, Document, Template
from checks.terraform.conftest import REGION, RUNTIME, client
from checks.terraform.inputs import inputs, inputs_table, outputs_table
from checks.terraform.seen import FUNCTION, Account, alarm, bucket
from checks.terraform.terraform import MODULE, Folder
from checks.terraform.test_terraform import plain

pytestmark = pytest.mark.always

ORG = "o-exampleorgid"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/{FUNCTION}"
CODE = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{FUNCTION}"
MACHINE = f"arn:aws:states:{REGION}:{ACCOUNT}:stateMachine:{FUNCTION}"
LISTER = "arn:aws:iam::111111111111:role/list-accounts"
TOPIC = f"arn:aws:sns:{REGION}:{ACCOUNT}:alarms"
KEY = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/corp"
PARTS = ("organization", "member")


class Hub:
    """examples/organization after `terraform apply`, and the three stacks of the same values."""

    def __init__(self, folder: Folder, of: Callable[[str], Any]) -> None:
        self.folder = folder
        self.of = of
        self.bucket = f"{FUNCTION}-{ACCOUNT}-{REGION}"
        named = {"AWS::Region": REGION, "RotationRole.Arn": ROLE, "RotationLambdaFunction.Arn": CODE}
        self.function = Template(self.bucket, OrgId=ORG, DryRun="true", SesRegion=REGION, **named)
        given = {"FunctionArn": CODE, "FunctionRoleName": FUNCTION, "Machine": MACHINE, "KmsKeyArn": KEY, "ListRoleArn": LISTER, "AlarmTopicArn": TOPIC, "AWS::Region": REGION, "MachineRole": f"{FUNCTION}-machine"}
        given |= {f"{part}Role.Arn": f"{ROLE}-{part.lower()}" for part in ("Machine", "Starter")}
        self.machine = Template(self.bucket, "organization.yaml", **given)
        owners = f"arn:aws:iam::{ACCOUNT}:policy/keyturn-member-owners-prod"
        self.member = Template(
            self.bucket, "member.yaml", HubAccount=ACCOUNT, OrganizationId=ORG, HubPrincipals=ROLE, OwnersPolicy=owners
        )

    def policies(self, role: str) -> dict[str, Document]:
        iam = self.of("iam")
        names = iam.list_role_policies(RoleName=role)["PolicyNames"]
        return {name: iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"] for name in names}

    def role(self, name: str) -> Document:
        found: Document = self.of("iam").get_role(RoleName=name)["Role"]
        return found


# What the provider asks of Step Functions and moto does not know.
UNKNOWN_TO_MOTO = {"ValidateStateMachineDefinition": {"result": "OK", "diagnostics": []}, "ListStateMachineVersions": {"stateMachineVersions": []}}


def known(call: Call, forward: Forward) -> Reply:
    answer = UNKNOWN_TO_MOTO.get(call.headers.get("X-Amz-Target", "").rpartition(".")[2])
    return forward() if answer is None else Reply(200, [("Content-Type", "application/x-amz-json-1.0")], json.dumps(answer).encode())


@pytest.fixture(scope="module")
def hub(artefact: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    with servers.moto() as moto:
        place = urlsplit(moto)
        assert place.hostname and place.port
        proxy = Proxy((place.hostname, place.port), known)
        folder = Folder.beside(tmp_path_factory.mktemp("organization"), "examples/organization", AWS_ENDPOINT_URL=proxy.url)
        folder.write("override.tf", f'module "keyturn" {{\n  artifact_path = "{artefact}"\n{RUNTIME}}}\nmodule "organization" {{\n  kms_key_arn = "{KEY}"\n  list_role_arn = "{LISTER}"\n  alarm_topic_arn = "{TOPIC}"\n}}\n')
        folder.init()
        folder.run("validate")
        folder.run("apply", "-auto-approve")
        yield Hub(folder, client(moto))
        proxy.close()


def named(template: Template, role: str) -> dict[str, Document]:
    documents = template.role_policies(role)
    return {one["PolicyName"]: document for one, document in zip(template.properties(role)["Policies"], documents, strict=True)}


def test_the_bucket_is_guarded_and_emptied_as_by_the_template(hub: Hub) -> None:
    account = Account(hub.of, hub.bucket)
    by_name = [{one["Sid"]: one for one in policy["Statement"]} for policy in (account.bucket_policy(), hub.function.bucket_policy())]
    assert len(by_name[0]) == 8
    assert by_name[0] == by_name[1]
    found, meant = bucket(account), hub.function.properties("Bucket")
    assert found
    rules = [{rule["Id"]: {**rule, "ExpirationInDays": int(rule["ExpirationInDays"])} for rule in one["LifecycleConfiguration"]["Rules"]} for one in (found, meant)]
    assert len(rules[0]) == 5
    assert rules[0] == rules[1]


def test_the_function_gets_the_permissions_of_the_template(hub: Hub) -> None:
    meant = hub.machine.properties("FunctionEntersAccounts")
    assert meant["Roles"] == [FUNCTION]
    assert hub.policies(FUNCTION)[meant["PolicyName"]] == meant["PolicyDocument"]


@pytest.mark.parametrize(("resource", "name"), [("MachineRole", f"{FUNCTION}-machine"), ("StarterRole", f"{FUNCTION}-starter")])
def test_machine_and_schedule_have_the_roles_of_the_template(resource: str, name: str, hub: Hub) -> None:
    assert hub.role(name)["AssumeRolePolicyDocument"] == hub.machine.trust(resource)
    meant = named(hub.machine, resource)
    if resource == "MachineRole":
        decrypts = hub.machine.properties("MachineDecrypts")
        meant[decrypts["PolicyName"]] = decrypts["PolicyDocument"]
    assert hub.policies(name) == meant


def test_the_state_machine_is_that_of_the_template(hub: Hub) -> None:
    found = hub.of("stepfunctions").describe_state_machine(stateMachineArn=MACHINE)
    assert found["roleArn"] == hub.machine.properties("Machine")["RoleArn"]
    assert hub.machine.properties("MachineRole")["RoleName"] == f"{FUNCTION}-machine"
    assert json.loads(found["definition"]) == machine.definition(CODE, hub.bucket)


def test_rules_start_only_the_machine(hub: Hub) -> None:
    events = hub.of("events")
    states = {rule["Name"]: rule["State"] for rule in events.list_rules()["Rules"]}
    assert states == {FUNCTION: "DISABLED", f"{FUNCTION}-exposed-keys": "DISABLED", f"{FUNCTION}-organization": "ENABLED"}
    assert [hub.function.properties(name)["State"] for name in ("RotationSchedule", "ExposedKeysRule")] == ["DISABLED", "DISABLED"]
    rule, meant = events.describe_rule(Name=f"{FUNCTION}-organization"), hub.machine.properties("Starter")
    targets = events.list_targets_by_rule(Rule=rule["Name"])["Targets"]
    assert {**{name: rule[name] for name in ("Name", "Description", "ScheduleExpression")}, "Targets": targets} == meant


@pytest.mark.parametrize(("resource", "name"), [("MachineFailedAlarm", "machine-failed"), ("MachineTimedOutAlarm", "machine-timed-out")])
def test_the_state_machine_is_watched_as_by_the_template(resource: str, name: str, hub: Hub) -> None:
    assert plain(alarm(name)(Account(hub.of, hub.bucket))) == plain(hub.machine.properties(resource))


def test_the_member_has_role_and_group_of_the_template(hub: Hub) -> None:
    meant = hub.member.properties("MemberRole")
    role = hub.role(meant["RoleName"])
    assert role["AssumeRolePolicyDocument"] == hub.member.trust("MemberRole")
    assert (role["Description"], role["MaxSessionDuration"]) == (meant["Description"], int(meant["MaxSessionDuration"]))
    assert hub.policies(meant["RoleName"]) == named(hub.member, "MemberRole")
    group, iam = hub.member.properties("OwnersGroup"), hub.of("iam")
    attached = [one["PolicyArn"] for one in iam.list_attached_group_policies(GroupName=group["GroupName"])["AttachedPolicies"]]
    assert attached == group["ManagedPolicyArns"]
    version = iam.get_policy(PolicyArn=attached[0])["Policy"]["DefaultVersionId"]
    document = iam.get_policy_version(PolicyArn=attached[0], VersionId=version)["PolicyVersion"]["Document"]
    assert document == hub.member.owners_policy()
    assert hub.folder.outputs() == {"owners_group_name": group["GroupName"]}


def test_every_resource_of_the_templates_is_compared(hub: Hub) -> None:
    assert sorted(hub.machine.names()) == [
        *("FunctionEntersAccounts", "Machine", "MachineDecrypts", "MachineFailedAlarm", "MachineRole", "MachineTimedOutAlarm"),
        *("Starter", "StarterRole"),
    ]
    assert sorted(hub.member.names()) == ["MemberRole", "OwnersDecrypt", "OwnersGroup", "OwnersPolicy"]


def test_a_second_plan_changes_nothing(hub: Hub) -> None:
    assert hub.folder.changes() == []


@pytest.mark.parametrize("part", PARTS)
def test_the_readme_has_the_inputs_and_outputs(part: str) -> None:
    readme = (MODULE / "README.md").read_text()
    for table in (inputs_table(MODULE / part), outputs_table(MODULE / part)):
        assert table in readme, f"a table of {part} is:\n{table}"


WRONG: dict[str, dict[str, Any]] = {
    "organization": {"stage": "-Prod", "function_arn": "keyturn", "function_role_arn": "keyturn", "bucket": "b", "role_name": "", "list_role_arn": "list", "schedule": "daily", "kms_key_arn": "alias/keyturn", "alarm_topic_arn": "alarms", "permissions_boundary": "admins"},
    "member": {
        **{"stage": "-Prod", "hub_account": "123", "organization_id": "corp", "bucket": "b", "hub_principals": []},
        **{"users_path": "people", "kms_key_arn": "alias/keyturn", "permissions_boundary": "admins"},
        **{"email_tag_key": "aws:mail", "date_tag_key": "", "old_key_tag_key": "aws:key"},
    },
}


@pytest.mark.parametrize("part", PARTS)
def test_every_validation_refuses_something(part: str, tmp_path: Path) -> None:
    folder = Folder.beside(tmp_path, "examples/wrong")
    lines = "".join(f"  {name} = {json.dumps(value)}\n" for name, value in WRONG[part].items())
    folder.write("main.tf", f'provider "aws" {{\n  region = "{REGION}"\n}}\nmodule "wrong" {{\n  source = "../../{part}"\n{lines}}}\n')
    folder.init()
    found = " ".join(folder.problems())
    messages = [message for one in inputs(MODULE / part) for message in one.messages]
    assert messages and [message for message in messages if message not in found] == []


def test_nothing_is_left_after_destroy(hub: Hub) -> None:
    hub.folder.run("destroy", "-auto-approve")
    left = [
        hub.of("stepfunctions").list_state_machines()["stateMachines"],
        hub.of("iam").list_roles()["Roles"],
        hub.of("iam").list_groups()["Groups"],
        hub.of("iam").list_policies(Scope="Local")["Policies"],
        hub.of("events").list_rules()["Rules"],
        hub.of("cloudwatch").describe_alarms()["MetricAlarms"],
        hub.of("s3").list_buckets()["Buckets"],
    ]
    assert left == [[]] * 7
