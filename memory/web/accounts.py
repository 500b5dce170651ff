"""The people whom a server knows: a name, a role, languages, and the digest of a token each.

They are kept in a file of the server, not in the memory: whoever may correct a memory in a database
could else make themselves another account. Tokens have 192 bits by chance, so a plain digest tells
nothing of them (NIST SP 800-63B, 5.1.2.2, "Look-Up Secret Verifiers").
"""

from __future__ import annotations

import hmac
import json
import os
import secrets
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from enum import IntEnum
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from hexapla.corpora.errors import DocumentError, ForbiddenError, StoreError, UsageError
from hexapla.corpora.input.decoding import load
from hexapla.corpora.languages import LANGUAGES
from hexapla.corpora.messages import Message
from hexapla.memory.output.files import build_time, replacing_bytes
from hexapla.memory.rows import Change
from hexapla.memory.text.cleaning import clean

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]  # what is not there is not called

__all__ = [
    "Account",
    "AccountRole",
    "AccountsFile",
    "change_accounts",
    "cookie_value",
    "new_account",
    "read_accounts",
    "require",
    "touched_languages",
    "write_accounts",
]

_BYTES: Final = 24  # of a token: 192 bits cannot be guessed
_LONGEST_NAME: Final = 100  # characters
_NOBODY: Final = 0o600  # but the owner may read it


class AccountRole(IntEnum):
    """What a person may do, each all that those before it may."""

    READER = 1
    """Looks up."""
    TRANSLATOR = 2
    """Corrects texts, and adds confirmed units."""
    REVIEWER = 3
    """Accepts and rejects, joins and splits, aligns anew, takes files from review."""
    ADMINISTRATOR = 4
    """Adds documents, says what is urgent, and all that is said of nobody else."""

    @property
    def word(self) -> str:
        """Return the name of the role as people type it."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody whom a server knows.

    `languages` are those in which they may change anything, all where there are none. `digest` is
    that of the `cookie_value` of their token, "" for who comes through a proxy alone. `since` is
    when the account was made, as ISO 8601.
    """

    name: str
    role: AccountRole
    languages: tuple[str, ...] = ()
    digest: str = field(default="", repr=False)
    since: str = ""

    def may_change(self, languages: Collection[str]) -> bool:
        """Return whether what has these languages may be changed."""
        return not self.languages or set(languages) <= set(self.languages)


def new_account(name: str, role: AccountRole, languages: Iterable[str] = ()) -> tuple[Account, str]:
    """Return an account, and its token, which is told this once.

    Raises UsageError where the name is none.
    """
    cleaned = " ".join(clean(name).split())
    if not cleaned or cleaned != name or len(name) > _LONGEST_NAME or not name.isprintable():
        raise UsageError(f"a name has 1 to {_LONGEST_NAME} characters, and none that is not seen")
    token = secrets.token_urlsafe(_BYTES)
    made = build_time().isoformat()
    account = Account(name, role, tuple(sorted(set(languages))), _digest(token), made)
    return account, token


def cookie_value(token: str) -> str:
    """Return what a cookie holds: who reads it in a browser has not got the token itself."""
    return hmac.digest(token.encode(), b"hexapla cookie", "sha256").hex()


def _digest(token: str) -> str:
    return _digest_of_cookie(cookie_value(token))


def _digest_of_cookie(value: str) -> str:
    return sha256(value.encode("utf-8", "replace")).hexdigest()


def read_accounts(path: Path) -> tuple[Account, ...]:
    """Return the accounts in a file, none where it is not there.

    Raises UsageError where it cannot be read.
    """
    try:
        path.stat()
    except FileNotFoundError:
        return ()
    except (OSError, ValueError) as error:
        raise UsageError(f"{path}: {getattr(error, 'strerror', None) or error}") from error
    try:
        found = json.loads(load(path))
        accounts = tuple(_read(each) for each in found["accounts"])
    except (DocumentError, ValueError, TypeError, KeyError, RecursionError) as error:
        raise UsageError(f"{path}: holds no accounts") from error
    if len({each.name for each in accounts}) != len(accounts):
        raise UsageError(f"{path}: names somebody twice")
    return accounts


