"""An AWS account that is not our own code: moto, in this process, so that days can pass in it."""

from __future__ import annotations

import hashlib
import json
import logging
import re
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import boto3
from moto.core.base_backend import BackendDict
from moto.core.model_instances import reset_model_data
from moto.iam.models import AccessKey as MotoKey
from moto.iam.models import AccessKeyLastUsed, AWSManagedPolicy, iam_backends
from moto.server import ThreadedMotoServer
from moto.ses.models import ses_backends

ID = "123456789012"
OTHER_ID = "210987654321"
REGION = "eu-central-1"
SENDER = "keys@corp.example"
BUCKET = "handover-123456789012"
ADDRESS_TAG = "email"
DATE_TAG = "last-check-date"
OLD_KEY_TAG = "last-check-old-key"
EXEMPT_TAG = "keyturn-exempt"

# In the bucket: the hand-overs, and what runs write for themselves.
FILES = "credential/"
STATE = "state/"
LEASE = f"{STATE}lease.json"
NOTES = f"{STATE}notes.txt"
REMINDERS = f"{STATE}reminders.txt"
TRAIL = "audit/"
OF_THE_RUNS = (STATE, TRAIL)

# A flow that runs past midnight would see another day than it set up.
CLOSE_TO_MIDNIGHT = timedelta(minutes=5)


@dataclass(frozen=True)
class Key:
    """An access key as IAM lists it."""

    id: str
    status: str
    created: datetime


class Account:
    """One per process: moto keeps its state in globals."""

    def __init__(self) -> None:
        logging.getLogger("werkzeug").setLevel(logging.ERROR)  # a line for each call says nothing here
        self._server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
        self._server.start()
        self.address = self._server.get_host_and_port()
        self.url = "http://%s:%d" % self.address
        self._iam = self.client("iam")
        self._s3 = self.client("s3")
        self._ses = self.client("sesv2")

    def client(self, service: str, credentials: dict[str, str] | None = None) -> Any:
        keys = credentials or {"AccessKeyId": "testing", "SecretAccessKey": "testing", "SessionToken": "testing"}
        return boto3.client(
            service,
            endpoint_url=self.url,
            region_name=REGION,
            aws_access_key_id=keys["AccessKeyId"],
            aws_secret_access_key=keys["SecretAccessKey"],
            aws_session_token=keys["SessionToken"],
        )

    def reset(self) -> None:
        """An account with a bucket and a verified sender, and no users."""
        stay_clear_of_midnight()
        BackendDict.reset()
        reset_model_data()
        self.make_bucket(BUCKET)
        self.verify_sender(SENDER)

    def make_bucket(self, name: str, credentials: dict[str, str] | None = None) -> Any:
        s3 = self.client("s3", credentials)
        s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})
        return s3

    def verify_sender(self, address: str) -> None:
        self._ses.create_email_identity(EmailIdentity=address)

    def other_account(self) -> dict[str, str]:
        """Credentials of another account."""
        role = f"arn:aws:iam::{OTHER_ID}:role/other"
        reply = self.client("sts").assume_role(RoleArn=role, RoleSessionName="flows")
        return dict(reply["Credentials"])

    def user(self, name: str, *, email: str | None = "", path: str = "/", tags: dict[str, str] | None = None) -> User:
        """Creates a user, by default with an address."""
        self._iam.create_user(UserName=name, Path=path)
        user = User(self, name)
        user.tag((tags or {}) | ({} if email is None else {ADDRESS_TAG: email or address_of(name)}))
        return user

    def quarantine(self, user: str, policy: str) -> None:
        """Attaches AWS's policy for exposed keys; moto keeps none of AWS's own policies unless all are loaded."""
        date = "2024-08-21T17:36:00+00:00"
        data = {"DefaultVersionId": "v1", "Path": "/", "Document": {}, "CreateDate": date, "UpdateDate": date}
        made = AWSManagedPolicy.from_data(policy, ID, REGION, data)
        iam_backends[ID]["aws"].managed_policies[made.arn] = made
        self._iam.attach_user_policy(UserName=user, PolicyArn=made.arn)

    def release(self, user: str, policy: str) -> None:
        self._iam.detach_user_policy(UserName=user, PolicyArn=f"arn:aws:iam::aws:policy/{policy}")

    def users(self) -> list[User]:
        return [User(self, user["UserName"]) for user in self._iam.list_users()["Users"]]

    def pass_days(self, days: int) -> None:
        """Makes everything with a date older."""
        for user in self.users():
            user.grow_older(days)
        for name, title in ((NOTES, "notes"), (REMINDERS, "reminders")):
            lines = self._lines(name)
            if lines:
                self.put_file(name, sealed([_earlier(line, days) for line in lines], title))

    def notes(self) -> list[str]:
        """Keyturn's notes about keys, a line for each fact."""
        return self._lines(NOTES)

    def _lines(self, name: str) -> list[str]:
        if name not in self._names(name):
            return []
        text = self._s3.get_object(Bucket=BUCKET, Key=name)["Body"].read().decode()
        return text.splitlines()[1:-1]

    def note(self, line: str) -> None:
        """Adds a fact, as an earlier run would have noted it."""
        self._write_notes([*self.notes(), line])

    def grow_older_by(self, time_passed: timedelta) -> None:
        """The keys that were about to be created were so this much earlier."""

        def earlier(found: re.Match[str]) -> str:
            return f"{datetime.fromisoformat(found[0]) - time_passed:%Y-%m-%dT%H:%M:%SZ}"

        self._write_notes([re.sub(r"\d{4}-\S+Z$", earlier, line) for line in self.notes()])

    def _write_notes(self, lines: list[str]) -> None:
        if lines:
            self.put_file(NOTES, sealed(lines))

    def files(self) -> dict[str, bytes]:
        """The hand-overs in the bucket."""
        return {name: self._s3.get_object(Bucket=BUCKET, Key=name)["Body"].read() for name in self._names(FILES)}

    def head(self, name: str) -> dict[str, Any]:
        return dict(self._s3.head_object(Bucket=BUCKET, Key=name))

    def put_file(self, name: str, content: bytes) -> str:
        """Returns the object's entity tag."""
        return str(self._s3.put_object(Bucket=BUCKET, Key=name, Body=content)["ETag"]).strip('"')

    def remove_file(self, name: str) -> None:
        self._s3.delete_object(Bucket=BUCKET, Key=name)

    def free_the_lease(self) -> None:
        """Deletes the lease, as an administrator may after a killed run."""
        self.remove_file(LEASE)

    def let_the_lease_run_out(self) -> None:
        """Makes the lease look as if it had not been renewed for a minute."""
        if LEASE in self._names(LEASE):
            held = json.loads(self._s3.get_object(Bucket=BUCKET, Key=LEASE)["Body"].read())
            held["until"] = f"{datetime.now(UTC) - timedelta(seconds=1):%Y-%m-%dT%H:%M:%SZ}"
            self.put_file(LEASE, json.dumps(held).encode())

    def _names(self, prefix: str) -> list[str]:
        return [entry["Key"] for entry in self._s3.list_objects_v2(Bucket=BUCKET, Prefix=prefix).get("Contents", [])]

    def mails_kept(self) -> int:
        """The number of mails that SES accepted."""
        return len(ses_backends[ID][REGION].sent_messages)


