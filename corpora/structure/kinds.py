"""Tells the kinds of lines by their form: organs, notes, signatures, mastheads."""

from __future__ import annotations

import re
from collections.abc import Iterable

from hexapla.corpora.numbers.note_marks import (
    NOTE_SIGNS,
    RAISED_DIGITS,
    RAISED_LETTERS,
    lower_signs,
)
from hexapla.corpora.structure.artefacts import is_symbol
from hexapla.corpora.structure.boundaries import Ending, ending

__all__ = [
    "heading_width",
    "is_adoption",
    "is_bare_organ",
    "is_byline",
    "is_date",
    "is_masthead",
    "is_meeting",
    "is_organ",
    "is_preamble",
    "is_session",
    "is_signature",
    "is_surely_masthead",
    "is_table_note",
    "leading_organ",
    "leads_on",
    "names_agenda_item",
    "note_mark",
    "openers_hold",
    "opens_preambular",
]

_ORGAN_NOUNS = {
    "en": r"Assembly|Council|Commission|Committee|Conference|Congress|Board|Meeting|Parties|"
    r"Forum|Tribunal|Congress|Authority|Body|Group|States",
    "fr": r"Assemblée|Conseil|Commission|Comité|Conférence|Congrès|Réunion|Parties|Forum|"
    r"Autorité|Groupe|États",
    "es": r"Asamblea|Consejo|Comisión|Comité|Conferencia|Congreso|Junta|Reunión|Partes|Foro|"
    r"Autoridad|Grupo|Estados",
    "ru": r"Ассамблея|Совет|Комиссия|Комитет|Конференция|Конгресс|Совещание|Стороны|Форум|"
    r"Государства|Группа|Орган",
    "ar": r"الجمعية|مجلس|المجلس|لجنة|اللجنة|مؤتمر|المؤتمر|اجتماع|الاجتماع|الأطراف|المنتدى|الدول|"
    r"الهيئة|هيئة|الفريق",
    "de": r"\w*versammlung|\w*rat|\w*kommission|\w*ausschuss|\w*konferenz|\w*kongress|\w*tagung|"
    r"Parteien|\w*staaten|\w*forum|\w*gruppe",
    "zh": r"大会|理事会|委员会|会议|缔约方|缔约国|论坛|执行局|董事会|机构|国家|法庭",
}
_ORGAN_STARTS = {
    "en": r"The\s",
    "fr": r"(?:L[’']|Les?\s|La\s)",
    "es": r"(?:La|El|Las|Los)\s",
    "ru": r"",
    "ar": r"(?:إن\s|وإن\s|فإن\s)?",
    "de": r"(?:Die|Der|Das)\s",
    "zh": r"",
}
_LONGEST_ORGAN = {"zh": 30}
# Characters of the longest headings: two lines, or one of Chinese. From 60, and from 20 in Chinese,
# to 250 none of the gold's paragraphs is read otherwise.
_HEADING_WIDTH = {"zh": 45}
_HEADING_WIDTH_OTHERWISE = 130
# The words that are known are not all that there are. .2 to 1 read the gold the same.
_OPENERS_HOLD = 0.7
_MONTH_WORDS = (
    "January|February|March|April|May|June|July|August|September|October|November|December|"
    "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|"
    "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|"
    "января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря|"
    "Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
)
_DATE = (
    rf"(?:\d{{1,2}}(?:er|\.|º|[-‑][еe])?\s(?:de\s)?(?:{_MONTH_WORDS})\s(?:de\s|del\s)?\d{{4}}(?:\s(?:г\.|года))?|"
    rf"\d{{4}}\s?年\s?\d{{1,2}}\s?月\s?\d{{1,2}}\s?日|"
    r"[\d٠-٩]{1,2}\s[\u0621-\u0652 /]{3,40}\s[\d٠-٩]{4})"
)
_MEETING = (
    r"第\s?\d+\s?次(?:全体)?会议|"
    r"\d+(?:st|nd|rd|th)\s(?:\w+\s)?(?:plenary\s)?meeting|"
    r"\d+e?\s?séance(?:\splénière)?|"
    r"\d+[ªa.]{0,2}\s(?:sesión|reunión)(?:\splenaria)?|"
    r"\d+[-‑][еe]\s(?:пленарное\s)?заседание|"
    r"الجلسة(?:\sالعامة)?\s[\d٠-٩]+|"
    r"\d+\.\s(?:Plenarsitzung|Sitzung|Plenartagung)"
)
_SIGNATURE = re.compile(
    rf"(?:{_MEETING})(?:[,，،]?\s*{_DATE})?|{_DATE}(?:[,，،]?\s*(?:{_MEETING}))?"
)
_BARE_DATE = re.compile(_DATE)
_MONTH = re.compile(rf"(?:{_MONTH_WORDS})\b")
_DAY = re.compile(r"(?<!\d)\d{1,2}\.?$")
# The words that no heading ends with: its line was cut behind them.
_LEADING = {
    "en": r"of|the|to|and|for|in|on|from|by|with|an?|at|or|its|between|under",
    "fr": r"de|du|des|la|les?|et|à|aux?|pour|en|dans|sur|par|ou|avec|entre|une?",
    "es": r"de|del|la|el|los|las|y|al?|para|en|por|o|con|entre|una?|su",
    "ru": r"и|в|на|об?|по|с|к|от|до|для|из|за|при|между",
    "ar": r"من|إلى|في|على|عن|بين|و",
    "de": r"der|die|das|des|dem|den|und|für|vom?|zum?|zur|in|im|bis|über|oder|mit|eine[rsmn]?",
    "zh": r".*[和与及至的、对在为]",
}
_LEADS_ON = {
    language: re.compile(words if language == "zh" else rf"(?:.*\s)?(?:{words})", re.DOTALL)
    for language, words in _LEADING.items()
}
_SIGNED = re.compile(
    r"[(（]\s?(?:Signed|Signé|Firmado|Подпись|توقيع|签名|签字|gezeichnet|gez\.)\s?[)）]",
    re.IGNORECASE,
)
# How a text was adopted: at its end, in brackets, by vote or without one …
_VOTED = re.compile(
    r"[\[［(（]\s?(?:Adopted|Adoptée?s?|Aprobad[ao]s?|Принят\w+|اعتُ?مدت?|(?:Ohne|Mit|In) .{0,80}"
    r"(?:verabschiedet|angenommen)|"
    r"(?:决议|决定)?(?:草案)?(?:未经|经|以)\S{0,20}(?:表决|协商一致|通过))\b.*"
)
# … and at its start, when and by whom, with the report that it rests on in square brackets.
_ADOPTED = re.compile(
    r"(?:Resolutions?|Decisions?)\s(?:\S+\s)?adopted\sby\s.*|Adopted\sby\sthe\s.*|"
    r"(?:Résolutions?|Décisions?)\s(?:\S+\s)?adoptées?\spar\s.*|Adoptée?s?\spar\s.*|"
    r"(?:Resoluci|Decisi)\w+\s(?:\S+\s)?(?:aprobad|adoptad)\w+\spor\s.*|"
    r"(?:Aprobad|Adoptad)[ao]s?\spor\s.*|"
    r"(?:Резолюци|Решени)\w+,?\s(?:\S+\s)?принят\w+\s.*|Принят[аоы]?\s.*заседани\w+.*|"
    r"(?:قرار|مقرر)\w*\s.{0,20}(?:اتخذ|اعتمد)\w*\s.*|الذي\s(?:اتخذ|اعتمد)\w*\s.*|"
    r"(?:Resolution|Beschluss)\s.*(?:verabschiedet|angenommen)\b.*|(?:Verabschiedet|Angenommen)\s.*|"
    rf"(?:{_DATE}\s?\S{{2,12}}|\S{{2,12}}\s?{_DATE})(?:第\s?\S+\s?号)?决[议定]|"
    r"\S{4,40}第\s?\d+\s?次(?:全体)?会议通过|"
    r"[\[［](?!Original|原文|الأصل).*[\]］]"
)
_ORGANS = (
    r"General Assembly|Security Council|Economic and Social Council|Human Rights Council|"
    r"Assemblée générale|Conseil de sécurité|Conseil économique et social|"
    r"Asamblea General|Consejo de Seguridad|Consejo Económico y Social|"
    r"Генеральная Ассамблея|Совет Безопасности|Экономический и Социальный Совет|"
    r"الجمعية العامة|مجلس الأمن|المجلس الاقتصادي والاجتماعي|"
    r"Generalversammlung|Sicherheitsrat|Wirtschafts- und Sozialrat|"
    r"大\s?会|安全理事会|经济及社会理事会|人权理事会"
)
_BARE_ORGAN = re.compile(rf"(?:The |L[’']|Le |La |El |Die |Der |إن |فإن )?(?P<organ>{_ORGANS})\b")
_PREAMBLE = re.compile(
    r"(?i:preamble|préambule|preámbulo|преамбула|präambel)|الديباجة|ديباجة|序\s?言|序文"
)
_MASTHEAD = re.compile(
    rf"(?:United Nations|Nations Unies|Naciones Unidas|Организация Объединенных Наций|"
    rf"الأمم المتحدة|Vereinte Nationen|联合国)|"
    rf"(?:Distr\.?|Original|Distribución|Язык оригинала|Оригинал|التوزيع|Verteilung|原文|分发)\s?"
    rf"[:：.].*|(?:{_DATE})|"
    rf"(?:General|Limited|Restricted|Générale|Limitée|Limitada|Общее|Ограниченное|عام|محدود)|"
    rf"(?:{_ORGANS})"
)
_SESSION = re.compile(
    r".{0,40}(?:\b[Ss]ession|session$|período de sesiones|сессия|الدورة|\bTagung|届会议).{0,40}"
)
_ITEM = re.compile(
    r"(?:(?:Provisional )?Agenda items?|Items?|Points?|Tema|Temas|Пункты?|البند|البندان|البنود|"
    r"Tagesordnungspunkte?|Punkte?|[\u4e00-\u9fff]{0,8}\*{0,3}\s?项目).{0,60}"
    r"\d.{0,60}|البند .{0,60}"
)
_BYLINE = re.compile(
    r"(?:Interim |Final )?(?:Reports?|Note|Letter|Statement|Memorandum) (?:of|by|from|dated)\b|"
    r"(?:Rapport|Note|Lettre|Mémorandum) (?:du|de|des|présenté|datée)\b|"
    r"(?:Informe|Nota|Carta|Memorando) (?:del|de|presentad)|(?:Доклад|Записка|Письмо|Меморандум)\s|"
    r"(?:تقرير|مذكرة|رسالة)\s|(?:Bericht|Mitteilung|Schreiben|Note) (?:de[sr]|vom)\b|"
    r".{2,30}的(?:报告|说明|信|备忘录)$"
)
_NOTE = re.compile(
    rf"(?P<super>[{RAISED_DIGITS}]{{1,4}})\s*|(?P<star>\*{{1,6}}|†{{1,3}}|‡{{1,3}})(?![*†‡])\s*|"
    r"(?P<slash>\d{1,3})/\s+|\[(?P<square>\d{1,3})\]\s*|"
    rf"(?:注|脚注|说明)\s?(?P<han>\d{{1,3}})\s?[:：.．、]?\s*|(?P<letter>[{RAISED_LETTERS[:13]}])\s+"
)
# What stands below a table and says what is in it, in seven languages.
_TABLE_NOTE = re.compile(
    r"(?:Notes?|Sources?|Abbreviations?|Abréviations?|Notas?|Fuentes?|Abreviaturas?|"
    r"Примечани[ея]|Источники?|Сокращения|ملاحظات|ملاحظة|المصدر|المصادر|المختصرات|"
    r"Anmerkung(?:en)?|Quellen?|Abkürzung(?:en)?)[\s\u00a0]?:\s*(?=\S)|"
    r"(?:注|说明|资料来源|来源|缩写|简称)\s?[:：]\s*(?=\S)"
)
_OPENERS = {
    "zh": re.compile(
        "回顾|忆及|重申|又|还|再次|欢迎|注意|表示|认识|确认|强调|着重|特别[^是]|铭记|关切|深|严重|鼓励|"
        "申明|考虑|意识|赞|满意|感谢|遵循|遵照|根据|依照|按照|念及|审议|听取|收到|决心|谴责|相信|"
        "坚信|承认|肯定|震惊|痛惜|遗憾|希望|期待|指出|提及|鉴于|牢记|本着|同时|进一步|仍然|"
        "极为|十分|高度|在[^各国地内]|重点|珍视|敬|有[鉴感]|欣[见悉慰闻]|敦促|审查|认为|感到|尤其|[惊获得知]悉|决定|促请|着眼|体认|敏锐|密切|兹"
    ),
    "en": re.compile(
        r"[A-Z]\w+(?:ing|ed)\b|Deeply|Gravely|Fully|Aware|Mindful|Conscious|Also|Further|Keenly|Having|"
        r"Bearing|Taking|Strongly|Seriously|Acutely|Profoundly|Firmly|Concerned|Cognizant|Convinced"
    ),
    "fr": re.compile(
        r"[A-ZÉÀ]\w+ant\b|[A-ZÉÀ]\w+ée?s?\b|Consciente?|Profondément|Gravement|Vivement|Pleinement|Se\b|S[’']|"
        r"Ayant|Prenant|Convaincue?|Soucieu|Résolue?"
    ),
    "es": re.compile(
        r"[A-ZÁÉÍÓÚ]\w+(?:ando|iendo|ándo|iéndo|yendo)\w*|Consciente|Profundamente|Gravemente|Convencid|"
        r"Preocupad|Alarmad|Decidid|Resuelt|Plenamente|Alentad"
    ),
    "ru": re.compile(
        r"(?:\w+,?\s){0,3}?(?:\w{3,}(?:ая|яя|уя|юя|ся|ясь|ив|ав|ев|яв)\b|будучи|исходя|желая)",
        re.IGNORECASE,
    ),
    "ar": re.compile(r"و?إذ\b|و?قد\b|و?[إا]ن\b|و?\w+(?:ا|اً) منها\b"),
    "de": re.compile(
        r"\w+end\b|unter|in\s(?:[A-ZÄÖÜ]|de[rm]|diese)|erfreut|eingedenk|besorgt|mit\s|nach\s|sich\s|"
        r"überzeugt|erneut|ernsthaft|tief|zutiefst|höchst|ferner|sowie|Kenntnis|daran|davon|"
        r"geleitet|entschlossen|beunruhigt|bestürzt|ermutigt|voll|im\s(?:Hinblick|Bewusstsein)",
        re.IGNORECASE,
    ),
}


