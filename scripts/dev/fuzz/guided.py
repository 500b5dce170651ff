"""Looks for inputs that readers fail on, guided by what they reach (github.com/google/atheris).

    pip install '.[fuzzing]'
    python -m scripts.dev.fuzz.guided scripts/sample --runs 100000

Each format has an equal share of the runs, in a process of its own. Inputs grow out of the files of
a folder that have the format, and of a few words of it: those are kept that reach code which no
other did. Of a package, an input is its parts, which are packed anew each time, so that what reads
them is reached; `.texts` are no files, but what the parsers of `scripts.dev.fuzz.texts` are given.
A file that is refused with one of hexapla's own errors, of one line, is fine; anything else, more
than a gigabyte, or ten seconds for one input, is a finding, kept in `--keep`.
"""

from __future__ import annotations

import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import click

from hexapla.cli.main import run
from hexapla.corpora.document import Kind
from hexapla.corpora.errors import UsageError
from hexapla.corpora.languages import LANGUAGES
from hexapla.corpora.readers.pdf import reader as pdf
from hexapla.corpora.readers.pdf.glyphs.pages import PdfError
from hexapla.corpora.readers.pdf.glyphs.reading import read_pages
from hexapla.memory.formats.registry import ExportRequest, format_to_write, writable_extensions
from hexapla.memory.store.opening import open_store
from hexapla.memory.store.store import Store
from hexapla.memory.units import Level, Status, Translation, Unit
from scripts.dev.command import command
from scripts.dev.fuzz.harness import (
    allowed,
    child,
    keep_option,
    parse,
    report,
    runs_option,
    seed_option,
    seeds_argument,
)
from scripts.dev.fuzz.hostile_files import XML_TEXTS
from scripts.dev.fuzz.packages import PARTS, small_package, small_pdf, text_part
from scripts.dev.fuzz.texts import PARSERS

__all__ = ["WORDS", "fuzz", "in_time", "main", "once"]

_LONGEST: Final = 5000  # bytes of an input
_MEMORY: Final = 1000  # megabytes
_SECONDS: Final = 10  # of the processor, for an input
_CLOCK_SECONDS: Final = 20 * _SECONDS  # libFuzzer knows no others, and a busy machine is slow
_TEXTS: Final = ".texts"
_PAGES: Final = 5  # of a PDF file
# Stands between the parts of a package: XML has no place for it.
_BETWEEN: Final = b"\f"
# What is imported in the block is what atheris follows.
_CHILD: Final = (
    "import atheris, sys; from pathlib import Path\n"
    "with atheris.instrument_imports(include=['hexapla']):\n"
    "    from scripts.dev.fuzz.guided import fuzz\n"
    "fuzz(sys.argv.pop(1), Path(sys.argv.pop(1)), sys.argv[1:])\n"
)
# By extension, words from which inputs of the format can be made.
WORDS: Final[Mapping[str, Sequence[str]]] = {
    ".txt": ("1.", "(a)", "第", "A/RES/99/1", "[1]", "\t", "\f", "—", "\u202e", "《", "."),
    ".html": ("<p>", "<table><tr><td>", "<ol>", "<sup>", "&#", "<!--", "<meta charset=", "lang="),
    ".akn": ("<akomaNtoso>", "<p>", "<num>", "<paragraph>", "<docTitle>", "<!DOCTYPE", "&#"),
    ".xml": ("<TEI.2>", "<p n=", "<s>", "<head>", "&#", "<datafield tag=", "<linkGrp fromDoc="),
    ".tmx": ("<tmx>", "<header ", "<tu ", "<tuv xml:lang=", "<seg>", "<ph>", "<bpt i=", "<prop "),
    ".xlf": ("<xliff ", "<file ", "<trans-unit ", "<source>", "<target ", "<g id=", "<note>"),
    ".po": ("msgid ", "msgstr ", "msgctxt ", '"\\n"', "#, fuzzy", "msgid_plural ", "msgstr[0] "),
    ".csv": ("zh,en", "symbol,language,path", '"', ",", ";", "\t", "\r\n", "=1+1"),
    ".jsonl": ('{"', '": ', "[", "\\u", "1e9", '"zh"', '"units"', '"symbol"', '"subfields"'),
    ".tsv": ("zh\ten", "term\tlanguage", "\t", '"', "\r\n", "=1+1", "id\tstatus"),
    ".tbx": ("<tbx ", "<martif>", "<termEntry>", "<langSet xml:lang=", "<term>", "<descrip type="),
    ".docx": ("<w:p>", "<w:r><w:t>", "<w:tbl><w:tr><w:tc>", "<w:footnoteReference w:id=", "\f"),
    ".xlsx": ("<row r=", "<c r=", ' t="s"', "<v>", "<f>", "<is><t>", "<si>", "<numFmt ", "\f"),
    ".ods": ("<table:table-row>", "<table:table-cell ", "<text:p>", "number-rows-repeated="),
    ".pdf": ("BT", "ET", "Tf", "Tj", "TJ", "Td", "Tm", "re", "f", "BDC", "EMC", "(a)", "<41>"),
    _TEXTS: ("12.", "(a)", "第", "A/RES/99/1", "¹", "\t", "—", "\u202e", "《", "bis", "%", "*"),
}

