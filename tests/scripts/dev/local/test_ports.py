"""Ports for servers of tests."""

from __future__ import annotations

import socket

import pytest

from scripts.dev.local.ports import free_port


def test_a_port_that_was_free_is_kept_for_who_names_it() -> None:
    address = ("127.0.0.1", free_port())
    with socket.socket() as other, pytest.raises(OSError, match="in use"):
        other.bind(address)
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind(address)
        server.listen()
