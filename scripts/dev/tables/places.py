"""Makes the table of the names of States: `python -m scripts.dev.tables.places`.

It needs Babel, whose data is the Unicode CLDR's; Chinese names are in both scripts.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from babel import Locale

from scripts.dev.paths import ROOT

__all__ = ["PLACES", "main"]

PLACES: Final[Path] = ROOT / "memory" / "checks" / "tables" / "places.tsv"
_LANGUAGES: Final = ("zh", "en", "fr", "es", "ru", "ar", "de")
# What is no State and no territory that documents name.
_LEFT_OUT: Final = "AC BQ BV CP CQ DG EA EU EZ HM IC QO TA TF UM UN XA XB ZZ"


def _names(code: str, language: str) -> str:
    names = [Locale.parse(language).territories.get(code, "")]
    if language == "zh":
        names.append(Locale.parse("zh_Hant").territories.get(code, ""))
    # Names with brackets or abbreviations in them are written by nobody.
    usual = (
        name.replace("’", "'").replace(" & ", " and ").replace("о-ва", "Острова") for name in names
    )
    kept = (name for name in usual if not set("(（") & set(name) and " - " not in name)
    return "|".join(dict.fromkeys(filter(None, kept)))


def main() -> None:
    """Write the table."""
    codes = sorted(map(str, Locale.parse("en").territories))
    states = [code for code in codes if re.fullmatch("[A-Z]{2}", code) and code not in _LEFT_OUT]
    rows = [
        "\t".join((code, *(_names(code, language) for language in _LANGUAGES))) for code in states
    ]
    PLACES.write_text("\n".join(("\t".join(("code", *_LANGUAGES)), *rows, "")), encoding="utf-8")


if __name__ == "__main__":
    main()