_SENTENCE: Final = "The Assembly decides to keep the register of trees, which is open to all."
# By extension, what a text can have behind it: another paragraph, a note, a list, a table.
_INSIDE: Final[Mapping[str, str]] = {
    ".akn": "<authorialNote marker='1'><p>A note</p></authorialNote></p></content></paragraph>"
    "<paragraph eId='p_2'><num>2.</num><list><point><num>(a)</num><content><p>Trees"
    "<noteRef marker='2'/></p><table><tr><td>A</td><td>B</td></tr></table></content></point>"
    "</list></paragraph><paragraph><heading>Birds</heading><content><p>",
    ".xml": "<note n='1'>A note</note></p><div><head>Trees</head><p><s>A.</s><s>B.</s><lb/></p>"
    "<list><item><label>1.</label>A</item></list><table><row><cell>A</cell></row></table></div><p>",
    ".docx": "</w:t></w:r></w:p><w:p><w:pPr><w:pStyle w:val='H1'/><w:numPr><w:ilvl w:val='0'/>"
    "<w:numId w:val='1'/></w:numPr></w:pPr><w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr>"
    "<w:t>1</w:t><w:footnoteReference w:id='2'/></w:r></w:p><w:tbl><w:tr><w:tc><w:tcPr>"
    "<w:gridSpan w:val='2'/><w:vMerge/></w:tcPr><w:p><w:r><w:t>A</w:t></w:r></w:p></w:tc></w:tr>"
    "</w:tbl><w:p><w:r><w:fldChar w:fldCharType='begin'/><w:t>",
    ".pdf": "BT /F 12 Tf 60 700 Td (The Assembly decides to keep the register of trees) Tj 0 -14 Td"
    " [(which is) -300 (open to all)] TJ ET 60 650 200 1 re f BT /F 8 Tf 60 90 Td (1 A note) Tj ET"
    " /P << /MCID 0 >> BDC BT /F 12 Tf 1 0 0 1 60 400 Tm (a\\) Trees) ' ET EMC",
    ".tmx": "<bpt i='1'>a</bpt>b<ept i='1'>c</ept><ph>d</ph><hi>e</hi>",
    ".xlf": "<g id='1'>a</g><x id='2'/><mrk mtype='seg' mid='1'>b</mrk>",
    ".html": "<ol><li>A<sup>1</sup></li></ol><h2>B</h2><p lang='en'>(a) C<br>D</p>",
}
# By extension, whole files of other kinds that have it: catalogues, links between documents.
_OTHERS: Final[Mapping[str, Sequence[str]]] = {
    ".xml": (
        "<collection><record><datafield tag='191'><subfield code='a'>A/RES/99/1</subfield>"
        "<subfield code='c'>99</subfield></datafield><datafield tag='245'><subfield code='a'>Trees"
        "</subfield></datafield><datafield tag='991'><subfield code='b'>70b</subfield></datafield>"
        "<datafield tag='992'><subfield code='a'>2044-01-07</subfield></datafield></record>"
        "</collection>",
        "<cesAlign><linkGrp fromDoc='zh/a.xml' toDoc='en/a.xml'><link xtargets='1 2;1'/></linkGrp>"
        "</cesAlign>",
    ),
    ".jsonl": (
        '{"fields": [{"191": {"subfields": [{"a": "A/RES/99/1"}, {"c": "99"}]}}, {"650":'
        ' {"subfields": [{"a": "TREES"}]}}]}\n{"symbol": "A/RES/99/1", "title": {"zh": "树木"},'
        ' "agenda": ["70(b)"], "date": "2044-01-07", "subjects": ["TREES"]}',
    ),
}
_UNITS: Final = tuple(
    Unit(
        *("A/99/1", Level.SENTENCE, place, f"{place + 1}.1", Kind.BODY, "", "zh", source),
        (Translation("en", target, 1.0, "imported", status=status),),
        before="树木。",
    )
    for place, (source, target, status) in enumerate(
        (
            ("树木名册", "register of trees", Status.REVIEWED),
            ("第12段见A/RES/99/1号决议。", "For para. 12, see resolution 99/1.", Status.AUTOMATIC),
            ("=1+1 <b>&", '"+1" {1}\t%s', Status.REJECTED),
        )
    )
)


