"""The web application for review: library, rows of a set, search, citation, matches, downloads."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from anyio import Lock, to_thread
from starlette.applications import Starlette
from starlette.routing import Route

from hexapla.corpora.errors import StoreError
from hexapla.memory.store.opening import upgrade
from hexapla.memory.web.access import AccessPolicy
from hexapla.memory.web.accounts import Role
from hexapla.memory.web.limits import Limits
from hexapla.memory.web.operation import ALONE, WATCHED, Operation, middleware
from hexapla.memory.web.review.assets import ASSETS
from hexapla.memory.web.review.assignment_pages import assign_set, people_of
from hexapla.memory.web.review.bringing_page import add_brought, show_bringing
from hexapla.memory.web.review.comment_pages import comment_on_row
from hexapla.memory.web.review.compare_page import (
    compare_draft,
    comparing,
    send_changes,
    show_comparison,
)
from hexapla.memory.web.review.concord_page import show_concord
from hexapla.memory.web.review.file_pages import MAX_FILE, download, import_reviewed
from hexapla.memory.web.review.history_page import show_history
from hexapla.memory.web.review.lookup_pages import (
    download_key_words,
    show_key_words,
    show_renderings,
)
from hexapla.memory.web.review.memory_pages import (
    find,
    prioritize,
    show_citation,
    show_library,
    show_matches,
    show_search,
)
from hexapla.memory.web.review.original import drawing, show_original
from hexapla.memory.web.review.panel import show_row
from hexapla.memory.web.review.replacing_pages import replace_texts
from hexapla.memory.web.review.set_pages import (
    accept_rows,
    go_to_next,
    go_to_paragraph,
    realign_rows,
    run_command,
    show_changes,
    show_rows,
)
from hexapla.memory.web.review.site import environment, handle_errors
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

_ADDING: Final = (
    Route("/add", handle_errors(show_adding, Role.ADMINISTRATOR)),
    Route("/add/begin", handle_errors(begin_batch), methods=["POST"]),
    Route("/add/file", handle_errors(add_file), methods=["POST"]),
    Route("/add/group", handle_errors(group_batch), methods=["POST"]),
    Route("/add/align", handle_errors(align_batch), methods=["POST"]),
    Route("/add/cancel", handle_errors(cancel_work), methods=["POST"]),
    Route("/add/state", handle_errors(show_work, Role.ADMINISTRATOR)),
    Route("/memories", handle_errors(show_memories, Role.ADMINISTRATOR)),
    Route("/memories", handle_errors(change_memory), methods=["POST"]),
    Route("/memories/backup", handle_errors(back_up, Role.ADMINISTRATOR)),
)


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
        app.state.drawing = drawing()
        app.state.comparing = comparing()
        app.state.first_bench = first
        try:
            yield
        finally:
            if app.state.workbench and app.state.workbench.work:
                await app.state.workbench.work.cancel()
            await close_memory(app)

    routes = [
        Route("/", handle_errors(show_library)),
        Route("/priority", handle_errors(prioritize), methods=["POST"]),
        Route("/set", handle_errors(show_rows)),
        Route("/set/next", handle_errors(go_to_next)),
        Route("/set/jump", handle_errors(go_to_paragraph)),
        Route("/set/change", handle_errors(run_command, Role.TRANSLATOR), methods=["POST"]),
        Route("/set/realign", handle_errors(realign_rows, Role.REVIEWER), methods=["POST"]),
        Route("/set/accept", handle_errors(accept_rows, Role.REVIEWER), methods=["POST"]),
        Route("/set/replace", handle_errors(replace_texts, Role.TRANSLATOR), methods=["POST"]),
        Route("/set/comment", handle_errors(comment_on_row, Role.TRANSLATOR), methods=["POST"]),
        Route("/set/assign", handle_errors(assign_set, Role.TRANSLATOR), methods=["POST"]),
        Route("/set/row", handle_errors(show_row)),
        Route("/set/original", handle_errors(show_original)),
        Route("/set/return", handle_errors(import_reviewed, Role.REVIEWER), methods=["POST"]),
        Route("/set/news", handle_errors(show_changes)),
        Route("/set/concord", handle_errors(show_concord)),
        Route("/set/history", handle_errors(show_history)),
        Route("/set/download", handle_errors(download)),
        Route("/bring", handle_errors(show_bringing, Role.TRANSLATOR)),
        Route("/bring", handle_errors(add_brought, Role.TRANSLATOR), methods=["POST"]),
        Route("/search", handle_errors(show_search)),
        Route("/concordance", handle_errors(show_key_words)),
        Route("/concordance/file", handle_errors(download_key_words)),
        Route("/renderings", handle_errors(show_renderings)),
        Route("/compare", handle_errors(show_comparison)),
        Route("/compare", handle_errors(compare_draft, Role.READER), methods=["POST"]),
        Route("/compare/file", handle_errors(send_changes, Role.READER), methods=["GET", "POST"]),
        Route("/find", handle_errors(find)),
        Route("/cite", handle_errors(show_citation)),
        Route("/match", handle_errors(show_matches)),
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
