"""Two languages side by side as a page to read, print or search in a browser."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from hexapla.corpora.languages import LANGUAGES
from hexapla.memory.output.files import replacing
from hexapla.memory.output.pages import content_policy, page_environment
from hexapla.memory.units import Unit

__all__ = ["write_bitext"]


def write_bitext(path: Path, units: Iterable[Unit], *, source: str, target: str) -> int:
    """Write units with one translation each as an HTML page without script; give how many.

    Raises StoreError where the file cannot be written.
    """
    environment = page_environment()
    style = environment.get_template("pretranslation.css").render()
    counted = _Counted(units)
    page = environment.get_template("bitext.html").generate(
        csp=content_policy(style),
        title=path.stem,
        source=LANGUAGES[source],
        target=LANGUAGES[target],
        units=counted,
    )
    with replacing(path) as stream:
        stream.writelines(page)
    return counted.count


class _Counted:
    """Units, counted as they go by."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self._units = iter(units)
        self.count = 0

    def __iter__(self) -> _Counted:
        return self

    def __next__(self) -> Unit:
        unit = next(self._units)
        self.count += 1
        return unit
