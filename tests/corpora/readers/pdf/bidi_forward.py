"""The Unicode Bidirectional Algorithm (Standard Annex 9) on one line, without marks of direction.

Step by step as the standard has it: what `corpora.readers.pdf.bidi` reads backwards.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import groupby

_MIRRORED = str.maketrans("()[]{}«»", ")(][}{»«")
_PAIRS = {")": "(", "]": "[", "}": "{"}


def shown(text: str) -> str:
    """Return a line of a paragraph that runs from right to left as it stands, from its left."""
    types = _neutrals(text, _weak([unicodedata.bidirectional(char) for char in text]))
    levels = [1 if kind in ("R", "AL") else 2 for kind in types]
    signs = [
        char.translate(_MIRRORED) if level == 1 else char
        for char, level in zip(text, levels, strict=True)
    ]
    runs = [list(run) for _, run in groupby(range(len(text)), key=levels.__getitem__)]
    order = [
        place for run in reversed(runs) for place in (reversed(run) if levels[run[0]] == 1 else run)
    ]
    return "".join(signs[place] for place in order)


def _weak(types: list[str]) -> list[str]:
    """Apply the rules W1 to W7."""
    last = "R"
    for place, kind in enumerate(types):
        if kind == "NSM":
            types[place] = types[place - 1] if place else "R"
        if types[place] in ("L", "R", "AL"):
            last = types[place]
        elif types[place] == "EN" and last == "AL":
            types[place] = "AN"
    types = ["R" if kind == "AL" else kind for kind in types]
    for place in range(1, len(types) - 1):
        before, kind, after = types[place - 1 : place + 2]
        joined = before == after and (
            (kind == "ES" and before == "EN") or (kind == "CS" and before in ("EN", "AN"))
        )
        types[place] = before if joined else kind
    found: list[str] = []
    for kind, run in groupby(types):
        found += [kind] * len(list(run))
    start = 0
    for kind, run in groupby(types):
        end = start + len(list(run))
        beside = types[start - 1 : start] + types[end : end + 1]
        if kind == "ET" and "EN" in beside:
            found[start:end] = ["EN"] * (end - start)
        start = end
    last = "R"
    for place, kind in enumerate(found):
        if kind in ("ES", "ET", "CS"):
            found[place] = "ON"
        elif kind in ("L", "R"):
            last = kind
        elif kind == "EN" and last == "L":
            found[place] = "L"
    return found


def _direction(kind: str) -> str:
    """Return the direction that a type counts as, "" for a neutral one."""
    return {"L": "L", "R": "R", "EN": "R", "AN": "R"}.get(kind, "")


def _neutrals(text: str, types: list[str]) -> list[str]:
    """Apply the rules N0 to N2."""
    for first, last in _brackets(text):
        inside = {_direction(kind) for kind in types[first + 1 : last]}
        before = next(filter(None, map(_direction, reversed(types[:first]))), "R")
        if "R" in inside:
            types[first] = types[last] = "R"
        elif "L" in inside:
            types[first] = types[last] = before
    start = 0
    found = list(types)
    for neutral, run in groupby(types, key=lambda kind: not _direction(kind)):
        end = start + len(list(run))
        if neutral:
            before = _direction(types[start - 1]) if start else "R"
            after = _direction(types[end]) if end < len(types) else "R"
            found[start:end] = [before if before == after else "R"] * (end - start)
        start = end
    return found


def _brackets(text: Sequence[str]) -> list[tuple[int, int]]:
    """Return the places of the pairs of brackets, by the first (rule BD16)."""
    opened: list[tuple[str, int]] = []
    pairs: list[tuple[int, int]] = []
    for place, char in enumerate(text):
        if char in _PAIRS.values():
            opened.append((char, place))
        elif char in _PAIRS:
            for depth in range(len(opened) - 1, -1, -1):
                if opened[depth][0] == _PAIRS[char]:
                    pairs.append((opened[depth][1], place))
                    del opened[depth:]
                    break
    return sorted(pairs)
