"""A headless Chromium, driven over the DevTools protocol. Standard library only.

    with Browser() as browser:
        page = browser.page(width=375, height=812, dark=True)
        page.open("file:///tmp/report.html")
        page.click("#more")
        page.wait("document.querySelector('h1').textContent === 'Done'")
        page.screenshot("/tmp/report.png")
        assert not page.complaints

The protocol is spoken over a pipe (`--remote-debugging-pipe`): JSON messages that end with a zero byte, on the file
descriptors 3 and 4 of the browser.
"""

import base64
import json
import os
import pathlib
import select
import shutil
import subprocess
import tempfile
import time

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PATIENCE = 30


class PageFailure(AssertionError):
    """An awaited condition did not come true, or the page failed."""


def chromium():
    """The path of a Chromium, by CHROMIUM or PATH; None if there is none."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


class Browser:
    """One process; each page of it is new, with no cache and no storage of another's."""

    def __init__(self):
        command = chromium()
        if command is None:
            raise PageFailure(f"no Chromium was found; install one of {', '.join(NAMES)}, or name it in CHROMIUM")
        self.profile = tempfile.TemporaryDirectory(prefix="chromium-")
        to_read, self.outgoing = os.pipe()
        self.incoming, to_write = os.pipe()

        def plumb():
            # Copies first: 3 and 4 may be among the four.
            read, write = os.dup(to_read), os.dup(to_write)
            os.dup2(read, 3)
            os.dup2(write, 4)

        self.process = subprocess.Popen(
            [command, "--headless", "--remote-debugging-pipe", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
             "--no-first-run", "--no-default-browser-check", "--disable-extensions", "--disable-background-networking",
             "--disable-component-update", "--disable-sync", "--hide-scrollbars", "--force-color-profile=srgb",
             f"--user-data-dir={self.profile.name}", "about:blank"],
            preexec_fn=plumb, close_fds=False, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to_read)
        os.close(to_write)
        self.buffer = b""
        self.last = 0
        self.pages = {}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            self.call("Browser.close")
            self.process.wait(10)
        except (PageFailure, OSError, subprocess.TimeoutExpired):
            self.process.kill()
            self.process.wait()
        os.close(self.outgoing)
        os.close(self.incoming)
        self.profile.cleanup()

    def page(self, width=1280, height=900, dark=False):
        """A new page of that size, in CSS pixels, that prefers light or dark."""
        context = self.call("Target.createBrowserContext")["browserContextId"]
        target = self.call("Target.createTarget", url="about:blank", browserContextId=context)["targetId"]
        session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        page = Page(self, session, context)
        self.pages[session] = page
        for domain in ("Page", "Runtime", "Log", "Network"):
            page.call(f"{domain}.enable")
        page.resize(width, height)
        page.scheme(dark)
        return page

    def call(self, method, session=None, seconds=PATIENCE, **params):
        """Makes a call and returns its result; passes events meanwhile to their page."""
        self.last += 1
        message = {"id": self.last, "method": method, "params": params}
        if session:
            message["sessionId"] = session
        os.write(self.outgoing, json.dumps(message).encode() + b"\0")
        end = time.monotonic() + seconds
        while True:
            answer = self.read(end - time.monotonic(), method)
            if answer.get("id") == message["id"]:
                if "error" in answer:
                    raise PageFailure(f"{method}: {answer['error']['message']}")
                return answer["result"]

    def read(self, seconds, what):
        """The next message."""
        end = time.monotonic() + seconds
        while b"\0" not in self.buffer:
            ready, _, _ = select.select([self.incoming], [], [], max(0, end - time.monotonic()))
            chunk = os.read(self.incoming, 1 << 16) if ready else b""
            if not chunk:
                raise PageFailure(f"Chromium did not answer {what}")
            self.buffer += chunk
        line, self.buffer = self.buffer.split(b"\0", 1)
        message = json.loads(line)
        if message.get("sessionId") in self.pages and "method" in message:
            self.pages[message["sessionId"]].happened(message["method"], message["params"])
        return message


