"""A page of the browser that one test after the other uses: each new one needs a process."""

from __future__ import annotations

from playwright.sync_api import Page


def as_new(page: Page, width: int, height: int) -> None:
    """Leave nothing in a page of what was done with it, in a window of this size."""
    page.goto("about:blank")
    page.context.clear_cookies()
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(media="screen", color_scheme="light")
