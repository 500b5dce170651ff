"""The page of an original document on which a row stands, as a picture."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Final

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response

from hexapla.corpora.errors import DocumentError, MissingError, UsageError
from hexapla.corpora.readers.pdf.sandbox import PagePicture, picture
from hexapla.memory.units import DocumentRecord
from hexapla.memory.web.review.site import in_turn, set_rows, store_of

__all__ = ["has_picture", "show_original"]

_LARGEST: Final = 1 << 26  # bytes of a file of which pages are drawn
_AROUND: Final = 3  # rows before and after, which tell a text from the same one elsewhere


def has_picture(record: DocumentRecord) -> bool:
    """Return whether pages of a document can be drawn: it is a PDF file that is where it was."""
    path = Path(record.path)
    return path.suffix.lower() == ".pdf" and path.is_file()


async def show_original(request: Request) -> Response:
    """Send the page of the document on which a row stands in a language, with the row marked."""
    record, text, around = await in_turn(request, _asked, request)
    limiter = request.app.state.drawing
    found = await to_thread.run_sync(_drawn, record, text, around, limiter=limiter)
    return Response(found.png, media_type="image/png")


def _asked(request: Request) -> tuple[DocumentRecord, str, str]:
    """Return the document that a row is of in a language, its text, and those around it."""
    grid, shown = set_rows(request)
    index = grid.index_of(request.query_params.get("at", ""))
    language = request.query_params.get("of")
    records = {each.language: each for each in store_of(request).documents(shown.symbol)}
    if index is None or language not in records:
        raise UsageError("this row is not there any more")
    near = range(max(index - _AROUND, 0), min(index + _AROUND + 1, len(grid)))
    around = " ".join(grid.text_at(each, language) for each in near)
    return records[language], grid.text_at(index, language), around


def _gone() -> MissingError:
    return MissingError("the document is not there any more, or has changed")


def _drawn(record: DocumentRecord, text: str, around: str) -> PagePicture:
    path = Path(record.path)
    if not has_picture(record) or path.stat().st_size > _LARGEST:
        raise _gone()
    try:
        data = path.read_bytes()
    except OSError as error:
        raise _gone() from error
    # A memory from somebody else may name any file of this computer: what it shows it has read.
    if sha256(data).hexdigest() != record.digest:
        raise _gone()
    try:
        found = picture(data, path, text, around)
    except DocumentError as error:
        raise MissingError("the page cannot be drawn") from error
    if found is None:
        raise MissingError("no page of the document has this text")
    return found
