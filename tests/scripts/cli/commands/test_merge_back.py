"""`hexapla merge-back`, run on what `hexapla pretranslate` wrote, by hand and by OmegaT."""

from __future__ import annotations

import base64
import io
import re
import shutil
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from hexapla.corpora.readers.docx.elements import W
from hexapla.memory.word.translating import LIKE
from scripts.dev.evaluate.omegat import filled_segments, make_project
from tests.commands import run
from tests.memory.word.documents import package_at, package_of, texts_of

TEXTS = ("1.\tDecides to keep the register.", "2.\tInvites Member States to plant oaks.")
MEMORY = (
    "id\ten\tfr\nA/RES/99/1#1.1\tDecides to keep the register.\tDécide de garder le registre.\n"
)


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """What pretranslate writes for OmegaT of a new document, half of which the memory has."""
    (tmp_path / "old.tsv").write_text(MEMORY, encoding="utf-8")
    memory = tmp_path / "memory.db"
    assert run("import", tmp_path / "old.tsv", "--memory", memory).returncode == 0
    with (tmp_path / "new.docx").open("wb") as stream:
        package_of(*TEXTS, rows=[("Oaks", "12")]).save(stream)
    options = ("--target", "fr", "--memory", memory, "--out", tmp_path / "pack")
    assert run("pretranslate", tmp_path / "new.docx", "--source", "en", *options).returncode == 0
    return tmp_path / "pack" / "new.xlf"


def texts(path: Path) -> list[str]:
    return texts_of(package_at(path).body)


def test_after_an_edit_by_hand_it_makes_the_document(pack: Path, tmp_path: Path) -> None:
    half = run("merge-back", pack, "--out", tmp_path / "half.docx")
    assert (half.returncode, half.stdout) == (0, f"written: {tmp_path / 'half.docx'}\n")
    assert half.stderr == "2 of 3 segments without a translation stay as they are\n"
    given = "<target>Invite les États à planter des chênes.</target>"
    text = pack.read_text("utf-8").replace("oaks.</source>", f"oaks.</source>{given}")
    pack.write_text(
        text.replace(">Oaks</source>", ">Oaks</source><target>Chênes</target>"), "utf-8"
    )
    done = run("merge-back", pack)
    assert (done.returncode, done.stderr) == (0, "")
    assert texts(pack.with_name("new-FR.docx")) == [
        "1.\tDécide de garder le registre.",
        "2.\tInvite les États à planter des chênes.",
        "Chênes",
        "12",
    ]


def test_what_nobody_confirmed_is_named_and_coloured(pack: Path, tmp_path: Path) -> None:
    fuzzy = '<target state="needs-review-translation" state-qualifier="fuzzy-match">{}</target>'
    text = pack.read_text("utf-8").replace(
        "oaks.</source>", f"oaks.</source>{fuzzy.format('Invite les États à planter.')}"
    )
    pack.write_text(text, "utf-8")
    done = run("merge-back", pack, "--out", tmp_path / "done.docx")
    assert done.stderr.splitlines()[:2] == [
        "1 of 4 segments only proposed, and confirmed by nobody:",
        "  2: Invites Member States to plant oaks. → Invite les États à planter.",
    ]
    body = package_at(tmp_path / "done.docx").body
    shaded = {each.get(W + "fill") for each in body.iter(W + "shd")}
    assert shaded == {LIKE}


def test_omegat_translates_it_and_leaves_its_document_in_it(
    omegat: Path, pack: Path, tmp_path: Path
) -> None:
    del omegat
    options = ("--target", "fr", "--memory", tmp_path / "memory.db", "--out", pack.parent)
    wanted = ("--source", "en", "--omegat")
    assert run("pretranslate", tmp_path / "new.docx", *wanted, *options).returncode == 0
    project = make_project(tmp_path / "project", "en", "fr", sentences=False)
    shutil.copy(pack, project / "source")
    shutil.copy(pack.with_name("new.tmx"), project / "tm" / "auto")
    assert filled_segments(project)
    done = run("merge-back", project / "target" / "new.xlf", "--out", tmp_path / "done.docx")
    assert done.stderr == "2 of 3 segments without a translation stay as they are\n"
    assert texts(tmp_path / "done.docx") == [
        "1.\tDécide de garder le registre.",
        *TEXTS[1:],
        "Oaks",
        "12",
    ]


def test_nothing_is_written_over_that_nobody_named(pack: Path, tmp_path: Path) -> None:
    assert run("merge-back", pack).returncode == 0
    mended = pack.with_name("new-FR.docx")
    mended.write_bytes(b"mended")
    again = run("merge-back", pack)
    assert (again.returncode, mended.read_bytes()) == (2, b"mended")
    assert again.stderr.endswith("new-FR.docx: is there already: give the name with --out\n")
    own = run("merge-back", pack, "--out", tmp_path / "new.docx")
    assert (own.returncode, texts(tmp_path / "new.docx")[:2]) == (2, list(TEXTS))
    assert run("merge-back", pack, "--out", mended).returncode == 0


def test_the_document_is_given_where_it_is_not_inside(pack: Path, tmp_path: Path) -> None:
    stripped = re.sub(r"<header>.*?</header>", "", pack.read_text("utf-8"))
    pack.write_text(stripped, "utf-8")
    lacking = run("merge-back", pack)
    assert (lacking.returncode, lacking.stdout) == (2, "")
    assert "give it with --original" in lacking.stderr
    original = ("--original", tmp_path / "new.docx")
    assert run("merge-back", pack, *original, "--out", tmp_path / "new.docx").returncode == 2
    assert texts(tmp_path / "new.docx")[:2] == list(TEXTS)
    assert run("merge-back", pack, *original, "--out", tmp_path / "made.docx").returncode == 0
    assert texts(tmp_path / "made.docx")[0] == "1.\tDécide de garder le registre."


def bomb() -> bytes:
    """A small package that unpacks to a hundred megabytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(100_000_000))
    return stream.getvalue()


def packed(*names: str) -> bytes:
    """A zip package of parts that hold an empty document each."""
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, f'<w:document xmlns:w="{word}"><w:body/></w:document>')
    return stream.getvalue()


def flipped() -> bytes:
    """A Word document one of whose other parts is damaged."""
    data = bytearray(package_of("It waits.").saved())
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        part = archive.getinfo("docProps/thumbnail.jpeg")
    data[part.header_offset + 200] ^= 0xFF
    return bytes(data)


@pytest.mark.parametrize(
    ("skeleton", "cause"),
    [
        (partial(bytes, b"PK"), "a damaged zip package"),
        (bomb, "refused"),
        (flipped, "damaged: docProps/thumbnail.jpeg"),
        (partial(packed, "a.txt"), "the package holds no Word document"),
        (partial(packed, "word/document.xml", "../../evil"), "wrong names"),
    ],
    ids=["no zip", "bomb", "damaged part", "no Word file", "a name that leads out"],
)
def test_a_hostile_skeleton_is_one_line_and_nothing_is_written(
    pack: Path, tmp_path: Path, skeleton: Callable[[], bytes], cause: str
) -> None:
    inside = base64.b64encode(skeleton()).decode()
    text = re.sub(r'(?<="base64">)[^<]*', inside, pack.read_text("utf-8"))
    pack.write_text(text, "utf-8")
    refused = run("merge-back", pack, "--out", tmp_path / "made.docx")
    assert refused.returncode in (1, 2)
    assert refused.stderr.count("\n") == 1
    assert cause in refused.stderr
    assert "new.xlf" in refused.stderr
    assert not (tmp_path / "made.docx").exists()
