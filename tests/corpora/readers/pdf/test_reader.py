"""PDF files: printed by LibreOffice and Chromium, written by hand, and made to attack."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import unicodedata
from collections import Counter
from difflib import SequenceMatcher
from itertools import cycle, product
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from hexapla.corpora.document import Paragraph
from hexapla.corpora.errors import DocumentError
from hexapla.corpora.languages import LANGUAGES
from hexapla.corpora.readers.pdf import reader as pdf
from hexapla.corpora.readers.pdf.glyphs.pages import PdfError
from hexapla.corpora.readers.pdf.glyphs.reading import read_pages
from hexapla.corpora.readers.pdf.layout import layout
from hexapla.corpora.readers.registry import identify, read
from hexapla.corpora.structure.blocks import Role
from tests.corpora.readers.pdf_files import (
    Look,
    Printed,
    office_text,
    page_file,
    page_html,
    print_with_office,
)
from tests.corpora.readers.raw_files import raw
from tests.evaluations import partly
from tests.paths import SAMPLE
from tests.processes import GUARD

SAMPLE = SAMPLE / "gold.jsonl"
LOOKS = {
    "one": Look(),
    "two": Look(columns=2),
    "indent": Look(gap=0, indent=18),
    "ragged": Look(justified=False),
}
_DIFFERENT = ("zh", "en", "ar")
_TARGETS = 90  # lines: a dozen pages, as many as tell apart what is on all pages
LETTERS_IN_ARABIC = dict(zip("abc", "أبج", strict=True))
STRETCH = re.compile("(?<!ه)\u0640+|\u0640+(?=\\w)")


def sample(language: str) -> Printed:
    """The sample resolution as it is printed, its numbers typed."""
    rows = [json.loads(line) for line in SAMPLE.read_text(encoding="utf-8").splitlines()]
    texts = (_number(row["label"], language) + row[language] for row in rows if not _noted(row))
    return Printed(language, tuple(texts), _notes(rows, "label", language))


def _noted(row: dict[str, str]) -> bool:
    return row["kind"] in ("note", "footnote")


def _notes(rows: list[dict[str, str]], number: str, language: str) -> dict[str, str]:
    return {row[number]: row[language] for row in rows if _noted(row)}


def _number(label: str, language: str) -> str:
    found = re.search(r"(\w+)(\)?)$", label)
    if not found or label == "annex":
        return ""
    last, bracket = found.groups()
    if bracket:
        letter = LETTERS_IN_ARABIC[last] if language == "ar" else last
        return f"{letter}) " if language in ("fr", "es", "ru", "de") else f"({letter}) "
    return f"{last} - " if language == "ar" else f"{last}. "


def targets(language: str, data: Path) -> Printed:
    path = data / "sdg-targets" / "numbered" / f"{language}.txt"
    lines = path.read_text(encoding="utf-8").splitlines()[:_TARGETS]
    return Printed(language, tuple(line for line in lines if line.strip()), {})


def seed(language: str, data: Path) -> Printed:
    lines = (data / "seed" / "paragraphs.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    texts = (
        (f"{row['number']}. " if row["number"] else "") + row[language]
        for row in rows
        if not _noted(row)
    )
    return Printed(language, tuple(texts), _notes(rows, "number", language))


def comparable(paragraphs: tuple[Paragraph, ...]) -> list[tuple[str, str, str]]:
    """What must agree; where a note stands depends on the pages.

    A PDF file says neither which spaces are no-break ones, nor which strokes were typed.
    """
    spaces = str.maketrans("\xa0\u202f", "  ")
    rows = [
        (str(p.kind), p.label, STRETCH.sub("", unicodedata.normalize("NFC", p.text)))
        for p in paragraphs
    ]
    rows = [(kind, label, text.translate(spaces)) for kind, label, text in rows]
    return sorted(rows, key=lambda row: row[0] == "note")


def right(want: list[tuple[str, str, str]], got: list[tuple[str, str, str]]) -> int:
    blocks = SequenceMatcher(None, want, got, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks)


def as_text(printed: Printed, folder: Path) -> list[tuple[str, str, str]]:
    path = folder / f"{printed.language}.txt"
    path.write_text(printed.as_text(), encoding="utf-8")
    return comparable(read(path, language=printed.language).paragraphs)


# Against the text version


@pytest.fixture(scope="module")
def samples(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """What LibreOffice, which takes seconds to start, prints in one run."""
    folder = tmp_path_factory.mktemp("samples")
    files = {name: office_text(each, Look(columns=2)) for name, each in long(shared_data).items()}
    files["ar-lines"] = office_text(Printed("ar", ARABIC_LINES, {}), Look())
    files |= {
        f"{language}-{name}": office_text(sample(language), look)
        for language in LANGUAGES
        for name, look in LOOKS.items()
    }
    return print_with_office(files, folder)


# One look in every language; in every look, the three that differ in how their lines are made.
_TESTED = {("one", code) for code in LANGUAGES} | {(n, c) for n in LOOKS for c in _DIFFERENT}


@pytest.mark.parametrize(("name", "language"), partly(product(LOOKS, LANGUAGES), _TESTED))
def test_a_printed_resolution_has_the_paragraphs_of_its_text(
    language: str, name: str, samples: dict[str, Path], tmp_path: Path
) -> None:
    document = read(samples[f"{language}-{name}"])
    want = as_text(sample(language), tmp_path)
    assert (document.symbol, document.language) == ("A/RES/99/901", language)
    got = comparable(document.paragraphs)
    # On a page of its own, a symbol beside a second column is taken for the running head.
    assert [row for row in want if row not in got] in ([], [("masthead", "", "A/RES/99/901")])
    assert len(got) <= len(want)
    if name == "two":
        assert identify(samples[f"{language}-{name}"]).symbol == "A/RES/99/901"


def long(data: Path) -> dict[str, Printed]:
    return {"ar-long": targets("ar", data), "zh-long": seed("zh", data)}


def test_long_documents_in_two_columns(
    shared_data: Path, samples: dict[str, Path], tmp_path: Path
) -> None:
    keep_floors(long(shared_data), samples, tmp_path)


@pytest.mark.evaluation
def test_long_documents_in_one_and_two_columns(shared_data: Path, tmp_path: Path) -> None:
    # Each language in one of both; in both, the three that differ in how their lines are made.
    looks = {f"{code}-{n}" for code, n in zip(LANGUAGES, cycle("12"), strict=False)}
    looks |= {f"{code}-{n}" for code in _DIFFERENT for n in "12"}
    printed = {look: targets(look[:2], shared_data) for look in sorted(looks)}
    printed |= {f"{code}-seed-2": seed(code, shared_data) for code in ("zh", "en")}
    files = {
        name: office_text(document, Look(columns=int(name[-1])))
        for name, document in printed.items()
    }
    keep_floors(printed, print_with_office(files, tmp_path), tmp_path)


def keep_floors(printed: dict[str, Printed], files: dict[str, Path], folder: Path) -> None:
    """Compare what is read of files with what was printed in each language."""
    found: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for name, document in printed.items():
        language = document.language
        want = as_text(document, folder)
        found[language] += right(want, comparable(read(files[name]).paragraphs))
        total[language] += len(want)
    shares = {language: found[language] / total[language] for language in total}
    # In Arabic, a few vowel signs stand nearer to the letter beside their own.
    assert all(share >= (0.98 if code == "ar" else 0.99) for code, share in shares.items()), shares


@pytest.fixture(scope="module")
def chromium_files(tmp_path_factory: pytest.TempPathFactory, shared_data: Path) -> dict[str, Path]:
    path = shutil.which("chromium")
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium is not installed: CI tests PDF files of its making")
        pytest.skip("Chromium is not installed: its PDF files are not tested")
    folder = tmp_path_factory.mktemp("chromium")
    files: dict[str, Path] = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox"], timeout=1000 * GUARD
        )
        page = browser.new_page()
        page.set_default_timeout(1000 * GUARD)
        printed = {language: sample(language) for language in LANGUAGES}
        printed["zh-seed"] = seed("zh", shared_data)
        printed["ar-lines"] = Printed("ar", ARABIC_LINES, {})
        for name, document in printed.items():
            files[name] = folder / f"{name}.pdf"
            page.set_content(page_html(document, Look()))
            page.pdf(path=files[name], width="4.5in", height="6in")
        browser.close()
    return files


ARABIC_LINES = (
    "الفقرة 1(أ) من القرار 2334(2016) والفقرة 5(ج)(2) منه [انظر المرفق (الأول)].",
    "والدول(الأعضاء)في اللجنة «المعنية» و«غيرها» و{بعض} و“بعد”.",
    "القراران A/RES/99/901(2044) وS/2044/7(PART I) المؤرخان 17/12/2044.",
    "A/CONF.216/L.1(2044) هو تقرير Register of Maps (ROM) لسنتي 2043-2044.",
)


def test_brackets_in_arabic_are_those_that_were_written(
    shared_data: Path, samples: dict[str, Path], chromium_files: dict[str, Path]
) -> None:
    for path in (samples["ar-lines"], chromium_files["ar-lines"]):
        found = read(path, language="ar").paragraphs
        # So few lines do not tell where paragraphs end, nor that the symbol is a running head.
        assert " ".join(each.text for each in found).endswith(" ".join(ARABIC_LINES))
    folder = shared_data / "field/14-pdf-arabic"
    kinds = read(folder / "kinds.pdf", language="ar").paragraphs
    written = (folder / "kinds.txt").read_text(encoding="utf-8").splitlines()
    assert [f"{each.label}. {each.text}" for each in kinds] == written


@pytest.mark.parametrize("language", LANGUAGES)
def test_another_producer(language: str, chromium_files: dict[str, Path], tmp_path: Path) -> None:
    want = [row for row in as_text(sample(language), tmp_path) if row[0] != "note"]
    got = comparable(read(chromium_files[language]).paragraphs)
    assert right(want, got) >= len(want) - 1


def test_spaces_that_a_browser_prints_as_gaps(
    chromium_files: dict[str, Path], shared_data: Path, tmp_path: Path
) -> None:
    """The seed has spaces between Chinese and digits; a mark is cut off its line by Chromium."""
    printed = seed("zh", shared_data)
    want = [row for row in as_text(printed, tmp_path) if row[0] != "note"]
    got = comparable(read(chromium_files["zh-seed"]).paragraphs)
    assert right(want, got) >= 0.985 * len(want)


# Written by hand

HERE = Path("a file.pdf")
SENTENCE = "The register is open to all who wish to read in it."


def texts(data: bytes, language: str = "en") -> list[str]:
    return [block.text for block in pdf.read(raw(data)).blocks(language)]


def test_presentation_forms_in_the_order_of_the_page_become_plain_arabic() -> None:
    # As old files have it: glyphs from the left, numbers among them, lam-alef one letter.
    shown = "2041 \ufefc\ufed7 (\ufe8f) \ufee2\ufedf"
    assert texts(page_file((300, 700, 10, shown)), "ar") == ["لم (ب) قلا 2041"]


def test_a_number_with_a_hyphen_counts_on_behind_arabic_letters_only() -> None:
    assert texts(page_file((300, 700, 10, "ﻢﻟ 1-3")), "ar") == ["1-3 لم"]
    assert texts(page_file((300, 700, 10, "2020-2015 ﻢﻟ")), "ar") == ["لم 2015-2020"]


def test_small_raised_numbers_are_marks_and_small_lines_at_the_foot_are_notes() -> None:
    data = page_file(
        (60, 700, 10, SENTENCE),
        (60 + 5 * len(SENTENCE), 703, 6, "12"),
        (60, 688, 10, "It costs nothing."),
        (60, 100, 8, "12 See the first report"),
        (60, 90, 8, "of the library."),
    )
    blocks = pdf.read(raw(data)).blocks("en")
    assert [(b.role, b.marker) for b in blocks][-1] == (Role.NOTE, "12")
    assert blocks[-1].text == "See the first report of the library."
    assert blocks[0].text.startswith(f"{SENTENCE}¹²")


def test_notes_of_the_size_of_the_text_are_known_by_the_marks_that_the_text_cites() -> None:
    data = page_file(
        (60, 700, 10, SENTENCE),
        (60 + 5 * len(SENTENCE), 703, 6, "1"),
        (60, 688, 10, "The library keeps in it what was decided in the years"),
        (60, 100, 10, "1 See the first report."),
    )
    blocks = pdf.read(raw(data)).blocks("en")
    assert (blocks[-1].role, blocks[-1].marker) == (Role.NOTE, "1")
    assert blocks[-1].text == "See the first report."


def test_hyphens_at_line_ends_part_words_that_the_document_writes_whole() -> None:
    lines = (
        "We keep the documents in order, and these docu-",
        "ments in two rooms of their own since the long-",
        "term programme began, which is as long-term as",
        "the rooms, with documents of all kinds and dates",
    )
    data = page_file(*((60, 700 - 12 * n, 10, line) for n, line in enumerate(lines)))
    joined = " ".join(texts(data))
    assert "these documents in two rooms of their own since the long-term programme" in joined


def test_what_runs_up_the_side_of_a_page_is_no_text() -> None:
    assert texts(page_file((60, 700, 10, SENTENCE), turned="Distr. General")) == [SENTENCE]


def test_characters_without_spaces_are_words_by_their_gaps() -> None:
    words = SENTENCE.split()
    shows = []
    x = 60.0
    for word in words:
        shows.append((x, 700.0, 10.0, word))
        x += 5 * len(word) + 2.5
    assert texts(page_file(*shows)) == [SENTENCE]


@pytest.mark.parametrize("language", ["ar", "zh"])
def test_damaged_files_give_text_or_one_line(language: str, samples: dict[str, Path]) -> None:
    data = samples[f"{language}-two"].read_bytes()
    chance = random.Random(7)
    opened = 0
    for _ in range(60):
        damaged = bytearray(data)
        if chance.random() < 0.3:
            del damaged[chance.randrange(len(data)) :]
        for _ in range(chance.choice((0, 1, 5, 50))):
            if damaged:
                damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        try:
            pages = read_pages(bytes(damaged), 100)
        except PdfError as refused:
            assert "\n" not in str(refused)
        else:
            opened += bool(pages)
            pdf.blocks(layout(pages).lines, language)
    assert opened > 8


def test_a_file_with_a_password_is_refused(tmp_path: Path) -> None:
    options = (
        ':{"EncryptFile":{"type":"boolean","value":"true"},'
        '"DocumentOpenPassword":{"type":"string","value":"secret"}}'
    )
    files = print_with_office({"a": office_text(sample("en"), Look())}, tmp_path, options)
    with pytest.raises(DocumentError) as caught:
        read(files["a"])
    assert "encrypted" in str(caught.value)
