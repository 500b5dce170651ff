"""The page on which two versions are compared."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote

import pytest
from anyio import CapacityLimiter
from lxml import etree, html
from starlette.applications import Starlette
from starlette.testclient import TestClient

from hexapla.corpora.readers.docx.elements import W
from hexapla.memory.register import Fact, FactKind, RegisterEntry
from hexapla.memory.store.opening import open_store
from hexapla.memory.web.access import AccessPolicy
from hexapla.memory.web.api import application as data_server
from hexapla.memory.web.limits import DEFAULT_LIMITS
from hexapla.memory.web.review import compare_page
from hexapla.memory.web.review.application import application
from hexapla.memory.web.review.messages import INTERFACES, translator
from hexapla.memory.word.package import WordPackage
from hexapla.memory.word.texts import run_text
from tests.memory.samples import SYMBOL, sample_set
from tests.memory.word.documents import accepted, package_of, rejected
from tests.processes import GUARD, wait_until

LATER = "A/RES/99/13"
DRAFT = (
    "The General Assembly,",
    "Recalling its resolution 97/8 of 5 March 2043,",
    "1.\tDecides to keep the register of all trees. The register is brought up to date yearly.",
    "2.\tNotes with regret that many old oaks fell in the storms of last winter;",
)


@pytest.fixture
def memory(memory: Path) -> Path:
    """The memory, with a later version of its set, in which a year and a paragraph differ."""
    whole = sample_set()
    units = tuple(
        replace(each, text=each.text.replace("2043", "2044"))
        for each in whole.units
        if not each.reference.startswith("2(a)")
    )
    with open_store(memory) as store:
        store.replace_set(replace(whole, symbol=LATER, units=units, unaligned=()))
    return memory


@pytest.fixture
def served(memory: Path) -> Iterator[TestClient]:
    """The data server, which has this page as well."""
    app = data_server(str(memory), access=AccessPolicy(frozenset({"server"})))
    with TestClient(app, base_url="http://server") as client:
        yield client


def asked(**more: str) -> dict[str, str | list[str]]:
    return {"old": SYMBOL, "new": LATER, "target": ["en", "ar"], **more}


def shown(page: str) -> html.HtmlElement:
    """Return the page, with the elements of HTML."""
    return html.document_fromstring(page)


def changes_of(page: str) -> list[tuple[str, str]]:
    """What happened to each paragraph that did not stay, and its number."""
    return [
        (" ".join(row.findtext("td[@class='what']", "").split()), row.get("id", ""))
        for row in shown(page).iterfind(".//table[@class='compared']/tbody/tr")
        if row.get("class") not in ("same", "fold")
    ]


def test_two_documents_are_compared_with_their_translations(pages: TestClient) -> None:
    answer = pages.get("/compare", params=asked())
    assert answer.status_code == 200
    assert [what for what, _ in changes_of(answer.text)] == ["changed", "fell out"]
    (changed,) = shown(answer.text).find_class("changed")[1:]
    marked = {
        each.get("lang"): [("del", old.text) for old in each.iter("del")]
        for each in changed.iterfind(".//div[@class='target']/span[@lang]")
    }
    assert marked == {"en": [("del", "2043")], "ar": [("del", "2043")]}
    links = [each.get("href", "") for each in changed.iter("a")]
    assert links and all(pages.get(each).status_code == 200 for each in links)
    assert {SYMBOL.replace("/", "%2F") in each for each in links} == {True, False}


def test_what_is_wrong_is_told_over_the_form(pages: TestClient) -> None:
    for more, status, cause in (
        ({"new": "A/RES/1/1"}, 404, "the memory has no such document"),
        ({"language": "xx"}, 400, "xx"),
        ({"new": ""}, 400, "name both versions"),
        ({"old": ""}, 400, "name both versions"),
        ({"language": "de"}, 200, ""),
    ):
        answer = pages.get("/compare", params=asked(**more))
        assert answer.status_code == status
        said = shown(answer.text).get_element_by_id("status").text_content()
        assert cause in said and bool(said.strip()) is bool(cause)
        assert f'value="{more.get("old", SYMBOL)}"' in answer.text
    # A page of a document leads here, and nothing is wrong yet.
    answer = pages.get("/compare", params={"old": SYMBOL})
    assert answer.status_code == 200
    assert not shown(answer.text).get_element_by_id("status").text_content()


@pytest.mark.parametrize("interface", INTERFACES)
def test_what_is_wrong_is_told_in_the_language_of_the_page(
    interface: str, pages: TestClient
) -> None:
    headers = {"Accept-Language": interface}
    both = translator(interface)("name both versions, or choose a draft")
    page = pages.get("/compare", params=asked(new=""), headers=headers).text
    assert shown(page).get_element_by_id("status").text_content() == both
    file = pages.get("/compare/file", params={"old": SYMBOL}, headers=headers)
    assert (file.status_code, both in file.text) == (400, True)


def test_what_takes_too_long_is_refused_in_one_line(
    pages: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compare_page, "_MOST_PAIRS", 10)
    # With the numbers in it, and in the language of the page.
    answer = pages.get("/compare", params=asked(), headers={"Accept-Language": "fr"})
    assert answer.status_code == 400
    assert "paragraphes, trop pour être comparées ici" in answer.text
    headers = {"Accept-Language": "ru"}
    params = {"old": SYMBOL}
    draft = pages.post("/compare", params=params, content=word_of(*DRAFT), headers=headers)
    assert draft.status_code == 400
    assert "слишком много для сравнения здесь" in draft.json()["message"]


def test_comparisons_wait_for_each_other(pages: TestClient) -> None:
    app = pages.app
    assert isinstance(app, Starlette)
    limiter: CapacityLimiter = app.state.comparing
    taken = [object() for _ in range(int(limiter.total_tokens))]
    assert pages.portal is not None
    for each in taken:
        pages.portal.call(limiter.acquire_on_behalf_of_nowait, each)
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(pages.get, "/compare", params=asked())
        wait_until(lambda: limiter.statistics().tasks_waiting == 1)
        assert not answer.done()
        # Whoever looks up need not wait.
        assert pages.get("/search", params={"q": "trees"}).status_code == 200
        pages.portal.call(limiter.release_on_behalf_of, taken[0])
        assert answer.result(GUARD).status_code == 200


def test_documents_are_proposed_by_their_dates(pages: TestClient, memory: Path) -> None:
    dates = ((SYMBOL, "2045-01-02"), (LATER, "2044-12-19"))
    with open_store(memory) as store:
        store.edit_register(
            [RegisterEntry(name, (Fact(FactKind.DATE, day),)) for name, day in dates],
            "dates",
            who="Ana",
        )
        assert store.newest_symbols(limit=1) == [SYMBOL]
    page = shown(pages.get("/compare").text)
    listed = [each.get("value") for each in page.get_element_by_id("symbols")]
    assert listed == [SYMBOL, LATER]


@pytest.mark.parametrize("draft", [None, b"1. Decides to keep the register of trees."])
def test_who_is_to_ask_later_is_told_when(draft: bytes | None, memory: Path) -> None:
    limits = replace(DEFAULT_LIMITS, seconds=0)
    app = data_server(str(memory), access=AccessPolicy(frozenset({"server"})), limits=limits)
    with TestClient(app, base_url="http://server") as client:
        if draft is None:
            answer = client.get("/compare", params=asked())
        else:
            answer = client.post("/compare", params={"old": SYMBOL}, content=draft)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")


def word_of(*texts: str) -> bytes:
    return package_of(*texts).saved()


def test_a_draft_is_compared_and_not_kept(pages: TestClient, memory: Path) -> None:
    before = memory.read_bytes()
    params = {"old": SYMBOL, "target": ["fr"], "name": "draft <1>.docx"}
    answer = pages.post("/compare", params=params, content=word_of(*DRAFT))
    assert answer.status_code == 200
    assert [what for what, _ in changes_of(answer.json()["html"])].count("came in") == 1
    assert "draft &lt;1&gt;.docx" in answer.json()["html"]
    file = pages.post("/compare/file", params=params, content=word_of(*DRAFT))
    package = WordPackage.of(file.content, Path("redline.docx"))
    assert DRAFT[3].partition("\t")[2] in " ".join(accepted(package))
    assert "Requests the Secretary-General:" in " ".join(rejected(package))
    assert "draft" in unquote(file.headers["content-disposition"])
    assert memory.read_bytes() == before


def test_without_a_name_the_closest_document_is_taken(pages: TestClient) -> None:
    # Of the two documents, the later one lacks what this draft asks for.
    draft = (
        "Decides to keep the register of trees. The register is brought up to date yearly.\n"
        "To report on the present resolution, with “A & B” <both kinds> of cost;\n"
    )
    answer = pages.post("/compare", params={"language": "en"}, content=draft.encode())
    assert answer.json()["old"] == SYMBOL
    other = pages.post("/compare", params={"language": "en"}, content=b"No such text is known.")
    assert (other.status_code, "nothing in the memory" in other.json()["message"]) == (400, True)


@pytest.mark.parametrize(
    ("content", "cause"),
    [(b" ", "text"), (b"PK\x03\x04damaged", "damaged"), (b"\x89PNG", "image")],
)
def test_a_draft_that_cannot_be_read_is_refused(
    content: bytes, cause: str, pages: TestClient
) -> None:
    answer = pages.post("/compare", params={"old": SYMBOL}, content=content)
    assert (answer.status_code, cause in answer.json()["message"]) == (400, True)


def test_the_translation_comes_as_a_word_file(pages: TestClient) -> None:
    file = pages.get("/compare/file", params=asked(of="en"))
    assert file.status_code == 200
    texts = accepted(WordPackage.of(file.content, Path("redline.docx")))
    assert any("2044" in text for text in texts)
    assert pages.get("/compare/file", params=asked(of="fr")).status_code == 400


def test_tracked_changes_of_a_draft_are_told_under_their_paragraphs(pages: TestClient) -> None:
    package = package_of("The General Assembly,", "1.\tDecides to keep the register of trees.")
    run = next(each for each in package.body.iter(W + "r") if "register" in run_text(each))
    put_in = etree.Element(W + "ins", {W + "author": "A. Delegate"})
    run.addprevious(put_in)
    put_in.append(run)
    answer = pages.post("/compare", params={"old": SYMBOL}, content=package.saved())
    page = shown(answer.json()["html"])
    assert "A. Delegate" in page.find_class("target")[0].text_content()
    assert "put in" in page.get_element_by_id("tracked").text_content()


def test_the_data_server_shows_it_too(served: TestClient) -> None:
    answer = served.get("/compare", params=asked())
    assert [what for what, _ in changes_of(answer.text)] == ["changed", "fell out"]
    assert "/set?" not in answer.text
    (changed,) = shown(answer.text).find_class("changed")[1:]
    links = [each.get("href", "") for each in changed.iter("a")]
    assert links and all(served.get(each).status_code == 200 for each in links)
    assert "no such document" in served.get("/compare", params=asked(new="A/1/1")).text
    draft = served.post("/compare", params={"old": SYMBOL}, content=word_of(*DRAFT))
    assert "came in" in draft.json()["html"]
    file = served.get("/compare/file", params=asked())
    assert BytesIO(file.content).read(2) == b"PK"


@pytest.mark.parametrize("interface", INTERFACES)
def test_it_speaks_every_interface_language(interface: str, pages: TestClient) -> None:
    answer = pages.get("/compare", params=asked(), headers={"Accept-Language": interface})
    said = translator(interface)
    assert [what for what, _ in changes_of(answer.text)] == [said("changed"), said("fell out")]


def test_behind_a_prefix_every_address_has_it(memory: Path) -> None:
    app = application(str(memory), access=AccessPolicy(frozenset({"server"})), who="Ana")
    with TestClient(app, base_url="http://server", root_path="/memory") as client:
        page = shown(client.get("/memory/compare", params=asked()).text)
    result = page.get_element_by_id("result")
    links = [each.get("href", "") for each in result.iter("a")]
    assert links and all(each.startswith(("/memory/", "#")) for each in links)
