"""How a server is run: proxies before it, what it writes down, figures, health."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from html import unescape
from io import StringIO
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from hexapla.corpora.errors import UsageError
from hexapla.memory.web.access import AccessPolicy
from hexapla.memory.web.api import application
from hexapla.memory.web.observing import Figures, RequestLog, SharedFigures, exposition
from hexapla.memory.web.operation import ALONE, Operation
from hexapla.memory.web.proxies import proxies_named
from hexapla.memory.web.review.application import application as pages_application
from tests.memory.samples import SYMBOL

TOKEN = "a-token-of-our-own-choice"
BEARER = {"Authorization": f"Bearer {TOKEN}"}


@contextmanager
def serving(
    memory: Path, operation: Operation = ALONE, client: str = "127.0.0.1", root_path: str = ""
) -> Iterator[TestClient]:
    access = AccessPolicy(frozenset({"server"}), TOKEN)
    app = application(str(memory), access=access, operation=operation)
    with TestClient(
        app, base_url="http://server", client=(client, 1), root_path=root_path
    ) as asked:
        yield asked


def test_the_log_has_the_route_and_no_text_unless_it_is_asked(memory: Path) -> None:
    for texts in (False, True):
        stream = StringIO()
        with serving(memory, Operation(log=RequestLog(stream, texts))) as client:
            client.get("/match", params={"text": "秘密"}, headers=BEARER)
            client.get("/tmserver/zh/en/unit/secret", headers=BEARER)
            client.get("/no/such/place", headers=BEARER)
            client.get("/match")
        lines = [json.loads(line) for line in stream.getvalue().splitlines()]
        assert [(each["method"], each["path"], each["status"]) for each in lines] == [
            ("GET", "/match", 200),
            ("GET", "/tmserver/{source}/{target}/unit/{text:path}", 200),
            ("GET", "none", 404),
            ("GET", "/match", 401),
        ]
        assert all(each["ms"] >= 0 and each["client"] == "127.0.0.1" for each in lines)
        assert lines[0]["bytes"] > 0
        assert ("secret" in stream.getvalue()) is texts


def test_figures_are_those_of_what_was_asked(memory: Path) -> None:
    with serving(memory) as client:
        for _ in range(3):
            client.get("/match", params={"text": "a"}, headers=BEARER)
        client.get("/match")
        told = client.get("/metrics")
    assert told.headers["content-type"].startswith("text/plain; version=0.0.4")
    lines = told.text.splitlines()
    assert 'hexapla_requests_total{route="/match",method="GET",status="200"} 3' in lines
    assert 'hexapla_requests_total{route="/match",method="GET",status="401"} 1' in lines
    assert 'hexapla_request_seconds_bucket{route="/match",le="+Inf"} 4' in lines
    assert 'hexapla_request_seconds_count{route="/match"} 4' in lines
    assert "hexapla_requests_open 1" in lines


def test_buckets_add_up() -> None:
    figures = Figures()
    for seconds in (0.005, 0.0051, 0.3, 99.0):
        figures.add("/", "GET", 200, seconds)
    found = [line for line in exposition(figures).splitlines() if "_bucket" in line]
    assert [int(line.rpartition(" ")[2]) for line in found] == [1, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 4]


def test_health_is_told_to_this_computer_alone_without_a_token(memory: Path) -> None:
    for client, headers, status in (
        ("127.0.0.1", {}, 200),
        ("::1", {}, 200),
        ("192.0.2.7", {}, 401),
        ("192.0.2.7", BEARER, 200),
        # A proxy on this computer hands it on for somebody elsewhere.
        ("127.0.0.1", {"X-Forwarded-For": "192.0.2.7"}, 401),
        ("127.0.0.1", {"Forwarded": "for=192.0.2.7"}, 401),
    ):
        with serving(memory, client=client) as asked:
            for path in ("/healthz", "/metrics"):
                assert asked.get(path, headers=headers).status_code == status, (client, headers)


def test_a_memory_that_does_not_answer_is_told(memory: Path) -> None:
    with serving(memory) as client:
        assert client.get("/healthz").json() == {"status": "ok"}
        memory.write_bytes(b"\0" * memory.stat().st_size)
        answer = client.get("/healthz")
    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) > 0


def test_the_address_of_a_client_is_that_which_a_believed_proxy_tells(memory: Path) -> None:
    for proxies, told in (((), "127.0.0.1"), (("127.0.0.1",), "192.0.2.7")):
        stream, warnings = StringIO(), count()
        operation = Operation(proxies_named(proxies), RequestLog(stream), partial(next, warnings))
        with serving(memory, operation) as client:
            for _ in range(2):
                client.get("/match", headers={"X-Forwarded-For": "203.0.113.5, 192.0.2.7"})
        assert {json.loads(line)["client"] for line in stream.getvalue().splitlines()} == {told}
        assert next(warnings) == (0 if proxies else 1)


def test_whoever_tries_tokens_is_slowed_down_and_nobody_else(memory: Path) -> None:
    now = [0.0]
    operation = Operation(proxies_named(("127.0.0.1",)), clock=lambda: now[0])
    with serving(memory, operation) as client:

        def ask(address: str, token: str) -> Any:
            headers = {"X-Forwarded-For": address, "Authorization": f"Bearer {token}"}
            return client.get("/match?text=a", headers=headers)

        refused = [ask("192.0.2.7", f"{TOKEN}{number}") for number in range(102)]
        assert [each.status_code for each in refused] == [401] * 100 + [429] * 2
        assert refused[-1].headers["retry-after"] == "1"
        now[0] = 1.0
        assert ask("192.0.2.7", "wrong").status_code == 401
        assert ask("192.0.2.8", "wrong").status_code == 401
        assert ask("192.0.2.7", TOKEN).status_code == 200


@pytest.mark.parametrize(
    ("names", "header"), [(("nginx",), ""), (("",), ""), (("10.0.0.1/8",), ""), ((), "X-User")]
)
def test_a_proxy_is_an_address(names: tuple[str, ...], header: str) -> None:
    with pytest.raises(UsageError):
        proxies_named(names, header)


def test_cookies_are_sent_over_tls_alone_where_the_pages_are(memory: Path) -> None:
    for proxies, secure in (((), False), (("127.0.0.1",), True)):
        app = pages_application(
            str(memory),
            access=AccessPolicy(frozenset({"server"}), TOKEN),
            who="Ana",
            operation=Operation(proxies_named(proxies)),
        )
        with TestClient(
            app, base_url="http://server", client=("127.0.0.1", 1), follow_redirects=False
        ) as client:
            answer = client.get(f"/?token={TOKEN}", headers={"X-Forwarded-Proto": "https"})
        assert answer.status_code == 303
        assert ("Secure" in answer.headers["set-cookie"]) is secure


def test_a_prefix_of_a_proxy_stands_before_every_address(memory: Path) -> None:
    with serving(memory, root_path="/tm") as client:
        assert client.get("/tm/match?text=a", headers=BEARER).status_code == 200
        assert client.get("/tm/healthz").status_code == 200


def test_pages_and_all_that_they_lead_to_have_the_prefix(memory: Path) -> None:
    app = pages_application(
        str(memory), access=AccessPolicy(frozenset({"server"})), who="Ana", folder=memory.parent
    )
    shown = f"symbol={SYMBOL}&level=sentence"
    with TestClient(
        app,
        base_url="http://server",
        root_path="/hexapla",
        follow_redirects=False,
        headers={"Origin": "http://server"},
    ) as client:
        seen: set[str] = set()
        wanted = ["/hexapla/", "/hexapla/add", "/hexapla/memories", "/hexapla/find?q=名册"]
        wanted += [f"/hexapla/set/row?{shown}&at=1.1&of=en", f"/hexapla/set/next?{shown}"]
        while wanted:
            address = wanted.pop()
            if address in seen:
                continue
            seen.add(address)
            answer = client.get(address)
            assert answer.status_code < 400, address
            text = answer.json().get("html", "") if "/set/row" in address else answer.text
            told = [("href", answer.headers["location"])] if answer.status_code == 303 else []
            told += re.findall(r'(href|src|action|data-(?!root)[a-z]+)="(/[^"]*)"', text)
            for kind, each in told:
                assert each.startswith("/hexapla/"), (address, each)
                path = unescape(each)
                # Each page once. A script puts more behind what stands in data.
                known = {one.partition("?")[0] for one in (*seen, *wanted)}
                if path.partition("?")[0] not in known and kind in {"href", "src"}:
                    wanted.append(path)
        kinds = {each.partition("?")[0].removeprefix("/hexapla") for each in seen}
        assert {"/", "/set", "/set/history", "/search", "/bring", "/interface"} <= kinds
        (name, *_) = re.findall('name="memory" value="([^"]*)"', client.get("/hexapla/").text)
        form = {"symbol": SYMBOL, "priority": "EXCLUDED", "memory": name}
        left = client.post("/hexapla/priority", data=form)
        assert left.headers["location"] == "/hexapla/"
        chosen = client.get("/hexapla/interface?language=fr&back=/hexapla/set")
        assert "Path=/hexapla/;" in chosen.headers["set-cookie"]
        assert chosen.headers["location"] == "/hexapla/set"


def test_figures_of_several_processes_are_told_together(tmp_path: Path) -> None:
    first, second = (SharedFigures(folder=tmp_path, number=number) for number in (0, 1))
    first.add("/match", "GET", 200, 0.02)
    second.add("/match", "GET", 200, 3.0)
    second.add("/", "GET", 403, 0.001)
    for each in (first, second):
        told = exposition(each.summed())
        assert 'requests_total{route="/match",method="GET",status="200"} 2\n' in told
        assert 'seconds_sum{route="/match"} 3.020000' in told
        assert 'seconds_bucket{route="/match",le="0.025"} 1\n' in told
    # Whoever takes the place of a process that was killed goes on from what it counted.
    again = SharedFigures(folder=tmp_path, number=1)
    again.add("/", "GET", 403, 0.001)
    assert 'route="/",method="GET",status="403"} 2\n' in exposition(first.summed())
