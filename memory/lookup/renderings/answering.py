"""What answers a part of a stored text in its translation, without more of the memory.

For fragments (`memory.lookup.fragments`), of which a text has dozens: each is answered in its own
pair of texts, by meaning alone, and all of a text are encoded together.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from hexapla.corpora.errors import EncoderError
from hexapla.memory.lookup.renderings.meanings import Meanings, known_meanings
from hexapla.memory.lookup.renderings.spans import find_spans

__all__ = ["Answering"]

_Span: TypeAlias = tuple[int, int]
Asked: TypeAlias = tuple[str, _Span, str]
"""A text, a span of it, and the translation of the text."""


@dataclass(slots=True)
class Answering:
    """Tells where the words at spans of texts in one language are answered in their translations.

    `meanings` loads the encoder when it is first asked for; where that cannot be loaded, nothing is
    answered.
    """

    languages: tuple[str, str]
    meanings: Callable[[], Meanings] = known_meanings
    _known: dict[Asked, _Span | None] = field(default_factory=dict)

    def __call__(self, asked: Sequence[Asked]) -> list[_Span | None]:
        """Return the words that answer, each as (start, end) in the translation; None for none."""
        new = [each for each in dict.fromkeys(asked) if each not in self._known]
        if new:
            self._known.update(zip(new, self._found(new), strict=True))
        return [self._known[each] for each in asked]

    def _found(self, asked: Sequence[Asked]) -> list[_Span | None]:
        try:
            found = find_spans(asked, self.languages, meanings=self.meanings())
        except EncoderError:
            return [None] * len(asked)
        return [(each.start, each.end) if each else None for each in found]
