"""Both zips of the function under AWS's runtime interface client, with a stub of the Lambda Runtime API."""

from __future__ import annotations

import json
import os
import re
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from checks.common import built

sys.path.append(str(built.ROOT / "release"))
import rehearsal  # noqa: E402
from source import built as sources  # noqa: E402

CLIENT = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda"


def laid_out(archive, folder):
    """As Lambda unpacks it, modes included."""
    with zipfile.ZipFile(archive) as zipped:
        for entry in zipped.infolist():
            path = Path(zipped.extract(entry, folder))
            path.chmod(stat.S_IMODE(entry.external_attr >> 16) or 0o644)
    return folder


@pytest.fixture(scope="module")
def account():
    with rehearsal.account(sources().command_jars) as opened:
        yield opened


@pytest.fixture(scope="module")
def own(only, tmp_path_factory):
    """The zip with its own runtime, unpacked."""
    return laid_out(only("keyturn-lambda-*-al2023-*.zip"), tmp_path_factory.mktemp("own"))


def planned(command, task, account, **variables):
    with rehearsal.function(command, task, {**account.settings, **variables}) as function:
        answer = function.invoke('{"mode": "plan"}')
        assert not answer.failed, answer.body + function.printed()
        return json.loads(answer.body)


@pytest.mark.always
def test_the_java25_zip_starts_on_a_java_of_aws(only, tmp_path, account):
    task = laid_out(only("keyturn-lambda-*-java25.zip"), tmp_path)
    command = [built.jdk() / "bin" / "java", "--enable-native-access=ALL-UNNAMED", "-cp", f"{built.RUNTIME}/*", CLIENT, rehearsal.HANDLER]
    assert planned(command, task, account)["mode"] == "plan"


# Times as unpacking may leave them.
@pytest.mark.sampled(1, "times")
@pytest.mark.parametrize("seconds", [None, 0, 4_000_000_000], ids=["now", "1970", "2096"])
def test_the_zip_with_its_own_runtime_starts_from_its_cache_whatever_times_it_was_unpacked_with(own, tmp_path, account, seconds):
    for path in own.rglob("*"):
        os.utime(path, None if seconds is None else (seconds, seconds))
    log = tmp_path / "jvm.log"
    options = f"-Xlog:class+load=info,aot=info,cds=info:file={log}"
    # These count after those of the command line, which turn the log off.
    report = planned([own / "bootstrap"], own, account, _JAVA_OPTIONS=options, PATH="/usr/bin:/bin")
    assert report["mode"] == "plan"
    said = log.read_text()
    assert "Using AOT-linked classes: true" in said
    loaded = re.findall(r" source: (.+)", said)
    assert sum("shared objects file" in source for source in loaded) > 0.95 * len(loaded)


@pytest.mark.always
@pytest.mark.parametrize("option", ["-Dkeyturn.nothing=here", "-XX:+UseParallelGC"])
def test_the_zip_with_its_own_runtime_starts_with_java_options_of_the_user(own, account, option):
    assert planned([own / "bootstrap"], own, account, JAVA_TOOL_OPTIONS=option)["mode"] == "plan"


@pytest.mark.always
@pytest.mark.parametrize(("memory", "heap"), [("128", "48M"), ("512", "192M"), ("1024", "384M")])
def test_the_heap_of_the_zip_with_its_own_runtime_follows_the_memory(own, tmp_path, account, memory, heap):
    log = tmp_path / "jvm.log"
    variables = {"AWS_LAMBDA_FUNCTION_MEMORY_SIZE": memory, "_JAVA_OPTIONS": f"-Xlog:gc+init=info:file={log}"}
    assert planned([own / "bootstrap"], own, account, **variables)["mode"] == "plan"
    assert f"Heap Max Capacity: {heap}" in log.read_text()


@pytest.mark.always
def test_the_zip_fits_into_what_lambda_takes(own):
    assert sum(path.stat().st_size for path in own.rglob("*") if path.is_file()) < 250 * 2**20


@pytest.mark.always
def test_the_zip_brings_the_licences_of_what_is_in_it(own):
    assert (own / "LICENSE").is_file() and list(own.glob("licenses/*/LICENSE*")) and (own / "runtime/legal/java.base").is_dir()


@pytest.mark.always
def test_the_zip_has_the_options_of_the_command(own):
    assert (own / "jvm.options").read_text() == (built.ROOT / "jvm.options").read_text()


@pytest.mark.always
def test_the_zip_knows_its_version_for_the_report(own):
    command = [own / "runtime/bin/java", "--list-modules"]
    modules = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    assert f"keyturn.function@{sources().version} open" in modules
