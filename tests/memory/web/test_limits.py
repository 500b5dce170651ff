"""How much is answered."""

from __future__ import annotations

from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import httpx

from hexapla.memory.web.rates import RateLimiter
from tests.memory.samples import sample_memory
from tests.memory.web.served import serving
from tests.processes import GUARD


def test_a_client_is_held_to_its_rate_and_others_are_not() -> None:
    now = 0.0
    rates = RateLimiter(2.0, 3, clock=lambda: now)
    assert [rates.retry_after("a") for _ in range(3)] == [0, 0, 0]
    assert rates.retry_after("a") == 0.5
    assert rates.retry_after("b") == 0
    now = 0.5
    assert rates.retry_after("a") == 0
    assert rates.retry_after("a") == 0.5
    now = 100.0
    assert [rates.retry_after("a") for _ in range(3)] == [0, 0, 0]
    assert rates.retry_after("a") > 0


def http_status(address: str, target: str) -> int:
    """Ask for an address that is longer than httpx takes."""
    connection = HTTPConnection(address.removeprefix("http://").rstrip("/"))
    with closing(connection):
        connection.request("GET", target)
        return connection.getresponse().status


def test_too_large_and_too_many_requests_are_one_line(tmp_path: Path) -> None:
    sample_memory(tmp_path / "memory.db")
    with serving(tmp_path / "memory.db", "--rate", "1") as (address, _):
        transport = httpx.HTTPTransport(retries=5, verify=False)
        with httpx.Client(
            base_url=address, transport=transport, trust_env=False, timeout=GUARD
        ) as client:
            assert http_status(address, "/match?text=" + "a" * 110_000) == 414
            assert client.post("/match", content=bytes(9 << 20)).status_code == 413
            lines = (bytes(1 << 17) for _ in range(100))
            assert client.post("/match", content=lines).status_code in (400, 413)
            answers = [client.get("/api/v1/languages/") for _ in range(30)]
    refused = [each for each in answers if each.status_code == 429]
    assert refused
    assert {each.status_code for each in answers} == {200, 429}
    assert int(refused[0].headers["retry-after"]) >= 1
    assert refused[0].json() == {"error": "too many requests: ask again a little later"}
