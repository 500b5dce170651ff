"""Numbers with a word, in seven languages: Article 12, Goal 3, Chapter II, Annex, Table 1."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from hexapla.corpora.numbers.markers import DIGIT, GAP, JOINT, SUFFIX, Family, Marker, suffix_name
from hexapla.corpora.numbers.numerals import (
    HAN_DIGIT,
    format_roman,
    parse_arabic_ordinal,
    parse_chinese,
    parse_roman,
)

__all__ = ["worded"]

_WORDS: dict[Family, dict[str, str]] = {
    Family.ARTICLE: {
        "en": r"Article|ARTICLE|Art\.|Rule|Regulation|Principle|Guideline",
        "fr": r"Article|ARTICLE|Art\.|Règle|Principe|Directive",
        "es": r"Art[íi]culo|ART[ÍI]CULO|Art\.|Regla|Principio|Directriz",
        "ru": r"Статья|СТАТЬЯ|Ст\.|Правило|Положение|Принцип|Руководящий принцип",
        "ar": r"المادة|مادة|القاعدة|قاعدة|المبدأ التوجيهي|المبدأ",
        "de": r"Artikel|ARTIKEL|Art\.|Regel|Grundsatz|Leitlinie",
        "zh": r"规则|条例|原则|准则",
    },
    Family.GOAL: {
        "en": r"Goal|Target|Objective|Recommendation|Commitment|Action",
        "fr": r"Objectif|Cible|Recommandation|Engagement|Mesure",
        "es": r"Objetivo|Meta|Recomendación|Compromiso|Medida",
        "ru": r"Цель|Задача|Рекомендация|Обязательство|Мера",
        "ar": r"الهدف|هدف|الغاية|غاية|التوصية|توصية|الالتزام|الإجراء",
        "de": r"Ziel|Zielvorgabe|Empfehlung|Verpflichtung|Maßnahme",
        "zh": r"具体目标|目标|建议|承诺|行动",
    },
    Family.DIVISION: {
        "en": r"Chapter|CHAPTER|Part|PART|Section|SECTION",
        "fr": r"Chapitre|CHAPITRE|Partie|PARTIE|Section|SECTION|Titre",
        "es": r"Cap[íi]tulo|CAP[ÍI]TULO|Parte|PARTE|Secci[óo]n|SECCI[ÓO]N",
        "ru": r"Глава|ГЛАВА|Часть|ЧАСТЬ|Раздел|РАЗДЕЛ",
        "ar": r"الفصل|الباب|الجزء|القسم|الفرع",
        "de": r"Kapitel|KAPITEL|Teil|TEIL|Abschnitt|ABSCHNITT",
        "zh": r"(?!)",
    },
    Family.ANNEX: {
        "en": r"Annex|ANNEX",
        "fr": r"Annexe|ANNEXE",
        "es": r"Anexo|ANEXO",
        "ru": r"Приложение|ПРИЛОЖЕНИЕ",
        "ar": r"المرفق|مرفق",
        "de": r"Anlage|ANLAGE|Annex",
        "zh": r"附\s?件",
    },
    Family.APPENDIX: {
        "en": r"Appendix|APPENDIX|Enclosure|Attachment",
        "fr": r"Appendice|APPENDICE|Pièce jointe",
        "es": r"Apéndice|APÉNDICE|Documento adjunto",
        "ru": r"Добавление|ДОБАВЛЕНИЕ",
        "ar": r"التذييل|تذييل|الضميمة|ضميمة",
        "de": r"Anhang|ANHANG|Beilage",
        "zh": r"附\s?录|附\s?文",
    },
}
_CAPTIONS = {
    "table": "Table|Tableau|Cuadro|Таблица|الجدول|Tabelle|表",
    "figure": "Figure|Figura|Gráfico|Рисунок|Диаграмма|الشكل|Abbildung|图",
    "box": "Box|Encadré|Recuadro|Вставка|الإطار|Kasten|方框|专栏|插文",
}
_FIRST = ("premier", "première", "1er", "1re", "primero", "1º", "1.º")
_SPELLED = {"One": 1, "Two": 2, "Three": 3, "Four": 4, "Five": 5, "Six": 6, "Seven": 7, "Eight": 8}


@lru_cache(maxsize=64)
def _word_pattern(family: Family, language: str) -> re.Pattern[str]:
    """Compile: the word, its number, and what must follow where the line goes on."""
    word = _WORDS[family].get(language) or _WORDS[family]["en"]
    number = rf"{DIGIT}{{1,3}}(?!\d)|[IVXL]{{1,7}}(?!\w)|[A-Z](?!\w)|{'|'.join(_SPELLED)}"
    if family in _DECIMAL_WORDS:
        number = rf"{DIGIT}{{1,3}}[.．]{DIGIT}{{1,3}}(?![\d.])|{number}"
    if family is Family.DIVISION:
        number = rf"{DIGIT}{{1,3}}[A-H](?!\w)|{number}"
    if language == "zh":
        number += rf"|{HAN_DIGIT}{{1,7}}"
    if language in ("fr", "es"):
        number += r"|(?i:premier|première|1er|1re|primero|1\.?º)(?!\w)"
    if language == "ar":
        number += r"|ال[\u0621-\u0652]{3,9}(?:\sو?(?:ال)?عشر[\u0621-\u0652]{0,3})?"
    optional = "?" if family in (Family.ANNEX, Family.APPENDIX) else ""
    return re.compile(
        rf"(?:{word})(?:{GAP}*({number})(?:{JOINT}({SUFFIX})(?!\w))?){optional}"
        rf"({GAP}*[*¹²³]?$|{GAP}*[.．:：、]{GAP}*(?![\d.])|{GAP}+[-–—]{GAP}+|{GAP}+)"
    )


_HAN_WORD = re.compile(
    rf"第\s?({DIGIT}{{1,3}}|{HAN_DIGIT}{{1,7}})\s?(条|章|编|篇|部分|节)"
    rf"(之[二三四五六])?(\s*$|\s*[：:.．]\s*|\s+)"
)
# What some texts call their articles: sections, if they are numbered with digits.
_SECTIONS = ("section", "sección", "seccion", "раздел", "القسم", "abschnitt")
_DECIMAL_WORDS = (Family.ARTICLE, Family.GOAL)


def _value(token: str) -> int | None:
    """Return the value of a number in any script, spelled or in letters; None for other text."""
    if token.isdecimal():
        return int(token)
    if token.lower() in _FIRST:
        return 1
    return (
        _SPELLED.get(token)
        or parse_roman(token)
        or parse_chinese(token)
        or (
            ord(token) - ord("A") + 1
            if re.fullmatch("[A-Z]", token)
            else parse_arabic_ordinal(token)
        )
    )


def worded(text: str, language: str) -> Iterator[Marker]:
    """Yield the reading of `Article 12`, `Goal 1.`, `Chapter II`, `Annex`, `第十二条`."""
    if language == "zh" and text[0] == "第":
        yield from _han_words(text)
        return
    for family in _WORDS:
        match = _word_pattern(family, language).match(text)
        if match:
            marker = _word_marker(family, match)
            if marker:
                yield marker
                if marker.word in _SECTIONS and match[1].isdecimal():
                    name = f"{marker.value}{suffix_name(match[2])}"
                    yield replace(marker, family=Family.ARTICLE, name=name)
            return
    yield from _ordinal_division(text)
    yield from _caption(text)


def _word_marker(family: Family, match: re.Match[str]) -> Marker | None:
    token, letter = match[1] or "", ""
    if len(token) > 1 and token[-1].isalpha() and token[:-1].isdecimal():
        token, letter = token[:-1], token[-1]  # Section 29D
    outer, _, last = token.replace("．", ".").rpartition(".")
    value = _value(last) if token else 0
    if value is None or (token and not value):
        return None
    if family in _DECIMAL_WORDS:
        name = str(value)
    elif re.fullmatch("[A-HJKM-UWYZ]", token):
        name = token
    else:
        name = format_roman(value) if value else ""
    # Digits of any script are written as 0-9.
    parents = (str(int(outer)) if outer.isdecimal() else outer,) if outer else ()
    if parents and family is Family.GOAL:
        # Target 1.2 is the target 1.2 of a list of paths; Rule 1.2 is an article.
        family = Family.PATH
    word = match[0].split()[0].lower() if family is Family.DIVISION else ""
    lone = match.end() == len(match.string)
    suffix = letter + suffix_name(match[2])
    return Marker(
        family,
        value,
        name + suffix,
        0 if lone else match.end(),
        lone or bool(match[3].strip()),
        parents,
        word,
        bool(suffix),
    )


# Parts and chapters whose number is a word: Première partie, Segunda parte, Часть третья.
_ORDINALS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"premi(?:er|ère)|primer[ao]?|перв(?:ая|ый)|erster|first",
        r"deuxième|seconde?|segund[ao]|втор(?:ая|ой)|zweiter",
        r"troisième|tercer[ao]?|трет(?:ья|ий)|dritter|third",
        r"quatrième|cuart[ao]|четв[её]рт(?:ая|ый)|vierter|fourth",
        r"cinquième|quint[ao]|пят(?:ая|ый)|fünfter|fifth",
        r"sixième|sext[ao]|шест(?:ая|ой)|sechster|sixth",
        r"septième|séptim[ao]|седьм(?:ая|ой)|siebter|seventh",
        r"huitième|octav[ao]|восьм(?:ая|ой)|achter|eighth",
    )
)
_ORDINAL_DIVISION = re.compile(
    r"(?:(?P<first>[^\W\d_]{4,10})\s(?P<after>partie|parte|part|Teil|section|sección)|"
    r"(?P<before>Часть|Глава|Раздел)\s(?P<last>[^\W\d_]{4,10}))"
    rf"({GAP}*$|{GAP}*[.:]{GAP}*|{GAP}+[-–—]{GAP}+)",
    re.IGNORECASE,
)


def _ordinal_division(text: str) -> Iterator[Marker]:
    match = _ORDINAL_DIVISION.match(text)
    if not match:
        return
    word, ordinal = (match["after"] or match["before"]), (match["first"] or match["last"])
    for value, pattern in enumerate(_ORDINALS, 1):
        if pattern.fullmatch(ordinal):
            length = 0 if match.end() == len(text) else match.end()
            name = format_roman(value)
            yield Marker(Family.DIVISION, value, name, length, word=word.lower())


# Section 15 has table 15.3 and figure 15.II, the first part of section 27 table 27.I.3.
_OUTER = rf"(?:(?:{DIGIT}{{1,3}}[A-Z]?|[IVXL]{{1,7}}|[A-Z])[.．]){{0,3}}"
_CAPTION = re.compile(
    rf"(?:{'|'.join(f'(?P<{name}>{words})' for name, words in _CAPTIONS.items())})\s?"
    rf"({_OUTER}(?:{DIGIT}{{1,3}}|[IVX]{{1,6}})|{HAN_DIGIT}{{1,3}})(?![\w.]\w|\w)({GAP}*$|{GAP}*[.．:：]{GAP}*|{GAP}+)"
)


def _caption(text: str) -> Iterator[Marker]:
    """Yield the reading of `Table 1`, `Tableau 29D.1.`, `表1：`: one name in all languages."""
    match = _CAPTION.match(text)
    if not match:
        return
    *outer, last = re.split("[.．]", match[4])
    value = _value(last)
    if value:
        kind = next(name for name in _CAPTIONS if match[name])
        lone = match.end() == len(text)
        strong = lone or bool(match[5].strip())
        first, *others = (*map(_digits, outer), str(value))
        *parents, name = f"{kind}-{first}", *others
        length = 0 if lone else match.end()
        yield Marker(Family.CAPTION, value, name, length, strong, tuple(parents), kind)


def _digits(name: str) -> str:
    """Write the digits of a name as 0-9."""
    return "".join(str(int(sign)) if sign.isdecimal() else sign for sign in name)


def _han_words(text: str) -> Iterator[Marker]:
    match = _HAN_WORD.match(text)
    value = _value(match[1]) if match else None
    if not match or not value:
        return
    family = Family.ARTICLE if match[2] == "条" else Family.DIVISION
    name = str(value) if family is Family.ARTICLE else format_roman(value)
    length = 0 if match.end() == len(text) else match.end()
    word = "" if family is Family.ARTICLE else match[2]
    suffix = suffix_name(match[3])
    yield Marker(family, value, name + suffix, length, word=word, inserted=bool(suffix))
