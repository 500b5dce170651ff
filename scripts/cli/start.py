"""The console command, which is ready for Ctrl-C before anything heavy is loaded."""

from __future__ import annotations

import os
import sys

__all__ = ["main"]


def main() -> None:
    """Load and run the `hexapla` command."""
    # What aligns and encodes shares the work out itself. BLAS's threads begin with the import of
    # numpy and wait for work with a processor each: a fifth of the time of a look-up.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        from hexapla.cli.main import main as command  # noqa: PLC0415 - takes a second, and is guarded
    except KeyboardInterrupt:
        print("hexapla: stopped; what was finished is kept", file=sys.stderr)
        sys.exit(130)
    command()
