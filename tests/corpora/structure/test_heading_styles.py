"""Headings by the names of their styles, as Word and the UN's templates have them."""

from __future__ import annotations

import pytest

from hexapla.corpora.structure.blocks import Role
from hexapla.corpora.structure.heading_styles import front_role, heading_level


@pytest.mark.parametrize(
    ("style", "level"),
    [
        ("heading 1", 1),
        ("heading 3", 3),
        ("Heading 3", 3),
        ("HCh", 1),
        ("_ h _ch_g", 1),
        ("_ H _Ch_G", 1),
        ("_ H_M_G", 1),
        ("H1", 2),
        ("H23", 3),
        ("_ H_2/3", 3),
        ("_ H_1_G", 2),
        ("BLUEHeadingH2", 3),
        ("_h1", 2),
    ],
)
def test_styles_of_headings(style: str, level: int) -> None:
    assert heading_level(style) == level


@pytest.mark.parametrize("style", ["", "header", "Normal", "SingleTxt", "title", "h", "heading"])
def test_other_styles(style: str) -> None:
    assert heading_level(style) is None


@pytest.mark.parametrize(
    ("style", "role"),
    [
        ("Session", Role.SESSION),
        ("Agenda_Item_Normal", Role.AGENDA_ITEM),
        ("AgendaItemNormal", Role.AGENDA_ITEM),
        ("AgendaTitleH2", Role.AGENDA_ITEM),
        ("Title", Role.TITLE),
        ("Title_H_CH", Role.TITLE),
        ("TitleH1", Role.TITLE),
        ("Subtitle", None),
        ("heading 1", None),
        ("", None),
    ],
)
def test_styles_of_the_front(style: str, role: Role | None) -> None:
    assert front_role(style) is role
