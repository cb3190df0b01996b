"""The state machine of deploy/organization.yaml, by a validator of the Amazon States Language (from npm, never shipped)."""

from __future__ import annotations

import json
import re
import subprocess
from typing import Any

import pytest

from checks.common import npm, servers
from checks.organization.machine import definition

pytestmark = pytest.mark.always

VERSION = "4.0.0"
FUNCTION = servers.ROOT / "lambda" / "src" / "main" / "java" / "dev" / "keyturn" / "lambda"


def validated(machine: dict[str, Any]) -> subprocess.CompletedProcess[str]:
    command = [npm.installed("asl-validator", VERSION) / ".bin" / "asl-validator", "--json-definition", json.dumps(machine)]
    return subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)


def test_asl_validator_finds_nothing() -> None:
    done = validated(definition())
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(("state", "change"), [("Enrol", {"Next": "Nowhere"}), ("Survey", {"Type": "Maps"}), ("Judge", {"Retry": {}})])
def test_asl_validator_finds_a_wrong_state(state: str, change: dict[str, Any]) -> None:
    machine = definition()
    machine["States"][state] |= change
    assert validated(machine).returncode != 0


def test_an_execution_ends_before_another_one_may_begin_without_its_report() -> None:
    (hours,) = re.findall(r"Duration\.ofHours\((\d+)\)", (FUNCTION / "CurrentRun.java").read_text())
    assert definition()["TimeoutSeconds"] <= int(hours) * 3600
