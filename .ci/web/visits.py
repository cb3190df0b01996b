"""Visits of the demo page, each with a demo of its own; a visit is named as a fact."""

import subprocess
import time

from browser import PageFailure


class Demo:
    """`keyturn demo --web`, as a process."""

    def __init__(self, home):
        self.process = subprocess.Popen([home / "keyturn", "demo", "--web"], stdin=subprocess.DEVNULL,
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.address = self.process.stdout.readline().strip()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        self.process.terminate()
        self.process.wait(20)
        self.process.stdout.close()


def expect(what, wanted):
    if not wanted:
        raise PageFailure(what)


def expect_shown(what, page, script):
    """That something can be seen by the time a browser has drawn it: what a fold hides is let go with the next frame."""
    try:
        page.wait(script, 10)
    except PageFailure:
        raise PageFailure(what) from None


def expect_readable(page, name, width):
    """That it fits the width, and that nothing on it is too faint."""
    wide = page.eval("document.documentElement.scrollWidth")
    expect(f"{name} fits ({wide})", wide <= width)
    expect(f"{name} can be read: {page.faint()}", not page.faint())


def enter(page, demo):
    page.open(demo.address)
    page.wait("document.querySelectorAll('#rows > li').length === 14")


def day(page, number):
    """Waits until that day is today, and time stands still."""
    page.wait(f"document.querySelector('#day').textContent === 'Day {number}'"
              " && /Today/.test(document.querySelector('#standing').textContent)", 120)


def drag(page, to):
    """Drags the timeline's thumb to a day with the mouse, in steps, as a hand does."""
    x, y, width, now, most = page.eval("""(() => {
        const slider = document.querySelector("#slider"), box = slider.getBoundingClientRect();
        return [box.x, box.y + box.height / 2, box.width, Number(slider.value), Number(slider.max)];
    })()""")
    at = lambda value: x + 12 + (width - 24) * value / most
    page.mouse("mousePressed", at(now), y)
    for step in range(1, 11):
        page.mouse("mouseMoved", at(now + (to - now) * step / 10), y)
    page.mouse("mouseReleased", at(to), y)


def tab(page, name):
    page.click("[role=tab]", name)
    page.wait(f"document.querySelector('[role=tab][aria-selected=true]').textContent.includes('{name}')")


def chip(page, user):
    return page.text(f"[data-user={user}] .chip")


def a_visitor_sees_a_company_that_nothing_has_happened_to(page, demo, picture):
    enter(page, demo)
    expect("the header says what it is", "never was" in page.text("header"))
    expect("nothing is asked for but from the page's own address",
           all(url.startswith(demo.address) for url in page.requests))
    expect("alice's key is 58 days old", chip(page, "alice") == "key 58 days old")
    page.screenshot(picture("1280"))
    for name, words in (("Story", "Press Play"), ("Mails", "No mail yet. Drag the timeline to day 1"),
                        ("Bucket", "No file yet"), ("Calls", "No call yet")):
        tab(page, name)
        page.wait(f"document.querySelector('[role=tabpanel]:not([hidden])').textContent.includes('{words}')")


def dragging_the_timeline_lives_days_and_shows_the_past(page, demo, picture):
    enter(page, demo)
    drag(page, 14)
    page.wait("/Living on to day 14/.test(document.querySelector('#standing').textContent)")
    day(page, 14)
    expect("alice's old key goes off on day 14", chip(page, "alice") == "old key switched off")
    story = page.text("#story")
    expect("the story tells of it", "72 days old, is deactivated" in story.replace("\u2060", ""))
    page.screenshot(picture("day-14"))
    drag(page, 2)
    page.wait("document.querySelector('#day').textContent === 'Day 2'")
    expect("the page says that it looks back", "Looking back. Today is day 14" in page.text("#standing"))
    expect("alice was warned on day 2", chip(page, "alice") == "warned")
    expect("the story ends there", "Day 3" not in page.text("#story"))
    page.screenshot(picture("looking-back"))
    page.click("#back")
    day(page, 14)
    page.eval("document.querySelector('#slider').focus()")
    page.key("ArrowRight")
    day(page, 15)
    page.key("Home")
    page.wait("document.querySelector('#day').textContent === 'Day 0'")
    page.click("#step")
    day(page, 16)
    page.click("#play")
    page.wait("document.querySelector('#day').textContent === 'Day 18'")
    page.click("#play", "Pause")
    page.wait("document.querySelector('#play').textContent === 'Play'")


def the_first_things_to_try_work(page, demo, picture):
    enter(page, demo)
    page.click("#steps button", "Go to day 3")
    day(page, 3)
    page.wait("document.querySelector('[data-user=alice] .chip').textContent === 'replaced today'")
    page.click("#steps button", "Open the mail")
    page.wait("document.querySelector('.reader')")
    expect("it is the mail of the new key", "alice: fetch your new AWS access key" in page.text(".reader h3"))
    frame = "document.querySelector('.reader iframe')"
    expect("the mail can run nothing", page.eval(f"{frame}.getAttribute('sandbox')") == "")
    expect("the mail is out of the page's reach", page.eval(f"{frame}.contentDocument === null"))
    mail = page.eval(f"fetch({frame}.src).then((reply) => reply.text())")
    expect("the frame has the mail", "A new AWS access key waits for you" in mail)
    time.sleep(0.5)  # the frame paints in its own time; the picture is for people
    page.screenshot(picture("mail"))
    page.click(".reader button", "Text")
    page.wait("document.querySelector('.reader pre')?.textContent.includes('aws s3 cp')")
    page.click(".reader button", "All mails")
    page.wait("document.querySelector('.inbox')")
    page.click("#steps button", "See the file")
    page.wait("document.querySelector('#bucket .files')")
    expect("no secret is shown unasked", "SecretAccessKey" not in page.eval("document.body.textContent"))
    page.click("#bucket button", "Show the secret")
    page.wait("/SecretAccessKey/.test(document.querySelector('#bucket pre')?.textContent)")
    page.screenshot(picture("bucket"))
    page.click("#bucket button", "Hide")
    page.wait("!document.querySelector('#bucket pre')")
    page.click("#steps button", "Go to day 14")
    day(page, 14)
    page.wait("document.querySelector('[data-user=alice] .chip').textContent === 'old key switched off'")
    tab(page, "Calls")
    page.wait("document.querySelectorAll('.calls li').length > 10")
    page.screenshot(picture("calls"))


def a_visitor_can_be_an_owner(page, demo, picture):
    enter(page, demo)
    drag(page, 3)
    day(page, 3)
    page.click("[data-user=alice] .row")
    page.click("[data-user=alice] .more button", "Fetch the new key's file")
    page.wait("/SecretAccessKey/.test(document.querySelector('.outcome pre')?.textContent)")
    page.screenshot(picture("fetched"))
    page.click("[data-user=alice] .row")
    page.click("[data-user=alice] .row")
    page.wait("document.querySelector('[data-user=alice] .keys')")
    expect("a card that was closed shows no secret", "SecretAccessKey" not in page.eval("document.body.textContent"))
    page.click("[data-user=alice] .keys li:first-child button", "Switch off")
    page.wait("/switched off/.test(document.querySelector('[data-user=alice] .keys li:first-child').textContent)")
    page.click("[data-user=alice] .keys li:first-child button", "Delete")
    page.wait("document.querySelectorAll('[data-user=alice] .keys li').length === 1")
    page.click("[data-user=alice] .more button", "Make a key")
    page.wait("document.querySelectorAll('[data-user=alice] .keys li').length === 2")
    expect("two keys are all that AWS allows",
           page.eval("document.querySelector('[data-focus^=make-alice]').disabled"))
    tab(page, "Story")
    expect("the story tells what you did", "you make a new key" in page.text("#story"))
    page.click("#step")
    day(page, 4)
    expect("Keyturn sees that the rotation is finished", chip(page, "alice") == "record cleared")
    page.click("[data-user=legacy-ftp] .row")
    page.click("[data-user=legacy-ftp] .more button", "Fetch")
    page.wait("/There is no file for legacy-ftp/.test(document.querySelector('.outcome.bad')?.textContent)")
    # The browser itself complains of a request that is refused, as this one has to be.
    page.complaints = [said for said in page.complaints if "api/act" not in said]


def a_run_that_is_cut_off_is_mended_by_the_next(page, demo, picture):
    enter(page, demo)
    tab(page, "Break")
    page.screenshot(picture("break"))
    page.click("#trouble button", "Cut it off")
    page.click("#alarm button", "Live on until then")
    page.wait("/run was cut off in the middle/.test(document.querySelector('#alarm').textContent)", 60)
    day(page, 1)
    expect("the story says where", "so its secret is lost" in page.text("#story"))
    page.wait("[...document.querySelectorAll('.chip')].some((chip) => chip.textContent === 'cut off half-way')")
    page.screenshot(picture("cut"))
    tab(page, "Bucket")
    page.wait("/No file lies here/.test(document.querySelector('#bucket').textContent)")
    page.click("#alarm button", "Live the next day")
    day(page, 2)
    tab(page, "Story")
    expect("the next run mends it", "Mended: a rotation was cut off" in page.text("#story"))
    expect("nothing is alarming any more", page.text("#alarm") == "")
    page.screenshot(picture("mended"))
    tab(page, "Bucket")
    expect("every new key has its file", page.eval("document.querySelectorAll('#bucket > .files > li').length") >= 4)


def what_is_broken_stays_so_until_it_is_mended(page, demo, picture):
    enter(page, demo)
    tab(page, "Break")
    page.click("[data-focus=break-create]")
    page.wait("/No key may be made/.test(document.querySelector('#alarm').textContent)")
    page.click("#step")
    day(page, 1)
    page.wait("[...document.querySelectorAll('.chip')].some((chip) => chip.textContent === 'failed')")
    page.screenshot(picture("denied"))
    page.click("#alarm button", "Mend AWS")
    page.wait("document.querySelector('#alarm').textContent === ''")
    tab(page, "Break")
    page.click("[data-focus=break-throttle]")
    page.click("#step")
    day(page, 2)
    expect("throttling hurts nobody",
           page.eval("![...document.querySelectorAll('.chip')].some((chip) => chip.textContent === 'failed')"))
    tab(page, "Calls")
    page.wait("/Throttl|SlowDown|TooMany/.test(document.querySelector('.calls .bad')?.textContent)")


def the_page_says_so_when_the_demo_has_ended(page, demo, picture):
    enter(page, demo)
    demo.stop()
    page.wait("/does not answer any more/.test(document.querySelector('#alarm').textContent)")
    # The browser itself complains of the connection that is refused.
    page.complaints = [said for said in page.complaints if "ERR_CONNECTION_REFUSED" not in said]


def it_fits_and_can_be_read_on_a_phone_and_on_a_desk_by_day_and_by_night(page, demo, picture):
    enter(page, demo)
    drag(page, 26)
    day(page, 26)
    page.click("[data-user=carol] .row")
    for width, height in ((375, 812), (1280, 900)):
        page.resize(width, height)
        for dark in (False, True):
            page.scheme(dark)
            name = f"{width}-{'dark' if dark else 'light'}"
            page.eval("scrollTo(0, 0)")
            time.sleep(0.4)  # colours change smoothly; contrast is that of the end
            for panel in ("Story", "Mails", "Bucket", "Calls", "Break"):
                tab(page, panel)
                time.sleep(0.3)
                expect_readable(page, f"{name}: {panel}", width)
                expect(f"{name}: {panel} names its controls: {page.nameless()}", not page.nameless())
            tab(page, "Story")
            page.eval("scrollTo(0, 0)")
            page.screenshot(picture(name), whole=width == 375)


VISITS = [
    a_visitor_sees_a_company_that_nothing_has_happened_to,
    dragging_the_timeline_lives_days_and_shows_the_past,
    the_first_things_to_try_work,
    a_visitor_can_be_an_owner,
    a_run_that_is_cut_off_is_mended_by_the_next,
    what_is_broken_stays_so_until_it_is_mended,
    the_page_says_so_when_the_demo_has_ended,
    it_fits_and_can_be_read_on_a_phone_and_on_a_desk_by_day_and_by_night,
]
