"""`hexapla serve`: the memory over HTTP, for CAT tools and scripts."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import click

from hexapla.cli.options import FiniteRange, memory_option
from hexapla.cli.output import say
from hexapla.cli.serving import (
    Serving,
    listening,
    serve_on,
    serving_options,
    warn_about_network,
    workers_option,
)
from hexapla.memory.store.opening import open_store
from hexapla.memory.web.api import application
from hexapla.memory.web.limits import DEFAULT_LIMITS

__all__ = ["serve"]


@click.command()
@serving_options(8888)
@click.option(
    "--rate",
    type=FiniteRange(1, 1_000_000),
    default=DEFAULT_LIMITS.rate,
    show_default=True,
    help="Requests a second that one client may make on an average; ten times as many at once.",
)
@workers_option
@memory_option
def serve(
    *,
    serving: Serving,
    rate: float,
    workers: int,
    memory: str,
) -> None:
    """Answer CAT tools, scripts and people from the memory, until Ctrl-C.

    http://127.0.0.1:8888/find is a page to look things up, which web panels of CAT tools open by
    /find?q=TEXT&from=zh&to=en. Tools that ask a tmserver or amaGama take
    http://127.0.0.1:8888/tmserver or …/api/v1 as its address. http://127.0.0.1:8888/ tells what
    else can be asked for. Nobody else on the network can ask, unless --host says so; then each
    request must carry the token, as "Authorization: Bearer TOKEN" or in the address:
    http://hexapla:TOKEN@HOST:8888/.

    \b
    Example: hexapla serve --memory out/memory.db
    """
    open_store(memory, create=False).close()
    with listening(serving, always=False) as endpoint:
        warn_about_network(endpoint)
        if endpoint.is_new:
            say(f"the token, shown this once: {endpoint.access.token}", err=True)
        say(endpoint.address)
        limits = replace(DEFAULT_LIMITS, rate=rate, burst=int(10 * rate))
        serve_on(endpoint, serving, partial(application, memory, limits=limits), workers=workers)
