"""Packages of Office, the zip files that .docx and .xlsx are, with one time on all of their parts.

The libraries that make them write the time of the clock into each part, so that no two runs give
the same bytes.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import IO, Final

from hexapla.memory.output.files import build_time, replacing_bytes

__all__ = ["write_package"]

_PROPERTIES: Final = "docProps/core.xml"
_TIMES: Final = re.compile(rb"(<dcterms:(?:created|modified)\b[^>]*>)[^<]*")
# No zip file can say that it is older.
_FIRST: Final = datetime(1980, 1, 1, tzinfo=UTC)


def write_package(path: Path, save: Callable[[IO[bytes]], object]) -> None:
    """Write the package that `save` writes, dated with the build time.

    Raises StoreError where the file cannot be written.
    """
    made = max(build_time(), _FIRST)
    saved = BytesIO()
    save(saved)
    stamp = made.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    with (
        replacing_bytes(path) as stream,
        zipfile.ZipFile(saved) as package,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as dated,
    ):
        for part in package.infolist():
            content = package.read(part)
            if part.filename == _PROPERTIES:
                content = _TIMES.sub(rb"\g<1>" + stamp, content)
            entry = zipfile.ZipInfo(part.filename, made.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = part.external_attr
            dated.writestr(entry, content)