def heading_width(language: str) -> int:
    """Return how many characters a heading has at most."""
    return _HEADING_WIDTH.get(language, _HEADING_WIDTH_OTHERWISE)


def is_organ(text: str, language: str) -> bool:
    """Return whether a text is an organ's line before its preamble: its name and a comma.

    `The General Assembly,`, `大会，`, `إن الجمعية العامة،`.
    """
    if len(text) > _LONGEST_ORGAN.get(language, 110) or ending(text) is not Ending.COMMA:
        return False
    core = re.sub(rf"[\s{NOTE_SIGNS}]+$", "", text).rstrip(",，،、")
    if any(sign in core for sign in ",，،、;；:：。"):
        return False
    begins = re.match(_ORGAN_STARTS.get(language, ""), core)
    noun = re.search(rf"(?<!\w)(?:{_ORGAN_NOUNS[language]})", core)
    if language == "zh":
        core = re.sub(r"\s", "", core)
        noun = re.search(rf"(?:{_ORGAN_NOUNS['zh']})$", core)
        return bool(noun) and not _OPENERS["zh"].match(core)
    if not begins or not noun or not (core[:1].isupper() or language == "ar"):
        return False
    # In these languages the noun comes early: "La Comisión de Prevención del Delito".
    return language in ("en", "de") or noun.start() <= begins.end() + 20


