"""TEI: documents of the parallel corpus, TEI P5, hostile files."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from hexapla.corpora.errors import DocumentError
from hexapla.corpora.readers.registry import Identity, identify
from hexapla.corpora.readers.registry import read as read_document
from hexapla.corpora.readers.tei import read
from hexapla.corpora.structure.blocks import Block, Role
from tests.corpora.readers.formats import as_tei, resolution
from tests.corpora.readers.raw_files import raw


def blocks(body: str, language: str = "en") -> Sequence[Block]:
    text = f'<TEI.2 lang="{language}"><text><body>{body}</body></text></TEI.2>'
    return read(raw(text)).blocks(language)


def texts(body: str, language: str = "en") -> list[str]:
    return [block.text for block in blocks(body, language)]


def test_the_header_says_what_the_document_is() -> None:
    found = read(raw(as_tei(resolution("ru"), "ru")))
    assert (found.symbol, found.language) == ("A/RES/99/901", "ru")
    assert found.lines[0] == "A/RES/99/901"
    assert all("A paragraph of the header" not in line for line in found.lines)
    bare = read(raw("<TEI.2><text><body><p>x</p></body></text></TEI.2>"))
    assert (bare.symbol, bare.language) == ("", "")


def test_sentences_are_joined_as_the_language_writes() -> None:
    body = '<p id="1">\n<s id="1:1">{}</s>\n<s id="1:2">{}</s>\n</p>'
    assert texts(body.format("1.", "Welcomes\n  it.")) == ["1. Welcomes it."]
    assert texts(body.format("1. 欢迎。", "请报告。"), "zh") == ["1. 欢迎。请报告。"]
    assert texts("<p>No <hi>sentences</hi> at all<lb/>here.</p>") == ["No sentences at all here."]
    assert texts("<p><s>大会<lb/>欢迎</s></p>", "zh") == ["大会欢迎"]


def test_the_sentences_of_a_language_that_is_not_ours_have_spaces_between() -> None:
    assert texts("<p><s>Um.</s><s>Dois.</s></p>", "pt") == ["Um. Dois."]


def test_other_elements_of_tei_p5_have_their_roles() -> None:
    body = (
        "<div><head>Part</head><div><head>Section</head><p>Text<note n='1'>A note.</note>.</p>"
        "<list><item>point</item></list><table><row><cell>a</cell><cell>b</cell></row></table>"
        "</div></div>"
    )
    text = f'<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="fr"><text>{body}</text></TEI>'
    found = read(raw(text))
    assert found.language == "fr"
    assert [(each.text, each.role, each.level) for each in found.blocks("fr")] == [
        ("Part", Role.HEADING, 1),
        ("Section", Role.HEADING, 2),
        ("Text¹.", Role.TEXT, 2),
        ("A note.", Role.NOTE, 0),
        ("point", Role.ITEM, 2),
        ("a", Role.CELL, 2),
        ("b", Role.CELL, 2),
    ]


def test_a_document_type_is_passed_over_and_entities_are_refused(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    body = "<TEI.2><text><body><p n='&x;'>The text of the document.&x;</p></body></text></TEI.2>"
    plain = tmp_path / "plain.xml"
    plain.write_text(f'<!DOCTYPE TEI.2 SYSTEM "tei2.dtd">{body.replace("&x;", "")}')
    assert read_document(plain).paragraphs[0].text == "The text of the document."
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha"}">' for n in range(30))
    for declared in (f'<!ENTITY x SYSTEM "{secret.as_uri()}">', bomb + '<!ENTITY x "&e29;">'):
        with pytest.raises(DocumentError, match=r"^a file\.xml: (refused|damaged): ") as caught:
            read(raw(f"<!DOCTYPE TEI.2 [{declared}]>{body}"))
        assert "the secret" not in str(caught.value)
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "<TEI.2><text>",
        "<TEI.2><text></TEI.2>",
        "<TEI.2>" + "<p>" * 500 + "</p>" * 500 + "</TEI.2>",
        "<TEI.2>&undeclared;</TEI.2>",
    ],
)
def test_what_is_not_well_formed_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(DocumentError, match=r"^a file\.xml: damaged: ") as caught:
        read(raw(text))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "gb18030"])
def test_any_encoding_is_read_and_identified(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.xml"
    text = as_tei(resolution("zh"), "zh").replace("utf-8", "gb18030")
    # Longer than what is looked at first, so that the whole is needed to be well-formed.
    text = text.replace("</body>", f"<p>{'大会请秘书长提出报告。' * 20_000}</p></body>")
    path.write_bytes(text.encode(encoding))
    assert identify(path) == Identity("A/RES/99/901", "zh")
    assert read_document(path).paragraphs[3].text == resolution("zh")[3].paragraph.text


def test_damaged_documents_never_raise_anything_else(tmp_path: Path) -> None:
    chance = random.Random(5)
    whole = as_tei(resolution("en"), "en").encode()
    path = tmp_path / "a.xml"
    for _ in range(60):
        data = bytearray(whole[: chance.randrange(len(whole))] if chance.random() < 0.3 else whole)
        for _ in range(chance.choice((0, 1, 5))):
            data[chance.randrange(len(data))] = chance.choice(b"<>&;\"'/ax")
        path.write_bytes(data)
        try:
            read_document(path)
        except DocumentError as error:
            assert "\n" not in str(error)
