"""Checks deploy/ as a deployer would: packages, lints, compares both ways, deploys to moto, reads back, removes."""

import ast
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import boto3
import cfnlint.decode

ROOT, OSLS, WORK = Path(sys.argv[1]).resolve(), sys.argv[2], Path(sys.argv[3])
DEPLOY = ROOT / "deploy"
REGION, ACCOUNT, STAGE = "eu-central-1", "123456789012", "check"

passed = failed = 0


def check(what, holds, detail=""):
    global passed, failed
    if holds:
        passed += 1
        print(f"ok    {what}")
    else:
        failed += 1
        print(f"FAIL  {what}\n      {detail}")


def run(*command, env=None, cwd=DEPLOY):
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def environment(**more):
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | {
        "AWS_ACCESS_KEY_ID": "check",
        "AWS_SECRET_ACCESS_KEY": "check",
        "AWS_REGION": REGION,
        "SLS_TELEMETRY_DISABLED": "1",
        "CI": "1",
    } | more


def filled(value, parameters):
    """A piece of a template with the values of its parameters in place."""
    if isinstance(value, dict):
        if set(value) == {"Ref"} and value["Ref"] in parameters:
            return str(parameters[value["Ref"]])
        if set(value) == {"Fn::Sub"} and isinstance(value["Fn::Sub"], str):
            text = value["Fn::Sub"]
            for name, text_of in parameters.items():
                text = text.replace("${%s}" % name, str(text_of))
            return {"Fn::Sub": text} if "${" in text else text
        return {name: filled(part, parameters) for name, part in value.items()}
    if isinstance(value, list):
        return [filled(part, parameters) for part in value]
    return value if isinstance(value, bool) else str(value)


def attributes(value):
    """GetAtt is written with a dot, as a list, or by Sub."""
    if isinstance(value, dict):
        if value == {"Fn::Sub": "${RotationRole.Arn}"}:
            return {"Fn::GetAtt": ["RotationRole", "Arn"]}
        if set(value) == {"Fn::GetAtt"} and isinstance(value["Fn::GetAtt"], str):
            return {"Fn::GetAtt": value["Fn::GetAtt"].split(".", 1)}
        return {name: attributes(part) for name, part in value.items()}
    return [attributes(part) for part in value] if isinstance(value, list) else value


def plain(path):
    template, problems = cfnlint.decode.decode(str(path))
    if problems:
        raise SystemExit(f"{path}: {problems}")
    return json.loads(json.dumps(template))


def packaged():
    target = WORK / "packaged"
    # No network: endpoints that nobody serves, and a proxy that is not there.
    offline = environment(HTTPS_PROXY="http://127.0.0.1:9", HTTP_PROXY="http://127.0.0.1:9", AWS_ENDPOINT_URL="http://127.0.0.1:9")
    code, said = run(OSLS, "package", "--stage", STAGE, "--region", REGION, "--package", str(target), env=offline)
    check("osls packages offline", code == 0, said)
    return target / "cloudformation-template-update-stack.json"


def linted(path):
    code, said = run("cfn-lint", "--", str(path))
    check(f"cfn-lint finds nothing in {path.name}", code == 0, said)


def parameters_of(template, given):
    return {name: given.get(name, body.get("Default")) for name, body in template["Parameters"].items()}


def equal(ours, theirs, given):
    for name in [name for name in theirs["Resources"] if name.startswith("ServerlessDeployment")]:
        del theirs["Resources"][name]
    check(
        "both ways make the same resources",
        set(ours["Resources"]) == set(theirs["Resources"]),
        set(ours["Resources"]) ^ set(theirs["Resources"]),
    )
    for name, one in sorted(ours["Resources"].items()):
        other = theirs["Resources"].get(name, {})
        left, right = (
            attributes(filled({"Type": r.get("Type"), "Condition": r.get("Condition", ""), "Properties": r.get("Properties")}, given))
            for r in (one, other)
        )
        if name == "RotationLambdaFunction":
            left["Properties"].pop("Code")
            right["Properties"].pop("Code")
        check(f"{name} is the same both ways", left == right, f"{json.dumps(left)}\n      {json.dumps(right)}")
    for name, one in theirs["Parameters"].items():
        check(f"parameter {name} is the same both ways", one == ours["Parameters"].get(name), one)


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def moto():
    port = free_port()
    log = open(WORK / "moto.log", "w")
    process = subprocess.Popen(["moto_server", "-H", "127.0.0.1", "-p", str(port)], stdout=log, stderr=log)
    url = f"http://127.0.0.1:{port}"
    for _ in range(100):
        try:
            urllib.request.urlopen(url + "/moto-api/data.json", timeout=5)
            return process, url
        except OSError:
            time.sleep(0.2)
    process.terminate()
    raise SystemExit("moto did not start")


