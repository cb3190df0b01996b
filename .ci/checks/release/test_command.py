"""The command as people install it: Debian package, archive with a runtime, zip for any system with Java 25."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import tarfile
import time
import urllib.request
import zipfile

import pytest

from checks.common import built, servers
from checks.release.conftest import UNPRIVILEGED, listed

pytestmark = pytest.mark.always

VERSION = re.compile(r"keyturn \d+\.\d+\.\d+ \(commit [0-9a-f]{12}(-dirty)?|keyturn \d+\.\d+\.\d+ \(commit unknown")


@pytest.fixture
def root(tmp_path):
    """A file system with a package database and no package."""
    place = tmp_path / "root"
    (place / "var/lib/dpkg/updates").mkdir(parents=True)
    (place / "var/lib/dpkg/info").mkdir()
    for name in ("status", "available"):
        (place / "var/lib/dpkg" / name).touch()
    return place


def dpkg(root, *words):
    """What the package needs of Debian is not in that file system."""
    forced = ["--force-not-root", "--force-depends", "--force-script-chrootless", f"--log={root.parent}/dpkg.log"]
    done = subprocess.run(["dpkg", f"--root={root}", *forced, *map(str, words)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def installed(root):
    return {name for name in listed(root) if not name.startswith("var/lib/dpkg/")}


def test_the_package_runs_without_java_and_maven_and_leaves_nothing(only, root, run):
    dpkg(root, "--install", only("*.deb"))
    keyturn = root / "usr/bin/keyturn"
    version = run(keyturn, "--version")
    assert (version.status, version.err) == (0, "")
    assert VERSION.match(version.out) and " on Java 25" in version.out
    demo = run(keyturn, "demo")
    assert (demo.status, demo.err) == (0, "") and "alice" in demo.out
    dpkg(root, "--purge", "keyturn")
    assert installed(root) == set()
    assert not (root / "usr").exists()


def test_the_package_replaces_a_key_in_its_own_sandbox_and_fetches_it_as_the_owner(only, root, run, bare, place):
    dpkg(root, "--install", only("*.deb"))
    keyturn = root / "usr/bin/keyturn"
    environment = {"PATH": bare, "HOME": str(place), "KEYTURN_AOT": "off"}
    serve = (keyturn, "sandbox", "--port", 0, "--users", 1)
    with servers.running(*serve, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        settings = servers.exported(process.stdout, "WARNING_DAYS")
        old = zoe(settings)
        applied = run(keyturn, "apply", "--yes", "--output", "json", **settings)
        assert applied.status == 0, applied
        (new,) = [row["newKey"] for row in json.loads(applied.out)["users"] if row["user"] == "zoe"]
        file = place / "credentials"
        file.write_text(f"[zoe]\naws_access_key_id = {old['id']}\naws_secret_access_key = {old['secret']}\n")
        file.chmod(0o600)
        owner = {name: settings[name] for name in ("AWS_ENDPOINT_URL", "AWS_REGION")} | {"AWS_SHARED_CREDENTIALS_FILE": str(file)}
        fetched = run(keyturn, "fetch", "--bucket", settings["S3_CSV_BUCKET"], "--profile", "zoe", "--yes", **owner)
        assert (fetched.status, fetched.err) == (0, "")
        assert f"aws_access_key_id = {new}\n" in file.read_text() and old["secret"] not in file.read_text()


def zoe(settings):
    """An owner whose key is overdue: its id and secret."""
    wanted = {"name": "zoe", "tags": {"email": "zoe@corp.example"}, "groups": ["keyturn-owners"], "keys": [{"ageDays": 61}]}
    request = urllib.request.Request(f"{settings['AWS_ENDPOINT_URL']}/_sandbox/users", json.dumps({"users": [wanted]}).encode())
    with urllib.request.urlopen(request, timeout=60) as reply:
        return json.load(reply)["users"][0]["keys"][0]


def test_the_package_has_a_man_page_and_completions(only, root):
    dpkg(root, "--install", only("*.deb"))
    page = subprocess.run(["gzip", "-dc", root / "usr/share/man/man1/keyturn.1.gz"], capture_output=True, text=True, check=True).stdout
    assert page == (built.ROOT / "docs/man/keyturn.1").read_text()
    completions = root / "usr/share/bash-completion/completions/keyturn"
    done = subprocess.run(["bash", "-c", f"source {completions} && complete -p keyturn"], capture_output=True, text=True)
    assert done.returncode == 0 and done.stdout.endswith(" keyturn\n")


@pytest.fixture
def unpacked(only, place):
    """The archive, read-only, at a path with spaces."""
    spaced = place / "a path with spaces"
    spaced.mkdir()
    with tarfile.open(only("keyturn-*-linux-*.tar.gz")) as archive:
        archive.extractall(spaced, filter="tar")
    (home,) = spaced.iterdir()
    subprocess.run(["chmod", "-R", "a-w", home], check=True)
    yield home
    subprocess.run(["chmod", "-R", "u+w", home], check=True)


@pytest.fixture
def someone():
    """Another user, where this one may become it; a user who cannot write there anyhow is the other way."""
    return UNPRIVILEGED if os.geteuid() == 0 else None


@pytest.fixture
def caches(place, someone):
    """That user's folder of caches, still empty."""
    folder = place / "caches of mine"
    folder.mkdir()
    if someone is not None:
        os.chown(folder, someone, someone)
    return folder


