"""Titles of documents, as resolutions cite them, said as the memory has them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from hexapla.corpora.messages import Message
from hexapla.memory.checks.flags import Check, Flag
from hexapla.memory.text.keys import match_key

__all__ = ["TitleChecks"]

# A title is cited between quotation marks: “Title”, « Title », „Titel“, 《标题》, "title".
_QUOTED: Final = re.compile(
    '“([^“”]+)”|«([^«»]+)»|„([^„“”]+)[“”]|《([^《》]+)》|「([^「」]+)」|"([^"]+)"'
)
# Shorter ones, such as "Report", name many documents, and no one's title.
_FEWEST: Final = 12
_FEWEST_IDEOGRAPHS: Final = 5
_ENDING: Final = " .,;:،؛"


class TitleChecks:
    """Checks that a title which the source cites is said as the memory has it.

    Callable as `memory.checks.findings` wants it. `titles` are those of each document by language.
    """

    def __init__(self, titles: Iterable[Mapping[str, str]]) -> None:
        self._known: dict[tuple[str, str], list[Mapping[str, str]]] = {}
        for versions in titles:
            for language, title in versions.items():
                key = _key(title)
                if len(key) >= (_FEWEST_IDEOGRAPHS if language == "zh" else _FEWEST):
                    self._known.setdefault((language, key), []).append(versions)

    @property
    def is_empty(self) -> bool:
        """Return whether there is no title to check by."""
        return not self._known

    def __call__(self, source: str, target: str, languages: tuple[str, str]) -> list[Flag]:
        """Return the titles that a translation says otherwise than the memory."""
        return list(dict.fromkeys(self._flags(source, target, languages)))

    def _flags(self, source: str, target: str, languages: tuple[str, str]) -> Iterator[Flag]:
        for match in _QUOTED.finditer(source):
            (cited,) = (each for each in match.groups() if each is not None)
            known = self._known.get((languages[0], _key(cited)), ())
            wanted = [each[languages[1]] for each in known if languages[1] in each]
            if wanted and not any(_key(each) in match_key(target) for each in wanted):
                cause = Message(
                    "%(cited)s: %(language)s has not “%(title)s”",
                    **{"cited": cited.strip(), "language": languages[1], "title": wanted[0]},
                )
                yield Flag(Check.TITLES, cause)


def _key(title: str) -> str:
    return match_key(title).strip(_ENDING)
