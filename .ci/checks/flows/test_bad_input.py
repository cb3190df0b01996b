"""What is wrong before the first effect is reported clearly, and nothing is touched."""

from __future__ import annotations

import json
import socket

import pytest

from checks.common import faults
from checks.common.account import BUCKET, day
from checks.common.command import Outcome
from checks.common.expect import contains, equal, holds
from checks.common.settings import CREDENTIALS, SETTINGS
from checks.flows.refusals import BAD_INPUT, CANNOT_BEGIN, refused, remarked
from checks.flows.world import World

# -- settings --


def test_missing_settings_are_all_named_at_once(world: World) -> None:
    world.settings.clear()
    refused(world, BAD_INPUT, *SETTINGS, commands=("apply",))


# -- a plan without settings --


def without_settings(world: World, *arguments: str) -> Outcome:
    """A plan with credentials only: it shows what is due, and reads neither bucket nor SES."""
    outcome = world.run("plan", *arguments, without=tuple(SETTINGS))
    equal((outcome.status, outcome.writes), (0, []), "exit status and writes")
    said = [line for line in outcome.stderr.splitlines() if "usual values" in line]
    equal(len(said), 1, "lines about settings that are missing")
    contains(said[0], "WARNING_DAYS=30", "OVERDUE_DAYS=60", "mail and the bucket", what="it")
    equal({call.service for call in outcome.calls} - {"iam", "sts"}, set(), "other services that were called")
    return outcome


def test_a_plan_needs_credentials_only(world: World) -> None:
    world.user().key(age=61)
    world.user("bob").key(age=31)
    planned = without_settings(world, "--output", "json")
    equal(planned.verdicts, {"alice": ("rotate", "OVERDUE"), "bob": ("warn", "WARNING")}, "decisions")


def test_a_page_and_a_forecast_need_credentials_only(world: World) -> None:
    world.user().key(age=31)
    world.account.client("iam").create_account_alias(AccountAlias="example-corp")
    page = world.home / "keys.html"
    without_settings(world, "--report", str(page))
    contains(page.read_text(), "alice", "(example-corp)", "usual values for missing settings", what="the page")
    contains(without_settings(world, "--days", "40").stdout, str(day(30)), "rotate", what="the days to come")


def test_a_setting_that_is_invalid_is_refused_where_all_others_are_missing(world: World) -> None:
    world.settings.clear()
    outcome = refused(world, BAD_INPUT, "WARNING_DAYS", commands=("plan",), WARNING_DAYS="soon")
    holds("S3_CSV_BUCKET" not in outcome.stderr, "what is missing is no problem of a plan")


# -- settings that contradict each other --


def test_contradictory_settings_are_all_named_at_once(world: World) -> None:
    refused(
        world,
        BAD_INPUT,
        "WARNING_DAYS",
        "OVERDUE_DAYS",
        "DEACTIVATE_DAYS",
        "DELETION_DAYS",
        "SES_EMAIL",
        "SES_REGION",
        "S3_CSV_BUCKET",
        "IAM_EMAIL_TAG_KEY",
        "LAST_CHECK_DATE_TAG_KEY",
        "LAST_CHECK_OLD_KEY_TAG_KEY",
        WARNING_DAYS="60",
        OVERDUE_DAYS="60",
        DEACTIVATE_DAYS="-1",
        DELETION_DAYS="ten",
        SES_EMAIL="no-address",
        SES_REGION="Frankfurt",
        S3_CSV_BUCKET="No Bucket",
        IAM_EMAIL_TAG_KEY="aws:email",
        LAST_CHECK_DATE_TAG_KEY="check",
        LAST_CHECK_OLD_KEY_TAG_KEY="CHECK",
    )


def test_a_tag_key_is_at_most_128_characters_long(world: World) -> None:
    refused(world, BAD_INPUT, "IAM_EMAIL_TAG_KEY", "128", IAM_EMAIL_TAG_KEY="k" * 129)


def test_a_folder_of_templates_that_is_not_there_is_a_bad_setting(world: World) -> None:
    refused(world, BAD_INPUT, "/no/such/folder", MAIL_TEMPLATES="/no/such/folder")


# -- command line --


def test_an_illegal_user_name_is_refused_before_anything_is_read(world: World) -> None:
    refused(world, BAD_INPUT, "--user", "a b", arguments=("--user", "a b"))


