"""The rows as callers of a sandbox: each cell is a call over HTTP, allowed or denied."""

from __future__ import annotations

import contextlib
import json
import uuid
from typing import Any

import boto3
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError

from checks.policies.matrix import AREAS, BUCKET, Cell, Who
from checks.policies.template import Document, Template

TRUST = {
    "Statement": {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::123456789012:root"}, "Action": "sts:AssumeRole"}
}


def _without_tls(request: Any, **_: Any) -> None:
    """The sandbox takes every call as made over TLS, but for those that say otherwise."""
    request.headers["x-sandbox-secure-transport"] = "false"


class Sandbox:
    """A sandbox that runs, by its environment; its root key sets up."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._endpoint = environment["AWS_ENDPOINT_URL"]
        self._region = environment["AWS_REGION"]
        self._root = {
            "aws_access_key_id": environment["AWS_ACCESS_KEY_ID"],
            "aws_secret_access_key": environment["AWS_SECRET_ACCESS_KEY"],
        }

    def client(self, service: str, credentials: dict[str, str] | None, tls: bool = True) -> Any:
        config = Config(retries={"total_max_attempts": 1}, s3={"addressing_style": "path"})
        if credentials is None:
            config = config.merge(Config(signature_version=UNSIGNED))
        made = boto3.client(
            service, endpoint_url=self._endpoint, region_name=self._region, config=config, **(credentials or {})
        )
        if not tls:
            made.meta.events.register("before-send.s3.*", _without_tls)
        return made

    def bucket_policy(self, policy: Document | None) -> None:
        s3 = self.client("s3", self._root)
        s3.delete_bucket_policy(Bucket=BUCKET)
        if policy:
            for area in AREAS.values():
                s3.put_object(Bucket=BUCKET, Key=f"{area}object", Body=b"content")
            s3.put_bucket_policy(Bucket=BUCKET, Policy=json.dumps(policy))

    def credentials(self, who: Who, template: Template) -> dict[str, str] | None:
        """Of a new user or role for this row."""
        if who.kind == "anonymous":
            return None
        if who.kind == "root":
            return self._root
        iam = self.client("iam", self._root)
        path, _, name = who.principal.partition("/")[2].rpartition("/")
        path = f"/{path}/" if path else "/"
        if who.kind == "role":
            iam.create_role(RoleName=name, Path=path, AssumeRolePolicyDocument=json.dumps(TRUST))
            for number, policy in enumerate(who.identity(template)):
                iam.put_role_policy(RoleName=name, PolicyName=f"p{number}", PolicyDocument=json.dumps(policy))
            sts = self.client("sts", self._operator())
            return self._session(sts.assume_role(RoleArn=who.principal, RoleSessionName="check"))
        # The sandbox begins with an owner, alice; she keeps her group, which lets her read her own file.
        with contextlib.suppress(iam.exceptions.EntityAlreadyExistsException):
            iam.create_user(UserName=name, Path=path)
        for number, policy in enumerate(who.identity(template)):
            iam.put_user_policy(UserName=name, PolicyName=f"p{number}", PolicyDocument=json.dumps(policy))
        made = iam.create_access_key(UserName=name)["AccessKey"]
        lasting = {"aws_access_key_id": made["AccessKeyId"], "aws_secret_access_key": made["SecretAccessKey"]}
        if not who.mfa:
            return lasting
        device = f"arn:aws:iam::123456789012:mfa/{name}"
        return self._session(self.client("sts", lasting).get_session_token(SerialNumber=device, TokenCode="123456"))

    def _operator(self) -> dict[str, str]:
        """Of a user that may assume roles, which the root user may not."""
        iam = self.client("iam", self._root)
        name = f"operator-{uuid.uuid4().hex}"
        iam.create_user(UserName=name)
        allow = {"Statement": {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"}}
        iam.put_user_policy(UserName=name, PolicyName="assume", PolicyDocument=json.dumps(allow))
        made = iam.create_access_key(UserName=name)["AccessKey"]
        return {"aws_access_key_id": made["AccessKeyId"], "aws_secret_access_key": made["SecretAccessKey"]}

    @staticmethod
    def _session(answer: Any) -> dict[str, str]:
        made = answer["Credentials"]
        return {
            "aws_access_key_id": made["AccessKeyId"],
            "aws_secret_access_key": made["SecretAccessKey"],
            "aws_session_token": made["SessionToken"],
        }

    def allows(self, cell: Cell, credentials: dict[str, str] | None) -> bool:
        s3 = self.client("s3", credentials, cell.tls)
        area = AREAS[cell.area]
        try:
            match cell.action:
                case "g":
                    s3.get_object(Bucket=BUCKET, Key=f"{area}object")
                case "p":
                    s3.put_object(Bucket=BUCKET, Key=f"{area}new", Body=b"new")
                case "d":
                    s3.delete_object(Bucket=BUCKET, Key=f"{area}old")
                case "l":
                    s3.list_objects_v2(Bucket=BUCKET, Prefix=area)
            return True
        except ClientError as refused:
            if refused.response["ResponseMetadata"]["HTTPStatusCode"] == 403:
                return False
            raise
