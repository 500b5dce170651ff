"""Fixtures of the tests of memories in every database, and of what is shown in a browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from hexapla.memory.store.locations import is_database
from hexapla.memory.store.opening import open_store
from hexapla.memory.store.store import Store
from scripts.dev.local.postgres import local_postgres
from tests.memory.samples import sample_memory, sample_set
from tests.processes import GUARD

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import expect, sync_playwright  # noqa: PLC0415  # where it is installed

    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        message = "no chromium on this machine: the pages are not looked at in a browser"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)

    # By itself, it gives up after five seconds, or thirty, and a busy machine takes longer.
    expect.set_options(timeout=1000 * GUARD)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=path, args=ARGUMENTS, timeout=1000 * GUARD
        )
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of an empty database on a server that the tests started."""
    if find_spec("psycopg") is None and not os.environ.get("CI"):
        pytest.skip("psycopg is not installed: memories in PostgreSQL are not tested")
    # Not among pytest's own folders: no other user may enter these, and root may run no server.
    with TemporaryDirectory() as name, local_postgres(Path(name) / "server") as url:
        yield url


def _empty_place(server: str) -> str:
    """Make an empty schema in a database; give the URL of a memory there."""
    import psycopg  # noqa: PLC0415  # where it is installed

    schema = f"memory_{uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {schema}".encode())
    return f"{server}?options=-csearch_path%3D{schema}"


@pytest.fixture
def postgres(postgres_server: str) -> str:
    """The URL of an empty place for a memory."""
    return _empty_place(postgres_server)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A memory in a file, which holds the sample; modules that need another have their own."""
    with open_store(sample_memory(tmp_path / "memory.db")) as opened:
        yield opened


@pytest.fixture(params=["SQLite", pytest.param("PostgreSQL", marks=pytest.mark.postgres)])
def location(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a memory can be: in a file, and in a database."""
    if request.param == "SQLite":
        return str(tmp_path / "记忆 库.db")
    return _empty_place(request.getfixturevalue("postgres_server"))


@pytest.fixture
def filled_location(location: str) -> str:
    """Where a memory that holds the sample is: in a file, and in a database."""
    if is_database(location):
        with open_store(location) as store:
            store.replace_set(sample_set())
    else:
        sample_memory(Path(location))
    return location
