"""Serves an application: to this computer alone, or to a network with a token."""

from __future__ import annotations

import asyncio
import os
import re
import secrets
import signal
import socket
import sys
import tempfile
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, fields, replace
from functools import partial, wraps
from io import BufferedWriter, TextIOWrapper
from ipaddress import ip_address
from pathlib import Path
from typing import Final, Protocol

import click
import uvicorn
from starlette.applications import Starlette

from hexapla.cli.output import say, say_line
from hexapla.cli.workers import NOT_STARTED, keep_working
from hexapla.corpora.errors import DocumentError, HexaplaError, UsageError
from hexapla.corpora.input.decoding import load
from hexapla.memory.output.files import open_log
from hexapla.memory.web.access import AccessPolicy, allowed_hosts
from hexapla.memory.web.accounts import AccountsFile
from hexapla.memory.web.connections import DEFAULT_TIMEOUTS, protocol_with
from hexapla.memory.web.observing import RequestLog, SharedFigures
from hexapla.memory.web.operation import Operation
from hexapla.memory.web.proxies import proxies_named

__all__ = [
    "Endpoint",
    "Made",
    "Serving",
    "listening",
    "serve_on",
    "serve_pages",
    "server_of",
    "serving_options",
    "warn_about_network",
    "workers_option",
]

_FILE: Final = click.Path(exists=True, dir_okay=False, path_type=Path)
_HIDDEN: Final = (
    "a proxy hands requests of others on to this server, which takes them for its own computer's:"
    " name it with --proxy, and have --accounts or a token"
)
TOKEN_VARIABLE: Final = "HEXAPLA_TOKEN"  # noqa: S105  # the name of the variable
# 16 characters of base64 are 96 bits: nobody guesses them at any rate that is answered.
_MIN_TOKEN: Final = 16
# An address of 10,000 Chinese characters has 90,000 bytes; twice uvicorn's own limit holds it, and
# the usual headers.
_MAX_HEAD: Final = 1 << 17
# More than a team has open at once (a browser keeps up to six), and with the other files within
# the 1,024 that a process may have open on most systems.
_MAX_CONNECTIONS: Final = 500
# Seconds in which the requests that have begun come to their end when the server is to end.
_ENDING: Final = 3.0
# Files that are open beside connections: the memory, the libraries, the log.
_OTHER_FILES: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Serving:
    """What the options say of a server: where it listens, whom it answers, what it writes down."""

    host: str = "127.0.0.1"
    port: int = 0
    names: tuple[str, ...] = ()
    token_file: Path | None = None
    accounts: Path | None = None
    proxies: tuple[str, ...] = ()
    user_header: str = ""
    log: Path | None = None
    log_texts: bool = False
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a server listens, and who may come in.

    `is_local` tells that only this computer can connect, `is_new` a token that was just made.
    """

    listener: socket.socket
    host: str
    port: int
    access: AccessPolicy
    operation: Operation
    is_local: bool
    is_new: bool
    prefix: str

    @property
    def address(self) -> str:
        """Return the address of the server, without a token."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{name}:{self.port}/"


workers_option = click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    help="Processes that answer; rates are counted by each of them.",
)


def serving_options(port: int) -> Callable[[Callable[..., object]], Callable[..., object]]:
    """Add the options that say how a server is run, which the command gets as `serving`."""
    options = (
        click.option(
            "--host",
            default="127.0.0.1",
            show_default=True,
            help="Address to listen on; any but this computer's own loopback needs a token.",
        ),
        click.option(
            "--port",
            type=click.IntRange(0, 65535),
            default=port,
            show_default=True,
            help="Port to listen on; 0 takes any that is free.",
        ),
        click.option(
            "--name",
            "names",
            multiple=True,
            help="A name by which others ask this server, as it stands in the address.",
        ),
        click.option(
            "--token-file",
            type=_FILE,
            help=f"A file with the token; {TOKEN_VARIABLE} can hold it too.",
        ),
        click.option(
            "--accounts",
            type=_FILE,
            help="A file of hexapla accounts: each person has a token, a name and rights.",
        ),
        click.option(
            "--proxy",
            "proxies",
            multiple=True,
            metavar="ADDRESS",
            help="A proxy before this server, which is believed who asks: 127.0.0.1.",
        ),
        click.option(
            "--user-header",
            default="",
            metavar="NAME",
            help="The header in which the proxy names who asks, with a name of the accounts.",
        ),
        click.option(
            "--log",
            type=click.Path(path_type=Path, allow_dash=True),
            help="A file to which each request adds a line of JSON; - is the error output.",
        ),
        click.option("--log-texts", is_flag=True, help="With --log, also what was looked up."),
        click.option(
            "--prefix",
            default="",
            metavar="/PATH",
            help="What the proxy has in its addresses before those of this server.",
        ),
    )

    def add(command: Callable[..., object]) -> Callable[..., object]:
        @wraps(command)
        def gathered(**named: object) -> object:
            own = {each.name: named.pop(each.name) for each in fields(Serving)}
            return command(**named, serving=Serving(**own))  # type: ignore[arg-type]  # as click gives them

        given: Callable[..., object] = gathered
        for option in reversed(options):
            given = option(given)
        return given

    return add


