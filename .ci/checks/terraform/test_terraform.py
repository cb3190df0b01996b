"""deploy/terraform: it makes what deploy/template.yaml makes, from the same parameters, and takes it away again."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from checks.common import servers
from checks.policies.template import Document, Template
from checks.terraform import terraform
from checks.terraform.conftest import BOUNDARY, RUNTIME, Installation, client
from checks.terraform.inputs import inputs, inputs_table, outputs_table
from checks.terraform.seen import FUNCTION, POLICIES, RESOURCES
from checks.terraform.terraform import MODULE, Folder, Refused

pytestmark = pytest.mark.always


def test_the_files_are_formatted() -> None:
    assert terraform.formatted() == ""


def test_no_file_names_a_registry_or_locks_a_provider() -> None:
    listed = subprocess.run(["git", "ls-files", MODULE], cwd=MODULE, capture_output=True, text=True, check=True).stdout.split()
    assert "versions.tf" in listed and ".terraform.lock.hcl" not in {Path(name).name for name in listed}
    sources = [re.findall(r'(?m)^ +source +=\s*"(.+)"$', (MODULE / name).read_text()) for name in listed if name.endswith(".tf")]
    assert {source for of_file in sources for source in of_file} == {"hashicorp/aws", "../..", "../../organization", "../../member"}


def test_the_readme_has_the_inputs_and_outputs() -> None:
    readme = (MODULE / "README.md").read_text()
    assert inputs_table() in readme, f"the table of inputs is:\n{inputs_table()}"
    assert outputs_table() in readme, f"the table of outputs is:\n{outputs_table()}"


def test_every_resource_of_the_template_is_compared() -> None:
    assert sorted([*RESOURCES, *POLICIES]) == sorted(Template("bucket").names())


@pytest.mark.parametrize("name", RESOURCES)
def test_a_resource_has_the_properties_of_the_template(name: str, installation: Installation) -> None:
    assert plain(RESOURCES[name](installation.account)) == plain(expected(installation.template, name))


def expected(template: Template, name: str) -> Document | None:
    if not template.makes(name):
        return None
    properties = template.properties(name)
    for each_way_has_its_own in ("Code", "Runtime"):
        properties.pop(each_way_has_its_own, None)
    if "DashboardBody" in properties:
        properties["DashboardBody"] = json.loads(properties["DashboardBody"])
    if "Metrics" in properties:
        properties["Metrics"].sort(key=lambda query: query["Id"])
    return properties


def plain(value: Any) -> Any:
    """Numbers and truth values as the text that CloudFormation makes of them."""
    if isinstance(value, dict):
        return {name: plain(part) for name, part in value.items()}
    if isinstance(value, list):
        return [plain(part) for part in value]
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).lower() if isinstance(value, bool) else value if value is None else str(value)


def statements(documents: list[Document]) -> dict[str, Document]:
    found = [statement for document in documents for statement in document["Statement"]]
    by_name = {statement["Sid"]: statement for statement in found}
    assert len(by_name) == len(found)
    return by_name


def test_the_bucket_policy_is_that_of_the_template(installation: Installation) -> None:
    found = statements([installation.account.bucket_policy()])
    assert len(found) >= 4
    assert found == statements([installation.template.bucket_policy()])


def test_the_role_may_do_what_the_role_of_the_template_may(installation: Installation) -> None:
    documents = [
        *installation.template.function_policies(),
        *[
            installation.template.properties(name)["PolicyDocument"]
            for name in ("RotationRoleKnowsItself", "RotationRoleEncrypts", "RotationRolePutsEvents")
            if installation.template.makes(name)
        ],
    ]
    assert statements(installation.account.role_policies()) == statements(documents)


def test_owners_may_do_what_they_may_by_the_template(installation: Installation) -> None:
    documents = [installation.template.owners_policy()]
    if installation.template.makes("OwnersDecrypt"):
        documents.append(installation.template.properties("OwnersDecrypt")["PolicyDocument"])
    assert statements(installation.account.owners_policies()) == statements(documents)


def test_only_lambda_assumes_the_role(installation: Installation) -> None:
    role = installation.account.client("iam").get_role(RoleName=FUNCTION)["Role"]
    trust = installation.template.properties("RotationRole")["AssumeRolePolicyDocument"]
    assert role["AssumeRolePolicyDocument"] == trust


def test_the_runtime_is_by_default_that_of_the_template() -> None:
    (runtime,) = [one.default for one in inputs() if one.name == "runtime"]
    assert runtime == f'"{Template("bucket").properties("RotationLambdaFunction")["Runtime"]}"'


def test_the_role_has_the_boundary_and_everything_has_the_tags(installations: dict[str, Installation]) -> None:
    account = installations["organization-member"].account
    role = account.client("iam").get_role(RoleName=FUNCTION)["Role"]
    assert role["PermissionsBoundary"]["PermissionsBoundaryArn"] == BOUNDARY
    tags = {"cost-center": "security", "managed-by": "terraform"}
    assert {one["Key"]: one["Value"] for one in role["Tags"]} == tags
    found = account.client("resourcegroupstaggingapi").get_resources(TagFilters=[{"Key": "cost-center"}])
    kinds = {one["ResourceARN"].split(":")[2] for one in found["ResourceTagMappingList"]}
    assert {"lambda", "logs", "cloudwatch"} <= kinds


def test_the_function_is_the_artefact_by_path_and_by_url(installation: Installation, artefact: Path) -> None:
    found = installation.account.client("lambda").get_function(FunctionName=FUNCTION)["Configuration"]
    assert found["CodeSize"] == artefact.stat().st_size


def test_a_second_plan_changes_nothing(installation: Installation) -> None:
    moto_forgets_the_tags_of = {"update aws_sesv2_email_identity.sender"}
    assert set(installation.folder.changes()) <= moto_forgets_the_tags_of


def test_the_outputs_name_group_role_and_bucket(installations: dict[str, Installation]) -> None:
    found = installations["minimal"].folder.outputs() | installations["organization-member"].folder.outputs()
    assert found == {
        "bucket_name": installations["minimal"].account.bucket,
        "owners_group_name": "keyturn-owners-prod",
        "role_arn": f"arn:aws:iam::123456789012:role/{FUNCTION}",
    }


def test_a_download_with_another_checksum_is_refused(tmp_path: Path, served: str, checksum: str) -> None:
    folder = Folder.beside(tmp_path, "examples/wrong")
    wrong = f"{'0' if checksum[0] != '0' else '1'}{checksum[1:]}"
    folder.write("main.tf", calls(keyturn={"artifact_url": served, "artifact_sha256": wrong, "ses_email": "keys@corp.example"}))
    folder.init()
    with servers.moto() as moto:
        folder = Folder.beside(tmp_path, "examples/wrong", AWS_ENDPOINT_URL=moto)
        with pytest.raises(Refused, match="did NOT match"):
            folder.run("apply", "-auto-approve", "-target=module.keyturn.terraform_data.artifact")
    assert not list((folder.path / ".terraform").glob("*.zip"))


SENDER = {"ses_email": "keys@corp.example"}
TOPIC = "arn:aws:sns:eu-central-1:123456789012:alarms"

# What each variable refuses by itself, and what only beside another one. Terraform checks the latter once every variable alone is
# valid, and checks no variable whose rules name one that is invalid: those have a row of their own.
REFUSED_ALONE: dict[str, Any] = {
    "stage": "-Prod",
    "artifact_url": "ftp://corp.example/keyturn.zip",
    "code_bucket": "Code",
    "code_key": "",
    "runtime": "java21",
    "architecture": "arm",
    "ses_email": "keys",
    "ses_region": "Frankfurt",
    "admin_email": "security",
    "email_tag_key": "aws:email",
    "date_tag_key": "",
    "warning_days": -1,
    "deactivate_days": 0.5,
    "deletion_days": -1,
    "in_use_grace_days": -1,
    "notice_days": -1,
    "on_exposed": "delete",
    "max_actions_per_run": 0,
    "iam_calls_per_second": 1001,
    "kms_key_arn": "alias/keyturn",
    "event_bus_arn": "default",
    "remind_every_days": 0,
    "max_exemption_days": -1,
    "max_overdue_days": 0,
    "no_action_on": ["some day"],
    "no_action_zone": "Europe, Berlin",
    "mail_templates": "../mails",
    "email_domains": ["@corp.example"],
    "org_id": "exampleorgid",
    "org_units": ["security"],
    "org_excluded": ["123"],
    "org_canary_units": ["123456789012"],
    "org_accounts_at_once": 0,
    "org_stop_percent": 101,
    "org_role_name": "",
    "org_list_role_arn": "list",
    "own_bucket": "s3://corp-keyturn",
    "report_days": 0,
    "administrator_arns": ["security"],
    "users_path": "people",
    "permissions_boundary": "boundary",
    "schedule": "daily",
    "hours_without_run": 169,
    "oldest_key_days": 0,
    "memory_megabytes": 127,
    "timeout_seconds": 901,
    "log_retention_days": 31,
    "alarm_email": "alarms",
}
REFUSED_ALONE_TOO: tuple[dict[str, Any], ...] = (
    {**SENDER, "artifact_path": "a.zip", "artifact_sha256": "C0FFEE"},
    {**SENDER, "old_key_tag_key": "aws:old", "overdue_days": 36501, "file_days": 0, "alarm_topic_arn": "alarms", "reserved_concurrency": 0},
)
REFUSED_TOGETHER: tuple[dict[str, Any], ...] = (
    {**SENDER, "artifact_path": "a.zip", "code_bucket": "code"},
    {**SENDER, "artifact_url": "https://corp.example/keyturn.zip"},
    {**SENDER, "code_bucket": "code", "old_key_tag_key": "Email", "overdue_days": 30, "file_days": 20},
    {**SENDER, "code_bucket": "code", "unused_days": 61},
    {**SENDER, "code_bucket": "code", "org_id": "o-exampleorgid", "org_accounts_at_once": 20, "reserved_concurrency": 19},
    {**SENDER, "code_bucket": "code", "alarm_email": "alarms@corp.example", "alarm_topic_arn": TOPIC},
)


def test_every_validation_refuses_something(tmp_path: Path) -> None:
    refusals = {"alone": [REFUSED_ALONE, *REFUSED_ALONE_TOO], "together": REFUSED_TOGETHER}
    problems = []
    for name, rows in refusals.items():
        folder = Folder.beside(tmp_path, f"examples/{name}")
        folder.write("main.tf", calls(**{f"row{at}": row for at, row in enumerate(rows)}))
        folder.init()
        problems += folder.problems()
    found = " ".join(problems)
    assert [message for one in inputs() for message in one.messages if message not in found] == []


@pytest.mark.parametrize("module", [MODULE, MODULE / "organization", MODULE / "member"], ids=lambda module: module.name)
def test_every_text_and_number_has_a_validation(module: Path) -> None:
    assert [one.name for one in inputs(module) if one.type in ("string", "number") and not one.messages] == []


def test_the_values_that_the_documentation_names_are_accepted(tmp_path: Path) -> None:
    folder = Folder.beside(tmp_path, "examples/accepted")
    named = {"no_action_zone": "Europe/Berlin", "mail_templates": "mails", "own_bucket": "corp-keyturn", "memory_megabytes": 128}
    folder.write("main.tf", calls(accepted={**SENDER, "code_bucket": "corp-code", "code_key": "keyturn/0.1.0.zip", **named}))
    folder.init()
    messages = [message for one in inputs() for message in one.messages]
    assert [problem for problem in folder.problems() if any(message in problem for message in messages)] == []


def calls(**modules: dict[str, Any]) -> str:
    """A root module that calls the module with these values."""
    text = 'provider "aws" {\n  region = "eu-central-1"\n}\n'
    for name, values in modules.items():
        lines = "".join(f"  {variable} = {json.dumps(value)}\n" for variable, value in values.items())
        text += f'module "{name}" {{\n  source = "../.."\n{"" if "runtime" in values else RUNTIME}{lines}}}\n'
    return text


def test_a_user_by_terraform_keeps_the_tags_of_a_rotation(tmp_path: Path) -> None:
    pages = [MODULE / "README.md", servers.ROOT / "docs" / "install.md"]
    block, same = [re.search(r'(?ms)^```hcl\n(resource "aws_iam_user" .*?)^```', page.read_text())[1] for page in pages]
    assert block == same
    with servers.moto() as moto:
        folder = Folder.beside(tmp_path, "examples/users", AWS_ENDPOINT_URL=moto)
        folder.write("main.tf", calls() + block)
        folder.init()
        folder.run("apply", "-auto-approve")
        iam = client(moto)("iam")
        tags = {"last-check-date": "2026-11-26", "last-check-old-key": "AKIASFHXGW647XZY466H"}
        iam.tag_user(UserName="alice", Tags=[{"Key": key, "Value": value} for key, value in tags.items()])
        assert folder.changes() == []
        iam.tag_user(UserName="alice", Tags=[{"Key": "email", "Value": "mallory@corp.example"}])
        assert folder.changes() == ["update aws_iam_user.alice"]


def test_nothing_is_left_after_destroy(installation: Installation) -> None:
    installation.folder.run("destroy", "-auto-approve")
    of = installation.account.client
    left = {
        "functions": of("lambda").list_functions()["Functions"],
        "buckets": of("s3").list_buckets()["Buckets"],
        "roles": of("iam").list_roles()["Roles"],
        "groups": of("iam").list_groups()["Groups"],
        "policies": of("iam").list_policies(Scope="Local")["Policies"],
        "rules": of("events").list_rules()["Rules"],
        "alarms": of("cloudwatch").describe_alarms()["MetricAlarms"],
        "log groups": of("logs").describe_log_groups()["logGroups"],
    }
    assert {name: found for name, found in left.items() if found} == {}
