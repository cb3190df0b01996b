"""Runs that are killed, or lose calls, at every call of every story; undisturbed runs after them end as one would have."""

from __future__ import annotations

import pytest

from checks.kills import kills, mishaps
from checks.kills.backends import BACKENDS
from checks.kills.cases import Chosen
from checks.kills.conftest import Judge
from checks.kills.scene import AT_ONCE, LATER, Combination, Stage
from checks.kills.subjects import SUBJECTS

# Every test runs in every sample: the sample chooses among the cases of each.
pytestmark = pytest.mark.always

EVERYWHERE = [Combination(subject, backend, AT_ONCE) for backend in BACKENDS for subject in SUBJECTS]
FUNCTION = [combination for combination in EVERYWHERE if combination.subject == "function"]

# A next run that comes later is tried where the clock can be set, and with one subject: time changes nothing else about
# the other.
LET_THROUGH_LATER = Combination("command", "sandbox", LATER)

# Here every case takes processes of its own, so each subject and each backend is tried once.
AT_ACCOUNT = [Combination("command", "moto", AT_ONCE), Combination("function", "sandbox", AT_ONCE)]

PAIRS = 48


def on(*combinations: Combination) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("stage", combinations, ids=lambda it: str(it).replace("/", "-"), indirect=True)


@on(*EVERYWHERE, LET_THROUGH_LATER)
def test_a_run_killed_at_any_call_about_a_user_is_finished_by_the_next(
    stage: Stage, chosen: Chosen, judge: Judge
) -> None:
    scene, reference = stage.scene, stage.reference
    batches = kills.batches(reference, scene.combination, chosen)
    judge(verdict for batch in batches for verdict in kills.kill(scene, reference, batch))


@on(*AT_ACCOUNT)
def test_a_run_killed_at_any_call_about_no_user_is_finished_by_the_next(
    stage: Stage, chosen: Chosen, judge: Judge
) -> None:
    scene, reference = stage.scene, stage.reference
    cases = kills.account_cases(reference, scene.combination, chosen)
    judge(kills.kill_at_account(scene, reference, case) for case in cases)


# It takes a minute of waiting, so once.
@on(AT_ACCOUNT[0])
def test_the_lease_of_a_killed_run_is_waited_out(stage: Stage, chosen: Chosen, judge: Judge) -> None:
    cases = [f"{stage.scene.combination}/waits"]
    judge(kills.wait_the_lease_out(stage.scene, stage.reference) for case in cases if chosen(case))


@on(*EVERYWHERE)
def test_a_run_killed_twice_is_finished_by_the_next(stage: Stage, chosen: Chosen, judge: Judge) -> None:
    scene, reference = stage.scene, stage.reference
    batches = kills.pairs(reference, scene.combination, PAIRS, chosen)
    judge(verdict for batch in batches for verdict in kills.kill_twice(scene, reference, batch))


@pytest.mark.parametrize("mishap", ["reply-lost", "request-lost"])
@on(*EVERYWHERE)
def test_a_run_that_loses_any_one_call_ends_as_if_undisturbed(
    stage: Stage, mishap: str, chosen: Chosen, judge: Judge
) -> None:
    judge(mishaps.at_each_call(stage.scene, stage.reference, mishap, chosen))


@on(*FUNCTION)
def test_a_function_that_is_invoked_again_after_a_failure_finishes(stage: Stage, chosen: Chosen, judge: Judge) -> None:
    judge(mishaps.retried(stage.scene, stage.reference, chosen))


@on(*FUNCTION)
def test_two_functions_at_the_same_time_end_as_one(stage: Stage, chosen: Chosen, judge: Judge) -> None:
    judge(mishaps.overlaps(stage.scene, stage.reference, chosen))
