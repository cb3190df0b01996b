"""Runs the commands of the documents in order: they print the shown output, on any day."""

from __future__ import annotations

import zlib

import pytest

from checks.common.built import ROOT
from checks.documents.match import Reader
from checks.documents.pages import steps
from checks.documents.shell import Shell

PAGES = [page for page in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))) if steps(page.read_text())]
DAYS_AHEAD = (0, 5, 30, 400)


def pytest_generate_tests(metafunc):
    """On today and three later days; in a sample, on one day."""
    if "ahead" in metafunc.fixturenames:
        seed = metafunc.config.getoption("--sample").seed
        metafunc.parametrize("ahead", DAYS_AHEAD if seed is None else [drawn(seed)], ids="{}-days-ahead".format)


def drawn(seed):
    """One of the four days in even samples, a day between them in odd ones."""
    return zlib.crc32(b"%d" % seed) % max(DAYS_AHEAD) if seed % 2 else DAYS_AHEAD[seed // 2 % len(DAYS_AHEAD)]


@pytest.mark.always
@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_commands_print_what_the_page_shows(keyturn, page, ahead):
    shell, reader = Shell(ahead), Reader()
    try:
        for step in steps(page.read_text()):
            done = shell.run(reader.command(step.command))
            printed = done.err if step.command.rstrip().endswith("&") else done.out
            told = "\n".join([f"$ {step.command}", *done.out, *done.err])
            assert done.status == step.status, told
            wrong = reader.reads(step.shown, printed)
            assert not wrong, f"{wrong}\n{told}"
    finally:
        shell.close()


@pytest.mark.always
def test_eight_successive_samples_have_the_four_days_and_four_others():
    days = [drawn(seed) for seed in range(185, 193)]
    assert set(DAYS_AHEAD) < set(days)
    assert len(set(days)) == 8


ONE, OTHER = "AKIAIOSFODNN7EXAMPLE", "AKIAIOSFODNN8EXAMPLE"


@pytest.mark.parametrize(
    ("shown", "printed"),
    [
        (["a"], []),
        (["a"], ["b"]),
        (["a"], ["a", "b"]),
        (["...", "c"], ["a", "b"]),
        ([f"{ONE} {ONE}"], [f"{ONE} {OTHER}"]),
        ([f"{ONE} {OTHER}"], [f"{ONE} {ONE}"]),
        (["2026-11-23 to 2026-11-24"], ["2026-12-01 to 2026-12-03"]),
        (["61 d"], ["62 d"]),
    ],
)
@pytest.mark.always
def test_a_reader_sees_what_is_wrong(shown, printed):
    assert Reader().reads(shown, printed)


@pytest.mark.always
def test_a_reader_has_other_ids_and_days():
    shown = [f"of {ONE}", "...", "on 2027-01-01, 5 January 2027"]
    assert not Reader().reads(shown, [f"of {OTHER}", "x", "on 2026-12-31, 4 January 2027"])


@pytest.mark.always
def test_a_day_without_a_year_is_as_much_later_as_the_others():
    shown = ["by 2026-12-05", "On 5 December it stops."]
    assert not Reader().reads(shown, ["by 2027-03-20", "On 20 March it stops."])
    assert Reader().reads(shown, ["by 2027-03-20", "On 21 March it stops."])
