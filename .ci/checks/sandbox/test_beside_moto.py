"""The sandbox and moto side by side: the same calls by boto3 and by the `aws` command line.

They answer alike, or differ exactly as sandbox/MOTO.md lists it. A difference that is not listed fails, and so does a listed one
that is gone.
"""

from __future__ import annotations

import json
import re
import subprocess
import urllib.error
import urllib.request
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import boto3
import pytest
from botocore.config import Config

from checks.common import built, servers
from checks.sandbox.cases import CASES

pytestmark = pytest.mark.always

LISTED = {
    case: (moto, sandbox)
    for case, moto, sandbox in re.findall(
        r"^\| `(.+?)` \| `(.+?)` \| `(.+?)` \|", (servers.ROOT / "sandbox/MOTO.md").read_text(), re.MULTILINE
    )
}


class CommandFailed(Exception):
    pass


class Side:
    """One of the two servers: clients, credentials and the `aws` command line on it."""

    def __init__(self, name, endpoint, key, secret):
        self.name, self.endpoint, self.key, self.secret = name, endpoint, key, secret
        self.iam, self.s3, self.ses, self.sts = (self.client(service) for service in ("iam", "s3", "sesv2", "sts"))
        self.kept = {}

    def client(self, service, key=None, secret=None, region="eu-west-1", token=None):
        return boto3.session.Session().client(
            service,
            endpoint_url=self.endpoint,
            region_name=region,
            aws_access_key_id=key or self.key,
            aws_secret_access_key=secret or self.secret,
            aws_session_token=token,
            config=Config(retries={"total_max_attempts": 1}, signature_version="s3v4" if service == "s3" else "v4"),
        )

    def verify(self, identity):
        """Verifies a sender. Moto takes a new identity for verified."""
        if self.name == "sandbox":
            body = json.dumps({"region": "eu-west-1", "identity": identity}).encode()
            urllib.request.urlopen(urllib.request.Request(f"{self.endpoint}/_sandbox/identities", body, method="POST")).read()

    def aws(self, *words):
        """Runs the command line; gives standard output, or the error's code as boto3 would raise it."""
        environment = servers.environment() | {
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_ACCESS_KEY_ID": self.key,
            "AWS_SECRET_ACCESS_KEY": self.secret,
            "AWS_DEFAULT_REGION": "eu-west-1",
            "AWS_MAX_ATTEMPTS": "1",
        }
        done = subprocess.run(["aws", *words], env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            code = re.search(r"An error occurred \(([^)]*)\)", done.stderr)
            raise CommandFailed(code.group(1) if code else done.stderr.strip(), done.returncode)
        return done.stdout

    def outcome(self, case):
        """What a case gives, as one line of text."""
        try:
            return str(case(self))
        except CommandFailed as e:
            return f"{e.args[0]}, exit {e.args[1]}"
        except urllib.error.HTTPError as e:
            return f"HTTP {e.code}"
        except Exception as e:  # any other failure is an outcome to compare, too
            if response := getattr(e, "response", None):
                return f"{response.get('Error', {}).get('Code')} {response['ResponseMetadata']['HTTPStatusCode']}"
            return type(e).__name__

    def outcomes(self):
        return {name: self.outcome(case) for name, case in CASES}


@pytest.fixture(scope="module")
def outcomes(keyturn):
    """All cases in their order on both sides, at the same time: a later case may need what an earlier one made."""
    target = servers.ROOT / "sandbox/target"
    # The launcher's build compiles tests, too. The jars of the command are more than the sandbox needs.
    classes = f"{target}/classes:{target}/test-classes:{servers.ROOT}/demo/target/lib/*"
    command = (f"{built.jdk()}/bin/java", "-cp", classes, "dev.keyturn.sandbox.ServeForTests")
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with servers.running(*command, **pipes) as process, servers.moto() as moto, ThreadPoolExecutor() as pool:
        found = servers.exported(process.stdout, "AWS_SECRET_ACCESS_KEY")
        sandbox = Side("sandbox", found["AWS_ENDPOINT_URL"], found["AWS_ACCESS_KEY_ID"], found["AWS_SECRET_ACCESS_KEY"])
        sides = (sandbox, Side("moto", moto, "AKIAIOSFODNN7EXAMPLE", "secret"))
        return dict(zip(("sandbox", "moto"), pool.map(Side.outcomes, sides), strict=True))


@pytest.mark.parametrize("case", [name for name, _ in CASES])
def test_both_answer_alike_or_differ_as_listed(outcomes, case):
    moto, sandbox = outcomes["moto"][case], outcomes["sandbox"][case]
    if case in LISTED:
        assert (moto, sandbox) == LISTED[case]
        assert moto != sandbox, "they no longer differ"
    else:
        assert sandbox == moto


def test_cases_have_names_of_their_own_and_what_is_listed_is_a_case():
    names = Counter(name for name, _ in CASES)
    assert max(names.values()) == 1
    assert LISTED.keys() <= names.keys()
