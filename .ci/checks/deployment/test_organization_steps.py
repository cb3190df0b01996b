"""The steps of docs/organization.md: each command gives its template what it needs, and the function's role may enter the accounts."""

from __future__ import annotations

import re
import shlex
from fnmatch import fnmatch

import pytest

from checks.common import servers
from checks.deployment import templates
from checks.deployment.osls import DEPLOY

pytestmark = pytest.mark.always

PAGE = (servers.ROOT / "docs" / "organization.md").read_text()
STEPS = PAGE[PAGE.index("## Set up") : PAGE.index("## On the command line")]
COMMANDS = [shlex.split(line) for line in re.sub(r"\\\n", "", STEPS).splitlines() if line.startswith("       aws ")]


def named(*words: str) -> list[str]:
    """The only command with these words."""
    (found,) = [command for command in COMMANDS if set(words) <= set(command)]
    return found


def given(command: list[str]) -> dict[str, str]:
    """The parameters of a template that a command gives."""
    pairs = [re.fullmatch(r"(?:ParameterKey=)?(\w+)(?:,ParameterValue)?=\"?(.+?)\"?", word) for word in command]
    return {pair[1]: pair[2] for pair in pairs if pair and pair[1][0].isupper() and pair[1] not in ("Enabled", "OrganizationalUnitIds")}


@pytest.mark.parametrize(("template", "verb"), [("member.yaml", "create-stack-set"), ("organization.yaml", "deploy")])
def test_the_command_gives_every_parameter_that_has_no_default(template: str, verb: str) -> None:
    command = named("cloudformation", verb)
    assert any(word.endswith(f"deploy/{template}") for word in command)
    parameters = templates.read(DEPLOY / template)["Parameters"]
    assert {name for name, one in parameters.items() if "Default" not in one} <= given(command).keys() <= parameters.keys()


def test_the_functions_stack_tells_what_the_others_take(ours: dict, theirs: dict) -> None:
    known = {name: ours["Outputs"].get(name) for name in ("FunctionArn", "FunctionRoleName", "FunctionRoleArn")}
    assert list(known.values()) == [
        {"Value": {"Fn::GetAtt": ["RotationLambdaFunction", "Arn"]}},
        {"Value": {"Ref": "RotationRole"}},
        {"Value": {"Fn::GetAtt": ["RotationRole", "Arn"]}},
    ]
    assert {name: theirs["Outputs"].get(name) for name in known} == known


def test_the_stack_set_lets_the_functions_role_in_and_is_deployed_to_accounts() -> None:
    made = given(named("create-stack-set"))
    role = f"arn:aws:iam::{made['HubAccount']}:role/{given(named('cloudformation', 'deploy'))['FunctionRoleName']}"
    assert any(fnmatch(role, pattern) for pattern in made["HubPrincipals"].split(","))
    verbs = [command[2] for command in COMMANDS]
    assert verbs.index("describe-stacks") < verbs.index("create-stack-set") < verbs.index("create-stack-instances") < verbs.index("deploy")
