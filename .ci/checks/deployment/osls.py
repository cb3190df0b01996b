"""The Serverless Framework's open fork, run in deploy/."""

from __future__ import annotations

import subprocess

from checks.common import npm, servers

DEPLOY = servers.ROOT / "deploy"
REGION, ACCOUNT, STAGE = "eu-central-1", "123456789012", "check"
VERSION = "4.3.1"


def osls(verb: str, *options: str, **variables: str) -> None:
    """Fails with what osls says."""
    command = [npm.installed("osls", VERSION) / ".bin" / "osls", verb, "--stage", STAGE, "--region", REGION, *options]
    credentials = {"AWS_ACCESS_KEY_ID": "check", "AWS_SECRET_ACCESS_KEY": "check", "AWS_REGION": REGION}
    env = {**servers.environment(), **credentials, "SLS_TELEMETRY_DISABLED": "1", "CI": "1", **variables}
    done = subprocess.run(command, cwd=DEPLOY, env=env, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    assert done.returncode == 0, f"osls {verb}: {done.stdout}{done.stderr}"