@contextmanager
def listening(serving: Serving, *, always: bool) -> Iterator[Endpoint]:
    """Open a socket and settle who may ask.

    Whoever connects at once is answered as soon as the application is served. A token is needed
    on any address but loopback, and where it is `always` so; where none is given, and there are no
    accounts, one is made. Raises UsageError where there is no such address, the port is taken, the
    token is too weak, or the accounts, the proxy or the log are none.
    """
    if serving.user_header and serving.accounts is None:
        raise UsageError("--user-header names people of --accounts: give that, too")
    host, prefix = serving.host, _prefix_of(serving.prefix)
    with _socket(host) as listener, _log(serving) as log:
        try:
            listener.bind((host, serving.port))
            listener.listen()
        except (OSError, OverflowError, TypeError, UnicodeError) as error:
            cause = getattr(error, "strerror", None) or str(error)
            raise UsageError(f"port {serving.port} of {host}: {cause}") from error
        where, chosen = listener.getsockname()[:2]
        # Whom a proxy on this computer lets in comes from anywhere.
        is_local = ip_address(where).is_loopback
        network = not is_local or bool(serving.proxies)
        known = (*serving.names, *((socket.gethostname(), host) if network else ()))
        hosts = allowed_hosts(chosen, tuple(filter(None, known)))
        accounts, given, made = _accounts(serving.accounts), None, None
        if accounts is None:
            given = _given_token(serving.token_file)
            made = secrets.token_urlsafe(24) if not given and (network or always) else None
        elif serving.token_file:
            raise UsageError("with --accounts each person has a token: leave --token-file out")
        yield Endpoint(
            listener=listener,
            host=host,
            port=chosen,
            access=AccessPolicy(hosts, given or made, network, accounts),
            operation=Operation(
                proxies_named(serving.proxies, serving.user_header),
                log,
                _tell_hidden,
            ),
            is_local=is_local,
            is_new=made is not None,
            prefix=prefix,
        )


def _accounts(path: Path | None) -> AccountsFile | None:
    if path is None:
        return None
    found = AccountsFile(path)
    if not found.accounts:
        raise UsageError(f"{path}: names nobody yet: hexapla accounts add makes an account")
    return found


def _tell_hidden() -> None:
    say(_HIDDEN, err=True)


def _prefix_of(given: str) -> str:
    """Return what stands before addresses: "" or a path that begins with a slash.

    Raises UsageError where it is none.
    """
    path = given.strip("/")
    if not re.fullmatch(r"(?:[\w.~-]+(?:/[\w.~-]+)*)?", path, re.ASCII):
        raise UsageError(f"{given} is no beginning of an address, such as /hexapla")
    return f"/{path}" if path else ""


@contextmanager
def _log(serving: Serving) -> Iterator[RequestLog | None]:
    """Open the log, which is added to. Raises StoreError where it cannot be written."""
    if serving.log is None or serving.log == Path("-"):
        yield None if serving.log is None else RequestLog(sys.stderr, serving.log_texts)
        return
    with TextIOWrapper(BufferedWriter(open_log(serving.log, mode=0o600)), "utf-8") as stream:
        yield RequestLog(stream, serving.log_texts)


def warn_about_network(endpoint: Endpoint) -> None:
    """Tell on the error output that others can ask, with what, and what this does not protect.

    Of who comes through a proxy on this computer nothing is told: the proxy encrypts.
    """
    if endpoint.is_local:
        return
    say(
        f"others on the network can reach {endpoint.address}: only with the token, but what is sent"
        " can be read on its way; put a server that encrypts in front of it",
        err=True,
    )


