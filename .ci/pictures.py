"""Takes README's pictures of the report page and the demo page: `python3 .ci/pictures.py [COMMAND]`.

COMMAND is a built `keyturn`, by default this checkout's. Take the pictures again when a page changes.
"""

from __future__ import annotations

import base64
import subprocess
import sys
import tempfile
from pathlib import Path

from checks.common import servers
from checks.common.browser import Browser, Page

PICTURES = servers.ROOT / "docs" / "images"
SECONDS = 300


def take(page: Page, name: str, top: float, height: float) -> None:
    clip = {"x": 0, "y": top, "width": 1280, "height": height, "scale": 1}
    picture = page.call("Page.captureScreenshot", format="png", clip=clip, captureBeyondViewport=True)
    (PICTURES / name).write_bytes(base64.b64decode(picture["data"]))


def report(browser: Browser) -> None:
    with servers.sandbox(40) as environment, tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "report.html")
        command = [str(servers.KEYTURN), "plan", "--report", str(file)]
        subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
        page = browser.page(1280, 900)
        page.open(file.as_uri())
        take(page, "report.png", 0, 710)


def demo(browser: Browser) -> None:
    with servers.demo() as shown:
        page = browser.page(1280, 1200)
        page.open(shown.address)
        page.wait("document.querySelectorAll('#rows > li').length === 14", SECONDS)
        page.eval("""(() => {
            const slider = document.querySelector("#slider");
            slider.value = 14;
            for (const type of ["input", "change"]) slider.dispatchEvent(new Event(type, {bubbles: true}));
        })()""")
        page.wait("document.querySelector('#day').textContent === 'Day 14'"
                  " && /Today/.test(document.querySelector('#standing').textContent)", SECONDS)
        top = page.eval("document.querySelector('#rows').closest('section').getBoundingClientRect().top + scrollY")
        take(page, "demo.png", top - 12, 640)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        servers.KEYTURN = Path(sys.argv[1]).resolve()
    PICTURES.mkdir(exist_ok=True)
    with Browser() as headless:
        report(headless)
        demo(headless)
