"""Two installations by Terraform, each in an account of its own in moto: the examples of deploy/terraform."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import http.server
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import pytest

from checks.common import built, servers
from checks.policies.template import ACCOUNT, Template
from checks.terraform.seen import FUNCTION, Account
from checks.terraform.terraform import Folder

REGION = "eu-central-1"
BUS = f"arn:aws:events:{REGION}:{ACCOUNT}:event-bus/security"
BOUNDARY = f"arn:aws:iam::{ACCOUNT}:policy/corp-boundary"

# The provider refuses java25 before 6.20, and what runs in the function makes no difference here.
RUNTIME = '  runtime = "provided.al2023"\n'


@dataclass(frozen=True)
class Installation:
    """An example after `terraform apply`, and the stack that the template makes of the same values."""

    folder: Folder
    account: Account
    template: Template


@pytest.fixture(scope="session")
def artefact() -> Path:
    return built.function()


@pytest.fixture(scope="session")
def served(artefact: Path) -> Iterator[str]:
    """The URL of the artefact."""
    handler = functools.partial(_Quiet, directory=str(artefact.parent))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/{artefact.name}"
        server.shutdown()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture(scope="session")
def checksum(artefact: Path) -> str:
    return hashlib.sha256(artefact.read_bytes()).hexdigest()


@pytest.fixture(scope="session")
def installations(
    artefact: Path, served: str, checksum: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Installation]]:
    """Both at the same time: most of it is waiting until S3 has settled."""
    with contextlib.ExitStack() as stack:
        scratch = tmp_path_factory.mktemp("minimal"), tmp_path_factory.mktemp("member")
        moto = stack.enter_context(servers.moto()), stack.enter_context(servers.moto())
        with ThreadPoolExecutor(2) as both:
            minimal = both.submit(_minimal, scratch[0], moto[0], artefact)
            member = both.submit(_member, scratch[1], moto[1], served, checksum)
            yield {"minimal": minimal.result(), "organization-member": member.result()}


@pytest.fixture(params=["minimal", "organization-member"])
def installation(request: pytest.FixtureRequest, installations: dict[str, Installation]) -> Installation:
    return installations[request.param]


def _minimal(scratch: Path, moto: str, artefact: Path) -> Installation:
    folder = Folder.beside(scratch, "examples/minimal", AWS_ENDPOINT_URL=moto)
    folder.write(
        "override.tf",
        f'module "keyturn" {{\n  artifact_path = "{artefact}"\n{RUNTIME}  alarm_email = "alarms@corp.example"\n}}\n',
    )
    account = _applied(folder, moto)
    return Installation(folder, account, _stack(account, DryRun="true", AlarmEmail="alarms@corp.example"))


def _member(scratch: Path, moto: str, url: str, checksum: str) -> Installation:
    given = {"artifact_url": url, "artifact_sha256": checksum, "permissions_boundary": BOUNDARY}
    variables = {f"TF_VAR_{name}": value for name, value in given.items()}
    folder = Folder.beside(scratch, "examples/organization-member", AWS_ENDPOINT_URL=moto, **variables)
    folder.write("override.tf", f'module "keyturn" {{\n{RUNTIME}  owners_need_mfa = true\n  event_bus_arn = "{BUS}"\n  reserved_concurrency = 1\n}}\n')
    account = _applied(folder, moto)
    (key,) = [one["KeyArn"] for one in account.client("kms").list_keys()["Keys"]]
    (topic,) = [one["TopicArn"] for one in account.client("sns").list_topics()["Topics"]]
    stack = _stack(
        account,
        SesEmail="Keyturn <keys@corp.example>",
        AdminEmail="security@corp.example",
        OwnBucket=account.bucket,
        KmsKeyArn=key,
        EventBusArn=BUS,
        AlarmTopicArn=topic,
        AdministratorArns=f"arn:aws:iam::{ACCOUNT}:role/security",
        UsersPath="/people/",
        EmailDomains="corp.example",
        MaxActionsPerRun="5",
        OwnersNeedMfa="true",
        ReservedConcurrency="1",
    )
    return Installation(folder, account, stack)


def _applied(folder: Folder, moto: str) -> Account:
    folder.init()
    folder.run("validate")
    folder.run("apply", "-auto-approve")
    of = client(moto)
    variables = of("lambda").get_function(FunctionName=FUNCTION)["Configuration"]["Environment"]["Variables"]
    return Account(of, variables["S3_CSV_BUCKET"])


def client(moto: str) -> Callable[[str], Any]:
    """Makes the clients of an account."""
    keys = {"aws_access_key_id": "check", "aws_secret_access_key": "check"}
    return functools.partial(boto3.client, endpoint_url=moto, region_name=REGION, **keys)


def _stack(account: Account, **parameters: str) -> Template:
    """The template with the same values; what CloudFormation would name at will has the names that Terraform gave."""
    (topic,) = [one["TopicArn"] for one in account.client("sns").list_topics()["Topics"]]
    (owners,) = [one["Arn"] for one in account.client("iam").list_policies(Scope="Local")["Policies"]]
    named = {
        "AWS::Region": REGION,
        "RotationRole.Arn": f"arn:aws:iam::{ACCOUNT}:role/{FUNCTION}",
        "RotationLogGroup": f"/aws/lambda/{FUNCTION}",
        "RotationLogGroup.Arn": f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/aws/lambda/{FUNCTION}:*",
        "RotationLambdaFunction": FUNCTION,
        "RotationLambdaFunction.Arn": f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{FUNCTION}",
        "RotationSchedule.Arn": f"arn:aws:events:{REGION}:{ACCOUNT}:rule/{FUNCTION}",
        "ExposedKeysRule.Arn": f"arn:aws:events:{REGION}:{ACCOUNT}:rule/{FUNCTION}-exposed-keys",
        "RotationRole": FUNCTION,
        "OwnersGroup": "keyturn-owners-prod",
        "OwnersPolicy": owners,
        "AlarmTopic": topic,
    }
    return Template(account.bucket, SesRegion=REGION, **named, **parameters)