class User:
    """An IAM user, with the actions of its owner."""

    def __init__(self, account: Account, name: str) -> None:
        self._account = account
        self._iam = account._iam
        self.name = name

    def key(self, age: int = 0, status: str = "Active") -> str:
        """Makes a key of this age in days; returns its id."""
        key = self._iam.create_access_key(UserName=self.name)["AccessKey"]["AccessKeyId"]
        inner = self._inner(key)
        inner.create_date -= timedelta(days=age)
        inner.status = status
        return str(key)

    def key_made_at(self, created: datetime) -> str:
        key = self.key()
        self._inner(key).create_date = created.replace(tzinfo=None)
        return key

    def key_beyond_the_limit(self, age: int) -> str:
        """A third key, which IAM and moto refuse to make today."""
        key = MotoKey(self.name, prefix="AKIA", account_id=ID)
        key.create_date -= timedelta(days=age)
        self._backend().access_keys.append(key)
        return str(key.access_key_id)

    def keys(self) -> list[Key]:
        """Oldest first."""
        listed = self._iam.list_access_keys(UserName=self.name)["AccessKeyMetadata"]
        keys = [Key(key["AccessKeyId"], key["Status"], key["CreateDate"]) for key in listed]
        return sorted(keys, key=lambda key: key.created)

    def statuses(self) -> dict[str, str]:
        return {key.id: key.status for key in self.keys()}

    def new_key(self, *old: str) -> str:
        """The only key other than these."""
        (new,) = (key.id for key in self.keys() if key.id not in old)
        return new

    def switch(self, key: str, status: str) -> None:
        self._iam.update_access_key(UserName=self.name, AccessKeyId=key, Status=status)

    def delete(self, key: str) -> None:
        self._iam.delete_access_key(UserName=self.name, AccessKeyId=key)

    def use(self, key: str, days_ago: int = 0, service: str = "s3") -> None:
        self._inner(key).last_used = AccessKeyLastUsed(datetime.now(UTC) - timedelta(days=days_ago), service, REGION)

    def set_password(self) -> None:
        """For the console."""
        self._iam.create_login_profile(UserName=self.name, Password="not-a-secret-1A!")

    def tag(self, tags: dict[str, str]) -> None:
        if tags:
            self._iam.tag_user(UserName=self.name, Tags=[{"Key": k, "Value": v} for k, v in tags.items()])

    def untag(self, *keys: str) -> None:
        self._iam.untag_user(UserName=self.name, TagKeys=list(keys))

    def tags(self) -> dict[str, str]:
        return {tag["Key"]: tag["Value"] for tag in self._iam.list_user_tags(UserName=self.name)["Tags"]}

    def record(self, old_key: str, phase: str, days_ago: int = 0) -> None:
        """Sets both tags: an instant for the two phases that have one, otherwise a day; without a phase as another tool does."""
        when = f"{day(-days_ago)}T12:00:00Z" if phase in ("rotating", "stored") else str(day(-days_ago))
        self.tag({DATE_TAG: f"{when} {phase}".strip(), OLD_KEY_TAG: old_key})

    def recorded(self) -> tuple[str, str] | None:
        tags = self.tags()
        return (tags[DATE_TAG], tags[OLD_KEY_TAG]) if DATE_TAG in tags and OLD_KEY_TAG in tags else None

    def deliver(self, key: str, *, announced: bool = True) -> None:
        """The new key's file is stored and noted, and a mail tells its owner: as a run leaves it."""
        inner = self._inner(key)
        secret = inner.secret_access_key
        name = f'"{self.name}"' if "," in self.name else self.name
        content = f"UserName,AccessKeyId,SecretAccessKey\r\n{name},{key},{secret}\r\n".encode()
        tag = self._account.put_file(self.file_of(key), content)
        self._account.note(file_note(self.name, key, inner.create_date.date(), len(content), tag, announced))

    def note_inactive(self, key: str, days_ago: int) -> None:
        """Keyturn has seen the key inactive since that day."""
        self._account.note(inactive_note(self.name, key, day(-days_ago)))

    def note_creating(self, old_key: str) -> None:
        """A run was about to create a key in place of the old one, at the instant of its record."""
        instant, _ = self.tags()[DATE_TAG].split(" ")
        self._account.note(creating_note(self.name, old_key, instant))

    def file_of(self, key: str) -> str:
        return f"credential/{self.name}/{self.name}_{key}.csv"

    def grow_older(self, days: int) -> None:
        for key in self._backend().access_keys:
            key.create_date -= timedelta(days=days)
            if key.last_used:
                used = key.last_used
                key.last_used = AccessKeyLastUsed(used.timestamp - timedelta(days=days), used.service, used.region)
        recorded = self.tags().get(DATE_TAG, "")
        if found := re.match(r"\d{4}-\d{2}-\d{2}", recorded):
            earlier = date.fromisoformat(found[0]) - timedelta(days=days)
            self.tag({DATE_TAG: f"{earlier}{recorded[found.end():]}"})

    def secrets(self) -> list[str]:
        return [key.secret_access_key for key in self._backend().access_keys]

    def _backend(self) -> Any:
        return iam_backends[ID]["aws"].users[self.name]

    def _inner(self, key: str) -> Any:
        return next(inner for inner in self._backend().access_keys if inner.access_key_id == key)


