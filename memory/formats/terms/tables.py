"""Tables of terms: a concept a row, a language a column, with what is said of it in others.

Headings are names of languages, in any of the seven, and words for domain, status, source and note,
alone or of one language (`English status`, `note (fr)`), as spreadsheets of terms and exports of
term databases have them. Several terms of a cell are on lines of their own, or parted by a
semicolon or an upright line.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from types import MappingProxyType
from typing import Final

from hexapla.corpora.errors import StoreError
from hexapla.corpora.languages import LANGUAGES, language_named
from hexapla.corpora.messages import Message
from hexapla.memory.formats.reading import LeftOut, nobody
from hexapla.memory.formats.separated import TableRow
from hexapla.memory.formats.tables import in_sheet, opened_table, safe_cell, text_of_cell
from hexapla.memory.formats.workbook import opened_workbook
from hexapla.memory.output.files import replacing
from hexapla.memory.termbase import Concept, Term, TermStatus, can_be_term
from hexapla.memory.text.language_codes import is_traditional, language_rank

__all__ = [
    "concept_rows",
    "languages_of",
    "read_term_table",
    "read_term_workbook",
    "write_term_table",
]

_HEAD: Final = 10  # lines in which the headings are looked for
_ROLES: Final = MappingProxyType(
    {
        name: role
        for role, names in {
            "domain": "domain domains domaine dominio ámbito область домен bereich fachgebiet "
            "sachgebiet subject subjects subjectfield field sujet tema materia тема 领域 专业 主题 "
            "学科 مجال المجال موضوع",
            "status": "status statut estado estatus статус состояние 状态 地位 حالة الحالة "
            "reliability",
            "symbol": "source sources symbol document fuente documento источник документ символ "
            "quelle dokument cote 来源 文号 出处 文件 المصدر مصدر الوثيقة الرمز",
            "label": "paragraph label paragraphe párrafo пункт absatz 段落 段 الفقرة",
            "note": "note notes remark remarks comment comments definition definitions description "
            "remarque commentaire définition nota notas observación comentario definición "
            "примечание комментарий определение anmerkung bemerkung kommentar hinweis 备注 说明 "
            "注释 定义 ملاحظة ملاحظات تعريف التعريف",
        }.items()
        for name in names.split()
    }
)
# What stands in a heading beside the name of a language, and means the terms themselves.
_TERM_WORDS: Final = frozenset(
    [
        "term",
        "terms",
        "terme",
        "termes",
        "término",
        "términos",
        "термин",
        "термины",
        "begriff",
        "benennung",
        "terminus",
        "术语",
        "词条",
        "名称",
        "مصطلح",
        "المصطلح",
        "source",
        "target",
        "text",
        "name",
        "title",
        "short",
        "long",
        "full",
        "form",
        "preferred",
    ]
)
_STATUSES: Final = MappingProxyType(
    {
        name: status
        for status, names in {
            TermStatus.PREFERRED: "preferred recommended approved official standardized validated "
            "préféré recommandé privilégié preferido recomendado aprobado предпочтительный "
            "рекомендуемый утвержденный bevorzugt empfohlen vorzugsbenennung 首选 推荐 优先 مفضل "
            "معتمد",
            TermStatus.ADMITTED: "admitted allowed accepted admis accepté toléré admitido aceptado "
            "допустимый допускаемый zugelassen erlaubt 许用 可用 允许 مقبول",
            TermStatus.DEPRECATED: "deprecated forbidden rejected obsolete avoid déconseillé "
            "interdit obsolète desaconsejado prohibido obsoleto устаревший запрещенный "
            "нежелательный veraltet verboten abgelehnt 弃用 禁用 拒用 مهجور ممنوع",
            TermStatus.SUPERSEDED: "superseded replaced remplacé sustituido reemplazado замененный "
            "ersetzt 被取代 已取代 مستبدل",
        }.items()
        for name in names.split()
    }
)
_WORDS: Final = re.compile(r"[^\W_]+")
_BETWEEN: Final = re.compile(r"[;；|｜\n]")
_LONGEST_HEADING: Final = 100  # characters


@dataclass(frozen=True, slots=True)
class _TermColumn:
    """What a column holds: the terms of a language (`term`), or a role, perhaps of one language."""

    role: str
    language: str = ""


# How our own tables call the statuses of the terms beside them, a line for each.
_OWN: Final = re.compile(r"status \(([a-z]{2})\)")


def read_term_table(path: Path, left_out: LeftOut = nobody) -> Iterator[Concept]:
    """Yield the rows of a table (CSV, TSV) as concepts.

    Raises StoreError where the file cannot be read, or no row names a language.
    """
    with opened_table(path) as rows:
        yield from _concepts([("", rows)], path, left_out)


def read_term_workbook(path: Path, left_out: LeftOut = nobody) -> Iterator[Concept]:
    """Yield the rows of all sheets of a workbook (XLSX) as concepts.

    Raises StoreError as `read_term_table` does.
    """
    with opened_workbook(path, left_out) as sheets:
        yield from _concepts(sheets, path, left_out)


def _concepts(
    sheets: Sequence[tuple[str, Iterable[TableRow]]], path: Path, left_out: LeftOut
) -> Iterator[Concept]:
    begun = False
    for name, rows in sheets:
        named = in_sheet(name if len(sheets) > 1 else "")
        head = list(islice((row for row in rows if any(map(str.strip, row.cells))), _HEAD))
        found = [list(map(_column, row.cells)) for row in head]
        at = next((n for n, each in enumerate(found) if _names_languages(each)), None)
        if at is None:
            continue
        begun = True
        columns = found[at]
        for place, (column, heading) in enumerate(zip(columns, head[at].cells, strict=True), 1):
            if column is None and heading.strip():
                where = Message("column %(place)s", place=place)
                named_so = repr(heading.strip())
                cause = Message("its heading %(heading)s is not known", heading=named_so)
                left_out(named(where), cause)
        for row in chain(head[at + 1 :], rows):
            if row.missing:
                left_out(named(row.where), row.missing)
            concept = _concept(row.cells, columns)
            if concept.terms:
                yield concept
            elif any(map(str.strip, row.cells)):
                left_out(named(row.where), Message("has no term"))
    if not begun:
        raise StoreError(path, "no row names languages: the first must, as in: zh,en,domain,note")


def _names_languages(columns: Sequence[_TermColumn | None]) -> bool:
    """Return whether the cells are headings: of two languages, or of one and something else."""
    languages = {each.language for each in columns if each and each.role == "term"}
    return len(languages) > 1 or (
        len(languages) == 1 and any(each and each.role != "term" for each in columns)
    )


def _column(heading: str) -> _TermColumn | None:
    """Return what a heading says, None where it says nothing that is known."""
    name = heading.strip()[:_LONGEST_HEADING]
    if not name or is_traditional(name):
        return None
    if (own := _OWN.fullmatch(name)) and own[1] in LANGUAGES:
        return _TermColumn("statuses", own[1])
    if language := language_named(name):
        return _TermColumn("term", language)
    if role := _role(name.replace(" ", "")):
        return _TermColumn(role)
    return _of_words(name, _WORDS.findall(name))


def _of_words(name: str, words: Sequence[str]) -> _TermColumn | None:
    """Return what several words of a heading say together: `English status`, `Source document`."""
    languages = {found for each in words if (found := language_named(each)) in LANGUAGES}
    if words and all(map(_role, words)):
        return _TermColumn(_role(words[0]))
    roles = {found for each in words if (found := _role(each))}
    others = [
        each
        for each in words
        if not language_named(each) and not _role(each) and not each.isdigit()
    ]
    if len(languages) != 1 or any(each.lower() not in _TERM_WORDS for each in others):
        return None
    (language,) = languages
    roles -= {"symbol"} if "source" in name.lower() and len(roles) > 1 else set()
    return _TermColumn(min(roles) if roles else "term", language)


def _role(word: str) -> str:
    """Return the role that a word means, in the plural too; "" for none."""
    word = word.lower()
    return _ROLES.get(word, "") or _ROLES.get(word.removesuffix("s"), "")


def _concept(cells: Sequence[str], columns: Sequence[_TermColumn | None]) -> Concept:
    said: dict[tuple[str, str], str] = {}
    texts: dict[str, list[str]] = defaultdict(list)
    for cell, column in zip(cells, columns, strict=False):
        text = text_of_cell(cell.strip())
        if text and column is not None and column.role == "term":
            texts[column.language].append(text)
        elif text and column is not None:
            said.setdefault((column.role, column.language), text)
    terms = [
        term for language, some in texts.items() for term in _terms(language, "\n".join(some), said)
    ]
    symbol, label = _place(said)
    notes = (text for (role, _), text in said.items() if role == "note")
    domains = [text for (role, _), text in said.items() if role == "domain"]
    return Concept(
        tuple(dict.fromkeys(terms)),
        domain=" ".join(domains[0].split()) if domains else "",
        symbol=symbol,
        label=label,
        note="\n".join(dict.fromkeys(notes)),
    )


def _place(said: Mapping[tuple[str, str], str]) -> tuple[str, str]:
    source = next((text for (role, _), text in said.items() if role == "symbol"), "")
    symbol, _, label = source.partition("#")
    own = next((text for (role, _), text in said.items() if role == "label"), "")
    return " ".join(symbol.split()), label or " ".join(own.split())


def _terms(language: str, text: str, said: Mapping[tuple[str, str], str]) -> Iterator[Term]:
    """Yield the terms of a cell; what is said of their status is a line for each, or for all."""
    own = said.get(("statuses", language), "")
    lines = (own or said.get(("status", language)) or said.get(("status", ""), "")).split("\n")
    # In our own tables, other signs belong to the terms.
    pieces = text.split("\n") if own else _BETWEEN.split(text)
    for place, piece in enumerate(filter(None, map(str.strip, pieces))):
        if not can_be_term(piece):
            continue
        line = lines[place] if len(lines) > 1 and place < len(lines) else lines[0]
        status, by = _status(line)
        yield Term(language, piece, status, by)


def _status(said: str) -> tuple[TermStatus, str]:
    """Return the status that a cell says, and what stands in the place of the term.

    >>> _status("superseded: persons with disabilities")
    (<TermStatus.SUPERSEDED: 'superseded'>, 'persons with disabilities')
    """
    name, _, by = said.partition(":")
    words = [name.strip().lower(), *_WORDS.findall(name.lower())]
    found = next((_STATUSES[each] for each in words if each in _STATUSES), TermStatus.ADMITTED)
    return found, by.strip() if found is TermStatus.SUPERSEDED else ""


def concept_rows(concepts: Iterable[Concept], languages: Sequence[str]) -> Iterator[list[str]]:
    """Yield the cells of concepts after a row of headings: what `read_term_table` reads again."""
    statuses = [f"status ({each})" for each in languages]
    pairs = chain.from_iterable(zip(languages, statuses, strict=True))
    yield ["domain", *pairs, "source", "note"]
    for each in concepts:
        cells = [each.domain]
        for language in languages:
            terms = [term for term in each.terms if term.language == language]
            cells.append("\n".join(" ".join(term.text.split()) for term in terms))
            cells.append("\n".join(map(_said, terms)))
        yield [*cells, each.source, each.note]


def _said(term: Term) -> str:
    return f"{term.status}: {term.superseded_by}" if term.superseded_by else str(term.status)


def write_term_table(path: Path, concepts: Sequence[Concept]) -> int:
    """Write concepts as a table, comma-separated, with no cell that is a formula; return how many.

    Raises StoreError where the file cannot be written.
    """
    languages = languages_of(concepts)
    # The sign that spreadsheets know UTF-8 by.
    with replacing(path) as stream:
        stream.write("\ufeff")
        writer = csv.writer(stream, lineterminator="\n")
        for row in concept_rows(concepts, languages):
            writer.writerow([safe_cell(cell) for cell in row])
    return len(concepts)


def languages_of(concepts: Iterable[Concept]) -> list[str]:
    """Return the languages that concepts have terms in, in the usual order."""
    found = {term.language for each in concepts for term in each.terms}
    return sorted(found, key=language_rank)
