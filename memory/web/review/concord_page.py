"""The page of a document set in concord: its language versions against each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from anyio import to_thread
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from hexapla.memory.lookup.concord import (
    ConcordFinding,
    ConcordParagraph,
    compared,
    concord_texts,
)
from hexapla.memory.lookup.sources import source_line
from hexapla.memory.reports.findings import joined, marked
from hexapla.memory.web.review.site import in_turn, natural_number, page, store_of

__all__ = ["show_concord"]

_SHOWN: Final = 40  # paragraphs of a page


@dataclass(frozen=True, slots=True)
class _WantedFindings:
    """Which findings are looked at: of a check, of a language that stands alone; "" for any."""

    check: str = ""
    odd: str = ""

    def has(self, finding: ConcordFinding) -> bool:
        """Return whether a finding is wanted."""
        return self.check in ("", finding.check) and (not self.odd or self.odd in finding.odd)


@dataclass(frozen=True, slots=True)
class _ShownFindings:
    """A paragraph as it is shown: its texts with what differs marked."""

    paragraph: ConcordParagraph
    findings: Sequence[ConcordFinding]
    texts: Mapping[str, Markup]

    @property
    def reference(self) -> str:
        """The address of the paragraph in its set."""
        return self.paragraph.tuid.partition("#")[2]

    def cited(self, language: str) -> str:
        """Return the paragraph as it is cited; its address where it has no number of its own."""
        symbol, _, reference = self.paragraph.tuid.partition("#")
        line = source_line(symbol, reference, self.paragraph.label, language)
        return self.paragraph.tuid if line == symbol and reference != "title" else line


async def show_concord(request: Request) -> Response:
    """Show what the language versions of a set state differently, have more, or lack."""
    given = request.query_params
    chosen = given.getlist("language")
    texts = await in_turn(
        request,
        lambda: concord_texts(store_of(request), given.get("symbol", ""), languages=chosen),
    )
    # What asks nothing of the memory holds nobody up who does.
    paragraphs = await to_thread.run_sync(compared, texts)
    wanted = _WantedFindings(given.get("check", ""), given.get("odd", ""))
    every = given.get("show") == "all"
    found = [each for each in paragraphs if every or any(map(wanted.has, each.findings))]
    tuids = [each.tuid for each in found]
    sought = f"{texts.symbol}#{given.get('at', '')}"
    first = tuids.index(sought) if sought in tuids else natural_number(given.get("from", 0))
    first = min(first, max(len(found) - 1, 0))
    findings = [finding for each in paragraphs for finding in each.findings]
    return page(
        request,
        "concord.html",
        symbol=texts.symbol,
        languages=texts.languages,
        present=texts.present,
        shown=[_shown(each, wanted.has) for each in found[first : first + _SHOWN]],
        first=first,
        step=_SHOWN,
        total=len(found),
        paragraphs=len(paragraphs),
        findings=len(findings),
        checks=Counter(each.check for each in findings),
        odd=Counter(code for each in findings for code in each.odd),
        wanted=wanted,
        every=every,
    )


def _shown(paragraph: ConcordParagraph, wanted: Callable[[ConcordFinding], bool]) -> _ShownFindings:
    findings = [each for each in paragraph.findings if wanted(each)]
    return _ShownFindings(
        paragraph,
        findings,
        {
            code: marked(text, joined(each.marked.get(code, ()) for each in findings))
            for code, text in paragraph.texts.items()
        },
    )