def _read(given: Mapping[str, Any]) -> Account:
    languages = tuple(map(str, given["languages"]))
    if not set(languages) <= LANGUAGES.keys():
        raise ValueError("no such language")
    role, name = AccountRole[str(given["role"]).upper()], str(given["name"])
    name.encode()  # half a character is no name, and could not be written again
    return Account(name, role, languages, str(given["digest"]), str(given["since"]))


def write_accounts(path: Path, accounts: Iterable[Account]) -> None:
    """Write accounts to a file that nobody else can read. Raises StoreError where that fails.

    Of a link, the file that it leads to is written: servers may know that one by another name.
    """
    made = [{**asdict(each), "role": each.role.word} for each in accounts]
    with replacing_bytes(_led_to(path), mode=_NOBODY) as stream:
        stream.write(json.dumps({"accounts": made}, ensure_ascii=False, indent=1).encode())


def _led_to(path: Path) -> Path:
    """Return the file that a path leads to by links. Raises StoreError where none can be found."""
    try:
        path.stat()  # links that lead to one another: what `resolve` does with them has changed
    except FileNotFoundError:
        pass  # it is to be made
    except OSError as error:
        raise StoreError(path, error.strerror or str(error)) from error
    return path.resolve()


def change_accounts(path: Path, change: Callable[[tuple[Account, ...]], Iterable[Account]]) -> None:
    """Write what a function makes of the accounts in a file; two at once do so one after the other.

    Raises what `read_accounts`, `write_accounts` and the function raise.
    """
    with _alone(path):
        write_accounts(path, change(read_accounts(path)))


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Hold a file that lies beside the accounts; nothing, where files have no such locks."""
    if fcntl is None:
        yield
        return
    path = _led_to(path)
    lock = path.with_name(f".{path.name}.lock")
    try:
        number = os.open(lock, os.O_CREAT | os.O_WRONLY, _NOBODY)
    except OSError as error:
        raise StoreError(lock, error.strerror or str(error)) from error
    with os.fdopen(number, "w") as stream:
        fcntl.flock(stream.fileno(), fcntl.LOCK_EX)
        yield


class AccountsFile:
    """The accounts of a file, read again when it has changed: who is revoked is so at once."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: tuple[int, int, int] | None = None
        self._accounts: tuple[Account, ...] = ()
        self._by_digest: dict[str, Account] = {}

    @property
    def accounts(self) -> tuple[Account, ...]:
        """Return all accounts. Raises UsageError where the file cannot be read any more."""
        seen = self._stamp()
        if seen != self._seen:
            self._accounts = read_accounts(self._path)
            self._by_digest = {each.digest: each for each in self._accounts if each.digest}
            self._seen = seen
        return self._accounts

    def _stamp(self) -> tuple[int, int, int]:
        try:
            found = self._path.stat()
        except OSError as error:
            # A file that is gone is nobody's leave to go on.
            raise UsageError(f"{self._path}: {error.strerror}") from error
        return found.st_mtime_ns, found.st_size, found.st_ino

    def of_cookie(self, value: str) -> Account | None:
        """Return whose cookie it is: looked up by a digest, which tells nothing of near ones."""
        if not value or not self.accounts:
            return None
        return self._by_digest.get(_digest_of_cookie(value))

    def of_name(self, name: str) -> Account | None:
        """Return who has a name, as a proxy tells it that has asked for a password itself."""
        return next((each for each in self.accounts if each.name == name), None)


def require(account: Account, role: AccountRole, languages: Collection[str] = ()) -> None:
    """Raise ForbiddenError where an account has not the role, or not the languages, for a thing."""
    if account.role < role:
        raise ForbiddenError(
            "%(name)s is %(role)s here, and this needs %(needed)s",
            name=account.name,
            role=Message(account.role.word),
            needed=Message(role.word),
        )
    if not account.may_change(languages):
        raise ForbiddenError(
            "%(name)s may change %(languages)s alone",
            name=account.name,
            languages=", ".join(account.languages),
        )


def touched_languages(change: Change, source: str) -> frozenset[str]:
    """Return the languages whose texts a change touches, the source where its rows are others."""
    return frozenset(each.language for each in change.texts(source))
