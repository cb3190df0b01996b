"""Packages of npm that checks use: fetched once into the user's cache, each in its pinned version."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "keyturn-checks"


def installed(name: str, version: str) -> Path:
    """The folder node_modules that holds the package and all it needs. Runs no script of a package."""
    folder = name.replace("/", "-")  # a scope is not a folder of its own
    kept = CACHE / f"{folder}-{version}"
    if not kept.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        begun = Path(tempfile.mkdtemp(prefix=f"{folder}-", dir=CACHE))
        try:
            options = ["--no-save", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts", "--silent"]
            subprocess.run(["npm", "install", *options, "--prefix", begun, f"{name}@{version}"], check=True, stdin=subprocess.DEVNULL)
            begun.rename(kept)  # complete, or not there
        except OSError:
            if not kept.exists():  # otherwise another process was faster
                raise
        finally:
            shutil.rmtree(begun, ignore_errors=True)
    return kept / "node_modules"
