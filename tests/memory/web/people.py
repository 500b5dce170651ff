"""People with accounts, and the pages as each of them asks for them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from starlette.testclient import TestClient

from hexapla.memory.web.access import AccessPolicy
from hexapla.memory.web.accounts import AccountRole, AccountsFile
from hexapla.memory.web.operation import Operation
from hexapla.memory.web.review.application import application
from tests.memory.web.review.asking import SET, versions_in

PEOPLE = {
    "Ana": (AccountRole.READER, ()),
    "Boris": (AccountRole.TRANSLATOR, ("en",)),
    "Chen": (AccountRole.REVIEWER, ("en", "fr")),
    "Dalia": (AccountRole.ADMINISTRATOR, ()),
    "Efraín Ñ": (AccountRole.READER, ()),
}
HOSTS = frozenset({"server"})


@contextmanager
def pages_of(memory: Path, file: Path, operation: Operation | None = None) -> Iterator[TestClient]:
    app = application(
        str(memory),
        access=AccessPolicy(HOSTS, accounts=AccountsFile(file)),
        who="the server",
        encoder="none",
        operation=operation or Operation(),
    )
    headers = {"Origin": "http://server"}
    with TestClient(app, base_url="http://server", headers=headers) as client:
        yield client


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def command(
    pages: TestClient, token: str, action: str, language: str, **headers: str
) -> tuple[int, str]:
    """Run a command at paragraph 1; return the status and the message."""
    versions = versions_in(pages.get("/set", params=SET, headers=bearer(token)).text)
    given = {"action": action, "reference": "1.1", "language": language, "versions": versions}
    given |= {"languages": ["en", "fr", "es"], "text": f"Text of {language}."}
    answer = pages.post("/set/change", json=SET | given, headers=bearer(token) | headers)
    return answer.status_code, answer.json()["message"]
