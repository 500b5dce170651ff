"""Strokes that stretch Arabic lines, and those that were typed."""

from __future__ import annotations

from pathlib import Path

from hexapla.corpora.readers.registry import read
from tests.corpora.readers.pdf_files import Look, Printed, office_text, print_with_office

TYPED = "تقـديم التقارير في موعدها إلى اللجنة"
STRETCHED = (
    "تقرر اللجنة أن تنظر في السجل المفتوح لجميع من يرغب في القراءة، وأن تدعو الأمانة إلى استكماله "
    "كل عام، مع مراعاة ما تبديه الدول الأعضاء من آراء في هذا الشأن ومع إيلاء الاهتمام الواجب لما "
    "يرد من طلبات جديدة في الدورة القادمة."
)


def test_typed_strokes_are_kept_and_those_that_stretch_lines_are_not(tmp_path: Path) -> None:
    """The first sign that a font shows for a stroke gives it its meaning, or none."""
    look = Look(font="DejaVu Sans")
    texts = {"typed-first": (TYPED, STRETCHED), "typed-last": (STRETCHED, TYPED)}
    files = {name: office_text(Printed("ar", each, {}), look) for name, each in texts.items()}
    for name, path in print_with_office(files, tmp_path).items():
        found = " ".join(each.text for each in read(path, language="ar").paragraphs)
        assert found.endswith(" ".join(texts[name])), name
