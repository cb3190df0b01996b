"""What is wrong with a page is found, by day and by night."""

from urllib.parse import quote

import pytest

from checks.common import axe
from checks.pages.looks import LOOKS, Look, check_readable

pytestmark = pytest.mark.always

PAGE = """<!DOCTYPE html><html lang="en"><head><title>A page</title><meta name="color-scheme" content="light dark"/>
<meta name="viewport" content="width=device-width"/></head><body><main><h1>A page</h1>%s</main></body></html>"""
WRONG = {
    "color-contrast": "<p style='color: #888'>faint by day and by night</p><p style='color: #777'>on white and on black</p>",
    "button-name": "<button></button>",
    "image-alt": "<img src='data:,'/>",
    "label": "<input/>",
    "heading-order": "<h4>Too deep</h4>",
}


def show(page, inside):
    page.open("data:text/html," + quote(PAGE % inside))


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_a_page_without_faults_has_none(page, look):
    look.on(page)
    show(page, "<p>What is said.</p><button>Do it</button>")
    check_readable(page, look)


@pytest.mark.parametrize("rule", WRONG)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_fault_is_found_by_its_rule(page, rule, dark):
    page.scheme(dark)
    show(page, WRONG[rule])
    assert [found.split()[0] for found in axe.violations(page)] == [rule]


def test_what_is_too_wide_is_found(page):
    look = Look(375, 812, dark=False)
    look.on(page)
    show(page, "<p style='width: 500px'>wide</p>")
    with pytest.raises(AssertionError, match="px wide"):
        check_readable(page, look)
