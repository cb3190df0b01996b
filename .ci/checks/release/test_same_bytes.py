"""Two releases of one commit, each built from a clean copy: the same bytes, and bills that list what is shipped."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from checks.common import built
from checks.release import bills
from checks.release.conftest import tagged

pytestmark = pytest.mark.always

PARTS = ("-any.zip", ".deb", ".tar.gz", "-java25.zip", "-al2023-", "-sources.jar", "-javadoc.jar", "-bom.json", "keyturn.rb")


@pytest.fixture(scope="module")
def release_of_head(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(built.ROOT, "HEAD", tmp_path_factory.mktemp("first") / "out", umask=0o022)


def made(checkout: Path, name: str, out: Path, umask: int, **environment: str) -> Path:
    command = [checkout / ".ci" / "release", "--out", out, name]
    done = subprocess.run(command, umask=umask, env=os.environ | environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return out


def test_the_tag_gives_the_same_bytes_elsewhere(release_of_head: Path, tmp_path: Path) -> None:
    checkout, tag = tagged(tmp_path / "a clone")
    # Nothing of this may matter, and neither may the JDK that runs Maven, if the usual one is not 25.
    other = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "JAVA_HOME": str(built.jdk())}
    second = made(checkout, tag, tmp_path / "the second", umask=0o077, **other)
    first = (release_of_head / "SHA256SUMS").read_text()
    assert [part for part in PARTS if part not in first] == []
    assert (second / "SHA256SUMS").read_text() == first


@pytest.mark.parametrize(("bill", "archive"), [("cli", "keyturn-*-any.zip"), ("lambda", "keyturn-lambda-*-java25.zip")])
def test_the_bill_of_materials_lists_what_is_shipped(release_of_head: Path, bill: str, archive: str) -> None:
    (bom,) = release_of_head.glob(f"keyturn-{bill}-[0-9]*-bom.json")
    (shipped,) = release_of_head.glob(archive)
    assert bills.faults(bom, shipped) == []


def test_every_library_of_a_bill_has_its_package_url(release_of_head: Path) -> None:
    for bom in release_of_head.glob("*-bom.json"):
        libraries = [one for one in json.loads(bom.read_text())["components"] if one["type"] == "library"]
        assert libraries
        for library in libraries:
            name = f"{library['group']}/{library['name']}@{library['version']}"
            assert library["purl"].startswith(f"pkg:maven/{name}?type="), (bom.name, library)
