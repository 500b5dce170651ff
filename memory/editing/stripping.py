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

# Elements of HTML, of TMX and XLIFF. What else stands in angle brackets may be text, <sic>, but not
# where it ends an element, has attributes or a name space, or is numbered as tools do (<t0>).
_NAMES: Final = (
    "a|abbr|b|bdo|big|blockquote|body|br|caption|center|cite|code|col|dd|del|dfn|div|dl|dt|em|figure"
    "|font|form|h[1-6]|head|hr|html|i|img|ins|kbd|label|li|link|mark|meta|nobr|ol|option|p|pre|q|rp|rt"
    "|ruby|s|samp|section|small|span|strike|strong|style|sub|sup|table|tbody|td|tfoot|th|thead|title"
    "|tr|tt|u|ul|var|wbr|bpt|bx|ec|ept|ex|g|hi|it|mrk|pc|ph|sc|seg|ut|x"
)
_NAME: Final = r"[A-Za-z][\w.-]{0,40}"
# Those that tools write into plain text: <1>, </1>, {1}, [1}, {2], {ut1}, {\b }. Neither a < b nor
# <a@b.org> is one.
_TAG: Final = re.compile(
    rf"<(?:{_NAMES}|[A-Za-z]{{1,4}}\d{{1,4}}|\d{{1,4}})\s?/?>"
    rf"|<{_NAME}(?::{_NAME}(?:\s[^<>]{{0,2000}})?|\s[^<>]{{0,2000}}=[^<>]{{0,2000}}|\s?/)\s?/?>"
    rf"|</(?:{_NAME}(?::{_NAME})?|\d{{1,4}})\s?>"
    r"|<!--.{0,2000}?-->|<!\[CDATA\[|\]\]>"
    r"|[\[{](?:ut)?\d{1,4}[}>]|[{<]\d{1,4}\]|\{/?\\?[A-Za-z]{1,8}\d{0,4}\s?/?\}",
    re.DOTALL | re.IGNORECASE,
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
