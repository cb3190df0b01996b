"""The demo's page as a visitor first uses it, each visit with a demo of its own; a visit is named as a fact."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from checks.common import servers
from checks.pages.looks import LOOKS, check_end_of_demo, check_readable

VISIT = pytest.mark.sampled(2, "visits of the demo")


@pytest.fixture
def demo(keyturn):
    with servers.demo() as demo:
        yield demo


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


@VISIT
def test_a_visitor_sees_a_company_that_nothing_has_happened_to(page, demo, picture):
    enter(page, demo)
    assert "simulated" in page.text("header"), "the header says what it is"
    assert all(url.startswith(demo.address) for url in page.requests), "nothing is asked for but from the page's own address"
    assert chip(page, "alice") == "key 58 days old", "alice's key is 58 days old"
    page.screenshot(picture("1280"))
    for name, words in (("Story", "Press Play"), ("Mails", "No mail yet. Drag the timeline to day 1"),
                        ("Bucket", "No file yet"), ("Calls", "No call yet")):
        tab(page, name)
        page.wait(f"document.querySelector('[role=tabpanel]:not([hidden])').textContent.includes('{words}')")


@VISIT
def test_dragging_the_timeline_lives_days_and_shows_the_past(page, demo, picture):
    enter(page, demo)
    drag(page, 14)
    page.wait("/Days pass until day 14/.test(document.querySelector('#standing').textContent)")
    day(page, 14)
    assert chip(page, "alice") == "old key switched off", "alice's old key goes off on day 14"
    story = page.text("#story")
    assert "72 days old, is deactivated" in story.replace("\u2060", ""), "the story has it"
    page.screenshot(picture("day-14"))
    drag(page, 2)
    page.wait("document.querySelector('#day').textContent === 'Day 2'")
    assert "Looking back. Today is day 14" in page.text("#standing"), "the page says that it looks back"
    assert chip(page, "alice") == "warned", "alice was warned on day 2"
    assert "Day 3" not in page.text("#story"), "the story ends there"
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


@VISIT
def test_the_first_things_to_try_work(page, demo, picture):
    enter(page, demo)
    page.click("#steps button", "Go to day 3")
    day(page, 3)
    page.wait("document.querySelector('[data-user=alice] .chip').textContent === 'replaced today'")
    page.click("#steps button", "Open the mail")
    page.wait("document.querySelector('.reader')")
    assert "alice: fetch your new AWS access key" in page.text(".reader h3"), "it is the mail of the new key"
    frame = "document.querySelector('.reader iframe')"
    assert page.eval(f"{frame}.getAttribute('sandbox')") == "", "the mail can run nothing"
    assert page.eval(f"{frame}.contentDocument === null"), "the mail is out of the page's reach"
    mail = page.eval(f"fetch({frame}.src).then((reply) => reply.text())")
    assert "waits for you. The old one is switched off" in mail, "the frame has the mail"
    time.sleep(0.5)  # the frame paints in its own time; the picture is for people
    page.screenshot(picture("mail"))
    page.click(".reader button", "Text")
    page.wait("document.querySelector('.reader pre')?.textContent.includes('aws s3 cp')")
    page.click(".reader button", "All mails")
    page.wait("document.querySelector('.inbox')")
    page.click("#steps button", "See the file")
    page.wait("document.querySelector('#bucket .files')")
    assert "SecretAccessKey" not in page.eval("document.body.textContent"), "no secret is shown unasked"
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


COLOURS = """(() => {
    const style = getComputedStyle(document.documentElement), probe = document.createElement("i");
    document.body.append(probe);
    const colour = (value) => { probe.style.color = value; return getComputedStyle(probe).color; };
    const known = Object.fromEntries(["young", "ageing", "overdue", "off"].map((kind) => [kind, colour(`var(--${kind})`)]));
    const wrong = [...document.querySelectorAll("#rows .chip")].filter((chip) => {
        const kind = chip.className.split(" ")[1];
        return known[kind] && getComputedStyle(chip, "::before").backgroundColor !== known[kind];
    });
    const bars = [...document.querySelectorAll("rect.key")].filter((bar) => {
        const kind = bar.classList[1];
        return kind !== "off" && known[kind] && getComputedStyle(bar).fill !== known[kind];
    });
    probe.remove();
    return wrong.length + bars.length;
})()"""


@VISIT
def test_there_is_one_time_axis_and_words_have_the_colours_of_bars(page, demo, picture):
    enter(page, demo)
    drag(page, 20)
    day(page, 20)
    assert page.eval("document.querySelectorAll('input[type=range]').length") == 1
    thumb, now = page.eval("""(() => {
        const slider = document.querySelector("#slider"), box = slider.getBoundingClientRect();
        const svg = document.querySelector(".bars svg").getBoundingClientRect();
        const line = Number(document.querySelector(".bars .now").getAttribute("x1"));
        return [box.x + 12 + (box.width - 24) * slider.value / slider.max, svg.x + line];
    })()""")
    assert abs(thumb - now) < 2, f"the thumb is at {thumb}, the chart's day at {now}"
    assert page.eval(COLOURS) == 0, "words and bars of a kind have one colour"
    page.screenshot(picture("axis"))


@VISIT
def test_a_key_that_was_never_fetched_is_not_green(page, demo, picture):
    enter(page, demo)
    page.click("[data-user=alice] .row")
    page.click("[data-user=alice] .more button", "Make a key")
    page.wait("document.querySelectorAll('[data-user=alice] .keys li').length === 2")
    page.click("[data-user=alice] .keys li:nth-child(2) button", "Delete")
    page.wait("document.querySelectorAll('[data-user=alice] .keys li').length === 1")
    drag(page, 16)
    day(page, 16)
    page.screenshot(picture("unfetched"))
    assert "never used" in chip(page, "alice"), chip(page, "alice")
    assert page.eval("document.querySelector('[data-user=alice] .chip').classList.contains('unfetched')")
    assert page.eval("[...document.querySelectorAll('[data-user=alice] rect.key')].at(-1).classList.contains('unfetched')")


@VISIT
def test_on_a_phone_the_story_is_seen_together_with_the_chart(page, demo, picture):
    page.resize(390, 844)
    enter(page, demo)
    page.click("#step")
    day(page, 1)
    page.eval("document.querySelector('.axis').scrollIntoView()")
    page.eval("scrollBy(0, -document.querySelector('#time').offsetHeight)")
    seen = page.eval("""["#slider", "#rows > li", "#story .happening"].map((what) => {
        const box = document.querySelector(what).getBoundingClientRect();
        return box.top >= 0 && box.bottom <= innerHeight;
    })""")
    assert seen == [True, True, True], f"slider, chart and story in one view: {seen}"
    page.screenshot(picture("phone"))


@VISIT
def test_a_visitor_can_be_an_owner(page, demo, picture):
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
    assert "SecretAccessKey" not in page.eval("document.body.textContent"), "a card that was closed shows no secret"
    page.click("[data-user=alice] .keys li:first-child button", "Switch off")
    page.wait("/switched off/.test(document.querySelector('[data-user=alice] .keys li:first-child').textContent)")
    page.click("[data-user=alice] .keys li:first-child button", "Delete")
    page.wait("document.querySelectorAll('[data-user=alice] .keys li').length === 1")
    page.click("[data-user=alice] .more button", "Make a key")
    page.wait("document.querySelectorAll('[data-user=alice] .keys li').length === 2")
    assert page.eval("document.querySelector('[data-focus^=make-alice]').disabled"), "two keys are all that AWS allows"
    tab(page, "Story")
    assert "you make a new key" in page.text("#story"), "the story tells what you did"
    page.click("#step")
    day(page, 4)
    assert chip(page, "alice") == "record cleared", "Keyturn sees that the rotation is finished"
    page.click("[data-user=legacy-ftp] .row")
    page.click("[data-user=legacy-ftp] .more button", "Fetch")
    page.wait("/There is no file for legacy-ftp/.test(document.querySelector('.outcome.bad')?.textContent)")
    # The browser itself complains of a request that is refused, as this one has to be.
    page.complaints = [said for said in page.complaints if "api/act" not in said]


@VISIT
def test_an_interrupted_run_is_repaired_by_the_next(page, demo, picture):
    enter(page, demo)
    page.click("#steps button", "Interrupt a run")
    page.wait("document.querySelector('[role=tab][aria-selected=true]').textContent.includes('Break')")
    assert not page.eval("document.querySelector('#steps li.done')"), "to open the panel is not to have seen it"
    page.screenshot(picture("break"))
    page.click("#trouble button", "Interrupt it")
    page.click("#alarm button", "Let days pass until then")
    page.wait("/run was interrupted in the middle/.test(document.querySelector('#alarm').textContent)", 60)
    day(page, 1)
    assert "so its secret is lost" in page.text("#story"), "the story says where"
    page.wait("[...document.querySelectorAll('.chip')].some((chip) => chip.textContent === 'interrupted half-way')")
    page.screenshot(picture("cut"))
    tab(page, "Bucket")
    page.wait("/There is no file/.test(document.querySelector('#bucket').textContent)")
    page.click("#alarm button", "Go to the next day")
    day(page, 2)
    tab(page, "Story")
    assert "Repaired: a rotation was cut off" in page.text("#story"), "the next run repairs it"
    assert page.text("#alarm") == "", "nothing is alarming any more"
    assert page.eval("[...document.querySelectorAll('#steps li.done')].length") == 1, "the step about it is checked off"
    assert "Interrupt a run" in page.text("#steps li.done"), "and no other is"
    page.screenshot(picture("mended"))
    tab(page, "Bucket")
    assert page.eval("document.querySelectorAll('#bucket > .files > li').length") >= 4, "every new key has its file"


@VISIT
def test_a_fault_stays_until_it_is_switched_off(page, demo, picture):
    enter(page, demo)
    tab(page, "Break")
    page.click("[data-focus=break-create]")
    page.wait("/No key can be created/.test(document.querySelector('#alarm').textContent)")
    page.click("#step")
    day(page, 1)
    page.wait("[...document.querySelectorAll('.chip')].some((chip) => chip.textContent === 'failed')")
    page.screenshot(picture("denied"))
    page.click("#alarm button", "Repair AWS")
    page.wait("document.querySelector('#alarm').textContent === ''")
    tab(page, "Break")
    page.click("[data-focus=break-throttle]")
    page.click("#step")
    day(page, 2)
    assert page.eval("![...document.querySelectorAll('.chip')].some((chip) => chip.textContent === 'failed')"), "throttling makes no user fail"
    tab(page, "Calls")
    page.wait("/Throttl|SlowDown|TooMany/.test(document.querySelector('.calls .bad')?.textContent)")


@VISIT
def test_an_exposed_key_is_replaced_at_once_and_handed_over(page, keyturn, picture):
    with servers.demo("--rotate-exposed") as demo:
        enter(page, demo)
        drag(page, 4)
        day(page, 4)
        story = page.text("#story")
        for words in ("AWS finds it and quarantines", "keyturn plan says: rotate, COMPROMISED", "goes off at once",
                      "credential/!administrators/heidi_", "EventBridge gets 'Keyturn Key Rotated'", "the report says what can replace the key of"):
            assert words in story, words
        assert chip(page, "heidi").startswith("replaced today"), chip(page, "heidi")
        page.screenshot(picture("story"))
        tab(page, "Mails")
        page.click(".inbox button", "security@corp.example")
        page.wait("document.querySelector('.reader')")
        page.click(".reader button", "Text")
        page.wait("document.querySelector('.reader pre')?.textContent.includes('credential/!administrators/heidi_')")
        page.screenshot(picture("digest"))
        tab(page, "Bucket")
        page.wait("document.querySelector('#bucket .files').textContent.includes('credential/!administrators/heidi_')")
        page.screenshot(picture("file"))
        drag(page, 6)
        day(page, 6)
        tab(page, "Story")
        story = page.text("#story")
        for words in ("the administrator orders: keyturn rotate ivan", "ahead of schedule"):
            assert words in story, words


@VISIT
def test_other_settings_can_be_tried(page, keyturn, picture):
    today = datetime.now(UTC).date()
    calm = f"{today + timedelta(days=8)}..{today + timedelta(days=13)}"
    with servers.demo("--set", "UNUSED_DAYS=45", "--set", f"NO_ACTION_ON={calm}", "--set", "MAX_OVERDUE_DAYS=90") as demo:
        enter(page, demo)
        drag(page, 12)
        day(page, 12)
        page.click("#story button", "Show all")
        story = page.text("#story")
        for words in ("nothing uses key", f"deactivate is due, not begun: NO_ACTION_ON has {calm}"):
            assert words in story, words
        assert chip(page, "ci-deploy") == "left for a later run", chip(page, "ci-deploy")
        page.screenshot(picture("deferred"))
        drag(page, 16)
        day(page, 16)
        story = page.text("#story")
        assert "is deactivated: nothing uses it" in story
        assert chip(page, "carol").startswith("warned"), chip(page, "carol")
        page.screenshot(picture("retired"))


@VISIT
def test_the_page_says_so_when_the_demo_has_ended(page, demo):
    enter(page, demo)
    check_end_of_demo(page, demo)


@pytest.fixture(scope="module")
def lived(keyturn, browser):
    """A demo on day 26."""
    with servers.demo() as demo:
        page = browser.page()
        enter(page, demo)
        drag(page, 26)
        day(page, 26)
        page.close()
        yield demo


@pytest.mark.sampled(1, "looks of the demo")
@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_it_fits_and_everyone_can_read_it(page, lived, look, picture):
    enter(page, lived)
    page.click("[data-user=carol] .row")
    look.on(page)
    for panel in ("Story", "Mails", "Bucket", "Calls", "Break"):
        tab(page, panel)
        time.sleep(0.4)  # colours change smoothly; contrast is that of the end
        page.eval("scrollTo(0, 0)")
        page.screenshot(picture(panel), whole=look.narrow)
        check_readable(page, look)
