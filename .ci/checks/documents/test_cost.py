"""docs/cost.md: the sums are those of its quantities and prices, and what the stack makes is counted in the template."""

from __future__ import annotations

import json
import re

import cfnlint.decode
import pytest

from checks.common.built import ROOT

pytestmark = pytest.mark.always

PRICE = re.compile(r"\$([\d.]+)(?: per ([\d,]+|million))?")


def rows() -> dict[str, list[str]]:
    """The rows of the table of costs, by their first cell."""
    page = (ROOT / "docs" / "cost.md").read_text()
    table = page[page.index("| in 30 days |") :].split("\n\n")[0]
    lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()]
    return {cells[0]: cells[1:] for cells in lines}


def number(text: str) -> float:
    return float(text.replace(",", "").strip("*$"))


def test_the_sums_are_those_of_the_quantities_at_their_prices() -> None:
    priced = {what: cells for what, cells in rows().items() if PRICE.match(cells[0])}
    assert len(priced) == 9
    sums = [0.0, 0.0, 0.0]
    for price, *quantities in priced.values():
        found = PRICE.match(price)
        assert found
        per = 1e6 if found[2] == "million" else number(found[2] or "1")
        sums = [total + number(quantity) * float(found[1]) / per for total, quantity in zip(sums, quantities, strict=True)]
    assert rows()["**sum a month**"][1:] == [f"**${total:.2f}**" for total in sums]


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
