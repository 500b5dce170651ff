"""Texts of both sides that hang together through beads."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["Groups", "Text"]

# A side (0 for the source) and the place of a text on it.
Text = tuple[int, int]


class Groups:
    """Texts that hang together (union-find)."""

    def __init__(self) -> None:
        self._parents: dict[Text, Text] = {}

    def find(self, text: Text) -> Text:
        """Give the text that stands for the group."""
        parents = self._parents
        while (parent := parents.setdefault(text, text)) != text:
            parents[text] = parents[parent]
            text = parent
        return text

    def join(self, texts: Sequence[Text]) -> None:
        """Make one group of the groups of some texts."""
        for text in texts[1:]:
            self._parents[self.find(text)] = self.find(texts[0])
