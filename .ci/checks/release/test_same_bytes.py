"""Two releases of one commit; each builds everything from a clean copy."""

from __future__ import annotations

import subprocess

import pytest

from checks.common.built import ROOT

pytestmark = pytest.mark.always


@pytest.fixture
def released(tmp_path):
    """The checksums of a release of HEAD, made in another folder and with another umask each time."""

    def make(name, umask):
        out = tmp_path / name
        command = [ROOT / ".ci" / "release", "--out", out, "HEAD"]
        done = subprocess.run(command, umask=umask, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        return (out / "SHA256SUMS").read_text()

    return make


def test_two_releases_are_the_same_bytes(released):
    first = released("first", 0o022)
    for part in ("-any.zip", ".deb", ".tar.gz", "-java25.zip", "-al2023-", "-sources.jar", "-javadoc.jar", "-bom.json", "keyturn.rb"):
        assert part in first
    assert first == released("the second", 0o077)
