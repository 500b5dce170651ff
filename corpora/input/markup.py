"""What no document has, and what takes a parser of markup longer than its length."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["MOST_ATTRIBUTES", "is_crowded"]

MOST_ATTRIBUTES: Final = 1000
"""The attributes of one element: libxml2 compares each with all others."""

# A quotation mark means something only after an equals sign (HTML Standard, section 13.2.5).
_VALUE: Final = r"""=\s*+(?:"[^"]*+"?|'[^']*+'?|[^\s>"']++)?"""
_TAG: Final = re.compile(rf"<[A-Za-z](?:[^>=]++|{_VALUE})*+")
# Comments, and elements in which a less-than sign begins no tag.
_RAW: Final = re.compile(
    r"<!--.*?(?:-->|\Z)|(<(script|style|textarea|xmp)\b[^>]*+>).*?(?:</\2|\Z)",
    re.DOTALL | re.IGNORECASE,
)
_VALUES: Final = re.compile(_VALUE)


def is_crowded(page: str) -> bool:
    """Tell whether a tag of an HTML page has more attributes than `MOST_ATTRIBUTES`."""
    # An attribute takes two characters at least, with the space before it.
    page = _RAW.sub(lambda raw: raw[1] or "", page)
    long = (tag[0] for tag in _TAG.finditer(page) if len(tag[0]) > 2 * MOST_ATTRIBUTES)
    return any(len(re.split(r"[\s/]+", _VALUES.sub(" ", tag))) > MOST_ATTRIBUTES for tag in long)