class _Server(uvicorn.Server):
    """A server that ends although what it waits for hangs."""

    def __init__(self, config: uvicorn.Config, application: Starlette) -> None:
        super().__init__(config)
        self._application = application

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let the requests come to their end, or stop them after a while."""
        late = asyncio.get_running_loop().call_later(_ENDING, self._application.state.turns.stop)
        await super().shutdown(sockets)
        late.cancel()


class Made(Protocol):
    """Makes the application of a server, in whichever process; it can be pickled."""

    def __call__(self, *, access: AccessPolicy, operation: Operation) -> Starlette:
        """Return the application for whom `access` lets in, run as `operation` says."""


def serve_pages(
    endpoint: Endpoint, serving: Serving, make: Made, *, opens: bool, workers: int = 1
) -> None:
    """Say where pages for people are, open them in the browser if wanted, and serve them."""
    warn_about_network(endpoint)
    token = endpoint.access.token
    secret = f"{endpoint.address}?token={token}" if token else endpoint.address
    say(secret if endpoint.is_new else endpoint.address)
    if opens:
        webbrowser.open(secret)
    serve_on(endpoint, serving, make, workers=workers)


def serve_on(endpoint: Endpoint, serving: Serving, make: Made, *, workers: int = 1) -> None:
    """Serve an application with a memory until Ctrl-C, in one process or in several."""
    if workers == 1:
        application = make(access=endpoint.access, operation=endpoint.operation)
        server_of(application, prefix=endpoint.prefix).run(sockets=[endpoint.listener])
        return
    with tempfile.TemporaryDirectory(prefix="hexapla-") as folder:
        # What writes is opened by each process for itself.
        silent = replace(endpoint, operation=replace(endpoint.operation, log=None))
        work = partial(_serve_in_worker, silent, serving, make, Path(folder))
        ended_by = keep_working(workers, work)
    signal.raise_signal(ended_by)


def _serve_in_worker(
    endpoint: Endpoint, serving: Serving, make: Made, folder: Path, number: int
) -> None:
    try:
        with _log(serving) as log:
            figures = partial(SharedFigures, folder=folder, number=number)
            operation = replace(endpoint.operation, log=log, figures=figures)
            server = server_of(
                make(access=endpoint.access, operation=operation), prefix=endpoint.prefix
            )
            server.run(sockets=[endpoint.listener])
    except HexaplaError as error:
        say_line(f"hexapla: {error}", err=True)
        sys.exit(NOT_STARTED)
    if not server.started:
        sys.exit(NOT_STARTED)


def server_of(application: Starlette, *, prefix: str = "") -> uvicorn.Server:
    """Return what serves an application with a memory."""
    config = uvicorn.Config(
        application,
        http=protocol_with(DEFAULT_TIMEOUTS, connections=_connections()),
        ws="none",
        # Who stands before the server is named to the application, and nobody else is believed.
        proxy_headers=False,
        root_path=prefix,
        log_level="error",
        server_header=False,
        h11_max_incomplete_event_size=_MAX_HEAD,
    )
    return _Server(config, application)


def _socket(host: str) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio sends small answers at once only where the protocol is named; it waits 40 ms else.
    opened = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    # On Windows this would let a second program take the same port.
    if hasattr(socket, "SO_REUSEPORT"):
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    return opened


def _given_token(path: Path | None) -> str | None:
    """Return the token of a file or of the environment; None where neither is given."""
    if path is not None:
        try:
            token, where = load(path).decode("utf-8").strip(), str(path)
        except (DocumentError, UnicodeError) as error:
            raise UsageError(f"{path}: the token cannot be read") from error
    else:
        token, where = os.environ.get(TOKEN_VARIABLE, "").strip(), TOKEN_VARIABLE
        if TOKEN_VARIABLE not in os.environ:
            return None
    if len(token) < _MIN_TOKEN or not token.isascii() or not token.isprintable() or " " in token:
        raise UsageError(f"{where}: a token has {_MIN_TOKEN} or more ASCII characters, no space")
    return token


def _connections() -> int:
    """Return how many connections may be open at once, as far as files may be."""
    with suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415  # Windows has none

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = _MAX_CONNECTIONS + _OTHER_FILES
        if soft < wanted:
            resource.setrlimit(resource.RLIMIT_NOFILE, (min(wanted, hard), hard))
            soft = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
        return max(min(_MAX_CONNECTIONS, soft - _OTHER_FILES), 10)
    return _MAX_CONNECTIONS
