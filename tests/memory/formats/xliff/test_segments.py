"""Segments of XLIFF as CAT tools write them, with their states."""

from __future__ import annotations

from pathlib import Path

import pytest

from hexapla.memory.formats.reading import Losses
from hexapla.memory.formats.xliff.document import read_xliff, write_xliff
from hexapla.memory.formats.xliff.skeleton import read_finished
from hexapla.memory.units import Status, Unit

SPACES = (
    'xmlns="urn:oasis:names:tc:xliff:document:1.2"'
    ' xmlns:sdl="http://sdl.com/FileTypes/SdlXliff/1.0" xmlns:mq="MQXliff" xmlns:m="memsource"'
)
A, R, X = Status.AUTOMATIC, Status.REVIEWED, Status.REJECTED


def read(path: Path, *languages: str) -> tuple[list[Unit], list[str]]:
    """The units of a file, and what is left out."""
    losses = Losses()
    units = list(read_xliff(path, languages=languages, left_out=losses))
    return units, [str(loss) for loss in losses.found()]


def pairs(units: list[Unit]) -> list[tuple[str, str, str, Status]]:
    """Reference, texts and status of each."""
    return [
        (each.reference, each.text, each.translations[0].text, each.translations[0].status)
        for each in units
    ]


def version_1(folder: Path, body: str, target: str = 'target-language="fr"') -> Path:
    path = folder / "a.xlf"
    head = f'<file original="a.docx" source-language="en" {target} datatype="x">'
    path.write_text(
        f'<xliff version="1.2" {SPACES}>{head}<body>{body}</body></file></xliff>', "utf-8"
    )
    return path


def version_2(folder: Path, body: str, version: str = "2.0") -> Path:
    path = folder / "b.xlf"
    path.write_text(
        f'<xliff version="{version}" xmlns="urn:oasis:names:tc:xliff:document:2.0"'
        ' xmlns:mtc="urn:oasis:names:tc:xliff:matches:2.0" srcLang="en" trgLang="fr">'
        f'<file id="f1" original="b.docx">{body}</file></xliff>',
        "utf-8",
    )
    return path


def test_states_say_what_is_translated(shared_data: Path) -> None:
    units, left_out = read(shared_data / "field" / "02-xliff-states" / "states.xlf")
    assert pairs(units) == [
        ("3", "The session was suspended at noon.", "La séance est suspendue à midi.", R),
        ("4", "The meeting rose at 1 p.m.", "La séance est levée à 13 heures.", A),
        ("5", "A/99/1", "A/99/1", A),
        ("7.0", "First sentence of the note.", "Première phrase de la note.", A),
        ("7.1", "Second sentence of the note.", "Deuxième phrase de la note.", A),
        ("8.0", "The Chair spoke first.", "La présidence a pris la parole.", A),
        ("9", "Kept aside.", "Mis de côté.", A),
    ]
    assert left_out == [
        "line 4: its state is 'new': nobody has translated it",
        "line 5: its state is 'needs-translation': nobody has translated it",
        "line 9, line 11, segment '1': has no translation",
    ]


def test_a_target_that_still_needs_all_is_no_translation(tmp_path: Path) -> None:
    path = version_1(
        tmp_path,
        "".join(
            f'<trans-unit id="{state}"><source>One.</source><target state="{state}">Un.</target>'
            "</trans-unit>"
            for state in ("needs-l10n", "needs-adaptation", "needs-review-l10n")
        ),
    )
    units, left_out = read(path)
    assert [unit.reference for unit in units] == ["needs-adaptation", "needs-review-l10n"]
    assert left_out == ["line 1: its state is 'needs-l10n': nobody has translated it"]


def test_segments_of_studio_are_units_with_their_states(shared_data: Path) -> None:
    units, left_out = read(shared_data / "field" / "17-xliff-mrk" / "studio.sdlxliff")
    assert pairs(units) == [
        ("u1.1", "The Board met in May.", "理事会于5月开会。", R),
        ("u1.2", "It adopted its agenda.", "理事会通过了议程。", A),
    ]
    assert left_out == ["line 4, segment '3': has no translation"]


def test_marks_can_stand_in_tags_and_the_order_of_another_language(tmp_path: Path) -> None:
    source = (
        '<g id="1"><mrk mtype="seg" mid="a">Yes.</mrk> <mrk mtype="seg" mid="b">No.</mrk></g>'
        '<mrk mtype="seg" mid="c">7</mrk><mrk mtype="seg" mid="d">Same.</mrk>'
    )
    target = (
        '<mrk mtype="seg" mid="b">Non.</mrk> loose <g id="1"><mrk mtype="seg" mid="a">Oui.</mrk>'
        '</g><mrk mtype="seg" mid="c">7</mrk><mrk mtype="seg" mid="d">Same.</mrk>'
        '<mrk mtype="seg" mid="e">Rien.</mrk>'
    )
    conf = "".join(
        f'<sdl:seg id="{name}" conf="{state}"/>'
        for name, state in zip(
            "abcd", ("RejectedTranslation", "Translated", "Draft", ""), strict=True
        )
    )
    path = version_1(
        tmp_path,
        f'<trans-unit id="u"><source>x</source><seg-source>{source}</seg-source>'
        f"<target>{target}</target><sdl:seg-defs>{conf}</sdl:seg-defs></trans-unit>",
    )
    units, left_out = read(path)
    assert pairs(units) == [
        ("u.a", "Yes.", "Oui.", X),
        ("u.b", "No.", "Non.", R),
        ("u.c", "7", "7", A),
    ]
    assert left_out == [
        "line 1, segment 'd': is a copy of the source that nobody has confirmed",
        "line 1, segment 'e': has no source text",
        "line 1: has text outside of its segments",
    ]


