"""Common parts of all Python checks: samples, shards, the built command, and the line that repeats a failure."""

from __future__ import annotations

import shlex
from collections.abc import Generator
from pathlib import Path

import pytest

from checks.common import built
from checks.common.sample import Sample, Shard


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("keyturn")
    group.addoption(
        "--sample",
        type=Sample.parse,
        default=Sample.parse("all"),
        metavar="SEED|all",
        help="run one twentieth of the tests, drawn by this number; twenty successive numbers cover everything",
    )
    group.addoption(
        "--shard",
        type=Shard.parse,
        default=Shard.parse("1/1"),
        metavar="I/N",
        help="run the I-th of N shares, so that N processes can share the tests",
    )
    group.addoption(
        "--case",
        action="append",
        default=[],
        metavar="NAME",
        help="in a test that runs many cases, run only those whose name contains this; may be repeated",
    )


@pytest.fixture(scope="session")
def sample(pytestconfig: pytest.Config) -> Sample:
    """The sample of this session, for tests that draw their own cases."""
    return sample_of(pytestconfig)


@pytest.fixture(scope="session")
def keyturn() -> Path:
    """The built command; built first if it is missing or outdated."""
    return built.command()


def sample_of(config: pytest.Config) -> Sample:
    found = config.getoption("--sample")
    assert isinstance(found, Sample)
    return found


def pytest_report_header(config: pytest.Config) -> str:
    return f"sample: {sample_of(config)}, shard: {config.getoption('--shard')}"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keeps the sample, then this shard's share of it."""
    sample: Sample = sample_of(config)
    shard: Shard = config.getoption("--shard")
    drawn = _drawn(items, sample)
    sampled = [item for item in items if item in drawn or _in_sample(item, sample)]
    kept = shard.share(sampled)
    if len(kept) < len(items):
        chosen = set(kept)
        config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
        items[:] = kept


def _drawn(items: list[pytest.Item], sample: Sample) -> set[pytest.Item]:
    """The sample of tests that are marked as sampled(COUNT, GROUP)."""
    groups: dict[tuple[int, str], list[pytest.Item]] = {}
    for item in items:
        if marker := item.get_closest_marker("sampled"):
            groups.setdefault(marker.args, []).append(item)
    return {item for (count, _), group in groups.items() for item in sample.pick(group, count)}


def _in_sample(item: pytest.Item, sample: Sample) -> bool:
    if item.get_closest_marker("sampled"):
        return False
    return item.get_closest_marker("always") is not None or sample.holds(item.nodeid)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.failed:
        report.sections.append(("repeat with", repeat_line(item)))
    return report


def repeat_line(item: pytest.Item, *options: str) -> str:
    """The command that runs this test alone, from the root of the checkout. A sample may have drawn the test's name."""
    seed = sample_of(item.config).seed
    sampled = [] if seed is None else ["--sample", str(seed)]
    command = ["python3", "-m", "pytest", f".ci/{item.nodeid}", *options, *sampled]
    return shlex.join(command)
