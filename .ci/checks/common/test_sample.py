"""Samples and shards together run everything, and nothing twice."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from checks.common.sample import PARTS, Sample, Shard
from conftest import repeat_line

pytestmark = pytest.mark.always

NAMES = [f"checks/test_{number}.py::test_fact[{number}]" for number in range(1000)]


@pytest.mark.parametrize("first", [0, 7, 20261125])
def test_twenty_successive_samples_hold_each_name_once(first: int) -> None:
    samples = [Sample(seed) for seed in range(first, first + PARTS)]
    assert {sum(sample.holds(name) for sample in samples) for name in NAMES} == {1}


def test_a_sample_of_all_holds_each_name() -> None:
    assert all(Sample.parse("all").holds(name) for name in NAMES)


@pytest.mark.parametrize(("count", "of"), [(1, 4), (2, 7), (6, 25), (9, 3)])
def test_successive_samples_pick_each_of_a_group(count: int, of: int) -> None:
    picked = [Sample(seed).pick(range(of), count) for seed in range(100, 100 + PARTS)]
    assert {len(one) for one in picked} == {min(count, of)}
    assert set().union(*picked) == set(range(of))


def test_the_shards_of_some_processes_share_everything() -> None:
    shares = [Shard.parse(f"{number}/3").share(NAMES) for number in (1, 2, 3)]
    assert sorted(name for share in shares for name in share) == sorted(NAMES)


@pytest.mark.parametrize("text", ["0/2", "3/2", "1"])
def test_a_shard_that_does_not_exist_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        Shard.parse(text)


@pytest.mark.parametrize(("sample", "options"), [("all", ""), ("7", " --sample 7")])
def test_the_line_that_repeats_a_failure_has_the_sample_which_may_have_drawn_the_name(sample: str, options: str) -> None:
    config = SimpleNamespace(getoption={"--sample": Sample.parse(sample)}.__getitem__)
    failed = SimpleNamespace(nodeid="checks/documents/test_documents.py::test_a[52-days-ahead]", config=config)
    assert repeat_line(failed, "--case", "b") == f"python3 -m pytest '.ci/{failed.nodeid}' --case b{options}"
