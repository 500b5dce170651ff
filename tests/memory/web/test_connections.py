"""Slow clients keep nobody out."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import httpx
import pytest
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from hexapla.memory.web.access import AccessPolicy, allowed_hosts
from hexapla.memory.web.api import application
from hexapla.memory.web.connections import Timeouts, protocol_with
from scripts.dev.bench.server import SLOW_STARTS
from tests.memory.samples import sample_memory
from tests.processes import GUARD


@pytest.fixture
def protocol() -> type[H11Protocol]:
    """Connections that may take their time, 20 at once."""
    return protocol_with(Timeouts(request=GUARD, response=GUARD), connections=20)


@contextlib.contextmanager
def impatient(protocol: type[H11Protocol]) -> Iterator[None]:
    """Give up connections of the block soon; those of others may be slow as the machine is."""
    with pytest.MonkeyPatch.context() as meanwhile:
        meanwhile.setattr(protocol, "timeouts", Timeouts(request=0.5, response=0.5))
        yield


@pytest.fixture
def port(tmp_path: Path, protocol: type[H11Protocol]) -> Iterator[int]:
    """A server."""
    sample_memory(tmp_path / "memory.db")
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(200)
        chosen = listener.getsockname()[1]
        config = uvicorn.Config(
            application(str(tmp_path / "memory.db"), access=AccessPolicy(allowed_hosts(chosen))),
            http=protocol,
            log_level="error",
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[listener])))
        thread.start()
        try:
            yield chosen
        finally:
            server.should_exit = True
            thread.join(timeout=GUARD)


def asked(port: int) -> int:
    transport = httpx.HTTPTransport(retries=5, verify=False)
    with httpx.Client(transport=transport, trust_env=False, timeout=GUARD) as client:
        return client.get(f"http://127.0.0.1:{port}/match", params={"text": "名册"}).status_code


def test_a_normal_client_is_answered_among_many_slow_ones(port: int) -> None:
    with contextlib.ExitStack() as stack:
        for number in range(100):
            slow = stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=GUARD))
            with contextlib.suppress(OSError):
                slow.sendall(SLOW_STARTS[number % len(SLOW_STARTS)])
        assert [asked(port) for _ in range(3)] == [200] * 3


@pytest.mark.parametrize("start", SLOW_STARTS)
def test_a_slow_request_is_given_up_however_its_bytes_come(
    port: int, protocol: type[H11Protocol], start: bytes
) -> None:
    with (
        impatient(protocol),
        socket.create_connection(("127.0.0.1", port), timeout=GUARD) as slow,
    ):
        slow.sendall(start)
        began = time.monotonic()
        with contextlib.suppress(ConnectionError, BrokenPipeError):
            while time.monotonic() - began < GUARD:
                if start:
                    slow.sendall(b"a")
                slow.settimeout(0.2)
                with contextlib.suppress(TimeoutError):
                    if slow.recv(1000) == b"":
                        break
        assert time.monotonic() - began < GUARD
    assert asked(port) == 200


def test_who_does_not_read_the_answer_is_given_up(port: int, protocol: type[H11Protocol]) -> None:
    line = b"GET /openapi.json HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n" % port
    with impatient(protocol), socket.socket() as slow:
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
        slow.settimeout(GUARD)
        slow.connect(("127.0.0.1", port))
        began = time.monotonic()
        with contextlib.suppress(OSError):
            while time.monotonic() - began < GUARD:
                slow.sendall(line * 50)
                time.sleep(0.02)
        assert time.monotonic() - began < GUARD
    assert asked(port) == 200


def test_a_connection_is_kept_for_the_next_request(port: int) -> None:
    with closing(HTTPConnection("127.0.0.1", port, timeout=GUARD)) as client:
        client.connect()
        sockets = set()
        for _ in range(3):
            client.request("GET", "/api/v1/languages/")
            answer = client.getresponse()
            assert answer.status == 200
            answer.read()
            sockets.add(client.sock)
            time.sleep(0.1)
        assert len(sockets) == 1


@pytest.mark.parametrize(
    "chunk", [b"zz\r\nab\r\n0\r\n\r\n", b"-1\r\nab", b"2\r\nabcd\r\n", b"f" * 40]
)
@pytest.mark.parametrize("at_once", [True, False])
def test_chunks_that_are_none_are_refused_once_and_told_to_nobody(
    port: int, chunk: bytes, at_once: bool
) -> None:
    told: list[logging.LogRecord] = []
    listening = logging.Handler(logging.ERROR)
    listening.emit = told.append  # type: ignore[assignment, method-assign]  # what a handler is
    logger = logging.getLogger("uvicorn.error")
    logger.addHandler(listening)
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=GUARD) as client:
            head = (
                f"POST /search HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
                "Transfer-Encoding: chunked\r\n\r\n"
            ).encode()
            answer = b""
            if at_once:
                client.sendall(head + chunk)
            else:
                client.sendall(head)
                answer = client.recv(1 << 16)
                client.sendall(chunk)
                # Nothing follows: what is not yet a chunk is waited for no longer.
                client.shutdown(socket.SHUT_WR)
            with contextlib.suppress(ConnectionError):
                while got := client.recv(1 << 16):
                    answer += got
        assert asked(port) == 200
    finally:
        logger.removeHandler(listening)
    assert answer.startswith((b"HTTP/1.1 400", b"HTTP/1.1 405"))
    assert answer.count(b"HTTP/1.1 ") == 1
    assert told == []
