"""`hexapla concord`: the language versions of a document against each other."""

from __future__ import annotations

from pathlib import Path

import click

from hexapla.cli.options import LanguageList, memory_option
from hexapla.cli.output import json_line, say, say_line
from hexapla.cli.speech import report_language_option
from hexapla.memory.lookup.concord import concord as compare
from hexapla.memory.output.speech import Speech
from hexapla.memory.reports.concord import concord_summary, write_concord
from hexapla.memory.reports.findings import require_report
from hexapla.memory.store.opening import open_store

__all__ = ["concord"]


@click.command()
@click.argument("symbol")
@click.option("--languages", type=LanguageList(), default=(), help="Only these, such as en,fr,ru.")
@click.option(
    "--report",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write every paragraph in all its languages as well: FILE.html or FILE.xlsx.",
)
@report_language_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object a finding.")
@memory_option
def concord(
    *,
    symbol: str,
    languages: tuple[str, ...],
    report: Path | None,
    speech: Speech,
    as_json: bool,
    memory: str,
) -> int:
    """Compare each paragraph of the document SYMBOL in all its languages, and name the odd one out.

    The values that the versions state are compared, every version with every other: numbers, dates,
    names and the like, as `hexapla check` does. The reading that most versions have is taken for
    right; where as many have one as the other, that is said. Paragraphs and sentences that a
    version lacks, or has alone, and numbers of paragraphs that differ are told too. The exit status
    is 1 where anything is found.

    \b
    Example: hexapla concord A/RES/74/177 --memory out/memory.db --report concord.html
    """
    if report is not None:
        require_report(report)
    with open_store(memory, create=False) as store:
        paragraphs = compare(store, symbol, languages=languages)
    for paragraph in paragraphs:
        if as_json:
            for each in paragraph.as_json():
                say(json_line(each))
            continue
        for finding in paragraph.findings:
            say_line(f"{paragraph.tuid}: {finding.check}: {finding.message} ({finding.severity})")
    if report is not None:
        write_concord(report, symbol, paragraphs, speech)
        say_line(f"{report}: written", err=as_json)
    say_line(f"{symbol}: {concord_summary(paragraphs)}", err=as_json)
    return 1 if any(each.findings for each in paragraphs) else 0
