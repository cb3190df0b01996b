"""The variables and outputs of the module and of those within it, read from their files, and the tables that README has of them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from checks.terraform.terraform import MODULE


class Input(NamedTuple):
    name: str
    type: str
    default: str | None
    description: str
    messages: list[str]


def inputs(module: Path = MODULE) -> list[Input]:
    text = (module / "variables.tf").read_text()
    return [_input(name, body) for name, body in re.findall(r'(?ms)^variable "(\w+)" \{\n(.*?)^}', text)]


def _input(name: str, body: str) -> Input:
    default = re.search(r"(?m)^  default +=\s*(.+)$", body)
    return Input(
        name,
        _only(r"(?m)^  type +=\s*(.+)$", body),
        default[1] if default else None,
        _only(r'(?m)^  description +=\s*"(.+)"$', body),
        re.findall(r'(?m)^    error_message = "(.+)"$', body),
    )


def _only(pattern: str, body: str) -> str:
    (found,) = re.findall(pattern, body)
    assert isinstance(found, str)
    return found


def inputs_table(module: Path = MODULE) -> str:
    rows = [
        f"| `{one.name}` | `{one.type}` | {'required' if one.default is None else f'`{one.default}`'} | {one.description} |"
        for one in inputs(module)
    ]
    return "\n".join(["| input | type | default | description |", "|---|---|---|---|", *rows])


def outputs_table(module: Path = MODULE) -> str:
    text = "".join(file.read_text() for file in sorted(module.glob("*.tf")))
    found = re.findall(r'(?ms)^output "(\w+)" \{\n.*?description = "(.+?)"\n}', text)
    return "\n".join(["| output | description |", "|---|---|", *[f"| `{name}` | {what} |" for name, what in found]])
