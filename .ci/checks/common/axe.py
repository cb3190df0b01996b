"""Checks a page in the browser with axe-core: WCAG 2.2, levels A and AA, and axe's best practices."""

from __future__ import annotations

import functools
import json

from checks.common import npm

VERSION = "4.14.1"
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


@functools.cache
def script() -> str:
    return (npm.installed("axe-core", VERSION) / "axe-core" / "axe.min.js").read_text()


# axe-core takes a page without a background for white, and a browser that prefers dark shows it black: Canvas says so.
PAPER = """for (const root of [document.documentElement, document.body])
    if (getComputedStyle(root).backgroundColor === "rgba(0, 0, 0, 0)") root.style.backgroundColor = "Canvas"; true"""


SECONDS = 120


def violations(page, without=()) -> list[str]:
    """Each violated rule, with the elements that violate it; some rules may not concern this page."""
    page.eval(PAPER)
    if not page.eval("typeof axe === 'object'"):
        page.eval(f"{script()}; true", SECONDS)
    rules = {rule: {"enabled": False} for rule in without}
    options = {"runOnly": list(TAGS), "rules": rules, "resultTypes": ["violations"], "iframes": False, "preload": False}
    found = page.eval(f"""axe.run(document, {json.dumps(options)}).then(({{violations}}) => violations.map((rule) =>
        [rule.id, rule.help, rule.nodes.slice(0, 5).map((node) => [node.target.join(" "), node.any.map((one) => one.message).join(" ")]),
         rule.nodes.length]))""", SECONDS)
    return [f"{rule} ({text}), {count} times: " + "; ".join(f"{selector}: {why}" for selector, why in nodes)
            for rule, text, nodes, count in found]
