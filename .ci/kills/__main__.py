"""python3 .ci/kills [PART OF A CASE'S NAME]..."""

import sys
from pathlib import Path

# Proxy, faults, account and command are those of the flows.
sys.path.insert(1, str(Path(__file__).resolve().parents[1] / "moto"))

import judge  # noqa: E402

if __name__ == "__main__":
    sys.exit(judge.main(sys.argv[1:]))
