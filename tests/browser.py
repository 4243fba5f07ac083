"""A real browser for tests that look at pages, and what must be true of every page.

Set HEARD_BROWSER to a Chromium if none is on the PATH. Without one these tests are skipped,
or fail if HEARD_BROWSER_REQUIRED is 1.
"""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, NoReturn

import pytest
from playwright.async_api import Browser, ConsoleMessage, Page, async_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
LIMIT_MILLISECONDS = 5_000
CONTROLS = frozenset(
    {
        "button",
        "checkbox",
        "combobox",
        "dialog",
        "DisclosureTriangle",
        "image",
        "link",
        "listbox",
        "menuitem",
        "navigation",
        "option",
        "radio",
        "radiogroup",
        "searchbox",
        "textbox",
    }
)


def browser_path() -> str:
    """Where the browser is; skips the test when there is none."""
    wanted = os.environ.get("HEARD_BROWSER")
    if wanted:
        return wanted if Path(wanted).exists() else _without(f"HEARD_BROWSER is {wanted}: no file")
    found = next(filter(None, map(shutil.which, NAMES)), None)
    return found or _without(f"no browser: set HEARD_BROWSER, or put one of {NAMES} on the PATH")


def _without(reason: str) -> NoReturn:
    if os.environ.get("HEARD_BROWSER_REQUIRED") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@asynccontextmanager
async def a_browser() -> AsyncIterator[Browser]:
    path = browser_path()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=list(QUIET))
        try:
            yield browser
        finally:
            await browser.close()


@asynccontextmanager
async def a_tab(browser: Browser, address: str, **settings: Any) -> AsyncIterator[Page]:
    """A tab of its own; at the end, the page must have had no error of its own.

    *settings* are those of a context of Playwright: viewport, color_scheme, has_touch…
    """
    settings = {"viewport": {"width": 1200, "height": 800}, "reduced_motion": "reduce"} | settings
    context = await browser.new_context(**settings)
    context.set_default_timeout(LIMIT_MILLISECONDS)
    try:
        page = await context.new_page()
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.extend(_complaint(message)))
        await page.goto(address)
        yield page
        assert not errors
    finally:
        await context.close()


def _complaint(message: ConsoleMessage) -> list[str]:
    """What the browser complains of; a line that is down is no fault of the page."""
    is_line = "WebSocket connection" in message.text or "ERR_CONNECTION" in message.text
    return [message.text] if message.type == "error" and not is_line else []


async def problems_of(page: Page) -> list[str]:
    """What on this page, as it is now, would stop somebody who sees or hears little."""
    names = await _nameless(page)
    return [*names, *await page.evaluate(TWICE), *await page.evaluate(PALE)]


async def _nameless(page: Page) -> list[str]:
    """Controls for which the browser itself can tell a screen reader no name."""
    session = await page.context.new_cdp_session(page)
    tree = await session.send("Accessibility.getFullAXTree")
    await session.detach()
    return [
        f"{node['role']['value']} without a name"
        for node in tree["nodes"]
        if not node["ignored"]
        and node["role"]["value"] in CONTROLS
        and not node.get("name", {}).get("value", "").strip()
    ]


TWICE = """() => {
  const ids = [...document.querySelectorAll("[id]")].map((node) => node.id);
  const twice = ids.filter((id, at) => ids.indexOf(id) !== at).map((id) => `id ${id} twice`);
  const kinds = ["aria-labelledby", "aria-describedby", "aria-controls", "for"];
  const lost = kinds.flatMap((kind) => [...document.querySelectorAll(`[${kind}]`)].flatMap((node) =>
    node.getAttribute(kind).split(/\\s+/).filter((id) => id && !document.getElementById(id))
      .map((id) => `${kind} names ${id}, which is not there`)));
  return [...twice, ...lost];
}"""

# WCAG 2.2 AA: 4.5:1 for text, 3:1 for large text. Colours of what is above a picture or dimmed
# by a backdrop are not looked at; disabled controls are exempt.
PALE = """() => {
  const numbers = (colour) => {
    const [r, g, b, a = 1] = colour.match(/[\\d.]+(?:e-?\\d+)?/g).map(Number);
    return colour.startsWith("color(") ? [r * 255, g * 255, b * 255, a] : [r, g, b, a];
  };
  const over = ([r, g, b, a], under) =>
    [r, g, b].map((part, at) => part * a + under[at] * (1 - a)).concat(1);
  const ground = (node) => {
    if (!node) return [255, 255, 255, 1];
    const own = numbers(getComputedStyle(node).backgroundColor);
    return own[3] === 1 ? own : over(own, ground(node.parentElement));
  };
  const light = (colour) => {
    const [r, g, b] = colour.slice(0, 3).map((part) => part / 255)
      .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const seen = (node) => node.checkVisibility({ opacityProperty: true, visibilityProperty: true })
    && !node.closest(".for-ears, .choice:has(:disabled), option, optgroup");
  const modal = [...document.querySelectorAll("dialog[open]")].at(-1);
  const walker = document.createTreeWalker(modal ?? document.body, NodeFilter.SHOW_TEXT);
  const pale = new Set();
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    const words = walker.currentNode.data.trim();
    if (!words || !seen(node)) continue;
    const style = getComputedStyle(node);
    const under = ground(node);
    const pair = [light(over(numbers(style.color), under)), light(under)].sort((a, b) => b - a);
    const contrast = (pair[0] + 0.05) / (pair[1] + 0.05);
    const size = parseFloat(style.fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (contrast < (isLarge ? 3 : 4.5)) pale.add(`“${words}” has contrast ${contrast.toFixed(2)}`);
  }
  return [...pale];
}"""
