"""How much a memory would have helped: documents left out and matched against the rest.

The translation of each segment's best match is scored against the official one by chrF (Popović,
"chrF", WMT 2015), BLEU (Papineni et al., ACL 2002) and TER (Snover et al., AMTA 2006) as sacrebleu
computes them (Post, "A Call for Clarity", WMT 2018), for each band of matches.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sacrebleu.metrics.bleu import BLEU
from sacrebleu.metrics.chrf import CHRF
from sacrebleu.metrics.ter import TER

from hexapla.corpora.languages import LANGUAGES
from hexapla.memory.lookup.match import find_matches
from hexapla.memory.output.files import replacing
from hexapla.memory.output.pages import page_environment
from hexapla.memory.register import symbol_year
from hexapla.memory.reports.analysis import MatchBand, match_band, words_in
from hexapla.memory.selection import document_symbol
from hexapla.memory.store.store import Store
from hexapla.memory.units import Level

__all__ = ["BandScore", "Leverage", "held_out", "leverage", "write_plot"]

# No other tokenizer of sacrebleu's is made for Chinese, and works without a download.
_TOKENIZERS: Final = {"zh": "zh"}


@dataclass(frozen=True, slots=True)
class BandScore:
    """The segments of a band, their words, and how near the translations of their matches come.

    `chrf`, `bleu` and `ter` are percentages, None where the band has no translations: the band
    `none` never has.
    """

    band: MatchBand
    segments: int
    words: int
    chrf: float | None
    bleu: float | None
    ter: float | None


@dataclass(frozen=True, slots=True)
class Leverage:
    """The scores by band, and the signatures of sacrebleu's metrics where anything was scored."""

    bands: tuple[BandScore, ...]
    documents: int
    signatures: tuple[str, ...]


def held_out(
    store: Store, *, symbol: str | None = None, year: int | None = None
) -> list[tuple[str, ...]]:
    """Return the groups of symbols that are left out together, each in its turn.

    That is one document, or all of one year; without either, every document by itself. What was
    imported under the symbol of a document goes with it.
    """
    groups: dict[str, list[str]] = defaultdict(list)
    for each in store.sets():
        groups[document_symbol(each.symbol)].append(each.symbol)
    if year is not None:
        chosen = [group for name, group in groups.items() if symbol_year(name) == year]
        return [tuple(each for group in chosen for each in group)] if chosen else []
    return [tuple(group) for name, group in groups.items() if symbol in (None, name)]


def leverage(
    store: Store, groups: Iterable[Sequence[str]], *, source: str, target: str
) -> Leverage:
    """Match the sentences of each group of documents against all that is not in it."""
    pairs: dict[MatchBand, list[tuple[str, str]]] = defaultdict(list)
    words: dict[MatchBand, int] = defaultdict(int)
    documents = 0
    for group in groups:
        documents += len(group)
        for text, official in _sentences(store, group, source, target):
            best = find_matches(store, text, source=source, target=target, limit=1, exclude=group)
            band = match_band(best[0].score) if best else MatchBand.NONE
            words[band] += words_in(text)
            pairs[band].append((best[0].target if best else "", official))
    metrics = (
        CHRF(),
        BLEU(tokenize=_TOKENIZERS.get(target, "13a"), effective_order=True),
        # Chinese has no spaces to part words by.
        TER(normalized=target == "zh", asian_support=target == "zh"),
    )
    bands = tuple(
        _scored(band, pairs[band], words[band], metrics)
        for band in MatchBand
        if band is not MatchBand.REPETITION
    )
    scored = any(each.chrf is not None for each in bands)
    return Leverage(
        bands,
        documents,
        tuple(f"{type(each).__name__}|{each.get_signature()}" for each in metrics if scored),
    )


def write_plot(path: Path, found: Leverage, *, source: str, target: str) -> None:
    """Write the scores by band as an SVG drawing. Raises StoreError where it cannot be written."""
    title = f"Leverage from {LANGUAGES[source].name} into {LANGUAGES[target].name}"
    drawing = page_environment().get_template("leverage.svg")
    with replacing(path) as stream:
        stream.write(drawing.render(title=title, bands=found.bands, documents=found.documents))


def _sentences(
    store: Store, group: Sequence[str], source: str, target: str
) -> Iterator[tuple[str, str]]:
    for symbol in group:
        # Used up before anything else is asked of the store.
        for unit in list(store.units(level=Level.SENTENCE, symbol=symbol)):
            texts = unit.texts
            if source in texts and target in texts:
                yield texts[source], texts[target]


def _scored(
    band: MatchBand,
    pairs: Sequence[tuple[str, str]],
    words: int,
    metrics: Sequence[CHRF | BLEU | TER],
) -> BandScore:
    if band is MatchBand.NONE or not pairs:
        return BandScore(band, len(pairs), words, None, None, None)
    given = [match for match, _ in pairs]
    official = [[text for _, text in pairs]]
    chrf, bleu, ter = (float(each.corpus_score(given, official).score) for each in metrics)
    return BandScore(band, len(pairs), words, chrf, bleu, ter)
