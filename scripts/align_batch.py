"""The batch alignment script: `hexapla align --manifest` under the name that it always had.

python -m scripts.align_batch manifest.csv --out memory --jobs 2
"""

from __future__ import annotations

from pathlib import Path
from typing import Unpack

import click

from hexapla.cli.job import ShownJobOptions, job_options, run_job, shown_options
from hexapla.cli.main import run

__all__ = ["align_batch"]


@click.command(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.argument("manifest", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@job_options
@shown_options
def align_batch(*, manifest: Path, **options: Unpack[ShownJobOptions]) -> int:
    """Align the documents that MANIFEST names, and write all of it to --out.

    MANIFEST is CSV (with commas, semicolons or tabs) whose first line names the columns symbol,
    language and path, or JSON Lines with these three keys. Paths are taken from the manifest's
    own folder. A bad document never stops the rest.

    \b
    Example: python -m scripts.align_batch manifest.csv --out memory --jobs 2
    """
    return run_job((), manifest, **options)


if __name__ == "__main__":
    run(align_batch)
