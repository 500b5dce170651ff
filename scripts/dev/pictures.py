"""Make the pictures of the documentation anew: `python -m scripts.dev.pictures`.

They show the bundled sample in a real Chromium, as a reader of the tutorial sees it.
"""

from __future__ import annotations

import tempfile
from contextlib import chdir
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

import click

from hexapla.cli.main import run
from hexapla.memory.jobs.align_files import align_files
from scripts.dev.bench.harness import chromium, serving
from scripts.dev.command import FOLDER, command
from scripts.dev.paths import ROOT, SAMPLE

__all__ = ["pictures"]

_WIDTH: Final = 1280
_HEIGHT: Final = 880
_ROW: Final = {"symbol": "A/RES/99/901", "level": "sentence", "at": "3.1"}
_LANGUAGES: Final = ("en", "fr")


@command
@click.argument("folder", type=FOLDER, default=ROOT / "scripts" / "docs" / "pages" / "images")
def pictures(*, folder: Path) -> None:
    """Write report.png and review.png into FOLDER, that of the documentation.

    \b
    Example: python -m scripts.dev.pictures
    """
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


if __name__ == "__main__":
    run(pictures)
