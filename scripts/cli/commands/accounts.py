"""`hexapla accounts`: the people whom a server knows by name."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path

import click

from hexapla.cli.options import LanguageList, not_empty
from hexapla.cli.output import say, say_line
from hexapla.corpora.errors import UsageError
from hexapla.memory.web.accounts import (
    Account,
    AccountRole,
    change_accounts,
    new_account,
    read_accounts,
)

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
    type=click.Choice([each.word for each in AccountRole]),
    default=AccountRole.READER.word,
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
    account, token = new_account(name, AccountRole[role.upper()], languages)

    def with_new(known: tuple[Account, ...]) -> Iterator[Account]:
        # Two that differ in their letters' case alone would be taken for one in every history.
        taken = next((each.name for each in known if _plain(each.name) == _plain(name)), None)
        if taken is not None:
            raise UsageError(f"{file}: {taken} has an account already: hexapla accounts renew")
        yield from (*known, account)

    change_accounts(file, with_new)
    _tell(account, token)


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
    made: list[tuple[Account, str]] = []

    def renewed(known: tuple[Account, ...]) -> Iterator[Account]:
        old = _named(file, known, name)
        made.append(new_account(name, old.role, old.languages))
        yield from (*(each for each in known if each != old), made[0][0])

    change_accounts(file, renewed)
    _tell(*made[0])


@accounts.command()
@click.argument("name", callback=not_empty)
@_FILE
def revoke(*, name: str, file: Path) -> None:
    """Take the account of NAME away. What the person did stays in the history.

    \b
    Example: hexapla accounts revoke Boris
    """

    def without(known: tuple[Account, ...]) -> Iterator[Account]:
        account = _named(file, known, name)
        yield from (each for each in known if each != account)

    change_accounts(file, without)
    say_line(f"{name}: has no account any more")


def _plain(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()


def _named(file: Path, known: tuple[Account, ...], name: str) -> Account:
    found = next((each for each in known if each.name == name), None)
    if found is None:
        raise UsageError(f"{file}: nobody is called {name}")
    return found


def _tell(account: Account, token: str) -> None:
    say_line(f"{account.name}: {account.role.word}; the token, shown this once:", err=True)
    say(token)
