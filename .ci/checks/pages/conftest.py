"""A browser for all pages, a new page for each test, and pictures of what a test saw in .ci/target/pictures."""

from __future__ import annotations

import contextlib
import re

import pytest

from checks.common import servers
from checks.common.browser import Browser, PageFailure

PICTURES = servers.ROOT / ".ci/target/pictures"


@pytest.fixture(scope="session")
def browser():
    with Browser() as browser:
        yield browser


@pytest.fixture
def page(browser):
    page = browser.page()
    yield page
    page.close()


@pytest.fixture
def picture(request):
    """Where a picture of this test goes, by its name."""
    return lambda of: PICTURES / f"{named(request.node)}-{of}.png"


def named(item):
    PICTURES.mkdir(parents=True, exist_ok=True)
    return re.sub(r"\W+", "-", item.name.removeprefix("test_")).strip("-")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    """What the page's console complains of fails the test, too."""
    yield
    page = item.funcargs.get("page")
    assert not page or not page.complaints, f"the console says: {page.complaints}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    page = getattr(item, "funcargs", {}).get("page")
    if report.when == "call" and report.failed and page:
        path = PICTURES / f"FAILED-{named(item)}.png"
        with contextlib.suppress(PageFailure):  # a browser that does not answer paints nothing, either
            page.screenshot(path)
        report.sections.append(("page", f"picture: {path}\nconsole: {page.complaints}"))
    return report


def pytest_terminal_summary(terminalreporter):
    terminalreporter.write_line(f"pictures of pages: {PICTURES}")
