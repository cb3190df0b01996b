"""deploy/ as a deployer has it: packaged offline by the Serverless Framework's open fork, deployed to moto, removed again."""

from __future__ import annotations

import shutil
from types import SimpleNamespace

import boto3
import pytest

from checks.common import built, servers
from checks.deployment import templates
from checks.deployment.osls import DEPLOY, REGION, STAGE, osls

@pytest.fixture(scope="module")
def artefact():
    """The function's zip."""
    yield built.function()
    shutil.rmtree(DEPLOY / ".serverless", ignore_errors=True)


@pytest.fixture(scope="module")
def packaged(artefact, tmp_path_factory):
    """The template that osls makes of serverless.yml, without network."""
    target = tmp_path_factory.mktemp("packaged")
    nowhere = "http://127.0.0.1:9"
    osls("package", "--package", str(target), HTTPS_PROXY=nowhere, HTTP_PROXY=nowhere, AWS_ENDPOINT_URL=nowhere)
    return target / "cloudformation-template-update-stack.json"


@pytest.fixture(scope="module")
def ours():
    return templates.read(DEPLOY / "template.yaml")


@pytest.fixture(scope="module")
def theirs(packaged):
    """What osls makes, without the bucket for its own deployments."""
    template = templates.read(packaged)
    template["Resources"] = {name: one for name, one in template["Resources"].items() if not name.startswith("ServerlessDeployment")}
    return template


@pytest.fixture(scope="module")
def values(ours):
    """The parameters of the template: given, or their default."""
    return templates.parameters(ours, {"Stage": STAGE, "SesEmail": "keys@corp.example", "SesRegion": REGION})


@pytest.fixture(scope="module")
def account():
    """An empty account in moto: `client(service)` and its address."""
    with servers.moto() as address:
        keys = {"aws_access_key_id": "check", "aws_secret_access_key": "check"}
        yield SimpleNamespace(
            address=address, client=lambda service: boto3.client(service, endpoint_url=address, region_name=REGION, **keys)
        )


@pytest.fixture(scope="module")
def deployed(artefact, account):
    """That account after `osls deploy`."""
    osls("deploy", AWS_ENDPOINT_URL=account.address)
    return account


@pytest.fixture(scope="module")
def function(deployed):
    return deployed.client("lambda").get_function(FunctionName=f"keyturn-{STAGE}")["Configuration"]


@pytest.fixture(scope="module")
def role(function):
    return function["Role"].split("/")[-1]


@pytest.fixture
def removed(deployed):
    """That account after `osls remove`."""
    osls("remove", AWS_ENDPOINT_URL=deployed.address)
    return deployed
