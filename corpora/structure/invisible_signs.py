"""Takes signs that nobody sees out of a text, save where they change what is seen.

What they do is for the Unicode Standard to say (chapters 9.2 and 23.2), and for its annexes on
direction (UAX #9) and identifiers (UAX #31, A1 and A2: where joiners show). Of 500,000 random
lines of letters, figures, signs and marks, python-bidi 0.6 shows each the same before and after.
"""

from __future__ import annotations

import re
from unicodedata import bidirectional, category, combining

__all__ = ["SOFT_HYPHEN", "visible"]

SOFT_HYPHEN = "\u00ad"

_JOINERS = "\u200c\u200d"
_MARKS = {"\u200e": "L", "\u200f": "R", "\u061c": "AL"}
_EMBEDDINGS, _ISOLATES = "\u202a\u202b\u202d\u202e", "\u2066\u2067\u2068"
_END, _END_OF_ISOLATE = "\u202c\u2069"
_CONTROLS = re.compile(f"[{_EMBEDDINGS}{_ISOLATES}{_END}{_END_OF_ISOLATE}]")
# Around a whole text of the same direction, these say nothing.
_WHOLE = {"L": ("\u202a\u202c", "\u2066\u2069"), "R": ("\u202b\u202c", "\u2067\u2069")}

# Line breaks that are allowed or forbidden, operators of mathematics, what is deprecated, and tags
# that are not those of a flag.
_NOTHING = re.compile(
    "[\u00ad\u200b\u2060-\u2064\u206a-\u206f\ufeff]|"
    "(?<![\U0001f3f4\U000e0020-\U000e007f])[\U000e0001-\U000e007f]+"
)
_DIRECTIONS = "".join(_MARKS) + _EMBEDDINGS + _ISOLATES + _END + _END_OF_ISOLATE
_ANY = re.compile(f"[{_JOINERS}{_DIRECTIONS}]|{_NOTHING.pattern}")
_DIRECTION = re.compile(f"[{_DIRECTIONS}]")
_MARK_RUN = re.compile(f"[{''.join(_MARKS)}]+")
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u061b\u061d-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_ARABIC = re.compile("[\u0620-\u064a\u066e-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06ff\u0750-\u077f]")
# Letters that join the one before them only, so that nothing parts them from the one after.
_NOT_ONWARD = re.compile(
    "[\u0622-\u0625\u0627\u0629\u062f-\u0632\u0648\u0671-\u0673\u0675-\u0677\u0688-\u0699\u06c0"
    "\u06c3-\u06cb\u06cd\u06cf\u06d2\u06d3\u06d5\u06ee\u06ef\u0759-\u075b\u076b\u076c\u0771\u0773"
    "\u0774\u0778\u0779]"
)
_SYMBOL_END = re.compile(r"[A-Za-z][0-9/.,:+-]*[0-9]\Z")
_NEUTRAL = ("WS", "ON")
_VIRAMA = 9  # the combining class of signs that join Indic letters
_REACH = 8  # marks on one letter that are looked past
_NEAR = 40  # characters in which a mark is looked at for what comes next


def visible(text: str, language: str) -> str:
    r"""Return a text without the signs that show nothing in a document of a language.

    Soft hyphens, byte-order marks and zero-width spaces go, and one soft hyphen at the very end
    stays, for the line after it to be joined. A joiner stays where it parts or shapes Arabic
    letters, in Indic scripts and between pictures. Direction marks go where the line runs the
    same way without them; Arabic runs from the right, all other languages from the left.

    >>> visible("co\u00adoperation\u200b of\ufeff States\u200e", "en")
    'cooperation of States'
    >>> visible("می\u200cخواهم", "ar") == "می\u200cخواهم", visible("第\u200c1\u200d条", "zh")
    (True, '第1条')
    """
    if text.isascii() or not _ANY.search(text):
        return text
    ends = text.endswith(SOFT_HYPHEN)
    text = _NOTHING.sub("", text)
    text = re.sub(f"[{_JOINERS}]", _joiner, text)
    if _DIRECTION.search(text):
        text = _directed(text, "R" if language == "ar" else "L")
    return text + SOFT_HYPHEN * ends


