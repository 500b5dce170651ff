"""`hexapla concordance`: key words in context, by a query."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Final

import click

from hexapla.cli.columns import Column, Keep, cell_width
from hexapla.cli.options import (
    LanguageList,
    language_option,
    memory_option,
)
from hexapla.cli.output import json_line, say, say_columns, say_line
from hexapla.cli.where import where_options
from hexapla.corpora.languages import LANGUAGES
from hexapla.memory.lookup.kwic.lines import (
    Frequencies,
    KeyWordLine,
    KeyWords,
    Sort,
    find_key_words,
)
from hexapla.memory.lookup.kwic.parsing import parse, pattern_query
from hexapla.memory.lookup.kwic.query import languages_of
from hexapla.memory.selection import Selection
from hexapla.memory.store.opening import open_store
from hexapla.memory.text.counting import counted
from hexapla.memory.text.language_codes import other_language
from hexapla.memory.units import Level

__all__ = ["concordance"]

_SHOWN: Final = 20  # places, without --limit
# Columns of a line where the terminal says nothing, or less than can be read.
_WIDE: Final = 120
_NARROW: Final = 60
_LONGEST_PLACE: Final = 28
_UNKNOWN: Final = "unknown"


@click.command()
@click.argument("query")
@click.option(
    "--language",
    type=language_option,
    default="zh",
    show_default=True,
    help="Language of what names none.",
)
@click.option(
    "--target",
    "targets",
    type=LanguageList(),
    default=(),
    help="The translations to show, as in en,fr; a table has all without it.",
)
@click.option("--regex", is_flag=True, help="QUERY is one regular expression.")
@click.option(
    "--level",
    type=click.Choice([str(level) for level in Level]),
    default=str(Level.SENTENCE),
    show_default=True,
    help="Whether sentences or paragraphs are searched.",
)
@click.option(
    "--sort",
    type=click.Choice([str(each) for each in Sort]),
    default=str(Sort.NEWEST),
    show_default=True,
    help="By the first, second or third word before (left) or after (right) the key word, by the"
    " key word, or by the year.",
)
@click.option(
    "--frequency",
    "frequencies",
    type=click.Choice(["year", "organ", "language", "form"]),
    multiple=True,
    help="Count the key words by this; can be given several times.",
)
@where_options
@click.option(
    "--limit",
    type=click.IntRange(0),
    help=f"The most lines; {_SHOWN} on the screen, all in a file.",
)
@click.option(
    "--read",
    "most_read",
    type=click.IntRange(1),
    default=20_000,
    show_default=True,
    help="The most units to read, the newest first.",
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the lines as .tsv or .xlsx, or their pairs as .tmx.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@memory_option
def concordance(
    *,
    query: str,
    language: str,
    targets: tuple[str, ...],
    regex: bool,
    level: str,
    sort: str,
    frequencies: tuple[str, ...],
    where: Selection,
    limit: int | None,
    most_read: int,
    out: Path | None,
    as_json: bool,
    memory: str,
) -> None:
    """Show where QUERY stands: what is before it, the key word, what is after it, and the place.

    Words are a phrase; * stands for any letters: develop*. "a" "b" or a AND b: both in one unit.
    a OR b, a NOT b. a NEAR/5 b: at most five words between them. zh:合作 en:cooperat*: each in its
    language. /adapt(s|ed)?/: a regular expression. Brackets group. Operators are in capitals.

    \b
    Example: hexapla concordance "develop* NEAR/3 countr*" --language en --sort left
    """
    asked = pattern_query(query, language) if regex else parse(query, language)
    most = limit if limit is not None else None if out else _SHOWN
    with open_store(memory, create=False) as store, store.within(where):
        found = find_key_words(
            store,
            asked,
            level=Level(level),
            sort=Sort(sort),
            limit=most,
            most_read=most_read,
        )
    if out is not None:
        # Only where the table is built: most who look do not write.
        from hexapla.memory.reports.key_words import write_key_words  # noqa: PLC0415

        source = languages_of(asked)[0]
        named = targets
        if not named and out.suffix.lower() == ".tmx":
            named = (other_language(source),)
        count = write_key_words(out, found.lines, source=source, targets=named, level=Level(level))
        say_line(f"{out}: {counted(count, 'row')}", err=True)
    if as_json:
        say(json_line(_record(found)))
        return
    if out is None:
        _show(found.lines, targets)
    say(_counts(found, frequencies))


def _record(found: KeyWords) -> dict[str, object]:
    return {
        "total": found.total,
        "units": found.units,
        "exact": found.exact,
        "read": found.read,
        "candidates": found.candidates,
        "frequencies": {name: dict(counts) for name, counts in asdict(found.frequencies).items()},
        "lines": [_line_record(line) for line in found.lines],
    }


def _line_record(line: KeyWordLine) -> dict[str, object]:
    return {
        "symbol": line.unit.symbol,
        "reference": line.unit.reference,
        "paragraph": line.unit.label,
        "year": line.year,
        "organ": line.organ,
        "language": line.language,
        "left": line.left,
        "word": line.word,
        "right": line.right,
        "texts": line.unit.texts,
        "marks": dict(line.marks),
    }


def _show(lines: Sequence[KeyWordLine], targets: Sequence[str]) -> None:
    if not lines:
        return
    whole = max(shutil.get_terminal_size((_WIDE, 0)).columns, _NARROW)
    place = min(max(cell_width(line.unit.tuid) for line in lines), _LONGEST_PLACE)
    word = min(max(cell_width(line.word) for line in lines), whole // 4)
    side = (whole - place - word - 3) // 2
    for line in lines:
        direction = LANGUAGES[line.language].direction
        left = Column(line.left.strip(), side, direction, Keep.END, to_right=direction == "ltr")
        key = Column(line.word, word, direction, to_right=direction == "rtl")
        right = Column(line.right.strip(), side, direction, to_right=direction == "rtl")
        # What comes first in Arabic stands on the right.
        sides = (left, key, right) if direction == "ltr" else (right, key, left)
        say_columns(*sides, Column(line.unit.tuid, place))
        for target in targets:
            if text := line.unit.texts.get(target):
                say(f"    {target}  {text}")


def _counts(found: KeyWords, wanted: Sequence[str]) -> str:
    lines = [
        f"{len(found.lines)} of {counted(found.total, 'key word')} shown,"
        f" in {counted(found.units, 'unit')}"
    ]
    if not found.exact:
        lines.append(
            f"read: the newest {found.read:,} of {found.candidates:,} units that can hold it"
            " (--read reads more)"
        )
    for name in wanted:
        lines.append(f"by {name}:")
        lines += _table(found.frequencies, name)
    return "\n".join(lines)


def _table(frequencies: Frequencies, name: str) -> list[str]:
    counts: Sequence[tuple[str, int]] = getattr(frequencies, name)
    return [f"{number:>8}  {each or _UNKNOWN}" for each, number in counts]
