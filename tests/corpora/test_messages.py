"""Messages: an English text that is put into another language with its values."""

from __future__ import annotations

import json
import pickle
from typing import Any

import pytest

from hexapla.corpora.messages import Message, joined, said

FRENCH = {
    "%(n)s days, %(what)s": "%(what)s : %(n)s jours",
    "at 100 %": "à 100 %",
    "not stated": "non précisé",
}


def french(form: str) -> str:
    return FRENCH.get(form, form)


def test_values_that_are_messages_are_translated_too() -> None:
    message = Message("%(n)s days, %(what)s", n=30, what=Message("not stated"))
    assert message == "30 days, not stated"
    assert message.said(french) == "non précisé : 30 jours"
    assert joined(["zh", message], ": ").said(french) == "zh: non précisé : 30 jours"


def test_what_has_no_values_is_no_format() -> None:
    assert Message("at 100 %").said(french) == "à 100 %"
    assert joined(["100 %"]).said(french) == "100 %"
    assert said("at 100 %", french) == "at 100 %"


def test_it_comes_back_whole_from_another_process() -> None:
    message = joined([Message("not stated"), Message("%(n)s days, %(what)s", n=1, what="%")], "; ")
    again = pickle.loads(pickle.dumps(message))
    assert again == message
    assert again.said(french) == message.said(french)


def test_it_comes_back_whole_from_json() -> None:
    message = joined([Message("at 100 %"), Message("%(n)s %%, %(what)s", n=1, what="%")], "; ")
    again = Message.from_json(json.loads(json.dumps(message.as_json())))
    assert (again, again.as_json()) == (message, message.as_json())
    assert again == "at 100 %; 1 %, %"


@pytest.mark.parametrize(
    "found",
    [
        None,
        7,
        "text",
        {},
        {"form": "text"},
        {"form": 7, "values": {}},
        {"form": "%(a)s", "values": ["a"]},
        {"form": "%(a)s", "values": {"b": "1"}},
        {"form": "%(a)s", "values": {"a": None}},
        {"form": "%(a)s", "values": {"a": {"form": "%(b)s"}}},
        {"form": "%(a)s%(a)s", "values": {"a": "1"}},
        {"form": "%(a)999999999s", "values": {"a": "1"}},
        {"form": "%(a)s %999999999d", "values": {"a": 1}},
        {"form": "%(a)s 100 %", "values": {"a": 1}},
    ],
)
def test_what_is_no_message_of_ours_is_refused(found: Any) -> None:
    with pytest.raises((ValueError, TypeError, LookupError)):
        Message.from_json(found)
