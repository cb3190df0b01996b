"""python3 .ci/moto [PART OF A FLOW'S NAME]..."""

import sys

import runner

if __name__ == "__main__":
    sys.exit(runner.main(sys.argv[1:]))
