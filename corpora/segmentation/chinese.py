"""Where a Chinese sentence ends: after 。？！ and what closes with them, never at ；or ：.

As the standard of punctuation has it (GB/T 15834-2011), a sentence may go on after a quotation
that ends with a stop of its own, and a title in 《》 is one word. Inside of what is a part of the
sentence no sentence ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from hexapla.corpora.numbers.note_marks import NOTE_SIGNS
from hexapla.corpora.segmentation.enclosures import Enclosure, Enclosures

__all__ = ["chinese_cuts"]

_QUOTES = '”’』」"'
_OPENING_QUOTES = '“‘『「"'
_MARKS = rf"(?:[{NOTE_SIGNS}]|[ \u3000]?[\[［〔]\d{{1,3}}[\]］〕])"
# The stops, what closes, the marks of notes, and the white space up to the next sentence; an ASCII
# stop before Latin belongs to an address. All quantifiers are possessive and the first is anchored
# by a look-behind: no text costs more than linear time.
_END = re.compile(
    r"(?<![。？！｡?!])(?:[。？！｡]|[?!](?![A-Za-z0-9=&/%#]))++"
    rf"(?P<close>[{_QUOTES}）)】〗〕］\]]*+)(?P<marks>{_MARKS}*+)\s*+"
)
# After these marks the sentence goes on.
_GOES_ON = re.compile(r"[。？！，、；：,;:—…·．》〉”’』」）)】〗〕］\]%％]")
# After a quotation, so do these.
_NOUN = re.compile(r"的(?!确)|等[，。、；]|一[词语句]|这[两三几]?个(?:问题|词|字|说法)|字样|为题")
# So do, after a quotation that begins the sentence, who said it, and what is said of it.
_ABOUT = re.compile(
    r"[^，。？！；：“”「」\s]{0,16}?"
    r"(?:说道|问道|答道|说|问|答|回答|答复|表示|指出|强调|宣布|喊|称|道)[，。：！？]"
    r"|这(?:句|番|段|些|一点|个问题|种说法)"
)
# The source of a quotation belongs to it: `……。”（A/99/15，第3段）`
_SOURCE = re.compile(r"（[^（）。？！]{0,80}?\d[^（）。？！]{0,80}+）\s*+")
_TITLE = re.compile(r"《[^《》]{1,80}+》")


def chinese_cuts(text: str) -> Iterator[int]:
    """Yield the places, in characters and in order, where `text` is cut into sentences.

    >>> list(chinese_cuts("《谁来决定？》一文已印发。请复会。"))
    [13, 17]
    """
    titles = {place for title in _TITLE.finditer(text) for place in range(*title.span())}
    enclosures = Enclosures.of(text, "zh")
    closed: dict[int, re.Match[str]] = {}
    stops = list(_END.finditer(text))
    for match in stops:
        closed.update(dict.fromkeys(range(*match.span("close")), match))
    start = 0

    def goes_on(enclosure: Enclosure) -> bool:
        """Return whether the sentence from `start` goes on behind an enclosure that has a stop."""
        if not enclosure.quoted:
            return enclosure.start > start
        match = closed.get(enclosure.end)
        if match is None:
            return not enclosure.is_speech(text)
        return not _ends_sentence(text, start, match)

    for match in stops:
        inside = match.start() in titles or enclosures.keep(match.start(), start, goes_on)
        if not inside and _ends_sentence(text, start, match):
            start = _whole_end(text, match)
            yield start


def _whole_end(text: str, match: re.Match[str]) -> int:
    """Return where what ends with a stop does end: a quotation, with the source that it names."""
    quoted = match["close"][-1:] in tuple(_QUOTES)
    source = _SOURCE.match(text, match.end()) if quoted else None
    return source.end() if source else match.end()


def _ends_sentence(text: str, start: int, match: re.Match[str]) -> bool:
    """Return whether the stop of `match` ends the sentence that begins at `start`."""
    close, end = match["close"], _whole_end(text, match)
    if _GOES_ON.match(text, end):
        return False
    if not close:
        return True
    if text[match.start() - 1 : match.start()] in tuple(f"{_OPENING_QUOTES}（("):
        return False  # the mark itself is meant: “？”
    if _NOUN.match(text, end):
        return False
    quoted_first = text[start : start + 1] in tuple(_OPENING_QUOTES)
    return not (close[-1] in _QUOTES and quoted_first and _ABOUT.match(text, end))
