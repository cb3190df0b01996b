"""Terraform in a copy of deploy/terraform, so that nothing that it writes is in the checkout."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from checks.common import servers

MODULE = servers.ROOT / "deploy" / "terraform"

# Folders in which Terraform itself looks for providers, then folders that machine images use.
PLUGINS = (
    Path.home() / ".terraform.d" / "plugins",
    Path("/usr/local/share/terraform/plugins"),
    Path("/usr/share/terraform/plugins"),
    *sorted(Path("/opt").glob("*")),
)


class Refused(AssertionError):
    """Terraform failed; the message is what it said."""


class Folder:
    """A root module within a copy of deploy/terraform, such as `examples/minimal`."""

    def __init__(self, copy: Path, name: str, **variables: str) -> None:
        self.path = copy / name
        self._env = {**_environment(copy), **variables}

    @classmethod
    def beside(cls, scratch: Path, name: str, **variables: str) -> Folder:
        copy = scratch / "terraform"
        if not copy.exists():
            shutil.copytree(MODULE, copy, ignore=shutil.ignore_patterns(".terraform*", "*.tfstate*"))
            shutil.copy(MODULE.parent / "organization.yaml", scratch)  # the module organization reads the state machine there
        (copy / name).mkdir(parents=True, exist_ok=True)
        return cls(copy, name, **variables)

    def write(self, name: str, text: str) -> None:
        (self.path / name).write_text(text)

    def init(self) -> None:
        try:
            self.run("init")
        except Refused as refused:
            looked = ", ".join(str(folder) for folder in PLUGINS[:3])
            raise Refused(
                f"Terraform did not get the provider hashicorp/aws, 5.100 or later. No folder of plugins was found in {looked} "
                f"or /opt; KEYTURN_TERRAFORM_PLUGINS names another (a filesystem mirror). {refused}"
            ) from refused

    def run(self, verb: str, *options: str) -> str:
        """Fails with what Terraform says."""
        done = self._run(verb, *options)
        if done.returncode:
            raise Refused(f"terraform {verb}: {done.stdout}{done.stderr}")
        return done.stdout

    def changes(self) -> list[str]:
        """What a plan would change."""
        lines = self._told("plan")
        assert any(line["type"] == "change_summary" for line in lines), lines
        changes = [line["change"] for line in lines if line["type"] == "planned_change"]
        return [f"{change['action']} {change['resource']['addr']}" for change in changes]

    def outputs(self) -> dict[str, Any]:
        return {name: one["value"] for name, one in json.loads(self.run("output", "-json")).items()}

    def problems(self) -> list[str]:
        """The details of all errors of a plan."""
        return [line["diagnostic"]["detail"] for line in self._told("plan") if line["type"] == "diagnostic"]

    def _told(self, verb: str) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self._run(verb, "-json").stdout.splitlines()]

    def _run(self, verb: str, *options: str) -> subprocess.CompletedProcess[str]:
        asks = verb in ("init", "plan", "apply", "destroy")
        command = ["terraform", verb, *(["-input=false"] if asks else []), *options]
        if verb != "output":
            command.append("-no-color")
        return subprocess.run(command, cwd=self.path, env=self._env, capture_output=True, text=True, stdin=subprocess.DEVNULL)


def formatted() -> str:
    """The files that `terraform fmt` would change."""
    done = subprocess.run(
        ["terraform", "fmt", "-check", "-recursive", MODULE], capture_output=True, text=True, env=_environment(None)
    )
    return done.stdout + done.stderr if done.returncode else ""


def _environment(copy: Path | None) -> dict[str, str]:
    """Without what a person has set for Terraform; with the providers of this machine, if it has some."""
    kept = {name: value for name, value in servers.environment().items() if not name.startswith("TF_")}
    credentials = {"AWS_ACCESS_KEY_ID": "check", "AWS_SECRET_ACCESS_KEY": "check"}
    env = {**kept, **credentials, "CHECKPOINT_DISABLE": "1", "TF_IN_AUTOMATION": "1"}
    own = os.environ.get("TF_CLI_CONFIG_FILE")
    if own and Path(own).is_file():
        return {**env, "TF_CLI_CONFIG_FILE": own}
    if copy and (plugins := _plugins()):
        config = copy / "terraform.rc"
        config.write_text(f'provider_installation {{\n  filesystem_mirror {{\n    path = "{plugins}"\n  }}\n}}\n')
        env["TF_CLI_CONFIG_FILE"] = str(config)
    return env


def _plugins() -> Path | None:
    """A folder with the provider in it, laid out as HOST/hashicorp/aws/VERSION. Without one, Terraform asks its registry."""
    named = os.environ.get("KEYTURN_TERRAFORM_PLUGINS")
    folders = [Path(named)] if named else PLUGINS
    return next((folder for folder in folders if any(folder.glob("*/hashicorp/aws"))), None)
