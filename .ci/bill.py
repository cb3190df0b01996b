"""Compares the bills of materials of a built tree with the shipped files: python3 .ci/bill.py FOLDER

Each bill lists exactly the jars on the command's class path or in the function's zip, with version and hash, and contains
nothing that differs from build to build.
"""

import hashlib
import json
import pathlib
import sys
import zipfile


def command(tree):
    """The jar of the command, and those on its class path: names with their SHA-256."""
    jars = [*tree.glob("demo/target/lib/*.jar"), *tree.glob("demo/target/keyturn-demo-*.jar")]
    return {jar.name: hashlib.sha256(jar.read_bytes()).hexdigest() for jar in jars}


def function(tree):
    """The files in the function's zip: names with their SHA-256."""
    with zipfile.ZipFile(tree / "lambda/target/keyturn-lambda.zip") as zipped:
        files = [entry for entry in zipped.infolist() if not entry.is_dir()]
        return {
            entry.filename.removeprefix("lib/"): hashlib.sha256(zipped.read(entry)).hexdigest()
            for entry in files}


def jar(component):
    return f"{component['name']}-{component['version']}.jar"


def jars(bill):
    """What stands for a jar. keyturn-sdk is a name for several others, and has none."""
    return [component for component in bill["components"] if not component["purl"].endswith("type=pom")]


def sha256(component):
    return next(hash["content"] for hash in component["hashes"] if hash["alg"] == "SHA-256")


def faults(name, bill, shipped):
    if bill.get("bomFormat") != "CycloneDX":
        yield f"{name}: not a bill in CycloneDX's form"
    if "serialNumber" in bill or "timestamp" in bill["metadata"]:
        yield f"{name}: has a serial number or a time, which differ from build to build"
    about = jar(bill["metadata"]["component"])
    if about not in shipped:
        yield f"{name}: is about {about}, which is not shipped"
    components = jars(bill)
    listed = {jar(component): sha256(component) for component in components}
    if len(listed) != len(components):
        yield f"{name}: lists a jar twice"
    expected = {file: digest for file, digest in shipped.items() if file != about}
    for file in sorted(expected.keys() | listed.keys()):
        if file not in listed:
            yield f"{name}: {file} is shipped and not listed"
        elif file not in expected:
            yield f"{name}: {file} is listed and not shipped"
        elif listed[file] != expected[file]:
            yield f"{name}: {file} is shipped with another content than listed"


def main(tree):
    found = []
    for module, name, shipped in (("demo", "cli", command(tree)), ("lambda", "lambda", function(tree))):
        bill = json.loads((tree / f"{module}/target/keyturn-{name}-bom.json").read_text())
        found += faults(name, bill, shipped)
        print(f"the bill of materials of {name} lists {len(jars(bill))} of {len(shipped)} jars, and is about the other")
    for fault in found:
        print(f".ci/bill.py: {fault}", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