def fuzz(extension: str, corpus: Path, options: Sequence[str]) -> None:
    """Run atheris in this process, which ends with it."""
    import atheris  # noqa: PLC0415  # an extra

    folder = Path(tempfile.mkdtemp())
    store = open_store(folder / "memory.db")
    tried = in_time(once(extension, folder, store))
    atheris.Setup([sys.argv[0], *options, str(corpus)], tried)
    atheris.Fuzz()


def in_time(tried: Callable[[bytes], None]) -> Callable[[bytes], None]:
    """Return what tries an input: AssertionError where it takes too much processor time."""

    def timed(data: bytes) -> None:
        begun = time.process_time()
        tried(data)
        assert time.process_time() - begun < _SECONDS, "takes too much processor time"

    return timed


def once(extension: str, folder: Path, store: Store) -> Callable[[bytes], None]:
    """Return what is done with each input of a format."""
    path = folder / f"input{extension}"

    def with_file(data: bytes) -> None:
        path.write_bytes(_packed(extension, data))
        parse(path, store)

    return {_TEXTS: _parse_texts, ".pdf": _read_pages}.get(extension, with_file)


def _packed(extension: str, data: bytes) -> bytes:
    """Make a package of its parts, where the format is one of packages."""
    if extension not in PARTS:
        return data
    parts = zip(PARTS[extension], data.split(_BETWEEN), strict=False)
    return small_package(extension, {name: part for name, part in parts if part})


def _parse_texts(data: bytes) -> None:
    """Give what stands before and behind the first form feed to every parser of texts."""
    languages = tuple(LANGUAGES)
    text, _, other = data[1:].decode("utf-8", "replace").partition("\f")
    for parser in PARSERS.values():
        with allowed():
            parser(text, other, languages[data[0] % len(languages) if data else 0])


def _read_pages(data: bytes) -> None:
    """Read what a page shows, without the process of its own that PDFium has elsewhere."""
    try:
        pages = read_pages(small_pdf(data), _PAGES)
    except PdfError:
        return
    with allowed():
        content = pdf.content_of(pages)
        for language in LANGUAGES:
            content.blocks(language)


