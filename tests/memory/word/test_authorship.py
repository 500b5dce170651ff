"""Tracked changes of a new version stay by whoever made them."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hexapla.corpora.document import Document, Kind, Paragraph
from hexapla.corpora.readers.docx.elements import W
from hexapla.memory.reports.redline import plain_package, redline
from hexapla.memory.word.authorship import Authors
from hexapla.memory.word.package import WordPackage
from hexapla.memory.word.revisions import accept_all, tracked_changes
from hexapla.memory.word.texts import word_texts
from hexapla.memory.word.tracking import Tracker
from tests.corpora.readers.word_files import word_file
from tests.memory.word.documents import accepted, again, package_of, rejected, texts_of

TREES = "Decides to keep the register of trees in the cities of Member States;"
REPORT = "Requests the Secretary-General to report on the present resolution;"
ROADS = "Invites Governments to plant trees along the main roads of their capitals;"
WHO = {"A": "A. Delegate", "B": "B. Delegate", "me": "A. Translator"}


def who(name: str) -> str:
    return f'w:id="1" w:author="{WHO[name]}" w:date="2044-01-02T00:00:00Z"'


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def put(name: str, text: str) -> str:
    return f"<w:ins {who(name)}>{run(text)}</w:ins>"


def gone(name: str, text: str) -> str:
    out = run(text).replace("w:t ", "w:delText ").replace("</w:t>", "</w:delText>")
    return f"<w:del {who(name)}>{out}</w:del>"


def p(*content: str, end: str = "") -> str:
    """A paragraph; its `end` is `ins A` where A put it in."""
    name, _, author = end.partition(" ")
    mark = f"<w:pPr><w:rPr><w:{name} {who(author)}/></w:rPr></w:pPr>" if end else ""
    return f"<w:p>{mark}{''.join(content)}</w:p>"


def row(*cells: str, mark: str = "") -> str:
    name, _, author = mark.partition(" ")
    own = f"<w:trPr><w:{name} {who(author)}/></w:trPr>" if mark else ""
    return f"<w:tr>{own}{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr>"


def package(*content: str, **parts: str) -> WordPackage:
    return WordPackage.of(word_file("".join(content), **parts), Path("test.docx"))


def changes(old: WordPackage, new: WordPackage, **options: bool) -> set[tuple[str, str, str]]:
    """Who did what in the redline of two versions; accepting and rejecting give them."""
    names = {name: short for short, name in WHO.items()}
    wanted, before = accepted(new), accepted(old)
    redline(old, new, "en", Tracker(WHO["me"], "2044-03-05T10:00:00Z"), **options)
    if not options:
        assert (accepted(old), rejected(old)) == (wanted, before)
    roots = list(again(old).texts())
    return {
        (names[each.author], "-" if each.is_removed else "+", each.text.strip())
        for root in roots
        for each in tracked_changes(root)
        if each.text.strip()
    }


def test_what_was_changed_silently_beside_a_tracked_change_is_of_nobody_else() -> None:
    new = package(
        p(
            *(run("Decides to keep the very "), put("A", "old "), run("regist"), gone("B", "er")),
            *(put("B", "ries"), run(" of "), gone("A", "trees in "), run("States;")),
        )
    )
    assert changes(package(p(run(TREES))), new) == {
        *(("me", "+", "very"), ("A", "+", "old"), ("B", "-", "er"), ("B", "+", "ries")),
        *(("A", "-", "trees in"), ("me", "-", "the cities of Member")),
    }


def test_what_was_brought_back_to_the_old_text_is_no_change() -> None:
    new = package(p(run(TREES[:7]), gone("A", " not"), put("A", " to"), run(TREES[10:])))
    assert changes(package(p(run(TREES))), new) == set()
    new = package(p(run(TREES[:7]), gone("A", " not"), put("A", " to"), run(TREES[10:-1])))
    assert changes(package(p(run(TREES))), new) == {("me", "-", ";")}


def test_rows_are_by_who_put_them_in_and_took_them_out() -> None:
    posts, travel, total = (
        [p(run(cell)) for cell in cells]
        for cells in (("Posts", "10"), ("Travel", "7"), ("Total", "17"))
    )
    consultants = row(p(put("A", "Consultants")), p(run("9")), mark="ins A")
    rows = (row(*posts), row(*travel, mark="del B"), consultants, row(*total))
    new = package(p(run(TREES)), f"<w:tbl>{''.join(rows)}</w:tbl>")
    table = "".join(row(*cells) for cells in (posts, travel, total))
    old = package(p(run(TREES)), f"<w:tbl>{table}</w:tbl>")
    assert changes(old, new) == {("B", "-", "Travel | 7"), ("A", "+", "Consultants | 9")}
    inside = [each.get(W + "author") for each in old.body.iter(W + "ins", W + "del")]
    assert WHO["me"] not in inside


def test_what_the_old_version_has_already_is_no_change_of_who_put_it_in() -> None:
    paragraph = p(put("A", f"2.\t{ROADS}"), end="ins A")
    line = row(p(put("A", "Travel")), p(put("A", "7")), mark="ins A")
    table = TABLE_OF(line + row(p(run("Total")), p(run("17"))))
    old, new = (
        package(p(run(f"1.\t{TREES}")), paragraph, p(run(f"3.\t{text}")), table)
        for text in (REPORT, REPORT.replace("report", "report yearly"))
    )
    assert changes(old, new) == {("me", "+", "yearly")}
    # Its number is another one, and a cell of its row.
    old = package(p(run(TREES)), paragraph, table)
    new = package(
        p(run(TREES)), paragraph.replace("2.", "3."), table.replace(">7<", ">8<"), p(run(REPORT))
    )
    assert changes(old, new) == {
        *(("me", "-", "2"), ("me", "+", "3"), ("me", "+", f"{REPORT}\N{PILCROW SIGN}")),
        *(("me", "-", "Travel | 7"), ("A", "+", "Travel | 8")),
    }


def test_joined_paragraphs_are_by_who_joined_them() -> None:
    new = package(p(run(REPORT), end="del A"), p(put("B", " And "), run(ROADS)), p(run(TREES)))
    found = changes(package(p(run(REPORT)), p(run(ROADS)), p(run(TREES))), new)
    assert {(name, sign) for name, sign, _ in found} == {("A", "-"), ("A", "+"), ("B", "+")}
    assert ("B", "+", "And") in found


def test_parted_paragraphs_are_by_who_parted_them() -> None:
    both = p(run(f"{REPORT} {ROADS}"))
    ends = p(run(REPORT), end="ins A"), p(run(f" {ROADS}"), put("B", " Also trees."))
    found = changes(package(both, p(run(TREES))), package(*ends, p(run(TREES))))
    assert {name for name, _, _ in found} == {"A", "B"}
    assert {text for name, _, text in found if name == "B"} == {"Also trees."}
    # What was typed there silently, before it was parted, is of nobody.
    ends = p(run(REPORT), end="ins A"), p(run(" Notes the storms of winter;"))
    found = changes(package(p(run(REPORT)), p(run(TREES))), package(*ends, p(run(TREES))))
    assert {name for name, _, text in found if "storms" in text} == {"me"}


def test_the_end_of_a_paragraph_is_by_who_put_it_in() -> None:
    ends = p(run(REPORT), put("A", " At once."), end="ins A"), p(put("A", ROADS))
    assert changes(package(p(run(REPORT)), p(run(TREES))), package(*ends, p(run(TREES)))) == {
        ("A", "+", "At once.\N{PILCROW SIGN}"),
        ("A", "+", ROADS),
    }


def test_what_two_took_out_is_of_each_and_what_is_uncertain_of_nobody() -> None:
    half = p(gone("A", REPORT[:30]), gone("B", REPORT[30:]), end="del B")
    old = p(run(REPORT)), p(run(TREES))
    assert changes(package(*old), package(half, p(run(TREES)))) == {
        ("A", "-", REPORT[:30].strip()),
        ("B", "-", REPORT[31:] + "\N{PILCROW SIGN}"),
    }
    one = p(gone("A", REPORT), end="del A")
    twice = package(p(run(REPORT)), p(run(ROADS)), p(run(REPORT)), p(run(TREES)))
    found = changes(twice, package(one, p(run(ROADS)), p(run(TREES))))
    assert {name for name, _, _ in found} == {"me"}


def test_notes_and_what_cites_them_are_by_who_changed_them() -> None:
    def notes(content: str) -> str:
        return f'<w:footnote w:id="2">{content}</w:footnote>'

    cited = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    out = f"<w:del {who('A')}>{run(REPORT[:20]).replace('w:t', 'w:delText')}{cited}</w:del>"
    new = package(
        p(out, gone("A", REPORT[20:]), end="del A"),
        p(run(TREES[:8]), put("A", "today "), cited, put("B", "not "), run(TREES[8:]), end="ins A"),
        p(put("A", "Notes "), put("A", ROADS[:30]), f"<w:ins {who('A')}>{cited}</w:ins>").replace(
            "</w:p>", f"{put('B', ROADS[30:])}</w:p>"
        ),
        footnotes=notes(p(run("See the annex "), put("B", "and the map "), run("of the report."))),
    )
    old = package(
        p(run(REPORT[:20]), cited, run(REPORT[20:])),
        p(run(TREES[:8]), cited, run(TREES[8:])),
        footnotes=notes(p(run("See the annex of the report."))),
    )
    found = changes(old, new)
    assert [each for each in found if each[0] == "me"] == []
    assert ("B", "+", "and the map") in found
    assert {text for name, sign, text in found if (name, sign) == ("B", "+")} >= {"not", ROADS[30:]}


def test_where_the_old_one_is_no_word_file_authors_stay() -> None:
    old = plain_package(
        Document(
            "",
            "en",
            tuple(
                Paragraph(f"op-{n}", Kind.OPERATIVE, str(n), text)
                for n, text in enumerate((TREES, REPORT), 1)
            ),
        )
    )
    new = package(
        p(run(f"2.\t{TREES[:8]}"), put("A", "not "), run(TREES[8:])),
        p(put("B", "Urgently "), run(REPORT)),
    )
    assert changes(old, new, numbers=False) == {("A", "+", "not"), ("B", "+", "Urgently")}


STEP = st.sampled_from(["same", "same", "+A", "+B", "-A", "-B", "+me", "-me"])


@given(st.lists(STEP, max_size=30))
def test_every_word_that_came_in_is_of_who_wrote_it(steps: Sequence[str]) -> None:
    old, content = ["start"], [run("start")]
    for number, step in enumerate(steps):
        sign, name = step[0], step[1:]
        word = f"{step.strip('+-')}{number}"
        old += [word] if sign != "+" else []
        if step in ("same", "+me"):
            content.append(run(f" {word}"))
        elif name != "me":
            content.append((put if sign == "+" else gone)(name, f" {word}"))
    (old_text,) = word_texts(package_of(" ".join(old)).body)
    new = package(p(*content))
    authors = Authors(new.body)
    accept_all(new.body)
    (new_text,) = word_texts(new.body)
    authors.settle([(old_text, new_text)], [], [])
    Tracker(WHO["me"], "").rewrite(
        old_text.element, old_text.whole, new_text.whole, authors.rewriting(new_text)
    )
    silent = any(step.endswith("me") for step in steps)
    root = old_text.element.getparent()
    assert root is not None
    assert_author = [
        (word.rstrip("0123456789"), each.author)
        for each in tracked_changes(root)
        for word in each.text.split()
        # Of words that stayed, it is not certain which they are where others changed silently.
        if not (silent and (each.is_removed or word.startswith("same")))
    ]
    assert all(WHO[name] == author for name, author in assert_author)
    copied = copy.deepcopy(root)
    accept_all(copied)
    assert texts_of(copied) == [new_text.whole]


TABLE_OF = "<w:tbl>{}</w:tbl>".format


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # A paragraph comes in before the row of a table that stays, and behind the one that goes.
        ([TABLE_OF(row(p(run(TREES))) * 2)], [p(run(ROADS)), p(run(TREES))]),
        (
            [TABLE_OF(row(p(run(TREES))) + row(p(run(ROADS))))],
            [p(run(t)) for t in (TREES, REPORT, ROADS)],
        ),
        # What somebody put in was moved as well.
        (
            [p(run(TREES), run(TREES)), p(run(TREES))],
            [TABLE_OF(row(p(run(TREES)), mark="ins A")), p(run(TREES), run(TREES))],
        ),
        # A row changed places with a paragraph of the same words.
        (
            [p(run(TREES)), TABLE_OF(row(p(run(TREES))))],
            [TABLE_OF(row(p(run(TREES)))), p(run(TREES))],
        ),
        # A row comes in behind one that became a paragraph.
        (
            [TABLE_OF(row(p(run(REPORT))) + row(p(run(TREES))))],
            [p(run(REPORT)), TABLE_OF(row(p(run(ROADS * 3))) + row(p(run(TREES))))],
        ),
        # A row goes that stood behind what came in.
        (
            [TABLE_OF(row(p(run(TREES))) + row(p(run(REPORT))))],
            [p(run(ROADS)), TABLE_OF(row(p(run(REPORT)), mark="ins A"))],
        ),
    ],
)
def test_what_comes_in_stands_in_its_place_beside_tables(old: list[str], new: list[str]) -> None:
    end = p(run("The end."))
    changes(package(*old, end), package(*new, end))


NAMES = st.sampled_from("AB")
WORDS = st.sampled_from([TREES, REPORT, ROADS, "Total", "10"])
TEXT = st.one_of(WORDS.map(run), st.builds(put, NAMES, WORDS), st.builds(gone, NAMES, WORDS))
END = st.sampled_from(["", "", "ins A", "del A", "del B"])
PARAGRAPH = st.builds(lambda texts, end: p(*texts, end=end), st.lists(TEXT, max_size=3), END)
ROW = st.builds(lambda cell, mark: row(cell, mark=mark), PARAGRAPH, END)
TABLE = st.lists(ROW, min_size=1, max_size=2).map(lambda rows: f"<w:tbl>{''.join(rows)}</w:tbl>")
BODY = st.lists(st.one_of(PARAGRAPH, PARAGRAPH, TABLE), max_size=5)


@settings(max_examples=60)
@given(BODY, BODY)
def test_however_paragraphs_and_tables_are_tracked_both_versions_come_out(
    old: list[str], new: list[str]
) -> None:
    end = p(run("The end."))
    changes(package(*old, end), package(*new, end))
