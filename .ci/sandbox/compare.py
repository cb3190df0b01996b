#!/usr/bin/env python3
"""Calls the sandbox and moto side by side, with boto3 and the `aws` command line, and compares what they answer.

A case passes where both answer alike, or where they differ exactly as sandbox/MOTO.md lists it; a difference that is not
listed fails, and so does a listed one that is gone. Needs: JDK 25, Maven, boto3, aws, moto_server. Usage: compare.py
"""
import contextlib
import os
import pathlib
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

import boto3
import cases
from botocore.config import Config

ROOT = pathlib.Path(__file__).resolve().parents[2]
LISTED = ROOT / "sandbox" / "MOTO.md"


class Side:
    """One of the two servers: clients, credentials and the `aws` command line on it."""

    def __init__(self, name, endpoint, key, secret):
        self.name, self.endpoint, self.key, self.secret = name, endpoint, key, secret
        self.iam, self.s3, self.ses, self.sts = (self.client(s) for s in ("iam", "s3", "sesv2", "sts"))
        self.kept = {}

    def client(self, service, key=None, secret=None, region="eu-west-1"):
        return boto3.client(
            service,
            endpoint_url=self.endpoint,
            region_name=region,
            aws_access_key_id=key or self.key,
            aws_secret_access_key=secret or self.secret,
            config=Config(retries={"total_max_attempts": 1}, signature_version="s3v4" if service == "s3" else "v4"),
        )

    def verify(self, identity):
        """Verifies a sender. Moto takes a new identity for verified."""
        if self.name == "sandbox":
            control(self.endpoint, "identities", '{"region": "eu-west-1", "identity": "%s"}' % identity)

    def aws(self, *words):
        """Runs the command line; gives standard output, or the error's code as boto3 would raise it."""
        environment = os.environ | {
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_ACCESS_KEY_ID": self.key,
            "AWS_SECRET_ACCESS_KEY": self.secret,
            "AWS_DEFAULT_REGION": "eu-west-1",
            "AWS_MAX_ATTEMPTS": "1",
            "AWS_PAGER": "",
        }
        done = subprocess.run(["aws", *words], env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            code = re.search(r"An error occurred \(([^)]*)\)", done.stderr)
            raise CommandFailed(code.group(1) if code else done.stderr.strip(), done.returncode)
        return done.stdout


class CommandFailed(Exception):
    pass


def control(endpoint, path, body):
    urllib.request.urlopen(urllib.request.Request(f"{endpoint}/_sandbox/{path}", body.encode(), method="POST")).read()


def outcome(case, side):
    """What a case came to, as one line of text."""
    try:
        return str(case(side))
    except CommandFailed as e:
        return f"{e.args[0]}, exit {e.args[1]}"
    except urllib.error.HTTPError as e:
        return f"HTTP {e.code}"
    except Exception as e:  # any other failure is an outcome to compare, too
        if response := getattr(e, "response", None):
            error = response.get("Error", {})
            return f"{error.get('Code')} {response['ResponseMetadata']['HTTPStatusCode']}"
        return type(e).__name__


def listed():
    """The differences in MOTO.md: case, moto's outcome, the sandbox's."""
    rows = re.findall(r"^\| `(.+?)` \| `(.+?)` \| `(.+?)` \|", LISTED.read_text(), re.M)
    return {case: (moto, sandbox) for case, moto, sandbox in rows}


def compare(sandbox, moto):
    differences, passed, failed = listed(), 0, 0
    for name, case in cases.all_cases():
        got, other = outcome(case, sandbox), outcome(case, moto)
        expected = differences.pop(name, None)
        good = got == other if expected is None else (other, got) == expected and got != other
        note = "" if good and not expected else " (as listed)" if good else f"  moto: {other}"
        print(f"{'ok  ' if good else 'FAIL'} {name}: {got}{note}", flush=True)
        passed, failed = passed + good, failed + (not good)
    for name in differences:
        print(f"FAIL {name}: listed in MOTO.md, and no such case")
        failed += 1
    print(f"{passed} passed, {failed} failed")
    return failed == 0


def java():
    found = subprocess.run([ROOT / ".ci" / "jdk"], stdout=subprocess.PIPE, text=True, check=False)
    if found.returncode:
        sys.exit("no JDK 25 found: set JAVA_HOME")
    return os.path.join(found.stdout.strip(), "bin", "java")


@contextlib.contextmanager
def running(command, **how):
    process = subprocess.Popen(command, text=True, **how)
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


def sandbox_command():
    subprocess.run(["mvn", "-q", "-Dstyle.color=never", "test-compile", "-pl", "sandbox"], cwd=ROOT, check=True)
    with tempfile.NamedTemporaryFile("r") as file:
        goal = ["dependency:build-classpath", f"-Dmdep.outputFile={file.name}", "-Dmdep.includeScope=runtime"]
        subprocess.run(["mvn", "-q", "-Dstyle.color=never", *goal, "-pl", "sandbox"], cwd=ROOT, check=True)
        path = [str(ROOT / "sandbox/target/classes"), str(ROOT / "sandbox/target/test-classes"), file.read().strip()]
    return [java(), "-cp", ":".join(path), "dev.keyturn.sandbox.ServeForTests"]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(endpoint):
    for _ in range(100):
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"{endpoint}/moto-api/").read()
            return
        time.sleep(0.1)
    sys.exit("moto_server did not start")


def main():
    port = free_port()
    with (
        running(sandbox_command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE) as sandbox,
        running(["moto_server", "-H", "127.0.0.1", "-p", str(port)], stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL),
    ):
        exported = dict(re.findall(r"export (\w+)=(.*)", "".join(sandbox.stdout.readline() for _ in range(6))))
        endpoint = f"http://127.0.0.1:{port}"
        wait_for(endpoint)
        ours = Side("sandbox", exported["AWS_ENDPOINT_URL"], exported["AWS_ACCESS_KEY_ID"], exported["AWS_SECRET_ACCESS_KEY"])
        sys.exit(0 if compare(ours, Side("moto", endpoint, "AKIAIOSFODNN7EXAMPLE", "secret")) else 1)


if __name__ == "__main__":
    main()
