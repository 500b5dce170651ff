"""How many examples a property is tried on."""

from __future__ import annotations

from hypothesis import settings

EXAMPLES = 50
"""Of a property that says nothing else; the profile `thorough` has ten times as many of all."""


def examples(count: int) -> settings:
    """Try a property that is dear, or catches rare cases, on so many."""
    return settings(max_examples=count * settings().max_examples // EXAMPLES)
