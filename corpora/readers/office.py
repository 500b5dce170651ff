"""Reads the formats of older word processors (.doc, .rtf, .odt) by way of LibreOffice.

LibreOffice turns them into .docx, without a window, in a folder and with a profile of their own
that are gone afterwards, so that calls can run side by side. Nothing in a document gets a chance:
no macros run, no links are followed, the proxy leads nowhere, and processor time, memory and output
are bounded (memory and output on Linux only).
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

from hexapla.corpora.errors import DocumentError, LimitError
from hexapla.corpora.input.bounds import MAX_BYTES
from hexapla.corpora.input.children import run_child
from hexapla.corpora.input.packages import open_package
from hexapla.corpora.input.raw import ZIP, RawFile
from hexapla.corpora.readers.content import Content
from hexapla.corpora.readers.docx import reader as docx

__all__ = ["find_office", "is_doc", "is_odt", "read", "to_docx"]

_ODT = b"application/vnd.oasis.opendocument.text"
_CPU_SECONDS = 50  # of processor time
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
# Sets bounds on itself, runs the program named after them, and ends as that does, save that it
# says by a signal (SIGXCPU) where the program used up its processor time: LibreOffice catches the
# signal, and ends by another. The system bounds what it counts by ticks of its clock, and reports
# what it measured, which on a busy host is a good deal less: so half of the bound is taken for it.
_BOUNDED = """
import os, resource, signal, sys
seconds, memory, output = map(int, sys.argv[1:4])
resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
if sys.platform == "linux":
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (output, output))
program = os.posix_spawn(sys.argv[4], sys.argv[4:], os.environ)
_, status, used = os.wait4(program, 0)
if status and used.ru_utime + used.ru_stime > seconds / 2:
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    signal.raise_signal(signal.SIGXCPU)
sys.exit(1 if status else 0)
"""


def is_odt(raw: RawFile) -> bool:
    """Return whether a file is an OpenDocument text, by its first entry (ODF 1.2, part 3, 3.3)."""
    return raw.data.startswith(ZIP) and b"mimetype" + _ODT in raw.data[: len(_ODT) + 100]


def is_doc(raw: RawFile) -> bool:
    """Return whether a compound file holds a document of Word, and no other under a password."""
    return raw.has_stream("WordDocument") and not raw.has_stream("EncryptedPackage")


def read(raw: RawFile, *, extension: str) -> Content:
    """Read a document of a format that LibreOffice converts; `extension` is the format's."""
    converted = to_docx(raw.data, extension, raw.where)
    return docx.read(RawFile(converted, raw.where, raw.peek))


def find_office() -> str:
    """Return the path of LibreOffice, on the search path or where it usually is, or ""."""
    for name in ("soffice", "libreoffice"):
        if found := shutil.which(name):
            return found
    return next((place for place in _USUAL_PLACES if Path(place).is_file()), "")


def to_docx(data: bytes, extension: str, where: Path) -> bytes:
    """Convert a document to .docx; `extension` is that of its format.

    Raises DocumentError, naming `where`, if LibreOffice is not installed, or cannot read the
    document, or takes too long.
    """
    if extension == ".odt":
        _refuse_bomb(data, where)
    office = find_office()
    if not office:
        raise DocumentError(
            where,
            "a %(extension)s file needs LibreOffice; or save it as .docx",
            extension=extension,
        )
    with tempfile.TemporaryDirectory(prefix="hexapla-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source = folder / f"document{extension}"
        source.write_bytes(data)
        _write_settings(folder / "profile" / "user")
        _run(_command(office, folder, source), folder, where)
        converted = folder / "out" / "document.docx"
        if not converted.is_file() or not 0 < converted.stat().st_size < _MOST_OUTPUT:
            raise DocumentError(
                where, "LibreOffice cannot read it: it is damaged, or has a password"
            )
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
    limits = map(str, (_CPU_SECONDS, _MEMORY, _MOST_OUTPUT))
    return [
        *(() if sys.platform == "win32" else (sys.executable, "-I", "-S", "-c", _BOUNDED, *limits)),
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
        run_child(
            command,
            cpu_seconds=_CPU_SECONDS,
            folder=folder,
            environment={**os.environ, **nowhere, "HOME": str(folder)},
        )
    except LimitError as error:
        raise DocumentError(where, "LibreOffice took %(time)s", time=error.message) from error
    except OSError as error:
        cause = error.strerror or str(error)
        raise DocumentError(where, "LibreOffice does not start: %(error)s", error=cause) from error
