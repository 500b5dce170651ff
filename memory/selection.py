"""Which sets and translations of a memory are meant: by symbol, file, register, status."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from hexapla.corpora.errors import UsageError
from hexapla.memory.register import FactKind
from hexapla.memory.units import Status

__all__ = ["DATE", "IMPORTED", "Selection", "document_symbol", "fits", "span_of_dates"]

IMPORTED: Final = "imported"
"""What the symbol of a set of imported units says, where an aligned set has the symbol itself."""

DATE: Final = r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?"
"""How a year, month or day is written, as a regular expression."""

_SUFFIX: Final = re.compile(rf" \({IMPORTED}(?: \d+)?\)$")
_DATE: Final = re.compile(DATE)
_SEPARATORS: Final = re.compile(r"[/\\]")


@dataclass(frozen=True, slots=True)
class Selection:
    """Sets by the symbol of their document and their files, and translations by their status.

    `*` stands for any characters: `A/RES/74/*`. What was imported under the symbol of a document
    is meant with it. `file` is compared with the path of a file and with its name alone.

    The others are looked up in the register (`memory.register`): a body by its code (`A/HRC`,
    `HRC`, `A/*`) or its name, a session (`74`, `S-27`), words of a subject, an item of the agenda
    by its number (`70`, `70(b)`) or its name, and dates as `span_of_dates` returns them. None
    leaves all in.
    """

    symbol: str | None = None
    file: str | None = None
    status: Status | None = None
    body: str | None = None
    session: str | None = None
    subject: str | None = None
    agenda: str | None = None
    dates: str | None = None

    @property
    def asked(self) -> dict[FactKind, str]:
        """What is asked of the register."""
        given = {
            FactKind.BODY: self.body,
            FactKind.SESSION: self.session,
            FactKind.SUBJECT: self.subject,
            FactKind.AGENDA: self.agenda,
            FactKind.DATE: self.dates,
        }
        return {kind: text for kind, text in given.items() if text is not None}

    @property
    def is_of_all_sets(self) -> bool:
        """Whether every set is meant, though perhaps not all translations."""
        return self == Selection(status=self.status)

    def has_symbol(self, symbol: str) -> bool:
        """Return whether a set with this symbol is meant, whatever its files."""
        return self.symbol is None or any(
            fits(self.symbol, each) for each in (symbol, document_symbol(symbol))
        )

    def has_file(self, path: str) -> bool:
        """Return whether a document from this file is meant, whatever its symbol."""
        return self.file is None or any(
            fits(self.file, each) for each in (path, _SEPARATORS.split(path)[-1])
        )


def document_symbol(symbol: str) -> str:
    """Return the symbol of the document that a set is of, also where its units were imported."""
    return _SUFFIX.sub("", symbol)


def span_of_dates(text: str) -> str:
    """Return a year, month, day, or two of them with `..` between, as `SINCE..UNTIL`.

    Raises UsageError where it is none, or ends before it begins.

    >>> span_of_dates("2019"), span_of_dates("2018-12..2020"), span_of_dates("..1999")
    ('2019..2019', '2018-12..2020', '..1999')
    """
    since, between, until = text.strip().partition("..")
    span = (since, until) if between else (since, since)
    is_turned = since[: len(until)] > until[: len(since)]
    if not any(span) or is_turned or not all(_DATE.fullmatch(each) for each in span if each):
        raise UsageError(
            "%(date)s: give a year, 2019, a month, 2019-12, a day, or two: 2015..2019", date=text
        )
    return "..".join(span)


def fits(pattern: str, text: str) -> bool:
    """Return whether a text is what a pattern says; `*` stands for any characters."""
    return _compiled(pattern).fullmatch(text) is not None


@lru_cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Return a pattern as it is asked of every set of a memory."""
    return re.compile(".*".join(map(re.escape, pattern.split("*"))), re.DOTALL)
