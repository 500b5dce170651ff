"""Two columns on printed pages, and what only looks like them."""

from __future__ import annotations

from hexapla.corpora.readers.pdf.columns import stretches
from tests.corpora.readers.pdf.rows import line, page, row

LEFT = "the register of the library is open"
RIGHT = "to all who wish to read in the book"


def both() -> list[tuple[float, str]]:
    return [(60.0, LEFT.replace(" ", "-")), (250.0, RIGHT.replace(" ", "-"))]


def test_a_page_of_one_column_is_one_stretch() -> None:
    rows = [line(700 - 12 * n, f"{LEFT} {RIGHT}") for n in range(12)]
    (found,) = stretches([rows])
    assert [(each.rows, each.column) for each in found] == [(rows, (0, 0))]


def test_of_two_columns_the_first_is_read_before_the_second() -> None:
    heading = line(730, f"{LEFT} {RIGHT}")
    rows = [heading, *(row(700 - 12 * n, *both()) for n in range(14))]
    (found,) = stretches([rows])
    assert [each.column[1] for each in found] == [0, 1, 2]
    assert [len(each.rows) for each in found] == [1, 14, 14]
    assert {each.starts[0] for each in found[1].rows} == {60.0}
    assert {each.starts[0] for each in found[2].rows} == {250.0}


def test_a_page_that_says_nothing_has_the_columns_of_the_others() -> None:
    full = [row(700 - 12 * n, *both()) for n in range(14)]
    last = [row(700, *both()), row(688, *both())]
    _, found = stretches([full, last])
    assert [each.column[1] for each in found] == [1, 2]


def test_columns_of_one_page_among_many_are_its_own() -> None:
    full = [row(700 - 12 * n, *both()) for n in range(14)]
    others = [[row(700, *both()), *(line(688 - 12 * n, f"{LEFT} {RIGHT}") for n in range(9))]] * 4
    first, *rest = stretches([full, *others])
    assert [each.column[1] for each in first] == [1, 2]
    assert [[each.column for each in found] for found in rest] == [[(0, 0)]] * 4


def test_a_table_of_short_entries_is_no_columns() -> None:
    rows = [row(700 - 12 * n, (60, "Organ"), (320, f"{n}")) for n in range(14)]
    (found,) = stretches([rows])
    assert [each.column for each in found] == [(0, 0)]


def test_a_table_of_many_columns_is_no_two() -> None:
    cells = [
        (60.0, "the-register"),
        (155.0, "is-open"),
        (250.0, "to-all-who"),
        (335.0, "wish-to-re"),
    ]
    rows = [row(700 - 12 * n, *cells) for n in range(14)]
    (found,) = stretches([rows])
    assert [each.column for each in found] == [(0, 0)]


def test_no_pages_have_no_stretches() -> None:
    assert stretches([]) == []
    assert stretches([page().rows]) == [[]]


def test_a_sign_that_hangs_over_the_margin_joins_no_columns() -> None:
    left, right = (
        "图书馆的登记册向所有希望阅读的人开放并且每年更新一次由秘书处保管存放",
        "各国均可查阅" * 5,
    )
    texts = [left + "，" if n % 3 == 1 else left for n in range(14)]
    rows = [row(700 - 12 * n, (60, text), (240, right)) for n, text in enumerate(texts)]
    (found,) = stretches([rows])
    assert [each.column[1] for each in found] == [1, 2]
    assert ["".join(each.texts) for each in found[0].rows] == texts
