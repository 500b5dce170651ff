"""Word files with tracked changes: accepting gives the new text, rejecting the old one."""

from __future__ import annotations

import copy
import random
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from lxml import etree

from hexapla.corpora.document import Document, Kind, Paragraph
from hexapla.corpora.readers.docx.elements import W
from hexapla.memory.reports.redline import plain_package, redline
from hexapla.memory.word.package import WordPackage
from hexapla.memory.word.revisions import accept_all, drop, tracked_changes
from hexapla.memory.word.texts import WordText, runs, text_elements, word_texts
from hexapla.memory.word.tracking import Tracker
from tests.evaluations import partly
from tests.memory.word.documents import accepted, again, package_at, package_of, rejected, texts_of
from tests.office import decide

OLD = (
    "The General Assembly,",
    "1.\tDecides to keep the register of trees in the cities of Member States;",
    "2.\tRequests the Secretary-General to report on the present resolution;",
    "3.\tInvites Governments to plant trees along the main roads of their capitals;",
    "4.\tDecides also to remain seized of the matter.",
)
NEW = (
    "The General Assembly,",
    "1.\tInvites Governments to plant trees along the main roads of their capitals;",
    "2.\tDecides to keep the register of all trees in the cities of Member States;",
    "3.\tNotes with regret that many old oaks fell in the storms of last winter;",
    "4.\tDecides also to remain seized of the matter.",
)
BEHIND = ("ships in the harbours", "birds on the rocks", "wind over the waves")
ROWS = (("Posts", "10", "20"), ("Travel", "7", "8"), ("Total", "17", "28"))
NEW_ROWS = (("Posts", "10", "25"), ("Consultants", "1", "2"), ("Total", "11", "27"))


def tracker() -> Tracker:
    return Tracker("A. Translator", "2044-03-05T10:00:00Z")


def test_accepting_gives_new_and_rejecting_gives_old() -> None:
    old, new = package_of(*OLD, rows=ROWS), package_of(*NEW, rows=NEW_ROWS)
    before, after = texts_of(old.body), texts_of(new.body)
    redline(old, new, "en", tracker())
    assert accepted(old) == after
    assert rejected(old) == before


def test_so_it_is_for_libreoffice(tmp_path: Path) -> None:
    old, new = package_of(*OLD, rows=ROWS), package_of(*NEW, rows=NEW_ROWS)
    before, after = texts_of(old.body), texts_of(new.body)
    redline(old, new, "en", tracker())
    path = tmp_path / "redline.docx"
    path.write_bytes(old.saved())
    for decided, wanted in zip(decide(path, tmp_path), (after, before), strict=True):
        left = package_at(decided)
        assert texts_of(left.body) == wanted
        assert next(left.body.iter(W + "ins", W + "del"), None) is None


def test_what_comes_in_behind_new_words_goes_on_from_them(tmp_path: Path) -> None:
    first, second = (OLD[place].rstrip(";") for place in (1, 2))
    ships, birds, wind = (f"Notes the {what} of the sea and the coast" for what in BEHIND)
    old = package_of(first, OLD[3], second, OLD[4])
    new = package_of(f"{first} indeed", ships, OLD[3], f"{second} indeed", birds, wind, OLD[4])
    for package, names in (
        (old, ("Heading1", "Normal", "Heading2", "Normal")),
        (new, ("Heading1", "Quote", "Normal", "Heading2", "Quote", "Title", "Normal")),
    ):
        for paragraph, name in zip(package.body.iter(W + "p"), names, strict=True):
            paragraph.insert(0, properties := etree.Element(W + "pPr"))
            etree.SubElement(properties, W + "pStyle", {W + "val": name})
    before, after = ((texts_of(each.body), styles(each)) for each in (old, new))
    redline(old, new, "en", tracker())
    assert (accepted(old), rejected(old)) == (after[0], before[0])
    assert [each.find(f"{W}pPr/{W}rPr/{W}ins") is not None for each in old.body.iter(W + "p")] == [
        *(True, False, False),
        *(True, True, False, False),
    ]
    path = tmp_path / "redline.docx"
    path.write_bytes(old.saved())
    for decided, wanted in zip(decide(path, tmp_path), (after, before), strict=True):
        left = package_at(decided)
        assert (texts_of(left.body), styles(left)) == wanted


