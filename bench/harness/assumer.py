"""The calls that a plan of an organization made, by boto3: assumer.py WORK THREADS

WORK is a file with the roles to assume, and the calls to IAM in each of their accounts. Several accounts are worked on at once.
"""

from __future__ import annotations

import json
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

THREADS = int(sys.argv[2])
WORK = json.loads(Path(sys.argv[1]).read_text())
SESSION = boto3.session.Session()
STS = SESSION.client("sts", config=Config(max_pool_connections=THREADS))


def main() -> None:
    # The first client loads what IAM's API is like; threads would all load it.
    SESSION.client("iam")
    with ThreadPoolExecutor(THREADS) as several:
        done = sum(several.map(look, WORK["roles"]))
    print(f"{done} accounts")


def look(role: str) -> int:
    given = STS.assume_role(RoleArn=role, RoleSessionName="bench")["Credentials"]
    iam = boto3.client(
        "iam",
        aws_access_key_id=given["AccessKeyId"],
        aws_secret_access_key=given["SecretAccessKey"],
        aws_session_token=given["SessionToken"],
        config=Config(max_pool_connections=1),
    )
    for action, parameters in WORK["calls"]:
        operation = next(name for name, wire in iam.meta.method_to_api_mapping.items() if wire == action)
        getattr(iam, operation)(**shaped(iam, action, parameters))
    return 1


def shaped(iam: Any, action: str, parameters: dict[str, str]) -> dict[str, Any]:
    """Parameters of the query protocol, as boto3 takes them."""
    shape = iam.meta.service_model.operation_model(action).input_shape
    made: dict[str, Any] = {}
    for name, value in parameters.items():
        item = re.fullmatch(r"(\w+)\.member\.\d+", name)
        if item:
            made.setdefault(item[1], []).append(value)
        elif shape and name in shape.members:
            made[name] = int(value) if shape.members[name].type_name == "integer" else value
    return made


main()