def is_bare_organ(text: str) -> bool:
    """Return whether a text is an organ's name without a comma, as older declarations have it."""
    return bool(_BARE_ORGAN.fullmatch(text.strip(" ,،，")))


def leading_organ(text: str) -> str:
    """Return the organ that a line of the first page begins with, "" for none.

    >>> leading_organ("General Assembly Distr.: General"), leading_organ("The General Assembly,")
    ('General Assembly', 'General Assembly')
    """
    found = _BARE_ORGAN.match(text)
    return found["organ"] if found else ""


def is_preamble(text: str) -> bool:
    """Return whether a text is the heading of a preamble."""
    return bool(_PREAMBLE.fullmatch(text.strip(" .:：")))


def is_meeting(text: str) -> bool:
    """Return whether a text is the meeting or the date of an adoption, or both."""
    return len(text) <= 120 and bool(_SIGNATURE.fullmatch(text.strip(" .")))


def is_date(text: str) -> bool:
    """Return whether a text is nothing but a date.

    >>> is_date("30 June 2044"), is_date("2044年6月30日"), is_date("June 2044")
    (True, True, False)
    """
    return len(text) <= 60 and bool(_BARE_DATE.fullmatch(text.strip(" .")))


def leads_on(left: str, right: str, language: str) -> bool:
    """Return whether a line without an end goes on in the next, by its last word.

    >>> leads_on("Budget from 1 July 2043 to", "30 June 2044", "en")
    True
    >>> leads_on("Budget for the year to 30", "June 2044", "en"), leads_on("Budget", "Staff", "en")
    (True, False)
    """
    tail = left.rstrip()[-40:]
    cut = bool(_DAY.search(tail)) and bool(_MONTH.match(right))
    return cut or bool(_LEADS_ON[language].fullmatch(tail))


