"""Files of one document set: sent to be reviewed elsewhere, and taken back."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from hexapla.corpora.errors import StoreError, UsageError
from hexapla.memory.formats.reading import nobody
from hexapla.memory.formats.tables import table_rows
from hexapla.memory.formats.taken import read_ahead
from hexapla.memory.formats.tmx.writer import write_tmx
from hexapla.memory.formats.workbook import write_workbook
from hexapla.memory.formats.xliff.document import write_xliff
from hexapla.memory.lookup.notes import noted, notes_of
from hexapla.memory.output.files import build_time
from hexapla.memory.review.offline import Returned, read_reviewed, returned
from hexapla.memory.store.store import Store
from hexapla.memory.teamwork import Comment
from hexapla.memory.units import Status, Unit
from hexapla.memory.web.review.messages import translator
from hexapla.memory.web.review.site import (
    MAX_FILE,
    SetView,
    attachment,
    body_of,
    in_turn,
    interface_of,
    set_rows,
    store_of,
    take_in,
)

__all__ = ["download", "import_reviewed"]

_DOWNLOADS: Final = {
    "tmx": "application/octet-stream",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xlf": "application/octet-stream",
    "html": "application/octet-stream",
}


async def import_reviewed(request: Request) -> Response:
    """Take back a file that was reviewed elsewhere: its content is the body of the request."""
    grid, shown = await in_turn(request, set_rows, request)
    entries = await in_turn(request, _entries, request, shown)
    content = await body_of(request, largest=MAX_FILE)
    # Of the name, only the ending is used.
    ending = Path(request.query_params.get("name", "")).suffix
    ending = ending if ending[1:].isalnum() and len(ending) < 10 else ""

    def read() -> Returned:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"file{ending}"
            path.write_bytes(content)
            try:
                with read_ahead(read_reviewed(path), path, nobody) as units:
                    return returned(grid, shown.symbol, units, entries)
            except StoreError as error:
                # The reviewer knows the file by another name.
                raise UsageError(
                    error.cause.changed(lambda text: text.replace(str(path), "the file"))
                ) from error

    found = await to_thread.run_sync(read)
    translate = translator(interface_of(request))
    count = len(found.change.after)
    if count or found.comments:
        await in_turn(request, take_in, request, shown, found.change, found.comments)
    message = [translate("rows taken over from the file: %(n)s", n=count)]
    if found.comments:
        message.append(translate("comments from the file: %(n)s", n=len(found.comments)))
    return JSONResponse({"message": ", ".join(message), "reload": bool(count or found.comments)})


def _entries(request: Request, shown: SetView) -> list[Comment]:
    return store_of(request).comments(shown.symbol, shown.level)


def download(request: Request) -> Response:
    """Send a set, or what is reviewed of it, as TMX, XLIFF, a workbook or a page."""
    grid, shown = set_rows(request)
    kind = request.query_params.get("format", "")
    if kind not in _DOWNLOADS:
        raise UsageError("there is no such action")
    targets = [each for each in shown.languages if each in grid.languages] or grid.languages
    only_reviewed = request.query_params.get("only") == "reviewed"
    store = store_of(request)
    notes = notes_of(grid, _entries(request, shown))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"file.{kind}"
        units = _exported(store, shown, targets, notes, only_reviewed=only_reviewed)
        if kind == "tmx":
            write_tmx(
                path,
                units,
                source=grid.source_language,
                target=targets[0],
                level=shown.level,
                created=build_time(),
            )
        elif kind == "xlf":
            write_xliff(path, units, source=grid.source_language, target=targets[0])
        elif kind == "xlsx":
            write_workbook(
                path,
                units,
                source=grid.source_language,
                targets=targets,
                notes=bool(notes),
            )
        else:
            # To be read and corrected elsewhere: a page of its own, without a script.
            template = request.app.state.environment.get_template("review/offline.html")
            rows = table_rows(
                units, source=grid.source_language, targets=targets, notes=bool(notes)
            )
            path.write_text(
                template.render(
                    symbol=shown.symbol,
                    names=next(rows),
                    rows=rows,
                    language=interface_of(request),
                ),
                encoding="utf-8",
            )
        content = path.read_bytes()
    pair = f"_{targets[0]}" if kind in {"tmx", "xlf"} else ""
    name = f"{shown.symbol}_{grid.source_language}{pair}.{kind}"
    return attachment(content, name, _DOWNLOADS[kind])


def _exported(
    store: Store,
    shown: SetView,
    targets: Collection[str],
    notes: Mapping[str, str],
    *,
    only_reviewed: bool,
) -> Iterator[Unit]:
    """Yield the units of a set with what is said of their rows as notes."""
    for unit in store.units(level=shown.level, symbol=shown.symbol):
        kept = tuple(
            each
            for each in unit.translations
            if each.language in targets and (each.status is Status.REVIEWED or not only_reviewed)
        )
        if kept:
            yield noted(replace(unit, translations=kept), notes.get(unit.reference, ""))
