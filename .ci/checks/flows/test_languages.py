"""In every language of the machine, a run prints and stores the same bytes."""

from __future__ import annotations

import re
from pathlib import Path

from checks.common.expect import equal, holds
from checks.flows.world import World

# Arabic and Devanagari digits, and a dotless i.
LANGUAGES = {
    "en_US": "-Duser.language=en -Duser.country=US",
    "ar_SA": "-Duser.language=ar -Duser.country=SA",
    "hi-IN-u-nu-deva": "-Duser.language=hi -Duser.country=IN -Duser.extensions=u-nu-deva",
    "tr_TR": "-Duser.language=tr -Duser.country=TR",
}
READ_AT = re.compile(r'<time datetime="[^"]+T[^"]+Z">[^<]+ UTC</time>')
OF_THE_RUN = re.compile(r"Run <code>[^<]+</code>, [0-9]+ AWS calls, [0-9]+\.[0-9] s\.")


def page_of(world: World, language: str) -> tuple[str, str]:
    """The CSV and the page of a plan; what differs from run to run is checked and left out of the page."""
    file = Path(world.home) / f"{language}.html"
    planned = world.run("plan", "--output", "csv", "--report", str(file), JAVA_TOOL_OPTIONS=LANGUAGES[language])
    equal(planned.status, 0, f"exit status in {language}")
    page = file.read_text(encoding="utf-8")
    holds(OF_THE_RUN.search(page) is not None, f"the page's last line in {language}")
    holds(READ_AT.search(page) is not None, f"the time of the page in {language}")
    return planned.stdout, READ_AT.sub("", OF_THE_RUN.sub("", page))


def test_csv_and_page_are_the_same_bytes(world: World) -> None:
    world.user().key(age=61)
    world.user("bob").key(age=45)
    wanted = page_of(world, "en_US")
    for language in LANGUAGES:
        equal(page_of(world, language), wanted, f"CSV and page in {language}")


def test_object_names_are_in_ascii(world: World) -> None:
    world.user().key(age=61)
    done = world.apply(JAVA_TOOL_OPTIONS=LANGUAGES["ar_SA"])
    equal(done.status, 0, "exit status")
    names = [thing["Key"] for thing in world.account.client("s3").list_objects_v2(Bucket=world.settings["S3_CSV_BUCKET"])["Contents"]]
    holds(any(name.startswith("audit/") for name in names), f"an audit trail: {names}")
    equal([name for name in names if not name.isascii()], [], "names that are not ASCII")
