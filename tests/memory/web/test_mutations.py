"""Every route is asked nonsense, and answers: what is asked for in queries, forms and bodies.

Names and values are those that the pages and commands use, and those that nobody sends: half
characters, numbers of thousands of digits, NUL, names of other folders, JSON of any depth and type.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from random import Random
from urllib.parse import quote_plus

import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from hexapla.memory.web import api
from hexapla.memory.web.access import AccessPolicy
from hexapla.memory.web.review.application import application
from tests.memory.samples import SYMBOL

_NAMES = (
    *("symbol", "level", "languages", "language", "source", "target", "text", "q", "limit", "at"),
    *("from", "step", "to", "show", "sort", "after", "format", "only", "name", "back", "notice"),
    *("before", "phrase", "reference", "action", "other", "versions", "priority", "symbols"),
    *("batch", "path", "documents", "aligned", "max_candidates", "min_similarity", "paragraph"),
    "skip",
)
_VALUES = (
    *("", " ", SYMBOL, "sentence", "paragraph", "zh", "en", "ar", "xx", "12", "op-1", "1.1", "-1"),
    *("accept", "reject", "edit", "undo", "redo", "split", "join", "swap", "tmx", "docx", "xlsx"),
    *("决定", "register", "*", '"', "%", "a" * 9000, "9" * 5000, "1e999", "NaN", "²", "١٢", "0x10"),
    *(
        "\0",
        "\x1b[2J",
        "\u202e",
        "\U0001f4dc",
        "../../../etc/passwd",
        "C:\\con",
        "//other/",
        "a\r\nb",
    ),
    *("/(a+)+$/", "/(/", "NOT a", "(a OR en:b) NEAR/3 c", "/./ AND zh:/./", "“", "a:b:c", "zh:"),
    *("{}", "[]", "null", "' OR 1=1 --", "<script>", "%s%n", "{0}", "${x}", "\ufdd0", "\ud800"),
)
_PLAIN: tuple[object, ...] = (
    None,
    True,
    0,
    -1,
    1e308,
    10**400,
    "\ud800",
    "\0",
    [],
    {},
    [[]],
    {"\ud800": 1},
    [None, 7],
)
_BODIES = (
    *(b"", b"{", b"\xff\xfe", b"null", b"[" * 200_000, b'{"a":' * 200_000, b"NaN", b"9" * 50_000),
    *(b'{"\\ud800": "\\ud800"}', b'{"symbol": 1e999}', b"PK\x03\x04" + bytes(99), b"\0" * 999),
)
_TYPES = (
    *("application/json", "application/x-www-form-urlencoded", "multipart/form-data"),
    *(
        "multipart/form-data; boundary=",
        "text/plain; charset=nobody",
        "multipart/form-data; boundary=x",
    ),
)
_COUNT = 250


@pytest.fixture(params=["serve", "app"])
def asked(request: pytest.FixtureRequest, memory: Path) -> Iterator[tuple[Starlette, TestClient]]:
    access = AccessPolicy(frozenset({"server"}))
    app = (
        api.application(str(memory), access=access)
        if request.param == "serve"
        else application(
            str(memory), access=access, who="Ana", encoder="none", folder=memory.parent
        )
    )
    headers = {"Origin": "http://server"}
    with TestClient(
        app, base_url="http://server", headers=headers, follow_redirects=False
    ) as client:
        yield app, client


def _body(dice: Random) -> bytes:
    if dice.random() < 0.3:
        return dice.choice(_BODIES)
    given = {name: _value(dice) for name in dice.sample(_NAMES, 5)}
    if dice.random() < 0.7:
        given |= {"symbol": SYMBOL, "languages": ["en", "fr"]}
    return json.dumps(given).encode()


def _value(dice: Random, depth: int = 2) -> object:
    if depth and dice.random() < 0.3:
        return [_value(dice, depth - 1) for _ in range(3)]
    if depth and dice.random() < 0.2:
        return {dice.choice(_NAMES): _value(dice, depth - 1) for _ in range(3)}
    return dice.choice(_PLAIN if dice.random() < 0.4 else _VALUES)


def _query(dice: Random) -> str:
    # Some twice, some not decoded, some of half a character.
    names = dice.choices(_NAMES, k=dice.randrange(6))
    pairs = [
        f"{name}={quote_plus(dice.choice(_VALUES).encode('utf-8', 'replace'))}" for name in names
    ]
    odd = dice.choice(("", "", "", "&&==&", "%", "%ff%fe=%ed%a0%80", f"symbol={SYMBOL}&symbol=x"))
    return "&".join((*pairs, odd))


def test_no_nonsense_is_answered_by_an_error_of_ours(
    asked: tuple[Starlette, TestClient], tmp_path: Path
) -> None:
    app, client = asked
    dice = Random(1)
    routes = [each for each in app.routes if isinstance(each, Route)]
    for _ in range(_COUNT):
        route = dice.choice(routes)
        path = route.path.replace("{source}", "zh").replace("{target}", dice.choice(("en", "xx")))
        for part in ("{text:path}", "{name}"):
            path = path.replace(part, quote_plus(dice.choice(_VALUES).encode("utf-8", "replace")))
        method = dice.choice((*sorted(route.methods or {"GET"}), "POST"))
        query, body, kind = _query(dice), _body(dice), dice.choice(_TYPES)
        answer = client.request(
            method,
            f"{path}?{query}",
            content=body if method == "POST" else None,
            headers={"Content-Type": kind},
        )
        told = method, path, query, body[:300]
        assert answer.status_code < 500, told
        # The page for documents says where they are kept; what is refused says it to nobody.
        assert answer.is_success or str(tmp_path).encode() not in answer.content, told
