"""All flows; to import this package is to list them."""

from flows import ageing, bad_input, command_line, crowds, cuts, found, handover, lease, life, meanwhile, outages
from flows import owners, remedies, restraints, rotated, trail

__all__ = [
    "ageing",
    "bad_input",
    "command_line",
    "crowds",
    "cuts",
    "found",
    "handover",
    "lease",
    "life",
    "meanwhile",
    "outages",
    "owners",
    "remedies",
    "restraints",
    "rotated",
    "trail",
]
