"""python3 .ci/doctor: each finding of keyturn doctor, provoked in a sandbox and mended by the very commands that it advises."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
BUCKET = "corp-keyturn"
SENDER = "keys@corp.example"
FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:keyturn"
ROLE = "arn:aws:iam::123456789012:role/keyturn-role"

# What only the reader of an advice knows.
KNOWN = {"ADDRESS": "somebody@corp.example", "DATE REASON": "2027-01-31 moving", "KEY1": "t1", "KEY2": "t2"}

Finding = dict[str, Any]


class Sandbox:
    """keyturn sandbox as a process, and an administrator in its account."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [ROOT / "keyturn", "sandbox", "--port", "0", "--users", "9"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        self.environment = {**os.environ, "AWS_PAGER": "", "AWS_EC2_METADATA_DISABLED": "true"}
        assert self.process.stdout
        for line in self.process.stdout:
            if found := re.match(r"export (\w+)=(.*)", line):
                self.environment[found[1]] = found[2].strip("'\"")
            if "WARNING_DAYS" in line:  # the last line of all
                break
        for name in ("AWS_SESSION_TOKEN", "AWS_PROFILE"):
            self.environment.pop(name, None)
        self.shell("aws iam create-user --user-name examiner --tags Key=email,Value=examiner@corp.example")
        self.shell(
            "aws iam attach-user-policy --user-name examiner --policy-arn arn:aws:iam::aws:policy/AdministratorAccess"
        )
        made = json.loads(self.shell("aws iam create-access-key --user-name examiner"))["AccessKey"]
        self.root = dict(self.environment)
        self.environment["AWS_ACCESS_KEY_ID"] = made["AccessKeyId"]
        self.environment["AWS_SECRET_ACCESS_KEY"] = made["SecretAccessKey"]

    def close(self) -> None:
        self.process.terminate()
        self.process.wait()

    def shell(self, command: str) -> str:
        done = subprocess.run(["bash", "-c", command], cwd=ROOT, env=self.environment, capture_output=True, text=True)
        if done.returncode:
            raise AssertionError(f"$ {command}\n{done.stdout}{done.stderr}")
        return done.stdout

    def control(self, path: str, body: dict[str, Any]) -> None:
        url = f"{self.environment['AWS_ENDPOINT_URL']}/_sandbox/{path}"
        urllib.request.urlopen(urllib.request.Request(url, json.dumps(body).encode(), method="POST")).read()

    def function(self, verb: str) -> None:
        """Deploys the function with the settings of now, or tells it of them."""
        names = [name for name in self.environment if re.fullmatch(r"(SES|IAM|S3|LAST|LAMBDA|ADMIN)_\w+|\w+_DAYS|DRY_RUN", name)]
        variables = json.dumps({"Variables": {name: self.environment[name] for name in names}})
        code = "--runtime java25 --handler x --code S3Bucket=code,S3Key=key" if verb.startswith("create") else ""
        self.shell(f"aws lambda {verb} --function-name keyturn --role {ROLE} {code} --environment '{variables}'")

    def doctor(self) -> dict[str, Finding]:
        """All that is not ok, by id."""
        done = subprocess.run(
            [ROOT / "keyturn", "doctor", "--output", "json"], env=self.environment, capture_output=True, text=True
        )
        findings = json.loads(done.stdout)["findings"]
        errors = [finding for finding in findings if finding["severity"] == "error"]
        assert done.returncode == (1 if errors else 0), f"exit status {done.returncode}\n{done.stdout}{done.stderr}"
        return {finding["id"]: finding for finding in findings if finding["severity"] != "ok"}

    def mend(self, finding: Finding) -> int:
        """Does what a finding advises; returns how many commands that were."""
        commands = [fix["command"] for fix in finding["fixes"] if "command" in fix]
        for command in commands:
            if found := re.fullmatch(r"export (\w+)=(.*)", command):
                self.environment[found[1]] = found[2].strip("'")
            elif command.startswith("unset "):
                self.environment.pop(command.split()[1], None)
            else:
                for word, value in KNOWN.items():
                    command = command.replace(word, value)
                self.shell(command)
        return len(commands)


def from_nothing(sandbox: Sandbox) -> None:
    """A role without permissions, no group, no schedule: what doctor advises makes it whole."""
    sandbox.shell("aws iam create-role --role-name keyturn-role --assume-role-policy-document '{}'")
    sandbox.function("create-function")
    for _ in range(5):
        found = sandbox.doctor()
        if not found:
            return
        for finding in found.values():
            sandbox.mend(finding)
    raise AssertionError("\n".join(f"{id}: {one['found']}" for id, one in sandbox.doctor().items()))


