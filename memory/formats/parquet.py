"""Parquet, with a data card: pairs in columns, for those who train models.

A row is a pair: its address, both texts, and what the memory knows of how far it can be relied on.
The file and the card (`NAME.md`, in the form of Hugging Face's dataset cards) say the same.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from hexapla.corpora.errors import UsageError
from hexapla.corpora.languages import language_for
from hexapla.memory.output.files import build_time, replacing, replacing_bytes
from hexapla.memory.selection import document_symbol
from hexapla.memory.text.cleaning import clean
from hexapla.memory.units import Band, Status, Unit, band_of

__all__ = ["COLUMNS", "card_path", "write_parquet"]

COLUMNS: Final = (
    ("id", "string", "address of the unit, SYMBOL#label.sentence"),
    ("symbol", "string", "symbol of the document"),
    ("label", "string", "number of the paragraph, the same in all languages"),
    ("level", "string", "sentence or paragraph"),
    ("kind", "string", "title, preambular, operative, heading, note …"),
    ("source_language", "string", "code of the language of source"),
    ("target_language", "string", "code of the language of target"),
    ("source", "string", "text"),
    ("target", "string", "its translation"),
    ("score", "float", "confidence of the alignment, 0 to 1"),
    ("status", "string", "automatic, or reviewed by a person"),
    ("method", "string", "how the two were aligned"),
)
"""Name, type and meaning of each column."""

# Pairs of one row group: some tens of megabytes in memory.
_GROUP: Final = 20_000
_PER_CENT: Final = 100
_SIZES: Final = (
    ("n<1K", 1000),
    ("1K<n<10K", 10_000),
    ("10K<n<100K", 100_000),
    ("100K<n<1M", 1_000_000),
    ("1M<n<10M", 10_000_000),
)

_Row = tuple[str | float, ...]


def card_path(path: Path) -> Path:
    """Return the file of the data card that belongs to a Parquet file."""
    return path.with_suffix(".md")


def write_parquet(
    path: Path, units: Iterable[Unit], *, source: str, target: str
) -> list[tuple[Path, int]]:
    """Write pairs as Parquet with a data card beside it; return the Parquet file and its rows.

    Rejected translations are left out, and pairs with an empty side. Raises UsageError where
    pyarrow is not installed, StoreError where a file cannot be written.
    """
    try:
        import pyarrow as pa  # noqa: PLC0415 - an extra
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError as error:
        raise UsageError("a .parquet file needs pip install 'hexapla[parquet]'") from error
    types = {"string": pa.string(), "float": pa.float32()}
    schema = pa.schema([(name, types[kind]) for name, kind, _ in COLUMNS])
    seen = _RowCounts()
    with (
        replacing_bytes(path) as stream,
        parquet.ParquetWriter(stream, schema, compression="zstd") as writer,
    ):
        for rows in _groups(_rows(units, seen)):
            columns = [list(column) for column in zip(*rows, strict=True)]
            writer.write_table(pa.table(columns, schema=schema))
    with replacing(card_path(path)) as card:
        card.write(_card(path, seen, source, target))
    return [(path, seen.count)]


class _RowCounts:
    """What the card says of the rows, counted as they are written."""

    def __init__(self) -> None:
        self.count = 0
        self.statuses: Counter[Status] = Counter()
        self.bands: Counter[Band] = Counter()
        self.symbols: set[str] = set()

    def add(self, symbol: str, status: Status, score: float) -> None:
        """Count one row."""
        self.count += 1
        self.statuses[status] += 1
        self.bands[band_of(score)] += 1
        self.symbols.add(document_symbol(symbol))


def _rows(units: Iterable[Unit], seen: _RowCounts) -> Iterator[_Row]:
    for unit in units:
        for each in unit.translations:
            texts = clean(unit.text), clean(each.text)
            if all(texts) and each.status is not Status.REJECTED:
                seen.add(unit.symbol, each.status, each.score)
                yield (
                    *(unit.tuid, unit.symbol, unit.label, unit.level.value, unit.kind.value),
                    *(unit.language, each.language, *texts),
                    *(each.score, each.status.value, each.method),
                )


def _groups(rows: Iterator[_Row]) -> Iterator[list[_Row]]:
    while some := list(islice(rows, _GROUP)):
        yield some


def _card(path: Path, seen: _RowCounts, source: str, target: str) -> str:
    """Return the data card: what is in the file, where it is from, and what to beware of."""
    size = next((name for name, most in _SIZES if seen.count < most), "n>10M")
    names = [language_for(code).name for code in (source, target)]
    head = [
        "---",
        "language:",
        *(f"- {code}" for code in (source, target)),
        "task_categories:",
        "- translation",
        "size_categories:",
        f"- {size}",
        "configs:",
        "- config_name: default",
        f"  data_files: {_quoted(path.name)}",
        "---",
    ]
    sure = seen.bands[Band.SURE]
    text = [
        f"# {path.stem}: {names[0]} and {names[1]}",
        "",
        f"{seen.count:,} pairs of texts from {len(seen.symbols):,} documents, aligned by hexapla"
        f" and written on {build_time():%Y-%m-%d}.",
        "",
        f"- {seen.statuses[Status.REVIEWED]:,} were reviewed by a person, the others are as they"
        " were aligned or imported.",
        f"- {sure:,} ({_share(sure, seen.count)} %) have a confidence of 0.95 and more,"
        f" {seen.bands[Band.DOUBTFUL]:,} one below 0.7: `score` lets you leave these out.",
        "- Rejected translations are not in the file. Nothing was left out as a repetition: the"
        " same sentence stands in many documents.",
        "- Texts are in composed form (NFC), otherwise as the documents have them. To try a model,"
        " hold out whole documents by `symbol`, not rows.",
        "- Documents of the United Nations have terms of use of their own, and so may what was"
        " imported: see to them before you pass this file on.",
        "",
        "| column | type | meaning |",
        "|---|---|---|",
        *(f"| `{name}` | {kind} | {meaning} |" for name, kind, meaning in COLUMNS),
    ]
    return "\n".join((*head, "", *text)) + "\n"


def _quoted(text: str) -> str:
    """Return text as a YAML scalar, which every JSON text is."""
    return json.dumps(text, ensure_ascii=False)


def _share(part: int, whole: int) -> int:
    return _PER_CENT * part // whole if whole else 0
