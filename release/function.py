"""The function: the zip for AWS's java25, and one for provided.al2023 with its own runtime and AOT cache.

The JVM checks every jar on the class path of a cache by size and modification time, but its own image of modules only by
size (JDK 25, aotClassLocation.cpp), and unpacking may set any time. So the function and its dependencies become one module in that image.
"""

from __future__ import annotations

import copy
import re
import shutil
import subprocess
import time
import zipfile
from pathlib import Path
from typing import Any

import cache
import class_list
import packs
import rehearsal
import runtime
from source import Source, jdk

HERE = Path(__file__).resolve().parent
MODULE = "keyturn.function"
MAIN = f"{MODULE}/com.amazonaws.services.lambda.runtime.api.client.AWSLambda"
SERVICES = "META-INF/services/"
PAPERS = re.compile(r"META-INF/((?:LICENSE|NOTICE)[^/]*)", re.IGNORECASE)

# What the jars look for with ServiceLoader besides what one of them provides.
SOUGHT = ("com.amazonaws.services.lambda.runtime.CustomPojoSerializer", "software.amazon.awssdk.http.async.SdkAsyncHttpService")


def for_java25(source: Source, work: Path, out: Path) -> None:
    shutil.copy(source.function_zip, out / f"keyturn-lambda-{source.version}-java25.zip")


def for_al2023(source: Source, work: Path, out: Path) -> None:
    jars = _jars(source, work / "jars")
    task = work / "task"
    task.mkdir()
    provided = _merge(jars, work / "module", task / "licenses")
    required = [name for name in runtime.modules(jars) if name not in runtime.BESIDES]
    _declare(work / "module", source.version, required, provided)
    runtime.link(task / "runtime", [MODULE, *runtime.BESIDES], "--module-path", str(work / "module"))
    for needless in ("keytool", "rmiregistry"):
        (task / "runtime" / "bin" / needless).unlink(missing_ok=True)
    shutil.copy(source.tree / "LICENSE", task)
    shutil.copy(source.tree / "jvm.options", task)
    shutil.copy(HERE / "bootstrap", task)
    (task / "bootstrap").chmod(0o755)
    packs.settle(task)
    _rehearse(source, task, work / "classes")
    _dump(task, work / "classes")
    architecture = "arm64" if runtime.arm() else "x64"
    packs.write_zip(out / f"keyturn-lambda-{source.version}-al2023-{architecture}.zip", task, "", source.time)


def _jars(source: Source, folder: Path) -> list[Path]:
    """The function's own, and those of AWS's runtime interface client; each once."""
    folder.mkdir()
    with zipfile.ZipFile(source.function_zip) as zipped:
        for entry in zipped.infolist():
            if entry.filename.endswith(".jar"):
                (folder / Path(entry.filename).name).write_bytes(zipped.read(entry))
    if not source.client_jars:
        raise RuntimeError("AWS's runtime interface client is missing: package the module proof")
    for jar in source.client_jars:
        shutil.copy(jar, folder)
    return sorted(folder.glob("*.jar"))


def _merge(jars: list[Path], module: Path, papers: Path) -> dict[str, list[str]]:
    """Unpacks every jar as Java 25 sees it into one folder; returns the services with their providers."""
    provided: dict[str, list[str]] = {}
    for jar in jars:
        with zipfile.ZipFile(jar) as zipped:
            for name, entry in _seen(zipped).items():
                content = zipped.read(entry)
                if name.startswith(SERVICES):
                    lines = (line.partition("#")[0].strip() for line in content.decode().splitlines())
                    provided.setdefault(name.removeprefix(SERVICES), []).extend(line for line in lines if line)
                elif paper := PAPERS.fullmatch(name):
                    _write(papers / jar.stem / paper[1], content)
                elif _belongs(name):
                    file = module / name
                    if file.exists() and file.read_bytes() != content:
                        raise RuntimeError(f"two jars hold different {name}")
                    _write(file, content)
    return provided


