"""Writes files made to harm who reads them: `python -m scripts.dev.fuzz.hostile_files FOLDER`.

Each attack is put into every format that it fits: bombs of entities and of compression, entities
and includes that reach for other files and hosts, nesting, attributes and lines without end, names
that lead out of their folder, bytes that are no text. The files serve the tests, and
`scripts.dev.fuzz.readers` as what is damaged further.
"""

from __future__ import annotations

import io
import json
import stat
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import click

from hexapla.cli.main import run
from scripts.dev.command import command
from scripts.dev.fuzz.hostile_pdf import hostile_pdf_files
from scripts.dev.fuzz.packages import (
    PARTS,
    small_package,
    text_part,
    with_surroundings,
    zipped,
)

__all__ = ["SECRET", "XML_TEXTS", "hostile_files", "main", "write_hostile_files"]

SECRET: Final = "what no document may reach"  # noqa: S105  # no password
"""What stands in the file that entities and includes reach for."""

_LONG: Final = 200_000  # characters of a text, an attribute or a line
_DEEP: Final = 30_000  # elements within each other
_UNPACKED: Final = 250 << 20  # bytes of a compressed stream of spaces
_PART: Final = 30 << 20  # bytes of a part that is packed a thousand times smaller
_TEXT: Final = "大会决定保留树木名册。"

XML_TEXTS: Final[Mapping[str, tuple[str, str]]] = {
    ".tmx": (
        "tmx",
        '<tmx version="1.4"><header srclang="zh" segtype="sentence"/><body>'
        '<tu><tuv xml:lang="zh"><seg>{}</seg></tuv>'
        '<tuv xml:lang="en"><seg>A.</seg></tuv></tu></body></tmx>',
    ),
    ".xlf": (
        "xliff",
        '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">'
        '<file source-language="zh" target-language="en" original="a" datatype="plaintext"><body>'
        '<trans-unit id="1"><source>{}</source><target>A.</target></trans-unit>'
        "</body></file></xliff>",
    ),
    ".akn": (
        "akomaNtoso",
        '<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><statement>'
        "<mainBody><paragraph><content><p>{}</p></content></paragraph></mainBody>"
        "</statement></akomaNtoso>",
    ),
    ".xml": ("TEI.2", "<TEI.2><text><body><p>{}</p></body></text></TEI.2>"),
    ".html": ("html", "<html><body><table><tr><td>{}</td><td>A.</td></tr></table></body></html>"),
    ".xhtml": (
        "html",
        '<html xmlns="http://www.w3.org/1999/xhtml"><body><p>{}</p></body></html>',
    ),
}
"""By extension, the first element of XML that holds a text, and the whole with {} for the text."""
_NAMES: Final = (
    "../outside.txt",
    "/outside.txt",
    "a/../../outside.txt",
    "..\\outside.txt",
    "C:\\outside.txt",
    "a\nb.txt",
    "CON.txt",
    "\u202etxt.exe",
    "a" * 300 + ".txt",
)


