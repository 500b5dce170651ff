"""`hexapla edit`: cleans a memory, or cuts, joins and recodes TMX files."""

from __future__ import annotations

from pathlib import Path

import click

from hexapla.cli.editing import EditOptions, edit_options, run_edit
from hexapla.cli.options import FolderName, LanguageList, language_option
from hexapla.cli.output import say_line
from hexapla.corpora.errors import UsageError
from hexapla.memory.editing.anonymizing import Personal, anonymizing
from hexapla.memory.editing.deleting import DeletionRule, deleting
from hexapla.memory.editing.names import read_names
from hexapla.memory.editing.normalizing import normalizing
from hexapla.memory.editing.relabelling import relabelling
from hexapla.memory.editing.replacing import replacing
from hexapla.memory.editing.stripping import stripping
from hexapla.memory.formats.tmx.files import (
    by_symbol,
    by_units,
    by_year,
    join_tmx,
    recode_tmx,
    split_tmx,
)
from hexapla.memory.text.counting import counted

__all__ = ["edit"]

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_NEW_FILE = click.Path(dir_okay=False, path_type=Path)
_languages_option = click.option(
    "--languages", type=LanguageList(), help="Only texts in these languages: en,fr."
)


class _Edits(click.Group):
    """Edits, which both ways of spelling name."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return a command by its own name: settings are looked up by it."""
        _, command, rest = super().resolve_command(ctx, args)
        return command.name if command else None, command, rest

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, None where there is none."""
        return super().get_command(
            ctx, cmd_name.replace("malize", "malise").replace("ymize", "ymise")
        )


@click.group(cls=_Edits)
def edit() -> None:
    """Clean a memory: what is to be changed is shown first, and --apply does it.

    Each edit is done as a whole or not at all and kept in the history: hexapla undo takes it back.
    split, join and codes are for TMX files.

    \b
    Example: hexapla edit replace "Secretary General" Secretary-General --language en
    """


@edit.command()
@click.argument("find")
@click.argument("replacement")
@click.option("--language", type=language_option, required=True, help="Of the texts to change.")
@click.option(
    "--regex",
    "pattern",
    is_flag=True,
    help=r"FIND is a regular expression; \1 in REPLACEMENT is its first group.",
)
@click.option("--ignore-case", is_flag=True, help="Capital and small letters are the same.")
@click.option("--whole-words", is_flag=True, help="Not within a word.")
@edit_options
def replace(
    *,
    find: str,
    replacement: str,
    language: str,
    pattern: bool,
    ignore_case: bool,
    whole_words: bool,
    options: EditOptions,
) -> int:
    """Find a text and put REPLACEMENT in its place, in one language.

    \b
    Example: hexapla edit replace --regex "(\\d) %" "\\1%" --language en --apply
    """
    made = replacing(
        find,
        replacement,
        language=language,
        pattern=pattern,
        ignore_case=ignore_case,
        whole_words=whole_words,
        status=options.selection.status,
    )
    return run_edit(made, options)


@edit.command()
@click.argument(
    "rules",
    metavar="RULE...",
    nargs=-1,
    required=True,
    type=click.Choice([str(e) for e in DeletionRule]),
)
@_languages_option
@edit_options
def delete(
    *, rules: tuple[str, ...], languages: tuple[str, ...] | None, options: EditOptions
) -> int:
    """Take out the translations of which one of some rules is true.

    \b
    duplicates      another unit has the same text and translation: the one that is reviewed, or
                    else the newest, stays, and whatever aligned documents say
    untranslated    text and translation are the same, and are words
    wrong-language  the text or the translation is in another language
    empty           the text or the translation has no letter and no figure
    doubtful        the confidence is below .70, and nobody has reviewed it
    rejected        somebody has rejected it

    Imported units go with their last translation; paragraphs of documents stay, to be cited.

    \b
    Example: hexapla edit delete duplicates untranslated --from-file old.tmx --apply
    """
    made = deleting(
        [DeletionRule(each) for each in rules], languages=languages, status=options.selection.status
    )
    return run_edit(made, options)


@edit.command()
@_languages_option
@edit_options
def tags(*, languages: tuple[str, ...] | None, options: EditOptions) -> int:
    """Take tags out: those that files had within segments, and markup left in the texts.

    <b>, <br/>, &nbsp;, {1} and the like; what stands between tags stays.

    \b
    Example: hexapla edit tags --from-file old.tmx --apply
    """
    return run_edit(stripping(languages=languages, status=options.selection.status), options)


@edit.command()
@_languages_option
@click.option("--quotes/--no-quotes", default=True, help="Quotation marks and apostrophes or not.")
@click.option("--spaces/--no-spaces", default=True, help="Spaces and punctuation or not.")
@edit_options
def normalise(
    *,
    languages: tuple[str, ...] | None,
    quotes: bool,
    spaces: bool,
    options: EditOptions,
) -> int:
    """Make quotation marks, spaces and punctuation those of each language.

    “English”, « French » with spaces that do not break, „German“, «Russian», full-width Chinese
    （，：；。“”） without spaces. A quotation mark without its other half stays as it is.

    \b
    Example: hexapla edit normalise --languages fr --apply
    """
    if not quotes and not spaces:
        raise UsageError("there is nothing to normalise: leave out --no-quotes or --no-spaces")
    made = normalizing(
        quotes=quotes, spaces=spaces, languages=languages, status=options.selection.status
    )
    return run_edit(made, options)


@edit.command()
@click.option("--names", type=_FILE, help="A list of names, one a line; * stands for any letters.")
@click.option(
    "--keep",
    type=click.Choice([str(each) for each in Personal]),
    multiple=True,
    help="Leave these as they are; may be given again.",
)
@edit_options
def anonymise(*, names: Path | None, keep: tuple[str, ...], options: EditOptions) -> int:
    """Take out names of a list, e-mail addresses, telephone numbers, links, and who wrote units.

    [name], [e-mail], [telephone] and [link] stand in their place, in all languages, also in notes
    and properties. The history of this memory keeps what was there: give others an export.

    \b
    Example: hexapla edit anonymise --names names.txt --apply
    """
    made = anonymizing(
        read_names(names) if names else (),
        kept=[Personal(each) for each in keep],
        status=options.selection.status,
    )
    return run_edit(made, options)


@edit.command()
@click.argument("old")
@click.argument("new")
@edit_options
def language(*, old: str, new: str, options: EditOptions) -> int:
    """Make the translations into the language OLD those into NEW, where a file named a wrong one.

    A memory knows zh, and no zh-CN or zh-Hans: hexapla export --code chooses the code of a file,
    hexapla edit codes changes those of one.

    \b
    Example: hexapla edit language fr es --from-file mislabelled.tmx --apply
    """
    return run_edit(relabelling(old, new, status=options.selection.status), options)


@edit.command()
@click.argument("file", type=_FILE)
@click.argument("new_file", type=_NEW_FILE)
@click.option(
    "--code",
    "codes",
    multiple=True,
    required=True,
    help="zh-CN for every code of Chinese, zh-Hans=zh-CN for one; may be given again.",
)
def codes(*, file: Path, new_file: Path, codes: tuple[str, ...]) -> None:
    """Write the TMX FILE with other language codes to NEW_FILE; all else stays as it is.

    \b
    Example: hexapla edit codes old.tmx new.tmx --code zh-CN --code en-GB
    """
    for old, (new, count) in recode_tmx(file, new_file, codes).items():
        say_line(f"{old} to {new}: {counted(count, 'text')}")
    say_line(f"written: {new_file}")


@edit.command()
@click.argument("file", type=_FILE)
@click.option("--units", type=click.IntRange(1), help="Cut after so many units.")
@click.option(
    "--by", type=click.Choice(["set", "year"]), help="A file for each document set, or year."
)
@click.option("--out", type=FolderName(), required=True, help="The folder to write to.")
def split(*, file: Path, units: int | None, by: str | None, out: Path) -> None:
    """Cut the TMX FILE into several, by number of units, by document set or by year.

    The year is that of the document, by its symbol; else that of the last change.

    \b
    Example: hexapla edit split all.tmx --units 50000 --out parts
    """
    if (units is None) == (by is None):
        raise UsageError("cut it how? Give --units or --by")
    part = by_units(units) if units else by_symbol if by == "set" else by_year
    for path, count in split_tmx(file, out, part):
        say_line(f"{path}: {counted(count, 'unit')}")


@edit.command()
@click.argument("files", nargs=-1, required=True, type=_FILE)
@click.option("--out", type=_NEW_FILE, required=True, help="The file to write.")
def join(*, files: tuple[Path, ...], out: Path) -> None:
    """Write the units of TMX FILES, one after the other, to one file.

    \b
    Example: hexapla edit join 2024.tmx 2025.tmx --out all.tmx
    """
    say_line(f"{out}: {counted(join_tmx(files, out), 'unit')}")
