"""The files that somebody brings, kept in a folder of their own until they are aligned, and after.

Each batch has its folder, named by the time. What a browser says of a file's place is hostile: it
is kept within the folder of its batch, without anything that another system reads as more than a
name.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from hexapla.corpora.errors import UsageError
from hexapla.memory.output.files import make_folder

__all__ = ["Batch", "Staging", "usable_name"]

# As many as a session of a conference has, in seven languages.
MAX_FILES: Final = 5_000
# What lies in the folders of a laptop without being noticed.
MAX_BYTES: Final = 2 << 30
_MAX_PARTS: Final = 8
_MAX_NAME: Final = 150
_BATCH: Final = re.compile(r"[0-9]{8}T[0-9]{6}-[0-9a-f]{8}")
# What Windows does not allow in names, and control characters.
_UNUSABLE: Final = re.compile(r'[\x00-\x1f\x7f<>:"|?*]')
_DEVICE: Final = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)


@dataclass(slots=True)
class Batch:
    """The files that were brought together: where they lie, how many and how large they are."""

    folder: Path
    files: int = 0
    size: int = 0

    def take(self, place: str, content: bytes) -> Path:
        """Keep a file at its place in the batch. Raises UsageError where it cannot be there."""
        path = self.path_of(place)
        if self.files >= MAX_FILES or self.size + len(content) > MAX_BYTES:
            raise UsageError("these are more files than can be brought at once")
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with path.open("xb") as stream:
                stream.write(content)
        except FileExistsError as error:
            raise UsageError("there are two files of this name") from error
        except OSError as error:
            raise UsageError("the file cannot be kept") from error
        self.files += 1
        self.size += len(content)
        return path

    def path_of(self, place: str) -> Path:
        """Return where a file of the batch is, by what the browser calls its place.

        Raises UsageError where that is no name.

        >>> Batch(Path("batch")).path_of("fr/report?.docx").as_posix()
        'batch/fr/report_.docx'
        """
        parts = [usable_name(part) for part in re.split(r"[/\\]+", place)]
        if not parts or len(parts) > _MAX_PARTS or any(part == "" for part in parts):
            raise UsageError("this is no name of a file")
        return self.folder.joinpath(*parts)

    def holds(self, path: Path) -> bool:
        """Return whether a file, or a member of an archive, was brought with the batch."""
        inside = (each for each in (path, *path.parents) if each.is_relative_to(self.folder))
        return any(each.is_file() for each in inside)


class Staging:
    """The batches that were begun since the server started."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._batches: dict[str, Batch] = {}

    def begin(self) -> str:
        """Begin a batch; return its name."""
        name = f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(4)}"
        self._batches[name] = Batch(make_folder(self._folder / name))
        return name

    def batch(self, name: str) -> Batch:
        """Return a batch. Raises UsageError where there is none of this name."""
        found = self._batches.get(name) if _BATCH.fullmatch(name) else None
        if found is None:
            raise UsageError("these files are not here any more: bring them again")
        return found


def usable_name(part: str) -> str:
    """Return a part of a path that is a name on every system, "" where it is none."""
    name = _UNUSABLE.sub("_", part).strip(" .")
    if part.startswith(".") or name in {"", "_"} or len(name.encode()) > _MAX_NAME:
        return ""
    return f"_{name}" if _DEVICE.fullmatch(name) else name
