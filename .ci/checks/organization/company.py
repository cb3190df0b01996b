"""An organization on moto: a hub account and member accounts with users, and the built command in the hub."""

from __future__ import annotations

import json
import os
import re
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

from moto.core.utils import utcnow
from moto.iam.models import iam_backends

from checks.common import account as aws
from checks.common.account import Account
from checks.common.command import Outcome, Running
from checks.common.proxy import Call, Fault, Forward, Reply, nothing_wrong
from checks.common.settings import AT_FULL_SPEED, CREDENTIALS, OF_THIS_MACHINE, SETTINGS

ROLE = "keyturn-member-prod"


class Company:
    """Made for each test."""

    def __init__(self, account: Account) -> None:
        account.reset()
        self.account = account
        self._organizations = account.client("organizations")
        self.id = self._organizations.create_organization(FeatureSet="ALL")["Organization"]["Id"]
        self.root = self._organizations.list_roots()["Roots"][0]["Id"]
        self._folder = tempfile.TemporaryDirectory()
        self.settings = SETTINGS | AT_FULL_SPEED | {"ORG_ID": self.id, "ORG_ROLE_NAME": ROLE}

    def close(self) -> None:
        self._folder.cleanup()

    def unit(self, name: str, parent: str | None = None) -> str:
        made = self._organizations.create_organizational_unit(ParentId=parent or self.root, Name=name)
        return str(made["OrganizationalUnit"]["Id"])

    def member(self, name: str, unit: str | None = None) -> str:
        """The id of a new account."""
        made = self._organizations.create_account(AccountName=name, Email=f"{name}@corp.example")
        account = str(made["CreateAccountStatus"]["AccountId"])
        if unit:
            self._organizations.move_account(AccountId=account, SourceParentId=self.root, DestinationParentId=unit)
        return account

    def tag(self, account: str, key: str, value: str) -> None:
        self._organizations.tag_resource(ResourceId=account, Tags=[{"Key": key, "Value": value}])

    def close_account(self, account: str) -> None:
        self._organizations.close_account(AccountId=account)

    def iam(self, account: str) -> Any:
        role = f"arn:aws:iam::{account}:role/{ROLE}"
        session = self.account.client("sts").assume_role(RoleArn=role, RoleSessionName="checks")
        return self.account.client("iam", dict(session["Credentials"]))

    def user(self, account: str, name: str, age: int) -> str:
        """A managed user with a key of this age; returns the key's id."""
        iam = self.iam(account)
        iam.create_user(UserName=name, Tags=[{"Key": aws.ADDRESS_TAG, "Value": f"{name}@corp.example"}])
        key = str(iam.create_access_key(UserName=name)["AccessKey"]["AccessKeyId"])
        (made,) = iam_backends[account]["aws"].users[name].access_keys
        made.create_date = utcnow() - timedelta(days=age)
        return key

    def secret(self, account: str, name: str) -> str:
        """The secret of the user's oldest key."""
        return str(iam_backends[account]["aws"].users[name].access_keys[0].secret_access_key)

    def keys(self, account: str, name: str) -> list[str]:
        return [key["AccessKeyId"] for key in self.iam(account).list_access_keys(UserName=name)["AccessKeyMetadata"]]

    def objects(self) -> list[str]:
        found = self.account.client("s3").list_objects_v2(Bucket=aws.BUCKET)
        return [one["Key"] for one in found.get("Contents", [])]

    def run(self, *arguments: str, fault: Fault = nothing_wrong, **settings: str) -> Outcome:
        return self.start(*arguments, fault=fault, **settings).end()

    def fetch(self, file: Path, *arguments: str) -> Outcome:
        """As an owner, who has a credentials file and no settings."""
        machine = {name: os.environ[name] for name in OF_THIS_MACHINE if name in os.environ}
        own = {"HOME": str(file.parent), "AWS_SHARED_CREDENTIALS_FILE": str(file), "AWS_REGION": aws.REGION}
        environment = {**machine, **own, "AWS_EC2_METADATA_DISABLED": "true"}
        return Running(self.account.address, ("fetch", *arguments), environment, lambda _: nothing_wrong).end()

    def start(self, *arguments: str, fault: Fault = nothing_wrong, **settings: str) -> Running:
        machine = {name: os.environ[name] for name in OF_THIS_MACHINE if name in os.environ}
        standard = {"HOME": str(Path(self._folder.name)), "AWS_REGION": aws.REGION, "AWS_EC2_METADATA_DISABLED": "true"}
        environment = {**machine, **standard, **CREDENTIALS, **self.settings, **settings}
        return Running(self.account.address, arguments, environment, lambda _: fault)


def signer(call: Call) -> str:
    """The access key that a call is signed with."""
    found = re.search(r"Credential=([^/]+)/", call.headers.get("Authorization", ""))
    return found[1] if found else ""


def sessions(calls: list[Call]) -> dict[str, str]:
    """For each session that STS handed out, by its access key, the account that was asked for."""
    found = {}
    for call in calls:
        if call.action == "AssumeRole" and call.reply and call.reply.status == 200:
            account = call.parameter("RoleArn").split(":")[4]
            key = re.search(rb"<AccessKeyId>([^<]+)<", call.reply.body)
            assert key
            found[key[1].decode()] = account
    return found


def accounts_of(calls: list[Call]) -> list[tuple[str, Call]]:
    """Each call of IAM, with the account whose session signed it; nothing for the hub's own credentials."""
    known = sessions(calls)
    return [(known.get(signer(call), ""), call) for call in calls if call.service == "iam"]


def keep_to_their_accounts(invocations: list[tuple[dict[str, Any], list[Call]]]) -> None:
    """Each call of IAM is signed by a session of the event's account, and each object is of the run or of that account."""
    known = sessions([call for _, calls in invocations for call in calls])
    for event, calls in invocations:
        account = event.get("account", {}).get("id", "none")
        own = tuple(f"org/{kind}/{account}/" for kind in ("credential", "state", "audit", "reports"))
        for call in calls:
            if call.service == "iam":
                assert known.get(signer(call)) == account, (event, call)
            if call.action == "PutObject":
                assert call.object_key.startswith(("org/runs/", *own)), (event, call.object_key)


def denied_in(account: str, joined: str | None = None) -> Fault:
    """STS denies sessions of an account; with a time, all accounts joined the organization then."""
    words = f"User: x is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::{account}:role/r"
    body = f"<ErrorResponse><Error><Code>AccessDenied</Code><Message>{words}</Message></Error><RequestId>r</RequestId></ErrorResponse>"

    def fault(call: Call, forward: Forward) -> Reply:
        if call.action == "AssumeRole" and f":{account}:" in call.parameter("RoleArn"):
            return Reply(403, [("Content-Type", "text/xml")], body.encode())
        reply = forward()
        if joined and call.headers.get("X-Amz-Target", "").endswith("ListAccounts"):
            listed = json.loads(reply.body)
            for one in listed["Accounts"]:
                one["JoinedTimestamp"] = float(joined)
            return Reply(reply.status, reply.headers, json.dumps(listed).encode())
        return reply

    return fault