def styles(package: WordPackage) -> list[str]:
    """The styles of the paragraphs."""
    found = [each.find(f"{W}pPr/{W}pStyle") for each in package.body.iter(W + "p")]
    return ["Normal" if each is None else each.get(W + "val", "") for each in found]


def test_who_changed_the_new_version_stays_who_did(tmp_path: Path) -> None:
    old, new = package_of(*OLD), package_of(*OLD[:4], *OLD[4:])
    keep, report, plant = list(new.body.iter(W + "p"))[1:4]
    before = texts_of(old.body)
    (span,) = runs(keep)
    # Two people changed one paragraph, somebody else put one in and took one out, one is silent.
    span[:] = text_elements("1.\tDecides to keep the ")
    ana, boris = (Tracker(name, f"2044-01-0{day}T00:00:00Z") for day, name in enumerate("AB", 1))
    for who, tag, text in (
        *((ana, "ins", "public "), (None, "", "register of trees in the ")),
        *((boris, "del", "cities"), (boris, "ins", "towns"), (None, "", " of Member States;")),
    ):
        run = etree.Element(W + "r")
        run.extend(text_elements(text))
        if tag == "del":
            run[0].tag = W + "delText"
        holder = who.change(tag) if who else None
        if holder is not None:
            holder.append(run)
        keep.append(run if holder is None else holder)
    ana.remove(report)
    line = etree.Element(W + "r")
    line.extend(text_elements("Welcomes the gift of forty seedlings by the host country;"))
    plant.addnext(boris.added(None, [(line, None)]))
    last = list(new.body.iter(W + "t"))[-1]
    last.text = f"{last.text} Silently."
    redline(old, new, "en", tracker())
    made = {
        (each.author, each.date[:10], each.done.value, each.text.strip("\N{PILCROW SIGN} "))
        for each in tracked_changes(again(old).body)
    }
    assert made == {
        ("A", "2044-01-01", "put in", "public"),
        ("B", "2044-01-02", "taken out", "cities"),
        ("B", "2044-01-02", "put in", "towns"),
        ("A", "2044-01-01", "taken out", OLD[2]),
        ("B", "2044-01-02", "put in", "Welcomes the gift of forty seedlings by the host country;"),
        ("A. Translator", "2044-03-05", "put in", "Silently."),
    }
    assert rejected(old) == before
    numbers = [each.get(W + "id") for each in old.body.iter(W + "ins", W + "del")]
    assert len(numbers) == len(set(numbers))


def test_where_one_is_no_word_file_numbers_stay_as_they_are() -> None:
    paragraphs = tuple(
        Paragraph(f"op-{number}", Kind.OPERATIVE, str(number), text.partition("\t")[2] or text)
        for number, text in enumerate(NEW)
    )
    old = package_of(*OLD)
    redline(old, plain_package(Document("", "en", paragraphs)), "en", tracker(), numbers=False)
    assert "4.\tDecides also to remain seized of the matter." in accepted(old)
    assert any(
        text.endswith("of all trees in the cities of Member States;") for text in accepted(old)
    )
    assert rejected(old) == list(OLD)


def test_where_the_old_one_is_no_word_file_its_numbers_stay() -> None:
    old = plain_package(
        Document("", "en", (Paragraph("op-1", Kind.OPERATIVE, "1", OLD[1].partition("\t")[2]),))
    )
    redline(old, package_of(NEW[2].partition("\t")[2]), "en", tracker(), numbers=False)
    assert accepted(old) == ["1.\t" + NEW[2].partition("\t")[2]]


def test_what_is_made_of_arabic_paragraphs_goes_from_right_to_left() -> None:
    made = plain_package(Document("", "ar", (Paragraph("op-1", Kind.OPERATIVE, "1", "تقرر ذلك؛"),)))
    (found,) = word_texts(made.body)
    assert found.element.find(f"{W}pPr/{W}bidi") is not None
    assert found.whole == "1.\tتقرر ذلك؛"


