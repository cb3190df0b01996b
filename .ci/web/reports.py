"""What holds for `keyturn plan --report`, each named as a fact: of a company of 14, and of one of 5,000 users."""

import os
import re
import subprocess
import time

from visits import expect, expect_readable, expect_shown


class Written:
    """A report of a plan in a sandbox with so many users, as a file."""

    def __init__(self, home, folder, users):
        self.users, self.path = users, folder / f"report-{users}.html"
        sandbox = subprocess.Popen([home / "keyturn", "sandbox", "--port", "0", "--users", str(users)],
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        try:
            environment = dict(os.environ)
            for line in sandbox.stdout:
                if found := re.match(r"export (\w+)=(.*)", line):
                    environment[found[1]] = found[2].strip("'\"")
                if "WARNING_DAYS" in line:  # the last line of all
                    break
            began = time.monotonic()
            subprocess.run([home / "keyturn", "plan", "--report", self.path], env=environment, check=True,
                           stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            self.seconds = time.monotonic() - began
        finally:
            sandbox.terminate()
            sandbox.wait(20)
            sandbox.stdout.close()

    @property
    def url(self):
        return self.path.resolve().as_uri()


COLUMN = "[...document.querySelector('#today table').tBodies[0].rows].filter((row) => !row.hidden).map((row) => {})"
AGES = COLUMN.format("Number(row.cells[3].dataset.v)")
USERS = COLUMN.format("row.cells[0].firstChild.data")
SORTED = "document.querySelector('#today th:nth-child({})').getAttribute('aria-sort')"
ROWS = "[...document.querySelectorAll('tbody tr')]"


def unfold(page):
    """The main list, which is folded where it is long."""
    if page.eval("!!document.querySelector('#today > details:not([open])')"):
        page.click("#today > details > summary")


def it_is_one_file_that_asks_for_nothing(page, report, picture):
    page.open(report.url)
    expect(f"nothing else is asked for: {page.requests[1:]}", page.requests == [report.url])
    policy = page.eval("document.querySelector('meta[http-equiv=Content-Security-Policy]').content")
    expect(f"what is not in it may not be loaded: {policy}", policy.startswith("default-src 'none';"))
    expect("no script or style but its own may run", "unsafe" not in policy)
    expect("its first figure is the number of users", page.text(".figures dd") == str(report.users))
    interactive = page.eval("Math.round(performance.getEntriesByType('navigation')[0].domComplete)")
    print(f"        {report.users} users: {report.path.stat().st_size // 1024} KiB, planned and written in {report.seconds:.1f} s,"
          f" interactive after {interactive} ms")


def a_head_sorts_by_mouse_and_by_keyboard(page, report, picture):
    page.open(report.url)
    unfold(page)
    page.click("#today th button", "Keys")
    expect("the column says so", page.eval(SORTED.format(4)) == "ascending")
    ages = page.eval(AGES)
    expect("youngest first", ages == sorted(ages) and len(set(ages)) > 1)
    page.key("Enter")
    expect("the column says the contrary", page.eval(SORTED.format(4)) == "descending")
    expect("oldest first", page.eval(AGES) == sorted(ages, reverse=True))
    page.eval("document.querySelector('#today th button').focus()")
    page.key(" ")
    users = page.eval(USERS)
    expect("users by name", users == sorted(users, key=str.lower))
    expect("one column alone says so", [page.eval(SORTED.format(n)) for n in (1, 4)] == ["ascending", None])


def a_filter_says_how_many_rows_are_left(page, report, picture):
    page.open(report.url)
    unfold(page)
    every = len(page.eval(USERS))
    page.click("#today input[type=search]")
    page.call("Input.insertText", text="ALICE@corp")
    expect("one is left", page.eval(USERS) == ["alice"])
    expect("it says so", page.text("#today output") == f"1 of {every} rows")
    page.screenshot(picture(f"filtered-{report.users}"))
    page.eval("""(() => { const [input, choice] = document.querySelectorAll("#today .tools > :is(input, select)");
        input.value = ""; choice.value = "rotate"; choice.dispatchEvent(new Event("input")); })()""")
    expect("three are to be rotated", page.text("#today output") == f"3 of {every} rows")


def what_is_folded_opens(page, report, picture):
    # Nobody hits what glides away under the mouse.
    page.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-reduced-motion", "value": "reduce"}])
    page.open(report.url)
    folded = page.eval("document.querySelectorAll('details:not([open])').length")
    expect("something is folded", folded > 0)
    expect("a long list is, and a short one is not",
           page.eval("!!document.querySelector('#today > details')") == (report.users > 1000))
    page.eval("document.querySelector('#compliance summary').focus()")
    page.key("Enter")
    expect_shown("the keyboard opens it", page, "document.querySelector('#compliance details').open")
    unfold(page)
    expect_shown("its rows can be seen", page, "document.querySelector('#today tbody tr').checkVisibility()")
    page.click("nav a", "Compliance")
    page.wait("Math.abs(document.querySelector('#compliance').getBoundingClientRect().top) < innerHeight")


def without_script_everything_can_be_read(page, report, picture):
    page.call("Emulation.setScriptExecutionDisabled", value=True)
    page.open(report.url)
    expect("there is nothing that would not work", page.eval("!document.querySelector('th button, .tools')"))
    rows = page.eval(f"{ROWS}.length")
    expect("all that a plan decided is there", rows >= int(page.text(".figures div:nth-child(3) dd")))
    # Folds are the browser's own.
    page.eval("document.querySelectorAll('details').forEach((fold) => fold.open = true)")
    expect_shown("every row can be seen", page, f"{ROWS}.every((row) => row.checkVisibility())")


def on_paper_all_is_shown_and_nothing_is_dark(page, report, picture):
    page.open(report.url)
    page.resize(680, 960)  # A4 without its margins
    page.call("Emulation.setEmulatedMedia", media="print", features=[{"name": "prefers-color-scheme", "value": "dark"}])
    expect_shown("every row is shown", page, f"{ROWS}.every((row) => row.checkVisibility({{contentVisibilityAuto: true}})"
                                             " && row.getBoundingClientRect().height > 0)")
    expect("no box to filter is", page.eval("![...document.querySelectorAll('.tools > *')].some((tool) => tool.checkVisibility()"
                                            " && tool.localName !== 'output')"))
    ink = page.eval("getComputedStyle(document.body).color.match(/\\d+/g).map(Number)")
    expect(f"the ink is dark: {ink}", max(ink) < 64)
    expect(f"all can be read: {page.faint()}", not page.faint())
    expect("nothing is cut off at the side", page.eval("document.documentElement.scrollWidth") <= 680)
    page.screenshot(picture(f"paper-{report.users}"))
    page.call("Page.printToPDF")


def it_fits_and_can_be_read_by_everybody(page, report, picture):
    page.open(report.url)
    levels = page.eval("[...document.querySelectorAll('h1, h2, h3, h4')].map((heading) => Number(heading.localName[1]))")
    expect(f"headings are in order: {levels}",
           levels.count(1) == 1 and levels[0] == 1 and all(b <= a + 1 for a, b in zip(levels, levels[1:])))
    expect("every table has a caption and heads",
           page.eval("[...document.querySelectorAll('table')].every((table) => table.caption?.textContent"
                     " && table.querySelector('thead th[scope=col]'))"))
    for width, height in ((375, 812), (1280, 900)):
        page.resize(width, height)
        for dark in (False, True):
            page.scheme(dark)
            name = f"{report.users}-{width}-{'dark' if dark else 'light'}"
            page.screenshot(picture(name), whole=True)
            expect_readable(page, name, width)
            expect(f"{name} names its controls: {page.nameless()}", not page.nameless())
    page.resize(375, 812)
    page.eval("document.querySelectorAll('details').forEach((fold) => fold.open = true)")
    wide = page.eval("document.documentElement.scrollWidth")
    expect(f"it fits with all that is folded, too ({wide})", wide <= 375)


FACTS = [
    it_is_one_file_that_asks_for_nothing,
    a_head_sorts_by_mouse_and_by_keyboard,
    a_filter_says_how_many_rows_are_left,
    what_is_folded_opens,
    without_script_everything_can_be_read,
    on_paper_all_is_shown_and_nothing_is_dark,
    it_fits_and_can_be_read_by_everybody,
]
