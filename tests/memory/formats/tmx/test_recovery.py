"""Damaged TMX files: what can be saved is saved, and the rest told by its line."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.corpora.errors import StoreError
from hexapla.memory.formats.importing import import_file
from hexapla.memory.formats.reading import Losses
from hexapla.memory.formats.tmx.units import read_units
from hexapla.memory.store.store import Store

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n'
    '<header srclang="en" segtype="sentence"/>\n<body>\n'
)
TAIL = "</body></tmx>\n"


def unit(number: int, text: str = "") -> str:
    """A unit on one line."""
    english = f'<tuv xml:lang="en"><seg>Rule {number}{text}</seg></tuv>'
    return f'<tu tuid="{number}">{english}<tuv xml:lang="fr"><seg>Règle {number}</seg></tuv></tu>\n'


def recovered(path: Path) -> tuple[list[str], list[str]]:
    """The source texts that are saved, and the losses."""
    losses = Losses()
    units = list(read_units(path, left_out=losses, recover=True))
    return [each.text for each in units], [str(loss) for loss in losses.found()]


@pytest.mark.parametrize(
    ("damage", "saved", "loss"),
    [
        (" \x03kept", "Rule 2 kept", "U+0003, which XML forbids, is taken out"),
        (" &#x1;kept", "Rule 2 kept", "U+0001, which XML forbids, is taken out"),
        (" &#11;kept", "Rule 2 kept", "U+000B, which XML forbids, is taken out"),
        (" & 3", "Rule 2 & 3", ""),
        (" R&D", "Rule 2 R&D", ""),
        (" &eacute;t&eacute;", "Rule 2 été", ""),
        (" &unknown; 3", "Rule 2 &unknown; 3", ""),
        (" a < b", "Rule 2 a < b", ""),
        (" <b>bold", "", "is not well-formed"),
    ],
)
def test_signs_that_break_a_file(
    damage: str, saved: str, loss: str, store: Store, tmp_path: Path
) -> None:
    path = tmp_path / "a.tmx"
    path.write_text(HEAD + unit(1) + unit(2, damage) + unit(3) + TAIL, "utf-8")
    with pytest.raises(StoreError, match="; with --recover, what can be saved is read"):
        import_file(store, path)
    texts, losses = recovered(path)
    assert texts == ["Rule 1", *([saved] if saved else []), "Rule 3"]
    assert len(losses) == bool(loss)
    for each in losses:
        assert loss in each
        assert each.startswith("line 6: ")
    assert import_file(store, path, recover=True).added == len(texts)


def test_a_file_that_breaks_off_gives_what_is_whole(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "a.tmx"
    whole = HEAD + unit(1) + unit(2)
    path.write_bytes((whole + unit(3)).encode()[:-40])
    assert recovered(path) == (
        ["Rule 1", "Rule 2"],
        ["line 7: the file breaks off in the middle of the unit"],
    )
    path.write_text(whole, "utf-8")
    assert recovered(path) == (
        ["Rule 1", "Rule 2"],
        ["line 7: the file breaks off: what followed is not in it"],
    )
    path.write_text(HEAD + unit(1).replace("</tu>", "") + unit(2) + TAIL, "utf-8")
    assert recovered(path) == (["Rule 2"], ["line 5: has no end before the next unit begins"])
    path.write_text(HEAD + unit(1) + TAIL, "utf-8")
    assert recovered(path) == (["Rule 1"], [])
    assert import_file(store, path, recover=True).losses == ()


def test_bytes_that_are_no_text_cost_their_unit_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.tmx"
    data = (HEAD + unit(1) + unit(2, " é") + unit(3) + TAIL).encode()
    path.write_bytes(data.replace(" é".encode(), b" \xe9"))
    assert recovered(path) == (
        ["Rule 1", "Rule 3"],
        ["line 6: has bytes that are no text in the encoding of the file"],
    )
    path.write_bytes((HEAD + unit(1, " &") + TAIL).encode("utf-16"))
    assert recovered(path) == (["Rule 1 &"], [])


def test_a_packed_file_that_is_cut_is_read_as_far_as_it_goes(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "a.tmx.gz"
    units = "".join(unit(number, f" of {number * 7919}") for number in range(400))
    packed = gzip.compress((HEAD + units + TAIL).encode())
    path.write_bytes(packed[: len(packed) // 2])
    with pytest.raises(StoreError, match=r"cannot be unpacked: .*--recover"):
        import_file(store, path)
    texts, losses = recovered(path)
    assert 100 < len(texts) < 400
    assert losses[0].startswith("the end: cannot be unpacked")


def test_what_is_no_tmx_is_refused_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "a.tmx"
    path.write_text("<html>R&D</html>", "utf-8")
    with pytest.raises(StoreError, match="is no TMX"):
        recovered(path)


def test_the_damaged_files_of_the_zoo_are_saved(shared_data: Path) -> None:
    zoo = shared_data / "tmx-zoo"
    for name in ("46_ctrl_charref.tmx", "47_ctrl_raw.tmx", "48_unescaped_amp.tmx"):
        texts, _ = recovered(zoo / name)
        assert texts, name


@given(damage=st.text(st.sampled_from("<>tu/& a\n\x01"), max_size=40), cut=st.integers(0, 300))
def test_units_beside_any_damage_are_saved(
    damage: str, cut: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("damage") / "a.tmx"
    text = HEAD + unit(1) + damage + unit(2) + TAIL
    path.write_text(text, "utf-8")
    found, _ = recovered(path)
    assert found[0] == "Rule 1"
    path.write_text(text[: len(HEAD + unit(1)) + cut], "utf-8")
    found, _ = recovered(path)
    assert found[0] == "Rule 1"
