"""The report as a translator meets it: in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page

from hexapla.corpora.messages import Message
from hexapla.memory.reports.report import write_report
from hexapla.memory.store.opening import open_store
from hexapla.memory.units import AlignedSet
from tests.memory.browsing import as_new
from tests.memory.reports.report_specimen import SYMBOL, specimen
from tests.processes import GUARD

pytestmark = pytest.mark.browser

HOSTILE = (
    "<script>document.title='owned'</script><img src='https://example.org/x.png' "
    "onerror=\"document.title='owned'\"><style>*{display:none}</style>\u202edne\u2066"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One report on one page, one on many, and one of hostile texts."""
    folder = tmp_path_factory.mktemp("报告 one")
    _write(folder / "one.html", [specimen(), specimen("A/C.3/81/L.20", ("zh", "en", "ar"))])
    _write(folder / "pages.html", [specimen(), specimen("A/81/L.1", ("zh", "ar"))], page_rows=20)
    _write(folder / "closed.html", [specimen(f"A/81/L.{n}", ("zh", "ar")) for n in range(5)])
    _write(folder / "hostile.html", [_hostile()])
    return folder


def _write(path: Path, sets: list[AlignedSet], page_rows: int = 2000) -> None:
    with open_store(path.with_suffix(".db")) as store:
        for aligned in sets:
            store.replace_set(aligned)
        write_report(path, store, refused=[(HOSTILE, HOSTILE)], page_rows=page_rows)


def _hostile() -> AlignedSet:
    aligned = specimen(HOSTILE, ("zh", "en"))
    first = aligned.units[0]
    translation = replace(first.translations[0], text=HOSTILE, label=HOSTILE)
    first = replace(first, text=HOSTILE, translations=(translation,))
    return replace(aligned, units=(first, *aligned.units[1:]), warnings=(Message(HOSTILE),))


