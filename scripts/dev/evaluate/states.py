"""The short names of some Member States in seven languages, and each language's order of them.

Lists of States and replies of States stand in the alphabetical order of each language version, so
that they cross. The names are those the United Nations use; the order is a plain one, which folds
accents and passes over the Arabic article. Chinese lists stand in code point order here, not by
strokes: it serves as well to put them elsewhere.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Final

__all__ = ["STATES", "sort_key"]

_TABLE: Final = """
zh|en|fr|es|ru|ar|de
阿富汗|Afghanistan|Afghanistan|Afganistán|Афганистан|أفغانستان|Afghanistan
阿尔及利亚|Algeria|Algérie|Argelia|Алжир|الجزائر|Algerien
安哥拉|Angola|Angola|Angola|Ангола|أنغولا|Angola
阿根廷|Argentina|Argentine|Argentina|Аргентина|الأرجنتين|Argentinien
亚美尼亚|Armenia|Arménie|Armenia|Армения|أرمينيا|Armenien
奥地利|Austria|Autriche|Austria|Австрия|النمسا|Österreich
孟加拉国|Bangladesh|Bangladesh|Bangladesh|Бангладеш|بنغلاديش|Bangladesch
比利时|Belgium|Belgique|Bélgica|Бельгия|بلجيكا|Belgien
巴西|Brazil|Brésil|Brasil|Бразилия|البرازيل|Brasilien
柬埔寨|Cambodia|Cambodge|Camboya|Камбоджа|كمبوديا|Kambodscha
喀麦隆|Cameroon|Cameroun|Camerún|Камерун|الكاميرون|Kamerun
乍得|Chad|Tchad|Chad|Чад|تشاد|Tschad
智利|Chile|Chili|Chile|Чили|شيلي|Chile
中国|China|Chine|China|Китай|الصين|China
哥伦比亚|Colombia|Colombie|Colombia|Колумбия|كولومبيا|Kolumbien
古巴|Cuba|Cuba|Cuba|Куба|كوبا|Kuba
塞浦路斯|Cyprus|Chypre|Chipre|Кипр|قبرص|Zypern
丹麦|Denmark|Danemark|Dinamarca|Дания|الدانمرك|Dänemark
厄瓜多尔|Ecuador|Équateur|Ecuador|Эквадор|إكوادور|Ecuador
埃及|Egypt|Égypte|Egipto|Египет|مصر|Ägypten
埃塞俄比亚|Ethiopia|Éthiopie|Etiopía|Эфиопия|إثيوبيا|Äthiopien
芬兰|Finland|Finlande|Finlandia|Финляндия|فنلندا|Finnland
法国|France|France|Francia|Франция|فرنسا|Frankreich
格鲁吉亚|Georgia|Géorgie|Georgia|Грузия|جورجيا|Georgien
德国|Germany|Allemagne|Alemania|Германия|ألمانيا|Deutschland
加纳|Ghana|Ghana|Ghana|Гана|غانا|Ghana
希腊|Greece|Grèce|Grecia|Греция|اليونان|Griechenland
匈牙利|Hungary|Hongrie|Hungría|Венгрия|هنغاريا|Ungarn
冰岛|Iceland|Islande|Islandia|Исландия|آيسلندا|Island
印度|India|Inde|India|Индия|الهند|Indien
印度尼西亚|Indonesia|Indonésie|Indonesia|Индонезия|إندونيسيا|Indonesien
伊拉克|Iraq|Iraq|Iraq|Ирак|العراق|Irak
爱尔兰|Ireland|Irlande|Irlanda|Ирландия|أيرلندا|Irland
意大利|Italy|Italie|Italia|Италия|إيطاليا|Italien
日本|Japan|Japon|Japón|Япония|اليابان|Japan
约旦|Jordan|Jordanie|Jordania|Иордания|الأردن|Jordanien
肯尼亚|Kenya|Kenya|Kenya|Кения|كينيا|Kenia
黎巴嫩|Lebanon|Liban|Líbano|Ливан|لبنان|Libanon
墨西哥|Mexico|Mexique|México|Мексика|المكسيك|Mexiko
摩洛哥|Morocco|Maroc|Marruecos|Марокко|المغرب|Marokko
挪威|Norway|Norvège|Noruega|Норвегия|النرويج|Norwegen
秘鲁|Peru|Pérou|Perú|Перу|بيرو|Peru
波兰|Poland|Pologne|Polonia|Польша|بولندا|Polen
大韩民国|Republic of Korea|République de Corée|República de Corea|Республика Корея|جمهورية كوريا|Republik Korea
俄罗斯联邦|Russian Federation|Fédération de Russie|Federación de Rusia|Российская Федерация|الاتحاد الروسي|Russische Föderation
南非|South Africa|Afrique du Sud|Sudáfrica|Южная Африка|جنوب أفريقيا|Südafrika
西班牙|Spain|Espagne|España|Испания|إسبانيا|Spanien
瑞典|Sweden|Suède|Suecia|Швеция|السويد|Schweden
瑞士|Switzerland|Suisse|Suiza|Швейцария|سويسرا|Schweiz
乌克兰|Ukraine|Ukraine|Ucrania|Украина|أوكرانيا|Ukraine
"""  # noqa: E501 - a line is a State

_ROWS: Final = [row.split("|") for row in _TABLE.split("\n") if row]

# Language → the names; a State has the same place in all languages.
STATES: Final[Mapping[str, tuple[str, ...]]] = {
    column[0]: column[1:] for column in zip(*_ROWS, strict=True)
}


def sort_key(name: str, language: str) -> str:
    """Return what a name is sorted by in a language version."""
    if language == "zh":
        return name
    if language == "ar":
        name = name.removeprefix("ال")
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
