"""docs/cost.md: the sums are those of its quantities and prices, and what the stack makes is counted in the template."""

from __future__ import annotations

import json
import re

import cfnlint.decode
import pytest

from checks.common.built import ROOT

pytestmark = pytest.mark.always

PRICE = re.compile(r"\$([\d.]+)(?: per ([\d,]+|million))?")


def rows(head: str = "| in 30 days |") -> dict[str, list[str]]:
    """The rows of a table of costs, by their first cell."""
    page = (ROOT / "docs" / "cost.md").read_text()
    table = page[page.index(head) :].split("\n\n")[0]
    lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()]
    return {cells[0]: cells[1:] for cells in lines}


def number(text: str) -> float:
    return float(text.replace(",", "").strip("*$"))


def sums_of(table: dict[str, list[str]], lines: int) -> list[float]:
    """The quantities at their prices, added up by column."""
    priced = {what: cells for what, cells in table.items() if PRICE.match(cells[0])}
    assert len(priced) == lines
    sums = [0.0] * (len(next(iter(priced.values()))) - 1)
    for price, *quantities in priced.values():
        found = PRICE.match(price)
        assert found
        per = 1e6 if found[2] == "million" else number(found[2] or "1")
        sums = [total + number(quantity) * float(found[1]) / per for total, quantity in zip(sums, quantities, strict=True)]
    return sums


def test_the_sums_are_those_of_the_quantities_at_their_prices() -> None:
    assert rows()["**sum a month**"][1:] == [f"**${total:.2f}**" for total in sums_of(rows(), 9)]


def test_a_day_of_an_organization_costs_what_the_table_adds_up_to_and_at_most_two_dollars() -> None:
    table = rows("| on a day of 10,000 accounts")
    (total,) = sums_of(table, 6)
    assert table["**sum a day**"][1:] == [f"**${total:.2f}**"]
    assert total <= 2


def test_the_page_counts_what_the_stack_makes() -> None:
    template, problems = cfnlint.decode.decode(str(ROOT / "deploy" / "template.yaml"))
    assert not problems
    kinds = [resource["Type"] for resource in json.loads(json.dumps(template))["Resources"].values()]
    guide = (ROOT / "deploy" / "README.md").read_text()
    metrics = re.findall(r"`(\w+)`", re.search(r"with the dimension `Installation`: (.*?)\. The dashboard", guide, re.S)[1])
    counted = {
        "CloudWatch alarms": kinds.count("AWS::CloudWatch::Alarm"),
        "CloudWatch dashboards": kinds.count("AWS::CloudWatch::Dashboard"),
        "CloudWatch metrics": len(metrics) + kinds.count("AWS::Logs::MetricFilter"),
    }
    assert {what: [number(cell) for cell in rows()[what][1:]] for what in counted} == {
        what: [count] * 3 for what, count in counted.items()
    }
