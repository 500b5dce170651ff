"""The `hexapla` command: its commands, loaded when asked for, and how errors reach the user."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import click

from hexapla.cli.output import open_outputs, say, say_line
from hexapla.corpora.errors import DocumentError, HexaplaError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from click.shell_completion import CompletionItem

__all__ = ["COMMANDS", "cli", "main", "run"]

# Each command with the line that the list of commands says of it, so that listing or completing
# names loads none of them. `commands/NAME.py` holds the command NAME.
COMMANDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "app": "Open hexapla in the browser: no terminal is needed after this.",
        "align": "Align documents and write a memory, TMX files and a report.",
        "nightly": "Align what is new, night after night, from cron.",
        "import": "Add the units of other programs' files to the memory.",
        "export": "Write units of the memory as a file for another program.",
        "sets": "List the document sets of a memory; choose which count.",
        "register": "Say what is known of documents: date, session, subjects.",
        "edit": "Clean a memory: replace, delete, normalise.",
        "undo": "Take an edit of a memory back.",
        "merge": "Take over from another memory what ours has not.",
        "memory": "Check a memory, back it up, restore or copy it.",
        "embed": "Make the vectors that `match --semantic` looks in.",
        "match": "Find what the memory has for a text.",
        "search": "Find a word or phrase in the memory, with its translations.",
        "concordance": "Find key words in context by a query, sorted and counted.",
        "renderings": "Show how a term is said in other languages, and since when.",
        "terms": "Keep the terms of a memory: import, list, export, extract.",
        "cite": "Show the official text of a paragraph in every language.",
        "check": "Check translations: values that differ, faults of files.",
        "concord": "Compare all language versions of a document.",
        "evaluate": "Measure how much the memory would help.",
        "pretranslate": "Look a new document up in the memory, segment by segment.",
        "merge-back": "Make the translated Word file of a finished XLIFF file.",
        "compare": "Compare two versions of a document, paragraph by paragraph.",
        "review": "Review and correct alignments in the browser.",
        "serve": "Answer CAT tools and scripts over HTTP.",
        "accounts": "Say who may ask a server, and with which rights.",
        "mcp": "Answer assistants by the Model Context Protocol.",
        "watch": "Keep an OmegaT project up to date with the memory.",
        "read": "Show the paragraphs of one document.",
        "lines": "Align two files of one segment a line.",
        "score": "Score alignments against a gold standard.",
    }
)


class _Commands(click.Group):
    """A group whose commands are files of `hexapla.cli.commands`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order in which they are shown."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load a command with the defaults that the user has set; None where there is none."""
        if cmd_name not in COMMANDS:
            return None
        if ctx.default_map is None:
            from hexapla.cli.settings import defaults, settings  # noqa: PLC0415 - not for the help

            ctx.default_map = defaults(settings())
        module = import_module(f"hexapla.cli.commands.{_module_of(cmd_name)}")
        (attribute,) = module.__all__  # a file has one command, and nothing else for others
        command: click.Command = getattr(module, attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Return the commands and options whose names begin like what is typed."""
        from click.shell_completion import CompletionItem  # noqa: PLC0415 - for completion alone

        named = [
            CompletionItem(name, help=text)
            for name, text in COMMANDS.items()
            if name.startswith(incomplete)
        ]
        return named + click.Command.shell_complete(self, ctx, incomplete)


def _module_of(name: str) -> str:
    # A word of Python has another name there.
    return "import_" if name == "import" else name.replace("-", "_")


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="hexapla", prog_name="hexapla")
def cli() -> None:
    """Align United Nations documents in seven languages and keep a translation memory of them.

    \b
    Example: hexapla align documents --out memory
    """


def run(command: click.Command) -> None:
    """Run a command: one line an error; exit 0 done, 1 items refused, 2 could not do it.

    130 after Ctrl-C. Results are UTF-8 on every system, and a file name that is no text at all
    is shown with its bytes escaped. Whoever reads them may go away: the command goes on to its end.
    """
    open_outputs()
    try:
        status = command(standalone_mode=False, prog_name="hexapla" if command is cli else None)
    except click.ClickException as error:
        _show(error)
        status = 2
    except (click.Abort, KeyboardInterrupt):
        say("hexapla: stopped; what was finished is kept", err=True)
        status = 130
    except HexaplaError as error:
        say_line(f"hexapla: {error}", err=True)
        status = 1 if isinstance(error, DocumentError) else 2
    except (OSError, MemoryError) as error:
        # Of the system, wherever it happens: a full disk, too many open files.
        say_line(f"hexapla: {_cause_of(error)}", err=True)
        status = 2
    sys.exit(status or 0)


def _cause_of(error: OSError | MemoryError) -> str:
    """Return what the system refused, with the file where it names one."""
    if isinstance(error, MemoryError):
        return "there is not enough memory for it"
    where = f"{os.fsdecode(error.filename)}: " if error.filename else ""
    return where + (error.strerror or str(error))


def _show(error: click.ClickException) -> None:
    """Show bad use in one line, or the help where a command was called bare."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        error.show()
    else:
        command = context.command_path if context else "hexapla"
        message = " ".join(error.format_message().split())
        say_line(f"{command}: {message}", err=True)


def main() -> None:
    """Run the `hexapla` command."""
    run(cli)


if __name__ == "__main__":
    main()
