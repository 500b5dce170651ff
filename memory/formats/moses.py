"""Plain text pairs, as Moses has them: two files of one text a line, for those who train models.

The line with one number is one text in both files (Koehn et al., "Moses: Open Source Toolkit for
Statistical Machine Translation", ACL 2007).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from hexapla.memory.output.files import replacing
from hexapla.memory.text.cleaning import clean
from hexapla.memory.units import Status, Unit

__all__ = ["moses_paths", "write_moses"]


def moses_paths(path: Path, source: str, target: str) -> tuple[Path, Path]:
    """Return the two files of a pair, which have the languages for their extensions.

    >>> [str(each) for each in moses_paths(Path("un.moses"), "zh", "en")]
    ['un.zh-en.zh', 'un.zh-en.en']
    """
    stem = path.with_suffix(f".{source}-{target}")
    return stem.with_name(f"{stem.name}.{source}"), stem.with_name(f"{stem.name}.{target}")


def write_moses(
    path: Path, units: Callable[[], Iterator[Unit]], *, source: str, target: str
) -> list[tuple[Path, int]]:
    """Write pairs as two files of one text a line; return them with the number of their lines.

    White space within a text becomes one space. Rejected translations are left out, and pairs with
    an empty side. Raises StoreError where a file cannot be written.
    """
    paths = moses_paths(path, source, target)
    count = 0
    with replacing(paths[0]) as ours, replacing(paths[1]) as theirs:
        for unit in units():
            for each in unit.translations:
                one, other = (" ".join(clean(text).split()) for text in (unit.text, each.text))
                if one and other and each.status is not Status.REJECTED:
                    count += 1
                    ours.write(f"{one}\n")
                    theirs.write(f"{other}\n")
    return [(each, count) for each in paths]
