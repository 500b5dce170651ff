"""Parts the cases of a test: the suite takes some, the evaluations (`-m evaluation`) the rest."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from _pytest.mark import ParameterSet

__all__ = ["partly"]


def partly(cases: Iterable[object], tested: Collection[object]) -> list[ParameterSet]:
    """Return all cases as parameters of a test, those that are not `tested` as evaluations.

    A case that is a tuple is of several parameters.
    """
    return [
        pytest.param(
            *(case if isinstance(case, tuple) else (case,)),
            marks=() if case in tested else pytest.mark.evaluation,
        )
        for case in cases
    ]
