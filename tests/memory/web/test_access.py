"""Who is answered, on real sockets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from starlette.datastructures import Headers

from hexapla.memory.web.access import AccessPolicy, _cookie, allowed_hosts, cookie_name
from tests.memory.samples import sample_memory
from tests.memory.web.served import serving
from tests.processes import GUARD

TOKEN = "a-token-of-our-own-choice"


@pytest.fixture(scope="module")
def memory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("access") / "memory.db"
    sample_memory(path)
    return path


@pytest.fixture(scope="module")
def guarded(memory: Path) -> Iterator[tuple[str, str]]:
    """A server that others can reach, with a token of ours."""
    with serving(memory, "--host", "0.0.0.0", HEXAPLA_TOKEN=TOKEN) as served:
        yield served


@pytest.fixture
def client(guarded: tuple[str, str]) -> Iterator[httpx.Client]:
    base = guarded[0].replace("0.0.0.0", "127.0.0.1")
    transport = httpx.HTTPTransport(retries=5, verify=False)
    with httpx.Client(base_url=base, transport=transport, trust_env=False, timeout=GUARD) as opened:
        yield opened


def test_a_server_on_the_network_says_so(guarded: tuple[str, str]) -> None:
    assert "others on the network can reach" in guarded[1]
    assert TOKEN not in guarded[1]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer"},
        {"Authorization": f"Bearer {TOKEN[:-1]}"},
        {"Authorization": f"Bearer {TOKEN}x"},
        {"Authorization": "Basic ////"},
        {"Authorization": "Basic w"},
        {"Authorization": "Bearer \u00e9"},
        {"Cookie": f"hexapla={TOKEN}"},
    ],
)
def test_who_has_not_the_token_is_told_nothing(
    client: httpx.Client, headers: dict[str, str]
) -> None:
    for path in ("/", "/openapi.json", "/match?text=a", "/nothing", f"/?token={TOKEN}"):
        raw = {name: value.encode("latin-1") for name, value in headers.items()}
        answer = client.get(path, headers=raw)  # type: ignore[arg-type]
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"].startswith("Bearer")
        assert answer.json() == {"error": "the token that `hexapla serve` told is missing or wrong"}


def test_names_of_cookies_are_names_and_other_cookies_do_no_harm() -> None:
    assert cookie_name("tm.example:8000") == "hexapla-8000"
    assert re.fullmatch(r"hexapla-[\w.-]+", cookie_name("[::1]"))
    headers = Headers({"cookie": 'other={"a":1}; hexapla-8000=ours; more'})
    assert _cookie(headers, "hexapla-8000") == "ours"
    assert _cookie(headers, "hexapla-1") == ""


def test_who_has_the_token_is_answered(client: httpx.Client) -> None:
    answer = client.get("/match?text=a", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    assert client.get("/match?text=a", auth=("hexapla", TOKEN)).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "127.0.0.1.nip.io"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_what_comes_from_another_site_is_refused_even_with_the_token(
    client: httpx.Client, headers: dict[str, str]
) -> None:
    answer = client.get("/match?text=a", headers={"Authorization": f"Bearer {TOKEN}", **headers})
    assert answer.status_code == 403
    assert not [name for name in answer.headers if name.startswith("access-control")]
    preflight = client.options("/match", headers={"Origin": "http://evil.example"})
    assert preflight.status_code == 403
    assert not [name for name in preflight.headers if name.startswith("access-control")]


def test_a_token_is_made_where_none_is_given(memory: Path) -> None:
    with serving(memory, "--host", "0.0.0.0") as (address, told):
        token = told.partition("the token, shown this once: ")[2].split()[0]
        assert len(token) >= 32
        base = address.replace("0.0.0.0", "127.0.0.1")
        transport = httpx.HTTPTransport(retries=5, verify=False)
        with httpx.Client(
            base_url=base, transport=transport, trust_env=False, timeout=GUARD
        ) as client:
            assert client.get("/").status_code == 401
            headers = {"Authorization": f"Bearer {token}"}
            assert client.get("/", headers=headers).status_code == 200


@pytest.mark.parametrize(
    ("host", "network", "known"),
    [
        ("127.0.0.1:8888", False, True),
        ("localhost:8888", False, True),
        ("[::1]:8888", False, True),
        ("127.0.0.1", False, False),
        ("localhost", False, False),
        ("10.0.0.9:8888", False, False),
        ("10.0.0.9:8888", True, True),
        ("[fe80::1]:8888", True, True),
        ("tm.example:8888", True, True),
        ("evil.example:8888", True, False),
        ("10.0.0.9.evil.example", True, False),
        ("10.0.0.9:x", True, False),
        ("", True, False),
    ],
)
def test_the_names_of_a_server(host: str, network: bool, known: bool) -> None:
    access = AccessPolicy(allowed_hosts(8888, ("tm.example",)), None, network)
    assert access.accepts_host(host) is known
