"""What an imported file says of a text, in the forms that every CAT tool takes."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final

__all__ = ["portable_date", "portable_markup", "portable_property"]

_HIGHLIGHT: Final = re.compile(r"<(/?)hi\b([^<>]*?)(/?)>")
_UNKNOWN: Final = re.compile(r"<(/?)ut\b")
_PAIR: Final = re.compile(r"""\bi=["'](\d{1,6})["']""")
_DATE: Final = re.compile(r"\d{8}T\d{6}Z")


def portable_markup(markup: str) -> str:
    """Return the content of a segment without `hi` and `ut`, which tools drop or do not know.

    A highlighted text stands between a pair of tags instead, an unknown tag is a placeholder (TMX
    1.4b Specification, section 2.2).

    >>> portable_markup('see <hi type="x">this</hi>')
    'see <bpt i="1" type="x"/>this<ept i="1"/>'
    """
    if "<hi" not in markup and "<ut" not in markup:
        return markup
    number = max((int(found) for found in _PAIR.findall(markup)), default=0)
    open_pairs: list[int] = []

    def tag(found: re.Match[str]) -> str:
        nonlocal number
        if found[3]:
            return ""
        if found[1]:
            return f'<ept i="{open_pairs.pop()}"/>' if open_pairs else ""
        number += 1
        open_pairs.append(number)
        return f'<bpt i="{number}"{found[2]}/>'

    return _UNKNOWN.sub(r"<\1ph", _HIGHLIGHT.sub(tag, markup))


def portable_date(value: str) -> str:
    """Return a date as TMX has it, "" where it is none.

    >>> portable_date("2020-01-02T03:04:05+01:00"), portable_date("yesterday")
    ('20200102T020405Z', '')
    """
    if _DATE.fullmatch(value):
        return value
    try:
        date = datetime.fromisoformat(value.strip())
        return (
            (date if date.tzinfo else date.replace(tzinfo=UTC))
            .astimezone(UTC)
            .strftime("%Y%m%dT%H%M%SZ")
        )
    except (ValueError, OverflowError):
        return ""


def portable_property(name: str) -> str:
    """Return the type of a property: "file" ties a unit to one file in OmegaT, whatever it says."""
    return "x-file" if name == "file" else name
