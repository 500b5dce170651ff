"""Bytes of a file to text: byte-order marks, UTF-8, UTF-16 and the legacy encodings of the UN."""

from __future__ import annotations

import codecs
import os
import re
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import StringIO, TextIOWrapper
from pathlib import Path
from typing import BinaryIO

from hexapla.corpora.errors import DocumentError
from hexapla.corpora.input.bounds import MAX_BYTES

__all__ = ["cleaned", "decode", "is_special", "lines", "load"]

_MARKS = (
    # UTF-32 before UTF-16: its little-endian mark starts with the shorter one.
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
# In the order of preference between equally plausible readings.
_LEGACY = ("gb18030", "big5hkscs", "cp1251", "cp1256", "cp1252", "koi8-r", "iso8859-6", "iso8859-5")
_DECLARED = {
    # What web pages call an encoding, and the superset that readers take it for
    # (WHATWG Encoding Standard, section 4.2).
    **dict.fromkeys(("gb2312", "gbk", "gb18030", "x-gbk", "gb_2312-80"), "gb18030"),
    **dict.fromkeys(("big5", "big5-hkscs", "x-x-big5"), "big5hkscs"),
    **dict.fromkeys(("windows-1251", "cp1251", "x-cp1251"), "cp1251"),
    **dict.fromkeys(("windows-1256", "cp1256", "x-cp1256"), "cp1256"),
    **dict.fromkeys(("windows-1252", "cp1252", "iso-8859-1", "latin1", "us-ascii"), "cp1252"),
    **dict.fromkeys(("iso-8859-15", "latin9"), "iso8859-15"),
    "iso-8859-5": "iso8859-5",
    "iso-8859-6": "iso8859-6",
    "koi8-r": "koi8-r",
}
_CHUNK = 2**20  # bytes or characters that are read at once of a file of any size
_BINARY_SHARE = 0.01  # control characters a text may hold: stray marks of old word processors
_PLAUSIBLE = 0.55  # below this no reading of the bytes is language
_SAMPLE = 20_000  # characters that are judged

_CONTROL_BYTES = bytes(range(0x20)).translate(None, b"\t\n\x0b\x0c\r\x1a\x1b")
_LINE_ENDS = re.compile("\r\n|[\r\v\u2028]")
_FORBIDDEN = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufeff\ufffe\uffff]")
_BEYOND_ASCII = re.compile("[^\x00-\x7f]")
# A character beyond ASCII with the letters around it, tried at the starts of words only: linear.
_PIECE = re.compile(r"(?<![^\W\d_])[^\W\d_]*[^\x00-\x7f][^\W\d_]*")
_LETTERS = re.compile("[^\\W\\d_\u064b-\u0652](?:[^\\W\\d_]|[\u064b-\u0652])*")

# The commonest characters of Chinese prose and of UN documents, simplified and traditional.
_FREQUENT_HAN = frozenset(
    "的一是在不了有和人这這中大为為上个個国國我以要他时時来來用们們生到作地于於出就分对對成会會可主"
    "发發年动動同工也能下过過子说說产產种種面而方后後多定行学學法所民得经經十三之进進等部度家力里如"
    "水化高自二理起小物现現实實加量都两兩体體制机機当當使点點从從业業本去把性好应應开開合还還因由其些"
    "前外政四日社事平形相全表间間与與关關各重新内內数數正明原又利比或但第向道此变變条條只没沒结結解问"
    "問意建月公无無系情者最立代已通并提题題程展五果员員位入常文总總次式活设設及管特件长長求基资資组組"
    "见見计計别別期根论論运運指区區强強决決被必则則任取据據处處联聯合权權议議约約际際宪憲保护護欢歡迎"
    "请請促执執核届屆委秘书書报報告项項目标標序言宣界世六七八九安将將何"
)
_FREQUENT_LETTERS = frozenset("оеаинтсрвлкмдпуя" + "اليمونتربعةدسفهكحأقجى")
_ACCENTED = frozenset("àâäæçèéêëîïñôöùûüÿœáíóúßÀÂÄÆÇÈÉÊËÎÏÑÔÖÙÛÜŸŒÁÍÓÚ")
_PUNCTUATION = frozenset("’‘“”«»–—…•§°ºª¿¡\xa0\xad€№„‹›⁄‑‐′″")
_EASTERN_PUNCTUATION = frozenset(
    "，。、：；！？（）《》〈〉「」『』【】〔〕“”．－％　０１２３４５６７８９،؛؟"
)


