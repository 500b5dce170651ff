"""Words that stand beside a denial alone: Spanish ningún behind its verb, Russian никто, sondern.

A text that has such a word and no denial has lost one: this is seen in the text itself, however
long it is, and whatever else in it denies. They are the negative concord of Spanish, Russian and
French, and the polarity items of all languages (Horn, "A Natural History of Negation", 1989).
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from hexapla.memory.checks.values.tables import raw_cell, rows

__all__ = ["left_behind"]

_TABLE: Final = "polarity.tsv"
_CLAUSE: Final = re.compile("[^.;:!?。；：！？؛؟]+")
# One or the other of what is the same: waivable or waivable; but not young people or people with
# disabilities.
_OR: Final = re.compile(
    r" (?:or|ou|o|или|oder|أو) ((?![A-ZÄÖÜ])[^\W\d_]{6,})\b"
    r"(?! (?:with|in|of|from|who|avec|de|qui|con|с|из|من)\b)"
)


def left_behind(text: str, language: str) -> str:
    """Return the words that want a denial in a text (`plain`) without one, "" where none do.

    >>> left_behind("Estos derechos podrán, en ningún caso, ejercerse.", "es")
    'ningún'
    >>> left_behind("Estos derechos no podrán, en ningún caso, ejercerse.", "es")
    ''
    """
    bound, licence = _pattern("bound", language), _pattern("licence", language)
    for clause in _CLAUSE.findall(text) if bound.search(text) else ():
        found = bound.search(clause.strip())
        if found and not licence.search(clause):
            return found[0].strip(", ")
    for found in _OR.finditer(text):
        if text.endswith(f" {found[1]}", 0, found.start()):
            return f"{found[1]}{found[0]}"
    return ""


@cache
def _pattern(what: str, language: str) -> re.Pattern[str]:
    pattern = next((raw_cell(_TABLE, row, language) for row in rows(_TABLE) if row[0] == what), "")
    # Bound words that begin a clause are mostly licensed by their place.
    return re.compile(pattern or "(?!)", re.IGNORECASE if what == "licence" else 0)
