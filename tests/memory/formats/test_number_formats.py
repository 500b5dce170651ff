"""What cells show of their values."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.memory.formats.number_formats import Value, shown

MOMENT = datetime(2044, 5, 3, 15, 4, 5)


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (2044, "General", "2044"),
        (0.1 + 0.2, "General", "0.3"),
        (0.256, "0%", "26%"),
        (0.5, "0.00", "0.50"),
        (-1234.5, "#,##0.00", "-1,234.50"),
        (-3, '0;"("0")"', "(3)"),
        (0, '0;-0;"none"', "none"),
        (12, '"No. "0', "No. 12"),
        (5, "0000", "0005"),
        (7.25, "#.##", "7.25"),
        (4, "[$€-40C] 0.0", "€ 4.0"),
        (1500000, '0.0,,"M"', "1.5M"),
        (0.5, "# ?/?", "0.5"),
        (MOMENT, "yyyy-mm-dd", "2044-05-03"),
        (MOMENT, "mm-dd-yy", "2044-05-03"),
        (MOMENT, "d mmmm yyyy", "3 May 2044"),
        (MOMENT, "dddd, d mmm yy", "Tuesday, 3 May 44"),
        (MOMENT, 'yyyy"年"m"月"d"日"', "2044年5月3日"),
        (MOMENT, "[$-40C]dd/mm/yyyy hh:mm:ss", "03/05/2044 15:04:05"),
        (MOMENT, "h:mm AM/PM", "3:04 PM"),
        (date(2044, 12, 1), "m/d/yyyy", "12/1/2044"),
        (time(9, 5), "h:mm", "9:05"),
        (timedelta(hours=26, minutes=3), "[h]:mm", "26:03"),
        (True, "General", "TRUE"),
        (None, "0", ""),
    ],
)
def test_values_are_shown_by_their_formats(value: Value, form: str, text: str) -> None:
    assert shown(value, form) == text


@given(
    st.one_of(st.integers(), st.floats(), st.datetimes(), st.timedeltas(), st.times()),
    st.text(st.sampled_from('0#?,.%;"[]hmsyde-$@\\_*E+AMP/ '), max_size=20),
)
def test_no_format_fails(value: Value, form: str) -> None:
    assert isinstance(shown(value, form), str)