def test_an_unknown_option_is_refused_before_anything_is_read(world: World) -> None:
    refused(world, BAD_INPUT, "--dry", arguments=("--dry",))


def test_an_unknown_form_of_output_is_refused_before_anything_is_read(world: World) -> None:
    refused(world, BAD_INPUT, "--output", "xml", arguments=("--output", "xml"))


def test_no_command_and_an_unknown_command_are_refused(world: World) -> None:
    for arguments, word in (((), "plan, apply"), (("rotate",), "rotate")):
        outcome = world.run(*arguments)
        equal((outcome.status, outcome.calls), (BAD_INPUT, []), f"status and calls of {arguments}")
        contains(outcome.stderr, word, what="standard error")


def test_a_day_that_is_past_or_none_is_refused(world: World) -> None:
    world.user().key(age=61)
    for text in (str(day(-1)), "yesterday", "+0", "+401"):
        outcome = world.run("plan", "--as-of", text)
        found = outcome.status, outcome.writes, outcome.stdout
        equal(found, (BAD_INPUT, [], ""), f"status, writes and output for {text}")
        contains(outcome.stderr, text, what="standard error")


def test_a_user_that_does_not_exist_is_named(world: World) -> None:
    refused(world, CANNOT_BEGIN, "missing", arguments=("--user", "missing", "--user", "alice"))


# -- bucket and sender --


def test_a_bucket_that_does_not_exist_is_named(world: World) -> None:
    remarked(world, "no-such-bucket", "does not exist", S3_CSV_BUCKET="no-such-bucket")


def test_a_bucket_of_another_account_is_refused(world: World) -> None:
    world.account.make_bucket("foreign-bucket", world.account.other_account())
    remarked(world, "foreign-bucket", "does not belong to this account", S3_CSV_BUCKET="foreign-bucket")


def test_a_bucket_that_is_public_by_its_access_control_list_is_refused(world: World) -> None:
    world.account.client("s3").put_bucket_acl(Bucket=BUCKET, ACL="public-read")
    remarked(world, BUCKET, "public")


