"""What MkDocs makes of the program itself: a page a command, and the modules as one package."""

from __future__ import annotations

import sys
from html import escape
from inspect import cleandoc
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

_ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(_ROOT))

from mkdocs.structure.files import File, Files  # noqa: E402

from hexapla.cli.main import COMMANDS, cli  # noqa: E402
from hexapla.corpora.readers.formats import as_markdown as documents_table  # noqa: E402
from hexapla.memory.formats.registry import formats_table as exchange_table  # noqa: E402
from scripts.dev.types import lay_out  # noqa: E402

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Lay the rooms out as one package, and list the pages of folders in the navigation."""
    lay_out()
    config.nav = [_filled(entry) for entry in config.nav or []]
    return config


def _filled(entry: Any) -> Any:
    if isinstance(entry, dict):
        (name, value), *_ = entry.items()
        if value == "commands/":
            return {name: ["commands/index.md", *(f"commands/{each}.md" for each in COMMANDS)]}
        if value == "decisions/":
            pages = sorted((Path(__file__).parent / "pages" / "decisions").glob("*.md"))
            return {name: [f"decisions/{page.name}" for page in pages]}
        if isinstance(value, list):
            return {name: [_filled(each) for each in value]}
    return entry


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages of the commands, made of their help."""
    pages = {f"commands/{name}.md": command_page(name) for name in COMMANDS}
    pages["commands/index.md"] = commands_index()
    for path, text in pages.items():
        files.append(File.generated(config, path, content=text))
    return files


def commands_index() -> str:
    """Return the page that lists the commands."""
    rows = [f"| [`hexapla {each}`]({each}.md) | {text} |\n" for each, text in COMMANDS.items()]
    return (
        "# Commands\n\n"
        "Results go to standard output, progress and errors to standard error. The exit status\n"
        "is 0 when all is done, 1 when some items were refused (each is listed with the cause),\n"
        "2 when it could not be done, 130 after Ctrl-C.\n\n"
        "| command | what it does |\n|---|---|\n" + "".join(rows)
    )


def command_page(name: str) -> str:
    """Return the page of a command: what it does, an example, its arguments and options."""
    context = click.Context(cli, info_name="hexapla")
    command = cli.get_command(context, name)
    assert command is not None
    return f"# hexapla {name}\n\n" + _described(command, context, name, heading="##")


def _described(command: click.Command, parent: click.Context, name: str, *, heading: str) -> str:
    context = click.Context(command, info_name=name, parent=parent)
    usage = command.get_usage(context).removeprefix("Usage: ")
    parts = [f"```text\n{usage}\n```", _text(command.help or "")]
    records = [each.get_help_record(context) for each in command.get_params(context)]
    # The help itself tells of arguments.
    options = [row for row in records if row and row[1]]
    if options:
        rows = "\n".join(
            f"| <code>{_cell(left)}</code> | {_cell(right)} |" for left, right in options
        )
        parts.append(f"| option | meaning |\n|---|---|\n{rows}")
    if isinstance(command, click.Group):
        for below, each in command.commands.items():
            parts.append(f"{heading} {context.command_path} {below}")
            parts.append(_described(each, context, below, heading=f"{heading}#"))
    return "\n\n".join(parts) + "\n"


def _text(text: str) -> str:
    """Return a help text as Markdown, its example as code."""
    lines = []
    for line in cleandoc(text).replace("\b\n", "").splitlines():
        example = line.removeprefix("Example: ")
        lines.append(line if example == line else f"```sh\n{example}\n```")
    return "\n".join(lines).replace("<", "&lt;")


def _cell(text: str) -> str:
    return escape(" ".join(text.split()), quote=False).replace("|", "&#124;")


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Put the tables of the formats where a page asks for them."""
    tables = {"{{ documents }}": documents_table, "{{ exchange }}": exchange_table}
    for place, table in tables.items():
        markdown = markdown.replace(place, table()) if place in markdown else markdown
    return markdown
