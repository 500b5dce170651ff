"""The memory for assistants, asked by the client of the protocol's own package."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Awaitable, Callable
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from hexapla.memory.store.opening import open_store
from hexapla.memory.termbase import Concept, Term
from hexapla.memory.terms.joining import join_concepts
from tests.memory.samples import SYMBOL
from tests.processes import GUARD

if TYPE_CHECKING:
    from mcp.client import Client
    from mcp.types import CallToolResult

# The server as users start it, in an interpreter that ends where it would write or use the network.
GUARDED = """
import os, sys
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
def guard(event, given):
    if event in ("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.sendto"):
        os._exit(91)
    if event == "open" and isinstance(given[2], int) and given[2] & WRITING:
        if given[0] != os.devnull and not isinstance(given[0], int):
            os._exit(92)
    if event in ("os.remove", "os.rename", "os.mkdir", "subprocess.Popen", "os.system"):
        os._exit(93)
sys.addaudithook(guard)
sys.argv = ["hexapla", "mcp", "--memory", sys.argv[1]]
from hexapla.cli.main import main
main()
"""
CALLS: dict[str, dict[str, Any]] = {
    "match": {"text": "决定保留树木名册。"},
    "search": {"phrase": "树木名册"},
    "renderings": {"term": "名册"},
    "terms": {"text": "决定保留树木名册。"},
    "cite": {"document": SYMBOL, "paragraph": "1"},
    "check": {"text": "决定保留12份名册。", "translation": "Decides to keep 13 registers."},
    "compare": {"old": SYMBOL, "draft": "Decides to keep the register of all trees.\nIt is new."},
}
HOSTILE: list[tuple[str, dict[str, Any]]] = [
    ("match", {}),
    ("match", {"text": ""}),
    ("match", {"text": "a" * 10_001}),
    ("match", {"text": "a", "limit": 10**9}),
    ("match", {"text": "a", "limit": "many"}),
    ("match", {"text": "a", "source": "xx"}),
    ("match", {"text": "a", "source": "en", "target": "en"}),
    ("match", {"text": {"a": ["b"]}}),
    ("renderings", {"term": "..."}),
    ("cite", {"document": "A/0/0", "paragraph": "1"}),
    ("cite", {"document": SYMBOL, "paragraph": "'; DROP TABLE units; --"}),
    ("cite", {"document": "../../etc/passwd", "paragraph": "1"}),
    ("compare", {"old": SYMBOL, "new": "/etc/passwd"}),
    ("compare", {"old": SYMBOL}),
    ("compare", {"old": SYMBOL, "draft": "It is new.\n" * 2_001}),
    ("nothing", {}),
]


@pytest.fixture
def memory(memory: Path) -> Path:
    """The memory, with a term."""
    with open_store(memory) as store:
        register = Concept((Term("zh", "名册"), Term("en", "register")), symbol=SYMBOL, label="1")
        join_concepts(store, [register], "add", who="Ana")
    return memory


def ask(memory: Path, work: Callable[[Client], Awaitable[None]]) -> None:
    """Start the server as a client does, and let it do some work with it."""
    # Not where tests are collected: it takes a second to load.
    from mcp.client import Client  # noqa: PLC0415
    from mcp.client.stdio import StdioServerParameters, stdio_client  # noqa: PLC0415

    started = StdioServerParameters(
        command=sys.executable,
        args=["-c", GUARDED, str(memory)],
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )

    async def asked() -> None:
        assert sys.__stderr__
        # By itself, it takes what was the error output when its module was loaded: in a test of a
        # command that is no file.
        async with Client(stdio_client(started, errlog=sys.__stderr__)) as client:
            await work(client)

    asyncio.run(asked())


def said(result: CallToolResult) -> str:
    return "".join(each.text for each in result.content if each.type == "text")


def test_every_tool_answers_with_symbol_and_paragraph_and_nothing_is_written(memory: Path) -> None:
    before = {path.name: sha256(path.read_bytes()).digest() for path in memory.parent.iterdir()}
    answers: dict[str, Any] = {}

    async def work(client: Client) -> None:
        tools = (await client.list_tools()).tools
        assert {each.name for each in tools} == set(CALLS)
        assert all(each.description and each.annotations for each in tools)
        for name, given in CALLS.items():
            result = await client.call_tool(name, given)
            assert not result.is_error, said(result)
            answers[name] = json.loads(said(result))
        for name in ("match", "search", "renderings"):
            where = {"documents": {"session": "98", "date": "2044"}}
            narrowed = await client.call_tool(name, CALLS[name] | where)
            assert SYMBOL not in said(narrowed)

    ask(memory, work)
    assert answers["match"]["matches"][0]["target"] == "Decides to keep the register of trees."
    # Where the very text is there, its parts are not looked for.
    assert answers["match"]["fragments"] == []
    assert answers["match"]["matches"][0]["tuid"] == f"{SYMBOL}#1.1"
    assert answers["search"]["hits"][0]["unit"]["symbol"] == SYMBOL
    for name in ("match", "search"):
        (document,) = answers[name]["documents"]
        assert (document["symbol"], document["date"]) == (SYMBOL, "2043")
    assert SYMBOL in json.dumps(answers["renderings"])
    assert answers["terms"]["terms"][0]["renderings"][0]["text"] == "register"
    assert answers["cite"]["citations"][0]["tuid"] == f"{SYMBOL}#1"
    assert answers["check"]["findings"][0]["check"] == "numbers"
    assert {each["change"] for each in answers["compare"]["changes"]} >= {"changed", "added"}
    after = {path.name: sha256(path.read_bytes()).digest() for path in memory.parent.iterdir()}
    assert after == before


@pytest.mark.parametrize("name", ["search", "renderings"])
def test_the_encoder_is_loaded_outside_of_the_time_of_a_tool(
    name: str, memory: Path, late: list[float]
) -> None:
    from mcp.client import Client  # noqa: PLC0415 - as in `ask`

    from hexapla.memory.web.assistants import assistant_server  # noqa: PLC0415 - as in `ask`

    async def asked() -> CallToolResult:
        async with Client(assistant_server(str(memory))) as client:
            return await client.call_tool(name, CALLS[name])

    result = asyncio.run(asked())
    assert late == [GUARD]
    assert not result.is_error, said(result)


def test_hostile_arguments_are_refused_and_the_server_goes_on(memory: Path) -> None:
    async def work(client: Client) -> None:
        for name, given in HOSTILE:
            result = await client.call_tool(name, given)
            assert result.is_error, (name, given)
            assert "Traceback" not in said(result)
            assert str(memory.parent) not in said(result)
        assert not (await client.call_tool("match", CALLS["match"])).is_error

    ask(memory, work)
