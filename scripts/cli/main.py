"""The `hexapla` command: its groups, and how errors reach the user."""

from __future__ import annotations

import os
import sys
from importlib.metadata import version
from io import TextIOWrapper

import click

from hexapla.cli.commands.align import align
from hexapla.cli.commands.check import check
from hexapla.cli.commands.cite import cite
from hexapla.cli.commands.embed import embed_
from hexapla.cli.commands.evaluate import evaluate
from hexapla.cli.commands.export import export
from hexapla.cli.commands.import_ import import_
from hexapla.cli.commands.lines import lines
from hexapla.cli.commands.match import match
from hexapla.cli.commands.memory import memory_
from hexapla.cli.commands.merge import merge
from hexapla.cli.commands.pretranslate import pretranslate
from hexapla.cli.commands.read import read
from hexapla.cli.commands.review import review
from hexapla.cli.commands.score import score
from hexapla.cli.commands.search import search
from hexapla.cli.commands.serve import serve
from hexapla.cli.commands.sets import sets
from hexapla.cli.commands.watch import watch
from hexapla.corpora.errors import DocumentError, HexaplaError
from hexapla.memory.text.cleaning import one_line

__all__ = ["cli", "main", "run"]


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(version("hexapla"), package_name="hexapla")
def cli() -> None:
    """Align United Nations documents in seven languages and keep a translation memory of them.

    \b
    Example: hexapla align documents --out memory
    """


for _command in (
    align,
    import_,
    export,
    sets,
    merge,
    memory_,
    embed_,
    match,
    search,
    cite,
    check,
    evaluate,
    pretranslate,
    review,
    serve,
    watch,
    read,
    lines,
    score,
):
    cli.add_command(_command)


def run(command: click.Command) -> None:
    """Run a command: one line an error; exit 0 done, 1 items refused, 2 could not do it.

    130 after Ctrl-C. Results are UTF-8 on every system, and a file name that is no text at all
    is shown with its bytes escaped.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        status = command(standalone_mode=False)
    except click.ClickException as error:
        _show(error)
        status = 2
    except (click.Abort, KeyboardInterrupt):
        click.echo("hexapla: stopped; what was finished is kept", err=True)
        status = 130
    except HexaplaError as error:
        click.echo(f"hexapla: {one_line(str(error))}", err=True)
        status = 1 if isinstance(error, DocumentError) else 2
    except BrokenPipeError:
        # The reader of our results went away (`hexapla read … | head`): nothing is left to say,
        # and the interpreter must not try to flush what cannot be written.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 0
    sys.exit(status or 0)


def _show(error: click.ClickException) -> None:
    """Show bad use in one line, or the help where a command was called bare."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        error.show()
    else:
        command = context.command_path if context else "hexapla"
        message = " ".join(error.format_message().split())
        click.echo(f"{command}: {one_line(message)}", err=True)


def main() -> None:
    """Run the `hexapla` command."""
    run(cli)


if __name__ == "__main__":
    main()
