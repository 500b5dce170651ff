"""Writes Word documents anew in another language: the layout of the one, the words of others.

No report of the United Nations could be had in all languages with its layout, so they are made:
the words of a real Word file give way to words of about the same length, out of texts in the
language, while styles, typed numbers, tabs, notes, tables and figures stay. LibreOffice prints
them.

    python -m scripts.dev.evaluate.translated_reports ../shared/data ar reports
    python -m scripts.dev.evaluate.un_reports reports --language ar

writes NAME.docx, NAME.pdf and gold/NAME.jsonl into `reports` for each Word file of un-reports.
"""

from __future__ import annotations

import json
import random
import re
import zipfile
from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import accumulate, groupby
from pathlib import Path
from types import MappingProxyType
from typing import Final

import click
from lxml import etree

from hexapla.cli.main import run
from hexapla.cli.options import FolderName, language_option
from hexapla.corpora.errors import UsageError
from scripts.dev.command import command, convert, data_argument
from scripts.dev.evaluate.defects import parallel_units
from scripts.dev.evaluate.un_reports import Numbered, W, is_struck, typed_paragraphs

__all__ = ["gold_of", "main", "translate"]

_PARTS: Final = re.compile(r"word/(document|footnotes|endnotes)\.xml")
# Between these, a text is in one piece: each piece is translated by itself.
_BREAKS: Final = {W + name for name in ("tab", "br", "cr")}
_WORD: Final = re.compile(r"[^\W\d_]{3}")
_SYMBOL: Final = re.compile(r"\s*[AES](?:/[\w.]+){2}")
# Signs of a translation for one of English, as the Universal Declaration has them.
_LENGTH: Final = MappingProxyType({"zh": 0.3, "ar": 0.85, "fr": 1.15, "es": 1.1, "ru": 1.1})
# What a caption, an annex or a list of contents begins with, as the language says it.
_LEADING: Final = MappingProxyType(
    {
        "zh": ("目录", "附件", "表", "图", "页次"),
        "fr": ("Table des matières", "Annexe", "Tableau", "Figure", "Page"),
        "es": ("Índice", "Anexo", "Cuadro", "Figura", "Página"),
        "ru": ("Содержание", "Приложение", "Таблица", "Диаграмма", "Стр."),
        "ar": ("المحتويات", "المرفق", "الجدول", "الشكل", "الصفحة"),
        "de": ("Inhalt", "Anhang", "Tabelle", "Abbildung", "Seite"),
        "en": ("Contents", "Annex", "Table", "Figure", "Page"),
    }
)
_LEADING_WORD: Final = re.compile(
    r"\s*(contents|annex|table|figure|page)((?:\s+[\d.IVX]+)?\s*)", re.IGNORECASE
)
# The lines of a front that say the same in all documents, in the words of the language.
_FIXED: Final = (
    (
        re.compile(r"\s*Eighty-first session"),
        {
            "zh": "第八十一届会议",
            "fr": "Quatre-vingt-unième session",
            "es": "Octogésimo primer período de sesiones",
            "ru": "Восемьдесят первая сессия",
            "ar": "الدورة الحادية والثمانون",
            "de": "Einundachtzigste Tagung",
        },
    ),
    (
        re.compile(r"\s*(?:Agenda items?|Items?) (\d+[^*]*?)(?: of the [\w ]*list)?(?=\**\s*$)"),
        {
            "zh": "议程项目 {}",
            "fr": "Point {} de l’ordre du jour",
            "es": "Tema {} del programa",
            "ru": "Пункт {} повестки дня",
            "ar": "البند {} من جدول الأعمال",
            "de": "Tagesordnungspunkt {}",
        },
    ),
    (
        re.compile(
            r"\s*Report of the Advisory Committee on Administrative and Budgetary Questions"
        ),
        {
            "zh": "行政和预算问题咨询委员会的报告",
            "fr": "Rapport du Comité consultatif pour les questions administratives et budgétaires",
            "es": "Informe de la Comisión Consultiva en Asuntos Administrativos y de Presupuesto",
            "ru": "Доклад Консультативного комитета по административным и бюджетным вопросам",
            "ar": "تقرير اللجنة الاستشارية لشؤون الإدارة والميزانية",
            "de": "Bericht des Beratenden Ausschusses für Verwaltungs- und Haushaltsfragen",
        },
    ),
)
_STOPS: Final = MappingProxyType(
    {"zh": str.maketrans(".:;", "。：；"), "ar": str.maketrans(";", "؛")}
)


