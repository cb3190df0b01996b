"""All flows; to import this package is to list them."""

from flows import ageing, bad_input, command_line, crowds, cuts, found, handover, life, meanwhile, outages, rotated

__all__ = [
    "ageing",
    "bad_input",
    "command_line",
    "crowds",
    "cuts",
    "found",
    "handover",
    "life",
    "meanwhile",
    "outages",
    "rotated",
]
