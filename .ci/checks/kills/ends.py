"""Where a story ended, without what differs from run to run."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, fields
from datetime import date

from checks.common import account as aws
from checks.common.expect import equal, holds
from checks.common.proxy import Call, mail_of

from checks.kills.backends import Backend, Person

MADE = "made"
HEADER = "UserName,AccessKeyId,SecretAccessKey"


@dataclass(frozen=True)
class End:
    keys: tuple[tuple[str, str, str], ...]
    """Role, status and what lies under its name in the bucket, of each key that exists."""
    left: tuple[str, ...]
    """What lies in the bucket of keys that the story began with and that are gone."""
    record: str
    tags: tuple[str, ...]
    mails: tuple[str, ...]
    """Their kinds, for mails are sent at least once."""
    switched: tuple[str, ...]
    deleted: tuple[str, ...]
    """Roles of the keys that were, however often; a key of ours that was deleted is none of them."""
    says: str
    """What the last run said of the user."""

    def __str__(self) -> str:
        return "\n".join(f"    {field.name}: {getattr(self, field.name)}" for field in fields(self))


def end_of(person: Person, backend: Backend, files: dict[str, bytes], calls: list[Call], said: str) -> End:
    """Reads it, and checks that no secret was lost and that no mail names a key that does not exist."""
    made = {
        _element(call, "AccessKeyId"): _element(call, "SecretAccessKey")
        for call in calls
        if call.action == "CreateAccessKey" and call.took_place
    }
    statuses = person.statuses()
    roles = {key: role for role, key in person.keys.items()} | dict.fromkeys(made, MADE)
    folders = (f"credential/{person.name}/", f"credential/!administrators/{person.name}_")
    own = {name: body for name, body in files.items() if name.startswith(folders)}
    for key, secret in made.items():
        body = own.get(person.file_of(key), b"").decode()
        if key in statuses:
            wanted = [HEADER.split(","), [person.name, key, secret]]
            equal(list(csv.reader(io.StringIO(body, newline=""))), wanted, f"the file of {key}, which exists")
        else:
            equal(body, "", f"the file of {key}, which is gone")
    mails = [mail_of(call) for call in calls if call.action == "SendEmail" and call.took_place]
    for mail in mails:
        equal(mail["to"], aws.address_of(person.name), "the recipient of a mail")
        for key in made.keys() - statuses.keys():
            holds(key not in mail["text"], f"a mail names {key}, which is gone")
    others = own.keys() - {person.file_of(key) for key in roles}
    equal(others, set(), "objects of no key")
    tags = person.tags()
    return End(
        tuple(sorted((roles[key], status, _kind(own, person.file_of(key))) for key, status in statuses.items())),
        tuple(
            f"{role}: {_kind(own, person.file_of(key))}"
            for role, key in sorted(person.keys.items())
            if key not in statuses
        ),
        _record(tags, roles, backend.now().date()),
        tuple(sorted(tags.keys() - {aws.DATE_TAG, aws.OLD_KEY_TAG})),
        tuple(sorted({_mail_kind(mail["subject"], person.name) for mail in mails})),
        _done(calls, "UpdateAccessKey", roles),
        _done(calls, "DeleteAccessKey", roles),
        said,
    )


def _done(calls: list[Call], action: str, roles: dict[str, str]) -> tuple[str, ...]:
    done = [call.parameter("AccessKeyId") for call in calls if call.action == action and call.took_place]
    return tuple(sorted(roles[key] for key in done if roles[key] != MADE))


def _kind(own: dict[str, bytes], name: str) -> str:
    body = own.get(name)
    if body is None:
        return "no file"
    if not body:
        return "claimed"
    return "credentials" if body.startswith(HEADER.encode()) else "as it was"


def _record(tags: dict[str, str], roles: dict[str, str], today: date) -> str:
    """The date as days before today."""
    date_tag, old_key = tags.get(aws.DATE_TAG, ""), tags.get(aws.OLD_KEY_TAG, "")
    day, _, phase = date_tag.partition(" ")
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", day):
        day = f"{(today - date.fromisoformat(day)).days} days ago"
    return f"{day} {phase} {roles.get(old_key, old_key)}".strip()


def _mail_kind(subject: str, name: str) -> str:
    subject = re.sub(r"AKIA\w+", "KEY", subject.replace(name, "USER"))
    return re.sub(r"\d{4}-\d{2}-\d{2}", "DATE", subject)


def _element(call: Call, name: str) -> str:
    body = call.reply.body.decode() if call.reply else ""
    found = re.search(f"<{name}>([^<]*)</{name}>", body)
    return found[1] if found else ""


def no_secret_is_seen(calls: list[Call], texts: list[str]) -> None:
    """Outside its file: mails, what was printed, calls."""
    secrets = {_element(call, "SecretAccessKey") for call in calls if call.action == "CreateAccessKey"} - {""}
    for call in calls:
        if not call.stores_a_file:
            texts.append(f"{call.path} {call.body.decode('utf-8', 'replace')}")
    for text in texts:
        holds(not any(secret in text for secret in secrets), f"a secret is seen outside its file:\n{text}")
