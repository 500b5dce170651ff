"""PO catalogues of other programs, and back."""

from __future__ import annotations

from pathlib import Path

import pytest

from hexapla.corpora.errors import StoreError
from hexapla.corpora.input import bounds
from hexapla.memory.formats import po
from hexapla.memory.formats.importing import import_file
from hexapla.memory.formats.po import read_po, write_po
from hexapla.memory.formats.reading import Losses
from hexapla.memory.store.store import Store
from hexapla.memory.units import Level, Status
from tests.memory.factories import make_unit


def test_comments_of_po_are_kept(store: Store, tmp_path: Path) -> None:
    path, back = tmp_path / "a.po", tmp_path / "back.po"
    path.write_text(
        'msgid ""\nmsgstr "Language: en\\nX-Source-Language: zh\\n"\n\n'
        '# ask Ann\n#. from the title\nmsgctxt "A/1#title"\nmsgid "甲"\nmsgstr "A"\n',
        "utf-8",
    )
    import_file(store, path)
    write_po(back, store.units(level=Level.SENTENCE), source="zh", target="en")
    (unit,) = read_po(back)
    assert unit.tuid == "A/1#title"
    assert unit.translations[0].carried is not None
    assert unit.translations[0].carried.notes == ("ask Ann\nfrom the title",)


def test_what_no_one_has_reviewed_is_fuzzy_and_half_as_sure(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    units = [
        make_unit("甲", "A"),
        make_unit("乙", "B", status=Status.REVIEWED, place=1),
        make_unit("丙", "C", status=Status.REJECTED, place=2),
    ]
    assert write_po(path, units, source="zh", target="en") == 2
    assert path.read_text("utf-8").count("#, fuzzy") == 1
    assert [each.translations[0].score for each in read_po(path)] == [0.5, 1.0]


def test_obsolete_and_untranslated_messages_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "menu.po"
    path.write_text(
        'msgid "门"\nmsgstr ""\n\n#~ msgid "窗"\n#~ msgstr "Window"\n\nmsgid "路"\nmsgstr "Road"\n',
        "utf-8",
    )
    (unit,) = read_po(path, ("zh", "en"))
    assert (unit.symbol, unit.text, unit.translations[0].text) == ("menu", "路", "Road")
    with pytest.raises(StoreError, match="does not say its languages"):
        list(read_po(path, ("zh",)))


def read(path: Path, *languages: str) -> tuple[list[tuple[str, str]], list[str]]:
    """The texts of a catalogue, and what is left out."""
    losses = Losses()
    units = list(read_po(path, languages, losses))
    found = [(unit.text, unit.translations[0].text) for unit in units]
    return found, [str(loss) for loss in losses.found()]


def test_plural_forms_go_with_singular_and_plural(shared_data: Path, tmp_path: Path) -> None:
    path = shared_data / "field" / "01-po-plurals" / "plurals.po"
    meetings = "The Committee held %d meetings on the item."
    assert read(path, "en", "ru") == (
        [
            (
                "The Committee held %d meeting on the item.",
                "Комитет провел %d заседание по этому пункту.",
            ),
            (meetings, "Комитет провел %d заседаний по этому пункту."),
            ("The report was adopted.", "Доклад был утвержден."),
        ],
        ["line 9: has a plural form between the first and the last"],
    )
    one = tmp_path / "one.po"
    plural = 'msgid "%d door"\nmsgid_plural "%d doors"\nmsgstr[0] '
    one.write_text(f'{plural}"%d扇门"\n', "utf-8")
    assert read(one, "en", "zh") == ([("%d doors", "%d扇门")], [])
    one.write_text(f'{plural}"%d porte"\nmsgstr[1] ""\n', "utf-8")
    assert read(one, "en", "fr") == (
        [("%d door", "%d porte")],
        ["line 1: has a form that is not translated"],
    )


def test_fuzzy_and_obsolete_messages_are_counted(shared_data: Path, tmp_path: Path) -> None:
    found, left_out = read(shared_data / "field" / "04-po-fuzzy-obsolete" / "f.po", "en", "fr")
    assert found == [
        ("Record", "Enregistrer"),
        ("Record", "Compte rendu"),
        (
            "First line of the note.\nSecond line of the note.",
            "Première ligne de la note.\nDeuxième ligne de la note.",
        ),
        ('See "Rules" and C:\\docs\ttab.', "Voir « Règlement » et C:\\docs\ttab."),
    ]
    assert left_out == ["line 6: is marked as fuzzy", "line 25, line 28: is obsolete"]
    path = tmp_path / "tw.po"
    path.write_text('msgid ""\nmsgstr "Language: zh_TW\\n"\n\nmsgid "a"\nmsgstr "b"\n', "utf-8")
    with pytest.raises(StoreError, match="zh_TW: traditional characters are kept apart"):
        read(path, "en")


def test_flags_and_places_come_back_and_old_encodings_are_read(tmp_path: Path) -> None:
    path, back = tmp_path / "a.po", tmp_path / "back.po"
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=cp1251\\n"\n\n'
    body = '#: hall.c:7 door.c\n#, c-format\nmsgid "%d doors"\nmsgstr "двери: %d"\n'
    path.write_bytes((head + body).encode("cp1251"))
    (unit,) = read_po(path, ("en", "ru"))
    write_po(back, [unit], source="en", target="ru")
    text = back.read_text("utf-8")
    assert "#: hall.c:7 door.c\n" in text
    assert "#, fuzzy, c-format\n" in text


HEAD = 'msgid ""\nmsgstr "Language: en\\nX-Source-Language: zh\\n"\n\n'


@pytest.mark.parametrize("line", ['"more "\n', "# more\n", "#. more\n", '"more "\r'])
def test_a_text_that_takes_the_square_of_its_lines_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    monkeypatch.setattr(po, "_LONGEST_RUN", 1000)
    path = tmp_path / "a.po"
    path.write_text(f'{HEAD}msgid "甲"\nmsgstr ""\n{line * 500}', "utf-8", newline="")
    with pytest.raises(StoreError, match="a text or comment has more than 1,000 bytes"):
        list(read_po(path))


def test_the_messages_of_a_catalogue_are_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "MOST_MESSAGES", 3)
    path = tmp_path / "a.po"
    path.write_text(HEAD + 'msgid "甲"\nmsgstr "A"\n\n' * 3, "utf-8")
    with pytest.raises(StoreError, match="has more than 3 messages"):
        list(read_po(path))
