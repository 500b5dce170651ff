"""A document set in seven languages, of the bundled one's texts, with every kind of row."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace

from hexapla.corpora.document import Kind
from hexapla.corpora.messages import Message
from hexapla.memory.units import (
    AlignedSet,
    DocumentRecord,
    Level,
    Status,
    Translation,
    Unaligned,
    Unit,
)
from tests.paths import SAMPLE

__all__ = ["LANGUAGES", "SYMBOL", "large_set", "specimen"]

SYMBOL = "A/RES/81/402"
LANGUAGES = ("zh", "en", "fr", "es", "ru", "ar", "de")

_LINES = (SAMPLE / "gold.jsonl").read_text("utf-8").splitlines()
_TEXTS = {row["id"]: tuple(row[code] for code in LANGUAGES) for row in map(json.loads, _LINES)}

_DISCLAIMER = {
    "en": "The present version is issued without formal editing.",
    "fr": "La présente version est publiée sans avoir été revue par les services d’édition.",
    "ar": "تصدر هذه الوثيقة دون تحرير رسمي.",
}

_PARAGRAPHS: tuple[tuple[str, Kind, str, str, tuple[float, ...]], ...] = (
    # reference, kind, label, id in the bundled resolution, scores of en fr es ru ar de
    ("title", Kind.TITLE, "", "title", (0.99, 0.98, 0.99, 0.97, 0.91, 0.98)),
    ("organ", Kind.ORGAN, "", "organ", (0.99, 0.99, 0.99, 0.99, 0.99, 0.99)),
    ("pp-1", Kind.PREAMBULAR, "", "pp-1", (0.99, 0.98, 0.98, 0.99, 0.97, 0.98)),
    ("pp-2", Kind.PREAMBULAR, "", "pp-3", (0.97, 0.96, 0.88, 0.95, 0.82, 0.96)),
    ("1", Kind.OPERATIVE, "1", "op-1", (0.99, 0.99, 0.99, 0.99, 0.99, 0.99)),
    ("2", Kind.OPERATIVE, "2", "op-3", (0.98, 0.97, 0.98, 0.96, 0.96, 0.84)),
    ("2(a)", Kind.OPERATIVE, "2(a)", "op-3(a)", (0.86, 0.96, 0.97, 0.97, 0.64, 0.97)),
    ("2(b)", Kind.OPERATIVE, "2(b)", "op-3(b)", (0.52, 0.97, 0.98, 0.98, 0.58, 0.98)),
    ("3", Kind.OPERATIVE, "3", "op-10", (0.99, 0.99, 0.98, 0.98, 0.98, 0.99)),
    ("annex", Kind.HEADING, "annex", "h-1", (0.99, 0.99, 0.99, 0.99, 0.99, 0.99)),
    ("fn-1", Kind.NOTE, "1", "fn-2", (0.96, 0.96, 0.96, 0.96, 0.96, 0.96)),
)


def specimen(symbol: str = SYMBOL, languages: Iterable[str] = LANGUAGES) -> AlignedSet:
    """Return the set in some of its languages, the source first."""
    source, *targets = languages
    units = [
        _unit(symbol, position, paragraph, source, targets)
        for position, paragraph in enumerate(_PARAGRAPHS)
    ]
    # In German the closing request was found under another number, and a person has decided.
    units[8] = _changed(units[8], "de", label="4", score=0.61, status=Status.REVIEWED)
    units[7] = _changed(units[7], "de", status=Status.REJECTED)
    # French leaves the annex out: its row is gone, and the source paragraph stands alone.
    units[9] = replace(
        units[9], translations=tuple(t for t in units[9].translations if t.language != "fr")
    )
    return AlignedSet(
        symbol=symbol,
        source_language=source,
        documents=tuple(
            DocumentRecord(
                code,
                f"documents/{symbol.replace('/', '_')}-{code.upper()}.docx",
                "0" * 64,
                len(_PARAGRAPHS),
                (Message("the file name says Russian, the text reads as Ukrainian"),)
                if code == "ru"
                else (),
            )
            for code in languages
        ),
        units=tuple(unit for unit in units if unit.translations),
        unaligned=tuple(_unaligned(targets)),
        fingerprint="specimen",
    )


def _unit(
    symbol: str,
    position: int,
    paragraph: tuple[str, Kind, str, str, tuple[float, ...]],
    source: str,
    targets: Iterable[str],
) -> Unit:
    reference, kind, label, name, scores = paragraph
    texts = _TEXTS[name]
    return Unit(
        symbol=symbol,
        level=Level.PARAGRAPH,
        position=position,
        reference=reference,
        kind=kind,
        label=label,
        language=source,
        text=texts[LANGUAGES.index(source)],
        translations=tuple(
            Translation(
                code,
                texts[LANGUAGES.index(code)],
                scores[LANGUAGES.index(code) - 1],
                "label" if label else "similarity",
                label,
            )
            for code in targets
        ),
    )


def _changed(
    unit: Unit,
    language: str,
    *,
    label: str | None = None,
    score: float | None = None,
    status: Status = Status.AUTOMATIC,
) -> Unit:
    return replace(
        unit,
        translations=tuple(
            replace(
                each,
                label=each.label if label is None else label,
                score=each.score if score is None else score,
                status=status,
            )
            if each.language == language
            else each
            for each in unit.translations
        ),
    )


def _unaligned(targets: Iterable[str]) -> Iterable[Unaligned]:
    for code in targets:
        if code == "fr":
            cause = "no counterpart found: the French text has no paragraph annex"
            yield Unaligned("fr", "zh", 9, Kind.HEADING, "annex", _TEXTS["h-1"][0], cause)
        if code in _DISCLAIMER:
            cause = "no counterpart found in the Chinese text"
            yield Unaligned(code, code, -1, Kind.BODY, "", _DISCLAIMER[code], cause)


def large_set(paragraphs: int, symbol: str = "A/81/9000") -> AlignedSet:
    """Return a Chinese-English set of many paragraphs; every hundredth is doubtful."""
    body = [paragraph for paragraph in _PARAGRAPHS if paragraph[1] is not Kind.TITLE]
    units = []
    for position in range(paragraphs):
        _, _, _, name, scores = body[position % len(body)]
        number = str(position + 1)
        score = 0.5 if position % 100 == 99 else max(scores[0], 0.95)
        changed = (number, Kind.BODY, number, name, (score,))
        units.append(_unit(symbol, position, changed, "zh", ["en"]))
    documents = tuple(
        DocumentRecord(code, f"{code}.txt", "0" * 64, paragraphs) for code in ("zh", "en")
    )
    return AlignedSet(symbol, "zh", documents, tuple(units), (), "large")
