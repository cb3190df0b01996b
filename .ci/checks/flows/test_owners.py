"""What an owner does with `keyturn fetch`: the old key in a credentials file, none of Keyturn's settings."""

from __future__ import annotations

import re
import shlex
import stat
from pathlib import Path

from checks.common.account import BUCKET, User
from checks.common.command import Outcome
from checks.common.expect import contains, equal, holds
from checks.common.settings import CREDENTIALS, SETTINGS
from checks.flows.world import World

NOTHING_OF_KEYTURNS = (*SETTINGS, *CREDENTIALS)

FILE = """# keys of mine\r
[work]\r
aws_access_key_id=AKIAWORKWORKWORKWORK\r
aws_secret_access_key=work/secret\r
\r
[default]\r
# made in September\r
aws_access_key_id = {id}\r
region=eu-central-1\r
aws_secret_access_key = {secret}\r
"""


def rotated(world: World) -> tuple[User, str, str, Path]:
    """An owner whose key was replaced: the ids of both keys, and the credentials file with the old one."""
    alice = world.user()
    old = alice.key(age=61)
    (secret,) = alice.secrets()
    world.decides("rotate", "OVERDUE")
    file = world.home / ".aws" / "credentials"
    file.parent.mkdir()
    file.write_bytes(FILE.format(id=old, secret=secret).encode())
    file.chmod(0o600)
    return alice, old, alice.new_key(old), file


def fetch(world: World, *arguments: str) -> Outcome:
    fetched = world.run("fetch", *arguments, without=NOTHING_OF_KEYTURNS)
    equal(fetched.writes, [], "what fetch wrote to AWS")
    return fetched


def signers(outcome: Outcome) -> list[tuple[str, str]]:
    """Each call, and the key that signed it."""
    found = []
    for call in outcome.calls:
        headers = {name.lower(): value for name, value in call.headers.items()}
        signed = re.search(r"Credential=(\w+)/", headers["authorization"])
        found.append((call.action, signed[1] if signed else ""))
    return found


def who(world: World, key: str, secret: str) -> str:
    credentials = {"AccessKeyId": key, "SecretAccessKey": secret, "SessionToken": ""}
    return str(world.account.client("sts", credentials).get_caller_identity()["Arn"])


def test_an_owner_fetches_the_new_key_by_the_line_of_the_mail(world: World) -> None:
    alice, old, new, file = rotated(world)
    before = file.read_bytes()
    (line,) = re.findall(r"^ *keyturn fetch (.*)$", world.mail()["text"], re.MULTILINE)
    contains(world.mail()["html"], "keyturn fetch", what="the html")
    contains(line, "--profile YOUR_PROFILE", what="the line")
    fetched = fetch(world, *shlex.split(line.replace("YOUR_PROFILE", "default")))
    equal((fetched.status, fetched.stderr), (0, ""), "exit status and standard error")
    secret = world.keys_made()[new]
    equal(file.read_bytes().decode(), FILE.format(id=new, secret=secret), "the credentials file")
    (copy,) = [other for other in file.parent.iterdir() if other != file]
    equal(copy.read_bytes(), before, "the copy")
    equal([stat.S_IMODE(path.stat().st_mode) for path in (file, copy)], [0o600, 0o600], "modes")
    equal(
        signers(fetched),
        [
            ("GetCallerIdentity", old),
            ("GetObject", old),
            ("GetAccessKeyLastUsed", old),
            ("GetCallerIdentity", new),
        ],
        "calls and who signed them",
    )
    contains(fetched.stdout, "Done: profile default holds the new key " + new, "Left to do:", what="the output")
    equal(who(world, new, secret)[-11:], ":user/alice", "whose the new key is")
    equal(alice.statuses(), {old: "Active", new: "Active"}, "keys")


def test_an_owner_who_names_no_key_gets_the_newest_and_a_second_time_nothing(world: World) -> None:
    _, _, new, file = rotated(world)
    equal(fetch(world, "--bucket", BUCKET, "--region", "eu-central-1").status, 0, "exit status")
    after = file.read_bytes()
    contains(after.decode(), new, what="the credentials file")
    again = fetch(world, "--bucket", BUCKET, "--region", "eu-central-1")
    equal(again.status, 0, "exit status")
    contains(again.stdout, "already", what="the output")
    equal(file.read_bytes(), after, "the credentials file")


def test_an_owner_who_only_looks_uses_and_changes_nothing(world: World) -> None:
    _, old, new, file = rotated(world)
    before = file.read_bytes()
    looked = fetch(world, "--bucket", BUCKET, "--key", new, "--dry-run")
    equal(looked.status, 0, "exit status")
    equal({signer for _, signer in signers(looked)}, {old}, "who signed the calls")
    equal((file.read_bytes(), len(list(file.parent.iterdir()))), (before, 1), "the file, and what is beside it")


def test_an_owner_whose_file_has_expired_is_told_so_and_keeps_what_was_there(world: World) -> None:
    alice, _, new, file = rotated(world)
    before = file.read_bytes()
    world.account.client("s3").delete_object(Bucket=BUCKET, Key=alice.file_of(new))
    for arguments in ((), ("--key", new)):
        failed = fetch(world, "--bucket", BUCKET, *arguments)
        equal(failed.status, 3, "exit status")
        contains(failed.stderr, "nothing was changed", "expired", "ask the administrators", what="the error")
        equal(file.read_bytes(), before, "the credentials file")
    world.account.put_file(alice.file_of(new), b"")
    failed = fetch(world, "--bucket", BUCKET, "--key", new)
    equal(failed.status, 3, "exit status")
    holds("gave this key up" in failed.stderr, failed.stderr)


def test_an_owner_without_a_profile_is_told_where_one_was_looked_for(world: World) -> None:
    failed = fetch(world, "--bucket", BUCKET, "--profile", "missing")
    equal((failed.status, failed.actions), (3, []), "exit status and calls")
    contains(failed.stderr, "no profile missing", str(world.home / ".aws" / "credentials"), what="the error")
