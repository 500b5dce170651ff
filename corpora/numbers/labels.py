"""Labels: the numbers of a paragraph and of all that it stands in, as a path of names.

A label is the same in all languages: `12`, `12(a)(i)`, `1.a`, `27.I.1`, `I.A`, `annex-II.3`.
"""

from __future__ import annotations

import re

__all__ = ["join_label", "split_label"]


def split_label(label: str) -> tuple[str, ...]:
    """Return the parts of a label, from the outermost to the innermost.

    >>> split_label("annex-II.12(a)(i)")
    ('annex-II', '12', '(a)', '(i)')
    """
    return tuple(re.findall(r"\([^()]*\)|[^.()]+", label))


def join_label(*parts: str) -> str:
    """Return the label of some parts, empty ones left out; undoes `split_label`.

    A part can be a label itself.

    >>> join_label("annex-II", "", "12", "(a)", "(i)")
    'annex-II.12(a)(i)'
    """
    label = ""
    for part in parts:
        if part:
            label += part if not label or part.startswith("(") else f".{part}"
    return label
