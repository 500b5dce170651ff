"""Shows the examples of docstrings as code: an extension of Griffe, which reads docstrings."""

from __future__ import annotations

import re
from typing import Any

import griffe

_EXAMPLE = re.compile(r"^(?P<indent> *)>>> .*\n?(?:(?!\s*$).*\n?)*", re.MULTILINE)


class Examples(griffe.Extension):
    """Puts what begins with `>>>`, up to the next empty line, between fences."""

    def on_object(self, *, obj: griffe.Object, **_: Any) -> None:
        """Fence the examples of an object's docstring."""
        if obj.docstring is not None:
            obj.docstring.value = _EXAMPLE.sub(_fenced, obj.docstring.value)


def _fenced(found: re.Match[str]) -> str:
    indent = len(found["indent"])
    lines = [line[indent:] for line in found.group().rstrip("\n").splitlines()]
    return "\n".join(["```pycon", *lines, "```", ""])