def is_signature(text: str) -> bool:
    """Return whether a text closes a resolution (meeting and date, vote) or is a signature."""
    if len(text) > 240:
        return False
    signed = len(text) <= 120 and _SIGNED.search(text)
    return is_meeting(text) or bool(signed or _VOTED.fullmatch(text))


def is_adoption(text: str) -> bool:
    """Return whether a line before the title or after the end says how a text was adopted.

    `Resolution adopted by the General Assembly on 3 November 2044`, `[on the report of the Third
    Committee (A/99/589)]`, `[Adopted without a vote.]`.
    """
    return len(text) <= 240 and bool(
        _VOTED.fullmatch(text) or _ADOPTED.fullmatch(text.rstrip("* "))
    )


def is_session(text: str) -> bool:
    """Return whether a text is the line of a masthead that names the session of the organ."""
    return len(text) <= 90 and bool(_SESSION.fullmatch(text.rstrip("* ")))


def names_agenda_item(text: str) -> bool:
    """Return whether a text is a line that says the item of the agenda."""
    return len(text) <= 140 and bool(_ITEM.fullmatch(text.rstrip("* ")))


def is_masthead(text: str) -> bool:
    """Return whether a text is a line that only the first page of a document has."""
    core = text.rstrip("* ")
    if len(core) > 90:
        return False
    return is_session(core) or names_agenda_item(text) or is_surely_masthead(text)


