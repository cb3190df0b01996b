"""What a test of kills is given: a stage for its subject and backend, its cases, and a judge of their outcomes."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from pathlib import Path

import pytest

from checks.common.sample import Sample
from checks.kills.cases import Chosen
from checks.kills.scene import Combination, Scene, Stage, undisturbed
from conftest import repeat_line


@pytest.fixture(scope="session")
def stages(keyturn: Path) -> Iterator[dict[Combination, Stage]]:
    """The stages of this session: each is made when the first test asks for it, and kept for the others."""
    made: dict[Combination, Stage] = {}
    yield made
    for stage in made.values():
        stage.scene.close()


@pytest.fixture
def stage(request: pytest.FixtureRequest, stages: dict[Combination, Stage]) -> Stage:
    """The subject before its backend, and all stories run through undisturbed: that is where the calls are known from."""
    combination: Combination = request.param
    named = request.config.getoption("--case")
    if named and not any(_may_mean(part, combination) for part in named):
        pytest.skip("no case of this combination is named")
    if combination not in stages:
        scene = Scene(combination)
        try:
            stages[combination] = Stage(scene, undisturbed(scene))
        except BaseException:
            scene.close()
            raise
    return stages[combination]


def _may_mean(part: str, combination: Combination) -> bool:
    whole = part.startswith(("command/", "function/"))
    return not whole or part.startswith(f"{combination}/") or f"{combination}/".startswith(part)


@pytest.fixture
def chosen(request: pytest.FixtureRequest, sample: Sample) -> Chosen:
    return Chosen(sample, tuple(request.config.getoption("--case")))


class Judge:
    """Reports each case as a subtest."""

    def __init__(self, subtests: pytest.Subtests, item: pytest.Item) -> None:
        self._subtests = subtests
        self._item = item

    def __call__(self, verdicts: Iterable[tuple[str, str]]) -> None:
        judged = False
        for name, wrong in verdicts:
            judged = True
            with self._subtests.test(name):
                if wrong:
                    again = repeat_line(self._item, "--case", name)
                    pytest.fail(f"{name}\n{wrong}\nThis case alone: {again}", pytrace=False)
        if not judged:
            pytest.skip("no case of this test is in the sample")


@pytest.fixture
def judge(request: pytest.FixtureRequest, subtests: pytest.Subtests) -> Judge:
    return Judge(subtests, request.node)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Function, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Adds the last run to a test that broke off."""
    report = yield
    found = getattr(item, "funcargs", {}).get("stage")
    if report.failed and isinstance(found, Stage) and found.scene.runs:
        report.sections.append(("last run", str(found.scene.runs[-1])))
    return report
