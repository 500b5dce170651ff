"""What is described is what is answered: schemathesis asks whatever the description allows."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from hexapla.memory.web.accounts import AccountRole, new_account, write_accounts
from hexapla.memory.web.description import description
from tests.memory.samples import sample_memory
from tests.memory.web.served import serving
from tests.processes import GUARD

CHECKS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,"
    "response_headers_conformance,response_schema_conformance,positive_data_acceptance"
)


def test_no_request_is_answered_otherwise_than_described(tmp_path: Path) -> None:
    sample_memory(tmp_path / "memory.db")
    account, token = new_account("Ana", AccountRole.TRANSLATOR)
    write_accounts(tmp_path / "accounts.json", [account])
    options = ("--rate", "100000", "--accounts", str(tmp_path / "accounts.json"))
    with serving(tmp_path / "memory.db", *options) as (address, _):
        done = subprocess.run(
            [
                *(sys.executable, "-m", "schemathesis.cli", "run", f"{address}openapi.json"),
                *("--checks", CHECKS, "--max-examples", "4", "--seed", "1"),
                *("--header", f"Authorization: Bearer {token}"),
                *("--wait-for-schema", str(GUARD), "--request-timeout", str(GUARD)),
                *("--suppress-health-check", "too_slow", "--no-color"),
            ],
            capture_output=True,
            encoding="utf-8",
            cwd=tmp_path,
            timeout=GUARD,
        )
    assert done.returncode == 0, done.stdout[-3000:]
    operations = sum(map(len, description()["paths"].values()))
    assert f"Tested: {operations}" in done.stdout
