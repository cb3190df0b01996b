"""What holds after every flow, whatever it was about."""

from __future__ import annotations

from checks.common.account import ADDRESS_TAG
from checks.common.expect import equal, holds
from checks.common.proxy import Call
from checks.flows.world import World

MOST_TAGS = 50


def check(world: World) -> None:
    no_secret_is_seen_outside_its_file(world)
    every_object_is_written_conditionally_and_encrypted(world)
    every_effect_stands_in_the_audit_trail(world)
    users_without_an_address_are_not_written_to(world)
    no_user_has_too_many_tags(world)
    equal(world.account.mails_kept(), len(world.mails()), "mails that SES took, by the calls that it answered")


def no_secret_is_seen_outside_its_file(world: World) -> None:
    secrets = set(world.keys_made().values())
    for user in world.account.users():
        secrets |= set(user.secrets())
    seen = [text for outcome in world.outcomes for text in (outcome.stdout, outcome.stderr)]
    for call in world.calls():
        seen += [call.path, call.body.decode("utf-8", "replace") if not call.stores_a_file else ""]
    for text in seen:
        holds(not any(secret in text for secret in secrets), f"a secret is seen outside its file:\n{text}")


def every_object_is_written_conditionally_and_encrypted(world: World) -> None:
    for call in world.calls():
        if call.action == "PutObject":
            headers = {name.lower(): value for name, value in call.headers.items()}
            new, renewed = headers.get("if-none-match") == "*", bool(headers.get("if-match"))
            holds(new or (renewed and call.about_the_state), f"{call.path} is written without a condition")
            asked = headers.get("x-amz-server-side-encryption")
            # Without a key S3 encrypts by the bucket's default, which no header may override.
            holds(asked in (None, "aws:kms"), f"{call.path} overrides the bucket's default with {asked}")


# Statuses of a command that came to its end.
ENDED = (0, 1)


def every_effect_stands_in_the_audit_trail(world: World) -> None:
    """
    Of runs that ended by themselves and could write; and nothing stands there that was not done. The digest is no
    effect on any user: it reports them.
    """
    administrators = world.settings.get("ADMIN_EMAIL", "")
    for outcome in world.outcomes:
        trail = [call for call in outcome.calls if call.audit_lines]
        if outcome.status not in ENDED or not all(call.took_place for call in trail):
            continue
        lines = [line for call in trail for line in call.audit_lines]
        done = {(line["effect"], subject(line)) for line in lines if line["result"] == "done"}
        tried = {(line["effect"], subject(line)) for line in lines}
        effects = {(effect_of(call), call.recipient or call.user) for call in outcome.calls if call.is_effect}
        arrived = {
            (effect_of(call), call.recipient or call.user)
            for call in outcome.calls
            if call.is_effect and call.took_place
        }
        equal(arrived - tried - {("send mail", administrators)}, set(), "effects that do not stand in the audit trail")
        equal(done - effects, set(), "what stands in the audit trail and was not done")


def subject(line: dict[str, str]) -> str:
    return line["object"] if line["effect"] == "send mail" else line["user"]


def effect_of(call: Call) -> str:
    """As the audit trail names it."""
    match call.action:
        case "PutObject":
            return "store file" if b"SecretAccessKey" in call.body else "claim file"
        case "UpdateAccessKey":
            return f"{'' if call.parameter('Status') == 'Active' else 'de'}activate key"
        case _:
            return EFFECTS[call.action]


EFFECTS = {
    "TagUser": "record",
    "UntagUser": "clear record",
    "CreateAccessKey": "create key",
    "DeleteAccessKey": "delete key",
    "SendEmail": "send mail",
}


def users_without_an_address_are_not_written_to(world: World) -> None:
    unmanaged = {user.name for user in world.account.users() if ADDRESS_TAG not in user.tags()}
    for call in world.calls():
        holds(not (call.writes and call.user in unmanaged), f"a user without an address was touched: {call}")


def no_user_has_too_many_tags(world: World) -> None:
    for user in world.account.users():
        holds(len(user.tags()) <= MOST_TAGS, f"{user.name} has more than {MOST_TAGS} tags")