def refused(call, *codes):
    try:
        call()
        return False
    except Exception as e:  # botocore's exceptions are made at run time
        return e.response["Error"]["Code"] in codes


def statements(document):
    if isinstance(document, str):
        # moto keeps a document that came as a map in Python's notation, and one that came as text as it is.
        document = json.loads(document) if '"Statement"' in document else ast.literal_eval(document)
    return document["Statement"]


def read_back(client):
    function = client("lambda").get_function(FunctionName=f"keyturn-{STAGE}")["Configuration"]
    check("moto: runtime java25", function["Runtime"] == "java25", function)
    check("moto: handler", function["Handler"] == "dev.keyturn.lambda.RotationHandler::handleRequest", function)
    check("moto: memory and time-out", (function["MemorySize"], function["Timeout"]) == (512, 900), function)
    variables = function["Environment"]["Variables"]
    bucket = f"keyturn-{STAGE}-{ACCOUNT}-{REGION}"
    options = (ROOT / "jvm.options").read_text().splitlines()
    expected = {
        "JAVA_TOOL_OPTIONS": " ".join(line for line in options if line and not line.startswith("#")),
        "LAMBDA_FUNCTION_NAME": f"keyturn-{STAGE}",
        "SES_EMAIL": "keys@corp.example",
        "SES_REGION": REGION,
        "IAM_EMAIL_TAG_KEY": "email",
        "S3_CSV_BUCKET": bucket,
        "LAST_CHECK_DATE_TAG_KEY": "last-check-date",
        "LAST_CHECK_OLD_KEY_TAG_KEY": "last-check-old-key",
        "WARNING_DAYS": "30",
        "OVERDUE_DAYS": "60",
        "DEACTIVATE_DAYS": "10",
        "DELETION_DAYS": "10",
        "IN_USE_GRACE_DAYS": "0",
        "MAX_ACTIONS_PER_RUN": "",
        "IAM_CALLS_PER_SECOND": "",
        "REMIND_EVERY_DAYS": "1",
        "DRY_RUN": "false",
        "HTML_REPORT": "true",
        "ADMIN_EMAIL": "",
        "KMS_KEY_ID": "",
        "MAIL_TEMPLATES": "",
    }
    # moto hands numbers on as they are; CloudFormation makes text of them.
    variables = {name: str(value) for name, value in variables.items()}
    check("moto: the settings with their usual values", variables == expected, variables)
    check("moto: the code is the artefact", client("lambda").get_function(FunctionName=f"keyturn-{STAGE}")["Configuration"]["CodeSize"]
          == (ROOT / "lambda/target/keyturn-lambda.zip").stat().st_size)

    names = [one["Name"] for one in client("s3").list_buckets()["Buckets"]]
    check("moto: the bucket", bucket in names, names)
    encryption = client("s3").get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]["Rules"]
    check("moto: it is encrypted", encryption[0]["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"] == "AES256", encryption)

    role = function["Role"].split("/")[-1]
    iam = client("iam")
    trust = iam.get_role(RoleName=role)["Role"]["AssumeRolePolicyDocument"]
    check("moto: Lambda alone takes the role", [s["Principal"] for s in statements(trust)] == [{"Service": "lambda.amazonaws.com"}], trust)
    inline = iam.list_role_policies(RoleName=role)["PolicyNames"]
    expected = ["know-what-it-may-do", "read-and-hand-over", "write-users-with-an-address"]
    check("moto: the role's three policies", sorted(inline) == expected, inline)
    writes = statements(iam.get_role_policy(RoleName=role, PolicyName="write-users-with-an-address")["PolicyDocument"])
    check(
        "moto: writes on users need the address tag",
        len(writes) == 2 and all(s["Condition"]["Null"]["aws:ResourceTag/email"] == "false" for s in writes),
        writes,
    )
    reads = {s["Sid"]: s for s in statements(iam.get_role_policy(RoleName=role, PolicyName="read-and-hand-over")["PolicyDocument"])}
    check(
        "moto: mails go out from the sender alone",
        reads["SendMail"]["Condition"] == {"StringEquals": {"ses:FromAddress": "keys@corp.example"}},
        reads["SendMail"],
    )
    check("moto: files go to the bucket alone", reads["StoreFiles"]["Resource"] == f"arn:aws:s3:::{bucket}/credential/*", reads["StoreFiles"])
    owners = [p for p in iam.list_policies(Scope="Local")["Policies"] if "OwnersPolicy" in p["PolicyName"]]
    check("moto: the owners' policy", len(owners) == 1, owners)
    if owners:
        document = iam.get_policy_version(PolicyArn=owners[0]["Arn"], VersionId=owners[0]["DefaultVersionId"])["PolicyVersion"]["Document"]
        files = [s["Resource"] for s in statements(document) if s["Action"] == "s3:GetObject"]
        check("moto: owners read their own files", files == [f"arn:aws:s3:::{bucket}/credential/${{aws:username}}/*"], document)

    rules = [r for r in client("events").list_rules()["Rules"] if "RotationSchedule" in r["Name"]]
    check("moto: the schedule", [r.get("ScheduleExpression") for r in rules] == ["cron(0 5 * * ? *)"], rules)
    targets = client("events").list_targets_by_rule(Rule=rules[0]["Name"])["Targets"] if rules else []
    check("moto: it starts the function", [t["Arn"] for t in targets] == [function["FunctionArn"]], targets)
    groups = client("logs").describe_log_groups(logGroupNamePrefix=f"/aws/lambda/keyturn-{STAGE}")["logGroups"]
    check("moto: the log is kept 90 days", [g.get("retentionInDays") for g in groups] == [90], groups)


