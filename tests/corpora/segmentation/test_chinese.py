"""Where Chinese sentences end."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.corpora.segmentation.chinese import chinese_cuts

MARK = "‖"


def cut(text: str) -> str:
    """A text with a mark at each place where it is cut."""
    edges = [0, *chinese_cuts(text), len(text)]
    return MARK.join(text[start:end] for start, end in pairwise(edges)).removesuffix(MARK)


@pytest.mark.parametrize(
    "marked",
    [
        # 。？！ with what closes and the marks of notes, never ； and ：
        "委员会开会；主席发言：会议开始。‖会议结束。¹ ‖散会。",
        "主席说：“会议开始。”‖随后宣读议程。",
        "（会议于十时开始。）‖主席发言。",
        # a sentence that goes on after the quotation
        "“会议何时开始？”的问题没有答案。‖散会。",
        "“会议何时开始？”她问道。‖没有人回答。",
        "决议规定“登记册应公开。”（第3段）。‖散会。",
        # a question within
        "《何为先例？》一书已出版。‖请各位阅读。",
        "答复（何时收到？从何处收到？）已归档。‖散会。",
        "（何时散会？）‖无人回答。",
        "标记“？”表示不详。‖散会。",
        # ASCII stops: in an address or at the end
        "见https://example.org/?id=3。‖散会?‖散会!",
    ],
)
def test_chinese(marked: str) -> None:
    assert cut(marked.replace(MARK, "")) == marked


@given(st.text(alphabet="大会。？！；：”“」（）《》¹3 a.?", max_size=40))
def test_a_cut_stands_behind_a_stop_and_what_closes_with_it(text: str) -> None:
    places = list(chinese_cuts(text))
    assert places == sorted(set(places))
    for place in places:
        assert 0 < place <= len(text)
        assert set(text[:place].rstrip()[-8:]) & set("。？！?!")


@given(st.text(alphabet="大会；：，、 ", max_size=40))
def test_nothing_else_ends_a_sentence(text: str) -> None:
    assert list(chinese_cuts(text)) == []
