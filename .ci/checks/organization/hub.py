"""The hub of an organization: the function and the state machine."""

from __future__ import annotations

import json
from typing import Any

from checks.common.account import BUCKET
from checks.organization.company import Company
from checks.organization.function import Function
from checks.organization.machine import Engine, Relay


class Hub:
    """The function and the engine; one execution a day."""

    def __init__(self, company: Company, **settings: str) -> None:
        self.company = company
        self.function = Function(company.account.address, company.settings | settings)
        self.relay = Relay(company.account.address, self.function)
        self.function.settings["AWS_ENDPOINT_URL_SFN"] = f"http://127.0.0.1:{self.relay.port}"
        self.days = 0

    def day(self) -> dict[str, Any]:
        """Runs the machine to its end."""
        self.days += 1
        engine = Engine(self.relay)
        try:
            return engine.execute(f"day-{self.days}")
        finally:
            engine.close()

    def object(self, name: str) -> Any:
        found = self.company.account.client("s3").get_object(Bucket=BUCKET, Key=f"org/runs/day-{self.days}/{name}")
        return json.loads(found["Body"].read())

    def states(self) -> dict[str, str]:
        return {one["account"]: one["state"] for one in self.object("report.json")}

    def close(self) -> None:
        self.relay.close()
        self.function.close()
