"""Chinese radicals that files have in the place of the ideographs that they look like."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

__all__ = ["plain_ideographs"]

_RADICAL: Final = re.compile("[\u2e80-\u2fd5]")
# Those of the supplement to which Unicode gives no compatibility decomposition (Unicode Character
# Database, EquivalentUnifiedIdeograph.txt).
_SUPPLEMENT: Final = str.maketrans(
    "⺟⺠⻁⻄⻅⻆⻉⻋⻑⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳⻧⻟⻞⻡⻌⻍⻎⺼⺷",
    "母民虎西见角贝车長长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙龟卤饣飠首辶辶辶肉羊",
)


def plain_ideographs(text: str) -> str:
    """Return a text with the ideographs that its radicals stand for.

    Radicals look like ideographs, but no search finds them: fonts, and what was copied from a PDF
    file, bring them (The Unicode Standard, section 18.2).

    >>> plain_ideographs("⼤会审议⻝品安全")
    '大会审议食品安全'
    """
    if text.isascii() or not _RADICAL.search(text):
        return text
    return _RADICAL.sub(
        lambda found: unicodedata.normalize("NFKC", found[0].translate(_SUPPLEMENT)), text
    )
