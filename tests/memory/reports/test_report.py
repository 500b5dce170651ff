"""The report as a file: its counts, links, order, escaping, pages and failures."""

from __future__ import annotations

import string
import tracemalloc
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from hexapla.corpora.document import Kind
from hexapla.corpora.errors import StoreError
from hexapla.corpora.messages import Message
from hexapla.memory.output.speech import Speech
from hexapla.memory.reports.report import side_by_side, slug_of, write_report
from hexapla.memory.review.marks import Mark
from hexapla.memory.selection import Selection
from hexapla.memory.store.opening import open_store
from hexapla.memory.store.store import Store
from hexapla.memory.units import (
    REVIEW_FROM,
    SURE_FROM,
    Band,
    Level,
    Translation,
    Unaligned,
    Unit,
    band_of,
)
from hexapla.memory.web.review.messages import INTERFACES, translator
from tests.memory.reports.report_specimen import SYMBOL, large_set, specimen

REFUSED = [("docs/扫描 03.pdf", "no text in it"), ("docs/notes.txt", "language not known")]
HOSTILE = "<script>document.title='owned'</script><img src=x onerror=alert(1)>\"'&amp; \u202eevil"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "memory.db") as opened:
        yield opened


def read(path: Path) -> html.HtmlElement:
    return html.document_fromstring(path.read_bytes())


def pages(report: Path) -> dict[str, html.HtmlElement]:
    """Every page of a report by its path from the report's folder."""
    files = [report, *sorted(report.with_suffix("").glob("*.html"))]
    return {file.relative_to(report.parent).as_posix(): read(file) for file in files}


def resolved(page: str, href: str) -> tuple[str, str]:
    """The page and the anchor that a link on a page leads to."""
    target, _, anchor = href.partition("#")
    if target:
        folder = Path(page).parent
        target = unquote((folder / target).as_posix())
        page = target.partition("/../")[2] or target
    return page, anchor


def chain(found: dict[str, html.HtmlElement], start: str, first: str) -> list[str]:
    """The anchors of the rows that follow each other by their `next` links."""
    seen = []
    page, anchor = resolved(start, first)
    while True:
        row = found[page].get_element_by_id(anchor)
        assert anchor not in seen
        seen.append(anchor)
        links = row.find_class("next")
        if not links:
            return seen
        page, anchor = resolved(page, links[0].get("href"))


def check_links(found: dict[str, html.HtmlElement]) -> None:
    """Every id is unique on its page and every link leads to one."""
    ids = {page: Counter(tree.xpath("//@id")) for page, tree in found.items()}
    for page, tree in found.items():
        assert [each for each, count in ids[page].items() if count > 1] == []
        for href in tree.xpath("//a/@href"):
            target, anchor = resolved(page, href)
            assert target in found, href
            assert not anchor or anchor in ids[target], href


