"""A new Word document in its own layout, with what the memory has of its translation in it."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Final

import docx
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run

from hexapla.corpora.languages import LANGUAGES
from hexapla.corpora.readers.docx.elements import W, first_child
from hexapla.memory.comparison.likeness import number_apart, unnumbered
from hexapla.memory.lookup.match import Match, MatchKind
from hexapla.memory.reports.pretranslation import Pretranslation
from hexapla.memory.text.cleaning import clean
from hexapla.memory.word.package import WordPackage
from hexapla.memory.word.translating import LIKE, Writer, Written

__all__ = ["translated_word"]

_LEGEND: Final = (
    "Pretranslated by hexapla into {target}. On yellow: not in the memory, left in {source}. On"
    " blue: the translation of a text that is only like this one, or whose numbers were exchanged;"
    " a comment says which. All else is in the memory word for word."
)


def translated_word(
    package: WordPackage, result: Pretranslation, *, min_score: int = 75
) -> WordPackage:
    """Return the document with its texts translated as far as the memory goes.

    Paragraphs, their styles and numbers, notes and tables stay; Arabic is set from right to left.
    A segment whose best match is below `min_score` percent stays as it is, on yellow. Changes that
    are tracked in the document are accepted first.
    """
    matches = {
        unnumbered(draft.text): _written(draft.worded[0])
        for draft in result.drafts
        if draft.worded and draft.worded[0].score >= min_score
    }
    writer = Writer(matches.get, source=result.document.language, target=result.target)
    writer.translate(package)
    places = {run: place for place, run in enumerate(package.body.iter(W + "r"))}
    said = {places[run]: said for run, said in writer.said if run in places}
    return _commented(package, said, result)


def _written(match: Match) -> Written:
    numbered = bool(number_apart(match.source)[0])
    if match.kind in (MatchKind.EXACT, MatchKind.CONTEXT):
        return Written(match.target, numbered=numbered)
    said = f"{match.score} % {match.kind}, {match.tuid}: {match.source}"
    return Written(match.target, LIKE, said, numbered)


def _commented(
    package: WordPackage, said: Mapping[int, str], result: Pretranslation
) -> WordPackage:
    """Return the document with comments: what the colours mean, and what runs, by place, are."""
    document = docx.Document(BytesIO(package.saved()))
    runs = list(document.element.body.iter(W + "r"))
    names = [LANGUAGES[code].name for code in (result.document.language, result.target)]
    legend = _LEGEND.format(source=names[0], target=names[1])
    texts = (run for run in runs if first_child(run, "t") is not None)
    for run, text in [(next(texts, None), legend), *((runs[at], said[at]) for at in sorted(said))]:
        if run is not None:
            parent = WordParagraph(next(run.iterancestors(W + "p")), document._body)
            document.add_comment(Run(run, parent), clean(text), author="hexapla", initials="h")
    return WordPackage.of_saved(document.save, package.package.where)
