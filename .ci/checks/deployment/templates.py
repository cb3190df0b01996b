"""CloudFormation templates in a form in which two that mean the same are equal."""

from __future__ import annotations

import json
from pathlib import Path

import cfnlint.decode


def read(path: Path) -> dict:
    template, problems = cfnlint.decode.decode(str(path))
    assert not problems, f"{path}: {problems}"
    return json.loads(json.dumps(template))


def parameters(template: dict, given: dict[str, str]) -> dict[str, str]:
    return {name: given.get(name, body.get("Default")) for name, body in template["Parameters"].items()}


def resources(template: dict, values: dict[str, str]) -> dict[str, dict]:
    """Type, condition and properties of each resource, with the parameters' values in place."""
    return {
        name: attributes(filled({"Type": one.get("Type"), "Condition": one.get("Condition", ""), "Properties": one.get("Properties")}, values))
        for name, one in template["Resources"].items()
    }


def filled(value, values):
    if isinstance(value, dict):
        if set(value) == {"Ref"} and value["Ref"] in values:
            return str(values[value["Ref"]])
        if set(value) == {"Fn::Sub"} and isinstance(value["Fn::Sub"], str):
            text = value["Fn::Sub"]
            for name, text_of in values.items():
                text = text.replace("${%s}" % name, str(text_of))
            return {"Fn::Sub": text} if "${" in text else text
        return {name: filled(part, values) for name, part in value.items()}
    if isinstance(value, list):
        return [filled(part, values) for part in value]
    return value if isinstance(value, bool) else str(value)


def attributes(value):
    """GetAtt is written with a dot, as a list, or by Sub."""
    if isinstance(value, dict):
        if value == {"Fn::Sub": "${RotationRole.Arn}"}:
            return {"Fn::GetAtt": ["RotationRole", "Arn"]}
        if set(value) == {"Fn::GetAtt"} and isinstance(value["Fn::GetAtt"], str):
            return {"Fn::GetAtt": value["Fn::GetAtt"].split(".", 1)}
        return {name: attributes(part) for name, part in value.items()}
    return [attributes(part) for part in value] if isinstance(value, list) else value
