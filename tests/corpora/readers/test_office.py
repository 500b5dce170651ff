"""Old word-processor formats: recognised by content, converted in bounds, refused in one line."""

from __future__ import annotations

import io
import os
import random
import sys
import tempfile
import threading
import zipfile
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from hexapla.corpora.errors import DocumentError
from hexapla.corpora.readers import office
from hexapla.corpora.readers.docx import reader as docx
from hexapla.corpora.readers.formats import detect_format
from hexapla.corpora.readers.registry import read
from tests.corpora.readers.formats import convert, write
from tests.corpora.readers.pdf_files import require_office
from tests.corpora.readers.raw_files import raw
from tests.evaluations import partly

HERE = Path("a file.rtf")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
EN = "The General Assembly welcomes the efforts of the Member States and asks for a report."
RTF = rb"{\rtf1\ansi " + EN.encode() + rb"\par}"
ODT_TYPE = "application/vnd.oasis.opendocument.text"


def odt(body: str) -> bytes:
    """Return an OpenDocument text with this body."""
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{path}:1.0"'
        for name, path in (
            ("office", "office"),
            ("text", "text"),
            ("draw", "drawing"),
            ("svg", "svg-compatible"),
        )
    )
    content = (
        f'<office:document-content {names} xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'office:version="1.2"><office:body><office:text>{body}</office:text></office:body>'
        "</office:document-content>"
    )
    manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    entries = "".join(
        f'<m:file-entry m:full-path="{path}" m:media-type="{kind}"/>'
        for path, kind in (("/", ODT_TYPE), ("content.xml", "text/xml"))
    )
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), ODT_TYPE)
        archive.writestr("content.xml", content)
        archive.writestr(
            "META-INF/manifest.xml", f'<m:manifest xmlns:m="{manifest}">{entries}</m:manifest>'
        )
    return data.getvalue()


def stream(name: str) -> bytes:
    return OLE + f"{name}\0".encode("utf-16-le") + bytes(100)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (RTF, "Rich Text Format"),
        (stream("WordDocument"), "Word 97 to 2003"),
        (odt("<text:p>x</text:p>"), "OpenDocument text"),
        (stream("EncryptedPackage") + stream("WordDocument"), "a file with a password"),
        (stream("Workbook"), "a spreadsheet"),
        (stream("PowerPoint Document"), "a presentation"),
        (OLE, "a compound file"),
        (b"plain text", "Plain text"),
    ],
)
def test_the_format_is_told_by_content(data: bytes, name: str) -> None:
    assert detect_format(raw(data)).name == name


def test_without_libreoffice_one_line_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(office, "_USUAL_PLACES", ())
    path = tmp_path / "a.rtf"
    path.write_bytes(RTF)
    with pytest.raises(
        DocumentError, match=r"a \.rtf file needs LibreOffice; or save it as \.docx"
    ):
        read(path)


