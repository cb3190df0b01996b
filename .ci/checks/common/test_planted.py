"""The faults of proof/planted.py match the code: what they replace occurs once."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

pytestmark = pytest.mark.always

_SPEC = importlib.util.spec_from_file_location("planted", Path(__file__).parents[3] / "proof" / "planted.py")
assert _SPEC
assert _SPEC.loader
planted = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(planted)


@pytest.mark.parametrize("fault", planted.FAULTS, ids=lambda fault: fault.name)
def test_each_fault_changes_text_that_occurs_once(fault: planted.Fault) -> None:
    files = fault.planted()
    assert set(files) == {path for path, _, _ in fault.edits}


def test_names_of_faults_are_distinct_and_those_not_simulated_exist() -> None:
    names = [fault.name for fault in planted.FAULTS]
    assert len(set(names)) == len(names)
    assert set(names) >= planted.NOT_SIMULATED
