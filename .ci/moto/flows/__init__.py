"""All flows; to import this package is to list them."""

from flows import bad_input, command_line, crowds, cuts, handover, life, rows

__all__ = ["bad_input", "command_line", "crowds", "cuts", "handover", "life", "rows"]