def test_a_target_without_marks_is_that_of_the_whole(tmp_path: Path) -> None:
    path = version_1(
        tmp_path,
        '<trans-unit id="u"><source>Yes. No.</source><seg-source><mrk mtype="seg" mid="1">Yes.'
        '</mrk> <mrk mtype="seg" mid="2">No.</mrk></seg-source><target>Oui. Non.</target>'
        "</trans-unit>",
    )
    assert pairs(read(path)[0]) == [("u", "Yes. No.", "Oui. Non.", A)]


@pytest.mark.parametrize(
    ("attribute", "status"),
    [
        ('mq:status="ManuallyConfirmed"', R),
        ('mq:status="Proofread"', R),
        ('mq:status="Edited"', A),
        ('mq:status="Rejected"', X),
        ('m:confirmed="1"', R),
        ('m:confirmed="0"', A),
    ],
)
def test_states_of_other_tools(attribute: str, status: Status, tmp_path: Path) -> None:
    unit = f'<trans-unit id="1" {attribute}><source>Yes</source><target>Oui</target></trans-unit>'
    assert pairs(read(version_1(tmp_path, unit))[0]) == [("1", "Yes", "Oui", status)]


def test_what_nobody_began_is_left_out(tmp_path: Path) -> None:
    unit = '<trans-unit id="1" mq:status="NotStarted"><source>Yes</source><target>Yes</target>'
    assert read(version_1(tmp_path, f"{unit}</trans-unit>")) == (
        [],
        ["line 1: its state is 'NotStarted': nobody has translated it"],
    )


@pytest.mark.parametrize(
    ("in_source", "in_target", "is_taken"), [(200, 0, False), (0, 200, False), (60, 60, True)]
)
def test_a_code_that_many_tags_name_is_not_multiplied(
    in_source: int, in_target: int, is_taken: bool, tmp_path: Path
) -> None:
    source, target = (
        "".join(f'<ph id="{number}" dataRef="d"/>' for number in range(many))
        for many in (in_source, in_target)
    )
    body = (
        f'<unit id="1"><originalData><data id="d">{"x" * 1000}</data></originalData>'
        f"<segment><source>{source}Yes</source><target>{target}Yes</target></segment></unit>"
    )
    path = version_2(tmp_path, body)
    units, left_out = read(path)
    if is_taken:
        assert pairs(units) == [("1", "Yes", "Yes", A)]
    else:
        assert left_out == ["line 1: its codes have more than 100,000 characters"]
    # It is translated all the same.
    assert [each.target for each in read_finished(path).units] == ["Yes"]


@pytest.mark.parametrize("version", ["2.0", "2.1"])
def test_version_2_is_read(version: str, tmp_path: Path) -> None:
    body = """<group id="g"><unit id="u1" name="greeting"><notes><note>Ask Ann.</note></notes>
<originalData><data id="d1">&lt;b&gt;</data><data id="d2">&lt;/b&gt;</data></originalData>
<mtc:matches><mtc:match ref="#1"><source>Old.</source><target>Vieux.</target></mtc:match>
</mtc:matches>
<segment id="1" state="reviewed"><source>The <pc id="1" dataRefStart="d1" dataRefEnd="d2">Chair</pc>
<ph id="2" type="fmt" subType="xlf:lb"/>spoke.</source>
<target>La <pc id="1" dataRefStart="d1" dataRefEnd="d2">présidence</pc> a parlé.</target></segment>
<ignorable><source> </source></ignorable>
<segment id="2" state="initial"><source>New.</source><target>New.</target></segment>
<segment id="3" state="translated"><source>A<cp hex="000C"/>b<mrk id="m">c</mrk></source>
<target>B</target></segment>
<segment id="4"><source>Alone.</source></segment></unit></group>"""
    units, left_out = read(version_2(tmp_path, body, version))
    assert pairs(units) == [
        ("greeting.1", "The Chair\n\nspoke.", "La présidence a parlé.", R),
        ("greeting.3", "A bc", "B", A),
    ]
    assert left_out == [
        "line 1, segment '2': its state is 'initial': nobody has translated it",
        "line 1, segment '4': has no translation",
    ]
    first = units[0].translations[0].carried
    assert first is not None
    assert first.notes == ("Ask Ann.",)
    back = tmp_path / "back.xlf"
    write_xliff(back, units, source="en", target="fr")
    again, _ = read(back)
    assert [each[1:] for each in pairs(again)] == [each[1:] for each in pairs(units)]
    assert again[0].translations[0].carried is not None
    assert again[0].translations[0].carried.markup == first.markup


def test_languages_can_be_given_and_traditional_characters_stay_apart(tmp_path: Path) -> None:
    unit = '<trans-unit id="1"><source>Yes</source><target>是</target></trans-unit>'
    assert read(version_1(tmp_path, unit, ""))[1] == [
        "line 1: the file names no target language: give --languages"
    ]
    assert len(read(version_1(tmp_path, unit, ""), "en", "zh")[0]) == 1
    assert read(version_1(tmp_path, unit, 'target-language="zh-TW"'))[1] == [
        "line 1: zh-TW is in traditional characters, which are kept apart"
    ]


def test_a_line_break_that_is_a_tag_parts_words(shared_data: Path) -> None:
    units, left_out = read(shared_data / "field" / "29-tmx-linebreak" / "x.xlf")
    assert pairs(units) == [("1", "The Charter\nis in force.", "La Charte\nest en vigueur.", A)]
    assert not left_out
