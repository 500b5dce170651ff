"""What the checks of quality look at, how severe that is, and the flags that they raise."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hexapla.corpora.messages import Message

if TYPE_CHECKING:
    from hexapla.memory.checks.values.comparison import ValueDifference

__all__ = ["CHECK_NAMES", "FLAG_WORDS", "SEVERITIES", "Check", "Flag", "Severity"]


class Check(StrEnum):
    """What is looked at."""

    NUMBERS = "numbers"
    DATES = "dates"
    SYMBOLS = "symbols"
    LABELS = "labels"
    NAMES = "names"
    OPPOSITES = "opposites"
    NEGATION = "negation"
    LENGTH = "length"
    SCRIPT = "script"
    UNTRANSLATED = "untranslated"
    ENDING = "ending"
    BRACKETS = "brackets"
    REPEATED = "repeated word"
    SPACES = "spaces"
    QUOTES = "quotation marks"
    CHARACTERS = "characters"
    NOTES = "note marks"
    CONSISTENCY = "consistency"
    AVOIDED_TERM = "avoided term"
    MISSING_TERM = "missing term"
    TITLES = "titles"

    @property
    def is_of_terms(self) -> bool:
        """Whether it needs a termbase."""
        return self in {Check.AVOIDED_TERM, Check.MISSING_TERM}

    @property
    def is_of_pairs(self) -> bool:
        """Whether it needs no more than a text and its translation."""
        return not self.is_of_terms and self not in {Check.CONSISTENCY, Check.TITLES}


class Severity(StrEnum):
    """How much a finding matters, the gravest first."""

    ERROR = "error"
    WARNING = "warning"
    REMARK = "remark"


# A value that differs is wrong in one of the texts; a remark is on what is often only said in
# another way: worth a look where nothing else is wrong.
SEVERITIES: Final = MappingProxyType(
    {
        Check.NUMBERS: Severity.ERROR,
        Check.DATES: Severity.ERROR,
        Check.SYMBOLS: Severity.ERROR,
        Check.LABELS: Severity.ERROR,
        Check.NAMES: Severity.ERROR,
        Check.OPPOSITES: Severity.REMARK,
        Check.NEGATION: Severity.REMARK,
        Check.LENGTH: Severity.WARNING,
        Check.SCRIPT: Severity.ERROR,
        Check.UNTRANSLATED: Severity.ERROR,
        Check.ENDING: Severity.REMARK,
        Check.BRACKETS: Severity.WARNING,
        Check.REPEATED: Severity.WARNING,
        Check.SPACES: Severity.REMARK,
        Check.QUOTES: Severity.WARNING,
        Check.CHARACTERS: Severity.WARNING,
        Check.NOTES: Severity.WARNING,
        Check.CONSISTENCY: Severity.WARNING,
        Check.AVOIDED_TERM: Severity.WARNING,
        Check.MISSING_TERM: Severity.REMARK,
        Check.TITLES: Severity.WARNING,
    }
)
"""How severe what a check finds is, where the user says nothing else."""


FLAG_WORDS: Final = MappingProxyType(
    {
        "numbers": Message("numbers differ"),
        "dates": Message("dates or times differ"),
        "labels": Message("letters of labels differ"),
        "names": Message("names differ"),
        "opposites": Message("the opposite is said"),
        "negation": Message("negation differs"),
        "symbols": Message("symbols differ"),
        "length": Message("length"),
        "script": Message("another script"),
        "untranslated": Message("not translated"),
        "ending": Message("ending differs"),
        "brackets": Message("brackets"),
        "repeated word": Message("repeated word"),
        "spaces": Message("spaces"),
        "quotation marks": Message("quotation marks"),
        "characters": Message("odd characters"),
        "note marks": Message("note marks differ"),
        "consistency": Message("translated otherwise elsewhere"),
        "avoided term": Message("term to be avoided"),
        "missing term": Message("term missing"),
        "titles": Message("title said otherwise"),
        "missing": Message("missing"),
        "numbering": Message("numbering differs"),
    }
)
"""What is said of a text or a pair that did not pass a check, or of the versions of a document."""


CHECK_NAMES: Final = MappingProxyType(
    {
        Check.NUMBERS: Message("numbers"),
        Check.DATES: Message("dates"),
        Check.SYMBOLS: Message("symbols"),
        Check.LABELS: Message("labels"),
        Check.NAMES: Message("names"),
        Check.OPPOSITES: Message("opposites"),
        Check.NEGATION: Message("negation"),
        Check.LENGTH: Message("length"),
        Check.SCRIPT: Message("script"),
        Check.UNTRANSLATED: Message("untranslated"),
        Check.ENDING: Message("ending"),
        Check.BRACKETS: Message("brackets"),
        Check.REPEATED: Message("repeated word"),
        Check.SPACES: Message("spaces"),
        Check.QUOTES: Message("quotation marks"),
        Check.CHARACTERS: Message("characters"),
        Check.NOTES: Message("note marks"),
        Check.CONSISTENCY: Message("consistency"),
        Check.AVOIDED_TERM: Message("avoided term"),
        Check.MISSING_TERM: Message("missing term"),
        Check.TITLES: Message("titles"),
    }
)
"""What each check is called, as `--check` takes it, for readers of other languages too."""


@dataclass(frozen=True, slots=True)
class Flag:
    """A check that a text or a pair did not pass, and why, in one line.

    `differences` are the values that differ, where the check compares values.
    """

    check: Check
    cause: Message
    differences: tuple[ValueDifference, ...] = ()
