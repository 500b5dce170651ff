"""PO catalogues of other programs, and back."""

from __future__ import annotations

from pathlib import Path

import pytest

from hexapla.corpora.errors import StoreError
from hexapla.memory.formats.importing import import_file
from hexapla.memory.formats.po import read_po, write_po
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
    (unit,) = read_po(path, source="zh", target="en")
    assert (unit.symbol, unit.text, unit.translations[0].text) == ("menu", "路", "Road")
    with pytest.raises(StoreError, match="does not say its languages"):
        list(read_po(path, source="zh"))
