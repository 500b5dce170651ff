"""Words that stand beside a denial alone: Spanish ningún behind its verb, Russian никто, sondern.

A text that has such a word and no denial has lost one: this is seen in the text itself, however
long it is, and whatever else in it denies. They are the negative concord of Spanish, Russian and
French, and the polarity items of all languages (Horn, "A Natural History of Negation", 1989).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from hexapla.memory.checks.values.tables import pattern

__all__ = ["left_behind"]

_TABLE: Final = "polarity.tsv"
_CLAUSE: Final = re.compile("[^.;:!?。；：！？؛؟]+")
# But, which corrects a denial that can be a clause of its own: 这不是慈善；而是投资.
_CORRECTING: Final = frozenset(("而是", "sino", "sondern"))
# One or the other of what is the same: waivable or waivable; but not treaty or treaty provision.
# Further and further is said of short words alone.
_OR: Final = re.compile(
    r" (?:(?:or|ou|o|или|oder|أو)|(?:and|et|y|и|und)(?= [^\W\d_]{9})) "
    r"((?![A-ZÄÖÜ])[^\W\d_]{6,})\b(?=\W*(?:[.,;:)!?؟؛،]|$))"
)


# A text is compared with each of its translations.
@lru_cache(maxsize=256)
def left_behind(text: str, language: str) -> tuple[int, int] | None:
    """Return where words that want a denial stand in a text (`plain`) without one, None for none.

    >>> left_behind("Se podrá, en ningún caso, ejercer.", "es")
    (13, 19)
    >>> left_behind("No se podrá, en ningún caso, ejercer.", "es")
    """
    bound, licence = _pattern("bound", language), _pattern("licence", language)
    before: str | None = None
    for clause in _CLAUSE.finditer(text) if bound.search(text) else ():
        said = clause[0].strip()
        found = bound.search(said)
        corrects = found and found.start() == 0 and found[0] in _CORRECTING
        # What begins the text corrects another.
        licensed = corrects and (before is None or licence.search(before))
        if found and not licensed and not licence.search(clause[0]):
            words = found[0].lstrip(", ")
            end = clause.end() - len(clause[0].lstrip()) + found.end()
            return end - len(words), end - len(words) + len(words.rstrip(", "))
        before = clause[0]
    for found in _OR.finditer(text):
        if text.endswith(f" {found[1]}", 0, found.start()):
            return found.start() - len(found[1]), found.end()
    return None


@cache
def _pattern(what: str, language: str) -> re.Pattern[str]:
    # Bound words that begin a clause are mostly licensed by their place.
    flags = re.IGNORECASE if what == "licence" else re.NOFLAG
    return re.compile(pattern(_TABLE, what, language), flags)
