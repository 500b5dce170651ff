"""What is said to people: an English text that can be put into another language with its values."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

__all__ = ["Message", "joined", "said"]


_NAMED: Final = re.compile(r"%\((\w+)\)s")


class Message(str):
    """A text in English that remembers its `form` and the values in the places `%(name)s` of it.

    Values can be messages themselves. It is equal to any text that says the same in English.

    >>> message = Message("no space at %(sign)s", sign="mot:")
    >>> message, message.said({"no space at %(sign)s": "pas d’espace : %(sign)s"}.get)
    ('no space at mot:', 'pas d’espace : mot:')
    """

    __slots__ = ("form", "values")

    form: str
    values: Mapping[str, str | int]

    def __new__(cls, form: str, /, **values: str | int) -> Message:
        """Make a message; where there are no values, `form` is the text."""
        made = super().__new__(cls, form % values if values else form)
        made.form, made.values = form, values
        return made

    @classmethod
    def of(cls, form: str, /, **values: str | int) -> Message:
        """Make a message, or return what is one already."""
        return form if isinstance(form, Message) else cls(form, **values)

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, str | int]]:
        # Worker processes send messages back pickled.
        return (self.form,), dict(self.values)

    def changed(self, change: Callable[[str], str]) -> Message:
        """Return the message with a change made to each text of it; a form with places is kept.

        >>> Message("damaged: %(error)s", error="no <end>").changed(lambda text: text.strip(">"))
        'damaged: no <end'
        """
        if not self.values:
            return Message(change(self.form))
        values = {name: _changed(value, change) for name, value in self.values.items()}
        return Message(self.form, **values)

    def as_json(self) -> dict[str, Any]:
        """Return the form and the values, those that are messages in the same way."""
        values = {
            name: value.as_json() if isinstance(value, Message) else value
            for name, value in self.values.items()
        }
        return {"form": self.form, "values": values}

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> Message:
        """Return the message that `as_json` made this of.

        Raises ValueError, TypeError or LookupError where it made no such thing: what comes of a
        form has never more characters than there are in it and its values.

        >>> Message.from_json({"form": "%(n)s left", "values": {"n": 3}})
        '3 left'
        """
        form, given = found["form"], found["values"]
        if not isinstance(form, str) or not isinstance(given, Mapping):
            raise TypeError
        places = sorted(_NAMED.findall(form)) if given else []
        if places != sorted(given) or (given and "%" in _NAMED.sub("", form).replace("%%", "")):
            raise ValueError(form)
        return cls(form, **{name: _value(value) for name, value in given.items()})

    def said(self, translate: Callable[[str], str]) -> str:
        """Return the message in another language: `translate` returns its form in that."""
        form = translate(self.form)
        values = {name: said(value, translate) for name, value in self.values.items()}
        return form % values if values else form


def _value(found: object) -> str | int:
    if isinstance(found, Mapping):
        return Message.from_json(found)
    if isinstance(found, str | int):
        return found
    raise TypeError


def _changed(value: str | int, change: Callable[[str], str]) -> str | int:
    if isinstance(value, Message):
        return value.changed(change)
    return change(value) if isinstance(value, str) else value


def said(text: str | int, translate: Callable[[str], str]) -> str | int:
    """Return a text in another language where it is a message, else as it is."""
    return text.said(translate) if isinstance(text, Message) else text


_PLACE: Final = "%(part{})s"


def joined(parts: Iterable[str], separator: str = "") -> Message:
    """Return texts in one; those of them that are messages can be translated as before.

    >>> joined(["zh", Message("not stated")], ": ")
    'zh: not stated'
    """
    listed = list(parts)
    form = separator.join(_PLACE.format(number) for number in range(len(listed)))
    return Message(form, **{f"part{number}": part for number, part in enumerate(listed)})
