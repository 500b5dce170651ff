"""Texts cut at what is marked in them."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["pieces"]


def pieces(text: str, marks: Iterable[tuple[int, int]]) -> list[tuple[bool, str]]:
    """Return the pieces of a text, and whether each is marked; `marks` are in order.

    >>> pieces("the roster of trees", [(4, 10)])
    [(False, 'the '), (True, 'roster'), (False, ' of trees')]
    """
    found, end = [], 0
    for start, stop in marks:
        found += [(False, text[end:start]), (True, text[max(start, end) : stop])]
        end = max(end, stop)
    return [each for each in (*found, (False, text[end:])) if each[1]]
