"""The overlap method is a fair opponent: complete, monotone, and right where it is easy."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hexapla.align.beads import Bead
from hexapla.align.encoders.registry import get_encoder
from scripts.dev.bench.overlap_baseline import overlap_beads
from tests.examples import examples

ENCODER = get_encoder()
LINES = st.lists(
    st.sampled_from(
        ("水是生命之源。", "好", "Water is life.", "No.", "", " ", "第3条", "Article 3")
    )
    | st.text(max_size=8),
    max_size=12,
)


def links(beads: list[Bead]) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    return [bead.indices for bead in beads]


@examples(50)
@given(LINES, LINES, st.integers(1, 5))
def test_beads_are_complete_and_monotone(
    source: list[str], target: list[str], longest: int
) -> None:
    beads = overlap_beads(source, target, encoder=ENCODER, languages=("zh", "en"), longest=longest)
    assert [i for bead in beads for i in bead.source] == list(range(len(source)))
    assert [j for bead in beads for j in bead.target] == list(range(len(target)))
    for bead in beads:
        assert 1 <= len(bead.source) + len(bead.target) <= longest + 1
        assert 0.0 <= bead.score <= 1.0


def test_joined_and_split_lines_are_found() -> None:
    source = [
        "委员会于星期一上午在日内瓦开会。",
        "主席感谢所有代表团的贡献。",
        "随后他介绍了预算草案。",
        "渔业国家要求获得更多资金，以保护海洋。",
        "会议在晚上结束。",
    ]
    target = [
        "The committee met in Geneva on Monday morning.",
        "The chair thanked all delegations for their contributions and then presented the "
        "draft budget.",
        "Fishing nations asked for more money.",
        "They want to protect the oceans.",
        "The meeting ended in the evening.",
    ]
    beads = overlap_beads(source, target, encoder=ENCODER, languages=("zh", "en"))
    assert links(beads) == [((0,), (0,)), ((1, 2), (1,)), ((3,), (2, 3)), ((4,), (4,))]


def test_a_gap_wider_than_the_band_is_bridged() -> None:
    subjects = ("水", "森林", "海洋", "山脉", "沙漠", "城市", "河流", "岛屿", "学校", "医院")
    words = ("water", "forests", "oceans", "mountains", "deserts", "cities", "rivers", "islands",
             "schools", "hospitals")  # fmt: skip
    source = [f"第{n}条谈的是{subjects[n % 10]}。" for n in range(40)]
    target = [f"Article {n} is about {words[n % 10]}." for n in range(40)]
    del target[10:30]
    beads = overlap_beads(source, target, encoder=ENCODER, languages=("zh", "en"))
    assert [i for bead in beads for i in bead.source] == list(range(40))
    assert [j for bead in beads for j in bead.target] == list(range(20))
    assert links(beads)[:5] == [((n,), (n,)) for n in range(5)]
    assert links(beads)[-5:] == [((n + 20,), (n,)) for n in range(15, 20)]
