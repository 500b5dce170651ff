"""The servers behind nginx, which encrypts: with the configuration of the documentation."""

from __future__ import annotations

import json
import re
import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from hexapla.memory.web.accounts import AccountRole, new_account, write_accounts
from scripts.dev.local.ports import free_port
from tests.memory.samples import sample_memory
from tests.memory.web.review.served import served
from tests.memory.web.served import serving
from tests.paths import ROOT
from tests.processes import GUARD, wait_until

NGINX = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
PAGE = ROOT / "scripts" / "docs" / "pages" / "teams" / "serving.md"
NAME = "hexapla.example"

pytestmark = pytest.mark.skipif(NGINX is None, reason="needs nginx, which .ci/run installs")


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate that is worth something in this test alone."""
    made, key = folder / "a.crt", folder / "a.key"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
            *(
                "-nodes",
                "-days",
                "2",
                "-subj",
                f"/CN={NAME}",
                "-keyout",
                str(key),
                "-out",
                str(made),
            ),
            *("-addext", f"subjectAltName=DNS:{NAME}"),
        ],
        check=True,
        capture_output=True,
    )
    return made, key


def configuration(folder: Path, port: int, review: int, serve: int) -> Path:
    """The configuration of the documentation, with the ports and files of the test."""
    found = re.search(r"```nginx\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert found
    made, key = certificate(folder)
    text = found[1]
    for old, new in (
        ("listen 443 ssl", f"listen 127.0.0.1:{port} ssl"),
        ("/etc/ssl/hexapla.crt", str(made)),
        ("/etc/ssl/hexapla.key", str(key)),
        ("127.0.0.1:8000", f"127.0.0.1:{review}"),
        ("127.0.0.1:8888", f"127.0.0.1:{serve}"),
    ):
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"):
        text = f"{kind}_temp_path {folder / kind};\n{text}"
    path = folder / "nginx.conf"
    path.write_text(
        f"daemon off; pid {folder / 'pid'}; error_log {folder / 'errors'};"
        f" events {{}} http {{ access_log off;\n{text}\n}}\n",
        "utf-8",
    )
    return path


@pytest.fixture(scope="module")
def tokens() -> dict[str, str]:
    return {}


@pytest.fixture(scope="module")
def proxied(
    tmp_path_factory: pytest.TempPathFactory, tokens: dict[str, str]
) -> Iterator[tuple[httpx.Client, Path]]:
    """A client of the servers behind nginx, and the folder with their logs."""
    folder = tmp_path_factory.mktemp("nginx")
    memory, people = folder / "memory.db", folder / "accounts.json"
    sample_memory(memory)
    made = [new_account("Ana", AccountRole.READER), new_account("Boris", AccountRole.TRANSLATOR)]
    write_accounts(people, [account for account, _ in made])
    tokens |= {account.name: token for account, token in made}
    common = ("--accounts", str(people), "--proxy", "127.0.0.1", "--name", NAME)
    port = free_port()
    with (
        served(
            memory, *common, "--log", str(folder / "pages.jsonl"), "--prefix", "/hexapla"
        ) as pages,
        serving(memory, *common, "--log", str(folder / "data.jsonl"), "--prefix", "/tm") as data,
    ):
        ports = [int(re.findall(r":(\d+)/", each)[0]) for each in (pages, data[0])]
        path = configuration(folder, port, *ports)
        assert NGINX
        with subprocess.Popen([NGINX, "-c", str(path)], stderr=subprocess.DEVNULL) as nginx:
            wait_until(lambda: is_open(port) or nginx.poll() is not None)
            trusted = ssl.create_default_context(cafile=str(folder / "a.crt"))
            with httpx.Client(
                base_url=f"https://127.0.0.1:{port}",
                headers={"Host": NAME},
                verify=trusted,
                trust_env=False,
                timeout=GUARD,
            ) as client:
                yield client, folder
            nginx.terminate()


def is_open(port: int) -> bool:
    with closing(socket.socket()) as found:
        return found.connect_ex(("127.0.0.1", port)) == 0


NAMED = {"sni_hostname": NAME}


def test_pages_are_entered_and_their_cookie_goes_over_tls_alone(
    proxied: tuple[httpx.Client, Path], tokens: dict[str, str]
) -> None:
    client, folder = proxied
    assert client.get("/hexapla/", extensions=NAMED).status_code == 403
    entered = client.get(f"/hexapla/?token={tokens['Boris']}", extensions=NAMED)
    assert entered.status_code == 303
    assert "Secure" in entered.headers["set-cookie"]
    assert "Path=/hexapla/;" in entered.headers["set-cookie"]
    cookie = entered.headers["set-cookie"].partition(";")[0]
    page = client.get(entered.headers["location"], headers={"Cookie": cookie}, extensions=NAMED)
    assert page.status_code == 200
    assert "Boris" in page.text
    given = {"symbol": "A/RES/98/12", "level": "sentence", "languages": ["en"]}
    own = {"Cookie": cookie, "Origin": f"https://{NAME}"}
    refused = client.post("/hexapla/set/accept", json=given, headers=own, extensions=NAMED)
    assert refused.json()["message"] == "Boris is translator here, and this needs reviewer"
    for origin in ("https://elsewhere.example", ""):
        other = {"Cookie": cookie} | ({"Origin": origin} if origin else {})
        answer = client.post("/hexapla/set/accept", json=given, headers=other, extensions=NAMED)
        assert "hexapla: the request" in answer.text
    log = folder / "pages.jsonl"
    wait_until(lambda: len(log.read_text("utf-8").splitlines()) == 6)
    lines = [json.loads(each) for each in log.read_text("utf-8").splitlines()]
    assert {each["user"] for each in lines} == {"", "Boris"}


def test_data_are_asked_for_under_the_prefix(
    proxied: tuple[httpx.Client, Path], tokens: dict[str, str]
) -> None:
    client, _ = proxied
    assert client.get("/tm/match?text=a", extensions=NAMED).status_code == 401
    own = {"Authorization": f"Bearer {tokens['Ana']}"}
    assert client.get("/tm/match?text=a", headers=own, extensions=NAMED).status_code == 200
    # Nobody outside watches over it without a token, nor names somebody else.
    for path, headers in (("/tm/healthz", {}), ("/tm/match?text=a", {"X-Remote-User": "Ana"})):
        assert client.get(path, headers=headers, extensions=NAMED).status_code == 401