def every_principal_may_read(world: World) -> None:
    statement = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{BUCKET}/*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    world.account.client("s3").put_bucket_policy(Bucket=BUCKET, Policy=policy)


def test_a_bucket_that_is_public_by_its_policy_is_refused(world: World) -> None:
    every_principal_may_read(world)
    remarked(world, BUCKET, "public")


def test_a_public_policy_does_no_harm_where_public_access_is_blocked(world: World) -> None:
    every_principal_may_read(world)
    blocked = dict.fromkeys(("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"), True)
    world.account.client("s3").put_public_access_block(Bucket=BUCKET, PublicAccessBlockConfiguration=blocked)
    world.user().key(age=61)
    world.decides("rotate", "OVERDUE")


def test_a_sender_that_is_not_verified_is_named(world: World) -> None:
    remarked(world, "other@corp.example", "not verified", SES_EMAIL="other@corp.example")


def test_a_sender_in_a_verified_domain_is_verified(world: World) -> None:
    world.account.verify_sender("mail.example")
    world.user().key(age=31)
    world.settings["SES_EMAIL"] = "keys@eu.mail.example"
    planned = world.plan()
    equal(planned.status, 0, "exit status")
    holds("sender could not be checked" not in planned.stderr, "the sender was not recognised")


def test_a_sender_with_a_name_is_checked_by_its_address_and_sends(world: World) -> None:
    world.account.verify_sender("xn--mnchen-3ya.example")
    world.user().key(age=31)
    world.settings["SES_EMAIL"] = "Schlüssel <keys@münchen.example>"
    world.apply()
    equal(world.mail()["from"], "=?UTF-8?B?U2NobMO8c3NlbA==?= <keys@xn--mnchen-3ya.example>", "the sender")


# -- credentials, network, permissions --


def test_without_credentials_nothing_begins(world: World) -> None:
    outcome = refused(world, CANNOT_BEGIN, "credentials", without=tuple(CREDENTIALS))
    holds(len(outcome.stderr) < 1500, f"the message is too long to read:\n{outcome.stderr}")


def test_a_profile_that_does_not_exist_is_named(world: World) -> None:
    refused(world, CANNOT_BEGIN, "no-such-profile", without=tuple(CREDENTIALS), AWS_PROFILE="no-such-profile")


SIGN_ON = """
[profile corp]
sso_session = corp
sso_account_id = 123456789012
sso_role_name = Keyturn
[sso-session corp]
sso_region = eu-central-1
sso_start_url = https://corp.example/start
"""


def test_a_user_whose_session_has_expired_is_told_to_sign_in_again(world: World) -> None:
    (world.home / ".aws").mkdir()
    (world.home / ".aws" / "config").write_text(SIGN_ON)
    refused(world, CANNOT_BEGIN, "aws sso login", without=tuple(CREDENTIALS), AWS_PROFILE="corp")


def test_a_profile_made_by_aws_login_is_known(world: World) -> None:
    (world.home / ".aws").mkdir()
    login = "[profile corp]\nlogin_session = arn:aws:iam::123456789012:user/alice\nregion = eu-central-1\n"
    (world.home / ".aws" / "config").write_text(login)
    refused(world, CANNOT_BEGIN, "login_session", "re-authenticate", without=tuple(CREDENTIALS), AWS_PROFILE="corp")


def test_a_profile_of_the_command_line_goes_before_keys_of_the_environment(world: World) -> None:
    refused(world, CANNOT_BEGIN, "no-such-profile", "--profile", arguments=("--profile", "no-such-profile"))
    (world.home / ".aws").mkdir()
    (world.home / ".aws" / "config").write_text("[profile sealed]\ncredential_process = echo sealed vault >&2 && exit 3\n")
    refused(world, CANNOT_BEGIN, "Profile 'sealed'", "sealed vault", arguments=("--profile", "sealed"))


def test_each_place_that_should_have_had_credentials_is_named(world: World) -> None:
    refused(
        world,
        CANNOT_BEGIN,
        "The environment",
        "AWS_SECRET_ACCESS_KEY",
        "The web identity",
        "/no/such/token",
        without=("AWS_SECRET_ACCESS_KEY",),
        AWS_WEB_IDENTITY_TOKEN_FILE="/no/such/token",
        AWS_ROLE_ARN="arn:aws:iam::123456789012:role/keyturn",
    )


def test_plain_http_to_another_machine_is_refused_in_a_profile_too(world: World) -> None:
    (world.home / ".aws").mkdir()
    (world.home / ".aws" / "config").write_text("[profile plain]\nendpoint_url = http://elsewhere.example\n")
    words = ("endpoint_url of profile plain", "plain HTTP")
    refused(world, BAD_INPUT, *words, arguments=("--profile", "plain"), AWS_ENDPOINT_URL="")


def test_a_profile_that_does_not_exist_is_named(world: World) -> None:
    words = ("There is no profile 'no-such-profile' (AWS_PROFILE)", "~/.aws/config")
    refused(world, CANNOT_BEGIN, *words, without=tuple(CREDENTIALS), AWS_PROFILE="no-such-profile")


def test_a_profile_file_that_the_sdk_refuses_is_named(world: World) -> None:
    (world.home / ".aws").mkdir()
    file = world.home / ".aws" / "config"
    file.write_text("[default]\nregion eu-central-1\n")
    refused(world, BAD_INPUT, str(file), "refused by AWS's SDK for Java", "line 2")


def test_regions_of_two_partitions_are_refused(world: World) -> None:
    refused(world, CANNOT_BEGIN, "us-gov-west-1", "SES_REGION", arguments=("--region", "us-gov-west-1"))


def test_without_a_network_nothing_begins(world: World) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))  # bound and not listening: connections are refused
        refused(world, CANNOT_BEGIN, "GetCallerIdentity", AWS_ENDPOINT_URL=f"http://127.0.0.1:{free.getsockname()[1]}")


@pytest.mark.parametrize(
    ("actions", "words"),
    [
        (("GetCallerIdentity",), ("GetCallerIdentity", "denied")),
        (("ListAccessKeys",), ("ListAccessKeys", "denied")),
        (("GetAccountAuthorizationDetails", "ListUsers"), ("ListUsers", "denied")),
    ],
    ids=lambda words: "+".join(words),
)
def test_without_permission_to_look_around_nothing_begins(
    world: World, actions: tuple[str, ...], words: tuple[str, ...]
) -> None:
    refused(world, CANNOT_BEGIN, *words, fault=faults.deny(*actions))


def test_without_permission_to_look_at_the_bucket_no_apply_begins(world: World) -> None:
    remarked(world, BUCKET, "s3:ListBucket", fault=faults.deny("ListBuckets", "HeadBucket"))


def test_without_permission_for_the_bulk_call_the_run_continues_and_says_so(world: World) -> None:
    world.user().key(age=61)
    world.user("stranger", email=None).key(age=61)
    done = world.apply(fault=faults.deny("GetAccountAuthorizationDetails"))
    equal((done.status, done.verdicts), (0, {"alice": ("rotate", "OVERDUE")}), "status and decisions")
    contains(done.stderr, "one by one", what="standard error")


@pytest.mark.parametrize(
    ("action", "reason", "words"),
    [
        # moto has no GetAccount, so SES answers nothing at all.
        ("GetEmailIdentity", "MAIL_UNAVAILABLE", "sender could not be checked"),
        ("GetBucketAcl", "BUCKET_UNCLEAR", "bucket could not be checked"),
    ],
)
def test_while_it_is_unclear_whether_a_key_could_be_delivered_none_is_made_and_all_else_is_done(
    world: World, action: str, reason: str, words: str
) -> None:
    alice = world.user()
    alice.key(age=61)
    before = alice.keys(), alice.tags()
    world.user("warned").key(age=31)
    wanted = {"alice": ("hold", reason), "warned": ("warn", "WARNING")}
    planned = world.plan(fault=faults.deny(action))
    done = world.apply(fault=faults.deny(action))
    equal((planned.verdicts, done.status, done.verdicts), (wanted, 0, wanted), "decisions and status")
    contains(done.stderr, words, what="standard error")
    equal((alice.keys(), alice.tags()), before, "keys and tags")
    equal(world.mail()["to"], "warned@corp.example", "the one address that was written to")


def test_without_permission_for_last_uses_a_rotation_still_takes_place(world: World) -> None:
    world.user().key(age=61)
    done = world.apply(fault=faults.deny("GetAccessKeyLastUsed"))
    equal((done.status, done.verdicts), (0, {"alice": ("rotate", "OVERDUE")}), "status and decisions")
    contains(world.mail()["text"], "Last use", what="the mail")


def test_without_permission_for_list_buckets_the_bucket_is_asked_itself(world: World) -> None:
    world.user().key(age=61)
    done = world.apply(fault=faults.deny("ListBuckets"))
    equal((done.status, done.verdicts), (0, {"alice": ("rotate", "OVERDUE")}), "status and decisions")


@pytest.mark.parametrize("action", ["TagUser", "CreateAccessKey", "PutObject"])
def test_without_permission_for_a_step_of_it_a_rotation_fails_and_leaves_nothing_behind(
    world: World, action: str
) -> None:
    alice = world.user()
    old = alice.key(age=61)
    world.user("bob").key(age=31)
    before = alice.tags()
    done = world.apply(fault=faults.deny(action, user="alice"))
    equal(done.status, 1, "exit status")
    equal(done.results, {"alice": "failed", "bob": "done"}, "outcomes")
    contains(done.rows["alice"].error or "", action, "denied", what="the error")
    equal(alice.statuses(), {old: "Active"}, "keys")
    equal(alice.tags(), before, "tags")
    equal(world.account.files(), {}, "files")


def test_without_permission_for_list_access_keys_of_one_user_that_user_fails(world: World) -> None:
    world.user().key(age=61)
    world.user("bob").key(age=31)
    for command in ("plan", "apply"):
        done = world.run(command, "--output", "json", fault=faults.deny("ListAccessKeys", user="alice"))
        equal(done.status, 1, f"exit status of {command}")
        equal(done.rows["alice"].verdict, ("hold", "READ_FAILED"), "verdict")


def test_without_permission_to_send_mail_the_old_key_keeps_its_grace(world: World) -> None:
    alice = world.user()
    old = alice.key(age=61)
    done = world.apply(fault=faults.deny("SendEmail"))
    equal((done.status, done.rows["alice"].outcome), (1, "failed"), "status and outcome")
    world.account.pass_days(50)
    world.decides("rotate", "RESUME_ANNOUNCE")
    equal(set(alice.statuses().values()), {"Active"}, "statuses")
    contains(world.mail()["text"], old, alice.new_key(old), what="the mail")
    world.every_key_has_its_file(alice)
    world.quiet()