def drafted(package: WordPackage, seed: int) -> None:
    """Make a draft of a real document: paragraphs and rows go, come, move and change."""
    dice = random.Random(seed)
    accept_all(package.body)
    texts = [each for each in word_texts(package.body) if each.paragraph.text]
    for each in texts:
        at, inside = dice.random(), each.element.getparent() is package.body
        whole = inside and each.element.find(f"{W}pPr/{W}sectPr") is None
        if at < 0.04 and whole:
            package.body.remove(each.element)
        elif at < 0.12:
            _reword(each, " indeed" if len(each.whole) > 40 else "9")
        elif at < 0.15 and whole:
            others = [child for child in package.body if child.tag == W + "p"]
            dice.choice(others).addnext(each.element)
        elif at < 0.18 and whole:
            each.element.addnext(_other(each.element, "x"))
    for row in dice.sample(rows := list(package.body.iter(W + "tr")), min(4, len(rows))):
        if row.getparent() is not None:
            row.addnext(_other(row, "zz"))


def _reword(text: WordText, more: str) -> None:
    last = list(text.element.iter(W + "t"))[-1]
    last.text = (last.text or "") + more


def _other(element: etree._Element, ending: str) -> etree._Element:
    """A copy with other words, and without what hangs on other parts."""
    copied = copy.deepcopy(element)
    for linked in list(copied.iter(W + "drawing", W + "pict", W + "footnoteReference")):
        drop(linked)
    for text in copied.iter(W + "t"):
        text.text = " ".join(word + ending for word in (text.text or "").split(" "))
    return copied


NAMES = [
    *("A_80_604_Add.1", "A_80_604_Add.11", "A_80_604_Add.3", "A_80_604_Add.6", "A_80_604_Add.9"),
    *("A_81_6_Sect.13", "A_81_6_Sect.15", "A_81_6_Sect.18", "A_81_6_Sect.22", "A_81_6_Sect.24"),
    *("A_81_6_Sect.27", "A_81_6_Sect.29D", "A_81_6_Sect.34"),
]


def test_a_document_is_opened_at_its_usual_size_and_else_as_it_was() -> None:
    old = package_of(*OLD)
    settings = old.part("settings")
    assert settings is not None
    for each in list(settings.iterchildren(W + "zoom")):
        drop(each)
    before = [each.tag for each in settings]
    settings.insert(0, etree.Element(W + "zoom", {W + "percent": "160"}))
    redline(old, package_of(*NEW), "en", tracker())
    assert [each.tag for each in settings] == before


# So many texts of a report are its masthead at most, with the notes in frames below it.
MASTHEAD = 12


@pytest.mark.evaluation
@pytest.mark.parametrize("name", NAMES)
def test_libreoffice_makes_both_versions_of_real_documents(
    name: str, tmp_path: Path, shared_data: Path
) -> None:
    path = shared_data / "un-reports" / f"{name}.docx"
    old, new = package_at(path), package_at(path)
    drafted(new, 1)
    accept_all(old.body)
    before, after = texts_of(old.body), texts_of(new.body)
    redline(old, new, "en", tracker())
    written = tmp_path / "redline.docx"
    written.write_bytes(old.saved())
    for decided, wanted in zip(decide(written, tmp_path), (after, before), strict=True):
        left = package_at(decided)
        alike = SequenceMatcher(None, plain(wanted), plain(texts_of(left.body)), autojunk=False)
        # LibreOffice 7.4 keeps, whatever is decided, both what was put in at the end of a frame of
        # the masthead and what was taken out right behind the frame.
        changed = [each for each in alike.get_opcodes() if each[0] != "equal"]
        assert len(changed) <= 1
        assert all(max(old_end, new_end) <= MASTHEAD for _, _, old_end, _, new_end in changed)


def plain(texts: list[str]) -> list[str]:
    """Texts as LibreOffice keeps them: it writes tabs and spaces in ways of its own."""
    return [" ".join(text.split()) for text in texts]


@pytest.mark.parametrize("name", partly(NAMES, ("A_80_604_Add.1", "A_81_6_Sect.29D")))
@pytest.mark.parametrize("seed", [1, 2])
def test_real_documents_come_through(name: str, seed: int, shared_data: Path) -> None:
    path = shared_data / "un-reports" / f"{name}.docx"
    old, new = package_at(path), package_at(path)
    drafted(new, seed)
    accept_all(old.body)
    before, after = texts_of(old.body), texts_of(new.body)
    redline(old, new, "en", tracker())
    assert accepted(old) == after
    assert rejected(old) == before