def removed(client):
    check(
        "moto: the function is gone",
        refused(lambda: client("lambda").get_function(FunctionName=f"keyturn-{STAGE}"), "ResourceNotFoundException"),
    )
    names = [one["Name"] for one in client("s3").list_buckets()["Buckets"]]
    check("moto: the buckets are gone", not names, names)
    roles = [role["RoleName"] for role in client("iam").list_roles()["Roles"]]
    check("moto: the role is gone", not roles, roles)


def deployed():
    process, url = moto()
    try:
        env = environment(AWS_ENDPOINT_URL=url)

        def client(service):
            return boto3.client(service, endpoint_url=url, region_name=REGION, aws_access_key_id="check", aws_secret_access_key="check")

        options = ("--stage", STAGE, "--region", REGION)
        code, said = run(OSLS, "deploy", *options, env=env)
        check("osls deploys to moto", code == 0, said)
        if code == 0:
            read_back(client)
        code, said = run(OSLS, "remove", *options, env=env)
        check("osls removes it from moto", code == 0, said)
        removed(client)
    finally:
        process.terminate()
        process.wait()


def main():
    shutil.rmtree(DEPLOY / ".serverless", ignore_errors=True)
    template = packaged()
    linted(template)
    linted(DEPLOY / "template.yaml")
    if template.exists():
        ours, theirs = plain(DEPLOY / "template.yaml"), plain(template)
        given = parameters_of(ours, {"Stage": STAGE, "SesEmail": "keys@corp.example", "SesRegion": REGION})
        check("files outlive the old key", int(given["FileDays"]) > int(given["DeactivateDays"]) + int(given["DeletionDays"]))
        equal(ours, theirs, given)
    deployed()
    shutil.rmtree(DEPLOY / ".serverless", ignore_errors=True)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
