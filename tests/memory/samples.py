"""A small document set in seven languages, aligned by hand: own text in United Nations style."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from hexapla.align.beads import Bead, Method
from hexapla.align.documents import Alignment, Segment
from hexapla.corpora.document import Document, Kind, Paragraph
from hexapla.corpora.messages import Message
from hexapla.memory.jobs.build import aligned_set
from hexapla.memory.store.opening import open_store
from hexapla.memory.units import AlignedSet, DocumentRecord

SYMBOL = "A/RES/98/12"

# (id, kind, label) of each paragraph; its sentences in each language.
_OUTLINE = (
    ("title", Kind.TITLE, ""),
    ("organ", Kind.ORGAN, ""),
    ("pp-1", Kind.PREAMBULAR, ""),
    ("op-1", Kind.OPERATIVE, "1"),
    ("op-2", Kind.OPERATIVE, "2"),
    ("op-2(a)", Kind.LIST_ITEM, "2(a)"),
    ("fn-1", Kind.NOTE, "1"),
)

TEXTS: dict[str, tuple[tuple[str, ...], ...]] = {
    "zh": (
        ("大会决议：城市树木的记录",),
        ("大会，",),
        ("回顾其2043年3月5日第97/8号决议，¹",),
        ("决定保留树木名册。", "名册每年更新一次。"),
        ("请秘书长：",),
        ("就本决议的执行情况提出报告，列明“A & B”<两类>费用；",),
        ("见A/97/20，第三章。",),
    ),
    "en": (
        ("Resolution of the General Assembly: records of urban trees",),
        ("The General Assembly,",),
        ("Recalling its resolution 97/8 of 5 March 2043,¹",),
        ("Decides to keep the register of trees.", "The register is brought up to date yearly."),
        ("Requests the Secretary-General:",),
        ("To report on the present resolution, with “A & B” <both kinds> of cost;",),
        ("See A/97/20, chap. III.",),
    ),
    "fr": (
        ("Résolution de l’Assemblée générale : registre des arbres urbains",),
        ("L’Assemblée générale,",),
        ("Rappelant sa résolution 97/8 du 5 mars 2043¹,",),
        ("Décide de conserver le registre des arbres.", "Le registre est mis à jour chaque année."),
        ("Prie le Secrétaire général :",),
        ("De rendre compte de la présente résolution et des coûts « A & B » <des deux types> ;",),
        ("Voir A/97/20, chap. III.",),
    ),
    "es": (
        ("Resolución de la Asamblea General: registro de árboles urbanos",),
        ("La Asamblea General,",),
        ("Recordando su resolución 97/8, de 5 de marzo de 2043¹,",),
        ("Decide conservar el registro de árboles.", "El registro se actualiza cada año."),
        ("Solicita al Secretario General:",),
        ("Que informe sobre la presente resolución, con los gastos «A & B» <de ambos tipos>;",),
        ("Véase A/97/20, cap. III.",),
    ),
    "ru": (
        ("Резолюция Генеральной Ассамблеи: учет городских деревьев",),
        ("Генеральная Ассамблея,",),
        ("ссылаясь на свою резолюцию 97/8 от 5 марта 2043 года¹,",),
        ("постановляет сохранить реестр деревьев.", "Реестр обновляется ежегодно."),
        ("просит Генерального секретаря:",),
        ("доложить о настоящей резолюции с указанием расходов «A & B» <обоих видов>;",),
        ("См. A/97/20, гл. III.",),
    ),
    "ar": (
        ("قرار الجمعية العامة: سجل أشجار المدن",),
        ("إن الجمعية العامة،",),
        ("إذ تشير إلى قرارها 97/8 المؤرخ 5 آذار/مارس 2043¹،",),
        ("تقرر الإبقاء على سجل الأشجار.", "ويُستكمل السجل كل سنة."),
        ("تطلب إلى الأمين العام:",),
        ("أن يقدم تقريرا عن هذا القرار يبين تكاليف “A & B” <بنوعيها>؛",),
        ("انظر A/97/20، الفصل الثالث.",),
    ),
    "de": (
        ("Resolution der Generalversammlung: Verzeichnis der Stadtbäume",),
        ("Die Generalversammlung,",),
        ("unter Hinweis auf ihre Resolution 97/8 vom 5. März 2043¹,",),
        ("beschließt, das Baumverzeichnis zu behalten.", "Das Verzeichnis wird jährlich ergänzt."),
        ("ersucht den Generalsekretär:",),
        ("über diese Resolution zu berichten, mit den Kosten „A & B“ <beider Arten>;",),
        ("Siehe A/97/20, Kap. III.",),
    ),
}

Paragraphs = Iterable[tuple[str, Kind, str, tuple[str, ...]]]


def document(language: str, paragraphs: Paragraphs, symbol: str = SYMBOL) -> Document:
    """Make a document of (id, kind, label, sentences)."""
    joiner = "" if language == "zh" else " "
    return Document(
        symbol,
        language,
        tuple(
            Paragraph(name, kind, label, joiner.join(sentences))
            for name, kind, label, sentences in paragraphs
        ),
    )


def segments(paragraphs: Paragraphs) -> tuple[Segment, ...]:
    """Number the sentences of the paragraphs."""
    return tuple(
        Segment(index, number, sentence)
        for index, (*_, sentences) in enumerate(paragraphs)
        for number, sentence in enumerate(sentences, 1)
    )


def beads(*links: tuple[Iterable[int], Iterable[int]], score: float = 0.9) -> tuple[Bead, ...]:
    """Make beads of source and target indices."""
    return tuple(
        Bead(tuple(source), tuple(target), score, Method.SIMILARITY) for source, target in links
    )


def outline(language: str) -> list[tuple[str, Kind, str, tuple[str, ...]]]:
    """Return the sample's paragraphs in a language."""
    return [(*each, text) for each, text in zip(_OUTLINE, TEXTS[language], strict=True)]


def one_to_one(count: int) -> tuple[Bead, ...]:
    """Link everything with its like."""
    return beads(*(((index,), (index,)) for index in range(count)))


def sample_alignment(language: str) -> Alignment:
    """Align the sample's Chinese with another language, one to one."""
    source, target = outline("zh"), outline(language)
    return Alignment(
        document("zh", source),
        document(language, target),
        one_to_one(len(source)),
        segments(source),
        segments(target),
        one_to_one(len(segments(source))),
    )


def sample_records() -> tuple[DocumentRecord, ...]:
    """Return a record for every language version."""
    return tuple(
        DocumentRecord(language, f"texts/{language}.txt", f"{number:064x}", len(_OUTLINE))
        for number, language in enumerate(TEXTS)
    )


@cache
def sample_set(fingerprint: str = "first") -> AlignedSet:
    """Return the whole sample, aligned."""
    others = [language for language in TEXTS if language != "zh"]
    alignments = [sample_alignment(language) for language in others]
    return aligned_set(
        SYMBOL, alignments, sample_records(), fingerprint, warnings=(Message("a warning"),)
    )


def named(symbol: str) -> AlignedSet:
    """Return the whole sample under another symbol."""
    units = tuple(replace(unit, symbol=symbol) for unit in sample_set().units)
    return replace(sample_set(), symbol=symbol, units=units)


def sample_memory(path: Path) -> Path:
    """Write a memory that holds the sample to a path, and return it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_sample_file())
    return path


@cache
def _sample_file() -> bytes:
    """Return the file of a memory that holds the sample, which costs a lot to make."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "memory.db"
        with open_store(path) as store:
            store.replace_set(sample_set())
        return path.read_bytes()
