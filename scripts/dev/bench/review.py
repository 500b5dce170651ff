"""How fast the review pages are: `python -m scripts.dev.bench.review`, in a real Chromium.

A document of many rows in seven languages is opened as a reviewer opens it, and corrected by key.
The first page is timed from the start of the process to when the browser has painted it.
The time to the first row is that from the call to when the browser has painted the rows; the time
of a key is that from the press to the paint after the row has changed.
"""

from __future__ import annotations

import json
import statistics
import tempfile
import time
from pathlib import Path
from urllib.parse import urlencode

import click

from hexapla.cli.main import run
from hexapla.corpora.languages import LANGUAGES
from hexapla.memory.store.opening import open_store
from hexapla.memory.units import AlignedSet, Level
from scripts.dev.bench.harness import chromium, serving
from scripts.dev.bench.large_memory import made_set
from scripts.dev.command import command, json_option, verdict

__all__ = ["measure"]

_SYMBOL = "A/99/5000"
_GOALS = {"first_page_ms": 500.0, "first_row_ms": 1000.0, "key_ms": 100.0}
_KEYS = ("a", "o", "x", "o", "m", "z", "j", "z", "u", "z")

_PAINTED = "new Promise(done => requestAnimationFrame(() => done()))"
_PRESS = """async key => {
    const start = performance.now();
    const settled = new Promise(done => new MutationObserver((seen, observer) => {
        if (document.querySelector('.bitext').getAttribute('aria-busy') === 'false') {
            observer.disconnect();
            requestAnimationFrame(() => setTimeout(() => done(performance.now() - start), 0));
        }
    }).observe(document.querySelector('.bitext'), {attributes: true}));
    document.querySelector('td[tabindex="0"]').dispatchEvent(
        new KeyboardEvent('keydown', {key, bubbles: true}));
    return settled;
}"""
# What any request takes on this machine: the part of a key's time that is not ours.
_BARE = """async () => {
    const start = performance.now();
    await (await fetch('/favicon.ico')).text();
    await new Promise(done => requestAnimationFrame(() => setTimeout(done, 0)));
    return performance.now() - start;
}"""
_STEP = """key => new Promise(done => {
    const start = performance.now();
    document.querySelector('td[tabindex="0"]').dispatchEvent(
        new KeyboardEvent('keydown', {key, bubbles: true}));
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - start), 0));
})"""


@command
@click.option("--rows", type=click.IntRange(200), default=5000, show_default=True)
@click.option("--times", type=click.IntRange(1), default=5, show_default=True, help="Rounds.")
@json_option
def measure(*, rows: int, times: int, as_json: bool) -> None:
    """Measure the review pages on a document of many rows in seven languages.

    \b
    Example: python -m scripts.dev.bench.review --rows 5000
    """
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        path = Path(folder) / "memory.db"
        with open_store(path) as store:
            store.replace_set(_large_set(rows))
        page = browser.new_page(viewport={"width": 1400, "height": 900})
        started = time.perf_counter()
        with serving("review", path) as address:
            page.goto(address)
            page.evaluate(_PAINTED)
            first_page = (time.perf_counter() - started) * 1000
            base = address.partition("/?")[0]
            firsts, keys, steps, bare = [], [], [], []
            for _ in range(times):
                # A sure row: a decision on a doubtful one leads to the next, on another page.
                here = f"{rows // 2 + 1}.1"
                query = urlencode({"symbol": _SYMBOL, "level": Level.SENTENCE, "at": here})
                started = time.perf_counter()
                page.goto(f"{base}/set?{query}")
                page.evaluate(_PAINTED)
                firsts.append((time.perf_counter() - started) * 1000)
                page.locator(f'tr[data-reference="{here}"] td[data-language="en"]').click()
                keys += [float(page.evaluate(_PRESS, key)) for key in _KEYS]
                bare += [float(page.evaluate(_BARE)) for _ in _KEYS]
                steps += [float(page.evaluate(_STEP, key)) for key in ("ArrowDown", "ArrowUp") * 3]
            browser.close()
    figures = {
        "rows": rows,
        "first_page_ms": first_page,
        "first_row_ms": max(firsts),
        "first_row_median_ms": statistics.median(firsts),
        "key_ms": max(keys),
        "key_median_ms": statistics.median(keys),
        "step_ms": max(steps),
        "bare_request_median_ms": statistics.median(bare),
    }
    if as_json:
        click.echo(json.dumps({name: round(value, 1) for name, value in figures.items()}))
        return
    for name, value in figures.items():
        click.echo(f"{name:<24} {value:>8.1f}  {verdict(value, _GOALS.get(name))}".rstrip())


def _large_set(rows: int) -> AlignedSet:
    """Return a set of numbered sentences in seven languages, every fiftieth of them doubtful."""
    source, *targets = LANGUAGES
    numbers = range(1, rows + 1)
    chinese = "第{}份报告于2044年提交大会第九十九届会议审议，并登载于登记册。"
    other = (
        "[{1}] Report {0} was submitted to the General Assembly at its ninety-ninth session in 2044"
        " and is kept in the register."
    )
    texts = {source: [chinese.format(number) for number in numbers]} | {
        code: [other.format(number, code) for number in numbers] for code in targets
    }
    return made_set(_SYMBOL, texts, [0.98 if number % 50 else 0.5 for number in numbers])


if __name__ == "__main__":
    run(measure)
