"""Units of the TMX of any tool as units of a memory."""

from __future__ import annotations

from pathlib import Path

import pytest

from hexapla.memory.formats.tmx.units import read_units
from hexapla.memory.units import Carried, Level, Status, Unit


def read(tmp_path: Path, units: str, *, source: str | None = None, header: str = "") -> list[Unit]:
    path = tmp_path / "old.tmx"
    path.write_text(
        f'<tmx version="1.4"><header srclang="en" {header}/><body>{units}</body></tmx>', "utf-8"
    )
    return list(read_units(path, (source,) if source else ()))


def variant(code: str, text: str, inside: str = "") -> str:
    return f'<tuv xml:lang="{code}">{inside}<seg>{text}</seg></tuv>'


@pytest.mark.parametrize(
    ("unit", "tuid"),
    [
        ("<tu>", "old#1"),
        ('<tu tuid="17">', "old#17"),
        ('<tu tuid="S/1#op-2">', "S/1#op-2"),
        ('<tu><prop type="x-tuid">S/1#op-2</prop>', "S/1#op-2"),
        ('<tu tuid="a#3"><prop type="x-document">S/1</prop>', "S/1#3"),
    ],
)
def test_the_address_is_the_best_that_the_file_tells(unit: str, tuid: str, tmp_path: Path) -> None:
    (found,) = read(tmp_path, f"{unit}{variant('en', 'A')}{variant('zh', '甲')}</tu>")
    assert found.tuid == tuid


def test_score_status_level_and_context_of_our_own_files_come_back(tmp_path: Path) -> None:
    properties = (
        '<prop type="x-Score:Integer">87</prop>'
        '<prop type="x-ConfirmationLevel">ApprovedSignOff</prop>'
    )
    context = '<prop type="x-context-pre">&lt;seg>a &amp;lt; b&lt;/seg></prop>'
    (unit,) = read(
        tmp_path,
        f"<tu>{properties}{variant('en', 'A', context)}{variant('zh', '甲')}</tu>",
        header='segtype="paragraph"',
    )
    (chinese,) = unit.translations
    assert (chinese.score, chinese.status, unit.level) == (0.87, Status.REVIEWED, Level.PARAGRAPH)
    assert (unit.before, unit.after) == ("a < b", "")


@pytest.mark.parametrize("score", ["250", "9" * 400, "9" * 5000])
def test_no_score_is_above_one(score: str, tmp_path: Path) -> None:
    given = f'<prop type="x-Score:Integer">{score}</prop>'
    (unit,) = read(tmp_path, f"<tu>{given}{variant('en', 'A')}{variant('zh', '甲')}</tu>")
    assert [each.score for each in unit.translations] == [1.0]


def test_the_source_is_that_of_the_file_or_the_one_asked_for(tmp_path: Path) -> None:
    texts = f"<tu>{variant('FRA', 'un')}{variant('en', 'one')}{variant('zh', '一')}</tu>"
    assert [each.language for each in read(tmp_path, texts)] == ["en"]
    assert [each.language for each in read(tmp_path, texts, source="zh")] == ["zh"]
    assert [each.language for each in read(tmp_path, texts, source="ru")] == ["fr"]


def test_units_with_one_text_are_left_out_and_other_wordings_kept(tmp_path: Path) -> None:
    alone = f"<tu>{variant('en', 'A')}{variant('zh', ' ')}</tu>"
    two = f"<tu>{variant('en', 'A')}{variant('zh', '甲')}{variant('zh-SG', '乙')}</tu>"
    found = read(tmp_path, alone + two)
    assert [each.translations[0].text for each in found] == ["乙", "甲"]


def test_what_we_wrote_ourselves_is_not_carried_along(tmp_path: Path) -> None:
    inside = (
        '<note>S/1, body</note><note>mine</note><prop type="aligned">yes</prop>'
        '<prop type="client">city</prop>'
    )
    texts = f"{variant('en', 'A')}{variant('zh', '甲')}</tu>"
    own, other = read(
        tmp_path,
        f'<tu tuid="S/1#1" creationid="hexapla">{inside}{texts}'
        f'<tu tuid="S/1#2" creationid="ann">{inside}{texts}',
    )
    assert own.carried == Carried((), (("client", "city"),), ("mine",))
    assert other.carried == Carried(
        (("creationid", "ann"),),
        (("aligned", "yes"), ("client", "city")),
        ("S/1, body", "mine"),
    )
