"""Where a server listens, and whom it lets in."""

from __future__ import annotations

import socket
from contextlib import closing
from pathlib import Path

import pytest

from hexapla.cli.serving import TOKEN_VARIABLE, Endpoint, Serving, listening, warn_about_network
from hexapla.corpora.errors import UsageError

TOKEN = "a-token-of-our-own-choice"


def endpoint_at(
    host: str = "127.0.0.1",
    *,
    always: bool = False,
    file: Path | None = None,
    proxies: tuple[str, ...] = (),
) -> Endpoint:
    serving = Serving(host=host, token_file=file, proxies=proxies)
    with listening(serving, always=always) as endpoint:
        return endpoint


@pytest.fixture(autouse=True)
def no_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(TOKEN_VARIABLE, raising=False)


def test_this_computer_alone_needs_no_token() -> None:
    endpoint = endpoint_at()
    assert endpoint.access.token is None
    assert not endpoint.access.network
    assert not endpoint.is_new
    assert endpoint.address == f"http://127.0.0.1:{endpoint.port}/"
    assert endpoint.access.accepts_host(f"localhost:{endpoint.port}")


@pytest.mark.parametrize(("host", "always"), [("127.0.0.1", True), ("0.0.0.0", False)])
def test_a_token_is_made_where_one_is_needed(host: str, always: bool) -> None:
    endpoint, other = (endpoint_at(host, always=always) for _ in range(2))
    assert endpoint.is_new
    assert endpoint.access.token
    assert len(endpoint.access.token) >= 32
    assert endpoint.access.token != other.access.token


def test_a_token_is_given_in_the_environment_or_a_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "token"
    file.write_text(f"{TOKEN}-of-the-file\n", "utf-8")
    monkeypatch.setenv(TOKEN_VARIABLE, TOKEN)
    for given, token in ((None, TOKEN), (file, f"{TOKEN}-of-the-file")):
        endpoint = endpoint_at(file=given)
        assert endpoint.access.token == token
        assert not endpoint.is_new


@pytest.mark.parametrize("token", ["", "short", "with a space in the middle", "é" * 20])
def test_a_weak_token_is_refused(
    token: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(TOKEN_VARIABLE, token)
    with pytest.raises(UsageError, match="HEXAPLA_TOKEN: a token has 16 or more"):
        endpoint_at("0.0.0.0")
    file = tmp_path / "token"
    file.write_text(token, "utf-8")
    with pytest.raises(UsageError, match="token: a token has 16 or more"):
        endpoint_at(file=file)
    file.write_bytes(b"\xff")
    with pytest.raises(UsageError, match="cannot be read"):
        endpoint_at(file=file)


def test_a_port_or_an_address_that_cannot_be_had_is_refused() -> None:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        refused = listening(Serving(port=port), always=False)
        with pytest.raises(UsageError, match=f"port {port} of 127.0.0.1"), refused:
            pass
    with pytest.raises(UsageError, match=r"of 192\.0\.2\.1"):
        endpoint_at("192.0.2.1")


def test_only_a_server_on_the_network_warns(capsys: pytest.CaptureFixture[str]) -> None:
    warn_about_network(endpoint_at())
    # What it gives on was encrypted on the network.
    warn_about_network(endpoint_at(proxies=("127.0.0.1",)))
    assert capsys.readouterr().err == ""
    warn_about_network(endpoint_at("0.0.0.0"))
    assert "others on the network can reach http://0.0.0.0:" in capsys.readouterr().err


def test_an_address_that_is_no_text_is_one_line() -> None:
    with (
        pytest.raises(UsageError, match="port 0 of"),
        listening(Serving(host="\udcff"), always=False),
    ):
        pass
