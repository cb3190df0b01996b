"""What the owner gets: the file, the mails, and the command that fetches the one by the other."""

from __future__ import annotations

import csv
import io
import re
import subprocess
import tempfile
from pathlib import Path

import pytest

from checks.common import faults
from checks.common.account import User, day
from checks.common.expect import contains, equal, holds
from checks.common.proxy import Call, Forward, Reply
from checks.common.settings import CREDENTIALS
from checks.flows.world import World


def rotate(world: World, user: User) -> tuple[str, str]:
    """Replaces the user's key; returns the ids of both."""
    old = user.key(age=61)
    world.decides("rotate", "OVERDUE", user=user.name)
    return old, user.new_key(old)


def test_the_file_holds_a_header_and_the_new_key_and_ends_lines_with_cr_lf(world: World) -> None:
    alice = world.user()
    _, new = rotate(world, alice)
    secret = world.keys_made()[new]
    content = f"UserName,AccessKeyId,SecretAccessKey\r\nalice,{new},{secret}\r\n".encode()
    equal(world.account.files(), {f"credential/alice/alice_{new}.csv": content}, "files")


def test_every_object_is_encrypted_as_the_bucket_has_it_or_by_the_key_that_is_set(world: World) -> None:
    alice = world.user()
    _, new = rotate(world, alice)
    # moto encrypts nothing by default, so this shows that no header overrides a bucket's default.
    holds("ServerSideEncryption" not in world.account.head(alice.file_of(new)), "a header overrides the bucket's default")

    world.settings["KMS_KEY_ID"] = "alias/handover"
    bob = world.user("bob")
    _, new = rotate(world, bob)
    head = world.account.head(bob.file_of(new))
    equal((head["ServerSideEncryption"], head["SSEKMSKeyId"]), ("aws:kms", "alias/handover"), "encryption")
    puts = [call for call in world.outcomes[-1].calls if call.action == "PutObject"]
    holds(len(puts) > 3, f"no state and audit trail were stored: {puts}")
    for put in puts:
        headers = {name.lower(): value for name, value in put.headers.items()}
        equal(headers.get("x-amz-server-side-encryption-aws-kms-key-id"), "alias/handover", f"the key of {put.path}")


def test_the_mail_about_a_new_key_says_what_to_do_until_when_and_no_secret(world: World) -> None:
    alice = world.user(email="alice.liddell@corp.example")
    old, new = rotate(world, alice)
    mail = world.mail()
    equal(mail["to"], "alice.liddell@corp.example", "the address")
    contains(mail["subject"], "alice", what="the subject")
    for form in ("text", "html"):
        contains(mail[form], old, new, str(day(11)), f"alice_{new}.csv", "aws s3 cp", what=f"the {form}")
    contains(mail["text"], "https://", "console.aws.amazon.com", what="the text")


def test_every_mail_has_a_text_an_html_and_the_contact_as_reply_address(world: World) -> None:
    world.settings["ADMIN_EMAIL"] = "help@corp.example"
    world.user().key(age=31)
    done = world.decides("warn", "WARNING")
    (sent,) = [call for call in done.calls if call.action == "SendEmail"]
    contains(sent.body.decode(), '"ReplyToAddresses":["help@corp.example"]', what="the call")
    mail = world.mail()
    contains(mail["text"], "help@corp.example", what="the text")
    contains(mail["html"], "<html", "help@corp.example", what="the html")


def test_administrators_get_one_mail_of_a_run_that_replaced_a_key(world: World) -> None:
    world.settings["ADMIN_EMAIL"] = "help@corp.example"
    alice, bob = world.user(), world.user("bob")
    old = alice.key(age=61)
    bob.key(age=31)
    done = world.apply()
    equal((done.status, done.results), (0, {"alice": "done", "bob": "done"}), "status and outcomes")
    contains(done.stderr, "mailed to help@corp.example", what="standard error")
    (digest,) = [mail for mail in world.mails() if mail["to"] == "help@corp.example"]
    contains(digest["subject"], "1 replaced", what="the subject")
    for form in ("text", "html"):
        contains(digest[form], "alice", old, alice.new_key(old), what=f"the {form}")
    world.apply()
    equal([mail["to"] for mail in world.mails()].count("help@corp.example"), 1, "digests after a quiet run")


def test_a_digest_that_cannot_be_sent_is_reported_and_does_not_fail_the_run(world: World) -> None:
    world.settings["ADMIN_EMAIL"] = "help@corp.example"
    alice = world.user()
    old = alice.key(age=61)

    def digest_denied(call: Call, forward: Forward) -> Reply:
        return faults.denied(call) if call.recipient == "help@corp.example" else forward()

    done = world.apply(fault=digest_denied)
    equal((done.status, done.results), (0, {"alice": "done"}), "status and outcome")
    contains(done.stderr, "the digest for ADMIN_EMAIL could not be sent; everything else was done", what="standard error")
    (mail,) = world.mails()
    contains(mail["text"], old, alice.new_key(old), what="the owner's mail")
    world.every_key_has_its_file(alice)


def _fetched_as_the_mail_says(world: World, file: str) -> None:
    """Types the command of the mail into a shell, with the owner's profile for the one that it names."""
    (command,) = re.findall(r"^ *(aws s3 cp .*)$", world.mail()["text"], re.MULTILINE)
    contains(command, "--profile YOUR_PROFILE", what="the command")
    with tempfile.TemporaryDirectory() as folder, tempfile.NamedTemporaryFile("w", suffix=".ini") as profiles:
        held = (f"{name.lower()} = {value}\n" for name, value in CREDENTIALS.items())
        profiles.writelines(["[YOUR_PROFILE]\n", *held])
        profiles.flush()
        ours = {"AWS_ENDPOINT_URL": world.account.url, "AWS_SHARED_CREDENTIALS_FILE": profiles.name}
        environment = world.environment() | ours
        fetched = subprocess.run(
            command, shell=True, cwd=folder, env=environment, capture_output=True, text=True, timeout=60, check=False
        )
        equal(fetched.returncode, 0, f"exit status of {command}\n{fetched.stderr}")
        (there,) = Path(folder).iterdir()
        equal(there.read_bytes(), world.account.files()[file], "what was fetched")


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("a.b+c=d,e@f-g_h", "/"),
        ("doe,jane", "/"),
        ("n" * 64, "/"),
        ("deep", "/division/unit/"),
        ("_", "/"),
    ],
)
def test_the_key_of_a_user_with_an_odd_name_is_replaced_and_its_file_fetched(
    world: World, name: str, path: str
) -> None:
    user = world.user(name, path=path)
    old, new = rotate(world, user)
    (file,) = world.account.files()
    equal(file, f"credential/{name}/{name}_{new}.csv", "the file's name")
    _, fields = csv.reader(io.StringIO(world.account.files()[file].decode(), newline=""))
    equal(fields, [name, new, world.keys_made()[new]], "the file's fields")
    _fetched_as_the_mail_says(world, file)
    world.account.pass_days(11)
    world.decides("deactivate", "GRACE_OVER", user=name)
    world.account.pass_days(11)
    world.decides("delete", "RETENTION_OVER", user=name)
    equal(user.statuses(), {new: "Active"}, "keys")


def test_a_user_name_with_a_comma_is_quoted_in_the_file(world: World) -> None:
    jane = world.user("doe,jane")
    _, new = rotate(world, jane)
    (content,) = world.account.files().values()
    beginning = f'UserName,AccessKeyId,SecretAccessKey\r\n"doe,jane",{new},'.encode()
    holds(content.startswith(beginning), f"the file is {content!r}")
