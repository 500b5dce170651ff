"""How a text is said to stand in a document: as translators write it behind a quotation."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from hexapla.memory.lookup.places import possible_references

__all__ = ["address_line", "source_line"]

_OF_REFERENCE: Final = re.compile(
    r"(?:[a-z]{2}:)?(?:(?P<kind>pp|fn)-(?P<number>\d+)"
    r"|(?P<annex>(?:annex|appendix)[^\s.]*\.)?table-(?P<table>u?\w+(?:\.\d+)?).*)(?:[.~+/].*)?"
)
_OF_LABEL: Final = re.compile(
    r"(?:(?P<annex>annex|appendix)(?:-(?P<which>[^.]+))?(?:\.|$))?(?P<number>.*)"
)
# What has no number of its own, and what has that of another: `h-3`, `12~2`.
_UNNUMBERED: Final = re.compile(r"(?:[a-z]{2}:)?[a-z]+(?:-\d+)?(?:~\d+)?")
_REPEATED: Final = re.compile(r"[^+~]+~\d+")
_NOTE: Final = re.compile(r"(?:[a-z]{2}:)?(?:pp|fn)-\w+")


class _CitationForms(NamedTuple):
    """How a language writes places; `{}` is the number."""

    paragraph: str
    section: str
    preamble: str
    note: str
    table: str
    annex: str
    appendix: str
    between: str = ", "


_FORMS: Final[Mapping[str, _CitationForms]] = MappingProxyType(
    {
        "zh": _CitationForms(
            *("第{}段", "{}节", "序言部分第{}段", "脚注{}", "表{}", "附件{}", "附录{}", "，")
        ),
        "en": _CitationForms(
            *("para. {}", "sect. {}", "preambular para. {}", "footnote {}", "table {}"),
            *("annex {}", "appendix {}"),
        ),
        "fr": _CitationForms(
            *("par. {}", "sect. {}", "alinéa {} du préambule", "note {}", "tableau {}"),
            *("annexe {}", "appendice {}"),
        ),
        "es": _CitationForms(
            *("párr. {}", "secc. {}", "párr. {} del preámbulo", "nota {}", "cuadro {}"),
            *("anexo {}", "apéndice {}"),
        ),
        "ru": _CitationForms(
            *("пункт {}", "раздел {}", "пункт {} преамбулы", "сноска {}", "таблица {}"),
            *("приложение {}", "добавление {}"),
        ),
        "ar": _CitationForms(
            *("الفقرة {}", "الفرع {}", "الفقرة {} من الديباجة", "الحاشية {}", "الجدول {}"),
            *("المرفق {}", "التذييل {}", "، "),
        ),
        "de": _CitationForms(
            *("Ziff. {}", "Abschnitt {}", "Präambelabsatz {}", "Fußnote {}", "Tabelle {}"),
            *("Anlage {}", "Anhang {}"),
        ),
    }
)


def source_line(symbol: str, reference: str, label: str, language: str = "en") -> str:
    """Return document and paragraph as they are written behind a quotation in a language.

    Translators cite in the language that they write in: behind a French text stands `par. 12`.
    What has no number of its own, as a title has none, is of the document. The search box reads
    such a line again (`memory.lookup.questions`), in every language.

    >>> source_line("A/RES/74/177", "12.1", "12"), source_line("A/RES/74/177", "pp-3.1", "")
    ('A/RES/74/177, para. 12', 'A/RES/74/177, preambular para. 3')
    >>> source_line("A/80/6", "annex-2.4(a).1", "annex-2.4(a)"), source_line("A/80/6", "title", "")
    ('A/80/6, annex 2, para. 4(a)', 'A/80/6')
    >>> source_line("A/RES/74/177", "12.1", "12", "fr")
    'A/RES/74/177, par. 12'
    """
    forms = _FORMS.get(language, _FORMS["en"])
    return forms.between.join((symbol, *_parts(reference, label, forms)))


def address_line(symbol: str, reference: str, label: str) -> str:
    """Return what the search box finds this very text by: its source line, where that is enough.

    >>> address_line("A/80/6", "12.1", "12"), address_line("A/80/6", "h-3.1", "")
    ('A/80/6, para. 12', 'A/80/6#h-3')
    """
    line = source_line(symbol, reference, label)
    if line == symbol:
        found = _UNNUMBERED.match(reference)
        return f"{symbol}#{found[0]}" if found and found[0] != "title" else symbol
    if repeated := _REPEATED.match(reference):
        return f"{symbol}#{repeated[0]}"
    note = _NOTE.match(reference)
    own = note[0] if note else label.partition("+")[0].casefold()
    # Figures and cells, say, are named by what they stand in, or by words of no place.
    return (
        line if own in possible_references(line[len(symbol) :].lstrip(", ")) else f"{symbol}#{own}"
    )


def _parts(reference: str, label: str, forms: _CitationForms) -> list[str]:
    if found := _OF_REFERENCE.fullmatch(reference):
        if found["kind"]:
            form = forms.preamble if found["kind"] == "pp" else forms.note
            return [form.format(found["number"])]
        annex, _, which = (found["annex"] or "").rstrip(".").partition("-")
        table = forms.table.format(found["table"])
        return [*_annexed(annex, which, forms), table]
    return _labelled(label, forms)


def _labelled(label: str, forms: _CitationForms) -> list[str]:
    """Return what a label names, from outside: an annex, an appendix to it, a paragraph there."""
    found = _OF_LABEL.fullmatch(label)
    if not label or found is None:
        return []
    if not found["annex"]:
        return [_named(label, forms).format(label)]
    return [
        *_annexed(found["annex"], found["which"], forms),
        *_labelled(found["number"], forms),
    ]


def _annexed(annex: str | None, which: str | None, forms: _CitationForms) -> list[str]:
    if not annex:
        return []
    form = forms.annex if annex == "annex" else forms.appendix
    return [form.format(which or "").strip()]


def _named(number: str, forms: _CitationForms) -> str:
    """Return what a number counts: paragraphs, or the sections that capitals and Romans name."""
    is_paragraph = number[0].isdigit() or number[0] == "("
    return forms.paragraph if is_paragraph else forms.section
