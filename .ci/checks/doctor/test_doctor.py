"""Provokes each finding of `keyturn doctor` in a sandbox and fixes it with the advised commands."""

from __future__ import annotations

import json
import re
import subprocess
import urllib.request
from typing import Any

import pytest

from checks.common import servers

BUCKET = "corp-keyturn"
SENDER = "keys@corp.example"
ROLE = "arn:aws:iam::123456789012:role/keyturn-role"

# Values for the placeholders in commands.
KNOWN = {"ADDRESS": "owner@corp.example", "DATE REASON": "2099-12-31 moving", "KEY1": "t1", "KEY2": "t2"}

Finding = dict[str, Any]


class Administrator:
    """A person with all permissions in the sandbox's account."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment
        self.shell("aws iam create-user --user-name examiner --tags Key=email,Value=examiner@corp.example")
        self.shell("aws iam attach-user-policy --user-name examiner --policy-arn arn:aws:iam::aws:policy/AdministratorAccess")
        made = json.loads(self.shell("aws iam create-access-key --user-name examiner"))["AccessKey"]
        self.environment["AWS_ACCESS_KEY_ID"] = made["AccessKeyId"]
        self.environment["AWS_SECRET_ACCESS_KEY"] = made["SecretAccessKey"]

    def shell(self, command: str) -> str:
        done = subprocess.run(["bash", "-c", command], cwd=servers.ROOT, env=self.environment, capture_output=True, text=True)
        assert done.returncode == 0, f"$ {command}\n{done.stdout}{done.stderr}"
        return done.stdout

    def types(self, command: str) -> None:
        """A command, which may set or unset a variable."""
        if found := re.fullmatch(r"export (\w+)=(.*)", command):
            self.environment[found[1]] = found[2].strip("'")
        elif found := re.fullmatch(r"unset (\w+)", command):
            self.environment.pop(found[1], None)
        else:
            self.shell(command)

    def control(self, path: str, body: dict[str, Any]) -> None:
        url = f"{self.environment['AWS_ENDPOINT_URL']}/_sandbox/{path}"
        urllib.request.urlopen(urllib.request.Request(url, json.dumps(body).encode(), method="POST")).read()

    def function(self, verb: str) -> None:
        """Deploys the function with the current settings, or updates them."""
        names = [name for name in self.environment if re.fullmatch(r"(SES|IAM|S3|LAST|LAMBDA|ADMIN)_\w+|\w+_DAYS|DRY_RUN", name)]
        variables = json.dumps({"Variables": {name: self.environment[name] for name in names}})
        code = "--runtime java25 --handler x --code S3Bucket=code,S3Key=key" if verb.startswith("create") else ""
        self.shell(f"aws lambda {verb} --function-name keyturn --role {ROLE} {code} --environment '{variables}'")

    def doctor(self) -> dict[str, Finding]:
        """All findings that are not ok, by id."""
        command = [servers.KEYTURN, "doctor", "--output", "json"]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, stdin=subprocess.DEVNULL)
        findings = json.loads(done.stdout)["findings"]
        errors = [finding for finding in findings if finding["severity"] == "error"]
        assert done.returncode == (1 if errors else 0), f"exit status {done.returncode}\n{done.stdout}{done.stderr}"
        return {finding["id"]: finding for finding in findings if finding["severity"] != "ok"}

    def follows(self, finding: Finding) -> None:
        """Runs the commands of a finding."""
        for command in (fix["command"] for fix in finding["fixes"] if "command" in fix):
            for word, value in KNOWN.items():
                command = command.replace(word, value) if not command.startswith("export ") else command
            self.types(command)


TRUST = (
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},'
    '"Action":"sts:AssumeRole"}]}'
)


@pytest.fixture(scope="module")
def account(keyturn):
    """An account in which doctor finds nothing: a role without permissions, no group and no schedule, fixed as it advises."""
    with servers.sandbox(users=9) as environment:
        administrator = Administrator(environment)
        administrator.shell("aws iam create-role --role-name keyturn-role --assume-role-policy-document '" + TRUST + "'")
        administrator.function("create-function")
        for _ in range(5):
            for finding in administrator.doctor().values():
                administrator.follows(finding)
        yield administrator


@pytest.mark.always
def test_its_advice_makes_a_new_account_whole(account):
    left = account.doctor()
    assert not left, "\n".join(f"{name}: {one['found']}" for name, one in left.items())


S3 = f"aws s3api {{}} --bucket {BUCKET}"
FULL = " ".join(f"Key=t{number},Value=x" for number in range(1, 49))
OPEN = (
    f'{{"Version":"2012-10-17","Statement":[{{"Effect":"Deny","Principal":"*","Action":"s3:DeleteBucket",'
    f'"Resource":"arn:aws:s3:::{BUCKET}"}}]}}'
)
# Puts the bucket's policy back without one statement.
WITHOUT = (
    f'aws s3api put-bucket-policy --bucket {BUCKET} --policy "$('
    f"aws s3api get-bucket-policy --bucket {BUCKET} --query Policy --output text"
    " | python3 -c 'import json, sys; policy = json.load(sys.stdin);"
    ' policy["Statement"] = [one for one in policy["Statement"] if one.get("Sid") != "{}"];'
    " print(json.dumps(policy))')\""
)
SHORT = '{"Rules":[{"ID":"a","Status":"Enabled","Filter":{"Prefix":"credential/"},"Expiration":{"Days":9}}]}'
ALL = '{"Rules":[{"ID":"a","Status":"Enabled","Filter":{"Prefix":""},"Expiration":{"Days":40}}]}'
SET = "aws iam tag-user --user-name alice --tags "
POLICY = "aws iam delete-role-policy --role-name keyturn-role --policy-name keyturn-iam-CreateAccessKey"

# The finding, and what provokes it: commands, the function's new settings ("deploy"), or calls to the sandbox's controls.
PROVOCATIONS: dict[str, tuple[str, list[Any]]] = {
    "a setting that contradicts another": ("settings.variables", ["export OVERDUE_DAYS=10"]),
    "a setting is missing": ("settings.variables", ["unset IAM_EMAIL_TAG_KEY"]),
    "a setting out of range": ("settings.variables", ["export MAX_ACTIONS_PER_RUN=0"]),
    "no folder of templates": ("settings.templates", ["export MAIL_TEMPLATES=/no/such/folder"]),
    "a dry run": ("settings.dry-run", ["export DRY_RUN=true"]),
    "an unverified sender": ("sender.verified", [f"aws sesv2 delete-email-identity --email-identity {SENDER}"]),
    "SES in its sandbox": ("sender.sandbox", [("ses", {"region": "eu-west-1", "productionAccess": False})]),
    "SES does not send": ("sender.sending", [("ses", {"region": "eu-west-1", "sending": False})]),
    "a bucket that may become public": ("bucket.private", [S3.format("delete-public-access-block")]),
    "a bucket without policy": ("bucket.tls", [S3.format("delete-bucket-policy")]),
    "a bucket policy that does not ask for TLS": ("bucket.tls", [S3.format("put-bucket-policy") + f" --policy '{OPEN}'"]),
    "a bucket policy that lets others read": ("bucket.readers", [WITHOUT.format("OnlyUsersAndTheFunctionRead")]),
    "a bucket policy that lets users read others' files": ("bucket.readers", [WITHOUT.format("UsersReadOnlyTheirOwnFile")]),
    "a bucket policy that lets others read what is handed over": (
        "bucket.hand-over",
        [WITHOUT.format("OnlyAdministratorsReadWhatTheyHandOver")],
    ),
    "a bucket policy that lets others write": ("bucket.writers", [WITHOUT.format("OnlyTheFunctionWrites")]),
    "a bucket with access lists": ("bucket.ownership", [S3.format("delete-bucket-ownership-controls")]),
    "a bucket with versions": ("bucket.versions", [S3.format("put-bucket-versioning") + " --versioning-configuration Status=Enabled"]),
    "files that never expire": ("bucket.kept", [S3.format("delete-bucket-lifecycle")]),
    "files that expire too early": ("bucket.kept", [S3.format("put-bucket-lifecycle-configuration") + f" --lifecycle-configuration '{SHORT}'"]),
    "records that expire": ("bucket.records", [S3.format("put-bucket-lifecycle-configuration") + f" --lifecycle-configuration '{ALL}'"]),
    "a user without address": ("users.without-address", ["aws iam untag-user --user-name alice --tag-keys email"]),
    "a user with a bad address": ("users.bad-address", [SET + "Key=email,Value=alice"]),
    "a user without room for tags": ("users.no-room", [SET + FULL]),
    "an unreadable exemption": ("users.exemption", [SET + "Key=keyturn-exempt,Value=later"]),
    "an owner outside the group": ("owners.own", ["aws iam remove-user-from-group --group-name keyturn-owners --user-name alice"]),
    "a schedule without target": ("schedule.present", ["aws events remove-targets --rule keyturn --ids keyturn"]),
    "a schedule that is off": ("schedule.present", ["aws events disable-rule --name keyturn"]),
    "a function with other settings": ("schedule.settings", ["export WARNING_DAYS=20", "deploy", "export WARNING_DAYS=30"]),
    "a missing permission": ("permissions.iam:CreateAccessKey", [POLICY]),
}


@pytest.mark.sampled(6, "findings of doctor")
@pytest.mark.parametrize("name", PROVOCATIONS)
def test_its_advice_mends_what_it_finds(account, name):
    wanted, provocation = PROVOCATIONS[name]
    for step in provocation:
        if step == "deploy":
            account.function("update-function-configuration")
        elif isinstance(step, tuple):
            account.control(*step)
        else:
            account.types(step)
    found = account.doctor()
    assert wanted in found
    account.follows(found[wanted])
    if wanted == "sender.verified":  # the address's owner follows the link in AWS's mail
        account.control("identities", {"region": "eu-west-1", "identity": SENDER})
    if wanted.startswith("settings."):
        account.function("update-function-configuration")
    left = account.doctor()
    assert not left, "not mended: " + "; ".join(f"{key}: {one['found']}" for key, one in left.items())
