"""The policy simulator @cloud-copilot/iam-simulate: independent of Keyturn and of its sandbox, used in CI only, never shipped."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from checks.common import npm

PACKAGE, VERSION = "@cloud-copilot/iam-simulate", "0.1.173"
SCRIPT = Path(__file__).with_name("simulate.mjs")

Question = dict[str, Any]


def ask(questions: list[Question]) -> list[str]:
    """The answers, such as Allowed or ExplicitlyDenied; fails where the simulator takes a question for invalid."""
    with tempfile.TemporaryDirectory() as folder:
        # A module finds packages in the folder it is in.
        (Path(folder) / "node_modules").symlink_to(npm.installed(PACKAGE, VERSION))
        script = shutil.copy(SCRIPT, folder)
        done = subprocess.run(
            ["node", script], input=json.dumps(questions), capture_output=True, text=True, check=False, cwd=folder
        )
    if done.returncode:
        raise RuntimeError(f"the simulator failed:\n{done.stderr}")
    answers = json.loads(done.stdout)
    assert isinstance(answers, list)
    return answers
