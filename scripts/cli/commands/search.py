"""`hexapla search`: where a word or phrase stands in the memory."""

from __future__ import annotations

from dataclasses import asdict

import click

from hexapla.cli.options import language_option, memory_option, not_empty
from hexapla.cli.output import json_line, say, say_line
from hexapla.cli.quality import quality_options
from hexapla.cli.where import where_options
from hexapla.memory.checks.flags import Check
from hexapla.memory.lookup.concordance import Concordance, Hit, Phrase, concordance
from hexapla.memory.lookup.pairs import PairFilter, as_pair
from hexapla.memory.lookup.renderings.marking import with_answers
from hexapla.memory.lookup.renderings.meanings import known_meanings
from hexapla.memory.selection import Selection
from hexapla.memory.store.opening import open_store
from hexapla.memory.units import Level, Status, Unit

__all__ = ["search"]


@click.command()
@click.argument("phrase")
@click.option(
    "--language", type=language_option, default="zh", show_default=True, help="Language of PHRASE."
)
@click.option("--with", "other", callback=not_empty, help="A phrase that the translation holds.")
@click.option(
    "--with-language",
    type=language_option,
    default="en",
    show_default=True,
    help="Language of the translation.",
)
@click.option(
    "--level",
    type=click.Choice([str(level) for level in Level]),
    default=str(Level.SENTENCE),
    show_default=True,
    help="Whether sentences or paragraphs are searched.",
)
@where_options
@click.option(
    "--only",
    type=click.Choice([Status.REVIEWED.value, Status.AUTOMATIC.value]),
    help="Only what has this status.",
)
@quality_options
@click.option("--context", is_flag=True, help="Show the text before and after as well.")
@click.option(
    "--limit",
    type=click.IntRange(1, 100),
    default=20,
    show_default=True,
    help="The most units to show.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@memory_option
def search(
    *,
    phrase: str,
    language: str,
    other: str | None,
    with_language: str,
    level: str,
    where: Selection,
    only: str | None,
    flags: frozenset[Check],
    exclude: frozenset[Check],
    context: bool,
    limit: int,
    as_json: bool,
    memory: str,
) -> None:
    """Find PHRASE in the memory: one word or character or several, in this order.

    `*` stands for any letters: cooperat*. Case, accents, width, Arabic vowel marks and seats of
    hamza, simplified or traditional characters make no difference, nor do hyphens, commas and
    brackets between words. What answers PHRASE in the translation stands between « » as well. The
    last lines count what was found by organ and by year. --only and the
    flags of quality are about the two languages.

    \b
    Example: hexapla search 合作 --with cooperation --memory out/memory.db
    """
    phrases = [Phrase(phrase, language)]
    if other is not None:
        phrases.append(Phrase(other, with_language))
    selection = Selection(status=Status(only) if only else None)
    asked = PairFilter(selection, flags=flags, exclude=exclude)

    def wanted(unit: Unit) -> bool:
        pair = as_pair(unit, language, with_language)
        return pair is not None and asked.accepts(pair)

    with open_store(memory, create=False) as store:
        with store.within(where):
            found = concordance(
                store,
                *phrases,
                level=Level(level),
                limit=limit,
                predicate=None if asked == PairFilter() else wanted,
            )
            found = with_answers(
                store,
                found,
                phrases[0],
                [with_language] if with_language != language else [],
                known_meanings(),
            )
        if not found.hits:
            # What compares texts is loaded only for those who found nothing.
            from hexapla.memory.lookup.advice import why_no_hits  # noqa: PLC0415 - see above

            narrowed = asked != PairFilter() or not where.is_of_all_sets
            why = why_no_hits(store, tuple(phrases), level=Level(level), narrowed=narrowed)
            say_line(f"nothing found: {why}", err=True)
    if as_json:
        say(json_line(asdict(found)))
    else:
        for hit in found.hits:
            say(_shown(hit, with_language, context=context))
        say(_counts(found))


def _shown(hit: Hit, other: str, *, context: bool) -> str:
    """Show a unit with what was found between « », and its translation into one language."""
    unit, marks = hit.unit, dict(hit.marks) | dict(hit.answers)
    texts = unit.texts
    languages = [*marks, *([other] if other in texts and other not in marks else [])]
    later = f"  (replaced by {hit.replaced_by})" if hit.replaced_by else ""
    lines = [unit.tuid + (f"  (paragraph {unit.label})" if unit.label else "") + later]
    if context and unit.before:
        lines.append(f"    … {unit.before}")
    lines += [f"{each}  {_marked(texts[each], marks.get(each, ()))}" for each in languages]
    if context and unit.after:
        lines.append(f"    … {unit.after}")
    return "\n".join(lines)


def _marked(text: str, marks: tuple[tuple[int, int], ...]) -> str:
    for start, end in reversed(marks):
        text = f"{text[:start]}«{text[start:end]}»{text[end:]}"
    return text


def _counts(found: Concordance) -> str:
    organs = ", ".join(f"{organ} {number}" for organ, number in found.organs)
    years = ", ".join(f"{year} {number}" for year, number in found.years)
    about = "" if found.exact else "about "
    lines = [f"{len(found.hits)} of {about}{found.total} shown"]
    lines += [f"by organ: {organs}"] if organs else []
    lines += [f"by year: {years}"] if years else []
    return "\n".join(lines)
