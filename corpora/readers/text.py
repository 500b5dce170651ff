"""Reads plain text: one paragraph a line, or hard-wrapped lines with blank lines between."""

from __future__ import annotations

from corpora.blocks import Block

__all__ = ["blocks"]


def blocks(text: str, language: str) -> list[Block]:
    """The pieces of plain text between two paragraph breaks, page furniture left out."""
    return [Block(line.strip()) for line in text.splitlines() if line.strip()]
