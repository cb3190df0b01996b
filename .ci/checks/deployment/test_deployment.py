"""The deployment as CloudFormation and AWS see it. DeploymentTest compares it with the code."""

from __future__ import annotations

import ast
import json
import re
import subprocess

import pytest

from checks.common import servers
from checks.deployment import templates
from checks.deployment.osls import ACCOUNT, DEPLOY, REGION, STAGE, osls

pytestmark = pytest.mark.always

BUCKET = f"keyturn-{STAGE}-{ACCOUNT}-{REGION}"


def statements(document):
    if isinstance(document, str):
        # moto keeps a document that came as a map in Python's notation, and one that came as text as it is.
        document = json.loads(document) if '"Statement"' in document else ast.literal_eval(document)
    return document["Statement"]


EXAMPLES = [f"examples/{file.name}" for file in sorted((DEPLOY / "examples").glob("*.yaml"))]


def test_cfn_lint_finds_nothing(packaged):
    """In one process, because it takes seconds to load its rules."""
    templates = [DEPLOY / name for name in ("template.yaml", "organization.yaml", "member.yaml", *EXAMPLES)]
    done = subprocess.run(["cfn-lint", "--", *templates, packaged], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def holds(condition):
    ((function, parts),) = condition.items()
    if function == "Fn::Equals":
        return parts[0] == parts[1]
    return {"Fn::Not": lambda inner: not any(inner), "Fn::Or": any}[function](holds(part) for part in parts)


@pytest.mark.parametrize(
    ("organization", "reserved", "accepted"),
    [("", "1", True), ("", "", True), ("o-exampleorgid", "", True), ("o-exampleorgid", "40", True), ("o-exampleorgid", "1", False)],
)
def test_a_function_of_an_organization_has_room_for_all_accounts_at_once(organization, reserved, accepted):
    template = templates.read(DEPLOY / "template.yaml")
    values = templates.parameters(template, {"OrgId": organization, "ReservedConcurrency": reserved})
    rule = templates.filled(template["Rules"]["AccountsAtOnceHaveRoom"], values)
    assert (not holds(rule["RuleCondition"]) or all(holds(one["Assert"]) for one in rule["Assertions"])) == accepted


def test_files_outlive_the_old_key(values):
    assert int(values["FileDays"]) > int(values["DeactivateDays"]) + int(values["DeletionDays"])


def test_both_ways_make_the_same_resources(ours, theirs, values):
    left, right = templates.resources(ours, values), templates.resources(theirs, values)
    for resources in (left, right):  # each way uploads the code in its own way
        resources["RotationLambdaFunction"]["Properties"].pop("Code")
    assert left == right


def test_both_ways_have_the_same_parameters(ours, theirs):
    names = theirs["Parameters"].keys()
    assert {name: ours["Parameters"].get(name) for name in names} == theirs["Parameters"]


def test_the_function_is_the_artefact_with_its_handler(function, artefact):
    assert function["Runtime"] == "java25"
    assert function["Handler"] == "dev.keyturn.lambda.RotationHandler::handleRequest"
    assert (function["MemorySize"], function["Timeout"]) == (512, 900)
    assert function["CodeSize"] == artefact.stat().st_size


def test_a_zip_of_pure_java_runs_on_arm64(ours, values):
    # moto deploys every function on x86_64, whatever the template says.
    assert templates.resources(ours, values)["RotationLambdaFunction"]["Properties"]["Architectures"] == ["arm64"]


def test_parameters_choose_the_other_zip_its_runtime_and_processor(artefact, tmp_path):
    chosen = {"Runtime": "provided.al2023", "Architecture": "x86_64", "Artefact": str(artefact)}
    osls("package", "--package", str(tmp_path), *(f"--param={name}={value}" for name, value in chosen.items()))
    function = templates.read(tmp_path / "cloudformation-template-update-stack.json")["Resources"]["RotationLambdaFunction"]["Properties"]
    assert (function["Runtime"], function["Architectures"]) == ("provided.al2023", ["x86_64"])


def test_the_function_has_the_settings_with_their_usual_values(function):
    options = (servers.ROOT / "jvm.options").read_text().splitlines()
    # moto passes numbers on unchanged; CloudFormation converts them to text.
    assert {name: str(value) for name, value in function["Environment"]["Variables"].items()} == {
        "JAVA_TOOL_OPTIONS": " ".join(line for line in options if line and not line.startswith("#")).replace(
            "-Xmx48m", "-XX:MaxRAM=512m -XX:MinRAMPercentage=37.5 -XX:MaxRAMPercentage=37.5"
        ),
        "LAMBDA_FUNCTION_NAME": f"keyturn-{STAGE}",
        "SES_EMAIL": "keys@corp.example",
        "SES_REGION": REGION,
        "IAM_EMAIL_TAG_KEY": "email",
        "S3_CSV_BUCKET": BUCKET,
        "LAST_CHECK_DATE_TAG_KEY": "last-check-date",
        "LAST_CHECK_OLD_KEY_TAG_KEY": "last-check-old-key",
        "WARNING_DAYS": "30",
        "OVERDUE_DAYS": "60",
        "DEACTIVATE_DAYS": "10",
        "DELETION_DAYS": "10",
        "IN_USE_GRACE_DAYS": "0",
        "NOTICE_DAYS": "0",
        "UNUSED_DAYS": "0",
        "MAX_ACTIONS_PER_RUN": "",
        "IAM_CALLS_PER_SECOND": "",
        "REMIND_EVERY_DAYS": "1",
        "MAX_EXEMPTION_DAYS": "",
        "EMAIL_DOMAINS": "",
        "NO_ACTION_ON": "",
        "NO_ACTION_ZONE": "",
        "MAX_OVERDUE_DAYS": "",
        "DRY_RUN": "false",
        "HTML_REPORT": "true",
        "ON_EXPOSED": "hold",
        "ADMIN_EMAIL": "",
        "KMS_KEY_ID": "",
        "MAIL_TEMPLATES": "",
        "EVENT_BUS": "",
        "ORG_ID": "",
        "ORG_UNITS": "",
        "ORG_EXCLUDED": "",
        "ORG_CANARY_UNITS": "",
        "ORG_ACCOUNTS_AT_ONCE": "40",
        "ORG_STOP_PERCENT": "10",
        "ORG_ROLE_NAME": "keyturn-member-prod",
        "ORG_LIST_ROLE_ARN": "",
    }


def test_the_bucket_is_encrypted(deployed):
    rules = deployed.client("s3").get_bucket_encryption(Bucket=BUCKET)["ServerSideEncryptionConfiguration"]["Rules"]
    assert rules[0]["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"] == "AES256"


def test_only_lambda_assumes_the_role(deployed, role):
    trust = deployed.client("iam").get_role(RoleName=role)["Role"]["AssumeRolePolicyDocument"]
    assert [one["Principal"] for one in statements(trust)] == [{"Service": "lambda.amazonaws.com"}]


def test_the_role_writes_only_to_users_with_the_address_tag(deployed, role):
    iam = deployed.client("iam")
    names = sorted(iam.list_role_policies(RoleName=role)["PolicyNames"])
    assert names == ["know-what-it-may-do", "read-and-hand-over", "write-users-with-an-address"]
    writes = statements(iam.get_role_policy(RoleName=role, PolicyName="write-users-with-an-address")["PolicyDocument"])
    assert [one["Condition"]["Null"]["aws:ResourceTag/email"] for one in writes] == ["false", "false"]


def test_the_role_mails_only_from_the_sender_and_stores_only_in_the_bucket(deployed, role):
    policy = deployed.client("iam").get_role_policy(RoleName=role, PolicyName="read-and-hand-over")["PolicyDocument"]
    by_name = {one["Sid"]: one for one in statements(policy)}
    assert by_name["SendMail"]["Condition"] == {"StringEquals": {"ses:FromAddress": "keys@corp.example"}}
    assert by_name["StoreFiles"]["Resource"] == f"arn:aws:s3:::{BUCKET}/credential/*"


def test_owners_read_only_their_own_files(deployed):
    iam = deployed.client("iam")
    (owners,) = [one for one in iam.list_policies(Scope="Local")["Policies"] if "OwnersPolicy" in one["PolicyName"]]
    version = iam.get_policy_version(PolicyArn=owners["Arn"], VersionId=owners["DefaultVersionId"])["PolicyVersion"]
    files = [one["Resource"] for one in statements(version["Document"]) if one["Action"] == "s3:GetObject"]
    assert files == [f"arn:aws:s3:::{BUCKET}/credential/${{aws:username}}/*"]


def test_the_schedule_starts_the_function(deployed, function):
    events = deployed.client("events")
    (rule,) = [one for one in events.list_rules()["Rules"] if "RotationSchedule" in one["Name"]]
    assert rule["ScheduleExpression"] == "cron(0 5 * * ? *)"
    targets = events.list_targets_by_rule(Rule=rule["Name"])["Targets"]
    assert [one["Arn"] for one in targets] == [function["FunctionArn"]]


def test_events_about_exposed_keys_start_the_function(deployed, function):
    events = deployed.client("events")
    (rule,) = [one for one in events.list_rules()["Rules"] if "ExposedKeysRule" in one["Name"]]
    assert rule["State"] == "ENABLED"
    codes = json.loads(rule["EventPattern"])["detail"]["eventTypeCode"]
    asks = (servers.ROOT / "lambda/src/main/java/dev/keyturn/lambda/HealthEvent.java").read_text()
    assert sorted(codes) == sorted(re.findall(r'"(AWS_RISK_\w+)"', asks))
    targets = events.list_targets_by_rule(Rule=rule["Name"])["Targets"]
    assert [one["Arn"] for one in targets] == [function["FunctionArn"]]
    policy = json.loads(deployed.client("lambda").get_policy(FunctionName=function["FunctionName"])["Policy"])
    sources = [one["Condition"]["ArnLike"]["AWS:SourceArn"] for one in policy["Statement"]]
    assert rule["Arn"] in sources


def test_the_example_passes_on_the_events_that_start_the_function(ours):
    example = templates.read(DEPLOY / "examples" / "exposed-keys.yaml")["Resources"]["ExposedKeys"]["Properties"]
    assert example["EventPattern"] == ours["Resources"]["ExposedKeysRule"]["Properties"]["EventPattern"]


def test_the_log_is_kept_for_90_days(deployed):
    groups = deployed.client("logs").describe_log_groups(logGroupNamePrefix=f"/aws/lambda/keyturn-{STAGE}")["logGroups"]
    assert [one.get("retentionInDays") for one in groups] == [90]


def test_nothing_is_left_when_it_is_removed(removed):
    functions = removed.client("lambda").list_functions()["Functions"]
    buckets = removed.client("s3").list_buckets()["Buckets"]
    roles = removed.client("iam").list_roles()["Roles"]
    assert (functions, buckets, roles) == ([], [], [])