def _seeded(corpus: Path, extension: str, seeds: Path) -> None:
    """Write what inputs of a format grow out of: files, their beginnings, and the words."""
    corpus.mkdir()
    kind = ".txt" if extension == _TEXTS else extension
    files = (path for path in sorted(seeds.rglob(f"*{kind}")) if path.is_file())
    texts = [_unpacked(path, extension) for path in files]
    words = "\n".join(WORDS[extension]).encode()
    for number, text in enumerate([*texts, *_small(extension), words]):
        (corpus / f"seed-{number}").write_bytes(text[:_LONGEST])


def _small(extension: str) -> Iterator[bytes]:
    """Yield whole small files of a format: as they are written here, and by hand."""
    text = _SENTENCE + _INSIDE.get(extension, "")
    if extension in PARTS:
        yield text_part(extension)[1].replace("{}", text).encode()
    elif extension in XML_TEXTS:
        yield XML_TEXTS[extension][1].replace("{}", text).encode()
    else:
        yield text.encode()
    yield from (each.encode() for each in _OTHERS.get(extension, ()))
    if extension in writable_extensions():
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"a{extension}"
            _, write = format_to_write(path)
            write(path, lambda: iter(_UNITS), ExportRequest("zh", "en"))
            yield _unpacked(path, extension)


def _unpacked(path: Path, extension: str) -> bytes:
    """Return the bytes of a file, or of those parts of a package that inputs hold."""
    if extension not in PARTS:
        return path.read_bytes()
    with zipfile.ZipFile(path) as package:
        names = set(package.namelist())
        parts = (package.read(name) if name in names else b"" for name in PARTS[extension])
        return _BETWEEN.join(parts).rstrip(_BETWEEN)


def _dictionary(extension: str) -> str:
    """Return the words of a format as libFuzzer takes them (llvm.org/docs/LibFuzzer.html)."""
    return "".join(
        '"' + "".join(f"\\x{byte:02x}" for byte in word.encode()) + '"\n'
        for word in WORDS[extension]
    )


@command
@seeds_argument
@runs_option(100_000)
@seed_option
@keep_option
@click.option(
    "--format", "chosen", type=click.Choice(list(WORDS)), multiple=True, help="Only this one."
)
def main(*, seeds: Path, runs: int, seed: int, keep: Path, chosen: tuple[str, ...]) -> int:
    """Fuzz the readers with inputs that grow out of the files in SEEDS.

    \b
    Example: python -m scripts.dev.fuzz.guided scripts/sample --runs 100000
    """
    if find_spec("atheris") is None:
        raise UsageError("this needs pip install 'hexapla[fuzzing]'")
    formats = chosen or tuple(WORDS)
    failed = 0
    for extension in formats:
        with tempfile.TemporaryDirectory() as name:
            corpus, words = Path(name) / "corpus", Path(name) / "words"
            _seeded(corpus, extension, seeds)
            words.write_text(_dictionary(extension), "ascii")
            keep.mkdir(parents=True, exist_ok=True)
            options = (
                *(f"-runs={runs // len(formats)}", f"-seed={seed}", f"-max_len={_LONGEST}"),
                *(f"-rss_limit_mb={_MEMORY}", f"-timeout={_CLOCK_SECONDS}", f"-dict={words}"),
                f"-artifact_prefix={keep}/{extension[1:]}-",
            )
            done = child(_CHILD, extension, corpus, *options)
            reached = len(list(corpus.iterdir()))
        failed += done.returncode != 0
        click.echo(f"{extension}: {_told(done.stderr, done.returncode)}, {reached} inputs kept")
    return report(f"{runs // len(formats) * len(formats)} inputs", failed)


def _told(output: str, status: int) -> str:
    lines = [line for line in output.splitlines() if line.strip()]
    if status == 0:
        return next((line for line in lines if line.startswith("Done")), "done")
    causes = [line for line in lines if "Error" in line or "ERROR" in line]
    return f"FAILED: {(causes or lines or [str(status)])[0].strip()}"


if __name__ == "__main__":
    run(main)
