"""The line that shows how far a job is, on a real terminal of several widths."""

from __future__ import annotations

import os
import re
import struct
import sys
from pathlib import Path
from unicodedata import east_asian_width

import pytest

from hexapla.cli.progress import Display
from hexapla.memory.jobs.outcomes import Outcome, State
from hexapla.memory.jobs.progress import JobProgress, Step

FILE = "/文件/中文/关于记录保存问题的工作组的报告及其附件的更正.txt"
EVENTS = (
    JobProgress(step=Step.FINDING),
    JobProgress(0, 2),
    JobProgress(0, 2, step=Step.READING, symbol="A/80/1", file=FILE),
    JobProgress(0, 2, step=Step.STORING, symbol="A/80/1"),
    JobProgress(1, 2, Outcome("A/80/1", State.ALIGNED, paragraphs=7)),
    JobProgress(1, 2, step=Step.ALIGNING, symbol="A/80/2", file="en/\x1b[2Jb.txt"),
)


def frames(columns: int, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a terminal of some columns shows of the events, one after the other."""
    fcntl, termios = pytest.importorskip("fcntl"), pytest.importorskip("termios")
    ours, theirs = os.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    monkeypatch.setattr("hexapla.cli.progress._OFTEN", 0.0)
    with os.fdopen(ours, "rb", 0) as terminal, os.fdopen(theirs, "w", encoding="utf-8") as stream:
        monkeypatch.setattr(sys, "stderr", stream)
        with Display() as display:
            for event in EVENTS:
                display.show(event)
        stream.write("\x04end")
        stream.flush()
        shown = b""
        while not shown.endswith(b"\x04end"):
            shown += terminal.read(4096)
    return [each.strip() for each in re.split("[\r\n]+", shown.decode()[:-4]) if each.strip()]


def width(text: str) -> int:
    return sum(2 if east_asian_width(sign) in "FW" else 1 for sign in text)


def test_the_document_under_way_and_its_step_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = frames(120, monkeypatch)
    assert shown[1].endswith("looking for documents")
    (reading,) = (each for each in shown if "reading" in each)
    assert reading.startswith("0/2 sets |")
    assert reading.endswith("A/80/1: reading 中文/关于记录保存问题的工作组的报告及其附件的更正.txt")
    assert any(each.endswith("A/80/1: storing") for each in shown)
    assert re.match(r"1/2 sets .*\d paragraphs/s, A/80/2: aligning en/", shown[-1])
    assert "\x1b" not in shown[-1]


@pytest.mark.parametrize("columns", [20, 40, 89])
def test_a_narrow_terminal_shows_the_step_and_the_name(
    columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = frames(columns, monkeypatch)
    assert max(map(width, shown)) <= columns
    assert any(each.startswith("0/2, reading 关于") for each in shown)


def test_without_a_terminal_nothing_is_shown(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with (tmp_path / "log").open("w", encoding="utf-8") as stream:
        monkeypatch.setattr(sys, "stderr", stream)
        with Display() as display:
            for event in EVENTS:
                display.show(event)
    assert (tmp_path / "log").read_bytes() == b""
