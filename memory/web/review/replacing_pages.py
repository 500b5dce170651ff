"""Find and replace in the rows of a set: shown first, done in one step, taken back in one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from hexapla.corpora.errors import ConflictError, UsageError
from hexapla.memory.editing.replacing import replacing
from hexapla.memory.review.replacing import edited_rows, version_of
from hexapla.memory.rows import Change
from hexapla.memory.text.difference import difference
from hexapla.memory.web.review.messages import translator
from hexapla.memory.web.review.site import (
    apply_change,
    in_turn,
    interface_of,
    json_of,
    piece,
    session_of,
    set_view,
    string_list,
)

__all__ = ["replace_texts"]

# Rows that are shown before it is done: whoever wants to see more finds less.
_SHOWN: Final = 200
_LONGEST: Final = 1_000


async def replace_texts(request: Request) -> Response:
    """Show what would be replaced, or replace what was shown."""
    return await in_turn(request, _replace_texts, request, await json_of(request))


def _replace_texts(request: Request, given: Mapping[str, Any]) -> Response:
    shown = set_view(given.get("symbol"), given.get("level"), string_list(given.get("languages")))
    language = str(given.get("language", ""))
    grid = session_of(request).grid(shown.symbol, shown.level)
    if language not in grid.languages:
        raise UsageError("there is no such language")
    # No patterns here: one can take seconds for each text, and others wait for their turn.
    edit = replacing(
        str(given.get("find", ""))[:_LONGEST],
        str(given.get("replacement", ""))[:_LONGEST],
        language=language,
        ignore_case=given.get("ignore_case") is True,
        whole_words=given.get("whole_words") is True,
    )
    found = edited_rows(grid, shown.symbol, shown.level, edit, language)
    left = frozenset(string_list(given.get("left")))
    translate = translator(interface_of(request))
    if given.get("version") is None:
        return JSONResponse(_preview(request, found, language))
    if given["version"] != version_of(found):
        raise ConflictError("somebody else has changed these rows meanwhile: look at them again")
    chosen = replace(
        found,
        before=tuple(row for row in found.before if row.reference not in left),
        after=tuple(row for row in found.after if row.reference not in left),
    )
    if not chosen.references:
        raise UsageError("there is nothing to replace")
    apply_change(request, shown, chosen)
    said = translate("rows replaced: %(n)s", n=len(chosen.after))
    return JSONResponse({"message": said, "reload": True})


def _preview(request: Request, found: Change, language: str) -> dict[str, Any]:
    """Return what would be replaced, as HTML that is put into the page."""
    texts = []
    for before, after in zip(found.before[:_SHOWN], found.after, strict=False):
        old, new = before.cell(language), after.cell(language)
        assert old is not None
        assert new is not None
        texts.append((before, difference(old.text, new.text)))
    html = piece(request, "replaced.html", rows=texts, total=len(found.before), code=language)
    return {"html": html, "total": len(found.before), "version": version_of(found)}
