"""What is left out of learning is scored once."""

from __future__ import annotations

from scripts.dev.train.left_out import THIRDS


def test_no_domain_is_left_out_twice() -> None:
    assert len(frozenset().union(*THIRDS)) == sum(len(third) for third in THIRDS)