def hostile_files(secret: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the name and content of every file; `secret` is the file that some reach for."""
    for name, (doctype, text) in _xml_attacks(secret).items():
        for extension, (root, whole) in XML_TEXTS.items():
            declared = doctype.replace("ROOT", root)
            yield f"{name}{extension}", f"{declared}{whole.replace('{}', text)}".encode()
        for extension, (part, *_) in PARTS.items():
            root, whole = text_part(extension)
            content = f"{doctype.replace('ROOT', root)}{whole.replace('{}', text)}"
            yield f"{name}{extension}", small_package(extension, {part: content})
    yield from _archives()
    yield from _streams()
    for name, data in _texts().items():
        for extension in (".txt", ".csv", ".tsv", ".jsonl", ".po"):
            yield f"{name}{extension}", data
        for extension in (".html", ".tmx"):
            before, _, behind = XML_TEXTS[extension][1].encode().partition(b"{}")
            yield f"{name}{extension}", before + data + behind
    yield from _structured()
    yield from _documents()
    yield from hostile_pdf_files()


def _xml_attacks(secret: Path) -> dict[str, tuple[str, str]]:
    """Return a document type and a text for each attack on readers of XML."""
    levels = "".join(
        f'<!ENTITY e{number} "{f"&e{number - 1};" * 10 if number else "ha"}">'
        for number in range(12)
    )
    many = " ".join(f"a{number}=''" for number in range(_DEEP))
    uri = secret.absolute().as_uri()
    include = f'<i:include xmlns:i="http://www.w3.org/2001/XInclude" href="{uri}" parse="text"/>'
    return {
        "entities": (f"<!DOCTYPE ROOT [{levels}]>", "&e11;"),
        # The first element must stand where the kind of file is looked for.
        "quadratic": (f'<!DOCTYPE ROOT [<!ENTITY a "{"x" * 2_000}">]>', "&a;" * 50_000),
        "external": (f'<!DOCTYPE ROOT [<!ENTITY x SYSTEM "{uri}">]>', "&x;"),
        "parameter": (f'<!DOCTYPE ROOT [<!ENTITY % p SYSTEM "{uri}"> %p;]>', _TEXT),
        "recursive": ('<!DOCTYPE ROOT [<!ENTITY a "&b;"><!ENTITY b "&a;">]>', "&a;"),
        "dtd": ('<!DOCTYPE ROOT SYSTEM "http://127.0.0.1:9/x.dtd">', _TEXT),
        "include": ("", include),
        "deep": ("", f"{'<b>' * _DEEP}{_TEXT}{'</b>' * _DEEP}"),
        "unclosed": ("", "<b>" * _DEEP),
        "attribute": ("", f'<b a="{"x" * _LONG}">{_TEXT}</b>'),
        "attributes": ("", f"<b {many}>{_TEXT}</b>"),
        "comment": ("", f"<!--{'x' * _LONG}-->{_TEXT}"),
        "instruction": ("", f"<?a {'x' * _LONG}?>{_TEXT}"),
        "elements": ("", "<b/>" * (2 * _DEEP)),
        "numbers": ("", "&#x110000;&#0;&#xd800;&#99999999999;"),
        "encoding": ('<?xml version="1.0" encoding="utf-7"?>', "+ADw-script+AD4-"),
        "script": ("", "<script>document.title='owned'</script>&lt;img src=x onerror=alert(1)>"),
    }


def _archives() -> Iterator[tuple[str, bytes]]:
    """Yield archives, and packages with all that makes their readers take them."""
    text = f"{_TEXT}\n"
    yield from _attacked(".zip", "A_1-ZH.txt", {"A_1-ZH.txt": text, "A_1-EN.txt": "The list.\n"})
    tmx = XML_TEXTS[".tmx"][1].replace("{}", _TEXT)
    yield from _attacked(".tmx.zip", "a.tmx", {"a.tmx": tmx})
    for extension in (".docx", ".odt", ".xlsx", ".ods"):
        part = PARTS[extension][0]
        whole = {part: text_part(extension)[1].replace("{}", _TEXT)}
        yield from _attacked(extension, part, with_surroundings(extension, whole))


def _attacked(
    extension: str, chosen: str, parts: Mapping[str, str | bytes]
) -> Iterator[tuple[str, bytes]]:
    """Yield every attack that a zip archive can carry; `chosen` is the entry with the text."""
    whole = zipped(parts)
    bomb = zipped({**parts, chosen: b"\0" * _PART})
    nested = zipped({"A_1-ZH.txt": _TEXT})
    for number in range(20):
        nested = zipped({f"{number}.zip": nested})
    size = len(parts[chosen] if isinstance(parts[chosen], bytes) else str(parts[chosen]).encode())
    attacks = {
        "nested": zipped({**parts, "nested.zip": nested}),
        "link": _with_link(whole),
        "bomb": bomb,
        "names": zipped({**parts, **dict.fromkeys(_NAMES, _TEXT)}),
        "many": zipped({**parts, **{f"{number}.txt": "" for number in range(20_000)}}),
        "cut": whole[: len(whole) // 2],
        "mixed": whole + bomb,
        # The size that the directory tells is a lie.
        "lie": whole.replace(size.to_bytes(4, "little"), (1).to_bytes(4, "little")),
        "encrypted": whole.replace(
            b"PK\x01\x02\x14\x03\x14\0\0\0", b"PK\x01\x02\x14\x03\x14\0\1\0"
        ),
    }
    for name, content in attacks.items():
        yield f"{name}{extension}", content


def _with_link(archive: bytes) -> bytes:
    """Return an archive with one entry more, which is a link that leads out of it."""
    link = zipfile.ZipInfo("A_2-EN.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    target = io.BytesIO(archive)
    with zipfile.ZipFile(target, "a") as opened:
        opened.writestr(link, "/etc/passwd")
    return target.getvalue()


def _streams() -> Iterator[tuple[str, bytes]]:
    """Yield what is small until it is unpacked."""
    packer = zlib.compressobj(1, zlib.DEFLATED, 31)
    zeros = b"".join(packer.compress(b" " * (1 << 20)) for _ in range(_UNPACKED >> 20))
    packed = zeros + packer.flush()
    for extension in (".tmx.gz", ".txt.gz"):
        yield f"bomb{extension}", packed
        yield f"cut{extension}", zeros[:5000]


def _texts() -> dict[str, bytes]:
    """Return bytes that are hard on whatever takes them for text."""
    return {
        "overlong": b"\xc0\xaf\xe0\x80\xaf\xf8\x88\x80\x80\x80" * 50,
        "surrogates": b"\xed\xa0\x80\xed\xb0\x80" + _TEXT.encode(),
        "odd": b"\xff\xfe" + _TEXT.encode("utf-16-le") + b"\x00",
        "halves": "\ud800".encode("utf-16-be", "surrogatepass") * 999,
        "marks": b"\xef\xbb\xbf" * 999,
        "zeros": b"\0" * 100_000,
        "bidi": f"\u202e\u2066{_TEXT}\u2069\u202c\n\u202d(1)\u202c\n".encode() * 99,
        "line": b"(" * _LONG,
        "words": "第".encode() * (_LONG // 3),
        "lines": b"\n" * _LONG,
        "labels": b"1." * (_LONG // 20) + b" a\n",
        "quotes": b'"' * (_LONG // 20 + 1),
        "formulas": b"zh\ten\n=1+1\t@SUM(A1)\n+1\t-1\n=cmd|'/c calc'!A0\t\t\n",
        "paths": "\n\n".join(f"A/{name}\n\n{_TEXT}" for name in _NAMES).encode(),
    }


def _structured() -> Iterator[tuple[str, bytes]]:
    """Yield what is deep, long or circular in the manner of its format."""
    yield "deep.jsonl", b'{"symbol": ' + b"[" * _LONG + b"\n"
    yield "number.jsonl", b'{"symbol": ' + b"9" * _LONG + b"}\n"
    for name in _NAMES:
        row = {"symbol": name, "language": "zh", "path": name}
        yield f"path-{_NAMES.index(name)}.jsonl", json.dumps(row).encode()
    yield "columns.csv", b"zh,en," + b"a," * _LONG + b"\n" + b"x," * _LONG + b"\n"
    yield "groups.rtf", b"{\\rtf1 " + b"{" * _DEEP
    yield "binary.rtf", b"{\\rtf1 \\bin999999999 a}"
    yield "unicode.rtf", b"{\\rtf1 " + b"\\u-99999999999?" * 999 + b"\\uc999999 a}"
    yield "fields.rtf", b"{\\rtf1 " + b"{\\field{\\*\\fldinst HYPERLINK" * 999
    yield "escapes.po", b'msgid "' + b"\\" * _LONG + b'"\nmsgstr "a"\n'
    directory = "WordDocument\0".encode("utf-16-le")
    yield "office.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 4096 + directory


def _documents() -> Iterator[tuple[str, bytes]]:
    """Yield documents of Akoma Ntoso and TEI whose structure multiplies what they hold."""
    text = f"<p>{_TEXT}</p>"
    point = f"<point><num>(a)</num><content>{text}</content></point>"
    note, bare, noted = '<authorialNote marker="1"><p>n', "<authorialNote>", '<note n="1">n'
    akoma = {
        "cells": f"<table><meta>{'<x/>' * _DEEP}</meta>{'<td>a</td>' * _DEEP}</table>",
        "numbers-before": f"<paragraph>{'<num>1</num>' * _DEEP}{text}</paragraph>",
        "labels": f"<paragraph><num>{'1' * 2000}</num>" * 80 + point * 999 + "</paragraph>" * 80,
        "lists": "<list><point><num>1</num>" * 80 + point * 999 + "</point></list>" * 80,
        "notes": f"<p>{_TEXT}{note * 80}{'x' * _LONG}{'</p></authorialNote>' * 80}</p>",
        "empty-notes": f"<p>{bare * 200}{'<img/>' * 999}{'</authorialNote>' * 200}</p>",
        "mark": f'<p>{_TEXT}<authorialNote marker="{"1" * _LONG}"><p>n</p></authorialNote></p>',
        "roots": "<p/>" * (2 * _DEEP),
        "sections": f"<section><heading>{_TEXT}</heading>" * 200 + text * 999 + "</section>" * 200,
        "identifiers": f'<paragraph eId="{"p_" * _LONG}1"><content>{text}</content></paragraph>',
        "tables": "<table><tr><td>" * 80 + text * 999 + "</td></tr></table>" * 80,
    }
    tei = {
        "cells": f"<table><row>{'<cell>a</cell>' * _DEEP}</row></table>",
        "notes": f"<p>{_TEXT}{noted * 200}{'x' * _LONG}{'</note>' * 200}</p>",
        "many-notes": f"<p>{_TEXT}{f'{noted}</note>' * 9999}</p>",
        "mark": f'<p>{_TEXT}<note n="{"1" * _LONG}">n</note></p>',
        "sentences": f"<p>{'<s>' * 200}{'<s>a</s>' * 9999}{'</s>' * 200}</p>",
        "tags": f'<p><s lang="{"en-" * _LONG}">{_TEXT}</s></p>',
        "divisions": f"<div><head>{_TEXT}</head>" * 200 + text * 999 + "</div>" * 200,
        "roots": "<p/>" * (2 * _DEEP),
    }
    for extension, attacks in ((".akn", akoma), (".xml", tei)):
        before, _, behind = XML_TEXTS[extension][1].partition("<p>{}</p>")
        behind = behind.removeprefix("</content></paragraph>")
        before = before.removesuffix("<paragraph><content>")
        for name, inner in attacks.items():
            yield f"structure-{name}{extension}", f"{before}{inner}{behind}".encode()


def write_hostile_files(folder: Path) -> list[Path]:
    """Write all files to a new folder, with the secret beside that; give their paths."""
    folder.mkdir(parents=True)
    secret = folder.with_name(f"{folder.name}-secret.txt")
    secret.write_text(SECRET, "utf-8")
    paths = []
    for name, content in hostile_files(secret):
        paths.append(folder / name)
        paths[-1].write_bytes(content)
    return paths


@command
@click.argument("folder", type=click.Path(exists=False, path_type=Path))
def main(*, folder: Path) -> None:
    """Write hostile files of every format to a new FOLDER.

    \b
    Example: python -m scripts.dev.fuzz.hostile_files hostile
    """
    click.echo(f"{len(write_hostile_files(folder))} files written: {folder}")


if __name__ == "__main__":
    run(main)