def is_surely_masthead(text: str) -> bool:
    """Return whether a text is such a line, and none that lines of sentences can look like.

    >>> is_surely_masthead("Distr.: General"), is_surely_masthead("the agenda of that session")
    (True, False)
    """
    return is_symbol(text) or (len(text) <= 90 and bool(_MASTHEAD.fullmatch(text.rstrip("* "))))


def is_byline(text: str) -> bool:
    """Return whether a text is the line below a title that says what the document is and whose."""
    return len(text) <= 100 and bool(_BYLINE.match(text))


def note_mark(text: str) -> tuple[str, int] | None:
    """Return the mark of a note that starts with one, as a label, and the characters it takes.

    None where there is no mark.

    >>> note_mark("¹² See A/74/15"), note_mark("3/ Ibid."), note_mark("Ibid.")
    (('12', 3), ('3', 3), None)
    """
    match = _NOTE.match(text)
    if not match or match.end() == len(text):
        return None
    return lower_signs(match[match.lastgroup or 0]), match.end()


def is_table_note(text: str) -> bool:
    """Return whether a text begins as the notes below tables do that have no mark.

    >>> is_table_note("Source: the Board"), is_table_note("来源：理事会"), is_table_note("Notes")
    (True, True, False)
    """
    return bool(_TABLE_NOTE.match(text))


def opens_preambular(text: str, language: str) -> bool:
    """Return whether a text starts as preambular paragraphs do; True where nothing is known."""
    known = _OPENERS.get(language)
    return known is None or bool(known.match(text))


def openers_hold(texts: Iterable[str], language: str) -> bool:
    """Return whether nearly all of these paragraphs start as preambular ones are known to."""
    starts = [opens_preambular(text, language) for text in texts]
    return language in _OPENERS and len(starts) >= 3 and sum(starts) >= _OPENERS_HOLD * len(starts)
