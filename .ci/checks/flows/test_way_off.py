"""What uses a key, and the alternative that fits: docs/way-off-keys.md."""

from __future__ import annotations

import csv

import pytest
from moto.iam.models import User as MotoUser

from checks.common.expect import contains, equal
from checks.flows.world import World


REPORTED = MotoUser.to_csv
REGION_AND_SERVICE = slice(11, 13)


def reported(user: MotoUser) -> str:
    """A line of the credential report with region and service of the first key's last use, which moto leaves out."""
    fields = REPORTED(user).rstrip("\n").split(",")
    used = user.access_keys[0].last_used if user.access_keys else None
    fields[REGION_AND_SERVICE] = [used.region, used.service] if used else ["N/A", "N/A"]
    return ",".join(fields) + "\n"


def test_a_report_says_what_uses_each_key_and_which_alternative_fits(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MotoUser, "to_csv", reported)
    wanted = {}
    for name, service, rule in (("ci", "ecr", "PIPELINE"), ("ops", "sts", "SESSIONS"), ("app", "s3", "PROGRAM")):
        user = world.user(name)
        user.use(user.key(age=20), days_ago=2, service=service)
        wanted[name] = (service, "2", rule)
    person = world.user("person")
    person.set_password()
    person.use(person.key(age=20), days_ago=1)
    wanted["person"] = ("s3", "1", "PERSON")
    world.user("idle").key(age=50)
    wanted["idle"] = ("", "never", "UNUSED")
    table, page = world.home / "keys.csv", world.home / "keys.html"
    for path in (table, page):
        outcome = world.run("plan", "--report", str(path))
        equal((outcome.status, outcome.writes), (0, []), "status and writes")
    with table.open(newline="") as lines:
        rows = {row["user"]: row for row in csv.DictReader(lines)}
    found = {name: (row["lastUsedService"], row["lastUsedDaysAgo"], row["alternativeRule"]) for name, row in rows.items()}
    equal(found, wanted, "what uses each key, and the rule")
    contains(rows["ci"]["alternative"], "OIDC", what="the alternative of a pipeline")
    contains(page.read_text(), "OIDC", "IAM Identity Center", "Roles Anywhere", what="the page")
