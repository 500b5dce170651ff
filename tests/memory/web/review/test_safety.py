"""Who is answered: the person who opened the pages, and nobody else."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from hexapla.memory.web.access import PAGE_POLICY
from tests.memory.samples import SYMBOL, sample_memory
from tests.memory.web.review.served import base_of, served
from tests.processes import GUARD


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    path = tmp_path_factory.mktemp("safety") / "memory.db"
    sample_memory(path)
    with served(path) as opened:
        yield opened


@pytest.fixture
def client(address: str) -> Iterator[httpx.Client]:
    transport = httpx.HTTPTransport(retries=5, verify=False)
    with httpx.Client(
        base_url=base_of(address), transport=transport, trust_env=False, timeout=GUARD
    ) as opened:
        yield opened


@pytest.fixture
def friend(client: httpx.Client, address: str) -> httpx.Client:
    """A client that has opened the address."""
    client.get(address)
    return client


CHANGE = {"symbol": SYMBOL, "level": "sentence", "action": "undo"}


def test_the_token_becomes_a_strict_cookie_and_leaves_the_address(
    client: httpx.Client, address: str
) -> None:
    answer = client.get(address)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/"
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert client.get("/").status_code == 200


def test_the_address_leads_nowhere_else(client: httpx.Client, address: str) -> None:
    token = address.partition("token=")[2]
    answer = client.get(f"{base_of(address)}//evil.example/?token={token}&q=a%0d%0ab")
    assert answer.headers["location"].startswith("/evil.example/?q=a%0D%0Ab")
    back = client.get("/interface?language=zh&back=//evil.example/")
    assert back.headers["location"] == "/evil.example/"


@pytest.mark.parametrize("path", ["/", "/set", "/static/review.js", f"/cite?document={SYMBOL}"])
def test_without_the_token_nothing_is_told(client: httpx.Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 403
    assert SYMBOL not in answer.text
    assert client.get(path, params={"token": "wrong"}).status_code == 403


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "localhost:1", "127.0.0.1.nip.io"])
def test_other_names_are_refused(friend: httpx.Client, host: str) -> None:
    assert friend.get("/", headers={"Host": host}).status_code == 403


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1", None])
def test_writes_from_other_sites_are_refused(friend: httpx.Client, origin: str | None) -> None:
    headers = {} if origin is None else {"Origin": origin}
    assert friend.post("/set/change", json=CHANGE, headers=headers).status_code == 403
    assert friend.post("/priority", data={"symbol": SYMBOL}, headers=headers).status_code == 403


def test_writes_from_our_own_pages_are_taken(friend: httpx.Client) -> None:
    headers = {"Origin": str(friend.base_url).rstrip("/")}
    assert friend.post("/set/change", json=CHANGE, headers=headers).status_code == 200
    chosen = {"symbol": SYMBOL, "priority": "PREFERRED"}
    assert friend.post("/priority", data=chosen, headers=headers).status_code == 303


def test_every_answer_has_the_policy(friend: httpx.Client) -> None:
    assert "unsafe" not in PAGE_POLICY
    for path in ("/", "/nothing", "/set?symbol=none", "/static/review.css", "/search?q=*"):
        answer = friend.get(path)
        assert answer.headers["content-security-policy"] == PAGE_POLICY
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"{", b'{"symbol": 1, "level": "x"}', b'{"symbol": "none"}', b"x" * 2_000_000],
)
def test_nonsense_is_refused_in_one_line(friend: httpx.Client, content: bytes) -> None:
    headers = {"Origin": str(friend.base_url).rstrip("/")}
    answer = friend.post("/set/change", content=content, headers=headers)
    assert answer.status_code == 400
    assert "\n" not in answer.json()["message"]


def test_nothing_is_changed_that_was_not_seen(friend: httpx.Client) -> None:
    headers = {"Origin": str(friend.base_url).rstrip("/")}
    wanted = CHANGE | {"action": "merge-next", "reference": "1.1", "language": "en"}
    unseen: tuple[object, ...] = ({}, {"1.1": "x", "1.2": "y"}, None, [])
    for versions in unseen:
        answer = friend.post("/set/change", json=wanted | {"versions": versions}, headers=headers)
        assert answer.status_code == 409
        assert "somebody else" in answer.json()["message"]
