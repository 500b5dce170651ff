"""Tells what on a page leads to other pages, and is no text: menus, bread crumbs, "Next page"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

__all__ = ["NavigationLink", "is_step_line", "is_trail"]

# What pages call their bread crumbs and page turners, alone or with their place.
_TRAIL = re.compile(
    "(?:(?:site|main|page|post|top|bottom|sub|footer|header|chapter|book)[-_]?)?"
    "(?:nav|navbar|navigation|menu|bread-?crumbs?|trail|pagination|pager|paging)"
    "(?:[-_](?:links?|list|bar|top|bottom))?",
    re.IGNORECASE,
)
_STEPS = ("prev", "previous", "next", "first", "last", "up", "start")  # values of rel

# The words for the page before and after, which may name it: "Next: Chapter 2".
_TURNS = (
    r"(?:go )?(?:previous|prev|next)(?: (?:page|chapter|section|article|part|annex|document))?",
    r"(?:(?:page|section|partie|annexe) )?(?:précédent|suivant)e?|"
    r"(?:chapitre|article|document) (?:précédent|suivant)",
    r"(?:(?:página|sección|capítulo|artículo|parte|anexo|documento) )?(?:anterior|siguiente)",
    r"(?:предыдущ|следующ)(?:ая|ий|ее)(?: (?:страница|глава|статья|часть|раздел|документ))?|далее",
    r"(?:(?:الصفحة|الفصل|المادة|القسم|الجزء) )?(?:السابقة?|التالية?)",
    r"[上下]一?[页頁章节節篇条條部]",
    r"(?:vorherige|nächste)[rs]?(?: (?:seite|kapitel|artikel|abschnitt|teil))?|weiter|zurück",
)
_EN = (
    r"(?:go )?(?:back|forward|up)(?: (?:page|chapter|section|article|part|annex|document))?|"
    r"(?:first|last) page|(?:(?:go )?back|return) to (?:the )?"
    r"(?:top|contents|table of contents|index|home ?page|start)|(?:home|start)(?: ?page)?|top|"
    r"(?:table of )?contents|index|skip to (?:main )?(?:content|text)|print(?: this page)?"
)
_FR = (
    r"retour(?: (?:en haut|au sommaire|à l.accueil|au début))?|"
    r"(?:haut|début) de (?:la )?page|accueil|sommaire|table des matières|"
    r"(?:aller|passer) au contenu(?: principal)?|imprimer"
)
_ES = (
    r"atrás|adelante|volver(?: (?:arriba|al inicio|al índice|atrás))?|arriba|inicio|índice|"
    r"(?:ir|saltar) al contenido(?: principal)?|imprimir"
)
_RU = (
    r"назад|впер[её]д|наверх|вверх|в(?:ернуться)? (?:в )?начало|к (?:началу|содержанию)|"
    r"(?:на )?главная(?: страница)?|содержание|оглавление|печать"
)
_AR = (
    r"(?:ال)?(?:عودة|رجوع)(?: إلى (?:الأعلى|أعلى الصفحة|القائمة|الفهرس))?|أعلى(?: الصفحة)?|"
    r"(?:الصفحة )?الرئيسية|"
    r"المحتويات|الفهرس|طباعة|انتقل إلى المحتوى(?: الرئيسي)?"
)
_ZH = (
    r"(?:返回|回到)?(?:首[页頁]|主[页頁]|顶部|頂部|目[录錄])|"
    r"[末尾][页頁]|返回|打印|列印|跳[到至转轉](?:主要)?[内內]容"
)
_DE = (
    r"(?:erste|letzte) seite|"
    r"zurück zu[mr] (?:anfang|inhalt|inhaltsverzeichnis|übersicht|startseite)|"
    r"(?:nach|seitenanfang|ganz) oben|seitenanfang|startseite|inhalt(?:sverzeichnis)?|drucken|"
    r"zum inhalt(?: springen)?"
)
_TURN = re.compile("|".join(_TURNS))
_WORDS = re.compile("|".join((*_TURNS, _EN, _FR, _ES, _RU, _AR, _ZH, _DE)))
_SIGN = re.compile(r"[^\w\s'’]+|(?<=\s)[<>xv](?=\s)")
_ARROW = re.compile("[«»‹›←→⟵⟶⇐⇒]")
_COLON = re.compile("[:：]")
_BETWEEN = re.compile(rf"[:：|]|{_ARROW.pattern}|\s[-–—]\s")
_LONGEST_STEP = 120  # characters of such a link, with the title of what it leads to
_LONGEST = 60  # characters that a line has beside its links
_MOST_LINKS = 12  # of such a line


@dataclass(frozen=True, slots=True)
class NavigationLink:
    """A link to another place: its text, and what its `rel` attribute says of it."""

    text: str
    relation: str = ""

    @property
    def steps(self) -> bool:
        """Whether it leads to the page before or after, or to the start, by what is said of it."""
        if any(each in _STEPS for each in self.relation.lower().split()) or _is_step(self.text):
            return True
        # `Next: Chapter 2 »`, `« Previous: Chapter 1`, `Chapitre 2 : suivant →`. Without an arrow,
        # `Next - Generation EU` is a title.
        has_arrow = bool(_ARROW.search(self.text))
        between = _BETWEEN if has_arrow else _COLON
        parts = [part for part in map(str.strip, between.split(self.text)) if _has_words(part)]
        if len(parts) < 2 or len(self.text) > _LONGEST_STEP:
            return False
        return _is_step(parts[0], _TURN) or (has_arrow and _is_step(parts[-1], _TURN))


def is_step_line(text: str, links: Iterable[NavigationLink]) -> bool:
    """Return whether a line only leads to other pages of the text, or to its start.

    The words for that are in one of our languages, and may stand beside the links.

    >>> steps = [NavigationLink("← Previous"), NavigationLink("Next →")]
    >>> is_step_line("← Previous | Next →", steps)
    True
    >>> is_step_line("Next: Chapter 4", [NavigationLink("Chapter 4")])
    True
    >>> is_step_line("Next: Chapter 4 »", [NavigationLink("Next: Chapter 4 »")])
    True
    >>> is_step_line("Next, the Board adopted Chapter 4", [NavigationLink("Chapter 4")])
    False
    """
    links = [link for link in links if link.text.strip()]
    if not 0 < len(links) <= _MOST_LINKS:
        return False
    rest = text
    for link in links:
        rest = rest.replace(link.text, "|", 1)
    if len(rest) > _LONGEST:
        return False
    words = [part for part in map(str.strip, _SIGN.split(rest)) if part]
    if not all(map(_is_step, words)):
        return False
    return bool(words) or all(link.steps or not _has_words(link.text) for link in links)


def _is_step(text: str, said: re.Pattern[str] = _WORDS) -> bool:
    words = " ".join(_SIGN.sub(" ", text.casefold()).split())
    return len(words) <= _LONGEST and bool(said.fullmatch(words))


def _has_words(text: str) -> bool:
    return any(map(str.isalnum, text))


def is_trail(element: etree._Element) -> bool:
    """Return whether an element is bread crumbs or a menu: by its name, and links for the most."""
    names = f"{element.get('class') or ''} {element.get('id') or ''}".split()
    if not any(map(_TRAIL.fullmatch, names)):
        return False
    links = (link for link in element.iter("a") if link.get("href"))
    return 2 * sum(map(_count_letters, links)) > _count_letters(element)


def _count_letters(element: etree._Element) -> int:
    """Return how many letters and digits the text of an element has."""
    return sum(map(str.isalnum, "".join(map(str, element.itertext()))))