class Page:
    """A page. `complaints` are errors and warnings of its console, refused resources included; `requests` the
    addresses that it asked for."""

    def __init__(self, browser, session, context):
        self.browser, self.session, self.context = browser, session, context
        self.complaints, self.requests = [], []

    def call(self, method, seconds=PATIENCE, **params):
        return self.browser.call(method, self.session, seconds, **params)

    def close(self):
        del self.browser.pages[self.session]
        self.browser.call("Target.disposeBrowserContext", browserContextId=self.context)

    def happened(self, method, params):
        if method == "Runtime.exceptionThrown":
            details = params["exceptionDetails"]
            self.complaints.append(details.get("exception", {}).get("description", details["text"]))
        elif method == "Runtime.consoleAPICalled" and params["type"] in ("error", "warning", "assert"):
            self.complaints.append(" ".join(str(arg.get("value", arg.get("description"))) for arg in params["args"]))
        elif method == "Log.entryAdded" and params["entry"]["level"] in ("error", "warning"):
            self.complaints.append(f"{params['entry']['text']} {params['entry'].get('url', '')}")
        elif method == "Network.requestWillBeSent":
            self.requests.append(params["request"]["url"])

    def resize(self, width, height):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1,
                  mobile=width < 600)

    def scheme(self, dark):
        self.call("Emulation.setEmulatedMedia",
                  features=[{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}])

    def open(self, url):
        self.call("Page.navigate", url=url)
        self.wait("document.readyState === 'complete' && location.href !== 'about:blank'")

    def eval(self, script, seconds=PATIENCE):
        """The value of an expression, also of a promise."""
        answer = self.call("Runtime.evaluate", seconds, expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            details = answer["exceptionDetails"]
            raise PageFailure(f"{script}: {details.get('exception', {}).get('description', details['text'])}")
        return answer["result"].get("value")

    def wait(self, script, seconds=PATIENCE):
        """Waits until an expression is true, and returns its value."""
        end = time.monotonic() + seconds
        while True:
            try:
                value = self.eval(f"((value) => (value instanceof Node ? true : value))({script})")
            except PageFailure:
                value = None
            if value:
                return value
            if time.monotonic() > end:
                raise PageFailure(f"did not come true within {seconds} s: {script}")
            time.sleep(0.05)

    def text(self, selector):
        """The text that can be seen of what a selector finds first."""
        return self.eval(f"document.querySelector({json.dumps(selector)})?.innerText ?? ''")

    def click(self, selector, containing=""):
        """A real click, with the mouse, on the middle of the first visible element that holds the text."""
        point = self.wait(f"""(() => {{
            const found = [...document.querySelectorAll({json.dumps(selector)})].find((element) =>
                element.textContent.includes({json.dumps(containing)}) && element.checkVisibility() && !element.disabled);
            if (!found) return null;
            found.scrollIntoView({{block: "center", behavior: "instant"}});
            const box = found.getBoundingClientRect();
            return [box.x + box.width / 2, box.y + box.height / 2];
        }})()""")
        self.mouse("mousePressed", *point)
        self.mouse("mouseReleased", *point)

    def mouse(self, kind, x, y):
        self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1,
                  buttons=1 if kind != "mouseReleased" else 0)

    def key(self, name):
        """Presses a key, such as ArrowRight or Tab, where the focus is."""
        codes = {"Tab": 9, "Enter": 13, "End": 35, "Home": 36, "ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39,
                 "ArrowDown": 40, " ": 32}
        for kind in ("rawKeyDown", "char", "keyUp"):
            if kind != "char" or name in ("Enter", " "):
                self.call("Input.dispatchKeyEvent", type=kind, key=name, code=name if name != " " else "Space",
                          windowsVirtualKeyCode=codes[name],
                          **({"text": "\r" if name == "Enter" else name} if kind == "char" else {}))

    def screenshot(self, path, whole=False):
        """A picture of what can be seen, or of the whole page."""
        options = {}
        if whole:
            size = self.call("Page.getLayoutMetrics")["cssContentSize"]
            options = {"captureBeyondViewport": True,
                       "clip": {"x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1}}
        picture = self.call("Page.captureScreenshot", format="png", **options)["data"]
        pathlib.Path(path).write_bytes(base64.b64decode(picture))
