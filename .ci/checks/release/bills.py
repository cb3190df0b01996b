"""Compares bills of materials with the jars that they are about."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path


def faults(bill: Path, archive: Path) -> list[str]:
    """What is wrong with a bill of the jars in an archive: it lists each but the one that it is about, and nothing else."""
    return list(_faults(json.loads(bill.read_text()), _jars(archive)))


def _jars(archive):
    """The files in the folder lib of a zip: names with their SHA-256."""
    with zipfile.ZipFile(archive) as zipped:
        names = [name for name in zipped.namelist() if Path(name).parent.name == "lib"]
        return {Path(name).name: hashlib.sha256(zipped.read(name)).hexdigest() for name in names}


def _jar(component):
    return f"{component['name']}-{component['version']}.jar"


def _sha256(component):
    return next(hash["content"] for hash in component["hashes"] if hash["alg"] == "SHA-256")


def _faults(bill, shipped) -> Iterator[str]:
    if bill.get("bomFormat") != "CycloneDX":
        yield "not a bill in CycloneDX's form"
    if "serialNumber" in bill or "timestamp" in bill["metadata"]:
        yield "has a serial number or a time, which differ from build to build"
    about = _jar(bill["metadata"]["component"])
    if about not in shipped:
        yield f"is about {about}, which is not shipped"
    # keyturn-sdk is a name for several others, and has no jar; neither has the Java runtime.
    libraries = [component for component in bill["components"] if component["type"] == "library"]
    components = [library for library in libraries if not library["purl"].endswith("type=pom")]
    listed = {_jar(component): _sha256(component) for component in components}
    if len(listed) != len(components):
        yield "lists a jar twice"
    expected = {file: digest for file, digest in shipped.items() if file != about}
    for file in sorted(expected.keys() | listed.keys()):
        if file not in listed:
            yield f"{file} is shipped and not listed"
        elif file not in expected:
            yield f"{file} is listed and not shipped"
        elif listed[file] != expected[file]:
            yield f"{file} is shipped with another content than listed"
