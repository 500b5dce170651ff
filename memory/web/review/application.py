"""The web application for review: library, rows of a set, search, citation, matches, downloads.

Whoever opens it waits for the first page alone: the others are loaded after it, or when one is
asked for. What cannot be loaded is told in the log, and in one line to who asks for it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Final

from anyio import CapacityLimiter, Lock, to_thread
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hexapla.corpora.errors import HexaplaError, StoreError
from hexapla.memory.store.opening import upgrade
from hexapla.memory.text.cleaning import on_terminal, one_line
from hexapla.memory.web.access import AccessPolicy
from hexapla.memory.web.accounts import AccountRole
from hexapla.memory.web.limits import COMPARISONS_AT_ONCE, DRAWINGS_AT_ONCE, Limits
from hexapla.memory.web.operation import ALONE, WATCHED, Operation, middleware
from hexapla.memory.web.review.assets import ASSETS
from hexapla.memory.web.review.assignment_pages import assign_set, people_of
from hexapla.memory.web.review.library_page import prioritize, show_library
from hexapla.memory.web.review.site import (
    MAX_FILE,
    Handler,
    answered,
    compile_templates,
    environment,
    handle_errors,
)
from hexapla.memory.web.workbench.memories import (
    back_up,
    change_memory,
    close_memory,
    open_memory,
    opened_last,
    show_memories,
)
from hexapla.memory.web.workbench.pages import (
    Workbench,
    add_file,
    align_batch,
    begin_batch,
    cancel_work,
    group_batch,
    show_adding,
    show_work,
    workbench,
)

__all__ = ["application"]

_log = logging.getLogger("uvicorn.error")

_ADDING: Final = (
    Route("/add", handle_errors(show_adding, AccountRole.ADMINISTRATOR)),
    Route("/add/begin", handle_errors(begin_batch), methods=["POST"]),
    Route("/add/file", handle_errors(add_file), methods=["POST"]),
    Route("/add/group", handle_errors(group_batch), methods=["POST"]),
    Route("/add/align", handle_errors(align_batch), methods=["POST"]),
    Route("/add/cancel", handle_errors(cancel_work), methods=["POST"]),
    Route("/add/state", handle_errors(show_work, AccountRole.ADMINISTRATOR)),
    Route("/memories", handle_errors(show_memories, AccountRole.ADMINISTRATOR)),
    Route("/memories", handle_errors(change_memory), methods=["POST"]),
    Route("/memories/backup", handle_errors(back_up, AccountRole.ADMINISTRATOR)),
)


# Path, module and name of the handler, the role that is needed if not the usual one, methods.
_LATER: Final = (
    ("/set", "set_pages.show_rows", None, "GET"),
    ("/set/next", "set_pages.go_to_next", None, "GET"),
    ("/set/jump", "set_pages.go_to_paragraph", None, "GET"),
    ("/set/change", "set_pages.run_command", AccountRole.TRANSLATOR, "POST"),
    ("/set/realign", "set_pages.realign_rows", AccountRole.REVIEWER, "POST"),
    ("/set/accept", "set_pages.accept_rows", AccountRole.REVIEWER, "POST"),
    ("/set/news", "set_pages.show_changes", None, "GET"),
    ("/set/replace", "replacing_pages.replace_texts", AccountRole.TRANSLATOR, "POST"),
    ("/set/comment", "comment_pages.comment_on_row", AccountRole.TRANSLATOR, "POST"),
    ("/set/row", "panel.show_row", None, "GET"),
    ("/set/original", "original.show_original", None, "GET"),
    ("/set/return", "file_pages.import_reviewed", AccountRole.REVIEWER, "POST"),
    ("/set/download", "file_pages.download", None, "GET"),
    ("/set/concord", "concord_page.show_concord", None, "GET"),
    ("/set/history", "history_page.show_history", None, "GET"),
    ("/bring", "bringing_page.show_bringing", AccountRole.TRANSLATOR, "GET"),
    ("/bring", "bringing_page.add_brought", AccountRole.TRANSLATOR, "POST"),
    ("/search", "memory_pages.show_search", None, "GET"),
    ("/find", "memory_pages.find", None, "GET"),
    ("/cite", "memory_pages.show_citation", None, "GET"),
    ("/match", "memory_pages.show_matches", None, "GET"),
    ("/concordance", "lookup_pages.show_key_words", None, "GET"),
    ("/concordance/file", "lookup_pages.download_key_words", None, "GET"),
    ("/renderings", "lookup_pages.show_renderings", None, "GET"),
    ("/compare", "compare_page.show_comparison", None, "GET"),
    ("/compare", "compare_page.compare_draft", AccountRole.READER, "POST"),
    ("/compare/file", "compare_page.send_changes", AccountRole.READER, "GET", "POST"),
)


def _later(place: str) -> Handler:
    """Return a handler whose module is loaded when it is first asked for."""
    module, name = place.split(".")
    loaded: ModuleType | None = None

    async def answer(request: Request) -> Response:
        nonlocal loaded
        if loaded is None:
            loaded = await to_thread.run_sync(_loaded, module)
            if loaded is None:
                raise HexaplaError("this page cannot be loaded: who runs this server is told why")
        response = await answered(getattr(loaded, name), request)
        response.background = response.background or BackgroundTask(_begin_loading, request.app)
        return response

    return answer


def _loaded(name: str) -> ModuleType | None:
    """Return a module of pages, None where it cannot be loaded: the log tells why."""
    try:
        return import_module(f"hexapla.memory.web.review.{name}")
    except Exception as error:  # noqa: BLE001  # a library raises what it likes as it is loaded
        _tell(f"the pages of {name} cannot be loaded", error)
        return None


def _tell(what: str, error: Exception) -> None:
    cause = one_line(f"{type(error).__name__}: {error}")
    _log.error("%s: %s", what, on_terminal(cause))


_library: Final = handle_errors(show_library)


async def _show_first(request: Request) -> Response:
    """Show the first page, and load the others when it is sent."""
    response = await _library(request)
    response.background = BackgroundTask(_begin_loading, request.app)
    return response


async def _begin_loading(app: Starlette) -> None:
    # Each page that is asked for ends here: the first begins it.
    if app.state.loading is None:
        app.state.loading = asyncio.create_task(_load())


async def _load() -> None:
    """Load the other pages; what cannot be is told in the log, and the rest is loaded."""
    modules = dict.fromkeys(place.partition(".")[0] for _, place, *_ in _LATER)
    for each in modules:
        await to_thread.run_sync(_loaded, each, abandon_on_cancel=True)
    for prepare, what in (
        (compile_templates, "the templates of the pages cannot be compiled"),
        (_prepare_look_up, "the look-up cannot be prepared"),
    ):
        try:
            await to_thread.run_sync(prepare, abandon_on_cancel=True)
        except Exception as error:  # noqa: BLE001  # nobody waits for this who could be told
            _tell(what, error)


def _prepare_look_up() -> None:
    """Load what says which words answer one another: half a second that no look-up waits for."""
    from hexapla.memory.lookup.renderings.meanings import known_meanings  # noqa: PLC0415 - as above

    known_meanings().ready()


async def _open_last(app: Starlette, location: str, first: Workbench | None) -> None:
    """Open the memory that was open when the application ended, else that at a path or URL."""
    last = first and opened_last(first)
    if last is not None and last is not first:
        try:
            await to_thread.run_sync(upgrade, last.memory)
            await open_memory(app, last.memory, last)
        except StoreError:
            pass  # the page of memories says what there is
        else:
            return
    await open_memory(app, location, first)


def application(
    location: str,
    *,
    access: AccessPolicy,
    who: str,
    encoder: str = "embedded",
    folder: Path | None = None,
    operation: Operation = ALONE,
) -> Starlette:
    """Return the web application over the memory at a path or URL, which is opened when it starts.

    `access` says whom it answers. `who` is entered into the history of what is changed, where the
    server knows nobody by name; `encoder` is that of realigning. With a `folder`, documents can be
    added: they are kept there, and so are the TMX files and the report. `operation` says how the
    server is run.
    """
    figures = operation.figures()

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        # Held where another memory is opened, and where work begins in the open one.
        app.state.changing = Lock()
        first = None if folder is None else workbench(folder, location)
        await _open_last(app, location, first)
        app.state.seconds = None  # whoever reviews waits for what they asked for
        app.state.who = who
        app.state.people = people_of(access, who)
        app.state.figures = figures
        app.state.encoder = encoder
        app.state.environment = environment()
        app.state.read_only = False
        app.state.drawing = CapacityLimiter(DRAWINGS_AT_ONCE)
        app.state.comparing = CapacityLimiter(COMPARISONS_AT_ONCE)
        app.state.loading = None
        app.state.first_bench = first
        try:
            yield
        finally:
            if app.state.loading:
                app.state.loading.cancel()
            if app.state.workbench and app.state.workbench.work:
                await app.state.workbench.work.cancel()
            await close_memory(app)

    routes = [
        Route("/", _show_first),
        Route("/priority", handle_errors(prioritize), methods=["POST"]),
        Route("/set/assign", handle_errors(assign_set, AccountRole.TRANSLATOR), methods=["POST"]),
        *(
            Route(path, handle_errors(_later(place), needed), methods=methods)
            for path, place, needed, *methods in _LATER
        ),
        *(() if folder is None else _ADDING),
        *ASSETS,
        *WATCHED,
    ]
    through = middleware(
        operation,
        access=access,
        limits=Limits(body=MAX_FILE),
        pages=True,
        routes=routes,
        figures=figures,
    )
    return Starlette(routes=routes, middleware=through, lifespan=lifespan)
