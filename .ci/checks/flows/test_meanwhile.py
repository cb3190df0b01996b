"""What the owner does between plan and work is heeded: the row says that the user changed, and nothing is touched."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from checks.common import faults
from checks.common.account import ADDRESS_TAG, User
from checks.common.expect import contains, equal
from checks.flows.works import DEACTIVATION, DELETION, ROTATION, Work
from checks.flows.world import World

# The plan reads a user's keys once; the second time, the work begins.
AS_THE_WORK_BEGINS = 2


def _deactivate_new_key(user: User, old: str) -> None:
    user.switch(user.new_key(old), "Inactive")


@pytest.mark.parametrize(
    ("work", "change", "now"),
    [
        pytest.param(ROTATION, lambda user, _: user.key(), "BOTH_ACTIVE", id="rotation: the owner made a second key"),
        pytest.param(ROTATION, lambda user, old: user.delete(old), "no active key", id="rotation: key removed"),
        pytest.param(
            ROTATION, lambda user, old: user.switch(old, "Inactive"), "no active key", id="rotation: key deactivated"
        ),
        pytest.param(DEACTIVATION, _deactivate_new_key, "WRONG_KEY_OFF", id="deactivation: new key deactivated"),
        pytest.param(
            DEACTIVATION,
            lambda user, old: user.delete(user.new_key(old)),
            "NEW_KEY_GONE",
            id="deactivation: new key removed",
        ),
        pytest.param(
            DELETION, lambda user, old: user.switch(old, "Active"), "REACTIVATED", id="deletion: old key activated"
        ),
        pytest.param(DELETION, _deactivate_new_key, "NO_WORKING_KEY", id="deletion: new key deactivated"),
        pytest.param(
            DELETION, lambda user, _: user.untag(ADDRESS_TAG), "ADDRESS_GONE", id="deletion: address removed"
        ),
    ],
)
def test_work_is_not_begun_if_the_user_has_changed_since_the_plan(
    world: World, work: Work, change: Callable[[User, str], object], now: str
) -> None:
    alice = world.user()
    old = work.make_due(alice)
    after: list[object] = []

    def owner_acts() -> None:
        change(alice, old)
        after.append((alice.keys(), alice.tags()))

    done = world.apply(fault=faults.before("ListAccessKeys", AS_THE_WORK_BEGINS, owner_acts))
    equal((done.status, done.rows["alice"].verdict), (0, ("hold", "CHANGED_MEANWHILE")), "status and verdict")
    contains(done.rows["alice"].error or "", now, what="what the row says")
    equal(done.effects, [], "effects")
    equal([(alice.keys(), alice.tags())], after, "keys and tags, by how the owner left them")
