"""Numbers in Chinese: numerals, digits with 万 and 亿, ordinals, fractions, per cent, months."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from types import MappingProxyType
from typing import Final, NamedTuple

from hexapla.memory.checks.values.literals import (
    LITERAL,
    Readings,
    integer,
    number_of,
    readings_of,
    simplest,
)
from hexapla.memory.checks.values.model import Key

__all__ = ["Numeral", "numerals", "parse"]

_DIGITS: Final = MappingProxyType(
    {
        **{sign: value for value, sign in enumerate("零一二三四五六七八九")},
        **{sign: value for value, sign in enumerate("〇壹贰叁肆伍陆柒捌玖")},
        **{"两": 2, "兩": 2, "貳": 2, "參": 3, "陸": 6, "幺": 1, "弍": 2},
    }
)
_UNITS: Final = MappingProxyType({"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000})
_MYRIADS: Final = MappingProxyType(
    {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "兆": 10**12}
)
_SIGNS: Final = "".join((*_DIGITS, *_UNITS, *_MYRIADS, "廿卅"))
_SCALE: Final = "(?:[十百万萬亿億]|千(?![瓦克米卡伏赫]))"
_FIGURE: Final = rf"(?:{LITERAL})\s?(?:{_SCALE}{{1,3}}(?![个個]?[分之])(?:零?\d+{_SCALE}{{1,2}})*)?"
# A figure, or numerals; 点 between numerals only.
_NUMERAL: Final = re.compile(
    rf"(?P<parts>(?:百分|千分|万分|萬分)之\s?)?(?:(?P<figure>{_FIGURE})"
    rf"|(?P<han>(?<![点])[{_SIGNS}]{{1,30}}(?:[点點][{_SIGNS}]{{1,10}})?))"
    rf"(?P<of>\s?分之\s?(?:(?P<count>\d+)|(?P<han_count>[{_SIGNS}]{{1,10}})))?"
)
_FIRST: Final = re.compile(rf"[\d{_SIGNS}]")
_PIECE: Final = re.compile(rf"(?:零)?({LITERAL})\s?({_SCALE}*)")
# Numerals in words that are no numbers, by what stands before and after.
_IDIOM: Final = re.compile(
    "十分(?!之)|十字|十足|十全|万一|千万|百姓|百般|万能|万分(?!之)|一一|三三两两|万万|五金|八卦|九泉|"
    "三角|四方|四面|八方|四处|四周|五官|再三|三者|两性|千里|百货|万维|百科|二手|两极|三明治|"
    "万物|七上八下|双十|百合|三思|两难|两者|两岸|十一国庆|六神|二元|三维|二维|四维|千禧|百慕|万象|千兆|"
    "第三[方者人]|三藩|四川|九龙|九江|三亚|三星|百度|八哥|七喜|三井|三菱|五角大"
)
# Behind these, a small numeral counts or orders something for sure.
_COUNTED: Final = frozenset(
    "个個项項条條段款章次名位种種类類年月日天周岁歲倍届屆级級国國人点點轮輪份期号號组組场場家座艘架辆輛"
    "件篇部卷批步步处處所例票轮阶幅颗只隻集季小英公美万千百亿州区區州代根块塊本封间間层層"
)
_DAY_NAMES: Final = ("星期", "礼拜", "禮拜")
_BEFORE_LABELS: Final = ("第", "第 ", "附件", "附录", "附錄", "表", "图", "圖")
_LABELLED: Final = frozenset("届屆次条條章节段款")
_SEVERAL: Final = ("几", "幾", "数", "數")
_SCALES: Final = frozenset((*_UNITS, *_MYRIADS))
_COUNTING: Final = frozenset("三四五六七八九十")


class Numeral(NamedTuple):
    """A number in a Chinese text."""

    readings: Readings
    start: int
    end: int
    required: bool
    percent: bool = False


def numerals(text: str) -> Iterator[Numeral]:
    """Yield the numbers of a text (`plain`) in their order.

    >>> [each.readings[0] for each in numerals("第九十二届会议，270万人，百分之三十八")]
    [(92,), (2700000,), (38,)]
    """
    for match in _matches(text):
        value = _readings(match)
        if not value:
            continue
        start, end = match.span()
        if match["of"]:
            yield Numeral(_fraction(value, match), start, end, required=True)
        elif match["parts"]:
            percent = match["parts"].startswith("百")
            yield Numeral(value, start, end, required=True, percent=percent)
        elif match["figure"]:
            yield Numeral(value, start, end, required=True)
        else:
            ordinal = text.endswith(_BEFORE_LABELS, max(0, start - 2), start)
            yield Numeral(value, start, end, _means(text, match, value, ordinal=ordinal))


def _matches(text: str) -> Iterator[re.Match[str]]:
    """Yield what `_NUMERAL` finds, which is looked for at the signs that it may begin with."""
    place = 0
    while first := _FIRST.search(text, place):
        match = _NUMERAL.match(text, first.start())
        place = match.end() if match else first.end()
        if match:
            yield match


def _readings(match: re.Match[str]) -> Readings:
    if match["figure"]:
        return _figure(match["figure"])
    value = parse(match["han"])
    if value is None:
        # Two or three in a row are a guess: 三四 is three or four.
        digits = tuple(_DIGITS[sign] for sign in match["han"] if sign in _DIGITS)
        return (digits,) if digits else ()
    if match["han"].endswith("千") and isinstance(value, int) and value < 10_000:
        return ((value,), (value // 1000,))  # 四千米 are four kilometres
    return ((value,),)


def _figure(written: str) -> Readings:
    literal = re.match(LITERAL, written)
    assert literal is not None
    plain = readings_of(literal[0], "zh")
    scale = written[literal.end() :].strip()
    if not scale:
        return plain
    factor, rest = _scaled(scale)
    found = []
    for reading in plain:
        if len(reading) == 1 and isinstance(reading[0], int | Decimal):
            product = reading[0] * factor + rest
            found.append((simplest(product),))
    return tuple(found) or plain


def _scaled(scale: str) -> tuple[int, Decimal]:
    """Return what signs behind figures multiply by, and what is added: 3亿5000万."""
    signs = re.match(rf"{_SCALE}*", scale)
    assert signs is not None
    rest = Decimal(0)
    for match in _PIECE.finditer(scale, signs.end()):
        number = number_of(match[1].replace(" ", "").replace(",", ""))
        if isinstance(number, int | Decimal):
            rest += number * _product(match[2])
    return _product(signs[0]), rest


def _product(signs: str) -> int:
    product = 1
    for sign in signs:
        product *= _UNITS.get(sign) or _MYRIADS[sign]
    return product


def parse(numeral: str) -> Key | None:
    """Return what a numeral is worth, digits in a row as figures; None where it is none.

    >>> parse("二百零三"), parse("二〇三四"), parse("三点五"), parse("廿一")
    (203, 2034, Decimal('3.5'), 21)
    """
    whole, point, part = numeral.replace("點", "点").partition("点")
    whole = whole.replace("廿", "二十").replace("卅", "三十")
    if point:
        value = parse(whole)
        digits = "".join(str(_DIGITS[sign]) for sign in part if sign in _DIGITS)
        return Decimal(f"{value}.{digits}") if isinstance(value, int) and digits else None
    if all(sign in _DIGITS for sign in whole):
        if len(whole) == 1:
            return _DIGITS[whole]
        return int("".join(str(_DIGITS[sign]) for sign in whole)) if len(whole) >= 3 else None
    return _counted(whole)


def _counted(numeral: str) -> int | None:
    total = section = digit = 0
    for sign in numeral:
        if sign in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[sign]
        elif sign in _UNITS:
            section += (digit or 1) * _UNITS[sign]
            digit = 0
        else:
            myriad = _MYRIADS[sign]
            section += digit
            # 万亿 multiplies what stands before it as a whole.
            total = (
                (total + section or 1) * myriad
                if myriad >= 10**8
                else total + (section or 1) * myriad
            )
            section = digit = 0
    return total + section + digit


def _means(text: str, match: re.Match[str], value: Readings, *, ordinal: bool) -> bool:
    """Return whether a numeral is a number for sure, and not a part of another word."""
    numeral, (start, end) = match["han"], match.span()
    number, following = value[0][0], text[end : end + 1]
    # 一 and 两 are said in many ways, or not at all: a pair, both; so are 几十 and 数百.
    several = numeral[0] in _SCALES and text[start - 1 : start] in _SEVERAL
    if several or number in (0, 1) or len(value[0]) > 1 or (number == 2 and not ordinal):
        return False
    if _IDIOM.match(text, start) or _IDIOM.match(text, max(0, start - 1)):
        return False
    if ordinal:
        return number != 2 or following in _LABELLED or text[start - 1] != "第"
    if text.startswith(_DAY_NAMES, max(0, start - 2)) or text[start - 1 : start] in ("周", "週"):
        return False
    if len(numeral) == 1:
        return numeral in _COUNTING and following in _COUNTED
    return "十" in numeral or any(sign in _DIGITS for sign in numeral)


def _fraction(value: Readings, match: re.Match[str]) -> Readings:
    whole = value[0][0]
    count = integer(match["count"]) if match["count"] else parse(match["han_count"])
    readings: Readings = ((f"{count}/{whole}",),)
    if isinstance(count, int | Decimal) and isinstance(whole, int):
        readings = (*readings, (count, whole))
    return readings
