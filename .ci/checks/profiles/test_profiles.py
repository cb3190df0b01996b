"""`keyturn fetch` reads a credentials or config file as the AWS CLI does: the table of shapes, with botocore beside it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import boto3
import botocore.exceptions
import botocore.session
import pytest

from checks.common import servers
from checks.common.built import KEYTURN, ROOT

TABLE = ROOT / "cli/src/test/resources/dev/keyturn/cli/fetch/shapes.txt"
BUCKET = "handover-of-shapes"
USER = "+alice=,"
OTHER = ("AKIAOTHEROTHEROTHER0", "another")

Key = tuple[str, str]


@dataclass(frozen=True)
class Shape:
    """One line of the table, which says what stands in it."""

    group: str
    name: str
    profile: str
    credentials: str
    config: str
    verdict: str

    def files(self, key: Key) -> dict[str, bytes]:
        texts = {"credentials": self.credentials, "config": self.config}
        return {name: _bytes(text, key) for name, text in texts.items() if text}


def _bytes(text: str, key: Key) -> bytes:
    for mark, (one, secret) in (("{key}", key), ("{other}", OTHER)):
        text = text.replace(mark, f"aws_access_key_id = {one}\\naws_secret_access_key = {secret}\\n")
    return _unescaped(text.replace("{id}", key[0]).replace("{secret}", key[1]))


def _unescaped(text: str) -> bytes:
    return text.encode("latin-1").decode("unicode_escape").encode("latin-1")


def _shapes() -> Iterator[Shape]:
    group = ""
    for line in TABLE.read_text().splitlines():
        if line.startswith("#"):
            group = line
        elif line:
            cells = [cell.lstrip(" ") if number != 2 else cell for number, cell in enumerate(_cells(line))]
            yield Shape(group, *cells)


def _cells(line: str) -> list[str]:
    return line.replace(" | | ", " |  | ").replace(" | | ", " |  | ").split(" | ")


SHAPES = list(_shapes())


@dataclass(frozen=True)
class Account:
    """A user with two keys in a sandbox, which checks signatures, and the file with the second, also as in a hub's bucket."""

    number: str
    environment: dict[str, str]
    old: Key
    new: Key


@pytest.fixture(scope="module")
def account(keyturn: Path) -> Iterator[Account]:
    with servers.sandbox(1) as environment:
        clients = boto3.session.Session(
            environment["AWS_ACCESS_KEY_ID"],
            environment["AWS_SECRET_ACCESS_KEY"],
            region_name=environment["AWS_REGION"],
        )
        iam, s3 = (clients.client(name, endpoint_url=environment["AWS_ENDPOINT_URL"]) for name in ("iam", "s3"))
        iam.create_user(UserName=USER)
        policy = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}'
        iam.put_user_policy(UserName=USER, PolicyName="owner", PolicyDocument=policy)
        keys = [iam.create_access_key(UserName=USER)["AccessKey"] for _ in range(2)]
        old, new = ((key["AccessKeyId"], key["SecretAccessKey"]) for key in keys)
        s3.create_bucket(
            Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": environment["AWS_REGION"]}
        )
        file = f'UserName,AccessKeyId,SecretAccessKey\r\n"{USER}",{new[0]},{new[1]}\r\n'
        number = str(iam.get_user(UserName=USER)["User"]["Arn"]).split(":")[4]
        for folder in ("credential", f"org/credential/{number}"):
            s3.put_object(Bucket=BUCKET, Key=f"{folder}/{USER}/{USER}_{new[0]}.csv", Body=file.encode())
        yield Account(number, environment, old, new)


def read_by_botocore(home: Path, profile: str, monkeypatch: pytest.MonkeyPatch) -> Key | None:
    """The key of a profile for the AWS CLI; None if it finds none there or refuses the files."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(home / "credentials"))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(home / "config"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    try:
        found = botocore.session.Session(profile=profile).get_credentials()
    except (botocore.exceptions.BotoCoreError, ValueError, AttributeError, TypeError):
        return None
    if found is None or found.method not in ("shared-credentials-file", "config-file") or found.token:
        return None
    key = found.get_frozen_credentials()
    return key.access_key, key.secret_key


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_a_shape_of_file_is_read_as_the_aws_cli_reads_it(
    shape: Shape, account: Account, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile = _unescaped(shape.profile).decode()
    before = shape.files(account.old)
    for name, content in before.items():
        (tmp_path / name).write_bytes(content)
        (tmp_path / name).chmod(0o600)
    read = read_by_botocore(tmp_path, profile, monkeypatch)
    fetched = fetch(account, tmp_path, profile)
    after = {name: (tmp_path / name).read_bytes() for name in before}
    if shape.verdict == "reads":
        assert read == account.old, "what botocore reads"
        assert (fetched.returncode, fetched.stderr) == (0, "")
        assert read_by_botocore(tmp_path, profile, monkeypatch) == account.new, "what botocore reads afterwards"
        fresh = shape.files(account.new)
        changed = {name for name in before if before[name] != after[name]}
        assert len(changed) == 1, changed
        assert all(after[name] == (fresh if name in changed else before)[name] for name in before)
    else:
        assert fetched.returncode == 3, fetched
        assert shape.verdict in fetched.stderr
        assert after == before
        assert "another way" in shape.group or read != account.old, "botocore reads the key"


def fetch(account: Account, home: Path, profile: str, *more: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in account.environment.items() if not name.startswith("AWS_")}
    places = {"AWS_SHARED_CREDENTIALS_FILE": str(home / "credentials"), "AWS_CONFIG_FILE": str(home / "config")}
    endpoint = {"AWS_ENDPOINT_URL": account.environment["AWS_ENDPOINT_URL"], "AWS_EC2_METADATA_DISABLED": "true"}
    return subprocess.run(
        [KEYTURN, "fetch", "--bucket", BUCKET, "--profile", profile, *more],
        env=environment | places | endpoint,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.always
def test_a_bucket_of_another_account_than_the_hub_is_refused(account: Account, tmp_path: Path) -> None:
    file = tmp_path / "credentials"
    file.write_bytes(before := _bytes("[ci]\\n{key}", account.old))
    file.chmod(0o600)
    refused = fetch(account, tmp_path, "ci", "--hub", "999999999999")
    assert refused.returncode == 3, refused
    assert f"may not list the own files in s3://{BUCKET}" in refused.stderr
    assert file.read_bytes() == before
    fetched = fetch(account, tmp_path, "ci", "--hub", account.number)
    assert (fetched.returncode, fetched.stderr) == (0, "")
    assert account.new[0].encode() in file.read_bytes()


def test_the_table_has_some_eighty_shapes() -> None:
    assert len(SHAPES) >= 80
    assert len({shape.name for shape in SHAPES}) == len(SHAPES)