def sealed(lines: list[str], title: str = "notes") -> bytes:
    """The text of notes or reminders: a title, the facts, and a digest of all of it."""
    text = "".join(f"{line}\n" for line in [f"keyturn {title} 1 of {ID}", *lines])
    return f"{text}sha256 {hashlib.sha256(text.encode()).hexdigest()}\n".encode()


def file_note(user: str, key: str, since: date, length: int, tag: str, announced: bool) -> str:
    """The file of a key was stored, and the grace of the old one began, on a day."""
    return f"file|{key}|{user}|{since}|{length}|{tag}|{'announced' if announced else 'stored'}"


def inactive_note(user: str, key: str, since: date) -> str:
    return f"inactive|{key}|{user}|{since}"


def mark_of(address: str) -> str:
    """What stands for an address in the notes."""
    return hashlib.sha256(address.encode()).hexdigest()[:16]


def creating_note(user: str, old_key: str, instant: str) -> str:
    return f"creating|{old_key}|{user}|{instant}"


def _earlier(line: str, days: int) -> str:
    """A fact that was noted as many days before."""
    return re.sub(
        r"\|(\d{4}-\d{2}-\d{2})(?=\||T|$)",
        lambda found: f"|{date.fromisoformat(found[1]) - timedelta(days=days)}",
        line,
        count=1,
    )


def address_of(name: str) -> str:
    return re.sub(r"[^a-z0-9-]", "-", name.lower()) + "@corp.example"


def day(days: int = 0) -> date:
    """Today in UTC, or this number of days later."""
    return datetime.now(UTC).date() + timedelta(days=days)


def stay_clear_of_midnight() -> None:
    now = datetime.now(UTC)
    midnight = datetime.combine(now.date() + timedelta(days=1), datetime.min.time(), UTC)
    if midnight - now < CLOSE_TO_MIDNIGHT:
        time.sleep((midnight - now).total_seconds() + 1)
