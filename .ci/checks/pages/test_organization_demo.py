"""The demo's page of an organization, each visit with a demo of its own; a visit is named as a fact."""

import time

import pytest

from checks.common import servers
from checks.pages.looks import LOOKS, check_end_of_demo, check_readable

VISIT = pytest.mark.sampled(1, "visits of an organization")


@pytest.fixture
def demo(keyturn):
    with servers.demo("--accounts", "8") as demo:
        yield demo


def enter(page, demo):
    page.open(demo.address)
    page.wait("document.querySelectorAll('#accounts li').length === 8")


def next_day(page, number):
    page.click("#next")
    page.wait(f"document.querySelector('#day').textContent === 'Day {number}'"
              " && document.querySelector('#standing').textContent === 'Today'", 120)


def state(page, account):
    return page.text(f"[data-account={account}] .chip")


@VISIT
def test_a_visitor_sees_an_organization_of_which_one_account_denies_access(page, demo, picture):
    enter(page, demo)
    assert all(url.startswith(demo.address) for url in page.requests), "nothing is asked for but from the page's own address"
    assert "Keyturn has changed nothing yet" in page.text("#standing")
    assert (state(page, "legacy"), state(page, "payments"), state(page, "exempt")) == ("denied", "due", "held")
    assert page.eval("[...document.querySelectorAll('#accounts h3')].map((ring) => ring.textContent)") == [
        "Ring 1: the canary", "Ring 2: the others", "Left out"]
    assert "denied" in page.text("#person h3") and "deploy/member.yaml" in page.text("#person")
    page.click("#person summary")
    page.wait("document.querySelector('#person .said').checkVisibility()")
    assert "is not authorized to perform: sts:AssumeRole" in page.text("#person .said"), "AWS's own words"
    page.screenshot(picture("1280"))


@VISIT
def test_a_crash_stays_in_its_account_and_the_next_day_finishes_it(page, demo, picture):
    enter(page, demo)
    next_day(page, 1)
    assert (state(page, "legacy"), state(page, "payments"), state(page, "data-lake")) == ("denied", "lost", "acted")
    assert page.text("#alarm") == "2 accounts to look at: payments (lost), legacy (denied). All other accounts are done."
    assert "its secret is lost" in page.text("#person") and "There is nothing to do" in page.text("#person")
    assert "payments is lost" in page.text("#steps")
    page.click("#steps summary")
    page.wait("document.querySelector('#steps pre').checkVisibility()")
    assert "2 accounts need attention" in page.text("#steps pre"), "the administrators get one mail"
    page.screenshot(picture("lost"))
    next_day(page, 2)
    assert state(page, "payments") == "acted" and "2 replaced" in page.text("[data-account=payments]")
    assert "payments was not done the day before. This run finished it." in page.text("#person")
    page.screenshot(picture("finished"))


@VISIT
def test_a_visitor_repairs_the_account_and_looks_back(page, demo, picture):
    enter(page, demo)
    page.click("#person button", "Deploy the role again")
    page.wait("document.querySelector('#person button').textContent === 'The role is repaired'")
    next_day(page, 1)
    assert state(page, "legacy") in ("acted", "quiet")
    assert "legacy" not in page.text("#alarm")
    page.eval("document.querySelector('#days').focus()")
    page.eval("""(() => { const days = document.querySelector("#days"); days.value = "0"; days.dispatchEvent(new Event("change")); })()""")
    page.wait("document.querySelector('#day').textContent === 'Day 0'")
    page.wait("document.querySelector('[data-account=legacy] .chip').textContent === 'denied'")
    assert "Looking back. Today is day 1" in page.text("#standing")
    assert page.eval("!document.querySelector('#person button')"), "a day that is over is not repaired"
    assert page.eval("document.activeElement.id") == "days", "the focus stays"
    page.screenshot(picture("looking-back"))


@VISIT
def test_each_day_has_its_report_page(page, demo, picture):
    enter(page, demo)
    next_day(page, 1)
    page.open(page.eval("document.querySelector('#report').href"))
    assert "2 of 8 accounts need a person" in page.text("body")
    page.click("th button", "State")
    assert page.eval("document.querySelectorAll('th[aria-sort]').length") == 1, "its own script runs"
    page.screenshot(picture("report"))


@VISIT
def test_the_page_says_so_when_the_demo_has_ended(page, demo):
    enter(page, demo)
    check_end_of_demo(page, demo)


@pytest.fixture(scope="module")
def lived(keyturn, browser):
    """A demo on day 1."""
    with servers.demo("--accounts", "8") as demo:
        page = browser.page()
        enter(page, demo)
        next_day(page, 1)
        page.close()
        yield demo


@pytest.mark.sampled(1, "looks of an organization")
@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_it_fits_and_everyone_can_read_it(page, lived, look, picture):
    enter(page, lived)
    look.on(page)
    page.click("#person summary")
    time.sleep(0.4)  # colours change smoothly; contrast is that of the end
    page.eval("scrollTo(0, 0)")
    page.screenshot(picture("organization"), whole=True)
    check_readable(page, look)
