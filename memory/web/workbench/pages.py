"""The page on which documents are brought, grouped into sets and aligned."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from hexapla.corpora.errors import ConflictError, UsageError
from hexapla.corpora.languages import LANGUAGES
from hexapla.corpora.messages import Message
from hexapla.memory.output.files import replacing
from hexapla.memory.units import Level
from hexapla.memory.web.review.messages import translator
from hexapla.memory.web.review.site import (
    MAX_FILE,
    body_of,
    in_turn,
    interface_of,
    json_of,
    page,
    store_of,
    string_list,
)
from hexapla.memory.web.workbench.staging import Batch, Staging
from hexapla.memory.web.workbench.work import CommandQueue, Said, run

__all__ = [
    "Workbench",
    "add_file",
    "align_batch",
    "begin_batch",
    "cancel_work",
    "ensure_unchanged",
    "group_batch",
    "show_adding",
    "show_work",
    "workbench",
    "workbench_of",
]


@dataclass(slots=True)
class Workbench:
    """What the pages that add documents work with.

    `folder` is where the documents, the TMX files and the report are kept, `memory` the path or
    URL of the memory; `work` is what goes on, or went on last.
    """

    folder: Path
    memory: str
    staging: Staging
    work: CommandQueue | None = None


def workbench(folder: Path, memory: str) -> Workbench:
    """Return the workbench that keeps documents in a folder, for a memory."""
    return Workbench(folder, memory, Staging(folder / "documents"))


def workbench_of(request: Request) -> Workbench:
    """Return the workbench of the memory that was open when the request came."""
    found: Workbench = request.state.workbench
    return found


def ensure_unchanged(request: Request) -> None:
    """Raise ConflictError where work is under way, or another memory was opened.

    Asked for with the lock of the application held, it stays so until that is given back.
    """
    bench = workbench_of(request)
    if bench is not request.app.state.workbench:
        raise ConflictError("another memory was opened meanwhile: load the page again")
    if bench.work is not None and not bench.work.done:
        raise ConflictError("something is under way already: wait for it, or end it")


async def show_adding(request: Request) -> Response:
    """Show the page on which documents are brought."""
    bench = workbench_of(request)
    running = bench.work is not None and not bench.work.done
    return page(request, "add.html", running=running, folder=bench.folder)


async def begin_batch(request: Request) -> Response:
    """Begin a batch of files."""
    return JSONResponse({"batch": workbench_of(request).staging.begin()})


async def add_file(request: Request) -> Response:
    """Keep a file of a batch: its content is the body of the request."""
    batch = _batch(request, request.query_params.get("batch"))
    content = await body_of(request, largest=MAX_FILE)
    await to_thread.run_sync(batch.take, request.query_params.get("path", ""), content)
    return JSONResponse({"files": batch.files})


async def group_batch(request: Request) -> Response:
    """Say which files of a batch belong together, as `hexapla align` would group them."""
    given = await json_of(request)
    batch = _batch(request, given.get("batch"))
    # Our own TMX files are passed over in folders, but not where somebody brings them.
    paths = [batch.folder, *batch.folder.rglob("*.tmx")]
    source = _source(given)
    command = ["align", *map(str, paths), "--dry-run", "--by-content", "--json"]
    command += ["--source", source, "--out", str(workbench_of(request).folder)]
    say = partial(_cause, translator(interface_of(request)), source=source)
    return JSONResponse(_grouped(batch, await run(command), say))


async def align_batch(request: Request) -> Response:
    """Align the files of a batch, grouped as somebody has mended it."""
    given = await json_of(request)
    async with request.app.state.changing:
        ensure_unchanged(request)
        workbench_of(request).work = work = _begun(request, given)
    return JSONResponse(_state(request, work, {}))


def _begun(request: Request, given: Mapping[str, Any]) -> CommandQueue:
    bench = workbench_of(request)
    batch = _batch(request, given.get("batch"))
    documents = _documents(batch, given.get("documents"))
    aligned = [batch.path_of(each) for each in string_list(given.get("aligned"))]
    commands = []
    if documents:
        manifest = batch.folder / ".manifest.jsonl"
        with replacing(manifest) as stream:
            stream.writelines(f"{json.dumps(each)}\n" for each in documents)
        command = ["align", "--manifest", str(manifest), "--json", "--steps"]
        command += ["--source", _source(given), "--report-language", interface_of(request)]
        commands.append([*command, "--out", str(bench.folder), "--memory", bench.memory])
    commands += (
        ["import", str(path), "--memory", bench.memory] for path in aligned if batch.holds(path)
    )
    if not commands:
        raise UsageError("there is nothing to align: name a document in two languages")
    symbols = {each["symbol"] for each in documents}
    return CommandQueue(commands, len(symbols), len(documents))


async def show_work(request: Request) -> Response:
    """Say how far the work is."""
    work = workbench_of(request).work
    looked = await in_turn(request, _to_look_at, request) if work and work.done else {}
    return JSONResponse(_state(request, work, looked))


async def cancel_work(request: Request) -> Response:
    """End the work; what is aligned is kept."""
    work = workbench_of(request).work
    if work is not None and not work.done:
        await work.cancel()
    return JSONResponse(_state(request, work, {}))


def _to_look_at(request: Request) -> dict[str, int]:
    """Return how much of each set needs a look."""
    found = store_of(request).progress(Level.SENTENCE)
    return {each.symbol: each.to_look_at for each in found}


def _batch(request: Request, name: object) -> Batch:
    return workbench_of(request).staging.batch(str(name or ""))


def _source(given: Mapping[str, Any]) -> str:
    source = str(given.get("source", "zh"))
    if source not in LANGUAGES:
        raise UsageError("there is no such language")
    return source


def _cause(translate: Callable[..., str], each: Said, *, source: str) -> str:
    """Return why a file is in no set, in the language of the page where it is said there."""
    if each.get("language") == source:
        return translate("no version in any other language")
    if "language" in each:
        name = translate(LANGUAGES[source].name)
        return translate("no version in %(language)s to align it with", language=name)
    return ", ".join(_causes(translate, each))


def _causes(translate: Callable[..., str], each: Said) -> list[str]:
    return [Message.from_json(cause).said(translate) for cause in each.get("causes", ())]


def _grouped(batch: Batch, said: Sequence[Said], say: Callable[[Said], str]) -> dict[str, Any]:
    """Return what the command printed, with places in the batch for paths.

    `say` tells why a file is in no set.
    """

    def place(path: object) -> str:
        found = Path(str(path))
        inside = found.is_relative_to(batch.folder)
        return found.relative_to(batch.folder).as_posix() if inside else str(path)

    documents = [
        {"symbol": each["symbol"], "language": file["language"], "path": place(file["path"])}
        for each in said
        if "documents" in each
        for file in each["documents"]
    ]
    refused = [
        {"path": place(each[kind]), "cause": say(each), "language": each.get("language", "")}
        for each in said
        for kind in ("refused", "left_out")
        if kind in each
    ]
    return {
        "documents": documents,
        "aligned": [place(each["aligned"]) for each in said if "aligned" in each],
        "refused": refused,
    }


def _documents(batch: Batch, given: object) -> list[dict[str, str]]:
    """Return the lines of a manifest that a page sends.

    Raises UsageError where a file is not in the batch, or its language is none.
    """
    lines = []
    for each in given if isinstance(given, list) else ():
        if not isinstance(each, dict):
            raise UsageError("the request is not understood")
        symbol, language = str(each.get("symbol", "")).strip(), str(each.get("language", ""))
        path = batch.path_of(str(each.get("path", "")))
        if not batch.holds(path):
            raise UsageError("these files are not here any more: bring them again")
        if language not in LANGUAGES:
            raise UsageError("there is no such language")
        if symbol:
            place = path.relative_to(batch.folder).as_posix()
            lines.append({"symbol": symbol, "language": language, "path": place})
    return lines


def _state(
    request: Request, work: CommandQueue | None, looked: Mapping[str, int]
) -> dict[str, Any]:
    """Return how far the work is, and what of it somebody should know.

    `looked` tells how much of each set needs a look, once that is known.
    """
    if work is None:
        return {"running": False, "total": 0, "done": 0, "share": 0, "sets": [], "told": []}
    translate = translator(interface_of(request))
    sets = [
        {
            "symbol": each["symbol"],
            "state": translate(each["state"]),
            "causes": _causes(translate, each),
            "look": translate("%(n)s to look at", n=count)
            if (count := looked.get(each["symbol"], 0))
            else "",
        }
        for each in work.said
        if "state" in each
    ]
    told = [
        each.get("message")
        or f"{Path(str(each['refused'])).name}: {', '.join(_causes(translate, each))}"
        for each in work.said
        if "message" in each or "refused" in each
    ]
    return {
        "running": not work.done,
        "cancelled": work.cancelled,
        "total": work.total,
        "done": work.finished_sets,
        "share": work.share,
        "step": "" if work.done else _under_way(translate, work.step),
        "sets": sets,
        "told": told,
    }


def _under_way(translate: Callable[..., str], step: Said) -> str:
    """Say what is done at the moment: `A/80/1: reading report.docx`."""
    if not step:
        return ""
    name = Path(str(step["file"])).name
    words = f"{translate(str(step['step']))} {name}".strip()
    return f"{step['symbol']}: {words}" if step["symbol"] else words
