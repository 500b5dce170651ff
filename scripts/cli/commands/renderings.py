"""`hexapla renderings`: how a term is said in other languages."""

from __future__ import annotations

from dataclasses import asdict

import click

from hexapla.cli.options import LanguageList, language_option, memory_option
from hexapla.cli.output import json_line, say, say_line
from hexapla.cli.where import where_options
from hexapla.corpora.errors import UsageError
from hexapla.corpora.languages import language_for
from hexapla.memory.lookup.advice import why_no_hits
from hexapla.memory.lookup.concordance import Phrase
from hexapla.memory.lookup.renderings.meanings import known_meanings
from hexapla.memory.lookup.renderings.renderings import Rendering, Renderings, find_renderings
from hexapla.memory.selection import Selection
from hexapla.memory.store.opening import open_store
from hexapla.memory.text.counting import counted
from hexapla.memory.units import Level

__all__ = ["renderings"]


@click.command()
@click.argument("term")
@click.option(
    "--source", type=language_option, default="zh", show_default=True, help="Language of TERM."
)
@click.option(
    "--target",
    "targets",
    type=LanguageList(),
    default=(),
    help="The languages wanted, as in en,fr; without it, all others of the memory.",
)
@click.option(
    "--limit",
    type=click.IntRange(1, 100),
    default=10,
    show_default=True,
    help="The most renderings of each language to show.",
)
@where_options
@click.option("--json", "as_json", is_flag=True, help="One JSON object a language.")
@memory_option
def renderings(
    *,
    term: str,
    source: str,
    targets: tuple[str, ...],
    limit: int,
    where: Selection,
    as_json: bool,
    memory: str,
) -> None:
    """Show how TERM is said in other languages: how often, since when, and where.

    Forms of one rendering are counted as one. The best places of each are given with the words that
    answer between « ». Years and organs are those that symbols tell.

    \b
    Example: hexapla renderings 适应气候变化 --target en,fr --memory out/memory.db
    """
    if source in targets:
        raise UsageError(f"source and target are the same language: {source}")
    with open_store(memory, create=False) as store:
        wanted = targets or [each for each in store.languages() if each != source]
        with store.within(where):
            found = find_renderings(
                store, term, source=source, targets=wanted, meanings=known_meanings(), limit=limit
            )
        if not any(each.hits for each in found):
            why = why_no_hits(
                *(store, (Phrase(term, source),)),
                level=Level.SENTENCE,
                narrowed=not where.is_of_all_sets,
            )
            say_line(f"nothing found: {why}", err=True)
    for each in found:
        say(json_line(asdict(each)) if as_json else _shown(each))


def _shown(found: Renderings) -> str:
    about = "" if found.exact else "about "
    name = language_for(found.language).name
    lines = [f"{name}: in {about}{counted(found.hits, 'unit')}"]
    for each in found.renderings:
        lines += [f"  {each.text}  {_counts(each)}"]
        if others := [form for form in each.forms if form != each.text]:
            lines.append(f"      also {', '.join(others)}")
        for place in each.evidence:
            start, end = place.target_span
            text = f"{place.target[:start]}«{place.target[start:end]}»{place.target[end:]}"
            lines.append(f"      {place.tuid}  {text}")
    return "\n".join(lines)


def _counts(each: Rendering) -> str:
    years = each.first if each.first == each.last else f"{each.first} to {each.last}"
    organs = ", ".join(f"{organ} {number}" for organ, number in each.organs)
    parts = [f"{each.count} ({each.share:.0%})", *([years] if years else []), organs]
    return "; ".join(filter(None, parts))
