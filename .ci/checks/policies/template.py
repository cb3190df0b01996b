"""A template of deploy/ with a deployer's values filled in, as CloudFormation would."""

from __future__ import annotations

import json
import re
from typing import Any

import cfnlint.decode

from checks.common.built import ROOT

ACCOUNT = "123456789012"
FUNCTION_ROLE = f"arn:aws:iam::{ACCOUNT}:role/keyturn-function"

Document = dict[str, Any]


class Template:
    """A stack with these parameters; the others have their defaults."""

    def __init__(self, bucket: str, file: str = "template.yaml", **parameters: str) -> None:
        read, problems = cfnlint.decode.decode(str(ROOT / "deploy" / file))
        if problems:
            raise ValueError(f"deploy/{file}: {problems}")
        self._template: Document = json.loads(json.dumps(read))
        defaults = {name: str(body.get("Default", "")) for name, body in self._template["Parameters"].items()}
        self._values: dict[str, Any] = {
            **defaults,
            "SesEmail": "keys@corp.example",
            "SesRegion": "eu-west-1",
            "AWS::Partition": "aws",
            "AWS::AccountId": ACCOUNT,
            "Bucket": bucket,
            "RotationRole.Arn": FUNCTION_ROLE,
            "RotationLogGroup.Arn": f"arn:aws:logs:eu-west-1:{ACCOUNT}:log-group:/aws/lambda/keyturn-prod:*",
            **parameters,
        }
        for name, body in self._template["Parameters"].items():
            if body["Type"] == "CommaDelimitedList":
                self._values[name] = self._values[name].split(",")

    def bucket_policy(self) -> Document:
        return self._policy(self._resource("BucketPolicy")["PolicyDocument"])

    def function_policies(self) -> list[Document]:
        return self.role_policies("RotationRole")

    def role_policies(self, name: str) -> list[Document]:
        return [self._policy(one["PolicyDocument"]) for one in self._resource(name)["Policies"]]

    def trust(self, name: str) -> Document:
        return self._policy(self._resource(name)["AssumeRolePolicyDocument"])

    def owners_policy(self) -> Document:
        return self._policy(self._resource("OwnersPolicy")["PolicyDocument"])

    def names(self) -> list[str]:
        """All resources, also those whose condition does not hold."""
        return list(self._template["Resources"])

    def makes(self, name: str) -> bool:
        condition = self._template["Resources"][name].get("Condition")
        return condition is None or self._holds(condition)

    def properties(self, name: str) -> Document:
        """The properties of a resource; those that are not set are left out."""
        filled = self._filled(self._resource(name))
        assert isinstance(filled, dict)
        return filled

    def _resource(self, name: str) -> Document:
        found = self._template["Resources"][name]["Properties"]
        assert isinstance(found, dict)
        return found

    def _policy(self, document: Any) -> Document:
        filled = self._filled(document)
        policy = json.loads(filled) if isinstance(filled, str) else filled
        assert isinstance(policy, dict)
        return policy

    def _filled(self, value: Any) -> Any:
        if isinstance(value, list):
            filled = [self._filled(part) for part in value]
            return [part for part in filled if part is not None]
        if not isinstance(value, dict):
            return value
        if len(value) == 1:
            (name, inner), *_ = value.items()
            if name == "Ref":
                return None if inner == "AWS::NoValue" else self._values[inner]
            if name == "Fn::GetAtt":
                return self._values[".".join(inner) if isinstance(inner, list) else inner]
            if name == "Fn::Sub":
                return self._substituted(inner)
            if name == "Fn::If":
                return self._filled(inner[1] if self._holds(inner[0]) else inner[2])
            if name == "Fn::Split":
                return self._filled(inner[1]).split(inner[0])
            if name == "Fn::Select":
                return self._filled(inner[1])[int(inner[0])]
        filled = {name: self._filled(part) for name, part in value.items()}
        return {name: part for name, part in filled.items() if part is not None}

    def _substituted(self, sub: Any) -> str:
        text, more = sub if isinstance(sub, list) else (sub, {})
        values = {**self._values, **{name: self._filled(value) for name, value in more.items()}}
        filled = re.sub(r"\$\{([^!}][^}]*)}", lambda found: values[found[1]], text)
        return filled.replace("${!", "${")

    def _holds(self, condition: str) -> bool:
        return self._truth(self._template["Conditions"][condition])

    def _truth(self, rule: Document) -> bool:
        (operator, inner), *_ = rule.items()
        if operator == "Fn::Not":
            return not self._truth(inner[0])
        if operator == "Fn::And":
            return all(self._truth(one) for one in inner)
        assert operator == "Fn::Equals"
        left, right = (self._filled(one) for one in inner)
        return bool(left == right)
