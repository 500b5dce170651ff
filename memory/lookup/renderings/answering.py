"""What answers a part of a stored text in its translation, without more of the memory.

For fragments (`memory.lookup.fragments`), of which a text has dozens: each is answered in its own
pair of texts, by meaning alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from hexapla.corpora.errors import EncoderError
from hexapla.memory.lookup.renderings.meanings import Meanings, known_meanings
from hexapla.memory.lookup.renderings.spans import find_span

__all__ = ["Answering"]

_Span: TypeAlias = tuple[int, int]


@dataclass(slots=True)
class Answering:
    """Tells where the words at a span of a text in one language are answered in its translation.

    `meanings` loads the encoder when it is first asked for; where that cannot be loaded, nothing is
    answered.
    """

    languages: tuple[str, str]
    meanings: Callable[[], Meanings] = known_meanings
    _known: dict[tuple[str, _Span, str], _Span | None] = field(default_factory=dict)

    def __call__(self, text: str, span: _Span, translation: str) -> _Span | None:
        """Return the words that answer, as (start, end) in the translation; None where none do."""
        asked = text, span, translation
        if asked not in self._known:
            self._known[asked] = self._found(*asked)
        return self._known[asked]

    def _found(self, text: str, span: _Span, translation: str) -> _Span | None:
        try:
            found = find_span(text, span, translation, self.languages, meanings=self.meanings())
        except EncoderError:
            return None
        return (found.start, found.end) if found else None
