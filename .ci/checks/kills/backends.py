"""Where the runs take place: moto in this process, or the sandbox as a process of its own."""

from __future__ import annotations

import ctypes
import http.client
import json
import re
import signal
import subprocess
from datetime import UTC, datetime, time, timedelta
from typing import Any

import boto3

from checks.common import account as aws
from checks.common import built
from checks.common.account import Account
from moto.iam.models import iam_backends
from checks.kills.stories import NEW, OLD, Key, Record, Story

# Stands in the record of a key that is gone.
GONE = "AKIAIOSFODNN7EXAMPLE"


class Backend:
    """An account that is empty but for a bucket, a verified sender and the users who were moved in."""

    name: str
    address: tuple[str, int]
    credentials: dict[str, str]
    _noted: list[str]
    """What earlier runs have noted of the keys of those who were moved in."""

    def client(self, service: str) -> Any:
        return boto3.client(
            service,
            endpoint_url="http://%s:%d" % self.address,
            region_name=aws.REGION,
            aws_access_key_id=self.credentials["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=self.credentials["AWS_SECRET_ACCESS_KEY"],
        )

    def reset(self) -> None:
        raise NotImplementedError

    def now(self) -> datetime:
        raise NotImplementedError

    def pass_minutes(self, minutes: int) -> None:
        """So much time passes, in which reads settle and a lease runs out where the clock can be turned."""
        raise NotImplementedError

    def close(self) -> None:
        pass

    def _make(self, name: str, tags: dict[str, str], keys: tuple[Key, ...], instants: list[datetime]) -> list[str]:
        raise NotImplementedError

    def move_in(self, name: str, story: Story) -> Person:
        now = self.now()
        record = story.record
        noon = datetime.combine(now.date() - timedelta(days=record.days_ago if record else 0), time(12), UTC)
        made = [
            now - timedelta(days=key.age) if key.seconds is None else noon + timedelta(seconds=key.seconds)
            for key in story.keys
        ]
        ids = self._make(name, {aws.ADDRESS_TAG: aws.address_of(name)}, story.keys, made)
        person = Person(self, name, story, dict(zip((key.role for key in story.keys), ids, strict=True)))
        if record:
            person.tag(_date_tag(record, noon), person.keys.get(OLD, GONE))
        lines = []
        for key, instant in zip(story.keys, made, strict=True):
            key_id = person.keys[key.role]
            if key.file:
                content = f"UserName,AccessKeyId,SecretAccessKey\r\n{name},{key_id},{'s' * 40}\r\n".encode()
                put = self.client("s3").put_object(Bucket=aws.BUCKET, Key=person.file_of(key_id), Body=content)
                announced = record is not None and record.phase not in ("rotating", "stored")
                lines.append(aws.file_note(name, key_id, instant.date(), len(content), put["ETag"].strip('"'), announced))
            if record and key.role == OLD and key.status == "Inactive" and record.phase in ("deactivated", "deleting"):
                lines.append(aws.inactive_note(name, key_id, noon.date()))
        facts = {
            "key": person.keys.get(OLD, GONE),
            "new": person.keys.get(NEW, GONE),
            "user": name,
            "today": now.date(),
            "then": now.date() - timedelta(days=25),
            "begun": f"{noon:%Y-%m-%dT%H:%M:%SZ}",
            "owner": aws.mark_of(aws.address_of(name)),
        }
        lines += [note.format(**facts) for note in story.noted]
        if lines:
            self._noted += lines
            self.client("s3").put_object(Bucket=aws.BUCKET, Key=aws.NOTES, Body=aws.sealed(self._noted))
        return person

    def free_the_lease(self) -> None:
        """What an administrator may do whose run was killed: the next one need not wait."""
        self.client("s3").delete_object(Bucket=aws.BUCKET, Key=aws.LEASE)

    def lease_left(self) -> bool:
        return bool(self.client("s3").list_objects_v2(Bucket=aws.BUCKET, Prefix=aws.LEASE).get("Contents"))

    def objects(self) -> dict[str, bytes]:
        """All that is in the bucket but what runs write for themselves."""
        s3 = self.client("s3")
        pages = s3.get_paginator("list_objects_v2").paginate(Bucket=aws.BUCKET)
        names = [entry["Key"] for page in pages for entry in page.get("Contents", [])]
        return {
            name: s3.get_object(Bucket=aws.BUCKET, Key=name)["Body"].read()
            for name in names
            if not name.startswith(aws.OF_THE_RUNS)
        }


class Person:
    """A user, with the ids of the keys that the story begins with."""

    def __init__(self, backend: Backend, name: str, story: Story, keys: dict[str, str]) -> None:
        self._iam = backend.client("iam")
        self.name = name
        self.story = story
        self.keys = keys

    def tag(self, date_tag: str, old_key: str) -> None:
        tags = {aws.DATE_TAG: date_tag, aws.OLD_KEY_TAG: old_key}
        self._iam.tag_user(UserName=self.name, Tags=[{"Key": key, "Value": value} for key, value in tags.items()])

    def tags(self) -> dict[str, str]:
        return {tag["Key"]: tag["Value"] for tag in self._iam.list_user_tags(UserName=self.name)["Tags"]}

    def statuses(self) -> dict[str, str]:
        listed = self._iam.list_access_keys(UserName=self.name)["AccessKeyMetadata"]
        return {key["AccessKeyId"]: key["Status"] for key in listed}

    def file_of(self, key: str) -> str:
        shut_out = self.story.shuts_out and key not in self.keys.values()
        return f"credential/{'!administrators' if shut_out else self.name}/{self.name}_{key}.csv"


def _date_tag(record: Record, noon: datetime) -> str:
    when = f"{noon:%Y-%m-%dT%H:%M:%SZ}" if record.phase in ("rotating", "stored") else str(noon.date())
    return f"{when} {record.phase}".strip()


class Moto(Backend):
    """Its clock is the machine's; to let time pass, everything that has an instant is made older."""

    name = "moto"
    credentials = {"AWS_ACCESS_KEY_ID": "AKIAOPERATOR00000000", "AWS_SECRET_ACCESS_KEY": "operator"}

    _account: Account | None = None  # one per process: moto keeps its state in globals

    def __init__(self) -> None:
        Moto._account = Moto._account or Account()
        self.account = Moto._account
        self.address = self.account.address

    def reset(self) -> None:
        self._noted = []
        self.account.reset()

    def now(self) -> datetime:
        return datetime.now(UTC)

    def _make(self, name: str, tags: dict[str, str], keys: tuple[Key, ...], instants: list[datetime]) -> list[str]:
        user = self.account.user(name, email=None, tags=tags)
        ids = [user.key_made_at(instant) for instant in instants]
        for key, key_id in zip(keys, ids, strict=True):
            user.switch(key_id, key.status)
        return ids

    def pass_minutes(self, minutes: int) -> None:
        time_passed = timedelta(minutes=minutes)
        self.account.grow_older_by(time_passed)
        for user in self.account.users():
            for key in iam_backends[aws.ID]["aws"].users[user.name].access_keys:
                key.create_date -= time_passed
            recorded = user.tags().get(aws.DATE_TAG, "")
            if found := re.match(r"\S+T\S+Z", recorded):
                earlier = datetime.fromisoformat(found[0]) - time_passed
                user.tag({aws.DATE_TAG: f"{earlier:%Y-%m-%dT%H:%M:%SZ}{recorded[found.end():]}"})


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


# Time that is left of the sandbox's day when a case begins, at least.
BEFORE_MIDNIGHT = timedelta(minutes=30)


class Sandbox(Backend):
    """The built command's own, on any free port; its clock is turned."""

    name = "sandbox"

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [built.command(), "sandbox", "--port", "0", "--users", "1"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            preexec_fn=_die_with_parent,
        )
        said: dict[str, str] = {}
        assert self._process.stdout
        while "WARNING_DAYS" not in said:  # the last line
            line = self._process.stdout.readline()
            if not line:
                raise RuntimeError("the sandbox did not start")
            name, _, value = line.removeprefix("export ").strip().partition("=")
            said[name] = value
        host, _, port = said["AWS_ENDPOINT_URL"].removeprefix("http://").partition(":")
        self.address = (host, int(port))
        self.credentials = {name: said[name] for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")}
        self.client("s3").create_bucket(
            Bucket=aws.BUCKET, CreateBucketConfiguration={"LocationConstraint": aws.REGION}
        )
        self._control("POST", "identities", {"region": aws.REGION, "identity": aws.SENDER})

    def _control(self, method: str, what: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        connection = http.client.HTTPConnection(*self.address, timeout=300)
        try:
            connection.request(method, f"/_sandbox/{what}", json.dumps(body or {}))
            reply = connection.getresponse()
            answer = dict(json.loads(reply.read()))
            if reply.status != 200:
                raise RuntimeError(f"{what}: {answer}")
            return answer
        finally:
            connection.close()

    def reset(self) -> None:
        self._noted = []
        iam, s3 = self.client("iam"), self.client("s3")
        for user in self._control("GET", "users")["users"]:
            name = user["name"]
            for key in user["keys"]:
                iam.delete_access_key(UserName=name, AccessKeyId=key["id"])
            for group in user["groups"]:
                iam.remove_user_from_group(UserName=name, GroupName=group)
            iam.delete_user(UserName=name)
        for entry in s3.list_objects_v2(Bucket=aws.BUCKET).get("Contents", []):
            s3.delete_object(Bucket=aws.BUCKET, Key=entry["Key"])
        self._control("DELETE", "calls")
        now = self.now()
        midnight = datetime.combine(now.date() + timedelta(days=1), time(), UTC)
        if midnight - now < BEFORE_MIDNIGHT:
            self._control("POST", "clock", {"to": f"{midnight + timedelta(minutes=1):%Y-%m-%dT%H:%M:%SZ}"})

    def now(self) -> datetime:
        return datetime.fromisoformat(self._control("GET", "clock")["now"])

    def _make(self, name: str, tags: dict[str, str], keys: tuple[Key, ...], instants: list[datetime]) -> list[str]:
        shapes = [
            {"created": f"{instant:%Y-%m-%dT%H:%M:%SZ}", "status": key.status}
            for key, instant in zip(keys, instants, strict=True)
        ]
        made = self._control("POST", "users", {"users": [{"name": name, "tags": tags, "keys": shapes}]})
        self._control("DELETE", "report")  # so that each user is reported, as on an ordinary day
        return [key["id"] for key in made["users"][0]["keys"]]

    def pass_minutes(self, minutes: int) -> None:
        self._control("POST", "clock", {"by": f"PT{minutes}M"})

    def close(self) -> None:
        self._process.kill()
        self._process.wait()


BACKENDS = {"sandbox": Sandbox, "moto": Moto}