@pytest.fixture
def start(unpacked, run, someone, caches, place):
    """Starts the archive as that user. Returns what it printed, and whether Keyturn's classes came from its AOT cache."""
    log = place / "home" / "log"  # options in a variable end at a space

    def version(**variables):
        log.unlink(missing_ok=True)
        settings = {"XDG_CACHE_HOME": str(caches), "_JAVA_OPTIONS": f"-Xlog:class+load=info:file={log}", **variables}
        done = run(unpacked / "keyturn", "--version", user=someone, **settings)
        assert done.status == 0, done.err
        # The JVM's own archive holds classes of the JDK only.
        sources = re.findall(r"\] dev\.keyturn\.\S+ source: (.+)", log.read_text())
        return done.out, sum("shared objects file" in source for source in sources) > 0.9 * len(sources)

    return version


def test_the_archive_runs_read_only_from_a_path_with_spaces(unpacked, start):
    before = listed(unpacked)
    first, _ = start(KEYTURN_AOT="now")
    assert VERSION.match(first)
    assert start(KEYTURN_AOT="") == (first, True)
    assert listed(unpacked) == before


def test_the_first_start_makes_the_cache_for_the_next_ones(start, caches):
    assert not start(KEYTURN_AOT="")[1]
    end = time.monotonic() + 600
    while not list(caches.glob("keyturn/*.aot.of")):
        assert time.monotonic() < end, list(caches.rglob("*"))
        time.sleep(0.2)
    assert start(KEYTURN_AOT="")[1]


def test_a_cache_that_others_can_write_is_not_used(start, caches, someone):
    start(KEYTURN_AOT="now")
    (cache,) = caches.glob("keyturn/*.aot")
    # As if another start was making one, so that none of these does.
    shutil.copy2(f"{cache}.of", f"{cache}.begun")
    for path, bits in ((cache, 0o020), (cache, 0o002), (cache.parent, 0o020), (cache.parent, 0o002)):
        mode = path.stat().st_mode
        path.chmod(mode | bits)
        assert not start(KEYTURN_AOT="")[1], f"{path.name} with {bits:o}"
        path.chmod(mode)
        assert start(KEYTURN_AOT="")[1]
    if someone is not None:
        os.chown(cache, someone - 1, someone)
        assert not start(KEYTURN_AOT="")[1], "of another user"


def test_java_options_of_the_user_do_not_keep_it_from_starting(start):
    plain, _ = start(KEYTURN_AOT="now")
    # With another collector, the JVM decides whether the cache fits.
    for option, cached in {
        "-Dkeyturn.nothing=here": (True,),
        "-XX:+UseParallelGC": (True, False),
        "-XX:+UseZGC": (True, False),
        "-Xshare:off": (False,),
        "-XX:SharedArchiveFile=/nonexistent": (False,),
    }.items():
        printed, found = start(KEYTURN_AOT="", JAVA_TOOL_OPTIONS=option)
        assert printed == plain and found in cached, option


def test_the_archive_runs_where_nothing_can_be_written(unpacked, run, someone):
    shown = run(unpacked / "keyturn", "fetch", "--help", user=someone, KEYTURN_AOT="", HOME="/nonexistent")
    assert (shown.status, shown.err) == (0, "") and "keyturn fetch" in shown.out


def test_the_zip_for_any_system_runs_with_java_of_the_machine(only, tmp_path, run):
    with zipfile.ZipFile(only("keyturn-*-any.zip")) as archive:
        archive.extractall(tmp_path)
    (home,) = tmp_path.glob("keyturn-*")
    (home / "keyturn").chmod(0o755)  # Python's own unpacking leaves modes out
    version = run(home / "keyturn", "--version", JAVA_HOME=str(built.jdk()))
    assert (version.status, version.err) == (0, "") and VERSION.match(version.out)


def test_the_zip_for_any_system_says_that_it_needs_java(only, tmp_path, bare):
    with zipfile.ZipFile(only("keyturn-*-any.zip")) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith("/keyturn")]
        launcher = archive.extract(name, tmp_path)
    (tmp_path / name).parent.joinpath("lib").mkdir()
    text = (tmp_path / name).read_text()
    # The usual places of this machine hold a Java.
    (tmp_path / name).write_text(re.sub(r"/(usr|opt)/", "/nonexistent/", text))
    done = subprocess.run(["sh", launcher, "plan"], env={"PATH": bare}, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith("keyturn: no Java 25 was found. Install ")


def test_the_checksums_are_those_of_the_files(release):
    lines = (release / "SHA256SUMS").read_text().splitlines()
    named = {name: digest for digest, name in (line.split("  ") for line in lines)}
    files = [file for file in release.iterdir() if file.name != "SHA256SUMS"]
    assert named == {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def test_formula_and_manifest_name_the_zip_and_its_checksum(only):
    archive = only("keyturn-*-any.zip")
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    formula = only("keyturn.rb").read_text()
    assert f'url "RELEASE_ADDRESS/{archive.name}"' in formula and f'sha256 "{digest}"' in formula
    beside = [line.split() for line in formula.splitlines() if "zsh_completion.install " in line]
    assert beside == [["zsh_completion.install", '"completions/_keyturn",', '"completions/keyturn.bash"']]
    manifest = json.loads(only("keyturn.json").read_text())
    assert (manifest["url"], manifest["hash"]) == (f"RELEASE_ADDRESS/{archive.name}", digest)
    if ruby := shutil.which("ruby"):
        assert subprocess.run([ruby, "-c", only("keyturn.rb")], capture_output=True).returncode == 0