def test_libreoffice_is_found_where_it_usually_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "soffice"
    place.touch()
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(office, "_USUAL_PLACES", (str(tmp_path / "none"), str(place)))
    assert office.find_office() == str(place)


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program in the place of LibreOffice, to be written by the test."""
    folder = tmp_path / "bin"
    folder.mkdir()
    path = folder / "soffice"
    path.touch(mode=0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return path


@pytest.mark.skipif(sys.platform == "win32", reason="processor time is bounded on POSIX only")
def test_a_program_that_takes_too_much_processor_time_is_ended(
    program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As LibreOffice does, it starts another, which catches the signal and ends by another one.
    program.write_text("#!/bin/bash\nbash -c 'trap \"exit 6\" XCPU; while :; do :; done'\nexit 6\n")
    monkeypatch.setattr(office, "_CPU_SECONDS", 1)
    with pytest.raises(DocumentError, match="took more than 1 seconds of processor time"):
        office.to_docx(RTF, ".rtf", HERE)


@pytest.mark.skipif(sys.platform != "linux", reason="the bounds are set on Linux only")
@pytest.mark.parametrize(
    "greedy", ["b = bytearray(3 * 2**30)", "open('big', 'wb').truncate(2**30)"]
)
def test_memory_and_output_are_bounded(program: Path, greedy: str) -> None:
    body = f"import pathlib, sys\n{greedy}\n"
    body += "out = pathlib.Path('out')\nout.mkdir()\n(out / 'document.docx').write_bytes(b'x')\n"
    program.write_text(f"#!{sys.executable}\n{body}")
    with pytest.raises(DocumentError, match="cannot read it"):
        office.to_docx(RTF, ".rtf", HERE)
    program.write_text(f"#!{sys.executable}\n{body.replace(greedy, '')}")
    assert office.to_docx(RTF, ".rtf", HERE) == b"x"


def test_a_program_that_does_not_start_is_named(program: Path) -> None:
    program.write_text("#!/nowhere\n")
    with pytest.raises(DocumentError, match=r"LibreOffice (does not start|cannot read it)"):
        office.to_docx(RTF, ".rtf", HERE)


def test_calls_run_side_by_side_and_nothing_stays_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    require_office()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(lambda _: office.to_docx(RTF, ".rtf", HERE), range(2)))
    assert [docx.read(raw(each)).blocks("en")[0].text for each in found] == [EN] * 2
    assert list(tmp_path.iterdir()) == []


def test_documents_reach_neither_the_network_nor_other_files(tmp_path: Path) -> None:
    require_office()
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET  # noqa: N815

        def log_message(self, *args: Any) -> None:
            pass

    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}"
        rtf = (
            rf'{{\rtf1\ansi {EN}\par {{\field{{\*\fldinst INCLUDEPICTURE "{url}/a.png" \\d}}}}\par '
            rf'{{\field{{\*\fldinst INCLUDETEXT "{secret.as_uri()}"}}}}\par}}'
        )
        picture = (
            f'<draw:frame svg:width="3cm" svg:height="3cm"><draw:image xlink:href="{url}/b.png" '
            'xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/></draw:frame>'
        )
        section = (
            '<text:section text:name="S"><text:section-source xlink:href="{}"/>'
            "<text:p>As it was.</text:p></text:section>"
        )
        body = f"<text:p>{EN}{picture}</text:p>"
        body += section.format(secret.as_uri()) + section.format(f"{url}/c.odt")
        results = [
            office.to_docx(rtf.encode(), ".rtf", HERE),
            office.to_docx(odt(body), ".odt", HERE),
        ]
        server.shutdown()
    assert asked == []
    for result in results:
        with zipfile.ZipFile(io.BytesIO(result)) as archive:
            assert all(b"the secret" not in archive.read(name) for name in archive.namelist())
        assert docx.read(raw(result)).blocks("en")[0].text == EN


def test_bombs_are_refused_before_libreoffice_sees_them() -> None:
    with pytest.raises(DocumentError, match=r"content\.xml unpacks to far more"):
        office.to_docx(odt(" " * 30_000_000), ".odt", HERE)


@pytest.mark.parametrize("form", partly(("doc", "odt"), ("doc",)))
def test_damaged_files_are_refused_in_one_line(tmp_path: Path, form: str) -> None:
    require_office()
    chance = random.Random(7)
    whole = convert({"en": write(tmp_path, "docx", "en")}, form, tmp_path)["en"].read_bytes()
    path = tmp_path / f"damaged.{form}"
    flipped = bytearray(whole)
    for _ in range(300):
        flipped[chance.randrange(len(flipped))] ^= 1 << chance.randrange(8)
    for data in (whole[: len(whole) // 2], bytes(flipped), whole[:600] + bytes(5000)):
        path.write_bytes(data)
        try:
            read(path)
        except DocumentError as error:
            assert str(error).startswith(f"{path}: ")
            assert "\n" not in str(error)
