"""Reads the formats of older word processors (.doc, .rtf, .odt) by way of LibreOffice.

LibreOffice turns them into .docx, without a window, in a folder and with a profile of their own
that are gone afterwards, so that calls can run side by side. Nothing in a document gets a chance:
no macros run, no links are followed, the proxy leads nowhere, and time, memory and output are
bounded (memory and output on Linux only).
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from hexapla.corpora.errors import DocumentError
from hexapla.corpora.input.decoding import MAX_BYTES
from hexapla.corpora.input.packages import open_package

__all__ = ["find_office", "kind", "to_docx"]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ODT = b"application/vnd.oasis.opendocument.text"
_SECONDS = 50
_MEMORY = 3 * 2**29  # bytes; 1.5 GB of addresses, of which LibreOffice uses a quarter
_MOST_OUTPUT = MAX_BYTES
_USUAL_PLACES = (
    "/usr/lib/libreoffice/program/soffice",
    "/usr/lib64/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
    "/snap/bin/libreoffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
)
# Settings of LibreOffice, by their place in its registry.
_SETTINGS = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "0"),  # never
    ("Inet/Settings", "ooInetProxyType", "2"),  # the proxies named here
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),  # where nobody listens
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
    ("Inet/Settings", "ooInetFTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetFTPProxyPort", "9"),
)
# Sets bounds on itself, then becomes the program named after them.
_BOUNDED = (
    "import os, resource, sys\n"
    "memory, output = int(sys.argv[1]), int(sys.argv[2])\n"
    "resource.setrlimit(resource.RLIMIT_AS, (memory, memory))\n"
    "resource.setrlimit(resource.RLIMIT_FSIZE, (output, output))\n"
    "resource.setrlimit(resource.RLIMIT_CORE, (0, 0))\n"
    "os.execv(sys.argv[3], sys.argv[3:])\n"
)


def kind(data: bytes, where: Path) -> str:
    """Tell by its content the extension of a document that LibreOffice is needed for, "" if none.

    Raises DocumentError for the other formats in the same container: a spreadsheet, a file with a
    password.
    """
    if data.startswith(b"{\\rtf"):
        return ".rtf"
    if data.startswith(_OLE):
        return _kind_of_container(data, where)
    return ".odt" if data.startswith(b"PK\x03\x04") and _is_text(data) else ""


def _kind_of_container(data: bytes, where: Path) -> str:
    """Tell by the names of its streams what a compound file (MS-CFB) holds."""
    streams = {
        "EncryptedPackage": "has a password; save it without one",
        "WordDocument": "",
        "Workbook": "a spreadsheet, which is not read",
        "Book": "a spreadsheet, which is not read",
        "PowerPoint Document": "a presentation, which is not read",
    }
    for name, cause in streams.items():
        if f"{name}\0".encode("utf-16-le") in data:
            if cause:
                raise DocumentError(where, cause)
            return ".doc"
    raise DocumentError(where, "damaged, or no document of a word processor")


def _is_text(data: bytes) -> bool:
    """Tell an OpenDocument text by the type that it begins with (ODF 1.2, part 3, 3.3)."""
    return b"mimetype" + _ODT in data[: len(_ODT) + 100]


def find_office() -> str:
    """Give the path of LibreOffice's program, on the search path or where it usually is, or ""."""
    for name in ("soffice", "libreoffice"):
        if found := shutil.which(name):
            return found
    return next((place for place in _USUAL_PLACES if Path(place).is_file()), "")


def to_docx(data: bytes, extension: str, where: Path) -> bytes:
    """Convert a document to .docx; `extension` is the one that `kind` gave.

    Raises DocumentError, naming `where`, if LibreOffice is not installed, or cannot read the
    document, or takes too long.
    """
    if extension == ".odt":
        _refuse_bomb(data, where)
    office = find_office()
    if not office:
        raise DocumentError(where, f"a {extension} file needs LibreOffice; or save it as .docx")
    with tempfile.TemporaryDirectory(prefix="hexapla-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source = folder / f"document{extension}"
        source.write_bytes(data)
        _write_settings(folder / "profile" / "user")
        _run(_command(office, folder, source), folder, where)
        converted = folder / "out" / "document.docx"
        if not converted.is_file() or not 0 < converted.stat().st_size < _MOST_OUTPUT:
            cause = "LibreOffice cannot read it: it is damaged, or has a password"
            raise DocumentError(where, cause)
        return converted.read_bytes()


def _refuse_bomb(data: bytes, where: Path) -> None:
    """Refuse a package that unpacks to far more than a document holds."""
    package = open_package(data, where)
    for entry in package.archive.infolist():
        if entry.filename.endswith(".xml"):
            package.check(entry)


def _write_settings(user: Path) -> None:
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, name, value in _SETTINGS
    )
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry">' + items + "</oor:items>\n",
        encoding="utf-8",
    )


def _command(office: str, folder: Path, source: Path) -> list[str]:
    bounds = [sys.executable, "-I", "-c", _BOUNDED, str(_MEMORY), str(_MOST_OUTPUT)]
    return [
        *(bounds if sys.platform == "linux" else ()),
        office,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--nologo",
        "--norestore",
        "--nolockcheck",
        "--nodefault",
        "--convert-to",
        "docx:MS Word 2007 XML",
        "--outdir",
        str(folder / "out"),
        str(source),
    ]


def _run(command: list[str], folder: Path, where: Path) -> None:
    """Run the program; whatever it started ends with it."""
    nowhere = dict.fromkeys(("http_proxy", "https_proxy", "ftp_proxy"), "http://127.0.0.1:9")
    try:
        process = subprocess.Popen(  # noqa: S603  # no shell, and no word of it from the document
            command,
            cwd=folder,
            env={**os.environ, **nowhere, "HOME": str(folder)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise DocumentError(where, f"LibreOffice does not start: {error.strerror}") from error
    try:
        process.wait(_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise DocumentError(where, f"LibreOffice took longer than {_SECONDS} seconds") from error
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process that still runs, and those that it started."""
    if process.poll() is not None:
        return
    if sys.platform == "win32":
        system = Path(os.environ.get("SYSTEMROOT", "C:/Windows"), "System32/taskkill.exe")
        subprocess.run(  # noqa: S603
            [system, "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False
        )
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