def translate(data: bytes, language: str, texts: Sequence[str], *, seed: int = 0) -> bytes:
    """Return a .docx whose words are of another language, drawn from `texts` by the seed.

    The same seed gives the same words. Arabic is set from right to left.
    """
    draw = _Draw(language, texts, seed)
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for entry in old.infolist():
            content = old.read(entry)
            if _PARTS.fullmatch(entry.filename):
                content = _translated(content, draw)
            elif language == "ar" and entry.filename == "word/styles.xml":
                content = _styled_from_right(content)
            # The properties say that the document is in English.
            if entry.filename != "docProps/custom.xml":
                new.writestr(zipfile.ZipInfo(entry.filename), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def gold_of(original: bytes, translated: bytes) -> list[Numbered]:
    """Return the numbered paragraphs of a translated .docx; its original tells the headings."""
    pairs = zip(typed_paragraphs(original), typed_paragraphs(translated), strict=True)
    return [new for old, new in pairs if not old.is_heading]


class _Draw:
    """Draws texts of a length, and remembers where in the texts it is."""

    def __init__(self, language: str, texts: Sequence[str], seed: int) -> None:
        self.language = language
        self._texts = list(texts)
        self._random = random.Random(seed)  # noqa: S311  # the same words for the same seed

    def like(self, text: str) -> str:
        """Return words of about the length of an English text, with its space and end."""
        if leading := _LEADING_WORD.match(text):
            head = self._leading(leading[1]) + leading[2]
            rest = text[leading.end() :]
            return head + (self.like(rest) if _WORD.search(rest) else rest)
        bare = text.strip()
        stop = bare[-1] if bare[-1] in ".:;," else ""
        words = self._words(max(2, round(len(bare) * _LENGTH.get(self.language, 1))))
        for pattern, said in _FIXED:
            if match := pattern.match(text):
                return said[self.language].format(*match.groups()) + text[match.end() :]
        before, after = text[: text.index(bare)], text[text.index(bare) + len(bare) :]
        return before + words + stop.translate(_STOPS.get(self.language, {})) + after

    def _leading(self, word: str) -> str:
        return _LEADING[self.language][
            [each.casefold() for each in _LEADING["en"]].index(word.casefold())
        ]

    def _words(self, length: int) -> str:
        joint = "" if self.language == "zh" else " "
        drawn = ""
        while len(drawn) < length:
            drawn += (joint if drawn else "") + self._random.choice(self._texts)
        cut = drawn[:length]
        if joint and not drawn[length:].startswith(" ") and len(drawn) > length:
            cut = cut.rpartition(" ")[0] or cut
        return cut.rstrip(" .,;:。，；：、،؛?!？！-–—(（")


def _translated(content: bytes, draw: _Draw) -> bytes:
    root = etree.fromstring(content)
    for paragraph in root.iter(W + "p"):
        for piece in _pieces(paragraph):
            _translate_piece(piece, draw)
        if draw.language == "ar":
            _set_from_right(paragraph)
    if draw.language == "ar":
        for table in root.iter(W + "tblPr"):
            etree.SubElement(table, W + "bidiVisual")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _pieces(paragraph: etree._Element) -> Iterator[list[etree._Element]]:
    """Yield the elements of text between two breaks; the number before a tab is no piece."""
    names = (W + "t", W + "noBreakHyphen", *_BREAKS)
    printed = [
        each
        for each in paragraph.iter(*names)
        if next(each.iterancestors(W + "p")) is paragraph and not is_struck(each)
    ]
    for is_break, group in groupby(printed, lambda each: each.tag in _BREAKS):
        if not is_break:
            yield list(group)


def _translate_piece(piece: Sequence[etree._Element], draw: _Draw) -> None:
    """Put other words into the elements of a piece, as much into each as it had."""
    held = [each.text or "" if each.tag == W + "t" else "-" for each in piece]
    text = "".join(held)
    if not _WORD.search(text) or _SYMBOL.match(text):
        return
    new = draw.like(text)
    ends = [round(len(new) * end / len(text)) for end in accumulate(map(len, held))]
    for element, start, end in zip(piece, [0, *ends], ends, strict=False):
        if element.tag == W + "t":
            element.text = new[start:end]
            element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        else:
            element.tag = W + "t"
            element.text = new[start:end]


def _styled_from_right(content: bytes) -> bytes:
    root = etree.fromstring(content)
    for marks in root.iter(W + "rPr"):
        _mark_from_right(marks)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _mark_from_right(marks: etree._Element) -> None:
    """Give letters of Arabic the weight, slant and size of the Latin ones."""
    for name in ("b", "i", "sz"):
        given, other = marks.find(W + name), marks.find(f"{W}{name}Cs")
        if given is not None and other is None:
            given.addnext(copied := etree.Element(f"{W}{name}Cs"))
            copied.attrib.update(given.attrib)


def _set_from_right(paragraph: etree._Element) -> None:
    properties = paragraph.find(W + "pPr")
    if properties is None:
        properties = etree.Element(W + "pPr")
        paragraph.insert(0, properties)
    etree.SubElement(properties, W + "bidi")
    for element in paragraph.iter(W + "r"):
        marks = element.find(W + "rPr")
        if marks is None:
            marks = etree.Element(W + "rPr")
            element.insert(0, marks)
        _mark_from_right(marks)
        etree.SubElement(marks, W + "rtl")


@command
@data_argument
@click.argument("language", type=language_option)
@click.argument("out", type=FolderName())
@click.option("--only", help="Reports whose name holds this.", default="")
@click.option("--seed", default=0, show_default=True, help="Another seed draws other words.")
def main(data: Path, language: str, out: Path, only: str, seed: int) -> None:
    """Write the Word files of DATA/un-reports in LANGUAGE into OUT, with their .pdf and gold.

    \b
    Example: python -m scripts.dev.evaluate.translated_reports ../shared/data ar reports
    """
    if language == "en":
        raise UsageError("en: the reports are in English: name another language")
    reports = [path for path in sorted(data.glob("un-reports/*.docx")) if only in path.name]
    if not reports:
        raise UsageError(f"{data / 'un-reports'}: no .docx is called so")
    texts = [text for units in parallel_units(data).values() for _, text in units.get(language, ())]
    (out / "gold").mkdir(parents=True, exist_ok=True)
    written = []
    for path in reports:
        original = path.read_bytes()
        new = translate(original, language, texts, seed=seed)
        written.append(out / path.name)
        written[-1].write_bytes(new)
        rows = [{"label": each.label, "text": each.text} for each in gold_of(original, new)]
        (out / "gold" / f"{path.stem}.jsonl").write_text(
            "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8"
        )
    convert(*written, folder=out)


if __name__ == "__main__":
    run(main)
