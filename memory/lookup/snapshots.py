"""Look-ups that ask a memory several times see it in one state, whoever writes meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from hexapla.memory.store.store import Store

__all__ = ["in_snapshot"]

_Rest = ParamSpec("_Rest")
_Found = TypeVar("_Found")


def in_snapshot(
    function: Callable[Concatenate[Store, _Rest], _Found],
) -> Callable[Concatenate[Store, _Rest], _Found]:
    """Return the function, made to see one state of its store from beginning to end."""

    @wraps(function)
    def found(store: Store, /, *rest: _Rest.args, **named: _Rest.kwargs) -> _Found:
        with store.snapshot():
            return function(store, *rest, **named)

    return found
