"""Pages with two languages side by side, ours and those of others."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html

from hexapla.corpora.errors import StoreError
from hexapla.memory.formats.bitext_page import read_bitext, write_bitext
from hexapla.memory.formats.reading import Losses
from hexapla.memory.units import Status
from tests.memory.factories import make_unit

HOSTILE = "<script>alert(1)</script> & <b>"


def test_the_page_shows_both_languages_and_runs_nothing(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    units = [
        make_unit("甲", "أ", target="ar", status=Status.REVIEWED),
        make_unit(f"乙{HOSTILE}", HOSTILE, target="ar", place=1),
    ]
    assert write_bitext(path, units, source="zh", target="ar") == 2
    rows = html.parse(path).getroot().findall(".//tbody/tr")
    assert [row[0].text_content() for row in rows] == ["甲", f"乙{HOSTILE}"]
    assert {row[1].get("dir") for row in rows} == {"rtl"}
    assert "reviewed" in rows[0][1].text_content()
    text = path.read_text("utf-8")
    assert "<script" not in text
    assert "default-src &#39;none&#39;" in text


def test_rows_of_a_page_are_units_with_the_languages_of_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "law.html"
    rows = "<tr><td>门是\n 开的。</td><td>The door<br>is open.</td></tr>"
    path.write_text(f"<html><body><table>{rows}<tr><td>1</td></tr></table>", "utf-8")
    losses = Losses()
    (unit,) = read_bitext(path, ("zh", "en"), losses)
    assert (unit.language, unit.text, unit.translations[0].text) == (
        "zh",
        "门是 开的。",
        "The door is open.",
    )
    assert [str(loss) for loss in losses.found()] == ["row 2: has not 2 cells as it should"]
    with pytest.raises(StoreError, match="give --languages"):
        list(read_bitext(path, ()))
    with pytest.raises(StoreError, match=r"none\.html: "):
        list(read_bitext(tmp_path / "none.html", ("zh", "en")))


def test_a_row_of_headings_names_the_languages_of_a_page(tmp_path: Path) -> None:
    path = tmp_path / "law.html"
    heads = "<tr><th>Article</th><th>en-GB</th><th>fr</th></tr>"
    rows = "<tr><td>1</td><td>The door.</td><td>La porte.</td></tr>"
    path.write_text(f"<html><body><table>{heads}{rows}</table>", "utf-8")
    losses = Losses()
    (unit,) = read_bitext(path, (), losses)
    assert (unit.text, unit.translations[0].text) == ("The door.", "La porte.")
    assert [loss.places for loss in losses.found()] == [("column 1",)]
    path.write_text("<p>No table.</p>", "utf-8")
    with pytest.raises(StoreError, match="holds no rows"):
        list(read_bitext(path, ("zh", "en")))
