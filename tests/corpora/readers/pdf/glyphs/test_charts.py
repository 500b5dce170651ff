"""Charts are told by their scales, and their words and figures left out."""

from __future__ import annotations

from hexapla.corpora.readers.pdf.glyphs.charts import without_charts
from hexapla.corpora.readers.pdf.glyphs.pages import GlyphRow
from hexapla.corpora.readers.pdf.glyphs.rules import Box
from tests.corpora.readers.pdf.rows import line, row

BEFORE = line(720, "The lamps that were lit")
SCALE = [Box(y, y + 1, 75, 80) for y in (600, 620, 640, 660, 680)]
GROUND = Box(600, 601, 80, 400)
BARS = [Box(600, 660, 100, 130), Box(600, 640, 200, 230)]
INSIDE = [row(659, (60, "30")), row(662, (108, "31"), (208, "22")), row(598, (65, "0"))]
NAMES = row(586, (100, "2043"), (200, "2044"))
SAMPLES = [Box(570, 575, 100, 120), Box(558, 563, 100, 120)]
COLOURS = [
    row(570, (124, "Lamps lit by the harbour and")),
    row(564, (124, "on the hill"), size=6),
    row(552, (124, "Lamps out")),
]
AFTER = [line(530, "1. The harbour is lit, and"), line(518, "so is the hill.")]


def left(rows: list[GlyphRow], *boxes: Box) -> list[str]:
    return ["".join(each.texts) for each in without_charts(rows, boxes)]


def texts(*rows: GlyphRow) -> list[str]:
    return ["".join(each.texts) for each in rows]


def test_figures_names_and_colours_of_a_chart_are_left_out() -> None:
    samples = [SAMPLES[0], Box(552, 557, 100, 120)]
    rows = [BEFORE, *INSIDE, NAMES, *COLOURS, *AFTER]
    assert left(rows, *SCALE, GROUND, *BARS, *samples) == texts(BEFORE, *AFTER)


def test_words_below_a_chart_without_a_sample_are_text() -> None:
    rows = [BEFORE, *INSIDE, NAMES, COLOURS[0], *AFTER]
    underline = Box(568, 569, 124, 150)
    assert left(rows, *SCALE, GROUND, underline) == texts(BEFORE, COLOURS[0], *AFTER)


def test_text_between_two_charts_stays() -> None:
    lower = [each._replace(bottom=each.bottom - 300, top=each.top - 300) for each in SCALE]
    ground = GROUND._replace(bottom=300, top=301)
    rows = [BEFORE, *INSIDE, *AFTER, row(340, (60, "20")), line(250, "It is light.")]
    found = left(rows, *SCALE, GROUND, *lower, ground)
    assert found == texts(BEFORE, *AFTER, line(250, "It is light."))


def test_strokes_without_a_line_to_stand_on_are_no_chart() -> None:
    rows = [BEFORE, *INSIDE, *AFTER]
    assert left(rows, *SCALE) == texts(*rows)
    assert left(rows, *SCALE[:3], GROUND) == texts(*rows)


def test_a_row_that_reaches_beyond_a_chart_is_in_the_other_column() -> None:
    wide = line(640, "The register is open to all who wish to read in it, and costs nothing " * 2)
    assert left([wide], *SCALE, GROUND) == texts(wide)


def test_the_rules_of_a_table_with_a_narrow_column_are_no_chart() -> None:
    rules = [GROUND._replace(bottom=each.bottom, top=each.top) for each in SCALE]
    rows = [row(y + 6, (90, "Lamps that are lit")) for y in (660, 640, 620, 600)]
    assert left(rows, *SCALE, *rules) == texts(*rows)
