"""The page of `keyturn plan --report`, for a company of 14 users and for one of 5,000."""

import base64
import json
import re
import subprocess
import time
import urllib.request
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import boto3
import pytest

from checks.common import axe, servers
from checks.pages.looks import LOOKS, check_readable, check_shown

FACT = pytest.mark.sampled(3, "facts of reports")


def bad_days(environment: dict[str, str]) -> dict[str, str]:
    """Adds a quarantined, a compromised, an unused, a deferred and a patient user; returns the settings that they need."""
    today = date.fromisoformat(control(environment, "GET", "clock")["now"][:10])
    made, settings = [], {
        "ON_EXPOSED": "rotate", "UNUSED_DAYS": "45", "MAX_OVERDUE_DAYS": "90", "NO_ACTION_ON": f"{today}..{today + timedelta(days=1)}",
    }
    used = {"time": f"{today - timedelta(days=1)}T12:00:00Z", "region": "eu-central-1", "service": "s3"}

    def user(name: str, *keys: dict, **tags: str) -> None:
        made.append({"name": name, "tags": {"email": f"{name}@corp.example", **tags}, "keys": list(keys)})

    user("quarantined", {"ageDays": 20}, {"ageDays": 10})
    user("compromised", {"ageDays": 10, "lastUsed": used})
    user("unused", {"ageDays": 80})
    user("deferred", {"ageDays": 80}, {"ageDays": 11, "lastUsed": used})
    user("patient", {"ageDays": 70, "lastUsed": used}, **{"keyturn-overdue-days": "80", "keyturn-warning-days": "200"})
    keys = {user["name"]: user["keys"] for user in control(environment, "POST", "users", {"users": made})["users"]}
    iam = boto3.client(
        "iam", endpoint_url=environment["AWS_ENDPOINT_URL"], region_name="eu-central-1",
        aws_access_key_id=environment["AWS_ACCESS_KEY_ID"], aws_secret_access_key=environment["AWS_SECRET_ACCESS_KEY"],
    )
    for name in ("quarantined", "compromised"):
        iam.attach_user_policy(UserName=name, PolicyArn="arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3")
    record = {"last-check-date": str(today - timedelta(days=11)), "last-check-old-key": keys["deferred"][0]["id"]}
    iam.tag_user(UserName="deferred", Tags=[{"Key": key, "Value": value} for key, value in record.items()])
    control(environment, "DELETE", "report")  # so that the users are reported, as on an ordinary day
    return settings


def control(environment: dict[str, str], method: str, what: str, body: dict | None = None) -> dict:
    url = f"{environment['AWS_ENDPOINT_URL']}/_sandbox/{what}"
    asked = urllib.request.Request(url, json.dumps(body or {}).encode(), method=method)
    with urllib.request.urlopen(asked, timeout=60) as reply:
        return dict(json.loads(reply.read()))


class Written:
    """The report of a plan in a sandbox with this number of users, as a file."""

    def __init__(self, folder: Path, users: int, prepare=lambda _: {}) -> None:
        self.users, self.path = users, folder / f"report-{users}.html"
        with servers.sandbox(users) as environment:
            environment |= prepare(environment)
            began = time.monotonic()
            quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
            subprocess.run([servers.KEYTURN, "plan", "--report", self.path], env=environment, check=True, **quiet)
            self.seconds = time.monotonic() - began

    @property
    def url(self) -> str:
        return self.path.as_uri()


@pytest.fixture(scope="session")
def written(keyturn, tmp_path_factory):
    """The report for a number of users, made once."""
    return cache(lambda users: Written(tmp_path_factory.mktemp("report"), users))


@pytest.fixture(scope="session")
def bad_day(keyturn, tmp_path_factory):
    """The report of a company in which every part of a bad day happens at once."""
    return Written(tmp_path_factory.mktemp("bad-day"), 14, bad_days)


@pytest.fixture(params=[14, 5000])
def report(request, written):
    return written(request.param)


COLUMN = "[...document.querySelector('#today table').tBodies[0].rows].filter((row) => !row.hidden).map((row) => {})"
AGES = COLUMN.format("Number(row.cells[3].dataset.v)")
USERS = COLUMN.format("row.cells[0].firstChild.data")
SORTED = "document.querySelector('#today th:nth-child({})').getAttribute('aria-sort')"
ROWS = "[...document.querySelectorAll('tbody tr')]"


PRINTED = 12  # rows of a list on paper, unless all are asked for


def pages(page):
    """How many pages of A4 the report takes."""
    pdf = base64.b64decode(page.call("Page.printToPDF", seconds=120, paperWidth=8.27, paperHeight=11.69)["data"])
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def shorten(page):
    """Leaves a few rows of each table: the others are like them, and axe-core would need minutes for thousands."""
    page.eval("document.querySelectorAll('tbody > tr:nth-child(n + 30)').forEach((row) => row.remove())")


