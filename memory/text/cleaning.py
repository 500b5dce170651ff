"""Text that every exchange format can carry."""

from __future__ import annotations

import re
import unicodedata

__all__ = [
    "clean",
    "composed",
    "composed_markup",
    "escaped",
    "on_terminal",
    "one_line",
    "xml_attribute",
    "xml_text",
]

# What XML 1.0 (section 2.2, production 2) has no place for: controls, surrogates, U+FFFE, U+FFFF.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# What has to be escaped in XML or taken out, or may have to: most texts hold none of it.
_SPECIAL = re.compile("[\x00-\x08\x0b-\x1f&<>\ud800-\udfff\ufffe\uffff]")
_BREAKS = re.compile("[\x0b\x0c\x1c-\x1f]+")
_TAG = re.compile("(<[^>]*>)")

# What steers a terminal, or shows text in another order than it has (Boucher and Anderson, 2021,
# "Trojan Source"); line ends, tabs and the marks that Arabic needs stay.
_HIDING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
# And what ends a line.
_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


def clean(text: str) -> str:
    """Return text without white space at its ends and without characters that XML forbids.

    Controls that part words (line tabulation, form feed, separators) become a space; all other
    text stays as it is.

    >>> clean(" one\\x0ctwo\\x00 ")
    'one two'
    """
    # What is forbidden is not printable, which is asked in half the time.
    if not text.isprintable() and _FORBIDDEN.search(text):
        text = _FORBIDDEN.sub("", _BREAKS.sub(" ", text))
    return text.strip()


def composed(text: str) -> str:
    """Return text in the composed form of Unicode (NFC), in which CAT tools compare it.

    Source: Unicode Standard Annex 15.

    >>> len("e\u0301"), len(composed("e\u0301"))
    (2, 1)
    """
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def composed_markup(markup: str) -> str:
    """Return the content of an XML element with its texts, but not its tags, in composed form."""
    # By itself, for a stroke that follows a tag would make another sign of the end of the tag.
    return "".join(composed(piece) for piece in _TAG.split(markup))


def escaped(text: str) -> str:
    """Return text as XML, white space at its ends kept."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\r", "&#13;")


def xml_text(text: str) -> str:
    """Return text as the content of an XML element, cleaned.

    >>> xml_text(" A & B ")
    'A &amp; B'
    """
    return escaped(clean(text)) if _SPECIAL.search(text) else text.strip()


def xml_attribute(text: str) -> str:
    """Return text as the value of an XML attribute in double quotation marks, cleaned."""
    return xml_text(text).replace('"', "&quot;").replace("\t", "&#9;").replace("\n", "&#10;")


def one_line(text: str) -> str:
    """Return text with its line ends escaped as well: a message stays on its line."""
    return _STEERING.sub(lambda found: ascii(found[0])[1:-1], text)


def on_terminal(text: str) -> str:
    """Return text with what could steer a terminal, or hide what it says, escaped."""
    return _HIDING.sub(lambda found: ascii(found[0])[1:-1], text)
