"""Takes persons out of a memory: names that are listed, e-mail addresses, numbers, links.

A text and its translation get the same words in their place. What is carried with a text, notes
and properties and who wrote it, is gone through as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from enum import StrEnum
from typing import Final

from hexapla.corpora.errors import UsageError
from hexapla.memory.editing.names import name_pattern
from hexapla.memory.editing.texts import Scope, text_edit
from hexapla.memory.edits import Edit
from hexapla.memory.units import Carried, Status

__all__ = ["Personal", "anonymized", "anonymizing"]


class Personal(StrEnum):
    """What tells who somebody is, besides names."""

    EMAILS = "emails"
    PHONES = "phones"
    LINKS = "links"
    AUTHORS = "authors"


_ANONYMOUS: Final = "anonymous"
_NAME: Final = "[name]"

_OF_ADDRESS: Final = r"A-Za-z\u00c0-\u024f\u0400-\u04ff\d_.+'’-"
_EMAIL: Final = re.compile(
    rf"(?<![{_OF_ADDRESS}])(?:mailto:)?[{_OF_ADDRESS}]{{1,64}}@[^\W_][A-Za-z0-9_-]{{0,62}}"
    r"(?:\.[A-Za-z0-9-]{1,63}){1,8}"
)
_LINK: Final = re.compile(
    r"(?<![A-Za-z\d])(?:(?:https?|ftps?)://|www\d?\.)[^\s<>\"“”«»（）【】，。；、]{1,2000}",
    re.IGNORECASE,
)
_AFTER_LINK: Final = ".,;:!?)]}'’…"
# Documents are full of figures: the number of a telephone has the code of a country, a word for it
# before, or the form that it has in North America.
_SIGNS: Final = r"[ \u00a0\u202f./()\u2010-\u2013-]{0,2}"
_WORDS: Final = (
    r"(?:(?<!\w)(?:tel|tél|phone|telephone|téléphone|teléfono|fax|télécopie|mobile|móvil|telefon"
    r"|handy|тел|телефон|факс)|هاتف|فاكس|电话|传真|手机)"
)
_PHONES: Final = (
    re.compile(
        rf"({_WORDS}[.:：]{{0,2}}\s?(?:(?:no\.?|nº|n°|№)\s?)?[:：]?\s?)"
        rf"(?:\+\s?)?\(?\d(?:{_SIGNS}\d){{4,14}}(?![\w/])",
        re.IGNORECASE,
    ),
    re.compile(rf"(?<![A-Za-z\d+/])()(?:\+\s?\(?|00(?=[1-9]))\d(?:{_SIGNS}\d){{6,14}}(?![\w/])"),
    re.compile(
        r"(?<![A-Za-z\d/(-])()(?:\([2-9]\d\d\)[ \u00a0]?|[2-9]\d\d[ \u00a0.-])"
        r"\d{3}[.-]\d{4}(?![\w/-])"
    ),
)

# Who wrote a unit: attributes of TMX (1.4b, section 2.2), and properties of tools.
_AUTHORS: Final = frozenset({"creationid", "changeid"})
_AUTHOR: Final = re.compile(
    r"(?:creat|chang|modif|last.?used|owner|author|translator|reviewer|proofread|editor|approve)"
    r"\w*[-_ ]?(?:by|id|user|name)\d*$"
    r"|(?:^|[-_: ])(?:owner|author|translator|reviewer|proofreader|editor|creator"
    r"|user(?:[-_ ]?(?:id|name))?)$",
    re.IGNORECASE,
)


def anonymizing(
    names: Iterable[str] = (),
    *,
    kept: Collection[Personal] = (),
    status: Status | None = None,
) -> Edit:
    """Return an edit that takes out what `anonymized` does, and who wrote and changed the units.

    `kept` stays as it is. With `status`, only translations that have it are meant. Raises
    UsageError where there is nothing to be taken out.
    """
    listed = list(names)
    wanted = [each for each in Personal if each not in kept]
    if not listed and not wanted:
        raise UsageError("there is nothing to take out: give names, or keep less")
    change = _changing(listed, wanted)
    action = f"anonymise {', '.join([*(['names'] if listed else []), *wanted])}"

    def of_text(text: str, _: str) -> str:
        return change(text)

    def carried(found: Carried, _: str) -> Carried:
        return _carried(found, change, authors=Personal.AUTHORS in wanted)

    return text_edit(action, of_text, Scope(None, status), carried=carried)


def anonymized(text: str, names: Iterable[str] = (), *, kept: Collection[Personal] = ()) -> str:
    """Return a text without names, e-mail addresses, numbers of telephones and links.

    >>> anonymized("Write to Ana Ruiz, a.ruiz@example.org, tel. 963-1234.", ["Ana Ruiz"])
    'Write to [name], [e-mail], tel. [telephone].'
    """
    return _changing(list(names), [each for each in Personal if each not in kept])(text)


def _changing(names: list[str], wanted: Collection[Personal]) -> Callable[[str], str]:
    listed = name_pattern(names) if names else None

    def change(text: str) -> str:
        # An address first, for it can hold a name.
        if Personal.EMAILS in wanted and "@" in text:
            text = _EMAIL.sub("[e-mail]", text)
        if Personal.LINKS in wanted:
            text = _LINK.sub(_without_end, text)
        if Personal.PHONES in wanted:
            for phone in _PHONES:
                text = phone.sub(r"\1[telephone]", text)
        return text if listed is None else listed.sub(_NAME, text)

    return change


def _without_end(link: re.Match[str]) -> str:
    """Take out a link, but not the punctuation that follows it."""
    after = _AFTER_LINK.replace(")", "") if "(" in link[0] else _AFTER_LINK
    return f"[link]{link[0][len(link[0].rstrip(after)) :]}"


def _carried(carried: Carried, change: Callable[[str], str], *, authors: bool) -> Carried:
    def attribute(name: str, value: str) -> str:
        if authors and name in _AUTHORS and value:
            return _ANONYMOUS
        return change(value)

    def prop(name: str, value: str) -> str:
        if authors and _AUTHOR.search(name) and value:
            return _ANONYMOUS
        return change(value)

    return replace(
        carried,
        attributes=tuple((name, attribute(name, value)) for name, value in carried.attributes),
        properties=tuple((name, prop(name, value)) for name, value in carried.properties),
        notes=tuple(map(change, carried.notes)),
    )
