"""Builds what a release consists of, the same bytes from the same commit: .ci/release [TAG|COMMIT]

Without a name, the tag of HEAD. --built packs the build of this checkout instead of building a clean copy. It is for
checks: nothing shows that the build is of the commit.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import command
import debian
import function
import packs
import runtime
from source import ROOT, Source, built, exported

PARTS = {
    "archive": command.archive,
    "any": command.any_system,
    "deb": debian.package,
    "java25": function.for_java25,
    "al2023": function.for_al2023,
}


def main() -> int:
    options = _options()
    os.umask(0o022)  # archives contain the modes of files
    os.environ.update(TZ="UTC", LC_ALL="C.UTF-8")  # documentation contains text in this language
    for name in ("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"):
        os.environ.pop(name, None)  # a release has the options of jvm.options only
    if options.built:
        packs.level = 1  # checks should not wait for it
    out = options.out.resolve()
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    with tempfile.TemporaryDirectory(prefix="keyturn-release-") as folder:
        work = Path(folder)
        source = built() if options.built else exported(options.ref, work / "source", out)
        for name in options.only or PARTS:
            print(f".ci/release: {name}", flush=True)
            part = work / name
            part.mkdir()
            PARTS[name](source, part, out)
        if not options.only:
            command.manifests(source, out)
        _bills(source, out)
    _checksums(out)
    for file in sorted(out.iterdir()):
        print(f"{file.stat().st_size:>12,} {file.name}")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog=".ci/release", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("ref", nargs="?", metavar="TAG|COMMIT", help="what to build; without it, the tag of HEAD")
    parser.add_argument("--built", action="store_true", help="pack what is built in this checkout")
    parser.add_argument("--only", action="append", choices=PARTS, help="only this part; may be repeated")
    parser.add_argument("--out", type=Path, default=ROOT / "target" / "release", help="default: target/release")
    options = parser.parse_args()
    if options.built and options.ref:
        parser.error("--built packs this checkout; it takes no tag and no commit")
    return options


def _bills(source: Source, out: Path) -> None:
    """The bills of materials of Maven, with the Java runtime where one is shipped: archive, package and the zip for provided.al2023."""
    if (bill := source.tree / "demo" / "target" / "keyturn-cli-bom.json").is_file():
        _bill(out / f"keyturn-cli-{source.version}-bom.json", runtime.listed(json.loads(bill.read_text())))
    if (bill := source.tree / "lambda" / "target" / "keyturn-lambda-bom.json").is_file():
        shutil.copy(bill, out / f"keyturn-lambda-{source.version}-bom.json")
        _bill(out / f"keyturn-lambda-al2023-{source.version}-bom.json", function.bill(source, json.loads(bill.read_text())))


def _bill(file: Path, bill: dict[str, Any]) -> None:
    file.write_text(json.dumps(bill, indent=2) + "\n")


def _checksums(out: Path) -> None:
    lines = [f"{packs.sha256(file)}  {file.name}\n" for file in sorted(out.iterdir())]
    (out / "SHA256SUMS").write_text("".join(lines))


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (RuntimeError, subprocess.CalledProcessError) as failure:
        print(f".ci/release: {failure}", file=sys.stderr)
        sys.exit(1)
