"""The page of a set in concord."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

from lxml import html
from starlette.testclient import TestClient

from hexapla.corpora.document import Kind
from hexapla.memory.store.opening import open_store
from hexapla.memory.units import Level, Unaligned
from tests.memory.samples import SYMBOL, sample_set

ADDRESS = "/set/concord"


def store_wrong(memory: Path) -> None:
    """Give the Russian preamble another year, and two versions a paragraph more."""
    units = [
        replace(
            unit,
            translations=tuple(
                replace(each, text=each.text.replace("2043", "2034"))
                if each.language == "ru"
                else each
                for each in unit.translations
            ),
        )
        for unit in sample_set().units
    ]
    alone = [
        Unaligned(*(code, code, 9, Kind.ORGAN, "", text, "no partner"), *(Level.PARAGRAPH, "organ"))
        for code, text in (("en", "The Assembly <b>"), ("fr", "L’Assemblée"))
    ]
    with open_store(memory) as store:
        store.replace_set(replace(sample_set(), units=tuple(units), unaligned=tuple(alone)))


def rows_of(page: str) -> list[list[str]]:
    """Return the texts of the cells of the readings."""
    return [
        [" ".join("".join(map(str, cell.itertext())).split()) for cell in row]
        for row in html.fromstring(page).iterfind(".//table[@class='readings']/tbody/tr")
    ]


def test_the_odd_one_out_is_named_in_a_table_and_marked(pages: TestClient, memory: Path) -> None:
    assert "There is nothing here." in pages.get(ADDRESS, params={"symbol": SYMBOL}).text
    store_wrong(memory)
    page = pages.get(ADDRESS, params={"symbol": SYMBOL.lower()}).text
    dates, missing = rows_of(page)
    assert dates[0] == "dates or times differ" and dates.count("2043-03-05") == 6
    assert dates[5] == "≠ stands against the rest: 2034-03-05"
    assert missing[1:4] == ["≠ stands against the rest: missing", "there", "there"]
    assert missing[4] == "–"
    assert page.count("<mark>2034</mark>") == 1
    assert "The Assembly &lt;b&gt;" in page
    assert f"/set?symbol={SYMBOL.replace('/', '%2F')}&amp;level=paragraph&amp;at=pp-1" in page


def test_what_is_shown_is_chosen(pages: TestClient, memory: Path) -> None:
    store_wrong(memory)

    def shown(**given: str | list[str]) -> list[list[str]]:
        return rows_of(pages.get(ADDRESS, params={"symbol": SYMBOL, **given}).text)

    assert [row[0] for row in shown(check="missing")] == ["missing"]
    assert [row[0] for row in shown(odd="ru")] == ["dates or times differ"]
    assert shown(language=["en", "fr"]) == []
    every = pages.get(ADDRESS, params={"symbol": SYMBOL, "show": "all"}).text
    assert every.count('class="concord"') > 3 and "2043-03-05" in every
    last = pages.get(ADDRESS, params={"symbol": SYMBOL, "show": "all", "from": "9999"}).text
    assert last.count('class="concord"') == 1 and 'rel="prev"' in last


def test_the_page_is_one_click_from_the_library_and_the_rows(pages: TestClient) -> None:
    for address in ("/", f"/set?symbol={SYMBOL}"):
        links = [
            each.get("href", "") for each in html.fromstring(pages.get(address).text).iter("a")
        ]
        (there,) = (each for each in links if each.startswith(ADDRESS))
        assert pages.get(there).status_code == 200
    assert pages.get(ADDRESS, params={"symbol": "A/1/2"}).status_code == 404
    assert pages.get(ADDRESS).status_code in {400, 404}
    arabic = pages.get(ADDRESS, params={"symbol": SYMBOL}, headers={"Accept-Language": "ar"}).text
    assert 'dir="rtl"' in arabic and "مقابلة اللغات" in arabic


def test_each_paragraph_has_a_link_that_can_be_sent(pages: TestClient, memory: Path) -> None:
    store_wrong(memory)
    page = html.fromstring(pages.get(ADDRESS, params={"symbol": SYMBOL, "show": "all"}).text)
    articles = page.findall(".//article")
    assert [each.get("id") for each in articles][:2] == ["title", "organ"]
    for place, article in enumerate(articles):
        (link,) = article.findall(".//a[@class='here']")
        address, _, anchor = link.get("href", "").partition("#")
        first = next(html.fromstring(pages.get(address).text).iter("article"))
        assert first.get("id") == articles[place].get("id") == unquote(anchor)