def unfold(page):
    """The main list, which is folded where it is long."""
    if page.eval("!!document.querySelector('#today > details:not([open])')"):
        page.click("#today > details > summary")


@FACT
def test_it_is_one_file_that_asks_for_nothing(page, report, record_property):
    page.open(report.url)
    assert page.requests == [report.url], f"nothing else is asked for: {page.requests[1:]}"
    policy = page.eval("document.querySelector('meta[http-equiv=Content-Security-Policy]').content")
    assert policy.startswith("default-src 'none';"), f"what is not in it may not be loaded: {policy}"
    assert "unsafe" not in policy, "no script or style but its own may run"
    assert page.text(".figures dd") == str(report.users), "its first figure is the number of users"
    interactive = page.eval("Math.round(performance.getEntriesByType('navigation')[0].domComplete)")
    record_property("KiB", report.path.stat().st_size // 1024)
    record_property("seconds to plan and write", round(report.seconds, 1))
    record_property("milliseconds until interactive", interactive)


@FACT
def test_a_head_sorts_by_mouse_and_by_keyboard(page, report, picture):
    page.open(report.url)
    unfold(page)
    page.click("#today th button", "Keys")
    assert page.eval(SORTED.format(4)) == "ascending", "the column says so"
    ages = page.eval(AGES)
    assert ages == sorted(ages) and len(set(ages)) > 1, "youngest first"
    page.key("Enter")
    assert page.eval(SORTED.format(4)) == "descending", "the column says the contrary"
    assert page.eval(AGES) == sorted(ages, reverse=True), "oldest first"
    page.eval("document.querySelector('#today th button').focus()")
    page.key(" ")
    users = page.eval(USERS)
    assert users == sorted(users, key=str.lower), "users by name"
    assert [page.eval(SORTED.format(n)) for n in (1, 4)] == ["ascending", None], "one column alone says so"


@FACT
def test_users_whose_names_look_like_numbers_are_sorted_by_name(page, report):
    page.open(report.url)
    unfold(page)
    page.eval("[...document.querySelector('#today table').tBodies[0].rows].slice(0, 3)"
              ".forEach((row, at) => row.cells[0].dataset.name = ['1e3', '999', '0x10'][at])")
    page.click("#today th button")
    names = page.eval(COLUMN.format("row.cells[0].dataset.name"))
    assert [name for name in names if name[0] in "019"] == ["0x10", "1e3", "999"]


@FACT
def test_a_filter_says_how_many_rows_are_left(page, report, picture):
    page.open(report.url)
    unfold(page)
    every = len(page.eval(USERS))
    page.click("#today input[type=search]")
    page.call("Input.insertText", text="ALICE@corp")
    assert page.eval(USERS) == ["alice"], "one is left"
    assert page.text("#today output") == f"1 of {every} rows", "it says so"
    page.screenshot(picture(f"filtered-{report.users}"))
    page.eval("""(() => { const [input, choice] = document.querySelectorAll("#today .tools > :is(input, select)");
        input.value = ""; choice.value = "rotate"; choice.dispatchEvent(new Event("input")); })()""")
    assert page.text("#today output") == f"3 of {every} rows", "three are to be rotated"


@FACT
def test_what_is_folded_opens(page, report, picture):
    # A real click can miss an element that still moves.
    page.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-reduced-motion", "value": "reduce"}])
    page.open(report.url)
    folded = page.eval("document.querySelectorAll('details:not([open])').length")
    assert folded > 0, "something is folded"
    assert page.eval("!!document.querySelector('#today > details')") == (report.users > 1000), "a long list is, and a short one is not"
    page.eval("document.querySelector('#compliance summary').focus()")
    page.key("Enter")
    check_shown(page, "the keyboard opens it", "document.querySelector('#compliance details').open")
    unfold(page)
    check_shown(page, "its rows can be seen", "document.querySelector('#today tbody tr').checkVisibility()")
    page.click("nav a", "Compliance")
    page.wait("Math.abs(document.querySelector('#compliance').getBoundingClientRect().top) < innerHeight")


@FACT
def test_without_script_everything_can_be_read(page, report, picture):
    page.call("Emulation.setScriptExecutionDisabled", value=True)
    page.open(report.url)
    assert page.eval("!document.querySelector('th button, .tools')"), "there is nothing that would not work"
    rows = page.eval("document.querySelectorAll('#today tbody tr').length")
    decided = page.eval("[...document.querySelectorAll('.figures div')].filter((tile) => /^to /.test(tile.querySelector('dt').textContent))"
                        ".reduce((sum, tile) => sum + Number(tile.querySelector('dd').textContent), 0)")
    assert rows >= decided > 0, "all that a plan decided is there"
    # Folds are the browser's own.
    page.eval("document.querySelectorAll('details').forEach((fold) => fold.open = true)")
    check_shown(page, "every row can be seen", f"{ROWS}.every((row) => row.checkVisibility())")


@FACT
def test_on_paper_lists_are_an_appendix_that_is_printed_when_asked_for(page, report, picture):
    page.open(report.url)
    page.resize(680, 960)  # A4 without its margins
    page.call("Emulation.setEmulatedMedia", media="print", features=[{"name": "prefers-color-scheme", "value": "dark"}])
    shown = "{}.every((row) => row.checkVisibility({{contentVisibilityAuto: true}}) && row.getBoundingClientRect().height > 0)"
    first = f"[...document.querySelectorAll('details:not(.aside) tbody, section > .scroll tbody')].every((body) => [...body.rows].slice(0, {PRINTED})"
    check_shown(page, "the first rows of each list are shown", first + ".every((row) => row.checkVisibility({contentVisibilityAuto: true})))")
    assert page.eval(f"[...document.querySelectorAll('tbody tr:nth-child(n + {PRINTED + 1})')].every((row) => !row.checkVisibility())"), "no more are"
    assert page.eval("![...document.querySelectorAll('.tools > *, nav, #appendix')].some((tool) => tool.checkVisibility()"
                         " && tool.localName !== 'output')"), "no tool of the screen is"
    ink = page.eval("getComputedStyle(document.body).color.match(/\\d+/g).map(Number)")
    assert max(ink) < 64, f"the ink is dark: {ink}"
    assert page.eval("document.documentElement.scrollWidth") <= 680, "nothing is cut off at the side"
    page.screenshot(picture(f"paper-{report.users}"), whole=report.users < 1000)
    page.eval("document.querySelector('#appendix').checked = true")
    check_shown(page, "every row is shown when lists are asked for", shown.format(ROWS))
    shorten(page)
    found = axe.violations(page)
    assert not found, "\n".join(found)


@FACT
@pytest.mark.parametrize(("users", "most"), [(200, 6), (2000, 12)])
def test_on_paper_it_is_short(page, written, users, most, record_property):
    page.open(written(users).url)
    found = pages(page)
    record_property("pages", found)
    assert found <= most, f"{found} pages for {users} users"


@FACT
def test_a_reader_chooses_the_version_of_the_benchmark(page, report):
    page.open(report.url)
    numbers = "[...document.querySelectorAll('.cis')].slice(0, 3).map((cell) => cell.textContent)"
    assert page.eval(numbers) == ["CIS 1.12", "CIS 1.13", "CIS 1.14"]
    for version, wanted in (("5.0", ["CIS 1.11", "CIS 1.12", "CIS 1.13"]), ("7.0", ["CIS 2.11", "\u2013", "CIS 2.12"])):
        page.eval(f"""(() => {{ const choice = document.querySelector("#version select");
            choice.value = "{version}"; choice.dispatchEvent(new Event("input")); }})()""")
        assert page.eval(numbers) == wanted, f"in version {version}"


@pytest.mark.sampled(1, "looks of reports of a bad day")
@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_a_bad_day_fits_and_everyone_can_read_it(page, bad_day, look, picture):
    look.on(page)
    page.open(bad_day.url)
    page.screenshot(picture("bad-day"), whole=True)
    assert page.eval(USERS)[0] == "compromised", "the exposed key comes first"
    text = page.eval("document.body.textContent")
    for said in ("COMPROMISED", "QUARANTINED", "UNUSED", "NO_ACTION_ON", "patient", "detach-user-policy"):
        assert said in text, f"{said} is missing"
    page.eval("document.querySelectorAll('details').forEach((fold) => fold.open = true)")
    check_readable(page, look, "unfolded")


@pytest.mark.sampled(1, "looks of reports")
@pytest.mark.parametrize("look", LOOKS, ids=str)
@pytest.mark.parametrize("users", [14, 200, 2000, 5000])
def test_it_fits_and_everyone_can_read_it(page, written, users, look, picture):
    look.on(page)
    page.open(written(users).url)
    page.screenshot(picture("whole"), whole=True)
    assert page.eval("document.documentElement.scrollWidth") <= look.width
    tables = page.eval("[...document.querySelectorAll('table')].filter((table) => !table.caption?.textContent"
                       " || !table.querySelector('thead th[scope=col]')).map((table) => table.outerHTML.slice(0, 80))")
    assert not tables, "tables without caption or heads"
    page.eval("document.querySelectorAll('details').forEach((fold) => fold.open = true)")
    assert page.eval("document.documentElement.scrollWidth") <= look.width, "with all that is folded"
    shorten(page)
    check_readable(page, look, "unfolded")
