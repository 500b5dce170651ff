"""`hexapla accounts`: the people whom a server knows by name."""

from __future__ import annotations

from pathlib import Path

import click

from hexapla.cli.options import LanguageList, not_empty
from hexapla.cli.output import say, say_line
from hexapla.corpora.errors import UsageError
from hexapla.memory.web.accounts import Account, Role, new_account, read_accounts, write_accounts

__all__ = ["accounts"]

_FILE = click.option(
    "--file",
    type=click.Path(dir_okay=False, path_type=Path),
    default="accounts.json",
    show_default=True,
    help="Where the accounts are kept; serve and review take it as --accounts.",
)


@click.group()
def accounts() -> None:
    """Say who may ask a server, each with a token, a role and languages.

    A reader looks up; a translator also corrects texts and adds confirmed units; a reviewer also
    accepts, rejects, joins, splits and aligns anew; an administrator may do everything. Servers
    that run take what is said here at once.

    \b
    Example: hexapla accounts add "Ana Pérez" --role reviewer --languages es
    """


@accounts.command()
@click.argument("name", callback=not_empty)
@click.option(
    "--role",
    type=click.Choice([each.word for each in Role]),
    default=Role.READER.word,
    show_default=True,
    help="What the person may do.",
)
@click.option(
    "--languages",
    type=LanguageList(),
    default=(),
    help="The only languages in which the person may change anything: fr,es.",
)
@_FILE
def add(*, name: str, role: str, languages: tuple[str, ...], file: Path) -> None:
    """Add NAME, and print the token of the account, which is shown this once.

    \b
    Example: hexapla accounts add Boris --role translator --languages ru
    """
    known = read_accounts(file)
    if any(each.name == name for each in known):
        raise UsageError(f"{file}: {name} has an account already: hexapla accounts renew")
    _write_new(file, known, name, Role[role.upper()], languages)


@accounts.command("list")
@_FILE
def list_(*, file: Path) -> None:
    """List who has an account, with the role, the languages, and since when.

    \b
    Example: hexapla accounts list
    """
    for each in read_accounts(file):
        languages = ",".join(each.languages) or "all languages"
        say_line(f"{each.name}: {each.role.word}, {languages}, since {each.since[:10]}")


@accounts.command()
@click.argument("name", callback=not_empty)
@_FILE
def renew(*, name: str, file: Path) -> None:
    """Give NAME another token, which is shown this once; the one before is worth nothing any more.

    \b
    Example: hexapla accounts renew Boris
    """
    known = read_accounts(file)
    account = _named(file, known, name)
    others = tuple(each for each in known if each != account)
    _write_new(file, others, name, account.role, account.languages)


@accounts.command()
@click.argument("name", callback=not_empty)
@_FILE
def revoke(*, name: str, file: Path) -> None:
    """Take the account of NAME away. What the person did stays in the history.

    \b
    Example: hexapla accounts revoke Boris
    """
    known = read_accounts(file)
    account = _named(file, known, name)
    write_accounts(file, [each for each in known if each != account])
    say_line(f"{name}: has no account any more")


def _named(file: Path, known: tuple[Account, ...], name: str) -> Account:
    found = next((each for each in known if each.name == name), None)
    if found is None:
        raise UsageError(f"{file}: nobody is called {name}")
    return found


def _write_new(
    file: Path, others: tuple[Account, ...], name: str, role: Role, languages: tuple[str, ...]
) -> None:
    account, token = new_account(name, role, languages)
    write_accounts(file, (*others, account))
    say_line(f"{name}: {role.word}; the token, shown this once:", err=True)
    say(token)
