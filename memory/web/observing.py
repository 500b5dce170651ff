"""What was asked of a server: a line of JSON for each request, and figures for Prometheus.

Texts that people look up are nobody's business: an entry has the route, not the address. Figures
are in the text format of Prometheus (prometheus.io/docs/instrumenting/exposition_formats).
"""

from __future__ import annotations

import json
import time
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import accumulate
from pathlib import Path
from typing import Final, TextIO

from starlette.routing import BaseRoute, Match, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hexapla.memory.web.access import account_in

__all__ = ["Figures", "ObservingMiddleware", "RequestLog", "SharedFigures", "exposition"]

# Seconds: most look-ups take some milliseconds, and none more than five.
_BOUNDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_ELSEWHERE: Final = "none"


@dataclass(frozen=True, slots=True)
class RequestLog:
    """Where requests are written, a line each; with `texts`, what was asked for as well."""

    stream: TextIO
    texts: bool = False

    def write(self, entry: dict[str, object]) -> None:
        """Write one line, at once; where the disk is full, people are answered all the same."""
        with suppress(OSError):
            self.stream.write(json.dumps(entry, ensure_ascii=False) + "\n")
            self.stream.flush()


@dataclass(slots=True)
class Figures:
    """What was answered since the server started, by route, method and status."""

    answers: Counter[tuple[str, str, int]] = field(default_factory=Counter)
    seconds: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    under: Counter[tuple[str, int]] = field(default_factory=Counter)
    open: int = 0

    def add(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count an answer."""
        self.answers[route, method, status] += 1
        self.under[route, bisect_left(_BOUNDS, seconds)] += 1
        self.seconds[route] += seconds

    def summed(self) -> Figures:
        """Return the figures of the whole server."""
        return self

    def plus(self, other: Figures) -> Figures:
        """Return what both tell together."""
        seconds = Counter(self.seconds)
        seconds.update(other.seconds)
        return Figures(
            self.answers + other.answers,
            defaultdict(float, seconds),
            self.under + other.under,
            self.open + other.open,
        )


@dataclass(slots=True, kw_only=True)
class SharedFigures(Figures):
    """The figures of one of several processes, which each leaves in a file for the others.

    A process that takes the place of another goes on from what that has counted. Of requests that
    are open, others know how many they were when the process answered last.
    """

    folder: Path
    number: int

    def __post_init__(self) -> None:
        found = _read_figures(self.folder / str(self.number))
        self.answers, self.seconds, self.under = found.answers, found.seconds, found.under

    def add(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count an answer, and tell the others."""
        Figures.add(self, route, method, status, seconds)
        written = json.dumps(
            [
                [[*key, count] for key, count in self.answers.items()],
                dict(self.seconds),
                [[*key, count] for key, count in self.under.items()],
                self.open,
            ]
        )
        new = self.folder / f"{self.number}.new"
        # A disk that is full keeps nobody from being answered.
        with suppress(OSError):
            new.write_text(written, "utf-8")
            new.replace(self.folder / str(self.number))

    def summed(self) -> Figures:
        """Return the figures of all processes."""
        found: Figures = self
        for path in self.folder.iterdir():
            if path.name.isdecimal() and path.name != str(self.number):
                found = found.plus(_read_figures(path))
        return found


def _read_figures(path: Path) -> Figures:
    """Return what a process left; nothing where it has not answered yet."""
    try:
        answers, seconds, under, is_open = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return Figures()
    return Figures(
        Counter({(route, method, status): count for route, method, status, count in answers}),
        defaultdict(float, seconds),
        Counter({(route, at): count for route, at, count in under}),
        is_open,
    )


class ObservingMiddleware:
    """Middleware that counts requests and writes them down."""

    def __init__(
        self, app: ASGIApp, *, routes: Iterable[BaseRoute], figures: Figures, log: RequestLog | None
    ) -> None:
        self._app = app
        self._routes = tuple(each for each in routes if isinstance(each, Route))
        self._figures = figures
        self._log = log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, and write down what became of it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        # Who asks gives up before there is an answer (nginx writes the same of it).
        status = 499
        sent = 0

        async def send_counted(message: Message) -> None:
            nonlocal status, sent
            if message["type"] == "http.response.start":
                status = message["status"]
            sent += len(message.get("body", b""))
            await send(message)

        begun, now = time.perf_counter(), datetime.now(UTC)
        self._figures.open += 1
        try:
            await self._app(scope, receive, send_counted)
        except Exception:
            status = 500
            raise
        finally:
            seconds = time.perf_counter() - begun
            route, method = self._route(scope), _method(scope)
            self._figures.open -= 1
            self._figures.add(route, method, status, seconds)
            if self._log:
                self._log.write(
                    {
                        "time": now.isoformat(timespec="milliseconds"),
                        "user": account.name if (account := account_in(scope)) else "",
                        "client": scope["client"][0] if scope["client"] else "",
                        "method": method,
                        "path": route,
                        "status": status,
                        "ms": round(seconds * 1000, 1),
                        "bytes": sent,
                        **(_asked(scope) if self._log.texts else {}),
                    }
                )

    def _route(self, scope: Scope) -> str:
        """Return the pattern of the address, for the address itself can hold what is looked up."""
        for route in self._routes:
            if route.matches(scope)[0] is not Match.NONE:
                return route.path
        return _ELSEWHERE


def _method(scope: Scope) -> str:
    """Return the method, of those that are known: others are anybody's text."""
    known = {"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"}
    return scope["method"] if scope["method"] in known else "OTHER"


def _asked(scope: Scope) -> dict[str, object]:
    return {"address": scope["path"], "query": scope["query_string"].decode("latin-1")}


def exposition(figures: Figures, more: Iterable[tuple[str, str, float]] = ()) -> str:
    """Return figures as Prometheus reads them; `more` are gauges: name, help, value."""
    return "".join(f"{line}\n" for line in _lines(figures, more))


def _lines(figures: Figures, more: Iterable[tuple[str, str, float]]) -> Iterator[str]:
    yield "# HELP hexapla_requests_total Requests that were answered."
    yield "# TYPE hexapla_requests_total counter"
    for (route, method, status), count in sorted(figures.answers.items()):
        labels = f'route="{route}",method="{method}",status="{status}"'
        yield f"hexapla_requests_total{{{labels}}} {count}"
    yield "# HELP hexapla_request_seconds How long answers took."
    yield "# TYPE hexapla_request_seconds histogram"
    for route in sorted({route for route, _ in figures.under}):
        name = f'hexapla_request_seconds_bucket{{route="{route}",le='
        counts = list(accumulate(figures.under[route, at] for at in range(len(_BOUNDS) + 1)))
        for bound, count in zip((*_BOUNDS, "+Inf"), counts, strict=True):
            yield f'{name}"{bound}"}} {count}'
        yield f'hexapla_request_seconds_sum{{route="{route}"}} {figures.seconds[route]:.6f}'
        yield f'hexapla_request_seconds_count{{route="{route}"}} {counts[-1]}'
    gauges = (("hexapla_requests_open", "Requests that are being answered.", figures.open), *more)
    for name, told, value in gauges:
        yield f"# HELP {name} {told}"
        yield f"# TYPE {name} gauge"
        yield f"{name} {value:g}"
