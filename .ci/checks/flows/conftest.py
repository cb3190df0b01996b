"""A flow is a test that takes `world`. One moto serves the session; each flow gets an empty account in it."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest

from checks.common.account import Account
from checks.flows import promises
from checks.flows.world import World


@pytest.fixture(scope="session")
def account() -> Account:
    return Account()


@pytest.fixture
def world(account: Account, keyturn: Path) -> Iterator[World]:
    """An account with a bucket and a verified sender, and the built command."""
    made = World(account)
    yield made
    made.close()


# In a hook and not in the fixture: a broken promise is a failure of the flow, not an error after it has passed.
@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, Any, Any]:
    """Checks after every flow what holds whatever the flow was about."""
    result = yield
    if isinstance(world := pyfuncitem.funcargs.get("world"), World):
        promises.check(world)
    return result


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Function, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Adds the last run to a failure: its calls, its output, its exit status."""
    report = yield
    world = getattr(item, "funcargs", {}).get("world")
    if report.failed and isinstance(world, World) and world.outcomes:
        report.sections.append(("last run", str(world.outcomes[-1])))
    return report
