"""Takes tags out of texts: those inside a segment, and markup that was left in the text."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from html import unescape
from typing import Final

from hexapla.memory.editing.texts import Scope, text_edit
from hexapla.memory.edits import Edit
from hexapla.memory.units import Carried, Status

__all__ = ["stripped", "stripping"]

# Tags of HTML, XML and XLIFF; those that tools write into plain text: <1>, </1>, <t0/>, {1}, [1},
# {2], {ut1}, {\b }. What is in angle brackets and begins like no tag is text: a < b, <a@b.org>.
_TAG: Final = re.compile(
    r"</?(?:[A-Za-z][\w:.-]{0,40}(?:\s[^<>]{0,2000})?|\d{1,4})\s?/?>"
    r"|<!--.{0,2000}?-->|<!\[CDATA\[|\]\]>"
    r"|[\[{](?:ut)?\d{1,4}[}>]|[{<]\d{1,4}\]|\{/?\\?[A-Za-z]{1,8}\d{0,4}\s?/?\}",
    re.DOTALL,
)
# Those between lines and cells part words.
_PARTING: Final = re.compile(r"</?(?:br|p|div|li|ul|ol|td|th|tr|table|h\d|hr)\b", re.IGNORECASE)
_ENTITY: Final = re.compile(r"&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[A-Za-z][A-Za-z\d]{1,30});")
_SPACES: Final = re.compile(" {2,}")
_TURNS: Final = 3


def stripping(*, languages: Collection[str] | None = None, status: Status | None = None) -> Edit:
    """Return an edit that takes tags out, those that go with a text and those in it (`stripped`).

    With `languages`, only texts in these are meant; with `status`, only translations that have it.
    """
    wanted = None if languages is None else frozenset(languages)
    where = f" in {', '.join(sorted(wanted))}" if wanted else ""

    def change(text: str, _: str) -> str:
        return stripped(text)

    def plain(carried: Carried, _: str) -> Carried:
        return replace(carried, markup="")

    return text_edit(f"strip tags{where}", change, Scope(wanted, status), carried=plain)


def stripped(text: str) -> str:
    """Return a text without tags and with the signs that entities stand for.

    >>> stripped("<b>Fish &amp; chips</b><br/>for {1}all{2}, if a < b")
    'Fish & chips for all, if a < b'
    """
    for _ in range(_TURNS):
        # What was escaped twice has tags and entities again.
        new = _ENTITY.sub(_sign, _TAG.sub(_gap, text))
        if new == text:
            return text
        text = _SPACES.sub(" ", new).strip(" ")
    return text


def _gap(tag: re.Match[str]) -> str:
    return " " if _PARTING.match(tag[0]) else ""


def _sign(entity: re.Match[str]) -> str:
    sign = unescape(entity[0])
    # An entity of nothing is text, and a control sign is no text.
    return sign if sign == entity[0] or sign.isprintable() or sign.isspace() else ""
