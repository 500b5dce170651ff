"""Running it for a team: the commands of the page, the units, the container files."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from hexapla.cli.main import cli
from scripts.dev.local.postgres import local_postgres, programs
from tests.paths import ROOT, SAMPLE

PAGE = ROOT / "scripts/docs/pages/teams/running.md"
DEPLOY = ROOT / "scripts/docs/deploy"
UNITS = sorted(path.name for path in DEPLOY.glob("hexapla-*"))
INSTALLED = re.compile(r"/srv/hexapla/\.venv/bin/\w+")


def commands() -> list[str]:
    """What the files of the deployment run: the arguments of hexapla."""
    found = [
        match
        for path in (*DEPLOY.glob("*.service"), DEPLOY / "hexapla.cron")
        for match in re.findall(r"\.venv/bin/hexapla (.*)", path.read_text("utf-8"))
    ]
    return [*found, *re.findall(r"command: (.*)", (DEPLOY / "compose.yaml").read_text("utf-8"))]


@pytest.mark.parametrize("command", commands())
def test_what_is_started_is_a_command_with_options_that_it_has(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for folder in ("accounts", "documents"):
        Path(folder).mkdir()
    for accounts in ("accounts.json", "accounts/accounts.json"):
        Path(accounts).write_text("{}", "utf-8")
    name, *arguments = shlex.split(command)
    started = cli.get_command(click.Context(cli), name)
    assert started
    # Raises what click says of a value that is wrong; with --help it would look at none.
    started.make_context(name, arguments)


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd")
def test_the_units_are_those_that_systemd_takes(tmp_path: Path) -> None:
    for name in UNITS:
        text = INSTALLED.sub(sys.executable, (DEPLOY / name).read_text("utf-8"))
        (tmp_path / name).write_text(text, "utf-8")
    verified = subprocess.run(
        ["systemd-analyze", "verify", *(str(tmp_path / name) for name in UNITS)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    # It tells of what else is wrong on this machine as well.
    assert [line for line in verified.stderr.splitlines() if "hexapla" in line] == []


@pytest.mark.cluster
def test_the_units_of_a_cluster_start_what_is_there(tmp_path: Path) -> None:
    for name in ("scheduler", "worker"):
        text = (DEPLOY / f"hexapla-{name}.service").read_text("utf-8")
        (command,) = re.findall(r"^ExecStart=\S+/dask (.*)", text, re.MULTILINE)
        # Options that it has not are told before the help of the command.
        done = CliRunner().invoke(dask_command(name), [*shlex.split(command)[1:], "--help"])
        assert done.exit_code == 0, done.output


def dask_command(name: str) -> click.Command:
    """Return the command `dask scheduler` or `dask worker`."""
    found: click.Command = import_module(f"distributed.cli.dask_{name}").main
    return found


@pytest.mark.postgres
def test_the_page_is_true_command_by_command(tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(SAMPLE, home / "documents")
    page = PAGE.read_text("utf-8")
    script = "\n".join(re.findall(r"```sh\n(.*?)```", page, re.DOTALL))
    with local_postgres(tmp_path / "server") as url:
        found = re.fullmatch(r"postgresql://(\w+):(\w+)@127.0.0.1:(\d+)/postgres", url)
        assert found
        user, password, port = found.groups()
        path = os.pathsep.join(
            (str(Path(sys.executable).parent), str(programs()), os.environ["PATH"])
        )
        environment = {
            **os.environ,
            **{"HOME": str(home), "PATH": path, "PYTHONPATH": str(ROOT)},
            **{"PGHOST": "127.0.0.1", "PGPORT": port, "PGUSER": user, "PGPASSWORD": password},
        }

        def run(script: str, **more: str) -> str:
            done = subprocess.run(
                ["bash", "-e", "-x", "-c", script],
                cwd=home,
                env=environment | more,
                capture_output=True,
                encoding="utf-8",
                check=False,
            )
            assert done.returncode == 0, done.stderr[-2000:]
            return done.stdout

        # What PostgreSQL's own user does, but for the password, which is asked for; the name of
        # the page is that of the server's own user here.
        for command in re.findall(r"^# su postgres -c '(.*)'$", page, re.MULTILINE):
            run(command.removesuffix(" --pwprompt").replace("hexapla", "house"))
        run(f"psql --command \"ALTER ROLE house PASSWORD '{password}'\" postgres")
        said = run(script.replace("hexapla@localhost/", f"house@127.0.0.1:{port}/"), PGUSER="house")
    assert "Ana Pérez: reviewer, es" in said
    assert said.count("sound, 2 document sets") == 2
    assert said.count("chen: corrector of") == 2
    for name in ("accounts.json", "memory-friday.db", "memory-friday.dump", "nightly.json"):
        assert (home / name).stat().st_size > 0
