"""Leaves out the words and figures of charts, as where a tagged file calls them drawings.

A chart is told by the scale of its values: short level strokes of one length, one above the other,
beside the line that its bars or curves stand on. Below that line are the names of its bars, and
further down what its colours mean, each behind a sample that is drawn.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from hexapla.corpora.readers.pdf.glyphs.pages import GlyphRow
from hexapla.corpora.readers.pdf.glyphs.rules import Box

__all__ = ["without_charts"]

_STROKE = (1.5, 9.0)  # points, the lengths of strokes on a scale
_FEWEST_STROKES = 4  # a step apart, on one scale
_SAME = 1.5  # points
_NARROWEST = 60.0  # points, of a chart
_MOST_SCALES = 40  # of a page
_MOST_SAMPLES = 100  # of a chart
_AROUND = 8.0  # of the size of letters, for those left and right of a chart
_ABOVE = 1.5  # of the size, for the figure over the highest bar
_STEP = 3.0  # of the size, between lines below a chart
_TIGHT = 1.5  # of the size, between lines of one explanation
_FARTHEST = 150.0  # points, to the samples of its colours below a chart
_HIGHEST = 12.0  # points, of a sample
_LOW = 0.2  # of the size, for a sample below the line of its words
_CLOSE = 2.0  # of the size, between a sample and its words
_GAP = 1.5  # of the size, between the names of bars


def without_charts(rows: list[GlyphRow], boxes: Sequence[Box]) -> list[GlyphRow]:
    """Return the rows of a page, from the top, that stand in no chart."""
    for chart in _charts(boxes):
        rows = [row for row in rows if not _is_inside(row, chart)]
        low = chart.bottom - _FARTHEST
        samples = (box for box in boxes if low < box.bottom and _is_sample(box, chart))
        rows = list(_without_names(rows, chart, list(islice(samples, _MOST_SAMPLES))))
    return rows


def _charts(boxes: Sequence[Box]) -> list[Box]:
    """Find the areas of charts, from the line that their bars stand on to the end of the scale."""
    strokes: dict[tuple[int, int], set[float]] = defaultdict(set)
    lines: list[Box] = []
    for box in boxes:
        length = box.end - box.start
        if box.is_level and _STROKE[0] < length < _STROKE[1]:
            strokes[round(box.start), round(box.end)].add(round(box.bottom, 1))
        elif box.is_level and length > _NARROWEST:
            lines.append(box)
    scales = (
        Box(low, high, *place)
        for place, heights in strokes.items()
        for low, high in _scales(sorted(heights))
    )
    return [
        scale._replace(start=line.start, end=line.end)
        for scale in islice(scales, _MOST_SCALES)
        for line in islice((line for line in lines if _stands_on(scale, line)), 1)
        if not any(_ends_at(scale, line) for line in lines)
    ]


def _stands_on(scale: Box, line: Box) -> bool:
    """Return whether a line begins or ends at the lowest stroke of a scale."""
    return _is_at(scale, line) and abs(line.bottom - scale.bottom) < _SAME


def _ends_at(scale: Box, line: Box) -> bool:
    """Return whether one does at the highest: these are the rules of a table with a narrow column.

    Its words would be lost, while figures that stay are no harm.
    """
    return _is_at(scale, line) and abs(line.bottom - scale.top) < _SAME


def _is_at(scale: Box, line: Box) -> bool:
    return min(abs(line.start - scale.end), abs(line.end - scale.start)) < 2 * _SAME


def _scales(heights: Sequence[float]) -> Iterator[tuple[float, float]]:
    """Yield the ends of each run of strokes that are equally far apart, from the lowest."""
    first, step = 0, 0.0
    for place in range(1, len(heights) + 1):
        distance = heights[place] - heights[place - 1] if place < len(heights) else 0.0
        if abs(distance - step) > _SAME or not distance:
            if place - first >= _FEWEST_STROKES:
                yield heights[first], heights[place - 1]
            first, step = place - 1, distance


def _is_beside(row: GlyphRow, chart: Box) -> bool:
    """Return whether a row reaches no further left or right than a chart with its figures."""
    around = _AROUND * row.size
    return chart.start - around < row.starts[0] and max(row.ends) < chart.end + around


def _is_inside(row: GlyphRow, chart: Box) -> bool:
    level = chart.bottom - row.size < row.y < chart.top + _ABOVE * row.size
    return level and _is_beside(row, chart)


def _is_sample(box: Box, chart: Box) -> bool:
    small = box.end - box.start < _NARROWEST and box.top - box.bottom < _HIGHEST
    return small and box.top < chart.bottom


def _without_names(
    rows: Sequence[GlyphRow], chart: Box, samples: Sequence[Box]
) -> Iterator[GlyphRow]:
    """Yield the rows that neither name the bars of a chart nor say what its colours mean."""
    above = chart.bottom
    begun: list[float] = []  # where the words of the row above begin, behind their samples
    for row in rows:
        step = (above - row.y) / row.size
        if not 0 < step < _STEP or not _is_beside(row, chart):
            yield row
            continue
        words = [start for each in samples if (start := _explained(row, each)) is not None]
        goes_on = step < _TIGHT and any(abs(row.starts[0] - start) < _SAME for start in begun)
        if words or goes_on or _parted(row):
            above, begun = row.y, words or begun
        else:
            yield row


def _explained(row: GlyphRow, sample: Box) -> float | None:
    """Return where words begin that stand right behind a sample of a colour; None for none."""
    middle = (sample.bottom + sample.top) / 2
    if not row.y - _LOW * row.size < middle < row.y + row.size:
        return None
    inked = [n for n, text in enumerate(row.texts) if not text.isspace()]
    if any(row.starts[n] < sample.end and sample.start < row.ends[n] for n in inked):
        return None
    behind = (row.starts[n] for n in inked if row.starts[n] >= sample.end)
    first = min(behind, default=None)
    close = first is not None and first - sample.end < _CLOSE * row.size
    return first if close else None


def _parted(row: GlyphRow) -> bool:
    """Return whether a row has wide gaps, as names of bars side by side have."""
    inked = [place for place, text in enumerate(row.texts) if not text.isspace()]
    ends = pairwise(inked)
    return any(row.starts[after] - row.ends[before] > _GAP * row.size for before, after in ends)