def is_special(path: Path) -> bool:
    """Return whether a path is that of a pipe or a device, which may never end.

    It is looked at once: what another removes between two looks is no device.
    """
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def load(path: Path, *, most: int = MAX_BYTES) -> bytes:
    """Return the bytes of a file, the first `most` of them.

    Raises DocumentError if the file cannot be read or is larger than `MAX_BYTES`.
    """
    with _opened(path) as stream:
        if os.fstat(stream.fileno()).st_size > MAX_BYTES:
            raise DocumentError(path, "larger than %(most)s MB", most=MAX_BYTES // 2**20)
        return stream.read(most)


def lines(path: Path) -> Iterator[str]:
    r"""Return the lines of a text file, each with its \n, decoded as `decode` does.

    One in UTF-8 may have any size: no more than a line of it is held, and of a very long line a
    part at a time. Raises DocumentError if the file cannot be read, or is in another encoding and
    larger than `MAX_BYTES`.
    """
    if not _is_utf8(path):
        yield from StringIO(decode(load(path), path))
        return
    with _opened(path) as stream:
        text = TextIOWrapper(stream, "utf-8-sig")
        begun = ""
        while chunk := text.read(_CHUNK):
            *whole, begun = (begun + cleaned(chunk)).split("\n")
            yield from (f"{line}\n" for line in whole)
            if len(begun) > _CHUNK:
                yield begun
                begun = ""
        if begun:
            yield begun


def _is_utf8(path: Path) -> bool:
    """Return whether a file holds UTF-8 without a control character."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with _opened(path) as stream:
        chunk = stream.read(_CHUNK)
        plain = bool(chunk)
        while plain and chunk:
            plain = len(chunk) == len(chunk.translate(None, _CONTROL_BYTES))
            plain = plain and _decodes(decoder, chunk)
            chunk = stream.read(_CHUNK)
    return plain and _decodes(decoder, b"", final=True)


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    try:
        # A pipe or a device may never end, and has no size.
        if not stat.S_ISREG(path.stat().st_mode):
            raise DocumentError(path, "not a file")
        with path.open("rb") as stream:
            yield stream
    except (FileNotFoundError, NotADirectoryError) as error:
        raise DocumentError(path, "no such file") from error
    except PermissionError as error:
        raise DocumentError(path, "no permission to read it") from error
    except (OSError, ValueError) as error:
        raise DocumentError(path, getattr(error, "strerror", None) or str(error)) from error


def decode(data: bytes, where: Path, *, declared: str = "") -> str:
    r"""Return the text of a file, with \n for every line end and without control characters.

    A byte-order mark decides, else valid UTF-8, else UTF-16 by its zero bytes, else the encoding
    that the file itself declares, unless its text is no language in that, else the legacy encoding
    whose text looks most like one of the seven languages. Tabs and form feeds (page breaks) stay;
    nothing is normalised to NFC. Raises DocumentError, naming `where`, if the data is empty, binary
    or in an unknown encoding.
    """
    if not data:
        raise DocumentError(where, "the file is empty")
    text = _marked(data, where)
    if text is None:
        controls = len(data) - len(data.translate(None, _CONTROL_BYTES))
        text = _utf16(data) if controls else None
        if text is None:
            if controls > _BINARY_SHARE * len(data):
                raise DocumentError(where, "binary data, not text")
            text = _unmarked(data, declared)
    if text is None:
        raise DocumentError(where, "its character encoding is not recognised; save it as UTF-8")
    return cleaned(text)


def cleaned(text: str) -> str:
    r"""Return a text as `decode` leaves it: each line ends with \n, and no character steers.

    >>> cleaned("one\u2028two\ufeff")
    'one\ntwo'
    """
    return _FORBIDDEN.sub("", _LINE_ENDS.sub("\n", text).replace("\u2029", "\n\n"))


def _marked(data: bytes, where: Path) -> str | None:
    """Decode what has a byte-order mark; None if there is none."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = _strict(data[len(mark) :], encoding)
            if text is None:
                raise DocumentError(
                    where, "starts as %(encoding)s but is damaged", encoding=encoding.upper()
                )
            return text
    return None


def _unmarked(data: bytes, declared: str) -> str | None:
    """Decode as UTF-8, as declared, or as the most plausible legacy encoding."""
    text = _strict(data, "utf-8")
    if text is not None:
        return text
    named = _DECLARED.get(declared.strip().lower(), "")
    stated = _strict(data, named) if named else None
    if stated is not None and _plausibility(stated) > _PLAUSIBLE:
        return stated
    # Many pages name an encoding that their editor put there and their text is not in.
    readings = (_strict(data, encoding) for encoding in _LEGACY)
    return _best(text for text in readings if text is not None) or stated


def _utf16(data: bytes) -> str | None:
    """Decode UTF-16 without a byte-order mark; None if the data is not that.

    Legacy text never holds the control bytes that UTF-16 is full of, so only data that does gets
    here; the byte order is the one that reads as language.
    """
    if len(data) % 2:
        return None
    readings = (_strict(data, encoding) for encoding in ("utf-16-le", "utf-16-be"))
    return _best(
        text for text in readings if text is not None and not _FORBIDDEN.search(text[:_SAMPLE])
    )


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _best(readings: Iterable[str]) -> str | None:
    """Return the most plausible of several readings, the earliest of equals; None if none is."""
    best, best_score = None, _PLAUSIBLE
    for text in readings:
        score = _plausibility(text)
        if score > best_score:
            best, best_score = text, score
    return best


def _plausibility(text: str) -> float:
    """Rate from 0 to 1 how much the non-ASCII characters of a text look like language."""
    total = score = 0.0
    first = _BEYOND_ASCII.search(text)
    start = max(0, first.start() - 30) if first else len(text)
    for match in _PIECE.finditer(text[start : start + _SAMPLE]):
        piece = match.group()
        total += len(piece)
        score += len(piece) * _piece_score(piece)
    return score / total if total else 1.0


def _piece_score(piece: str) -> float:
    """Rate a non-ASCII character with the letters around it, by its worst part."""
    marks = _LETTERS.sub("", piece)
    words = _LETTERS.findall(piece)
    return min(map(_punctuation_score, marks), default=1.0) * min(
        (_word_score(word) for word in words if not word.isascii()), default=1.0
    )


def _word_score(letters: str) -> float:
    """Rate a word: one script, coherent case, frequent letters."""
    if any("\u3400" <= letter <= "\u9fff" for letter in letters):
        return sum(map(_han_score, letters)) / len(letters)
    coherent = letters in {letters.lower(), letters.upper(), letters.capitalize()}
    return _alphabetic_score(letters) if coherent else 0.0


def _punctuation_score(mark: str) -> float:
    if mark in _EASTERN_PUNCTUATION:
        return 1.0
    combining = "\u0300" <= mark <= "\u036f"
    return 0.7 if combining or mark in _PUNCTUATION else 0.0


def _han_score(letter: str) -> float:
    """Rate a character of a word that has Chinese ones: frequent, common, or neither."""
    if letter in _FREQUENT_HAN:
        return 1.0
    simplified = letter.encode("gb2312", "ignore")
    traditional = letter.encode("big5", "ignore")
    # The first level of each standard holds the common characters, the second the rare ones.
    common = b"\xb0" <= simplified[:1] <= b"\xd7" or b"\xa4" <= traditional[:1] <= b"\xc6"
    return 0.7 if common else 0.1


def _alphabetic_score(letters: str) -> float:
    """Rate a word of coherent case: all of one script, and of the letters that are frequent."""
    accented = sum(map(_ACCENTED.__contains__, letters))
    latin = accented + sum(map(str.isascii, letters))
    if latin:
        # At most two letters in three are accented (été), save in à.
        plain = latin == len(letters) and (3 * accented <= 2 * latin or letters in "àÀ")
        return 0.9 if plain else 0.0
    if not (
        _all_between(letters, "\u0410", "\u044f", "ёЁ") or _all_between(letters, "\u0621", "\u0652")
    ):
        return 0.0
    frequent = sum(map(_FREQUENT_LETTERS.__contains__, letters.lower())) / len(letters)
    # Small letters read as another Cyrillic encoding often come out as capitals, and à as а.
    return 0.4 + 0.6 * frequent - (0.2 if len(letters) == 1 or letters.isupper() else 0.0)


def _all_between(letters: str, first: str, last: str, more: str = "") -> bool:
    return all(first <= letter <= last or letter in more for letter in letters)
