"""`hexapla accounts` says who may ask a server."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx

from hexapla.memory.web.accounts import AccountRole, change_accounts, new_account, read_accounts
from tests.commands import run
from tests.memory.samples import sample_memory
from tests.memory.web.served import serving
from tests.processes import GUARD, wait_until


def test_accounts_are_made_listed_renewed_and_revoked(tmp_path: Path) -> None:
    file = tmp_path / "people.json"
    made = run(
        "accounts", "add", "Ana Pérez", "--role", "reviewer", "--languages", "es", "--file", file
    )
    assert made.returncode == 0
    assert made.stderr == "Ana Pérez: reviewer; the token, shown this once:\n"
    assert len(made.stdout.strip()) == 32
    again = run("accounts", "add", "Ana Pérez", "--file", file)
    assert again.returncode == 2
    assert "has an account already" in again.stderr
    # Who looks like another would be taken for them in every history.
    for name in ("ANA PÉREZ", "Ana Pe\u0301rez"):
        alike = run("accounts", "add", name, "--file", file)
        assert (alike.returncode, alike.stderr) == (again.returncode, again.stderr)
    run("accounts", "add", "Boris", "--file", file)
    listed = run("accounts", "list", "--file", file).stdout.splitlines()
    assert listed[0].startswith("Ana Pérez: reviewer, es, since 20")
    assert listed[1].startswith("Boris: reader, all languages, since 20")
    renewed = run("accounts", "renew", "Ana Pérez", "--file", file)
    assert renewed.stdout.strip() != made.stdout.strip()
    assert "reviewer" in renewed.stderr
    assert run("accounts", "revoke", "Boris", "--file", file).returncode == 0
    assert "Boris" not in run("accounts", "list", "--file", file).stdout
    for action in ("renew", "revoke"):
        shown = run("accounts", action, "Boris", "--file", file)
        assert shown.returncode == 2
        assert "nobody is called Boris" in shown.stderr


def test_a_server_with_accounts_writes_down_who_asks(tmp_path: Path) -> None:
    sample_memory(tmp_path / "memory.db")
    people, log = tmp_path / "people.json", tmp_path / "requests.jsonl"
    token = run("accounts", "add", "Boris", "--file", people).stdout.strip()
    options = ("--accounts", str(people), "--log", str(log), "--host", "0.0.0.0")
    with serving(tmp_path / "memory.db", *options) as (address, told):
        transport = httpx.HTTPTransport(retries=5, verify=False)
        base = address.replace("0.0.0.0", "127.0.0.1")
        with httpx.Client(
            base_url=base, transport=transport, trust_env=False, timeout=GUARD
        ) as client:
            assert client.get("/cite?document=A/1").status_code == 401
            headers = {"Authorization": f"Bearer {token}"}
            assert client.get("/cite?document=A/RES/98/12", headers=headers).status_code == 200
            assert client.get("/healthz").status_code == 200
            # A line is written behind the answer.
            wait_until(lambda: len(log.read_text("utf-8").splitlines()) == 3)
    assert "the token, shown this once" not in told
    lines = log.read_text("utf-8").splitlines()
    assert len(lines) == 3
    assert '"user": "Boris"' in lines[1]
    assert "A/RES" not in lines[1]
    assert log.stat().st_mode & 0o777 == 0o600


def test_what_cannot_be_so_is_one_line(tmp_path: Path) -> None:
    sample_memory(tmp_path / "memory.db")
    empty = tmp_path / "empty.json"
    empty.write_text('{"accounts": []}', "utf-8")
    for options, told in (
        (("--accounts", empty), "names nobody yet"),
        (("--proxy", "nginx"), "nginx is no address of a proxy"),
        (("--user-header", "X-User"), "give that, too"),
        (("--prefix", "/a b"), "no beginning of an address"),
        (("--log", tmp_path / "no" / "log"), "No such file"),
    ):
        shown = run("serve", "--port", "0", "--memory", tmp_path / "memory.db", *options)
        assert shown.returncode == 2
        assert told in shown.stderr
        assert len(shown.stderr.splitlines()) == 1


def test_accounts_that_are_added_at_once_are_all_there(tmp_path: Path) -> None:
    file = tmp_path / "accounts.json"

    def added(number: int) -> None:
        account, _ = new_account(f"Person {number}", AccountRole.READER)
        change_accounts(file, lambda known: (*known, account))

    with ThreadPoolExecutor(8) as executor:
        list(executor.map(added, range(40)))
    assert {each.name for each in read_accounts(file)} == {f"Person {n}" for n in range(40)}
    assert file.stat().st_mode & 0o777 == 0o600
