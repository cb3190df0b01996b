"""A release is built by a tag of its version only."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from checks.release.conftest import tagged


@pytest.mark.always
def test_a_tag_of_another_version_is_refused_before_anything_is_built(tmp_path: Path) -> None:
    checkout, tag = tagged(tmp_path / "clone", "v9.9.9")
    done = subprocess.run([checkout / ".ci" / "release", tag], capture_output=True, text=True)
    assert done.returncode == 1
    assert "the tag v9.9.9 is on version " in done.stderr
    assert "building" not in done.stdout
