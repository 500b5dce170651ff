"""Make the pictures of the documentation anew: `python -m scripts.dev.pictures`.

They show the bundled sample in a real Chromium, as a reader of the tutorial sees it. With `--every`
all pages are pictured, to be looked at before a release: in each language of the interface, by
daylight and in the dark, on a telephone, a tablet, a laptop and a large screen.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from contextlib import chdir
from itertools import product
from pathlib import Path
from typing import Final, Literal
from urllib.parse import urlencode

import click

from hexapla.cli.main import run
from hexapla.memory.jobs.align_files import align_files
from hexapla.memory.web.review.messages import INTERFACES
from scripts.dev.bench.harness import chromium, serving
from scripts.dev.command import FOLDER, command
from scripts.dev.paths import ROOT, SAMPLE

__all__ = ["pictures"]

_WIDTH: Final = 1280
_HEIGHT: Final = 880
_ROW: Final = {"symbol": "A/RES/99/901", "level": "sentence", "at": "3.1"}
_LANGUAGES: Final = ("en", "fr")


_SIZES: Final = ((390, 844), (768, 1024), (1280, 880), (1920, 1080))
_SCHEMES: Final[tuple[Literal["light", "dark"], ...]] = ("light", "dark")
_SYMBOL: Final = _ROW["symbol"]
_PAIR: Final = {"source": "en", "target": "ar"}
_PAGES: Final = {
    "library": ("/", {}),
    "add": ("/add", {}),
    "memories": ("/memories", {}),
    "search": ("/search", {"q": "register", **_PAIR}),
    "context": ("/concordance", {"q": "register", **_PAIR}),
    "renderings": ("/renderings", {"q": "register", **_PAIR}),
    "cite": ("/cite", {"document": _SYMBOL, "paragraph": "3"}),
    "match": ("/match", {"text": "决定登记册免费向所有人开放；", "source": "zh", "target": "en"}),
    "rows": ("/set", {"symbol": _SYMBOL, "level": "sentence"}),
    "history": ("/set/history", {"symbol": _SYMBOL, "level": "sentence"}),
    "concord": ("/set/concord", {"symbol": _SYMBOL, "show": "all"}),
    "compare": ("/compare", {"old": "A/99/902", "new": _SYMBOL, "target": "ar"}),
    "bring": ("/bring", {}),
    "error": ("/set", {"symbol": "A/1/1"}),
}


@command
@click.argument("folder", type=FOLDER, default=ROOT / "scripts" / "docs" / "pages" / "images")
@click.option("--every", is_flag=True, help="Picture every page instead, to be looked at.")
@click.option(
    "--language",
    "languages",
    type=click.Choice(list(INTERFACES)),
    multiple=True,
    default=tuple(INTERFACES),
    help="With --every, only this one; may be given again.",
)
def pictures(*, folder: Path, every: bool, languages: tuple[str, ...]) -> None:
    """Write report.png and review.png into FOLDER, that of the documentation.

    \b
    Examples: python -m scripts.dev.pictures
              python -m scripts.dev.pictures /tmp/looks --every --language ar
    """
    if every:
        _picture_every_page(folder, languages)
        return
    with tempfile.TemporaryDirectory() as made, chromium() as browser:
        out = Path(made)
        with chdir(ROOT):  # the report names no folder of this machine
            align_files([SAMPLE.relative_to(ROOT)], out)
        page = browser.new_page(viewport={"width": _WIDTH, "height": _HEIGHT}, locale="en-US")
        page.goto((out / "report.html").as_uri())
        page.screenshot(path=folder / "report.png")
        with serving("review", out / "memory.db") as address:
            page.goto(address)
            query = urlencode([*_ROW.items(), *(("language", each) for each in _LANGUAGES)])
            page.goto(f"{address.partition('/?')[0]}/set?{query}")
            page.get_by_role("button", name="about the row").click()
            page.locator("#about h2").wait_for()
            page.screenshot(path=folder / "review.png")
        browser.close()
    click.echo(f"written: {folder / 'report.png'}, {folder / 'review.png'}")


def _picture_every_page(folder: Path, languages: Iterable[str]) -> None:
    """Write a picture of each page in each language, light and dark, in four widths.

    It tells which are wider than the window.
    """
    with tempfile.TemporaryDirectory() as made, chromium() as browser:
        align_files([SAMPLE], Path(made))
        with serving("app", made, "--no-open") as address:
            base = address.partition("/?")[0]
            for language, scheme in product(languages, _SCHEMES):
                seen = browser.new_context(locale=language, color_scheme=scheme)
                page = seen.new_page()
                page.goto(address)
                for (width, height), (name, (path, query)) in product(_SIZES, _PAGES.items()):
                    page.set_viewport_size({"width": width, "height": height})
                    page.goto(f"{base}{path}?{urlencode(query)}")
                    file = folder / f"{name}-{width}-{language}-{scheme}.png"
                    page.screenshot(path=file)
                    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                        click.echo(f"wider than the window: {file}")
                seen.close()
        browser.close()
    click.echo(f"written into {folder}")


if __name__ == "__main__":
    run(pictures)
