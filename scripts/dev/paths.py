"""Where the project and its sample stand."""

from pathlib import Path
from typing import Final

__all__ = ["ROOT", "SAMPLE"]

ROOT: Final = Path(__file__).resolve().parents[2]
SAMPLE: Final = ROOT / "scripts" / "sample"
