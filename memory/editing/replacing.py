"""Find and replace, with a bound on what a pattern may take."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import regex

from hexapla.corpora.errors import LimitError, UsageError
from hexapla.memory.editing.texts import Scope, text_edit
from hexapla.memory.edits import Edit
from hexapla.memory.text.cleaning import composed
from hexapla.memory.text.keys import LETTER
from hexapla.memory.text.patterns import check_size, compiled, shortened
from hexapla.memory.units import Status

__all__ = ["replacing"]

# Seconds of processor time that a pattern may take for one text: most take some microseconds.
_LIMIT: Final = 2.0
# Characters that a text may have at the end: no text of a document comes near.
_LONGEST: Final = 1_000_000
# What of a text is told with it.
_SHOWN: Final = 60


def replacing(
    find: str,
    replacement: str,
    *,
    language: str,
    pattern: bool = False,
    ignore_case: bool = False,
    whole_words: bool = False,
    status: Status | None = None,
) -> Edit:
    r"""Return an edit that replaces a text by another in one language.

    With `pattern`, `find` is a regular expression (those of Python's `re`, and of `regex`), and the
    replacement can take over groups of it, as `\1` and `\g<name>`. Texts are in composed form
    (NFC), and so are what is found and put in its place. With `status`, only translations that have
    it are meant.

    Raises UsageError where the pattern or the replacement cannot be read, and, from the edit,
    LimitError where a text takes the pattern too long.
    """
    found = _compiled(composed(find), pattern, ignore_case=ignore_case, whole_words=whole_words)
    change = _change(found, composed(replacement), find, pattern=pattern)
    marks = "/" if pattern else '"'
    action = f"replace {marks}{shortened(find)}{marks} with {_quoted(replacement)} in {language}"
    return text_edit(action, change, Scope(frozenset({language}), status))


def _quoted(text: str) -> str:
    return f'"{shortened(text)}"' if text else "nothing"


def _compiled(
    find: str, is_pattern: bool, *, ignore_case: bool, whole_words: bool
) -> regex.Pattern[str]:
    if not find:
        raise UsageError("there is nothing to look for: the text to find is empty")
    if is_pattern:
        check_size(find)
    written = find if is_pattern else regex.escape(find, literal_spaces=True)
    if whole_words:
        written = _as_words(written, find, is_pattern=is_pattern)
    return compiled(written, of=find, ignore_case=ignore_case)


def _as_words(written: str, find: str, *, is_pattern: bool) -> str:
    """Let a pattern match whole words alone; an end that is no letter is an end of a word."""
    before = is_pattern or regex.match(LETTER, find[0])
    after = is_pattern or regex.match(LETTER, find[-1])
    start = rf"(?<!{LETTER})" if before else ""
    return f"{start}(?:{written}){rf'(?!{LETTER})' if after else ''}"


def _change(
    found: regex.Pattern[str], replacement: str, find: str, *, pattern: bool
) -> Callable[[str, str], str]:
    put: str | Callable[[regex.Match[str]], str] = replacement if pattern else lambda _: replacement
    if pattern:
        _check(found, replacement)

    def change(text: str, _: str) -> str:
        try:
            new: str = found.sub(put, text, timeout=_LIMIT)
        except TimeoutError as error:
            raise LimitError(
                f"the pattern {shortened(find)} takes too long for {text[:_SHOWN]!r}:"
                " make it simpler"
            ) from error
        if len(new) > _LONGEST:
            raise LimitError(
                f"the pattern {shortened(find)} makes texts too long: nothing is changed"
            )
        return new

    return change


def _check(found: regex.Pattern[str], replacement: str) -> None:
    """Refuse a replacement that names groups which the pattern has not."""
    try:
        # An alternative that matches nothing, so that there is a match to expand.
        regex.compile(f"(?:{found.pattern})|", found.flags).sub(replacement, "", timeout=_LIMIT)
    except (regex.error, IndexError, ValueError) as error:
        raise UsageError(
            f"the replacement {shortened(replacement)} cannot be read: {error}"
        ) from error
    except TimeoutError as error:
        raise LimitError(f"the pattern {shortened(found.pattern)} takes too long") from error