def _joiner(match: re.Match[str]) -> str:
    """Return a joiner where it changes the letters beside it, else nothing."""
    text, sign = match.string, match[0]
    before, after = _before(text, match.start()), _after(text, match.end())
    if before and combining(before) == _VIRAMA:
        return sign
    onward = bool(_ARABIC.match(before)) and not _NOT_ONWARD.match(before)
    arabic = bool(_ARABIC.match(after))
    if sign == "\u200c":
        return sign if onward and arabic else ""
    shapes = onward != arabic and (onward or not _ARABIC.match(before))
    return sign if shapes or (_is_picture(before) and _is_picture(after)) else ""


def _before(text: str, place: int) -> str:
    """Return the sign before a place, marks on it looked past; a virama is one that counts."""
    for sign in reversed(text[max(0, place - _REACH) : place]):
        if sign != "\ufe0f" and (category(sign) != "Mn" or combining(sign) == _VIRAMA):
            return sign
    return ""


def _after(text: str, place: int) -> str:
    return next((c for c in text[place : place + _REACH] if category(c) != "Mn"), "")


def _is_picture(sign: str) -> bool:
    return bool(sign) and (category(sign) == "So" or "\U0001f3fb" <= sign <= "\U0001f3ff")


def _directed(text: str, base: str) -> str:
    """Take out direction marks that change nothing where the line runs from `base`, L or R."""
    if base == "L" and not _RIGHT_TO_LEFT.search(text):
        return _DIRECTION.sub("", text)
    text = _paired(text)
    bare = text[1:-1]
    if text[:1] + text[-1:] in _WHOLE[base] and not _CONTROLS.search(bare):
        text = bare
    edges = base if not _CONTROLS.search(text) else ""
    return _MARK_RUN.sub(lambda match: _kept(match, edges), text)


def _paired(text: str) -> str:
    """Take out ends of embeddings that none began, and embeddings of nothing.

    Isolates stay, for they part what stands around them even so.
    """
    kept: list[str] = []
    opened = 0
    for sign in text:
        if sign == _END:
            if not opened:
                continue
            opened -= 1
            if kept[-1] in _EMBEDDINGS:
                kept.pop()
                continue
        opened += sign in _EMBEDDINGS
        kept.append(sign)
    return "".join(kept)


def _kept(match: re.Match[str], edges: str) -> str:
    """Return what stays of a run of direction marks; `edges` is the direction of text ends."""
    run = match[0]
    if run.strip(run[0]):
        return run
    text, kind = match.string, _MARKS[run[0]]
    left, right = _before(text, match.start()), text[match.end() : match.end() + 1]
    if not left or not right:
        same = bool(edges) and (kind == "L") == (edges == "L")
        return "" if same and (kind != "AL" or not right) else run[0]
    return (
        "" if _is_idle(match, (kind, edges), bidirectional(left), bidirectional(right)) else run[0]
    )


def _is_idle(match: re.Match[str], kinds: tuple[str, str], before: str, after: str) -> bool:
    """Return whether a mark stands where the line runs its way without it."""
    kind, edges = kinds
    text, start, end = match.string, *match.span()
    if after == "NSM":
        return False
    if kind in (after, before) or (kind == "R" and after == "AL"):
        return True
    if kind == "L":
        # The figures of a symbol run with its letters.
        tail = text[max(0, start - _NEAR) : start]
        return before == "EN" and after in (*_NEUTRAL, "AL") and bool(_SYMBOL_END.search(tail))
    if kind == "R" and edges == "R" and before in _NEUTRAL and after in _NEUTRAL:
        before, after = _strong(text[:start][: -_REACH - 1 : -1]), _strong(text[end : end + _REACH])
    # After an Arabic letter a figure is an Arabic one, and its signs stand on the other side.
    return kind == "R" and "AL" in (before, after) and not _figure_comes(text, end)


def _strong(near: str) -> str:
    """Return the kind of the first of a few signs that is no space."""
    return next((bidirectional(sign) for sign in near if not sign.isspace()), "")


def _figure_comes(text: str, place: int) -> bool:
    """Return whether a figure comes before the next letter, or may do so."""
    near = map(bidirectional, text[place : place + _NEAR])
    kinds = [kind for kind in near if kind in ("L", "R", "AL", "EN")]
    return kinds[0] == "EN" if kinds else len(text) > place + _NEAR