def provoked(sandbox: Sandbox, id: str, provocation: list[str], meanwhile: list[tuple[str, dict[str, Any]]]) -> None:
    """Makes something wrong; doctor says so, and what it advises mends it. Meanwhile others do their part."""
    for command in provocation:
        if command.startswith("control "):
            _, path, body = command.split(" ", 2)
            sandbox.control(path, json.loads(body))
        elif found := re.fullmatch(r"export (\w+)=(.*)", command):
            sandbox.environment[found[1]] = found[2]
        elif command.startswith("unset "):
            del sandbox.environment[command.split()[1]]
        elif command == "deploy":
            sandbox.function("update-function-configuration")
        else:
            sandbox.shell(command)
    found = sandbox.doctor()
    assert id in found, f"not found; instead: {list(found)}"
    sandbox.mend(found[id])
    for path, body in meanwhile:
        sandbox.control(path, body)
    if id.startswith("settings."):
        sandbox.function("update-function-configuration")
    left = sandbox.doctor()
    assert not left, "not mended: " + "; ".join(f"{key}: {one['found']}" for key, one in left.items())


S3 = f"aws s3api {{}} --bucket {BUCKET}"
SES = {"region": "eu-west-1"}
FULL = " ".join(f"Key=t{number},Value=x" for number in range(1, 49))
OPEN = (
    f'{{"Version":"2012-10-17","Statement":[{{"Effect":"Deny","Principal":"*","Action":"s3:DeleteBucket",'
    f'"Resource":"arn:aws:s3:::{BUCKET}"}}]}}'
)
SHORT = '{"Rules":[{"ID":"a","Status":"Enabled","Filter":{"Prefix":"credential/"},"Expiration":{"Days":9}}]}'
ALL = '{"Rules":[{"ID":"a","Status":"Enabled","Filter":{"Prefix":""},"Expiration":{"Days":40}}]}'
VERIFIED = [("identities", {**SES, "identity": SENDER})]

CASES: list[tuple[str, list[str], list[tuple[str, dict[str, Any]]]]] = [
    ("settings.variables", ["export OVERDUE_DAYS=10"], []),
    ("settings.variables", ["unset IAM_EMAIL_TAG_KEY"], []),
    ("settings.variables", ["export MAX_ACTIONS_PER_RUN=0"], []),
    ("settings.templates", ["export MAIL_TEMPLATES=/no/such/folder"], []),
    ("settings.dry-run", ["export DRY_RUN=true"], []),
    ("sender.verified", [f"aws sesv2 delete-email-identity --email-identity {SENDER}"], VERIFIED),
    ("sender.sandbox", ['control ses {"region": "eu-west-1", "productionAccess": false}'], []),
    ("sender.sending", ['control ses {"region": "eu-west-1", "sending": false}'], []),
    ("bucket.private", [S3.format("delete-public-access-block")], []),
    ("bucket.tls", [S3.format("delete-bucket-policy")], []),
    ("bucket.tls", [S3.format("put-bucket-policy") + f" --policy '{OPEN}'"], []),
    ("bucket.ownership", [S3.format("delete-bucket-ownership-controls")], []),
    ("bucket.versions", [S3.format("put-bucket-versioning") + " --versioning-configuration Status=Enabled"], []),
    ("bucket.kept", [S3.format("delete-bucket-lifecycle")], []),
    ("bucket.kept", [S3.format("put-bucket-lifecycle-configuration") + f" --lifecycle-configuration '{SHORT}'"], []),
    ("bucket.records", [S3.format("put-bucket-lifecycle-configuration") + f" --lifecycle-configuration '{ALL}'"], []),
    ("users.without-address", ["aws iam untag-user --user-name alice --tag-keys email"], []),
    ("users.bad-address", ["aws iam tag-user --user-name alice --tags Key=email,Value=alice"], []),
    ("users.no-room", [f"aws iam tag-user --user-name alice --tags {FULL}"], []),
    ("users.exemption", ["aws iam tag-user --user-name alice --tags Key=keyturn-exempt,Value=later"], []),
    ("owners.own", ["aws iam remove-user-from-group --group-name keyturn-owners --user-name alice"], []),
    ("schedule.present", ["aws events remove-targets --rule keyturn --ids keyturn"], []),
    ("schedule.present", ["aws events disable-rule --name keyturn"], []),
    ("schedule.settings", ["export WARNING_DAYS=20", "deploy", "export WARNING_DAYS=30"], []),
    ("permissions.iam:CreateAccessKey", ["aws iam delete-role-policy --role-name keyturn-role --policy-name keyturn-iam-CreateAccessKey"], []),
]


def main(parts: list[str]) -> int:
    sandbox = Sandbox()
    failed = 0
    try:
        whole = ("from nothing", lambda: from_nothing(sandbox))
        cases = [(f"{id}: {' ; '.join(how)[:90]}", lambda id=id, how=how, then=then: provoked(sandbox, id, how, then)) for id, how, then in CASES]
        for name, case in [whole, *cases]:
            if case is not whole[1] and parts and not any(part in name for part in parts):
                continue
            begun = time.monotonic()
            try:
                case()
                print(f"passed  {name} ({time.monotonic() - begun:.1f} s)", flush=True)
            except Exception as failure:  # whatever broke it, it has failed
                failed += 1
                print(f"FAILED  {name}\n    {failure}", flush=True)
                if case is whole[1]:
                    break
    finally:
        sandbox.close()
    print("all that was provoked was mended as advised" if not failed else f"{failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
