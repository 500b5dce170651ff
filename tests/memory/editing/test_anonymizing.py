"""Persons are taken out of texts and of what is carried with them; figures and symbols stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from hexapla.corpora.errors import StoreError, UsageError
from hexapla.memory.editing.anonymizing import Personal, anonymized, anonymizing
from hexapla.memory.editing.names import name_pattern, read_names
from hexapla.memory.units import Carried
from tests.memory.editing.edited import candidate, edited_cell

NAMES = ["Ana Ruiz", "Ana", "Иванов*", "أحمد", "李明", "O’Neil"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mr. ANA RUIZ and Anabel", "Mr. [name] and Anabel"),
        ("с Ивановым", "с [name]"),
        ("وأحمد ولأحمد وأحمدية", "[name] [name] وأحمدية"),
        ("由李明提出", "由[name]提出"),
        ("O’Neil, Ana\u00a0Ruiz", "[name], [name]"),
        ("Write to ana.ruiz+x@mail.example.org.", "Write to [e-mail]."),
        ("邮箱li.ming@example.org。", "邮箱[e-mail]。"),
        ("See https://un.org/a?b=(c), www.un.org.", "See [link], [link]."),
        ("见https://un.org/a，第3段", "见[link]，第3段"),
        ("Tel.: +1 (212) 963-1234 ext. 5", "Tel.: [telephone] ext. 5"),
        ("call 212-963-1234 or (212) 963-1234", "call [telephone] or [telephone]"),
        ("电话：010-6532 1234；传真 65321234", "电话：[telephone]；传真 [telephone]"),
        ("هاتف: 0212 963 1234", "هاتف: [telephone]"),
        ("тел. 8 (495) 123-45-67", "тел. [telephone]"),
        ("0041 22 917 12 34", "[telephone]"),
    ],
)
def test_what_tells_who_somebody_is_goes(text: str, expected: str) -> None:
    assert anonymized(text, NAMES) == expected


@pytest.mark.parametrize(
    "text",
    [
        "A/RES/74/177, A/C.3/74/L.5 and ST/SGB/2018/1",
        "from 1999-2000 and 2018-12-17 to 17.12.2018",
        "$1 234 567 890, 7 425.1, 33,333,333 and 2 147 483 647",
        "United Nations, Treaty Series, vol. 1577, No. 27531",
        "Sales No. E.12.III.F.4, ISBN 978-92-1-130318-8",
        "paragraphs 212-963 of 1234",
        "if a < b @ 5",
    ],
)
def test_figures_symbols_and_dates_stay(text: str) -> None:
    assert anonymized(text, NAMES) == text


def test_parts_can_be_kept() -> None:
    text = "a@b.org https://b.org +41 22 917 1234"
    assert anonymized(text, kept=list(Personal)) == text
    with pytest.raises(UsageError, match="nothing to take out"):
        anonymizing(kept=list(Personal))


def test_what_is_carried_is_gone_through_as_well() -> None:
    carried = Carried(
        (("creationid", "RUIZ"), ("changedate", "20200101T000000Z")),
        (("x-LastUsedBy", "ruiz"), ("x-Domain", "law"), ("x-Original", "By Ana."), ("user", "r")),
        ("asked a@b.org",),
    )
    cell = edited_cell(anonymizing(["Ana"]), candidate(target="By her.", carried=carried))
    assert cell is not None
    assert cell.carried == Carried(
        (("creationid", "anonymous"), ("changedate", "20200101T000000Z")),
        (
            *(("x-LastUsedBy", "anonymous"), ("x-Domain", "law")),
            *(("x-Original", "By [name]."), ("user", "anonymous")),
        ),
        ("asked [e-mail]",),
    )
    kept = edited_cell(anonymizing(["Ana"], kept=[Personal.AUTHORS]), candidate(carried=carried))
    assert kept is not None
    assert kept.carried is not None
    assert kept.carried.attributes == carried.attributes


def test_a_list_of_names_is_read(tmp_path: Path) -> None:
    path = tmp_path / "名单.txt"
    path.write_text("# staff\n\nAna  Ruiz\n李明\nAna Ruiz\n", encoding="utf-16")
    assert read_names(path) == ["Ana Ruiz", "李明"]
    for text, told in (("# none\n", "no names"), ("x" * 300, "one a line")):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(StoreError, match=told):
            read_names(path)


def test_thousands_of_names_are_found_at_once() -> None:
    names = [f"Name{number} Son{number % 7}" for number in range(5000)]
    pattern = name_pattern(names)
    assert pattern.sub(
        "-", "By Name4999 Son1, Name12 Son2 and Name1 Son"
    ) == "By -, Name12 Son2 and Name1 Son".replace("Name12 Son2", "Name12 Son2")
