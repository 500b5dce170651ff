"""XLIFF with its document inside, as it comes back from CAT tools."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from lxml import etree

from hexapla.corpora.errors import StoreError
from hexapla.memory.formats.xliff.document import read_xliff
from hexapla.memory.formats.xliff.skeleton import FinishedUnit, add_skeleton, read_finished

SPACE = "urn:oasis:names:tc:xliff:document:1.2"
DOCUMENT = b"PK a document"
INSIDE = base64.b64encode(DOCUMENT).decode()


def version_1(
    body: str, *, skeleton: str = INSIDE, languages: tuple[str, str] = ("en", "fr")
) -> str:
    return (
        f'<xliff version="1.2" xmlns="{SPACE}"><file original="a" datatype="x-docx"'
        f' source-language="{languages[0]}" target-language="{languages[1]}"><header><skl>'
        f'<internal-file form="base64">{skeleton}</internal-file></skl></header>'
        f"<body>{body}</body></file></xliff>"
    )


def version_2(body: str) -> str:
    return (
        '<xliff version="2.1" xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="en"'
        f' trgLang="ar"><file id="f"><skeleton>{INSIDE}</skeleton>{body}</file></xliff>'
    )


def write(folder: Path, text: str) -> Path:
    path = folder / "a.xlf"
    path.write_text(text, "utf-8")
    return path


def unit(inside: str, attributes: str = "") -> str:
    return f'<trans-unit id="1"{attributes}>{inside}</trans-unit>'


def test_what_was_put_in_comes_out_and_the_import_still_reads_the_file(tmp_path: Path) -> None:
    text = version_1(unit("<source>One.</source><target>Un.</target>"))
    root = etree.fromstring(text)
    (file,) = root
    file.remove(file[0])
    add_skeleton(file, DOCUMENT, "a.docx")
    path = write(tmp_path, etree.tostring(root, encoding="unicode"))
    found = read_finished(path)
    assert (found.source, found.target, found.skeleton) == ("en", "fr", DOCUMENT)
    assert found.units == (FinishedUnit("One.", "Un."),)
    assert [each.text for each in read_xliff(path)] == ["One."]


def test_a_document_too_large_for_a_text_of_xml_is_only_named(tmp_path: Path) -> None:
    root = etree.fromstring(version_1(""))
    (file,) = root
    file.remove(file[0])
    add_skeleton(file, bytes(7_000_001), "large.docx")
    (named,) = file.iter("{*}external-file")
    assert named.get("href") == "large.docx"
    assert read_finished(write(tmp_path, etree.tostring(root, encoding="unicode"))).skeleton == b""


CUT = (
    "<source>One. Two.</source><seg-source>"
    '<mrk mtype="seg" mid="1">One.</mrk> <mrk mtype="seg" mid="2">Two.</mrk></seg-source>'
)


@pytest.mark.parametrize(
    ("inside", "target"),
    [
        ("<source>One.</source>", ""),
        ("<source>One.</source><target/>", ""),
        ('<source>One.</source><target state="needs-translation">One.</target>', ""),
        ('<source>One.</source><target state="needs-translation">Un.</target>', "Un."),
        ("<source>A/99/1</source><target>A/99/1</target>", "A/99/1"),
        ('<source>a <g id="1">b</g></source><target><g id="1">b</g> a</target>', "b a"),
        ("<source>One.</source><alt-trans><target>Un.</target></alt-trans>", ""),
        (
            f'{CUT}<target><mrk mtype="seg" mid="1">Un.</mrk> <mrk mtype="seg" mid="2">Deux.</mrk>'
            "</target>",
            "Un. Deux.",
        ),
        (f'{CUT}<target><mrk mtype="seg" mid="1">Un.</mrk></target>', ""),
    ],
)
def test_a_unit_is_whole_or_has_no_translation(tmp_path: Path, inside: str, target: str) -> None:
    found = read_finished(write(tmp_path, version_1(unit(inside))))
    assert [each.target for each in found.units] == [target]


def test_version_2_is_read_with_the_space_between_its_segments(tmp_path: Path) -> None:
    body = (
        '<unit id="1"><segment id="a"><source>One.</source><target>واحد.</target></segment>'
        "<ignorable><source> </source></ignorable>"
        '<segment id="b"><source>Two.</source><target>اثنان.</target></segment></unit>'
        '<unit id="2"><segment state="initial"><source>Three.</source></segment></unit>'
    )
    found = read_finished(write(tmp_path, version_2(body)))
    assert (found.target, found.skeleton) == ("ar", DOCUMENT)
    assert found.units == (FinishedUnit("One. Two.", "واحد. اثنان."), FinishedUnit("Three.", ""))


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("<xliff", "damaged"),
        ("<tmx/>", "is no XLIFF"),
        (f'<xliff version="1.2" xmlns="{SPACE}"/>', "holds 0 documents"),
        (version_1("", skeleton="%%%"), "its skeleton is damaged"),
        (version_1("", skeleton="é"), "its skeleton is damaged"),
        (version_1("", languages=("en", "en")), "the same language"),
        (version_1("", languages=("en", "xx")), "'xx' is none of our languages"),
        (version_1("", languages=("en", "")), "names no language"),
        (version_1("", languages=("en", "zh-Hant")), "'zh-Hant' is none of our languages"),
        ('<!DOCTYPE x [<!ENTITY e "a">]>' + version_1("&e;"), "entities"),
        (version_1("<trans-unit/>" * 2_000_001), "more than 2,000,000 tags"),
    ],
    ids=lambda given: given[:30],
)
def test_what_is_no_finished_xliff_is_refused_in_one_line(
    tmp_path: Path, text: str, cause: str
) -> None:
    with pytest.raises(StoreError) as refused:
        read_finished(write(tmp_path, text))
    assert cause in str(refused.value)
    assert "a.xlf" in str(refused.value)


FUZZY = ' state="needs-review-translation" state-qualifier="fuzzy-match"'
PROPOSAL = "<alt-trans><target>Deux.</target></alt-trans>"
STUDIO = (
    '<seg-source><mrk mtype="seg" mid="1">One.</mrk></seg-source>'
    '<target><mrk mtype="seg" mid="1">Un.</mrk></target>'
    '<sdl:seg-defs xmlns:sdl="http://sdl.com/FileTypes/SdlXliff/1.0"><sdl:seg id="1" conf="{}"/>'
    "</sdl:seg-defs>"
)


@pytest.mark.parametrize(
    ("inside", "attributes", "proposed"),
    [
        (f"<target{FUZZY}>Deux.</target>", "", True),
        (f"<target{FUZZY}>Deux.</target>{PROPOSAL}", "", True),
        # OmegaT leaves the state of what was translated.
        (f"<target{FUZZY}>Un.</target>{PROPOSAL}", "", False),
        (f"<target{FUZZY}>Deux.</target>", ' approved="yes"', False),
        ('<target state="needs-adaptation">Deux.</target>', "", True),
        (f"<target{FUZZY.replace('fuzzy', 'exact')}>Un.</target>", "", False),
        ('<target state="translated">Un.</target>', "", False),
        ("<target>Un.</target>", ' xmlns:mq="MQXliff" mq:status="Pretranslated"', True),
        ("<target>Un.</target>", ' xmlns:mq="MQXliff" mq:status="ManuallyConfirmed"', False),
        (STUDIO.format("Draft"), "", True),
        (STUDIO.format("Translated"), "", False),
    ],
)
def test_what_nobody_confirmed_is_told(
    inside: str, attributes: str, proposed: bool, tmp_path: Path
) -> None:
    text = version_1(unit(f"<source>One.</source>{inside}", attributes))
    (found,) = read_finished(write(tmp_path, text)).units
    assert found.proposed is proposed
