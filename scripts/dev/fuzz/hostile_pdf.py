"""PDF files made to harm who reads them: loops, depth, doubling and inflation in their objects.

The names of those that take seconds or much memory begin with `much-`.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from typing import Final

from scripts.dev.fuzz.packages import pdf_file, pdf_stream

__all__ = ["hostile_pdf_files"]

_TEXT: Final = b"BT /F 12 Tf 60 700 Td (The Assembly decides to keep the register of trees) Tj ET "
_MARKED: Final = b"/P << /MCID 0 >> BDC " + _TEXT + b"EMC "
_MANY: Final = 20_000
_INFLATED: Final = 40 << 20  # bytes of a stream, unpacked

_Objects = Mapping[int, bytes]


def hostile_pdf_files() -> Iterator[tuple[str, bytes]]:
    """Yield the name and content of every file."""
    for name, objects in {**_loops(), **_trees(), **_tags(), **_forms(), **_streams()}.items():
        yield f"{name}.pdf", pdf_file(objects)
    yield from _tables_of_places()


def _page(
    shown: bytes = _TEXT, more: _Objects | None = None, *, resources: bytes = b""
) -> _Objects:
    """Return the objects of a file of one page; `more` are added, or stand in place of these."""
    return {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /StructParents 0"
        b" /Resources << /Font << /F 5 0 R >> %b >> >>" % resources,
        4: pdf_stream(shown),
        5: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        **(more or {}),
    }


def _loops() -> dict[str, _Objects]:
    """Return objects that lead back to themselves, or say too much of others."""
    length = b"<< /Length 6 0 R >>\nstream\n%b\nendstream" % _TEXT
    extended = pdf_stream(
        b"7 0 << /Extends 6 0 R >>", b"/Type /ObjStm /N 1 /First 4 /Extends 6 0 R"
    )
    font = b"<< /Type /Font /Subtype /Type0 /Encoding /Identity-H /DescendantFonts [5 0 R] >>"
    return {
        "itself": _page(more={4: b"4 0 R"}),
        "circle-of-two": _page(more={4: b"6 0 R", 6: b"4 0 R"}),
        "length": _page(more={4: length, 6: b"6 0 R"}),
        "extended": _page(more={6: extended}),
        "font": _page(more={5: font}),
        "arrays": _page(more={6: b"[" * _MANY}),
        "dictionaries": _page(more={3: b"<< /A " * _MANY + b"null" + b" >>" * _MANY}),
        "much-contents": _page(
            _TEXT * 999, {3: _page()[3].replace(b"4 0 R", b"[%b]" % (b"4 0 R " * 999))}
        ),
    }


def _trees() -> dict[str, _Objects]:
    """Return trees of pages that loop, are deep, or double."""
    pages = b"<< /Type /Pages /Count %d /Kids [%b] >>"
    double = {n: pages % (2 ** (40 - n), b"%d 0 R %d 0 R" % (n + 1, n + 1)) for n in range(10, 40)}
    deep = {n: pages % (1, b"%d 0 R" % (n + 1)) for n in range(10, 5010)}
    return {
        "circle": _page(more={2: pages % (3, b"2 0 R 2 0 R 3 0 R")}),
        "double": _page(more={2: pages % (2**30, b"10 0 R"), **double, 40: _page()[3]}),
        "deep-pages": _page(more={2: pages % (1, b"10 0 R"), **deep, 5010: _page()[3]}),
        "count": _page(more={2: pages % (2**31 - 1, b"3 0 R")}),
        "much-pages": _page(_TEXT * 200, {2: pages % (4000, b"3 0 R " * 4000)}),
    }


def _tags() -> dict[str, _Objects]:
    """Return structures of a tagged file that loop, are deep, double, or go on and on."""
    element = b"<< /Type /StructElem /S /%b /P %d 0 R /Pg 3 0 R /K %b >>"

    def tagged(last: int, elements: _Objects, root: bytes = b"") -> _Objects:
        tree = b"<< /Type /StructTreeRoot /K 7 0 R /ParentTree << /Nums [0 [%d 0 R]] >> %b >>"
        catalog = (
            b"<< /Type /Catalog /Pages 2 0 R /MarkInfo << /Marked true >> /StructTreeRoot 6 0 R >>"
        )
        return _page(_MARKED, {1: catalog, 6: tree % (last, root), **elements})

    def chain(length: int, kids: bytes) -> _Objects:
        around = {
            n: element % (b"Sect", n - 1, kids.replace(b"NEXT", b"%d 0 R" % (n + 1)))
            for n in range(7, 7 + length)
        }
        return tagged(7 + length, {**around, 7 + length: element % (b"P", 6 + length, b"0")})

    paragraph = element % (b"P", 7, b"0")
    own = {7: element % (b"Sect", 6, b"[7 0 R 8 0 R]"), 8: element % (b"P", 7, b"[0 7 0 R]")}
    parents = {7: element % (b"Sect", 8, b"[8 0 R]"), 8: element % (b"P", 7, b"[0 7 0 R]")}
    many = {7: element % (b"Document", 6, b"[%b]" % (b"8 0 R " * _MANY)), 8: paragraph}
    marks = b"[%b]" % b" ".join(b"%d" % number for number in range(_MANY))
    roles = b"/RoleMap << /A /B /B /A >>"
    kids = {6: b"<< /Type /StructTreeRoot /K 7 0 R /ParentTree 9 0 R >>", 9: b"<< /Kids [9 0 R] >>"}
    return {
        "deep-tags": chain(200, b"NEXT"),
        "deeper-tags": chain(_MANY, b"NEXT"),
        "much-doubled-tags": chain(30, b"[NEXT NEXT]"),
        "own-child": tagged(8, own),
        "own-parent": tagged(8, parents),
        "much-tags": tagged(8, many),
        "marks": tagged(7, {7: element % (b"P", 6, marks)}),
        "roles": tagged(7, {7: element % (b"A", 6, b"0")}, roles),
        "own-tree": {**tagged(7, {7: element % (b"P", 6, b"0")}), **kids},
    }


def _forms() -> dict[str, _Objects]:
    """Return drawings that draw themselves, or each other many times."""

    def form(drawn: bytes, inner: int) -> bytes:
        told = (
            b"/Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources << /Font << /F 5 0 R >>"
        )
        return pdf_stream(drawn, told + b" /XObject << /X %d 0 R >> >>" % inner)

    def drawn(count: int, inner: bytes) -> _Objects:
        forms = {n: form(inner, n + 1) for n in range(6, 6 + count)}
        more = {**forms, 6 + count: form(_TEXT, 6 + count)}
        return _page(_TEXT + b"/X Do", more, resources=b"/XObject << /X 6 0 R >>")

    resources = b"/XObject << /X 6 0 R >>"
    return {
        "much-own-form": _page(_TEXT + b"/X Do", {6: form(b"/X Do " * 2, 6)}, resources=resources),
        "much-doubled-forms": drawn(25, b"/X Do " * 2),
        "much-forms": drawn(3, b"/X Do " * 100),
        "deep-forms": drawn(5000, b"/X Do"),
    }


def _streams() -> dict[str, _Objects]:
    """Return streams that are small until they are unpacked, once or twice."""

    def inflated(shown: bytes, times: int = 1) -> _Objects:
        data = shown * (_INFLATED // len(shown)) + _TEXT
        for _ in range(times):
            data = zlib.compress(data, 1)  # the quickest; 200 times smaller is enough
        told = b"/Filter [%b]" % (b"/FlateDecode " * times)
        return _page(more={4: pdf_stream(data, told)})

    ligature = b"1 beginbfchar <0001> <%b> endbfchar" % (b"0041" * 2000)
    wide = {
        5: b"<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /ToUnicode 6 0 R"
        b" /DescendantFonts [7 0 R] >>",
        6: pdf_stream(ligature),
        7: b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A /CIDSystemInfo"
        b" << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
    }
    attacks = {
        "spaces": b" ",
        "shown": b"(a) Tj\n",
        "states": b"q ",
        "marked": b"/P << /MCID 0 >> BDC ",
        "boxes": b"0 0 1 1 re f ",
        "lines": b"1 1 l ",
        "open-arrays": b"[",
        "open-texts": b"(",
    }
    return {
        **{f"much-{name}": inflated(shown) for name, shown in attacks.items()},
        "much-twice": inflated(b" ", 2),
        "much-ligatures": _page(b"BT /F 12 Tf 60 700 Td <%b> Tj ET" % (b"0001" * 50_000), wide),
        "places": _page(
            b"BT /F 12 Tf "
            + b"".join(b"1 0 0 1 %d %d Tm (a) Tj " % (n % 590, n * 7 % 790) for n in range(1500))
            + b"ET"
        ),
        "sizes": _page(b"BT /F 1e38 Tf 1e38 1e38 1e38 1e38 1e38 1e38 Tm (a) Tj ET " + _TEXT),
    }


def _tables_of_places() -> Iterator[tuple[str, bytes]]:
    """Yield files whose tables of places loop, go on and on, or lie."""
    whole = pdf_file(_page())
    start = whole.rindex(b"xref\n0 ")
    yield "table.pdf", whole.replace(b"/Root", b"/Prev %d /Root" % start)
    yield "table-size.pdf", whole.replace(b"/Size 6", b"/Size %d" % (2**31 - 1))
    yield "table-length.pdf", whole.replace(b"xref\n0 6", b"xref\n0 99999999")
    chain, before = bytearray(whole), start
    for _ in range(300):
        place = len(chain)
        chain += (
            b"xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 6 /Root 1 0 R /Prev %d >>\n"
            % before
        )
        chain += b"startxref\n%d\n%%%%EOF\n" % place
        before = place
    yield "table-chain.pdf", bytes(chain)
