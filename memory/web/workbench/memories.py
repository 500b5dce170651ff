"""The memories of a folder: made, opened, copied and backed up in the browser.

The first is in the folder itself, each other one in a folder of its own below `memories`: its TMX
files, its report and its documents lie beside it.
"""

from __future__ import annotations

import tempfile
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from typing import Final

from anyio import to_thread
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from hexapla.corpora.errors import UsageError
from hexapla.memory.output.files import make_folder, replacing
from hexapla.memory.review.session import ReviewSession
from hexapla.memory.store.locations import MEMORY_NAME, is_database, shown
from hexapla.memory.store.opening import open_store, upgrade
from hexapla.memory.web.review.site import form_of, in_turn, leads_to, page, store_of
from hexapla.memory.web.turns import opened
from hexapla.memory.web.workbench.pages import (
    Workbench,
    ensure_unchanged,
    workbench,
    workbench_of,
)
from hexapla.memory.web.workbench.staging import usable_name

__all__ = [
    "back_up",
    "change_memory",
    "close_memory",
    "open_memory",
    "opened_last",
    "show_memories",
]

_BELOW: Final = "memories"
# The name of the one that was opened last stands in this file.
_LAST: Final = f"{_BELOW}/.last"


@dataclass(frozen=True, slots=True)
class MemoryPlace:
    """A memory of the folder: its name, "" for the first, and where it is."""

    name: str
    folder: Path
    location: str

    @property
    def shown(self) -> str:
        """Where it is, as people are told."""
        return shown(self.location)

    @property
    def megabytes(self) -> float | None:
        """The size of its file; None where it is in a database."""
        with suppress(OSError):
            if not is_database(self.location):
                return round(Path(self.location).stat().st_size / 1e6, 1)
        return None


async def open_memory(app: Starlette, location: str, bench: Workbench | None) -> None:
    """Let the pages show a memory from now on, with its workbench, and close the one before."""
    stack = AsyncExitStack()
    turns = await stack.enter_async_context(opened(location))
    try:
        session = await turns.take(ReviewSession, turns.store)
    except BaseException:
        await stack.aclose()
        raise
    before: AsyncExitStack | None = getattr(app.state, "opened", None)
    app.state.turns, app.state.session, app.state.opened = turns, session, stack
    app.state.workbench = bench
    if before is not None:
        await before.aclose()


async def close_memory(app: Starlette) -> None:
    """Close the memory that is open: the server ends."""
    stack: AsyncExitStack = app.state.opened
    await stack.aclose()


def show_memories(request: Request) -> Response:
    """Show the memories of the folder."""
    current = workbench_of(request).memory
    return page(request, "memories.html", places=_places(request), current=current)


async def change_memory(request: Request) -> Response:
    """Open a memory, make a new one, or copy the open one and open the copy."""
    given = await form_of(request)
    action, name = given.get("action", [""])[0], given.get("name", [""])[0].strip()
    async with request.app.state.changing:
        ensure_unchanged(request)
        place = await _place_for(request, action, name)
        if not is_database(place.location):
            await to_thread.run_sync(upgrade, place.location)
        bench = workbench(place.folder, place.location)
        await open_memory(request.app, place.location, bench)
        await to_thread.run_sync(_remember, request.app.state.first_bench.folder, place.name)
    return leads_to(request, "/")


async def _place_for(request: Request, action: str, name: str) -> MemoryPlace:
    """Return the memory to be opened, which is made where the action says so."""
    if action == "open":
        place = next((each for each in _places(request) if each.name == name), None)
        if place is None:
            raise UsageError("there is no such memory")
    elif action in {"make", "copy"}:
        place = _new_place(request, name)
        try:
            if action == "copy":
                await in_turn(request, store_of(request).back_up, Path(place.location))
            else:
                await to_thread.run_sync(_make, place.location)
        except BaseException:
            # Else its name would be taken by nothing.
            rmtree(place.folder, ignore_errors=True)
            raise
    else:
        raise UsageError("there is no such action")
    return place


def opened_last(first: Workbench) -> Workbench:
    """Return the workbench of the memory that was opened last, that of the first where it is gone.

    Whoever names a memory that is not in the folder is given that.
    """
    folder = first.folder
    with suppress(OSError, UnicodeDecodeError):
        name = (folder / _LAST).read_text("utf-8")
        place = _place(folder, name)
        own = first.memory == str(folder / MEMORY_NAME)
        if own and usable_name(name) == name and Path(place.location).is_file():
            return workbench(place.folder, place.location)
    return first


def _remember(folder: Path, name: str) -> None:
    """Keep the name of the memory that is open, for the next start; "" is the first."""
    if not name:
        (folder / _LAST).unlink(missing_ok=True)
        return
    with replacing(folder / _LAST) as stream:
        stream.write(name)


def _make(location: str) -> None:
    open_store(location).close()


def back_up(request: Request) -> Response:
    """Send a copy of the open memory, to be kept elsewhere."""
    folder = tempfile.mkdtemp()
    try:
        path = Path(folder) / MEMORY_NAME
        store_of(request).back_up(path)
    except BaseException:
        rmtree(folder)
        raise
    return FileResponse(
        path,
        media_type="application/octet-stream",
        filename=MEMORY_NAME,
        background=BackgroundTask(rmtree, folder),
    )


def _places(request: Request) -> list[MemoryPlace]:
    first: Workbench = request.app.state.first_bench
    others = sorted((first.folder / _BELOW).glob(f"*/{MEMORY_NAME}"))
    return [
        MemoryPlace("", first.folder, first.memory),
        *(_place(first.folder, each.parent.name) for each in others),
    ]


def _place(folder: Path, name: str) -> MemoryPlace:
    """Return the memory of a name below a folder, whether it is there or not."""
    own = folder / _BELOW / name
    return MemoryPlace(name, own, str(own / MEMORY_NAME))


def _new_place(request: Request, name: str) -> MemoryPlace:
    """Make the folder of a memory; nobody else who works in the same one can have done so."""
    if not usable_name(name) or usable_name(name) != name or "/" in name or "\\" in name:
        raise UsageError("a memory cannot have this name")
    first: Workbench = request.app.state.first_bench
    place = _place(first.folder, name)
    make_folder(place.folder.parent)
    try:
        place.folder.mkdir()
    except FileExistsError as error:
        raise UsageError("there is a memory of this name already") from error
    return place
