"""The bills of materials of a release, of a tree whose Maven wrote some."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from checks.common import built

pytestmark = pytest.mark.always

MAKE = """\
import importlib.util, pathlib, sys
sys.path.insert(0, {release!r})
spec = importlib.util.spec_from_file_location("release", {release!r} + "/__main__.py")
release = importlib.util.module_from_spec(spec)
spec.loader.exec_module(release)
tree = pathlib.Path({tree!r})
release._bills(release.Source(tree, "unknown", 0), tree / "out")
"""


def test_the_bills_of_what_ships_a_java_runtime_name_it_and_no_other(tmp_path):
    (tmp_path / "pom.xml").write_text("<artifactId>keyturn</artifactId><version>1.2.3</version>")
    for module, name in (("demo", "cli"), ("lambda", "lambda")):
        (tmp_path / module / "target").mkdir(parents=True)
        (tmp_path / module / "target" / f"keyturn-{name}-bom.json").write_text(json.dumps({"components": [{"name": "core", "version": "1"}]}))
    (tmp_path / "out").mkdir()
    script = MAKE.format(release=str(built.ROOT / "release"), tree=str(tmp_path))
    env = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run([sys.executable, "-c", script], env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    bills = {file.name: json.loads(file.read_text())["components"] for file in (tmp_path / "out").iterdir()}
    java = {name: [one["version"] for one in found if one["name"] == "OpenJDK"] for name, found in bills.items()}
    said = subprocess.run([built.jdk() / "bin" / "java", "-version"], capture_output=True, text=True, check=True).stderr
    version = said.splitlines()[1]
    assert java == {
        "keyturn-cli-1.2.3-bom.json": [version],
        "keyturn-lambda-1.2.3-bom.json": [],
        "keyturn-lambda-al2023-1.2.3-bom.json": [version],
    }
