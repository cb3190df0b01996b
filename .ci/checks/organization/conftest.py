"""One moto serves the session; each test gets an empty organization in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from checks.common.account import Account
from checks.organization.company import Company
from checks.organization.hub import Hub


@pytest.fixture(scope="session")
def account() -> Account:
    return Account()


@pytest.fixture
def company(account: Account, keyturn: Path) -> Iterator[Company]:
    made = Company(account)
    yield made
    made.close()


@pytest.fixture
def hubs() -> Iterator[list[Hub]]:
    made: list[Hub] = []
    yield made
    for hub in made:
        hub.close()
