"""Takes translations out of a memory by rule."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from hexapla.corpora.detection import detect_language, text_in_other_script
from hexapla.corpora.errors import UsageError
from hexapla.corpora.languages import LANGUAGES
from hexapla.memory.checks.flags import Check
from hexapla.memory.checks.pair import check_pair
from hexapla.memory.editing.texts import Scope
from hexapla.memory.edits import Candidate, Edit, EditOutcome
from hexapla.memory.rows import Row
from hexapla.memory.text.figures import has_words
from hexapla.memory.text.keys import match_key, words
from hexapla.memory.units import Band, Status, Translation, band_of

__all__ = ["DeletionRule", "deleting", "reason"]

# Words below which the language of a text in Latin letters cannot be told for certain. Of 8,918
# sentences of the Creative Commons licence, the Goals and the news of PUD in the seven languages,
# three are taken for another, and none of so many words. Other letters tell it sooner.
_FEWEST_WORDS: Final = 8
_FEWEST_OTHER_WORDS: Final = 4
# Letters of another script that a text needs to be of another language.
_FEWEST_LETTERS: Final = 2


class DeletionRule(StrEnum):
    """Which translations are to go."""

    DUPLICATES = "duplicates"
    UNTRANSLATED = "untranslated"
    WRONG_LANGUAGE = "wrong-language"
    EMPTY = "empty"
    DOUBTFUL = "doubtful"
    REJECTED = "rejected"


def deleting(
    rules: Collection[DeletionRule],
    *,
    languages: Collection[str] | None = None,
    status: Status | None = None,
) -> Edit:
    """Return an edit that takes out the translations of which one of some rules is true.

    - duplicates: another unit has the same text and translation; the one that is decided best
      stays, of these the newest. What an aligned document says stays wherever it is said.
    - untranslated: text and translation are the same, and are words
    - wrong-language: the text or the translation is in another language
    - empty: the text or the translation has no letter and no figure
    - doubtful: the confidence is below .70, and nobody has reviewed it
    - rejected: somebody has rejected it

    With `languages`, only translations into these are meant; with `status`, only those with it. An
    imported unit goes with its last translation; a paragraph of a document stays, to be cited.
    Raises UsageError where there is no rule.
    """
    if not rules:
        raise UsageError(f"delete what? Name rules: {', '.join(DeletionRule)}")
    wanted = [rule for rule in DeletionRule if rule in set(rules)]
    scope = Scope(None if languages is None else frozenset(languages), status)

    def change(candidate: Candidate) -> EditOutcome:
        row = candidate.row
        if candidate.is_alone:
            return EditOutcome(row)
        causes: dict[str, str] = {}
        for cell in row.cells:
            cause = reason(candidate, cell, wanted) if scope.has_cell(candidate, cell) else ""
            if cause:
                causes[cell.language] = cause
        return EditOutcome(_without(candidate, causes), causes)

    action = f"delete {', '.join(wanted)}"
    return Edit(action, change, finds_duplicates=DeletionRule.DUPLICATES in wanted)


def _without(candidate: Candidate, causes: Mapping[str, str]) -> Row | None:
    row = candidate.row
    if not causes:
        return row
    kept = tuple(each for each in row.cells if each.language not in causes)
    return replace(row, cells=kept) if kept or not candidate.is_imported else None


def reason(candidate: Candidate, cell: Translation, rules: Collection[DeletionRule]) -> str:
    """Return why a translation is to go, "" where none of some rules is true of it."""
    return next((cause for rule in rules if (cause := _RULES[rule](candidate, cell))), "")


def _is_duplicate(candidate: Candidate, cell: Translation) -> str:
    same = candidate.same_as.get(cell.language)
    return f"the same as {same}" if same else ""


def _is_untranslated(candidate: Candidate, cell: Translation) -> str:
    source, target = candidate.row.text, cell.text
    if match_key(source) != match_key(target) or not has_words(target, cell.language):
        return ""
    flags = check_pair(source, target, (candidate.language, cell.language))
    same = any(flag.check is Check.UNTRANSLATED for flag in flags)
    foreign = any(_is_foreign(target, each) for each in (candidate.language, cell.language))
    return "the same text on both sides" if same or foreign else ""


def _is_foreign(text: str, language: str) -> bool:
    """Return whether a text has letters that its language is not written in."""
    names = [unicodedata.name(sign, "") for sign in text if sign.isalpha()]
    own = _SCRIPTS.get(language, "LATIN")
    others = sum(name.startswith(_OTHER_SCRIPTS) and not name.startswith(own) for name in names)
    return others >= _FEWEST_LETTERS


_SCRIPTS: Final = MappingProxyType({"zh": "CJK", "ru": "CYRILLIC", "ar": "ARABIC"})
_OTHER_SCRIPTS: Final = ("CJK", "CYRILLIC", "ARABIC")


def _is_in_wrong_language(candidate: Candidate, cell: Translation) -> str:
    for text, language in ((candidate.row.text, candidate.language), (cell.text, cell.language)):
        other = _other_language(text, language)
        if other:
            return f"the {language} text is {other}"
    return ""


def _other_language(text: str, language: str) -> str:
    """Return what language, not its own, a text is in; "" where that cannot be told."""
    if language not in LANGUAGES:
        return ""
    other = text_in_other_script(text, language)
    if other:
        return other
    detected = detect_language(text)
    if detected in ("", language):
        return ""
    fewest = _FEWEST_OTHER_WORDS if detected in _SCRIPTS else _FEWEST_WORDS
    return LANGUAGES[detected].name if len(words(match_key(text))) >= fewest else ""


def _is_empty(candidate: Candidate, cell: Translation) -> str:
    for text, language in ((candidate.row.text, candidate.language), (cell.text, cell.language)):
        if not any(map(str.isalnum, text)):
            return f"the {language} text has no words and no figures"
    return ""


def _is_doubtful(_: Candidate, cell: Translation) -> str:
    if cell.status is Status.REVIEWED or band_of(cell.score) is not Band.DOUBTFUL:
        return ""
    return f"confidence {cell.score:.2f}"


def _is_rejected(_: Candidate, cell: Translation) -> str:
    return "rejected" if cell.status is Status.REJECTED else ""


_RULES: Final[Mapping[DeletionRule, Callable[[Candidate, Translation], str]]] = MappingProxyType(
    {
        DeletionRule.DUPLICATES: _is_duplicate,
        DeletionRule.UNTRANSLATED: _is_untranslated,
        DeletionRule.WRONG_LANGUAGE: _is_in_wrong_language,
        DeletionRule.EMPTY: _is_empty,
        DeletionRule.DOUBTFUL: _is_doubtful,
        DeletionRule.REJECTED: _is_rejected,
    }
)
