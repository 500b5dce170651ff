"""The time that is written into files and histories."""

from __future__ import annotations

import os
from datetime import UTC, datetime

from hexapla.corpora.errors import UsageError

__all__ = ["build_time"]


def build_time() -> datetime:
    """Give the time to write: now, or that of SOURCE_DATE_EPOCH (in seconds); in UTC.

    Source: reproducible-builds.org/specs/source-date-epoch. Raises UsageError where it is no
    number of seconds.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return datetime.now(UTC)
    try:
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise UsageError(f"SOURCE_DATE_EPOCH: not a number of seconds: {epoch!r}") from error