def _seen(zipped: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The files of a jar that may have versions for later Javas."""
    found: dict[str, tuple[int, zipfile.ZipInfo]] = {}
    for entry in zipped.infolist():
        versioned = re.fullmatch(r"META-INF/versions/(\d+)/(.+)", entry.filename)
        version, name = (int(versioned[1]), versioned[2]) if versioned else (0, entry.filename)
        if not entry.is_dir() and version <= 25 and version >= found.get(name, (0, entry))[0]:
            found[name] = version, entry
    return {name: entry for name, (_, entry) in found.items()}


def _belongs(name: str) -> bool:
    """Neither what is about the jar, nor sources, nor the client's native part for other systems."""
    if name.startswith("META-INF/") or name.endswith(("module-info.class", ".java")):
        return False
    native = "linux-aarch_64" if runtime.arm() else "linux-x86_64"
    return not name.endswith(".so") or f".{native}." in name


def _write(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


def _declare(module: Path, version: str, requires: list[str], provided: dict[str, list[str]]) -> None:
    """Open, because the SDK finds its settings as files beside its classes. The report shows the version."""
    lines = [f"open module {MODULE} {{"]
    lines += [f"  requires {name};" for name in requires if name != "java.base"]
    lines += [f"  uses {service};" for service in sorted({*provided, *SOUGHT})]
    lines += [f"  provides {service} with {', '.join(names)};" for service, names in sorted(provided.items())]
    source = module.parent / "module-info.java"
    source.write_text("\n".join([*lines, "}", ""]))
    javac = [jdk() / "bin" / "javac", "--release", "25", "--module-version", version, "-proc:none"]
    subprocess.run([*javac, "-d", module, source], check=True)


def _java(task: Path, *options: str) -> list[str | Path]:
    """As bootstrap starts it, but for the cache."""
    native = f"--enable-native-access={MODULE}"
    return [task / "runtime" / "bin" / "java", f"@{task / 'jvm.options'}", *options, native, "-m", MAIN]


def _rehearse(source: Source, task: Path, classes: Path) -> None:
    """Two days of work; notes the classes that they take."""
    noted = classes.with_suffix(".noted")
    with rehearsal.account(source.command_jars) as account:
        command = [*_java(task, f"-XX:DumpLoadedClassList={noted}"), rehearsal.HANDLER]
        with rehearsal.function(command, task, account.settings) as function:
            for _ in range(2):
                answer = function.invoke()
                if answer.failed:
                    raise RuntimeError(f"the rehearsal failed: {answer.body}\n{function.printed()}")
                account.pass_day()
            function.end()
    classes.write_text(class_list.sorted_list(noted.read_text().splitlines(), classes.parent / "module"))


def _dump(task: Path, classes: Path) -> None:
    """The cache: classes linked, lambdas resolved, heap and module graph laid out."""
    first, second = (_dumped(task, classes, classes.parent / name) for name in ("first.aot", "second.aot"))
    cache.same_each_time(first, second, task / "keyturn.aot")
    (task / "keyturn.aot").chmod(0o644)


def _dumped(task: Path, classes: Path, file: Path) -> cache.Dump:
    """Addresses are fixed, so that the cache holds the same ones each time. On a busy machine, soft references would be cleared
    meanwhile, and what they held made again."""
    options = ["-Xshare:dump", "-XX:+AOTClassLinking", "-XX:+UnlockDiagnosticVMOptions", "-XX:+AOTInvokeDynamicLinking"]
    options.append("-XX:SoftRefLRUPolicyMSPerMB=1000000")
    files = [f"-XX:SharedClassListFile={classes}", f"-XX:SharedArchiveFile={file}"]
    fixed = ["setarch", "-R"]
    if subprocess.run([*fixed, "true"], capture_output=True, check=False).returncode:
        fixed = []  # a container may forbid it; then the cache differs from build to build
    began = time.monotonic()
    done = subprocess.run([*fixed, *_java(task, *options, *files)], capture_output=True, text=True, check=False)
    if done.returncode or not file.is_file():
        raise RuntimeError(f"no AOT cache was made:\n{done.stdout}{done.stderr}")
    return cache.Dump(file, began, time.monotonic())


def bill(source: Source, java25: dict[str, Any]) -> dict[str, Any]:
    """That of the java25 zip, and AWS's client and the Java runtime."""
    made = copy.deepcopy(java25)
    known = {f"{one['name']}-{one['version']}.jar" for one in made["components"]}
    for jar in source.client_jars:
        if jar.name not in known:
            name, version = re.fullmatch(r"(.+?)-(\d[^-]*)\.jar", jar.name).groups()  # type: ignore[union-attr]
            made["components"].append(
                {"type": "library", "group": "com.amazonaws", "name": name, "version": version}
                | {"purl": f"pkg:maven/com.amazonaws/{name}@{version}?type=jar"}
                | {"hashes": [{"alg": "SHA-256", "content": packs.sha256(jar)}]}
            )
    return runtime.listed(made)
