"""What holds after every flow, whatever it was about."""

from __future__ import annotations

from account import ADDRESS_TAG
from expect import equal, holds
from world import World

MOST_TAGS = 50


def check(world: World) -> None:
    no_secret_is_seen_outside_its_file(world)
    every_file_is_stored_conditionally_and_encrypted(world)
    users_without_an_address_are_not_written_to(world)
    no_user_bears_too_many_tags(world)
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


def every_file_is_stored_conditionally_and_encrypted(world: World) -> None:
    for call in world.calls():
        if call.stores_a_file:
            headers = {name.lower(): value for name, value in call.headers.items()}
            equal(headers.get("if-none-match"), "*", f"If-None-Match of {call.path}")
            holds("x-amz-server-side-encryption" in headers, f"{call.path} is not encrypted")


def users_without_an_address_are_not_written_to(world: World) -> None:
    strangers = {user.name for user in world.account.users() if ADDRESS_TAG not in user.tags()}
    for call in world.calls():
        holds(not (call.writes and call.user in strangers), f"a user without an address was touched: {call}")


def no_user_bears_too_many_tags(world: World) -> None:
    for user in world.account.users():
        holds(len(user.tags()) <= MOST_TAGS, f"{user.name} bears more than {MOST_TAGS} tags")