def text(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def unit(position: int, body: str = "文本", score: float = 0.99) -> Unit:
    translation = Translation("en", f"text {position}", score, "similarity")
    return Unit(
        SYMBOL, Level.PARAGRAPH, position, f"p{position}", Kind.BODY, "", "zh", body, (translation,)
    )


def alone(position: int, language: str) -> Unaligned:
    return Unaligned("en", language, position, Kind.BODY, "", f"{language} {position}", "no match")


class TestBands:
    def test_the_edges_belong_to_the_better_band(self) -> None:
        scores = (1, SURE_FROM, SURE_FROM - 1e-6, REVIEW_FROM, REVIEW_FROM - 1e-6, 0, float("nan"))
        assert [band_of(score) for score in scores] == [
            Band.SURE,
            Band.SURE,
            Band.REVIEW,
            Band.REVIEW,
            Band.DOUBTFUL,
            Band.DOUBTFUL,
            Band.DOUBTFUL,
        ]

    @given(st.floats(0, 1))
    def test_the_percentage_never_contradicts_the_word(self, score: float) -> None:
        (row,) = side_by_side([unit(0, score=score)], [], source="zh", target="en")
        assert row.mark.value == band_of(row.percent / 100).value


class TestSideBySide:
    def test_unaligned_paragraphs_stand_in_place(self) -> None:
        rows = side_by_side(
            [unit(0), unit(3)],
            [alone(1, "en"), alone(-1, "en"), alone(2, "zh"), alone(1, "zh")],
            source="zh",
            target="en",
        )
        assert [(row.source, row.target) for row in rows] == [
            ("", "en -1"),
            ("文本", "text 0"),
            ("zh 1", ""),
            ("", "en 1"),
            ("zh 2", ""),
            ("文本", "text 3"),
        ]

    @given(
        st.lists(st.integers(0, 50)),
        st.lists(st.tuples(st.integers(-1, 50), st.sampled_from(["zh", "en"]))),
    )
    def test_nothing_is_lost_or_doubled(
        self, positions: list[int], others: list[tuple[int, str]]
    ) -> None:
        units = [unit(position) for position in sorted(positions)]
        unaligned = [alone(*other) for other in others]
        rows = list(side_by_side(units, unaligned, source="zh", target="en"))
        assert Counter(row.target for row in rows if row.mark != Mark.UNALIGNED) == Counter(
            each.translations[0].text for each in units
        )
        assert Counter(row.source or row.target for row in rows if row.cause) == Counter(
            each.text for each in unaligned
        )


def test_a_set_that_is_read_once_for_all_pairs_is_shown_as_one_that_is_read_for_each(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = []
    store.replace_set(specimen())
    for most in (5000, 0):
        monkeypatch.setattr("hexapla.memory.reports.report._HELD", most)
        write_report(tmp_path / "report.html", store)
        shown.append((tmp_path / "report.html").read_text("utf-8"))
    assert shown[0] == shown[1]
    assert shown[0].count("<tr") > 12


class TestSlugs:
    @given(st.lists(st.text(max_size=120), unique=True))
    def test_every_symbol_has_its_own_file_name(self, symbols: list[str]) -> None:
        taken: set[str] = set()
        slugs = [slug_of(symbol, taken) for symbol in symbols]
        assert len({slug.lower() for slug in slugs}) == len(symbols)
        allowed = set(string.ascii_letters + string.digits + "-_")
        assert all(slug and set(slug) <= allowed and len(slug) < 100 for slug in slugs)


class TestOnePage:
    @pytest.fixture
    def report(self, store: Store, tmp_path: Path) -> html.HtmlElement:
        store.replace_set(specimen())
        store.replace_set(specimen("A/C.3/81/L.20", ("zh", "en", "ar")))
        write_report(tmp_path / "report.html", store, refused=REFUSED)
        return read(tmp_path / "report.html")

    def test_the_head_counts_in_plain_words(self, report: html.HtmlElement) -> None:
        figures = [text(each) for each in report.find_class("figures")[0]]
        assert figures == [
            "document sets 2",
            "languages 7",
            "pairs of paragraphs 87",
            "doubtful 6",
            "no partner 6",
            "left out 2",
        ]

    def test_all_links_lead_somewhere(self, report: html.HtmlElement) -> None:
        check_links({"report.html": report})

    @pytest.mark.parametrize("mark", ["doubtful", "unaligned"])
    def test_the_rows_to_look_at_link_from_one_to_the_next(
        self, report: html.HtmlElement, mark: str
    ) -> None:
        (first,) = report.xpath(f"//dl//div[@class='{mark}']//a/@href")
        rows = report.xpath(f"//tr[contains(concat(' ', @class, ' '), ' {mark} ')]/@id")
        assert chain({"report.html": report}, "report.html", first) == rows

    def test_each_pair_links_to_its_own_doubtful_rows(self, report: html.HtmlElement) -> None:
        (row,) = report.xpath(f"//table[@class='sets']//tr[contains(th, '{SYMBOL}')]")
        links = [text(each) for each in row.xpath("td/a")]
        assert links.count("2 to look at") == 1
        assert text(row.xpath("td")[2]) == "11"  # Spanish: nothing to look at
        (arabic,) = row.xpath("td[5]/a[@class='doubtful']/@href")
        assert report.get_element_by_id(arabic[1:]).xpath("string(th)") == "2(a)"

    def test_texts_carry_their_language_and_direction(self, report: html.HtmlElement) -> None:
        rows = report.xpath("//table[@class='rows']/tbody/tr")
        for cell in report.xpath("//table[@class='rows']/tbody/tr/td[@lang]"):
            assert cell.get("dir") == ("rtl" if cell.get("lang") == "ar" else "ltr")
        for row in rows:
            languages = row.xpath("td/@lang")
            assert languages[0] == "zh" or row.get("class").startswith("unaligned")
        assert len(report.xpath("//td[@lang='ar']")) == 24

    def test_confidence_is_told_in_words(self, report: html.HtmlElement) -> None:
        for row in report.xpath("//table[@class='rows']/tbody/tr"):
            mark = row.get("class").split()[0]
            word = {"unaligned": "no partner", "review": "check"}.get(mark, mark)
            assert word in text(row.find_class("verdict")[0])

    def test_what_stands_alone_says_why(self, report: html.HtmlElement) -> None:
        causes = {text(each) for each in report.find_class("cause")}
        assert causes == {
            "no counterpart found in the Chinese text",
            "no counterpart found: the French text has no paragraph annex",
        }

    def test_another_number_and_a_persons_decision_are_shown(
        self, report: html.HtmlElement
    ) -> None:
        (row,) = report.xpath("//tr[starts-with(@class, 'reviewed ')]")
        assert text(row.find_class("other-label")[0]) == "numbered 4"
        assert len(report.xpath("//tr[starts-with(@class, 'rejected ')]")) == 1

    def test_files_warnings_and_refusals_are_listed(self, report: html.HtmlElement) -> None:
        paths = [text(each) for each in report.find_class("path")]
        assert "documents/A_RES_81_402-AR.docx" in paths
        assert any("reads as Ukrainian" in text(each) for each in report.find_class("warning"))
        refused = report.xpath("//table[@class='refused']/tbody/tr")
        assert [tuple(text(cell) for cell in row) for row in refused] == REFUSED

    def test_nothing_comes_from_outside(self, report: html.HtmlElement) -> None:
        (policy,) = report.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        assert policy.startswith("default-src 'none'; style-src 'sha256-")
        assert report.xpath("//script | //link | //img | //iframe | //@src | //@style") == []
        assert report.xpath("//@href[contains(., ':')]") == []

    def test_what_is_not_counted_is_said(self, report: html.HtmlElement) -> None:
        captions = [text(each) for each in report.iter("caption")]
        assert sum("Lines of contents lists are left out" in each for each in captions) == 1

    def test_every_table_has_a_caption_and_headers(self, report: html.HtmlElement) -> None:
        for table in report.iter("table"):
            assert text(table.find("caption"))
            assert all(cell.get("scope") for cell in table.iter("th"))
        levels = [int(each.tag[1]) for each in report.xpath("//h1 | //h2 | //h3 | //h4")]
        assert levels[0] == 1
        assert all(b <= a + 1 for a, b in pairwise(levels))


@pytest.mark.parametrize("language", [each for each in INTERFACES if each != "en"])
def test_it_speaks_the_language_of_its_reader(language: str, tmp_path: Path) -> None:
    translate = translator(language)
    with open_store(tmp_path / "memory.db") as store:
        store.replace_set(large_set(60))
        store.replace_set(specimen("A/C.3/81/L.20"))
        speech = Speech(language, translate)
        refused = [("a.zip", Message("a damaged zip package: %(error)s", error="?"))]
        page, folder = write_report(
            tmp_path / "r.html", store, refused=refused, page_rows=20, speech=speech
        )
    written_in = {each.get("lang") for each in read(page).find_class("title")}
    assert language in written_in
    for each in (page, *folder.iterdir()):
        report = read(each)
        assert report.get("lang") == language
        assert report.get("dir") == ("rtl" if language == "ar" else "ltr")
        shown = text(report.xpath("//body")[0])
        assert translate("doubtful") in shown
        # Of English, nothing is left but names that are English.
        for word in (
            "doubtful",
            "Alignment report",
            "All document sets",
            "sure",
            "last one",
            "damaged",
            "counterpart",
        ):
            assert word not in shown
    assert translate("part %(n)s of %(all)s", n=2, all=3) in text(read(folder / "A-81-9000.2.html"))


class TestManyPages:
    @pytest.fixture
    def report(self, store: Store, tmp_path: Path) -> Path:
        store.replace_set(specimen())
        store.replace_set(specimen("A/C.3/81/L.20", ("zh", "en", "ar")))
        # A name that needs care in links, and another that looks the same in a file name.
        store.replace_set(specimen("A/C.3/81/L,20", ("zh", "en")))
        path = tmp_path / "the report #1, 50%.html"
        assert write_report(path, store, refused=REFUSED, page_rows=20) == [
            path,
            path.with_suffix(""),
        ]
        return path

    def test_the_pages_hold_every_row_once(self, report: Path, store: Store) -> None:
        found = pages(report)
        rows = [tree.xpath("count(//table[@class='rows']/tbody/tr)") for tree in found.values()]
        counts = [pair.paragraphs + pair.unaligned for each in store.sets() for pair in each.pairs]
        assert sum(rows) == sum(counts)
        assert max(rows) == 20

    def test_all_links_lead_somewhere(self, report: Path) -> None:
        check_links(pages(report))

    def test_a_pair_of_sentences_alone_has_a_place_too(self, store: Store, tmp_path: Path) -> None:
        aligned = specimen(languages=("zh", "es"))
        sentence = replace(
            aligned.units[0],
            level=Level.SENTENCE,
            translations=(Translation("de", "Satz", 1.0, "label"),),
        )
        store.replace_set(replace(aligned, units=(*aligned.units, sentence)))
        write_report(tmp_path / "r.html", store, page_rows=1)
        found = pages(tmp_path / "r.html")
        assert len(found) == 1 + len(aligned.units)
        check_links(found)
        assert sum(len(tree.find_class("empty")) for tree in found.values()) == 1

    @pytest.mark.parametrize("mark", ["doubtful", "unaligned"])
    def test_the_chain_goes_on_over_pages(self, report: Path, mark: str) -> None:
        found = pages(report)
        (first,) = found[report.name].xpath(f"//dl//div[@class='{mark}']//a/@href")
        anchors = [
            anchor
            for tree in found.values()
            for anchor in tree.xpath(f"//tr[contains(concat(' ', @class, ' '), ' {mark} ')]/@id")
        ]
        assert Counter(chain(found, report.name, first)) == Counter(anchors)

    def test_an_earlier_reports_pages_are_removed_and_nothing_else(
        self, report: Path, store: Store
    ) -> None:
        folder = report.with_suffix("")
        mine = folder / "notes.html"
        mine.write_text("<!doctype html><p>my own notes", encoding="utf-8")
        store.remove(Selection(SYMBOL))
        write_report(report, store, page_rows=20)
        assert sorted({each.name.partition(".")[0] for each in folder.iterdir()}) == [
            "A-C-3-81-L-20",
            "A-C-3-81-L-20_2",
            "notes",
        ]
        assert write_report(report, store) == [report]
        assert list(folder.iterdir()) == [mine]
        mine.unlink()
        write_report(report, store)
        assert not folder.exists()


class TestHostileText:
    def test_markup_is_shown_and_never_run(self, store: Store, tmp_path: Path) -> None:
        aligned = specimen(HOSTILE, ("zh", "en"))
        first = aligned.units[0]
        first = replace(
            first,
            text=HOSTILE,
            label=HOSTILE,
            translations=(replace(first.translations[0], text=HOSTILE, label=HOSTILE + "2"),),
        )
        documents = tuple(
            replace(each, path=HOSTILE, warnings=(Message(HOSTILE),)) for each in aligned.documents
        )
        unaligned = tuple(replace(each, text=HOSTILE, cause=HOSTILE) for each in aligned.unaligned)
        store.replace_set(
            replace(
                aligned,
                units=(first, *aligned.units[1:]),
                documents=documents,
                unaligned=unaligned,
                warnings=(Message(HOSTILE),),
            )
        )
        for rows in (1000, 5):
            write_report(tmp_path / "r.html", store, refused=[(HOSTILE, HOSTILE)], page_rows=rows)
            found = pages(tmp_path / "r.html")
            check_links(found)
            assert not any(tree.xpath("//script | //img") for tree in found.values())
            shown = sum(
                tree.xpath("count(//*[text() = $text])", text=HOSTILE) for tree in found.values()
            )
            assert shown >= 10

    def test_what_no_page_may_hold_is_replaced(self, store: Store, tmp_path: Path) -> None:
        write_report(tmp_path / "r.html", store, refused=[("a\x00b\ud800c\x1b", "\ufffe")])
        (row,) = read(tmp_path / "r.html").xpath("//table[@class='refused']/tbody/tr")
        assert [text(cell) for cell in row] == ["a�b�c�", "�"]

    def test_a_giant_paragraph_is_cut(self, store: Store, tmp_path: Path) -> None:
        aligned = specimen(languages=("zh", "en"))
        giant = replace(aligned.units[0], kind=Kind.BODY, text="水" * 1_000_000)
        store.replace_set(replace(aligned, units=(giant,)))
        write_report(tmp_path / "r.html", store)
        assert (tmp_path / "r.html").stat().st_size < 200_000


class TestFailures:
    def test_an_empty_memory_says_so(self, store: Store, tmp_path: Path) -> None:
        write_report(tmp_path / "r.html", store)
        assert "nothing in this memory yet" in text(read(tmp_path / "r.html"))

    def test_a_version_that_could_not_be_aligned(self, store: Store, tmp_path: Path) -> None:
        aligned = specimen(languages=("zh", "en"))
        none = tuple(
            Unaligned("en", "zh", each.position, each.kind, each.label, each.text, "no match")
            for each in aligned.units
        )
        store.replace_set(replace(aligned, units=(), unaligned=none))
        write_report(tmp_path / "r.html", store)
        assert len(read(tmp_path / "r.html").find_class("unaligned")) > len(none)

    def test_a_failure_leaves_the_old_report(self, store: Store, tmp_path: Path) -> None:
        report = tmp_path / "r.html"
        write_report(report, store)
        before = report.read_bytes()
        store.close()
        with pytest.raises(StoreError):
            write_report(report, store)
        assert report.read_bytes() == before

    @pytest.mark.parametrize("page_rows", [1000, 5])
    def test_a_folder_that_cannot_be_made(
        self, store: Store, tmp_path: Path, page_rows: int
    ) -> None:
        store.replace_set(specimen())
        (tmp_path / "file").touch()
        with pytest.raises(StoreError, match="file"):
            write_report(tmp_path / "file" / "r.html", store, page_rows=page_rows)


def test_memory_is_bounded_by_a_page_not_by_the_set(store: Store, tmp_path: Path) -> None:
    store.replace_set(large_set(8000))
    tracemalloc.start()
    try:
        write_report(tmp_path / "r.html", store)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    written = sum(page.stat().st_size for page in (tmp_path / "r").iterdir())
    assert written > 3_000_000
    assert peak < 2_000_000
