"""How a page is looked at: on a phone and on a desk, light and dark."""

from __future__ import annotations

from dataclasses import dataclass

from checks.common import axe
from checks.common.browser import PageFailure


@dataclass(frozen=True)
class Look:
    width: int
    height: int
    dark: bool

    def __str__(self) -> str:
        return f"{self.width}-{'dark' if self.dark else 'light'}"

    @property
    def narrow(self) -> bool:
        return self.width < 600

    def on(self, page) -> None:
        page.resize(self.width, self.height)
        page.scheme(self.dark)


LOOKS = [Look(*size, dark) for size in ((375, 812), (1280, 900)) for dark in (False, True)]
MAIL_LOOKS = [Look(width, 900, dark) for width in (390, 800) for dark in (False, True)]


# Rules about the outline of a page: a mail is a part of the mail program's page.
OUTLINE = ("landmark-one-main", "page-has-heading-one", "region")


def check_readable(page, look: Look, name: str = "", **options) -> None:
    """It fits the width, and axe-core finds nothing."""
    wide = page.eval("document.documentElement.scrollWidth")
    assert wide <= look.width, f"{name} is {wide} px wide"
    found = axe.violations(page, **options)
    assert not found, "\n".join([name, *found])


def check_shown(page, what: str, script: str) -> None:
    """It can be seen by the time a browser has drawn it: what a fold hides is let go with the next frame."""
    try:
        page.wait(script, 10)
    except PageFailure:
        raise PageFailure(what) from None


def check_end_of_demo(page, demo) -> None:
    """A page whose server is gone says so."""
    demo.stop()
    page.wait("/does not answer any more/.test(document.querySelector('#alarm').textContent)")
    # The browser itself complains of the connection that is refused.
    page.complaints = [said for said in page.complaints if "ERR_CONNECTION_REFUSED" not in said]
