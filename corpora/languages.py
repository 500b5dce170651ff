"""The seven languages: names, scripts, direction, and how their text is joined."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

__all__ = ["LANGUAGES", "Language", "language_for", "language_named"]


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the United Nations, or German.

    `letter` is the one that UN file names and job numbers use (none for German). `separator` stands
    between two joined pieces of text.
    """

    code: str
    name: str
    letter: str
    direction: str = "ltr"
    separator: str = " "


LANGUAGES = MappingProxyType(
    {
        language.code: language
        for language in (
            Language("zh", "Chinese", "C", separator=""),
            Language("en", "English", "E"),
            Language("fr", "French", "F"),
            Language("es", "Spanish", "S"),
            Language("ru", "Russian", "R"),
            Language("ar", "Arabic", "A", direction="rtl"),
            Language("de", "German", ""),
        )
    }
)


def language_for(code: str) -> Language:
    """Return the language of a code; one of others, as files bring it, is called by the code.

    >>> language_for("zh").name, language_for("pt").name, language_for("pt").direction
    ('Chinese', 'pt', 'auto')
    """
    return LANGUAGES.get(code) or Language(code, code, "", "auto")


# What each is called in all seven, without accents, and its codes of ISO 639 (the bibliographic
# ones too, and those of Mandarin and Standard Arabic).
_NAMES = {
    "zh": "zho chi cmn chinese chinois chino китаискии китаиском chinesisch chinesische mandarin "
    "الصينية صيني صينية 中文 汉语 漢語 华语 華語 普通话 简体中文 繁体中文 繁體中文 簡體中文",
    "en": "eng english anglais anglaise ingles inglesa англиискии англииском englisch englische "
    "الإنكليزية الإنجليزية إنكليزي إنكليزية إنجليزي إنجليزية 英文 英语 英語",
    "fr": "fra fre french francais francaise frances francesa французскии французском "
    "franzosisch franzosische الفرنسية فرنسي فرنسية 法文 法语 法語",
    "es": "spa spanish espagnol espagnole espanol espanola castellano испанскии испанском "
    "spanisch spanische الإسبانية الأسبانية إسباني إسبانية 西班牙文 西班牙语 西班牙語 西文 西语",
    "ru": "rus russian russe ruso rusa русскии русском russisch russische الروسية روسي روسية "
    "俄文 俄语 俄語",
    "ar": "ara arb arabic arabe арабскии арабском arabisch arabische العربية عربي عربية "
    "阿拉伯文 阿拉伯语 阿拉伯語 阿文 阿语",
    "de": "deu ger german allemand allemande aleman alemana немецкии немецком deutsch deutsche "
    "الألمانية ألماني ألمانية 德文 德语 德語",
}
# Where they are spoken, by CLDR's locales. Codes that are also those of our other languages are
# left out, save `es-AR`: `de-fr` in the name of a file is a pair.
_REGIONS = {
    "zh": "cn tw hk mo sg my",
    "en": "001 150 ag ai as at au bb be bi bm bs bw bz ca cc ch ck cm cx cy dg dk dm er fi fj fk "
    "fm ga gb gd gg gh gi gm gu gy hk ie il im in io je jm ke ki kn ky lc lr ls mg mh mo mp ms "
    "mt mu mv mw my na nf ng nl nr nu nz pg ph pk pn pr pw rw sb sc sd se sg sh si sl ss sx "
    "sz tc tk to tt tv tz ug uk um us vc vg vi vu ws za zm zw",
    "fr": "fr be bf bi bj bl ca cd cf cg ch ci cm dj dz ga gf gn gp gq ht km lu ma mc mf mg ml mq "
    "mr mu nc ne pf pm re rw sc sn sy td tg tn vu wf yt",
    "es": "es 419 ar bo br bz cl co cr cu do ea ec gq gt hn ic mx ni pa pe ph pr py sv us uy ve",
    "ru": "ru by kg kz md ua",
    "ar": "001 ae bh dj dz eg eh er il iq jo km kw lb ly ma mr om ps qa sa sd so ss sy td tn ye",
    "de": "de at be ch it li lu",
}
_SCRIPTS = ("hans", "hant", "chs", "cht", "latn", "cyrl", "arab")
_MARKS = re.compile("[\u0300-\u036f\u0654\u0655]")
_BRACKETS = re.compile(r"\s*[(（\[].*[)）\]]\s*$")
_VERSIONS = ("", "版", "本", "版本", "文本")  # what Chinese names of versions end with
_LONGEST = 60  # characters of a name; more are a text


def _bare(name: str) -> str:
    """Return a name in small letters, without accents and in the usual forms of its signs."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return unicodedata.normalize("NFC", _MARKS.sub("", plain)).strip()


_CODES: Mapping[str, str] = MappingProxyType(
    {
        _bare(name): code
        for code, names in _NAMES.items()
        for name in (code, *names.split())
        if len(name) > 1
    }
)


@lru_cache(maxsize=1000)
def language_named(name: str, *, sure: bool = False) -> str:
    """Return the code of the language that a code, a tag or a name means; "" for none of ours.

    Codes of ISO 639 in two and three letters, tags of BCP 47 with any script and region, and names
    in the seven languages, with a remark in brackets. With `sure`, a region must be one where the
    language is spoken, as in the name of a file, where `de-fr` is a pair of languages.

    >>> [language_named(name) for name in ("ar-MA", "zh_Hant", "fre", "Русский", "中文版")]
    ['ar', 'zh', 'fr', 'ru', 'zh']
    >>> language_named("Français (Canada)"), language_named("pt-BR"), language_named("de-FR")
    ('fr', '', 'de')
    >>> language_named("de-fr", sure=True), language_named("es-UY", sure=True)
    ('', 'es')
    """
    if len(name) > _LONGEST:
        return ""
    bare = _bare(name)
    whole = (_CODES.get(bare.removesuffix(ending)) for ending in _VERSIONS)
    if code := next(filter(None, whole), ""):
        return code
    primary, *subtags = re.split("[-_]", bare)
    code = _CODES.get(primary, "") if primary.isascii() and len(primary) <= 3 else ""
    if code:
        known = (*_REGIONS[code].split(), *_SCRIPTS)
        return code if not sure or all(each in known for each in subtags) else ""
    outside = _BRACKETS.sub("", bare)
    return language_named(outside, sure=sure) if outside != bare and not sure else ""