@pytest.fixture(scope="module")
def opened(browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    """A page, and what it says or asks for that is no file: a new one would need a process."""
    context = browser.new_context()
    context.set_default_timeout(1000 * GUARD)
    page = context.new_page()
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on(
        "request",
        lambda request: None if request.url.startswith("file:") else heard.append(request.url),
    )
    yield page, heard
    context.close()


@pytest.fixture
def page(opened: tuple[Page, list[str]]) -> Iterator[Page]:
    """A page as if new, that fails the test where it says anything, or asks for more than files."""
    page, heard = opened
    as_new(page, 1280, 800)
    heard.clear()
    yield page
    assert heard == []


def go(page: Page, path: Path, anchor: str = "") -> None:
    page.goto(path.as_uri() + (f"#{anchor}" if anchor else ""))


def target_in_sight(page: Page) -> bool:
    """Whether the row that the address names stands between the bars that stay."""
    return bool(
        page.evaluate(
            """() => {
                const row = document.querySelector('tr:target');
                const box = row.getBoundingClientRect();
                const legend = document.querySelector('.legend').getBoundingClientRect();
                const at = y => document.elementFromPoint(box.left + 20, y);
                return box.bottom <= legend.top
                    && row.contains(at(box.top + 3)) && row.contains(at(box.bottom - 3));
            }"""
        )
    )


@pytest.mark.parametrize("report", ["one.html", "pages.html", "closed.html"])
@pytest.mark.parametrize("width", [1280, 400])
def test_a_reader_walks_from_one_doubtful_row_to_the_next(
    page: Page, folder: Path, report: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    go(page, folder / report)
    expected = int(page.locator(".figures .doubtful dd").inner_text())
    assert expected > 2
    page.locator(".figures .doubtful a").click()
    visited = [page.url]
    while True:
        row = page.locator("tr:target")
        assert "doubtful" in str(row.get_attribute("class")).split()
        assert target_in_sight(page), page.url
        if not row.locator(".next").count():
            break
        row.locator(".next").click()
        visited.append(page.url)
    assert len(set(visited)) == len(visited) == expected


def test_source_stands_left_and_arabic_runs_from_the_right(page: Page, folder: Path) -> None:
    go(page, folder / "one.html", f"{SYMBOL.replace('/', '-')}.ar.3")
    source, target = page.locator("tr:target td[lang]").all()
    assert source.get_attribute("lang") == "zh"
    assert target.get_attribute("lang") == "ar"
    left, right = source.bounding_box(), target.bounding_box()
    assert left
    assert right
    assert left["x"] + left["width"] <= right["x"] + 1
    assert left["y"] == right["y"]
    style = "e => [getComputedStyle(e).direction, getComputedStyle(e).textAlign]"
    assert source.evaluate(style) == ["ltr", "start"]
    assert target.evaluate(style) == ["rtl", "start"]


@pytest.mark.parametrize("width", [1600, 1280, 640, 320])
def test_the_page_is_never_wider_than_the_window(page: Page, folder: Path, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for report in ("one.html", "pages.html", "hostile.html"):
        go(page, folder / report)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_longest_reason_of_a_doubtful_match_stays_in_its_column(
    page: Page, folder: Path
) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    go(page, folder / "one.html")
    reason = page.locator(".verdict .method").first
    reason.evaluate("e => { e.textContent = 'does not fit the other languages' }")
    assert reason.evaluate("e => e.scrollWidth <= e.clientWidth + 1")


def test_the_bar_with_the_symbol_stays_in_sight(page: Page, folder: Path) -> None:
    for width in (1280, 400):
        page.set_viewport_size({"width": width, "height": 600})
        go(page, folder / "one.html", f"{SYMBOL.replace('/', '-')}.ar.9")
        top = page.evaluate("document.elementFromPoint(60, 18).closest('.heading').innerText")
        assert re.sub(r"\s+", " ", top) == f"{SYMBOL} Chinese → Arabic"


def test_the_legend_filters_the_rows(page: Page, folder: Path) -> None:
    go(page, folder / "one.html")
    sure, doubtful = page.locator("tr.sure").first, page.locator("tr.doubtful").first
    assert sure.is_visible()
    page.get_by_label("sure").uncheck()
    assert not sure.is_visible()
    assert doubtful.is_visible()
    page.get_by_label("doubtful").uncheck()
    assert not doubtful.is_visible()


def test_many_sets_are_closed_until_a_link_leads_into_one(page: Page, folder: Path) -> None:
    go(page, folder / "closed.html")
    assert page.locator("details[open]").count() == 0
    page.locator(".sets a.count").nth(2).click()
    assert page.locator("details[open]").count() == 1
    assert page.locator("section:target").is_visible()


def test_hostile_text_is_shown_and_does_nothing(page: Page, folder: Path) -> None:
    go(page, folder / "hostile.html")
    assert page.title() == "Alignment report: document sets 1"
    assert page.locator(".lead").is_visible()
    shown = page.locator(".rows td[lang]", has_text="document.title='owned'")
    assert shown.count() == 2
    # The override that turns what follows around stays where it was put: our words, beside a
    # symbol and behind a label that have one, still run from the left.
    heading = page.locator(".heading span").first
    assert _starts_left(heading, "Chinese")
    row = page.locator("tr.k-title")
    assert _starts_left(row.locator(".other-label"), "numbered")
    assert row.locator(".verdict").inner_text().split() == ["✓", "sure", "99", "%"]


def _starts_left(element: Locator, word: str) -> bool:
    """Whether the first letter of the word is painted left of its last."""
    lefts = element.evaluate(
        """(element, word) => {
            const text = element.firstChild;
            return [0, word.length - 1].map(at => {
                const range = document.createRange();
                range.setStart(text, text.data.indexOf(word) + at);
                range.setEnd(text, text.data.indexOf(word) + at + 1);
                return range.getBoundingClientRect().left;
            });
        }""",
        word,
    )
    return bool(lefts[0] < lefts[1])


_CONTRASTS = """() => {
    const channel = v => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4;
    const light = ([r, g, b]) => .2126 * channel(r) + .7152 * channel(g) + .0722 * channel(b);
    const numbers = colour => colour.match(/[\\d.]+/g).map(Number);
    const behind = e => {
        for (; e; e = e.parentElement) {
            const colour = numbers(getComputedStyle(e).backgroundColor);
            if (colour[3] !== 0) return colour;
        }
        return [255, 255, 255];
    };
    const found = {};
    for (const e of document.querySelectorAll('body *')) {
        const own = [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim());
        if (!own || !e.checkVisibility()) continue;
        const pair = [light(numbers(getComputedStyle(e).color)), light(behind(e))].sort();
        const ratio = (Math.max(...pair) + .05) / (Math.min(...pair) + .05);
        const name = `${e.tagName}.${e.className}`;
        found[name] = Math.min(found[name] ?? 99, ratio);
    }
    return found;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_has_contrast(page: Page, folder: Path, scheme: Any) -> None:
    """WCAG 2.2, 1.4.3: at least 4.5 to 1."""
    page.emulate_media(color_scheme=scheme)
    go(page, folder / "one.html")
    contrasts: dict[str, float] = page.evaluate(_CONTRASTS)
    assert len(contrasts) > 20
    assert {name: ratio for name, ratio in contrasts.items() if ratio < 4.5} == {}
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (max(map(int, re.findall(r"\d+", paper))) < 60) == (scheme == "dark")


def test_print_shows_closed_sets_without_the_bars(page: Page, folder: Path) -> None:
    go(page, folder / "closed.html")
    page.emulate_media(media="print")
    assert not page.locator(".legend").is_visible()
    assert page.locator("details").first.evaluate(
        "e => e.querySelector('.rows').getBoundingClientRect().height"
    )


def test_the_keyboard_finds_the_way_past_the_head(page: Page, folder: Path) -> None:
    go(page, folder / "one.html")
    page.keyboard.press("Tab")
    focused = page.locator(":focus")
    assert focused.inner_text() == "Skip to the content"
    assert focused.is_visible()
