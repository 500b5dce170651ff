"""Says how real United Nations reports are read, as .docx and as .pdf.

    python -m scripts.dev.evaluate.un_reports ../shared/data/un-reports

For each file, of the paragraphs that Word numbers by a typed number before a tab: how many are
read whole, and how many of these with their number as the label. Then, of all pairs together, what
became in the .pdf of the paragraphs of each kind in the .docx: the same text and kind; the text as
another kind; cut, where a paragraph of the .pdf holds a part of it; lost, where none does. `extra`
are paragraphs of this kind in the .pdf that the .docx has not, doubled ones among them, and `same`
is the harmonic mean of both shares. White space, hyphens and raised marks are not compared.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, astuple, dataclass
from io import BytesIO
from operator import add
from pathlib import Path
from typing import Final
from zipfile import ZipFile

import click
from lxml import etree

from hexapla.cli.main import run
from hexapla.cli.options import language_option
from hexapla.corpora.document import Document, Kind
from hexapla.corpora.errors import UsageError
from hexapla.corpora.readers.registry import read
from scripts.dev.command import FOLDER, command, table

__all__ = [
    "Comparison",
    "Numbered",
    "Score",
    "W",
    "compare_kinds",
    "is_struck",
    "main",
    "normalized",
    "read_gold",
    "score_numbered",
    "typed_paragraphs",
]

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TYPED: Final = re.compile(
    r"\s*(?P<label>(?:\d+[A-F]?\.(?:[IVX]+\.)?)*(?:\d+[A-F]?|[IVX]+(?=\.\d))(?:\.\d+)*)\.?\t+"
    r"\s*(?P<text>\S.*)",
    re.DOTALL,
)
_PRINTED: Final = {"tab": "\t", "br": " ", "cr": " ", "noBreakHyphen": "\u2011"}
_LONG: Final = 120  # characters; a shorter text with no stop at its end is a heading
_UNCOMPARED: Final = re.compile(r"[\s\u00ad\u200b-\u200f\u2010\u2011-]+")
_REMOVED: Final = str.maketrans("", "", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LOWERED: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_STRUCK: Final = {W + "del", W + "moveFrom"}
_PART: Final = 20  # signs; a shorter text may be in another by chance


@dataclass(frozen=True, slots=True)
class Numbered:
    """A paragraph with the number that stands before it."""

    label: str
    text: str

    @property
    def is_heading(self) -> bool:
        """Return whether it is a numbered heading, by its length and end."""
        return len(self.text) <= _LONG and not self.text.rstrip().endswith((".", ":", ";"))


@dataclass(frozen=True, slots=True)
class Score:
    """How many numbered paragraphs a file has, are read whole, and have their label too."""

    numbered: int = 0
    whole: int = 0
    labelled: int = 0

    def __add__(self, other: Score) -> Score:
        """Return the counts of both."""
        return Score(*map(add, astuple(self), astuple(other)))


@dataclass(frozen=True, slots=True)
class Comparison:
    """What became of the paragraphs of a kind in the other format, in numbers of paragraphs."""

    same: int = 0
    other_kind: int = 0
    cut: int = 0
    lost: int = 0
    extra: int = 0

    def __add__(self, other: Comparison) -> Comparison:
        """Return the counts of both."""
        return Comparison(*map(add, astuple(self), astuple(other)))

    @property
    def f1(self) -> float:
        """Return the harmonic mean of the shares that are the same on both sides."""
        both = 2 * self.same + self.other_kind + self.cut + self.lost + self.extra
        return 2 * self.same / both if both else 1.0


def typed_paragraphs(data: bytes) -> list[Numbered]:
    """Return the paragraphs of a .docx that have a typed number before a tab.

    Tables are left out, and so is what tracked changes took away.
    """
    with ZipFile(BytesIO(data)) as package:
        body = etree.fromstring(package.read("word/document.xml")).find(f"{W}body")
    assert body is not None
    matches = (_TYPED.fullmatch(_printed(each)) for each in body.iterfind(f"{W}p"))
    return [Numbered(m["label"], " ".join(m["text"].split())) for m in matches if m]


def read_gold(path: Path) -> list[Numbered]:
    """Return the numbered paragraphs of a file of gold; UsageError where it is none."""
    try:
        rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
        return [Numbered(row["label"], row["text"]) for row in rows]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{path}: no gold of numbered paragraphs: {error}") from error


def normalized(text: str) -> frozenset[str]:
    """Return what is compared of a text: without raised figures, and with them as figures."""
    bare = _UNCOMPARED.sub("", text)
    return frozenset((bare.translate(_REMOVED), bare.translate(_LOWERED)))


def score_numbered(gold: Sequence[Numbered], document: Document) -> Score:
    """Count the numbered paragraphs that a document has whole, and with their labels."""
    labels: dict[str, set[str]] = {}
    for paragraph in document.paragraphs:
        for text in normalized(paragraph.text):
            labels.setdefault(text, set()).add(paragraph.label)
    found = [
        (each.label, set().union(*(labels.get(text, ()) for text in normalized(each.text))))
        for each in gold
    ]
    return Score(len(gold), sum(bool(s) for _, s in found), sum(each in s for each, s in found))


def compare_kinds(word: Document, printed: Document) -> dict[Kind, Comparison]:
    """Compare the paragraphs of a .docx with those of its .pdf, by their kind in the .docx."""
    left = [(each.kind, _bare(each.text)) for each in word.paragraphs]
    rest = Counter((each.kind, _bare(each.text)) for each in printed.paragraphs)
    same, changed = Counter[Kind](), list[tuple[Kind, str]]()
    for row in left:
        if rest[row]:
            rest[row] -= 1
            same[row[0]] += 1
        else:
            changed.append(row)
    texts = Counter[str]()
    for (_, text), count in rest.items():
        texts[text] += count
    whole = "\n".join(texts.elements())
    fates = Counter((kind, _fate(text, texts, whole)) for kind, text in changed)
    extra = Counter(kind for kind, _ in rest.elements())
    return {
        kind: Comparison(
            same[kind],
            fates[kind, "other kind"],
            fates[kind, "cut"],
            fates[kind, "lost"],
            extra[kind],
        )
        for kind in Kind
        if kind in extra or any(kind is each for each, _ in left)
    }


def _fate(text: str, texts: Counter[str], whole: str) -> str:
    """Say what became of a text; takes it out of `texts` where it is there whole."""
    if texts[text]:
        texts[text] -= 1
        return "other kind"
    parts = (text[:_PART], text[-_PART:])
    return "cut" if any(part in whole for part in parts) else "lost"


def _bare(text: str) -> str:
    return _UNCOMPARED.sub("", text).translate(_REMOVED)


def is_struck(element: etree._Element) -> bool:
    """Return whether a tracked change took an element of Word away."""
    return any(each.tag in _STRUCK for each in element.iterancestors())


def _printed(paragraph: etree._Element) -> str:
    """Return the text of a paragraph of Word, tabs included, without what was struck."""
    found = list[str]()
    for element in paragraph.iter(f"{W}t", *(W + name for name in _PRINTED)):
        if not is_struck(element):
            found.append(_PRINTED.get(etree.QName(element).localname) or element.text or "")
    return "".join(found)


def _pairs(folder: Path) -> Iterator[tuple[Path, Path, list[Numbered]]]:
    for gold in sorted(folder.glob("gold/*.jsonl")):
        word, printed = (folder / f"{gold.stem}.{format}" for format in ("docx", "pdf"))
        yield word, printed, read_gold(gold)


@command
@click.argument("folder", type=FOLDER)
@click.option(
    "--language", type=language_option, help="The language; told from the text if not given."
)
def main(folder: Path, language: str | None) -> None:
    """Score the .docx and .pdf in FOLDER against FOLDER/gold, and one against the other.

    \b
    Example: python -m scripts.dev.evaluate.un_reports ../shared/data/un-reports
    """
    scores: dict[str, Score] = {}
    kinds: dict[Kind, Comparison] = {}
    for word, printed, gold in _pairs(folder):
        documents = [read(path, language=language) for path in (word, printed)]
        for path, document in zip((word, printed), documents, strict=True):
            score = score_numbered(gold, document)
            scores[path.suffix] = scores.get(path.suffix, Score()) + score
            click.echo(_score_line(path.name, score))
        for kind, comparison in compare_kinds(*documents).items():
            kinds[kind] = kinds.get(kind, Comparison()) + comparison
    for suffix, score in scores.items():
        click.echo(_score_line(f"all {suffix}", score))
    rows = (
        {".docx to .pdf": str(kind), **asdict(each), "f1": f"{each.f1:.3f}"}
        for kind, each in sorted(kinds.items())
    )
    click.echo("\n".join(table(rows)))


def _score_line(name: str, score: Score) -> str:
    whole, labelled = (each / max(score.numbered, 1) for each in (score.whole, score.labelled))
    return f"{name:28}{score.numbered:5} numbered   {whole:.4f} whole   {labelled:.4f} labelled"


if __name__ == "__main__":
    run(main)
