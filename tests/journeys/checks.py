"""What every page must pass: axe without a single violation, no sideways scrolling at 320 px, a visible focus, one heading."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

#: of what passes, axe would describe every element too, as long as a page
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], "resultTypes": ["violations"]}
SMALLEST_TARGET = 24
_UNSEEN = """() => { const e = document.activeElement; const s = getComputedStyle(e);
  return e === document.body || !e.matches(':focus-visible') || s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2
    ? null : e.outerHTML.slice(0, 120); }"""
_SMALL = """(least) => [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')]
  .filter(e => e.offsetParent && !e.closest('p, li, dd, td, th, label') && !e.matches('[type=checkbox], [type=radio]'))
  .map(e => [e.getBoundingClientRect(), e.outerHTML.slice(0, 100)])
  .filter(([r]) => r.width > 1 && (r.width < least || r.height < least)).map(([r, h]) => `${r.width}x${r.height} ${h}`)"""


def settled(page: Any) -> None:
    """The page, its scripts and its letters are there. Half a second of silence on the line would say no more, ten times a journey."""
    page.wait_for_load_state("load")
    page.evaluate("document.fonts.ready.then(() => true)")
    page.locator("h1").first.wait_for(state="attached")  # the app for visits draws itself after it is loaded


def assert_accessible(page: Any, *, keyboard: bool = False) -> None:
    """WCAG 2.2 AA as far as a machine can tell, and the things axe does not look at."""
    from axe_playwright_python.sync_playwright import Axe

    settled(page)
    page.evaluate(Axe().axe_script)
    found = page.evaluate("(options) => axe.run(options).then((results) => results.violations)", RULES)
    told = [
        f"{fault['id']}: {fault['help']} — " + " | ".join(node["html"][:160] for node in fault["nodes"][:3])
        for fault in found
    ]  # fmt: skip
    assert not told, f"{page.url}:\n" + "\n".join(told)
    assert page.locator("h1").count() == 1, f"{page.url} has {page.locator('h1').count()} main headings"
    small = page.evaluate(_SMALL, SMALLEST_TARGET)
    assert not small, f"{page.url}: targets under {SMALLEST_TARGET} px: {small}"
    if keyboard:
        assert_focus_seen(page)


def assert_focus_seen(page: Any, steps: int = 25) -> None:
    """Tabbing through, the focus can be seen at each stop."""
    page.evaluate("document.activeElement.blur()")
    for _ in range(steps):
        page.keyboard.press("Tab")
        hidden = page.evaluate(_UNSEEN)
        assert hidden is None, f"{page.url}: the focus cannot be seen on {hidden}"


def assert_reflows(page: Any) -> None:
    """At 320 px (1280 at 400 %) nothing but a table region scrolls sideways; text at 200 % stays whole."""
    before = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 640})
    wide = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size({"width": 720, "height": 450})
    zoomed = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size(before)
    assert wide <= 320, f"{page.url} is {wide} px wide on a 320 px screen"
    assert zoomed <= 720, f"{page.url} is {zoomed} px wide at 200 %"


def picture(page: Any, name: str, *, whole: bool = True) -> None:
    """Keeps a picture when JIKIM_PICTURES names a folder: of the whole page, or of what fits the window."""
    folder = os.environ.get("JIKIM_PICTURES")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.evaluate("document.fonts.ready")
        page.screenshot(path=f"{folder}/{name}.png", full_page=whole)


def looking(room: str, guide: str = "") -> Callable[[Any, str], None]:
    """`look(page, name)` for one room's journeys: what every page must pass, a picture of the whole page, and one for the guide."""

    def look(page: Any, name: str) -> None:
        size = "phone" if page.viewport_size["width"] < 600 else "desktop"
        language = page.locator("html").get_attribute("lang")
        assert_accessible(page)
        assert_reflows(page)
        picture(page, f"{room}-{name}-{size}-{language}")
        if guide:
            page.evaluate("scrollTo(0, 0)")
            picture(page, f"guide-{guide}-{name}-{language}", whole=False)

    return look


def enters(page: Any, sign_in: Callable[[Any, Any], None], somebody: Any) -> Any:
    """The page with somebody signed in."""
    from jikim.areas.people.models import Person

    Person.objects.filter(pk=somebody.pk).update(is_demo=True)  # made-up people need no second step
    sign_in(page, somebody)
    return page


def first_load_bytes(page: Any, path: str) -> int:
    """What came over the wire for a page's first load, fonts aside. The page must be a fresh visitor's."""
    seen: list[Any] = []
    page.on("requestfinished", lambda request: seen.append(request))
    page.goto(path)
    page.wait_for_load_state("networkidle")
    return sum(
        (sizes := request.sizes())["responseBodySize"] + sizes["responseHeadersSize"]
        for request in seen
        if request.resource_type != "font"
    )
